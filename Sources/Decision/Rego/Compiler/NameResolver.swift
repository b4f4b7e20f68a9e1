/// Replaces the names of imports and of the package's rules by full references, except where a local declaration,
/// an argument or a variable of `every` hides them.
struct NameResolver {
    /// Full references by name.
    let globals: [String: Reference]
    private(set) var used: Set<String> = []
    private var hidden: [Set<String>] = []

    init(globals: [String: Reference]) { self.globals = globals }

    private func isHidden(_ name: String) -> Bool { hidden.contains { $0.contains(name) } }

    private mutating func global(_ name: String) -> Reference? {
        guard let reference = globals[name], !isHidden(name) else { return nil }
        used.insert(name)
        return reference
    }

    private func placed(_ reference: Reference, at location: SourceLocation) -> [Term] {
        reference.terms.map { Term($0.kind, at: location) }
    }

    // MARK: Rules

    /// - Returns: The root document that an argument hides, which is an error.
    mutating func resolve(_ rule: inout Rule) -> String? {
        var names: Set<String> = []
        for argument in rule.head.arguments ?? [] {
            if let root = Self.pattern(argument, &names) { return root }
        }
        hidden.append(names)
        for index in rule.head.arguments?.indices ?? 0..<0 {
            // Patterns may hold references, as in `f(data.x)`.
            if let argument = rule.head.arguments?[index], argument.needsEvaluation {
                var resolved = argument
                resolve(&resolved)
                rule.head.arguments?[index] = resolved
            }
        }
        hidden.append(DeclaredNames.of(rule.body))
        for index in rule.head.reference.terms.indices.dropFirst() { resolve(&rule.head.reference.terms[index]) }
        if var key = rule.head.key {
            resolve(&key)
            rule.head.key = key
        }
        if var value = rule.head.value {
            resolve(&value)
            rule.head.value = value
        }
        resolve(&rule.body)
        hidden.removeLast()
        for index in rule.alternatives.indices {
            hidden.append(DeclaredNames.of(rule.alternatives[index].body))
            resolve(&rule.alternatives[index].value)
            resolve(&rule.alternatives[index].body)
            hidden.removeLast()
        }
        hidden.removeLast()
        return nil
    }

    /// The variables of a pattern; returns `data` or `input` if the pattern is or holds one as a whole.
    private static func pattern(_ term: Term, _ names: inout Set<String>) -> String? {
        switch term.kind {
        case .variable(let name): names.insert(name)
        case .array(let elements):
            for element in elements { if let root = pattern(element, &names) { return root } }
        case .object(let members):
            for member in members { if let root = pattern(member.value, &names) { return root } }
        case .reference(let reference) where reference.terms.count == 1: return reference.root
        default: break
        }
        return nil
    }

    mutating func resolveQuery(_ body: inout Body) {
        hidden = [DeclaredNames.of(body)]
        resolve(&body)
    }

    // MARK: Nodes

    private mutating func resolve(_ body: inout Body) {
        for index in body.indices { resolve(&body[index]) }
    }

    private mutating func resolve(_ expression: inout Expression) {
        switch expression.kind {
        case .term(var term):
            resolve(&term)
            expression.kind = .term(term)
        case .call(var call):
            resolve(&call)
            expression.kind = .call(call)
        case .some(var declaration):
            if case .membership(var key, var value, var domain) = declaration.form {
                if var inner = key {
                    resolve(&inner)
                    key = inner
                }
                resolve(&value)
                resolve(&domain)
                declaration.form = .membership(key: key, value: value, domain: domain)
                expression.kind = .some(declaration)
            }
        case .every(var every):
            resolve(&every.domain)
            var names = every.value.variables()
            if let key = every.key { names.formUnion(key.variables()) }
            hidden.append(names)
            scoped(&every.body)
            hidden.removeLast()
            expression.kind = .every(every)
        case .group(var body):
            scoped(&body)
            expression.kind = .group(body)
        case .and(var left, var right):
            scoped(&left)
            scoped(&right)
            expression.kind = .and(left, right)
        case .or(var left, var right):
            scoped(&left)
            scoped(&right)
            expression.kind = .or(left, right)
        }
        for index in expression.modifiers.indices {
            resolve(&expression.modifiers[index].target)
            resolve(&expression.modifiers[index].value)
        }
    }

