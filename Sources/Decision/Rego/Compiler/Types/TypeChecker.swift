/// Infers the types of variables and rules and finds calls, references and unifications that no value can satisfy.
///
/// A variable has no type until a literal gives it one; what is unknown agrees with everything.
struct TypeChecker {
    var environment: TypeEnvironment
    let builtins: [String: BuiltinDeclaration]
    /// Names in the source of renamed variables.
    let original: [String: String]
    /// Types of variables, by closure from outside inward.
    private var locals: [[String: RegoType]] = [[:]]
    private var comprehensions: [Term: RegoType?] = [:]
    private(set) var problems: [RegoProblem] = []
    /// A problem was found in a part of the literal at hand, so that one of the whole would only repeat it.
    private var hasPartProblem = false

    init(environment: TypeEnvironment, builtins: [String: BuiltinDeclaration], original: [String: String]) {
        self.environment = environment
        self.builtins = builtins
        self.original = original
    }

    // MARK: Types of terms

    private func local(_ name: String) -> RegoType? {
        for scope in locals.reversed() { if let type = scope[name] { return type } }
        return nil
    }

    fileprivate mutating func put(_ name: String, _ type: RegoType?) { locals[locals.count - 1][name] = type }

    /// The type that a constant or composite has in itself.
    static func shallowType(of term: Term) -> RegoType { RegoType.of(constant: term) ?? .any }

    mutating func type(of term: Term) -> RegoType? {
        switch term.kind {
        case .null: return .null
        case .boolean: return .boolean
        case .number: return .number
        case .string: return .string
        case .variable(let name): return local(name)
        case .reference(let reference): return type(of: reference)
        case .array(let elements):
            var types: [RegoType?] = []
            types.reserveCapacity(elements.count)
            for element in elements { types.append(type(of: element)) }
            return .array(leading: types, rest: elements.isEmpty ? .any : nil)
        case .set(let elements):
            var union: RegoType?
            for element in elements { union = RegoType.or(union, type(of: element)) }
            return .set(union ?? .any)
        case .object(let members):
            var known: [RegoType.Member] = []
            var others: RegoType.Others?
            for member in members {
                if member.key.isConstant {
                    known.append(.init(key: member.key, value: type(of: member.value)))
                } else {
                    others = .init(key: type(of: member.key), value: type(of: member.value))
                }
            }
            if known.isEmpty, others == nil { others = .init(key: .any, value: .any) }
            return .object(known, others)
        case .arrayComprehension, .setComprehension, .objectComprehension: return comprehension(term)
        case .call, .template: return nil
        }
    }

    private mutating func type(of reference: Reference) -> RegoType? {
        guard let root = reference.root, let head = reference.terms.first else { return nil }
        let rest = reference.terms[1...]
        if root == "input" { return select(environment.input ?? .any, rest) }
        if root != "data" {
            if let type = local(root) { return select(type, rest) }
            if let builtin = builtins[reference.dotted] { return RegoType(builtin) }
            return nil
        }
        guard var node = environment.child(0, head) else { return .any }
        var tail = rest
        while let next = tail.first {
            if let value = environment.nodes[node].value {
                guard let child = environment.child(node, next) else { return select(value, tail) }
                node = child
            } else if !next.isConstant {
                return select(environment.extent(node), tail)
            } else if let child = environment.child(node, next) {
                node = child
            } else {
                return .any
            }
            tail = tail.dropFirst()
        }
        return environment.extent(node)
    }

    private func select(_ type: RegoType?, _ path: ArraySlice<Term>) -> RegoType? {
        var current = type
        for term in path {
            guard let known = current else { return nil }
            current = term.isConstant && term.isScalar ? known.select(term) : known.values
        }
        return current
    }

    private mutating func comprehension(_ term: Term) -> RegoType? {
        if let known = comprehensions[term] { return known }
        let before = problems.count
        locals.append([:])
        let type: RegoType?
        switch term.kind {
        case .arrayComprehension(let head, let body):
            check(body)
            type = .array(leading: [], rest: self.type(of: head))
        case .setComprehension(let head, let body):
            check(body)
            type = .set(self.type(of: head))
        case .objectComprehension(let key, let value, let body):
            check(body)
            type = .object(members: [], others: .init(key: self.type(of: key), value: self.type(of: value)))
        default: type = nil
        }
        locals.removeLast()
        let isSound = problems.count == before
        if !isSound { hasPartProblem = true }
        comprehensions[term] = .some(isSound ? type : nil)
        return isSound ? type : nil
    }

