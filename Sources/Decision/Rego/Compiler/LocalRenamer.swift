/// Gives every declared variable and argument of a rule a name of its own, so that later stages need no scopes, and
/// turns `:=` and `some` into unifications.
struct LocalRenamer {
    enum Occurrence { case argument, seen, assigned, declared }

    private struct Scope {
        var names: [String: String] = [:]
        var occurrences: [String: Occurrence] = [:]
        var counts: [String: Int] = [:]
    }

    private var scopes = [Scope()]
    /// Names in the source, by the new names.
    private(set) var original: [String: String] = [:]
    private(set) var errors: [(message: String, location: SourceLocation)] = []
    var generator: NameGenerator
    let isStrict: Bool

    init(generator: NameGenerator, isStrict: Bool) {
        self.generator = generator
        self.isStrict = isStrict
    }

    // MARK: Scopes

    private func renamed(_ name: String) -> String? {
        for scope in scopes.reversed() { if let new = scope.names[name] { return new } }
        return nil
    }

    private mutating func insert(_ name: String, _ new: String, _ occurrence: Occurrence) {
        let last = scopes.count - 1
        scopes[last].names[name] = new
        scopes[last].occurrences[name] = occurrence
        scopes[last].counts[name] = 1
        if name != new { original[new] = name }
    }

    private mutating func seen(_ name: String) {
        for index in scopes.indices.reversed() {
            if let count = scopes[index].counts[name] {
                scopes[index].counts[name] = count + 1
                return
            }
        }
        scopes[scopes.count - 1].counts[name] = 1
    }

    private func count(_ name: String) -> Int {
        for scope in scopes.reversed() { if let count = scope.counts[name] { return count } }
        return 0
    }

    /// Declares `name` in the innermost scope.
    private mutating func declare(_ name: String, _ occurrence: Occurrence, at location: SourceLocation) -> String? {
        switch scopes.last?.occurrences[name] {
        case .seen: errors.append(("var \(name) referenced above", location))
        case .assigned: errors.append(("var \(name) assigned above", location))
        case .declared: errors.append(("var \(name) declared above", location))
        case .argument: errors.append(("arg \(name) redeclared", location))
        case nil:
            let new = generator.fresh()
            insert(name, new, occurrence)
            return new
        }
        return nil
    }

    private mutating func scoped(_ body: (inout LocalRenamer) -> Void) {
        scopes.append(Scope())
        body(&self)
        scopes.removeLast()
    }

    // MARK: Rules

    mutating func rename(_ rule: inout Rule) {
        for index in rule.head.arguments?.indices ?? 0..<0 {
            if var argument = rule.head.arguments?[index] {
                renameArgument(&argument)
                rule.head.arguments?[index] = argument
            }
        }
        let argumentScope = scopes
        var unused = Set(scopes[0].names.keys)

        // Closures in the head have scopes of their own, which do not see the body's declarations before.
        var head = rule.head
        renameBody(&rule.body, used: Self.headVariables(head), then: { $0.renameHead(&head) })
        rule.head = head
        unused = unused.filter { count($0) <= 1 }
        for index in rule.alternatives.indices {
            let counts = scopes
            scopes = argumentScope
            var value = rule.alternatives[index].value
            renameBody(&rule.alternatives[index].body, used: value.variables(), then: { $0.rename(&value) })
            rule.alternatives[index].value = value
            unused = unused.filter { count($0) <= 1 }
            scopes = counts
        }
        if isStrict {
            for name in unused.sorted() where !name.hasPrefix("$") {
                errors.append(
                    ("unused argument \(name). (hint: use _ (wildcard variable) instead)", rule.head.location))
            }
        }
    }

    private static func headVariables(_ head: Head) -> Set<String> {
        var collector = VariableCollector()
        for term in head.reference.terms.dropFirst() { collector.visit(term) }
        if let key = head.key { collector.visit(key) }
        if let value = head.value { collector.visit(value) }
        return collector.names
    }

    private mutating func renameHead(_ head: inout Head) {
        for index in head.reference.terms.indices.dropFirst() { rename(&head.reference.terms[index]) }
        if var key = head.key {
            rename(&key)
            head.key = key
        }
        if var value = head.value {
            rename(&value)
            head.value = value
        }
    }

    private mutating func renameArgument(_ term: inout Term) {
        switch term.kind {
        case .variable(let name):
            if let new = renamed(name) {
                seen(name)
                term.kind = .variable(new)
            } else {
                let new = generator.fresh()
                insert(name, new, .argument)
                term.kind = .variable(new)
            }
        case .array(var elements):
            for index in elements.indices { renameArgument(&elements[index]) }
            term.kind = .array(elements)
        case .object(var members):
            for index in members.indices { renameArgument(&members[index].value) }
            term.kind = .object(members)
        case .call: errors.append(("rule arguments cannot contain calls", term.location))
        case .reference(var reference):
            for index in reference.terms.indices.dropFirst() { renameArgument(&reference.terms[index]) }
            term.kind = .reference(reference)
        case .arrayComprehension, .setComprehension, .objectComprehension, .template, .set: rename(&term)
        case .null, .boolean, .number, .string: break
        }
    }

