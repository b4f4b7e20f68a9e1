extension TypeChecker {
    mutating func checkUnification(_ expression: Expression) {
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
    mutating func unify(_ term: Term, _ type: RegoType, widening: Bool) -> Bool {
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
}