    // MARK: Bodies

    mutating func check(_ body: Body) {
        for expression in body { check(expression) }
    }

    private mutating func scoped(_ body: Body) {
        locals.append([:])
        check(body)
        locals.removeLast()
    }

    private mutating func check(_ expression: Expression) {
        let outer = hasPartProblem
        hasPartProblem = false
        defer { hasPartProblem = outer || hasPartProblem }
        let before = problems.count
        switch expression.kind {
        case .term(let term):
            closures(in: term)
            references(in: term)
        case .call(let call):
            for argument in call.arguments { closures(in: argument) }
            for argument in call.arguments { references(in: argument) }
            if problems.count > before { hasPartProblem = true }
            if !checkModifiers(expression) { return }
            if expression.unification != nil { checkUnification(expression) } else { check(call, expression) }
            return
        case .every(let every):
            closures(in: every.domain)
            references(in: every.domain)
            let domain = type(of: every.domain)
            locals.append([:])
            if let key = every.key?.variable { put(key, domain?.keys ?? .any) }
            if let value = every.value.variable { put(value, domain?.values ?? .any) }
            check(every.body)
            locals.removeLast()
        case .group(let body): scoped(body)
        case .and(let left, let right), .or(let left, let right):
            scoped(left)
            scoped(right)
        case .some: break
        }
        _ = checkModifiers(expression)
    }

    /// - Returns: Whether the modifiers are sound.
    private mutating func checkModifiers(_ expression: Expression) -> Bool {
        for modifier in expression.modifiers where modifier.replacesFunction {
            guard case .function(let target)? = type(of: modifier.target),
                case .function(let value)? = type(of: modifier.value)
            else { continue }
            if !RegoType.unifies(.function(target), .function(value)) {
                argumentProblem(
                    name: modifier.target.description, "arity mismatch", modifier.location, have: value.arguments,
                    want: target)
                return false
            }
        }
        return true
    }

    /// Checks the comprehensions in a term.
    private mutating func closures(in term: Term) {
        switch term.kind {
        case .arrayComprehension, .setComprehension, .objectComprehension: _ = comprehension(term)
        case .array(let elements), .set(let elements): for element in elements { closures(in: element) }
        case .object(let members):
            for member in members {
                closures(in: member.key)
                closures(in: member.value)
            }
        case .reference(let reference): for part in reference.terms { closures(in: part) }
        default: break
        }
    }

    // MARK: Calls

    private mutating func argumentProblem(
        name: String, _ message: String, _ location: SourceLocation, have: [RegoType?], want: RegoType.Signature,
        withResult: Bool = false
    ) {
        var wanted = want.arguments.map(RegoType.text)
        if withResult, let result = want.result { wanted.append(result.description) }
        let names = ["x", "y", "z"]
        if Rego.infix[name] != nil, wanted.count <= 3 {
            wanted = wanted.enumerated().map { "\(names[$0.offset]): \($0.element)" }
        }
        if let variadic = want.variadic { wanted.append("\(variadic)...") }
        problems.append(
            RegoProblem(
                .type, "\(name): \(message)", location,
                details: [
                    "have: (\(have.map(RegoType.text).joined(separator: ", ")))",
                    "want: (\(wanted.joined(separator: ", ")))",
                ]))
    }

