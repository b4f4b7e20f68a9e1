/// Rules: each becomes part of what later ones may use.
extension PolicyGenerator {
    mutating func rule() -> String {
        let name = fresh("r")
        switch number(0...9) {
        case 0: return complete(name)
        case 1: return chain(name)
        case 2, 3: return partialSet(name)
        case 4, 5: return partialObject(name)
        case 6: return nested(name)
        case 7: return function(name)
        case 8: return indexed(name)
        default: return dispatch(name)
        }
    }

    private mutating func define(
        _ name: String, _ form: Form, _ kind: Kind, keys: Kind = .any, arguments: [Kind] = []
    ) {
        rules.append(Defined(name: name, package: package, form: form, kind: kind, keys: keys, arguments: arguments))
    }

    private func written(_ head: String, _ body: [String]) -> String {
        body.isEmpty ? head + "\n" : "\(head) if {\n" + body.map { "    \($0)\n" }.joined() + "}\n"
    }

    /// A value for a head that others may compare with anything.
    private mutating func value(_ scope: Scope) -> Expr {
        let value = chance(50) ? shallow(scope) : term(scope)
        guard value.kind != .any, chance(60) else { return value }
        return Expr(text: "object.get({}, \"k\", \(value.text))", kind: .any)
    }

    private mutating func complete(_ name: String) -> String {
        var text = ""
        var kind = Kind()
        if chance(50) {
            let fallback = scalar()
            kind.formUnion(fallback.kind)
            text += "default \(name) := \(fallback.text)\n"
        }
        // One value for all bodies ends the search at the first that holds; several values may be in conflict.
        let shared = scalar()
        let isShared = chance(70)
        for _ in 0..<number(1...3) {
            var scope = Scope()
            let lines = body(&scope, number(1...4))
            let head = isShared ? shared : value(Scope())
            kind.formUnion(head.kind)
            text += written("\(name) := \(head.text)", lines)
        }
        define(name, .complete, kind)
        return text
    }

    private mutating func chain(_ name: String) -> String {
        var kind = Kind()
        var text = chance(30) ? "default \(name) := null\n" : ""
        if !text.isEmpty { kind = .null }
        for index in 0..<number(2...4) {
            var scope = Scope()
            let lines = body(&scope, number(1...3))
            let head = chance(60) ? scalar() : value(scope)
            kind.formUnion(head.kind)
            text += index == 0 ? "\(name) := \(head.text)" : " else := \(head.text)"
            text += " if {\n" + lines.map { "    \($0)\n" }.joined() + "}"
        }
        define(name, .complete, kind)
        return text + "\n"
    }

    private mutating func partialSet(_ name: String) -> String {
        var text = ""
        var kind = Kind()
        for _ in 0..<number(1...3) {
            var scope = Scope()
            // Rules that use their key to look something up are asked for one key at a time.
            if chance(40) {
                let key = fresh("k")
                let source = pick(["data.base.users", "data.base.map", "data.base.nums", "input.users", "input.names"])
                kind = .any
                let lines = ["some \(key); \(source)[\(key)]"] + (chance(40) ? body(&scope, 1) : [])
                text += written("\(name) contains \(key)", lines)
                continue
            }
            let lines = [iteration(&scope)] + body(&scope, number(0...3))
            let head = value(scope)
            kind.formUnion(head.kind)
            text += written("\(name) contains \(head.text)", lines)
        }
        define(name, .set, kind, keys: kind)
        return text
    }

    private mutating func partialObject(_ name: String) -> String {
        var text = ""
        var kind = Kind()
        var keys = Kind()
        for _ in 0..<number(1...3) {
            var scope = Scope()
            if chance(50) {
                let (key, value) = (fresh("k"), fresh())
                let source = pick(["data.base.users", "data.base.map", "data.base.items", "input.users", "input.map"])
                scope.variables += [Expr(text: value, kind: .any, isItem: !source.hasSuffix("map"))]
                let head = source.hasSuffix("map") || chance(50) ? value : "\(value).\(pick(["kind", "n", "tags"]))"
                let lines = ["some \(key), \(value) in \(source)"] + (chance(40) ? body(&scope, 1) : [])
                kind = .any
                keys = .any
                text += written("\(name)[\(key)] := \(head)", lines)
                continue
            }
            let lines = [iteration(&scope)] + body(&scope, number(0...2))
            let key = shallow(scope)
            let head = chance(70) ? (chance(50) ? key : scalar()) : value(scope)
            kind.formUnion(head.kind)
            keys.formUnion(key.kind)
            text += written("\(name)[\(key.text)] := \(head.text)", lines)
        }
        define(name, .object, kind, keys: keys)
        return text
    }