    /// A body with declarations of its own.
    private mutating func scoped(_ body: inout Body) {
        hidden.append(DeclaredNames.of(body))
        resolve(&body)
        hidden.removeLast()
    }

    private mutating func resolve(_ call: inout Call) {
        if let first = call.function.terms.first, let name = first.variable, let target = global(name) {
            call.function.terms.replaceSubrange(0..<1, with: placed(target, at: first.location))
        }
        for index in call.function.terms.indices.dropFirst() where !call.function.terms[index].isScalar {
            resolve(&call.function.terms[index])
        }
        for index in call.arguments.indices { resolve(&call.arguments[index]) }
    }

    private mutating func resolve(_ term: inout Term) {
        switch term.kind {
        case .null, .boolean, .number, .string: break
        case .variable(let name):
            if let target = global(name) { term.kind = .reference(Reference(placed(target, at: term.location))) }
        case .reference(var reference):
            for index in reference.terms.indices.dropFirst() { resolve(&reference.terms[index]) }
            if let first = reference.terms.first {
                if let name = first.variable {
                    if let target = global(name) {
                        reference.terms.replaceSubrange(0..<1, with: placed(target, at: first.location))
                    }
                } else {
                    resolve(&reference.terms[0])
                }
            }
            term.kind = .reference(reference)
        case .call(var call):
            resolve(&call)
            term.kind = .call(call)
        case .array(var elements):
            for index in elements.indices { resolve(&elements[index]) }
            term.kind = .array(elements)
        case .set(var elements):
            for index in elements.indices { resolve(&elements[index]) }
            term.kind = .set(elements)
        case .object(var members):
            for index in members.indices {
                resolve(&members[index].key)
                resolve(&members[index].value)
            }
            term.kind = .object(members)
        case .arrayComprehension(var head, var body):
            hidden.append(DeclaredNames.of(body))
            resolve(&head)
            resolve(&body)
            hidden.removeLast()
            term.kind = .arrayComprehension(head: head, body: body)
        case .setComprehension(var head, var body):
            hidden.append(DeclaredNames.of(body))
            resolve(&head)
            resolve(&body)
            hidden.removeLast()
            term.kind = .setComprehension(head: head, body: body)
        case .objectComprehension(var key, var value, var body):
            hidden.append(DeclaredNames.of(body))
            resolve(&key)
            resolve(&value)
            resolve(&body)
            hidden.removeLast()
            term.kind = .objectComprehension(key: key, value: value, body: body)
        case .template(var template):
            for index in template.parts.indices {
                guard case .expression(var expression) = template.parts[index] else { continue }
                resolve(&expression)
                template.parts[index] = .expression(expression)
            }
            term.kind = .template(template)
        }
    }
}

/// The names that a body declares by `:=` and `some`, outside its closures.
enum DeclaredNames {
    static func of(_ body: Body) -> Set<String> {
        var names: Set<String> = []
        for expression in body { names.formUnion(of(expression)) }
        return names
    }

    static func of(_ expression: Expression) -> Set<String> {
        switch expression.kind {
        case .call:
            guard let (left, _) = expression.assignment else { return [] }
            var names = left.variables()
            // `input := x` hides a root document.
            if let reference = left.reference, reference.terms.count == 1, let root = reference.root {
                names.insert(root)
            }
            return names
        case .some(let declaration):
            switch declaration.form {
            case .names(let terms): return Set(terms.compactMap(\.variable))
            case .membership(let key, let value, _):
                var names = value.variables()
                if let key { names.formUnion(key.variables()) }
                return names
            }
        default: return []
        }
    }
}