    private mutating func check(_ call: Call, _ expression: Expression) {
        let name = call.function.root == "data" ? call.function.description : call.name
        guard case .function(let signature)? = type(of: call.function) else { return }
        var wanted = signature.arguments
        if let result = signature.result { wanted.append(result) }
        var have: [RegoType?] = []
        for argument in call.arguments { have.append(type(of: argument)) }
        if call.arguments.count > wanted.count, signature.variadic == nil {
            return argumentProblem(
                name: name, "too many arguments", expression.location, have: have, want: signature, withResult: true)
        }
        if call.arguments.count < signature.arguments.count {
            return argumentProblem(
                name: name, "too few arguments", expression.location, have: have, want: signature, withResult: true)
        }
        for (index, argument) in call.arguments.enumerated() {
            let type = index < wanted.count ? wanted[index] : signature.variadic
            guard let type, !unify(argument, type, widening: false) else { continue }
            var after: [RegoType?] = []
            for argument in call.arguments { after.append(self.type(of: argument)) }
            if hasPartProblem, after.contains(where: { $0 == nil }) { return }
            return argumentProblem(
                name: name, "invalid argument(s)", expression.location, have: after, want: signature, withResult: true)
        }
    }

    // MARK: Unification

    private mutating func checkUnification(_ expression: Expression) {
        guard let (left, right) = expression.unification else { return }
        let leftType = type(of: left)
        let rightType = type(of: right)
        if unify(left, leftType, right, rightType) { return }
        if hasPartProblem, leftType == nil || rightType == nil { return }
        problems.append(
            RegoProblem(
                .type, "match error", expression.location,
                details: ["left  : \(RegoType.text(leftType))", "right : \(RegoType.text(rightType))"]))
    }

    private func isUnknown(_ type: RegoType?) -> Bool {
        switch type {
        case nil: true
        case .array(let leading, let rest): leading.contains { isUnknown($0) } || rest.map { isUnknown($0) } ?? false
        case .object(let members, let others):
            members.contains { isUnknown($0.value) }
                || others.map { isUnknown($0.key) || isUnknown($0.value) } ?? false
        case .set(let element): isUnknown(element)
        default: false
        }
    }

    private mutating func unify(_ left: Term, _ leftType: RegoType?, _ right: Term, _ rightType: RegoType?) -> Bool {
        let isLeftUnknown = isUnknown(leftType)
        let isRightUnknown = isUnknown(rightType)
        if isLeftUnknown, !isRightUnknown, let rightType { return unify(left, rightType, widening: false) }
        if isRightUnknown, !isLeftUnknown, let leftType { return unify(right, leftType, widening: false) }
        if !isLeftUnknown, !isRightUnknown { return RegoType.unifies(leftType, rightType) }
        switch (left.kind, right.kind) {
        case (.array(let one), .array(let other)):
            guard one.count == other.count else { return false }
            for (left, right) in zip(one, other) where !unify(left, type(of: left), right, type(of: right)) {
                return false
            }
            return true
        case (.object(let one), .object(let other)):
            guard one.count == other.count else { return false }
            for member in one {
                guard let match = other.last(where: { $0.key == member.key }) else { return false }
                if !unify(member.value, type(of: member.value), match.value, type(of: match.value)) { return false }
            }
            return true
        case (.array, .variable), (.object, .variable), (.variable, .variable):
            return unify(left, .any, widening: false) && unifyWithType(right, of: left)
        case (.variable, .array), (.variable, .object):
            return unify(right, .any, widening: false) && unifyWithType(left, of: right)
        default: return false
        }
    }

    private mutating func unifyWithType(_ term: Term, of other: Term) -> Bool {
        guard let type = type(of: other) else { return true }
        return unify(term, type, widening: false)
    }

    /// Gives the variables of `term` their types, if `term` can be of `type`.
    ///
    /// - Parameter widening: Whether a variable's type grows by what is new.
    private mutating func unify(_ term: Term, _ type: RegoType, widening: Bool) -> Bool {
        switch term.kind {
        case .variable(let name):
            if widening {
                put(name, RegoType.or(local(name), type))
                return true
            }
            if let known = local(name) { return RegoType.unifies(known, type) }
            put(name, type)
            return true
        case .array(let elements):
            switch type {
            case .array(let leading, let rest):
                if elements.count != leading.count, rest == nil { return false }
                for (index, element) in elements.enumerated() {
                    guard let wanted = type.element(index) else { continue }
                    if !unify(element, wanted, widening: widening) { return false }
                }
                return true
            case .union(let types): return unifyAny(term, types, elements)
            default: return false
            }
        case .object(let members):
            switch type {
            case .object(let known, let others):
                if members.count != known.count, others == nil { return false }
                for member in members {
                    guard member.key.isConstant else {
                        _ = unify(member.value, .any, widening: widening)
                        continue
                    }
                    guard let wanted = type.select(member.key) else { return false }
                    if !unify(member.value, wanted, widening: widening) { return false }
                }
                return true
            case .union(let types): return unifyAny(term, types, members.flatMap { [$0.key, $0.value] })
            default: return false
            }
        case .set(let elements):
            switch type {
            case .set(let wanted):
                guard let wanted else { return true }
                for element in elements where !unify(element, wanted, widening: widening) { return false }
                return true
            case .union(let types): return unifyAny(term, types, elements)
            default: return false
            }
        default: return RegoType.unifies(self.type(of: term), type)
        }
    }

