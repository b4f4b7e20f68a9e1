/// Literals. Each binds its variables before others use them.
extension PolicyGenerator {
    mutating func body(_ scope: inout Scope, _ count: Int) -> [String] {
        (0..<count).map { _ in literal(&scope) }
    }

    mutating func literal(_ scope: inout Scope) -> String {
        switch number(0...19) {
        case 0...4: return iteration(&scope)
        case 5, 6: return assignment(&scope)
        case 7...11: return condition(scope)
        case 12: return "not \(condition(scope))"
        case 13: return every(scope)
        case 14, 15: return join(&scope)
        case 16: return pattern(&scope)
        case 17, 18: return lookup(&scope)
        default: return modified(scope)
        }
    }

    /// Goes over a collection.
    mutating func iteration(_ scope: inout Scope) -> String {
        let source = source(scope)
        let (key, value) = (fresh("k"), fresh())
        let keyKind: Kind = source.kind == .array ? .number : source.kind == .set ? source.element : .any
        let member = Expr(text: value, kind: source.element, isItem: source.isItem)
        switch number(0...5) {
        case 0, 1:
            scope.variables.append(member)
            return "some \(value) in \(source.text)"
        case 2:
            scope.variables += [Expr(text: key, kind: keyKind), member]
            return "some \(key), \(value) in \(source.text)"
        case 3:
            scope.variables += [Expr(text: key, kind: keyKind), member]
            return "some \(key); \(value) := \(source.text)[\(key)]"
        case 4:
            scope.variables.append(member)
            return "\(value) := \(source.text)[_]"
        default:
            if source.isItem {
                scope.variables += [Expr(text: key, kind: keyKind), Expr(text: value, kind: .any)]
                return "some \(key); \(value) := \(source.text)[\(key)].\(pick(["kind", "n", "tags", "id"]))"
            }
            scope.variables.append(member)
            return "\(value) = \(source.text)[_]"
        }
    }

    mutating func assignment(_ scope: inout Scope) -> String {
        let value = term(scope)
        let name = fresh()
        scope.variables.append(
            Expr(text: name, kind: value.kind, element: value.element, isItem: value.isItem, isLiteral: value.isLiteral)
        )
        return "\(name) \(pick([":=", "=", ":="])) \(value.text)"
    }

