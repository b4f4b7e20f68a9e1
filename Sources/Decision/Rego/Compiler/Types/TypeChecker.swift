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
    var problems: [RegoProblem] = []
    /// A problem was found in a part of the literal at hand, so that one of the whole would only repeat it.
    var hasPartProblem = false

    init(environment: TypeEnvironment, builtins: [String: BuiltinDeclaration], original: [String: String]) {
        self.environment = environment
        self.builtins = builtins
        self.original = original
    }

    // MARK: Types of terms

    func local(_ name: String) -> RegoType? {
        for scope in locals.reversed() { if let type = scope[name] { return type } }
        return nil
    }

    mutating func put(_ name: String, _ type: RegoType?) { locals[locals.count - 1][name] = type?.bounded }

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
            return .array(types)
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
            return .object(known: known, others)
        case .arrayComprehension, .setComprehension, .objectComprehension: return comprehension(term)
        case .call, .template: return nil
        }
    }

    mutating func type(of reference: Reference) -> RegoType? {
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
        let result = isSound ? type?.bounded : nil
        comprehensions[term] = .some(result)
        return result
    }

    // MARK: Bodies

    mutating func check(_ body: Body) {
        for expression in body { check(expression) }
    }

    mutating func scoped(_ body: Body) {
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
        let called = type(of: call.function)
        guard case .function(let signature)? = called else {
            // What is of any type is a rule with an error of its own, or a document.
            if let called, !called.isAny {
                problems.append(RegoProblem(.type, "undefined function \(name)", expression.location))
            }
            return
        }
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
}