    /// Renames a body in the current scope, then what `then` does in the same scope, and checks what is unused.
    ///
    /// - Parameter used: Names that are used outside the body.
    private mutating func renameBody(
        _ body: inout Body, used: Set<String>, then: (inout LocalRenamer) -> Void = { _ in }
    ) {
        let before = errors.count
        let source = body
        var result: Body = []
        result.reserveCapacity(body.count)
        for var expression in source {
            if rename(&expression) { result.append(expression) }
        }
        if result.isEmpty {
            let location = source.first?.location ?? .none
            result.append(Expression(.term(Term(.boolean(true), at: location)), at: location))
        }
        body = result
        then(&self)
        guard errors.count == before else { return }
        if isStrict { checkUnusedAssignments(source, used) }
        if errors.count == before { checkUnusedDeclarations(source, result, used) }
    }

    mutating func renameQuery(_ body: inout Body) { renameBody(&body, used: []) }

    private mutating func checkUnusedAssignments(_ source: Body, _ used: Set<String>) {
        guard let scope = scopes.last else { return }
        let names = scope.occurrences.filter { $0.value == .assigned }.map(\.key).sorted()
        for name in names where !name.hasPrefix("$") && count(name) <= 1 && !used.contains(name) {
            let place = source.first { DeclaredNames.of($0).contains(name) } ?? source.first
            errors.append(("assigned var \(name) unused", place?.location ?? .none))
        }
    }

    private mutating func checkUnusedDeclarations(_ source: Body, _ result: Body, _ used: Set<String>) {
        guard let scope = scopes.last else { return }
        let names = scope.occurrences.filter { $0.value == .declared }.map(\.key)
        guard !names.isEmpty else { return }
        var collector = VariableCollector()
        collector.visit(result)
        for name in names.sorted() where !name.hasPrefix("$") && !used.contains(name) {
            guard let new = scope.names[name], !collector.names.contains(new) else { continue }
            let place = source.first { DeclaredNames.of($0).contains(name) } ?? source.first
            errors.append(("declared var \(name) unused", place?.location ?? .none))
        }
    }

    // MARK: Literals

    /// - Returns: Whether anything is left of the literal.
    private mutating func rename(_ expression: inout Expression) -> Bool {
        if expression.assignment != nil {
            renameAssignment(&expression)
            return true
        }
        switch expression.kind {
        case .some(let declaration): return renameSome(&expression, declaration)
        case .every(var every):
            rename(&every.domain)
            let location = every.location
            scoped { renamer in
                if let key = every.key, let name = key.variable, !name.hasPrefix("$") {
                    if let new = renamer.declare(name, .declared, at: location) { every.key?.kind = .variable(new) }
                }
                if let name = every.value.variable, !name.hasPrefix("$") {
                    if let new = renamer.declare(name, .declared, at: location) { every.value.kind = .variable(new) }
                }
                // The variables of the head need not be used.
                renamer.renameBody(&every.body, used: every.names)
            }
            expression.kind = .every(every)
        case .group(var body):
            scoped { $0.renameBody(&body, used: []) }
            expression.kind = .group(body)
        case .and(var left, var right):
            checkOperands(expression, "and")
            scoped { $0.renameBody(&left, used: []) }
            scoped { $0.renameBody(&right, used: []) }
            expression.kind = .and(left, right)
        case .or(var left, var right):
            checkOperands(expression, "or")
            scoped { $0.renameBody(&left, used: []) }
            scoped { $0.renameBody(&right, used: []) }
            expression.kind = .or(left, right)
        case .term(var term):
            rename(&term)
            expression.kind = .term(term)
        case .call(var call):
            rename(&call, at: expression.location)
            expression.kind = .call(call)
        }
        renameModifiers(&expression)
        return true
    }

    private mutating func checkOperands(_ expression: Expression, _ name: String) {
        for operand in expression.implicitOperands {
            for step in operand where step.assignment != nil && !step.isNegated {
                errors.append(("cannot assign vars inside implicit \(name) operand", step.location))
            }
        }
    }

    private mutating func renameModifiers(_ expression: inout Expression) {
        for index in expression.modifiers.indices {
            // `with input as x` replaces the document even where `input` is a local.
            if var target = expression.modifiers[index].target.reference {
                let root = target.terms.first
                for part in target.terms.indices.dropFirst() { rename(&target.terms[part]) }
                if let root, root.variable != "input", root.variable != "data", !target.terms.isEmpty {
                    rename(&target.terms[0])
                }
                expression.modifiers[index].target.kind = .reference(target)
            } else {
                rename(&expression.modifiers[index].target)
            }
            rename(&expression.modifiers[index].value)
        }
    }

    private mutating func renameAssignment(_ expression: inout Expression) {
        guard case .call(var call) = expression.kind else { return }
        if expression.isNegated {
            errors.append(("cannot assign vars inside negated expression", expression.location))
            return
        }
        rename(&call.arguments[1])
        renameModifiers(&expression)
        assign(&call.arguments[0])
        call.function = Reference([Term(.variable("eq"), at: call.functionLocation)])
        expression.kind = .call(call)
    }