    /// Holds or not and binds nothing.
    mutating func condition(_ scope: Scope) -> String {
        switch number(0...12) {
        case 0...3: return comparison(scope)
        case 4:
            let element = term(scope)
            let source = source(scope)
            guard !element.kind.isDisjoint(with: source.element) else { return comparison(scope) }
            return "\(element.text) in \(source.text)"
        case 5: return "startswith(\(flat(scope, .string).text), \(constantString().text))"
        case 6:
            return
                "glob.match(\"\(pick(["k*", "a?", "a/*", "*", "a*c", "{a,b}*"]))\", [\"/\"], \(flat(scope, .string).text))"
        case 7: return "regex.match(\"\(pick(["^k[01]", "a+", "^a", "b$", "^(a|b)"]))\", \(flat(scope, .string).text))"
        case 8:
            let sets = rules.filter { $0.form == .set }
            if sets.isEmpty { return comparison(scope) }
            let rule = pick(sets)
            return "\(reference(rule))[\(shallow(scope, rule.keys).text)]"
        case 9:
            let complete = rules.filter { $0.form == .complete || $0.form == .object }
            if complete.isEmpty { return comparison(scope) }
            let rule = pick(complete)
            return rule.form == .complete ? reference(rule) : "\(reference(rule))[\(shallow(scope, rule.keys).text)]"
        case 10:
            let value = call(scope)
            return value.kind == .boolean || chance(50) ? value.text : "\(value.text) == \(same(value, scope).text)"
        case 11:
            let index = number(0...1)
            return "input.path[\(index)] == \(constantString().text)"
        default: return comparison(scope)
        }
    }

    private mutating func comparison(_ scope: Scope) -> String {
        let one = term(scope)
        return "\(one.text) \(pick(["==", "==", "=", "!=", "<", "<=", ">", ">="])) \(same(one, scope).text)"
    }

    /// A term that may equal another.
    private mutating func same(_ other: Expr, _ scope: Scope) -> Expr {
        other.isLiteral
            ? Expr(text: "input.\(pick(["path", "n", "items", "map"]))", kind: .any) : term(scope, other.kind)
    }

    private mutating func every(_ outer: Scope) -> String {
        guard outer.depth < 2 else { return condition(outer) }
        var scope = outer
        scope.depth += 1
        let source = source(scope)
        let member = Expr(text: fresh(), kind: source.element, isItem: source.isItem)
        var names = member.text
        var lines = [use(of: member, scope)]
        if chance(40) {
            let key = Expr(text: fresh("k"), kind: source.kind == .array ? .number : .any)
            names = "\(key.text), \(names)"
            lines.append(use(of: key, scope))
        }
        scope.variables.append(member)
        if chance(30) { lines.append(condition(scope)) }
        return "every \(names) in \(source.text) { \(lines.joined(separator: "; ")) }"
    }

    /// A condition on a variable.
    private mutating func use(of variable: Expr, _ scope: Scope) -> String {
        switch number(0...5) {
        case 0: return "\(variable.text) in \(pick(Self.collections))"
        case 1: return "type_name(\(variable.text)) != \"null\""
        case 2: return "not \(variable.text) == \(shallow(scope, variable.kind).text)"
        default:
            return "\(variable.text) \(pick(["!=", "<=", ">=", "!="])) \(term(scope, variable.kind).text)"
        }
    }

    /// Two collections by a part that is the same in both.
    private mutating func join(_ scope: inout Scope) -> String {
        let known = scope.variables.filter(\.isItem)
        let source = pick(["data.base.items", "data.base.users", "input.items", "input.users"])
        let (name, field) = (fresh(), pick(["kind", "n", "name", "id"]))
        let other: String
        if !known.isEmpty, chance(70) {
            other = "\(pick(known).text).\(field)"
        } else {
            other = term(scope, .string).text
        }
        let key = fresh("k")
        let start: String
        switch number(0...3) {
        case 0, 1: start = "some \(name) in \(source)"
        case 2:
            scope.variables.append(Expr(text: key, kind: .any))
            start = "some \(key); \(name) := \(source)[\(key)]"
        default:
            scope.variables.append(Expr(text: key, kind: .any))
            return chance(50)
                ? "some \(key); \(source)[\(key)].\(field) == \(other)"
                : "some \(key); \(other) = \(source)[\(key)].\(field)"
        }
        scope.variables.append(Expr(text: name, kind: .any, isItem: true))
        switch number(0...2) {
        case 0: return "\(start); \(name).\(field) == \(other)"
        case 1: return "\(start); \(other) == \(name).\(field)"
        default:
            let part = fresh()
            scope.variables.append(Expr(text: part, kind: .any))
            return "\(start); \(part) := \(name).\(field); \(part) == \(other)"
        }
    }

    /// Takes a value apart.
    private mutating func pattern(_ scope: inout Scope) -> String {
        let (one, two) = (fresh(), fresh())
        let known = shallow(scope)
        func any(_ name: String) -> Expr { Expr(text: name, kind: .any) }
        switch number(0...5) {
        case 0:
            scope.variables.append(any(one))
            return "[\(one), _] = input.path"
        case 1:
            scope.variables += [any(one), any(two)]
            return "[\(one), \(two)] = input.path"
        case 2:
            scope.variables += [any(one), Expr(text: two, kind: known.kind)]
            return "[\(one), \(known.text)] = [input.n, \(two)]"
        case 3:
            scope.variables.append(any(one))
            return "{\"id\": \(one), \"kind\": _, \"n\": _, \"name\": _, \"tags\": _} = data.base.items[_]"
        case 4:
            scope.variables.append(any(one))
            return "[\(known.text), \(one)] = [\(known.text), input.kind]"
        default:
            scope.variables.append(any(one))
            return "{\"a\": \(one), 1: \(known.text)} = {1: \(known.text), \"a\": input.n}"
        }
    }

    /// Asks a rule for a key, or for all keys.
    private mutating func lookup(_ scope: inout Scope) -> String {
        let keyed = rules.filter { $0.form != .complete && $0.form != .function }
        if keyed.isEmpty { return iteration(&scope) }
        let rule = pick(keyed)
        let (key, value) = (fresh("k"), fresh())
        let path = reference(rule)
        let known = shallow(scope, rule.keys).text
        func define(_ name: String, _ kind: Kind = .any) { scope.variables.append(Expr(text: name, kind: kind)) }
        switch number(0...5) {
        case 0, 1:
            define(value, rule.kind)
            return "\(value) := \(path)[\(known)]"
        case 2:
            define(key, rule.keys)
            define(value, rule.kind)
            return "some \(key); \(value) := \(path)[\(key)]"
        case 3 where rule.form == .nested:
            define(value)
            return "some \(key); \(value) := \(path)[\(known)][\(key)]"
        case 4 where package == "t":
            define(key, .string)
            define(value)
            return "some \(key); \(value) := data.low[\(key)]"
        case 5 where rule.form != .set:
            define(value)
            return "\(value) := object.get(\(path), \(known), null)"
        default:
            let other = shallow(scope, rule.kind).text
            define(value, .number)
            return "\(value) := count([1 | \(path)[_] == \(other)])"
        }
    }

    /// A literal in another world.
    private mutating func modified(_ scope: Scope) -> String {
        let inner = chance(70) ? ruleCondition(scope) : condition(scope)
        var modifiers: [String] = []
        for _ in 0..<number(1...2) {
            switch number(0...9) {
            case 0, 1: modifiers.append("with input.n as \(shallow(scope).text)")
            case 2, 3: modifiers.append("with input.kind as \"k\(number(0...3))\"")
            case 4:
                modifiers.append(
                    "with input as {\"n\": \(constantNumber().text), \"kind\": \"k1\", \"path\": [\"a\", \"b\"]}")
            case 5: modifiers.append("with data.base.nums as [1, 1.0, 2, \(shallow(scope).text)]")
            case 6: modifiers.append("with data.base.map.a as \(scalar().text)")
            case 7 where package == "t":
                let complete = rules.filter { $0.package == "low" && $0.form != .function }
                if let rule = complete.first {
                    modifiers.append("with data.low.\(rule.name) as \(constant().text)")
                } else {
                    modifiers.append("with input.name as \"ab\"")
                }
            case 8: modifiers.append("with \(pick(["count", "abs", "upper", "startswith"])) as \(scalar().text)")
            default:
                let functions = rules.filter { $0.form == .function }
                guard let one = functions.first,
                    let two = functions.last(where: { $0.arguments.count == one.arguments.count })
                else {
                    modifiers.append("with data.base.items as input.items")
                    continue
                }
                let target = "data.\(one.package).\(one.name)"
                modifiers.append("with \(target) as \(chance(50) ? "data.\(two.package).\(two.name)" : scalar().text)")
            }
        }
        return "\(inner) \(modifiers.joined(separator: " "))"
    }

    private mutating func ruleCondition(_ scope: Scope) -> String {
        guard !rules.isEmpty else { return condition(scope) }
        let rule = pick(rules)
        let path = reference(rule)
        switch rule.form {
        case .complete: return chance(50) ? path : "\(path) == \(term(scope, rule.kind).text)"
        case .set, .object: return "\(path)[\(shallow(scope, rule.keys).text)]"
        case .nested: return "\(path)[_][_]"
        case .function:
            let arguments = rule.arguments.map { argument(scope, $0).text }.joined(separator: ", ")
            return "\(path)(\(arguments))"
        }
    }
}
