/// Joins: an iteration over a collection of which a later literal wants only elements with a known value at some path.
///
/// Such an iteration goes over the elements that an index, made when the same collection is iterated over again, has
/// for that value. The later literal stays as it is, so the index may offer too many elements but never too few.
extension RoutinePlanner {
    /// Notes what the iteration of the unification of these two may be limited to.
    mutating func limitScan(_ left: Term, _ right: Term) {
        // What an index leaves out, an observer would not see.
        guard planner.observation == .none else { return }
        for (side, other) in [(right, left), (left, right)] {
            guard let trailing = trailingPath(of: side) else { continue }
            if isGround(other) {
                filter = filterKey(other).map { (trailing, $0) }
            } else if let name = other.variable, let condition = condition(on: name) {
                filter = (trailing + condition.path, condition.key)
            }
            return
        }
    }

    /// The constant path behind the only term of a reference that iterates; nil unless there is just one.
    private func trailingPath(of term: Term) -> [Value]? {
        guard let reference = term.reference,
            let index = reference.terms.firstIndex(where: { !isGround($0) }), index > 0,
            reference.terms[index].variable != nil
        else { return nil }
        var path: [Value] = []
        for term in reference.terms[(index + 1)...] {
            guard let key = planner.constant(term) else { return nil }
            path.append(key)
        }
        return path
    }

    /// The first later literal that compares a part of a variable's value with something that is known already.
    private mutating func condition(on name: String) -> (path: [Value], key: Operand)? {
        // What later literals only give another name.
        var known: [String: Term] = [:]
        var parts: [String: [Value]] = [name: []]
        for expression in following {
            guard !expression.isNegated, expression.modifiers.isEmpty, expression.isQuiet else { return nil }
            guard let (left, right) = expression.unification else { continue }
            for (part, other) in [(left, right), (right, left)] {
                guard let path = path(of: part, parts) else { continue }
                let value = other.variable.flatMap { known[$0] } ?? other
                if isGround(value), !hasClosure(value), let key = filterKey(value) { return (path, key) }
                if let alias = other.variable, parts[alias] == nil { parts[alias] = path }
            }
            for (alias, value) in [(left, right), (right, left)] where isGround(value) && !hasClosure(value) {
                if let alias = alias.variable, !isBound(alias), parts[alias] == nil { known[alias] = value }
            }
        }
        return nil
    }

    /// Plans a value before the literal that compares with it. What rules define may end with an error where that
    /// literal might never be reached, so of them only whole groups are asked for, and not for their errors.
    private mutating func filterKey(_ term: Term) -> Operand? {
        if term.variable == "data" { return nil }
        guard let reference = term.reference, reference.root == "data", bound["data"] == nil else { return plan(term) }
        var node = 0
        for (index, term) in reference.terms.enumerated().dropFirst() {
            guard let key = planner.constant(term) else { return nil }
            guard let child = planner.child(of: node, key) else { return plan(Term(.reference(reference))) }
            node = child
            if planner.content(of: node) == .inner { continue }
            guard planner.content(of: node) == .group, index + 1 == reference.terms.count else { return nil }
            let target = register()
            emit(.tryGroup, target, Int32(truncatingIfNeeded: planner.group(of: node, keys: [])))
            return target
        }
        return nil
    }

    /// Whether a term holds a comprehension, which may use what the iteration is yet to bind.
    private func hasClosure(_ term: Term) -> Bool {
        switch term.kind {
        case .arrayComprehension, .setComprehension, .objectComprehension, .template: true
        case .array(let elements), .set(let elements): elements.contains { hasClosure($0) }
        case .object(let members): members.contains { hasClosure($0.key) || hasClosure($0.value) }
        case .reference(let reference): reference.terms.contains { hasClosure($0) }
        default: false
        }
    }

    private func path(of term: Term, _ parts: [String: [Value]]) -> [Value]? {
        if let name = term.variable { return parts[name] }
        guard let reference = term.reference, let root = reference.root, var path = parts[root] else { return nil }
        for term in reference.terms.dropFirst() {
            guard let key = planner.constant(term) else { return nil }
            path.append(key)
        }
        return path
    }

    /// Plans a comprehension within an iteration so that it is evaluated once for each value of the one variable that
    /// it takes from outside, if that is what it joins by: grouping is then linear.
    mutating func remembered(_ term: Term, _ plan: (inout RoutinePlanner) -> Operand) -> Operand {
        var names = Set<String>()
        planner.variables(of: term, into: &names)
        let outside = names.filter { bound[$0] != nil }
        guard outside.count == 1, let name = outside.first, let key = bound[name], address(of: fail) >= 0 else {
            return plan(&self)
        }
        let target = register()
        let known = label()
        let place = instructions.count
        let site = Int32(truncatingIfNeeded: planner.newSite())
        emit(.recall, target, site, key, to: known)
        let before = filters.count
        let result = plan(&self)
        emit(.move, target, result)
        if filters.count > before {
            emit(.remember, target, site, key)
        } else {
            instructions[place].operation = .move
            instructions[place].b = key
        }
        self.place(known)
        return target
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