    /// Declares the variables of the left side of `:=`.
    private mutating func assign(_ term: inout Term) {
        switch term.kind {
        case .variable(let name):
            if let new = declare(name, .assigned, at: term.location) { term.kind = .variable(new) }
        case .array(var elements):
            for index in elements.indices { assign(&elements[index]) }
            term.kind = .array(elements)
        case .object(var members):
            for index in members.indices {
                rename(&members[index].key)
                assign(&members[index].value)
            }
            term.kind = .object(members)
        case .reference(let reference) where reference.terms.count == 1:
            guard let root = reference.root else { return }
            if let new = declare(root, .assigned, at: term.location) { term.kind = .variable(new) }
        default: errors.append(("cannot assign to \(term.typeName)", term.location))
        }
    }

    private mutating func renameSome(_ expression: inout Expression, _ declaration: SomeDeclaration) -> Bool {
        switch declaration.form {
        case .names(let names):
            for name in names {
                if let text = name.variable { _ = declare(text, .declared, at: declaration.location) }
            }
            return false
        case .membership(let key, let value, let domain):
            let index = key ?? generator.term(at: declaration.location)
            var path: [Term]
            if let reference = domain.reference { path = reference.terms } else { path = [domain] }
            path.append(index)
            let inDomain = domain.variables()
            var declared: Set<String> = []
            Self.patternVariables(value, &declared)
            Self.patternVariables(index, &declared)
            for name in declared.sorted() where !inDomain.contains(name) && !name.hasPrefix("__local") {
                _ = declare(name, .declared, at: declaration.location)
            }
            expression.kind = .call(
                Call(
                    "eq", at: declaration.location,
                    [value, Term(.reference(Reference(path)), at: domain.location)]))
            return rename(&expression)
        }
    }

    /// The variables that matching a value against `term` can bind.
    private static func patternVariables(_ term: Term, _ names: inout Set<String>) {
        switch term.kind {
        case .variable(let name): names.insert(name)
        case .array(let elements): for element in elements { patternVariables(element, &names) }
        case .object(let members): for member in members { patternVariables(member.value, &names) }
        case .reference(let reference):
            // Indices of a reference are bound by iterating it.
            for part in reference.terms.dropFirst() { patternVariables(part, &names) }
        default: break
        }
    }

    // MARK: Terms

    private mutating func rename(_ call: inout Call, at location: SourceLocation) {
        if let name = call.function.root, let new = renamed(name), new != name, name != "data" {
            errors.append(("called function \(call.function) shadowed", location))
        }
        for index in call.arguments.indices { rename(&call.arguments[index]) }
    }

    mutating func rename(_ term: inout Term) {
        switch term.kind {
        case .null, .boolean, .number, .string: break
        case .variable(let name):
            if let new = renamed(name) {
                term.kind = .variable(new)
                seen(name)
            } else if scopes.last?.occurrences[name] == nil {
                insert(name, name, .seen)
            }
        case .reference(var reference):
            if let root = reference.root, root == "data" || root == "input" {
                if let new = renamed(root), new != root {
                    seen(root)
                    if reference.terms.count == 1 {
                        term.kind = .variable(new)
                        return
                    }
                    reference.terms[0].kind = .variable(new)
                }
            } else if !reference.terms.isEmpty {
                rename(&reference.terms[0])
            }
            for index in reference.terms.indices.dropFirst() { rename(&reference.terms[index]) }
            term.kind = .reference(reference)
        case .call(var call):
            rename(&call, at: term.location)
            term.kind = .call(call)
        case .array(var elements):
            for index in elements.indices { rename(&elements[index]) }
            term.kind = .array(elements)
        case .set(var elements):
            for index in elements.indices { rename(&elements[index]) }
            term.kind = .set(elements)
        case .object(var members):
            for index in members.indices {
                rename(&members[index].key)
                rename(&members[index].value)
            }
            term.kind = .object(members)
        case .arrayComprehension(var head, var body):
            scoped { renamer in renamer.renameBody(&body, used: head.variables(), then: { $0.rename(&head) }) }
            term.kind = .arrayComprehension(head: head, body: body)
        case .setComprehension(var head, var body):
            scoped { renamer in renamer.renameBody(&body, used: head.variables(), then: { $0.rename(&head) }) }
            term.kind = .setComprehension(head: head, body: body)
        case .objectComprehension(var key, var value, var body):
            let used = key.variables().union(value.variables())
            scoped { renamer in
                renamer.renameBody(&body, used: used) {
                    $0.rename(&key)
                    $0.rename(&value)
                }
            }
            term.kind = .objectComprehension(key: key, value: value, body: body)
        case .template(var template):
            for index in template.parts.indices {
                guard case .expression(var expression) = template.parts[index] else { continue }
                scoped { _ = $0.rename(&expression) }
                template.parts[index] = .expression(expression)
            }
            term.kind = .template(template)
        }
    }
}

extension Every {
    /// The names of key and value.
    fileprivate var names: Set<String> { Set([key?.variable, value.variable].compactMap { $0 }) }
}