    private mutating func unifyAny(_ term: Term, _ types: [RegoType], _ parts: [Term]) -> Bool {
        if types.isEmpty {
            for part in parts { _ = unify(part, .any, widening: true) }
            return true
        }
        var found = false
        for type in types where unify(term, type, widening: true) { found = true }
        return found
    }

    // MARK: References

    private mutating func references(in term: Term) {
        switch term.kind {
        case .reference(let reference):
            for part in reference.terms.dropFirst() { references(in: part) }
            check(reference, at: reference.terms.first?.location ?? term.location)
        case .array(let elements), .set(let elements): for element in elements { references(in: element) }
        case .object(let members):
            for member in members {
                references(in: member.key)
                references(in: member.value)
            }
        default: break
        }
    }

    private func shown(_ reference: Reference) -> Reference {
        var renaming = VariableRenaming(names: original)
        var term = Term(.reference(reference))
        renaming.rewrite(&term)
        return term.reference ?? reference
    }

    private mutating func check(_ reference: Reference, at location: SourceLocation) {
        if case .function? = type(of: reference) {
            return unsupported(reference, reference.terms.count - 1, type(of: reference), location)
        }
        guard let root = reference.root, let head = reference.terms.first else { return }
        if root == "input" { return checkLeaf(environment.input ?? .any, reference, 1, location) }
        if root != "data" {
            guard let type = local(root) else {
                // An argument that is only looked into can be anything.
                put(root, .any)
                return checkLeaf(.any, reference, 1, location)
            }
            return checkLeaf(type, reference, 1, location)
        }
        guard var node = environment.child(0, head) else { return checkLeaf(.any, reference, 1, location) }
        for index in reference.terms.indices.dropFirst() {
            let term = reference.terms[index]
            if let value = environment.nodes[node].value { return checkLeaf(value, reference, index, location) }
            if index <= 2, term.variable == nil, term.string == nil {
                let options = Array(environment.nodes[node].children.keys)
                return invalid(reference, index, type(of: term), .string, options, location)
            }
            if let name = term.variable {
                let keys = environment.extent(node)?.keys ?? .any
                if let known = local(name) {
                    if !RegoType.unifies(keys, known) {
                        let options = Array(environment.nodes[node].children.keys)
                        return invalid(reference, index, known, keys, options, location)
                    }
                } else {
                    put(name, keys)
                }
            }
            guard let child = environment.child(node, term) else {
                return checkLeaf(.any, reference, index, location)
            }
            node = child
        }
    }

    private mutating func checkLeaf(
        _ start: RegoType, _ reference: Reference, _ first: Int, _ location: SourceLocation
    ) {
        var current: RegoType? = start
        for index in reference.terms.indices where index >= first {
            // Of an unknown type nothing is known.
            guard let type = current else { return }
            let term = reference.terms[index]
            guard let keys = type.keys else { return unsupported(reference, index - 1, type, location) }
            switch term.kind {
            case .variable(let name):
                if let known = local(name) {
                    if !RegoType.unifies(known, keys) {
                        return invalid(reference, index, known, keys, options(type), location)
                    }
                } else {
                    put(name, keys)
                }
                current = type.values
            case .array, .object, .set:
                if !unify(term, keys, widening: false) {
                    return invalid(reference, index, self.type(of: term), keys, [], location)
                }
                current = type.values
            case .reference(let inner):
                if let known = self.type(of: inner), !RegoType.unifies(known, keys) {
                    return invalid(reference, index, known, keys, options(type), location)
                }
                current = type.values
            default:
                guard let next = type.select(term) else {
                    return invalid(reference, index, nil, keys, options(type), location)
                }
                current = next
            }
        }
    }

