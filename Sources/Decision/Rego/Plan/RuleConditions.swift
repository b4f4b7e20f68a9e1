/// Finds what the rules of a group compare with constants, so that only those need be tried that can hold.
///
/// A condition is something that must be so for the body to hold: `input.a.b == constant`, an element of an array
/// pattern, `x in constants`, or a constant argument. What the index leaves out would have failed anyway.
struct RuleConditions {
    private struct Place: Hashable {
        var register: Int32?
        var path: [Value]
    }

    private let planner: ProgramPlanner
    private static let columnLimit = 4
    private static let wordLimit = 1 << 21

    init(_ planner: ProgramPlanner) { self.planner = planner }

    func index(of rules: [Rule]) -> RuleIndex? {
        let conditions = rules.map { self.conditions(of: $0) }
        var uses: [Place: Int] = [:]
        var order: [Place] = []
        for condition in conditions {
            for place in condition.keys {
                if uses[place] == nil { order.append(place) }
                uses[place, default: 0] += 1
            }
        }
        let words = (rules.count + 63) / 64
        let chosen = order.sorted { one, two in
            let (first, second) = (uses[one] ?? 0, uses[two] ?? 0)
            if first != second { return first > second }
            return isBefore(one, two)
        }.prefix(Self.columnLimit)
        var all = [UInt64](repeating: 0, count: words)
        for rule in rules.indices { all[rule >> 6] |= 1 << UInt64(rule & 63) }
        var columns: [RuleIndex.Column] = []
        for place in chosen where (uses[place] ?? 0) * 2 >= rules.count {
            var others = [UInt64](repeating: 0, count: words)
            for rule in rules.indices where conditions[rule][place] == nil {
                others[rule >> 6] |= 1 << UInt64(rule & 63)
            }
            var admitted: [Value: [UInt64]] = [:]
            for rule in rules.indices {
                for value in conditions[rule][place] ?? [] {
                    admitted[value, default: others][rule >> 6] |= 1 << UInt64(rule & 63)
                }
                if admitted.count * words > Self.wordLimit { return nil }
            }
            columns.append(
                RuleIndex.Column(register: place.register, path: place.path, admitted: admitted, others: others))
        }
        return columns.isEmpty ? nil : RuleIndex(columns: columns, all: all, starts: [])
    }

    private func isBefore(_ one: Place, _ two: Place) -> Bool {
        if one.register != two.register { return (one.register ?? -1) < (two.register ?? -1) }
        for (left, right) in zip(one.path, two.path) where left != right { return left < right }
        return one.path.count < two.path.count
    }

    /// By place, the constants of which one must be there.
    private func conditions(of rule: Rule) -> [Place: [Value]] {
        var found: [Place: [Value]] = [:]
        var places: [String: Place] = [:]
        for (index, argument) in (rule.head.arguments ?? []).enumerated() {
            let place = Place(register: Int32(truncatingIfNeeded: index), path: [])
            if let name = argument.variable {
                places[name] = place
            } else {
                require(argument, at: place, into: &found)
            }
        }
        guard rule.alternatives.isEmpty else { return found }
        for expression in rule.body where !expression.isNegated && expression.modifiers.isEmpty {
            guard let (left, right) = expression.unification else { continue }
            if let name = left.variable, places[name] == nil, let place = place(of: right, places) {
                places[name] = place
            } else if let name = right.variable, places[name] == nil, let place = place(of: left, places) {
                places[name] = place
            }
        }
        for expression in rule.body where !expression.isNegated && expression.modifiers.isEmpty {
            guard let call = expression.call, call.arguments.count == 2 else { continue }
            let (left, right) = (call.arguments[0], call.arguments[1])
            switch call.name {
            case "eq", "equal":
                if let place = place(of: left, places) { require(right, at: place, into: &found) }
                if let place = place(of: right, places) { require(left, at: place, into: &found) }
            case "internal.member_2" where !planner.isMocked(call.name):
                guard let place = place(of: left, places), found[place] == nil,
                    let collection = planner.constant(right), collection.isArray || collection.isSet
                else { continue }
                found[place] = Array(collection.elements)
            default: break
            }
        }
        return found
    }

    private func place(of term: Term, _ places: [String: Place]) -> Place? {
        if let name = term.variable { return places[name] }
        guard let reference = term.reference, let root = reference.root else { return nil }
        var place: Place
        if root == "input" {
            place = Place(register: nil, path: [])
        } else if let known = places[root] {
            place = known
        } else {
            return nil
        }
        for term in reference.terms.dropFirst() {
            guard let key = planner.constant(term) else { return nil }
            place.path.append(key)
        }
        return place
    }

    private func require(_ term: Term, at place: Place, into found: inout [Place: [Value]]) {
        if let value = planner.constant(term) {
            if found[place] == nil { found[place] = [value] }
        } else if case .array(let elements) = term.kind {
            for (index, element) in elements.enumerated() {
                var inner = place
                inner.path.append(Value(small: Int32(truncatingIfNeeded: index)))
                require(element, at: inner, into: &found)
            }
        }
    }
}
