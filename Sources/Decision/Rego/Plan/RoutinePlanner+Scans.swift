/// Joins: an iteration over a collection of which a later literal wants only elements with a known value at some path.
///
/// Such an iteration goes over the elements that an index, made when the same collection is iterated over again, has
/// for that value. The later literal stays as it is, so the index may offer too many elements but never too few.
extension RoutinePlanner {
    /// Notes what the iteration of the unification of these two may be limited to.
    mutating func limitScan(_ left: Term, _ right: Term) {
        if iterates(right) {
            if isGround(left) {
                filter = ([], plan(left))
            } else if let name = left.variable {
                filter = condition(on: name)
            }
        } else if iterates(left) {
            if isGround(right) {
                filter = ([], plan(right))
            } else if let name = right.variable {
                filter = condition(on: name)
            }
        }
    }

    /// Whether a reference iterates over its last term and only that.
    private func iterates(_ term: Term) -> Bool {
        guard let reference = term.reference, reference.terms.count > 1, let last = reference.terms.last,
            last.variable != nil, !isGround(last)
        else { return false }
        return reference.terms.dropLast().allSatisfy { isGround($0) }
    }

    /// The first later literal that compares a part of a variable's value with something that is known already.
    private mutating func condition(on name: String) -> (path: [Value], key: Operand)? {
        for expression in following {
            guard !expression.isNegated, expression.modifiers.isEmpty, expression.isQuiet else { return nil }
            guard let (left, right) = expression.unification else { continue }
            for (part, other) in [(left, right), (right, left)] where isGround(other) && !isGround(part) {
                guard let path = path(of: part, from: name) else { continue }
                return (path, plan(other))
            }
        }
        return nil
    }

    private func path(of term: Term, from name: String) -> [Value]? {
        if term.variable == name { return [] }
        guard let reference = term.reference, reference.root == name else { return nil }
        var path: [Value] = []
        for term in reference.terms.dropFirst() {
            guard let key = planner.constant(term) else { return nil }
            path.append(key)
        }
        return path
    }

    mutating func iterate(
        _ collection: Operand, limitedTo filter: (path: [Value], key: Operand)
    ) -> (key: Operand, value: Operand) {
        let state = registers(3)
        let (key, value) = (register(), register())
        emit(.move, state, collection)
        emit(.scanFiltered, state, Int32(truncatingIfNeeded: filters.count), filter.key)
        filters.append(ScanFilter(site: planner.newSite(), path: filter.path))
        let next = label()
        place(next)
        emit(.nextFiltered, state, key, value)
        fail = next
        return (key, value)
    }
}

extension Expression {
    /// Whether the literal can neither fail with an error nor be seen from outside when it is left out.
    var isQuiet: Bool {
        switch kind {
        case .term: true
        case .call(let call): ["eq", "equal", "neq", "lt", "lte", "gt", "gte", "internal.member_2"].contains(call.name)
        default: false
        }
    }
}