    private func options(_ type: RegoType) -> [Term] {
        switch type {
        case .object(let members, _): members.map(\.key)
        case .union(let types): Array(Set(types.flatMap { options($0) }))
        default: []
        }
    }

    private mutating func unsupported(
        _ reference: Reference, _ position: Int, _ have: RegoType?, _ location: SourceLocation
    ) {
        let reference = shown(reference)
        let prefix = Reference(Array(reference.terms.prefix(position + 1))).description
        problems.append(
            RegoProblem(
                .type, "undefined ref: \(reference)", location,
                details: [
                    reference.description, String(repeating: "^", count: prefix.count),
                    "have: \(RegoType.text(have))",
                ]))
    }

    private mutating func invalid(
        _ reference: Reference, _ position: Int, _ have: RegoType?, _ want: RegoType, _ oneOf: [Term],
        _ location: SourceLocation
    ) {
        let reference = shown(reference)
        let prefix = Reference(Array(reference.terms.prefix(position))).description
        let pad = String(repeating: " ", count: prefix.count + 1)
        let options = oneOf.sorted { TermOrder.isLess($0, $1) }.map(\.description).joined(separator: " ")
        let found = position < reference.terms.count ? reference.terms[position].description : ""
        problems.append(
            RegoProblem(
                .type, "undefined ref: \(reference)", location,
                details: [
                    reference.description, pad + "^",
                    have.map { "\(pad)have (type): \($0)" } ?? "\(pad)have: \(found)",
                    options.isEmpty ? "\(pad)want (type): \(want)" : "\(pad)want (one of): [\(options)]",
                ]))
    }
}

// MARK: - Rules

extension Compiler {
    /// Checks the rules, each after those it refers to.
    mutating func checkTypes(_ order: [Int]) {
        var found: [RegoProblem] = []
        for index in order {
            let rule = rules[index]
            found += checkTypes(rule.head, rule.body, rule.head.value, index)
            for branch in rule.alternatives { found += checkTypes(rule.head, branch.body, branch.value, index) }
        }
        problems += found.sorted { one, other in
            (one.location.file, one.location.offset) < (other.location.file, other.location.offset)
        }
    }

    mutating func checkTypes(of body: Body, original: [String: String]) {
        var checker = TypeChecker(environment: types, builtins: builtins, original: original)
        checker.check(body)
        problems += checker.problems
    }

    private mutating func checkTypes(_ head: Head, _ body: Body, _ value: Term?, _ index: Int) -> [RegoProblem] {
        var checker = TypeChecker(environment: types, builtins: builtins, original: originals[index])
        checker.check(body)
        let path = Array(head.reference.scalarPrefix)
        guard checker.problems.isEmpty else {
            // Those that refer to the rule need not be told again.
            types.put(path, .any)
            return checker.problems
        }
        var type: RegoType?
        if let arguments = head.arguments {
            var argumentTypes: [RegoType?] = []
            for argument in arguments {
                checker.fill(argument)
                argumentTypes.append(checker.type(of: argument))
            }
            type = .function(
                .init(arguments: argumentTypes, variadic: nil, result: value.flatMap { checker.type(of: $0) } ?? .any))
        } else {
            if let key = head.key {
                type = checker.type(of: key).map { .set($0) }
            } else if let value {
                type = checker.type(of: value)
            }
            for term in head.reference.terms[path.count...].reversed() {
                guard let inner = type, let key = checker.type(of: term) else {
                    type = nil
                    break
                }
                type = .object(members: [], others: .init(key: key, value: inner))
            }
        }
        if let type { types.insert(path, type) }
        return []
    }
}

extension TypeChecker {
    /// Arguments that the body says nothing about can be anything.
    mutating func fill(_ argument: Term) {
        for name in argument.variables() where type(of: Term(.variable(name))) == nil { assume(name, .any) }
    }

    mutating func assume(_ name: String, _ type: RegoType) { put(name, type) }
}