    private mutating func nested(_ name: String) -> String {
        var text = ""
        let isSet = chance(60)
        var keys: Kind = isSet ? [] : .string
        for _ in 0..<number(1...4) {
            var scope = Scope()
            let lines = [iteration(&scope)] + body(&scope, number(0...2))
            let one = chance(40) ? scalar() : shallow(scope)
            let two = chance(30) ? scalar() : shallow(scope)
            let head = chance(70) ? one : shallow(scope)
            let key = one.text
            let other = two.text
            keys.formUnion(one.kind)
            if isSet {
                text += written(
                    "\(name)\(pick(["[\(key)]", "[\(key)]", "[\(key)][\(other)]"])) contains \(head.text)", lines)
            } else {
                text += written(
                    "\(name)\(pick(["[\(key)][\(other)]", "[\(key)][\(other)]", ".a[\(key)]"])) := \(head.text)", lines)
            }
        }
        define(name, .nested, isSet ? [.object, .set] : .object, keys: keys)
        return text
    }

    private mutating func function(_ name: String) -> String {
        let arity = number(1...2)
        var text = ""
        var kind = Kind()
        var kinds = [Kind](repeating: [], count: arity)
        let shared = scalar()
        let isShared = chance(50)
        if chance(30) {
            text += "default \(name)(\(arity == 1 ? "_" : "_, _")) := \(shared.text)\n"
            kind = shared.kind
            kinds = kinds.map { _ in .any }
        }
        for _ in 0..<number(1...4) {
            var scope = Scope()
            var arguments: [String] = []
            for place in 0..<arity {
                let argument = fresh("x")
                switch number(0...6) {
                case 0, 1:
                    let constant = scalar()
                    kinds[place].formUnion(constant.kind)
                    arguments.append(constant.text)
                case 2:
                    kinds[place].formUnion(.array)
                    arguments.append("[\(argument), _]")
                    scope.variables.append(Expr(text: argument, kind: .any))
                default:
                    kinds[place] = .any
                    arguments.append(argument)
                    scope.variables.append(Expr(text: argument, kind: .any))
                }
            }
            let lines = body(&scope, number(1...2))
            let head = isShared ? shared : chance(50) ? scalar() : value(scope)
            kind.formUnion(head.kind)
            text += written("\(name)(\(arguments.joined(separator: ", "))) := \(head.text)", lines)
        }
        define(name, .function, kind, arguments: kinds)
        return text
    }

    /// Many rules of which an index admits few.
    private mutating func indexed(_ name: String) -> String {
        var text = ""
        let isSet = chance(70)
        for index in 0..<number(2...(chance(10) ? 70 : 9)) {
            var scope = Scope()
            var lines = [indexCondition()]
            if chance(40) { lines.append(indexCondition()) }
            if chance(20) { lines.append(condition(scope)) }
            if chance(10) { lines.insert(iteration(&scope), at: 0) }
            text += written(isSet ? "\(name) contains \(index)" : "\(name) := true", lines)
        }
        define(name, isSet ? .set : .complete, isSet ? .number : .boolean, keys: .number)
        return text
    }

    private mutating func indexCondition() -> String {
        let kind = "\"k\(number(0...3))\""
        switch number(0...13) {
        case 0, 1: return "input.kind == \(kind)"
        case 2: return "\(kind) == input.kind"
        case 3: return "input.kind in {\(kind), \"k0\"}"
        case 4: return "input.kind in [\(kind), \"k2\"]"
        case 5: return "glob.match(\"k[0\(number(1...3))]\", [], input.kind)"
        case 6: return "startswith(input.kind, \"k\")"
        case 7: return "input.n == \(constantNumber().text)"
        case 8: return "input.n = \(constantNumber().text)"
        case 9: return "input.path = [\(constantString().text), _]"
        case 10: return "input.path == [\(constantString().text), \(constantString().text)]"
        case 11: return "input.path[0] == \(constantString().text)"
        case 12:
            let name = fresh()
            return "\(name) := input.kind; \(name) == \(kind)"
        default: return "not input.kind == \(kind)"
        }
    }

    /// A function of which constants of the arguments choose the rule.
    private mutating func dispatch(_ name: String) -> String {
        var text = ""
        var kind = Kind()
        var first = Kind()
        let shared = scalar()
        for index in 0..<number(2...9) {
            let argument: Expr
            switch number(0...7) {
            case 0...3: argument = Expr(text: "\"k\(number(0...3))\"", kind: .string)
            case 4: argument = constantNumber()
            case 5: argument = constantString()
            case 6: argument = Expr(text: "[\"a\", _]", kind: .array)
            default: argument = Expr(text: "{\"n\": 1}", kind: .object)
            }
            first.formUnion(argument.kind)
            let other = fresh("x")
            let scope = Scope(variables: [Expr(text: other, kind: .any)])
            let head = chance(70) ? shared : Expr(text: String(index), kind: .number)
            kind.formUnion(head.kind)
            let lines =
                chance(50)
                ? ["\(other) == \(scalar().text)"]
                : chance(50) ? ["\(other) in [1, \"a\", \"k1\"]"] : [condition(scope)]
            text += written("\(name)(\(argument.text), \(other)) := \(head.text)", lines)
        }
        define(name, .function, kind, arguments: [first, .any])
        return text
    }
}
