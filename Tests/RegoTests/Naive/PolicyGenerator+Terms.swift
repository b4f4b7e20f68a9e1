/// Terms that have values where they stand.
extension PolicyGenerator {
    static let collections = [
        "data.base.items", "data.base.users", "data.base.names", "data.base.nums", "data.base.map", "input.items",
        "input.users", "input.names", "input.nums", "input.map", "input.path",
    ]

    /// Something to iterate over.
    mutating func source(_ scope: Scope) -> Expr {
        let sets = rules.filter { $0.form == .set || $0.form == .object || $0.form == .nested }
        let variables = scope.variables.filter {
            !$0.kind.isDisjoint(with: .collection) && !$0.isItem && $0.kind != .any
        }
        switch number(0...9) {
        case 0...5:
            let path = pick(Self.collections)
            return Expr(text: path, kind: .any, isItem: path.hasSuffix("items") || path.hasSuffix("users"))
        case 6...7 where !sets.isEmpty:
            let rule = pick(sets)
            return Expr(text: reference(rule), kind: rule.form == .set ? .set : .object, element: rule.kind)
        case 8 where !variables.isEmpty:
            return pick(variables)
        case 8:
            let items = scope.variables.filter(\.isItem)
            if items.isEmpty { return Expr(text: "input.nums", kind: .any) }
            return Expr(text: "\(pick(items).text).tags", kind: .any)
        default:
            return collection(pick([.array, .set]), (0..<number(1...4)).map { _ in scalar() })
        }
    }

    mutating func reference(_ rule: Defined) -> String {
        rule.package == package && chance(70) ? rule.name : "data.\(rule.package).\(rule.name)"
    }

    /// A term without anything that iterates.
    mutating func term(_ scope: Scope, _ wanted: Kind = .any) -> Expr {
        for _ in 0..<8 {
            let found = anyTerm(scope)
            if !found.kind.isDisjoint(with: wanted) { return found }
        }
        if wanted.contains(.number) { return constantNumber() }
        if wanted.contains(.string) { return constantString() }
        return Expr(text: pick(Self.collections), kind: .any)
    }

    private mutating func anyTerm(_ scope: Scope) -> Expr {
        switch number(0...19) {
        case 0...6 where !scope.variables.isEmpty:
            let variable = pick(scope.variables)
            guard variable.isItem, chance(85) else { return variable }
            return Expr(text: "\(variable.text).\(pick(["id", "kind", "n", "name", "tags"]))", kind: .any)
        case 0...8:
            return Expr(text: "input.\(pick(["kind", "n", "name", "user", "path[0]", "path"]))", kind: .any)
        case 9, 10: return constant()
        case 11:
            return Expr(
                text: pick(["data.base.map.a", "data.base.map.k0", "data.base.users.u1.kind", "data.base.nums[0]"]),
                kind: .any)
        case 12:
            let complete = rules.filter { $0.form == .complete }
            if complete.isEmpty { return scalar() }
            let rule = pick(complete)
            return Expr(text: reference(rule), kind: rule.kind)
        case 13:
            let keyed = rules.filter { $0.form == .object }
            if keyed.isEmpty { return scalar() }
            let rule = pick(keyed)
            return Expr(text: "\(reference(rule))[\(shallow(scope, rule.keys).text)]", kind: rule.kind)
        case 14, 15: return call(scope)
        case 16:
            let (one, two) = (shallow(scope), shallow(scope))
            return Expr(
                text: "[\(one.text), \(two.text)]", kind: .array, element: one.kind.union(two.kind), isLiteral: true)
        case 17:
            let value = shallow(scope)
            return Expr(
                text: pick(["{\"a\": \(value.text)}", "{\"a\": \(value.text), 1.0: 2}"]), kind: .object,
                element: value.kind.union(.number), isLiteral: true)
        case 18:
            let value = shallow(scope)
            return Expr(text: "{\(value.text)}", kind: .set, element: value.kind, isLiteral: true)
        default: return comprehension(scope)
        }
    }

    /// A variable, a constant or a part of the input that can be of a kind.
    mutating func shallow(_ scope: Scope, _ kind: Kind = .any) -> Expr {
        let variables = scope.variables.filter { !$0.kind.isDisjoint(with: kind) }
        if !variables.isEmpty, chance(70) { return pick(variables) }
        let constant = scalar()
        return chance(60) && !constant.kind.isDisjoint(with: kind)
            ? constant : Expr(text: "input.\(pick(["n", "kind", "name"]))", kind: .any)
    }

    mutating func call(_ scope: Scope) -> Expr {
        let functions = rules.filter { $0.form == .function }
        if !functions.isEmpty, chance(50) {
            let rule = pick(functions)
            let arguments = rule.arguments.map { argument(scope, $0).text }.joined(separator: ", ")
            return Expr(text: "\(reference(rule))(\(arguments))", kind: rule.kind)
        }
        switch number(0...7) {
        case 0: return Expr(text: "count(\(pick(Self.collections)))", kind: .number)
        case 1: return Expr(text: "upper(\(flat(scope, .string).text))", kind: .string)
        case 2: return Expr(text: "\(flat(scope, .number).text) + \(constantNumber().text)", kind: .number)
        case 3: return Expr(text: "sprintf(\"%v\", [\(shallow(scope).text)])", kind: .string)
        case 4:
            return Expr(
                text: "object.get(input, \"\(pick(["n", "kind", "none"]))\", \(shallow(scope).text))", kind: .any)
        case 5: return Expr(text: "type_name(\(shallow(scope).text))", kind: .string)
        case 6: return Expr(text: "to_number(\(flat(scope, .number).text))", kind: .number)
        default: return Expr(text: "abs(\(flat(scope, .number).text))", kind: .number)
        }
    }

    /// An argument of a function of the policy.
    mutating func argument(_ scope: Scope, _ kind: Kind) -> Expr {
        let items = scope.variables.filter(\.isItem)
        if !items.isEmpty, chance(40) {
            return Expr(text: "\(pick(items).text).\(pick(["kind", "n", "tags"]))", kind: .any)
        }
        return shallow(scope, kind)
    }

    /// A term of a kind, without calls in it.
    mutating func flat(_ scope: Scope, _ kind: Kind) -> Expr {
        let fitting = scope.variables.filter { !$0.kind.isDisjoint(with: kind) && !$0.isItem }
        if !fitting.isEmpty, chance(50) { return pick(fitting) }
        if chance(50) { return Expr(text: kind.contains(.number) ? "input.n" : "input.kind", kind: .any) }
        return kind.contains(.number) ? constantNumber() : constantString()
    }

    mutating func comprehension(_ outer: Scope) -> Expr {
        guard outer.depth < 2 else { return scalar() }
        var scope = outer
        scope.depth += 1
        var lines: [String] = [iteration(&scope)]
        for _ in 0..<number(0...2) { lines.append(literal(&scope)) }
        let body = lines.joined(separator: "; ")
        let head = shallow(scope)
        switch number(0...4) {
        case 0, 1: return Expr(text: "[\(head.text) | \(body)]", kind: .array, element: head.kind, isLiteral: true)
        case 2, 3: return Expr(text: "{\(head.text) | \(body)}", kind: .set, element: head.kind, isLiteral: true)
        default:
            let value = chance(70) ? head : shallow(scope)
            return Expr(
                text: "{\(head.text): \(value.text) | \(body)}", kind: .object, element: value.kind, isLiteral: true)
        }
    }
}
