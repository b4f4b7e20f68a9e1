extension TypeChecker {
    mutating func references(in term: Term) {
        switch term.kind {
        case .reference(let reference):
            for part in reference.terms.dropFirst() { references(in: part) }
            check(reference, at: reference.terms.first?.location ?? term.location)
        case .array(let elements), .set(let elements): for element in elements { references(in: element) }
        case .object(let members):
            for member in members {
                references(in: member.key)
                references(in: member.value)
            }
        default: break
        }
    }

    private func shown(_ reference: Reference) -> Reference {
        var renaming = VariableRenaming(names: original)
        var term = Term(.reference(reference))
        renaming.rewrite(&term)
        return term.reference ?? reference
    }

    private mutating func check(_ reference: Reference, at location: SourceLocation) {
        if case .function? = type(of: reference) {
            return unsupported(reference, reference.terms.count - 1, type(of: reference), location)
        }
        guard let root = reference.root, let head = reference.terms.first else { return }
        if root == "input" { return checkLeaf(environment.input ?? .any, reference, 1, location) }
        if root != "data" {
            guard let type = local(root) else {
                // An argument that is only looked into can be anything.
                put(root, .any)
                return checkLeaf(.any, reference, 1, location)
            }
            return checkLeaf(type, reference, 1, location)
        }
        guard var node = environment.child(0, head) else { return checkLeaf(.any, reference, 1, location) }
        for index in reference.terms.indices.dropFirst() {
            let term = reference.terms[index]
            if let value = environment.nodes[node].value { return checkLeaf(value, reference, index, location) }
            if index <= 2, term.variable == nil, term.string == nil {
                let options = Array(environment.nodes[node].children.keys)
                return invalid(reference, index, type(of: term), .string, options, location)
            }
            if let name = term.variable {
                let keys = environment.extent(node)?.keys ?? .any
                if let known = local(name) {
                    if !RegoType.unifies(keys, known) {
                        let options = Array(environment.nodes[node].children.keys)
                        return invalid(reference, index, known, keys, options, location)
                    }
                } else {
                    put(name, keys)
                }
            }
            guard let child = environment.child(node, term) else {
                return checkLeaf(.any, reference, index, location)
            }
            node = child
        }
    }

    private mutating func checkLeaf(
        _ start: RegoType, _ reference: Reference, _ first: Int, _ location: SourceLocation
    ) {
        var current: RegoType? = start
        for index in reference.terms.indices where index >= first {
            // Of an unknown type nothing is known.
            guard let type = current else { return }
            let term = reference.terms[index]
            guard let keys = type.keys else { return unsupported(reference, index - 1, type, location) }
            switch term.kind {
            case .variable(let name):
                if let known = local(name) {
                    if !RegoType.unifies(known, keys) {
                        return invalid(reference, index, known, keys, options(type), location)
                    }
                } else {
                    put(name, keys)
                }
                current = type.values
            case .array, .object, .set:
                if !unify(term, keys, widening: false) {
                    return invalid(reference, index, self.type(of: term), keys, [], location)
                }
                current = type.values
            case .reference(let inner):
                if let known = self.type(of: inner), !RegoType.unifies(known, keys) {
                    return invalid(reference, index, known, keys, options(type), location)
                }
                current = type.values
            default:
                guard let next = type.select(term) else {
                    return invalid(reference, index, nil, keys, options(type), location)
                }
                current = next
            }
        }
    }

    private func options(_ type: RegoType) -> [Term] {
        switch type {
        case .object(let members, _): members.map(\.key)
        case .union(let types): Array(Set(types.flatMap { options($0) }))
        default: []
        }
    }

    private mutating func unsupported(
        _ reference: Reference, _ position: Int, _ have: RegoType?, _ location: SourceLocation
    ) {
        let reference = shown(reference)
        let prefix = Reference(Array(reference.terms.prefix(position + 1))).description
        problems.append(
            RegoProblem(
                .type, "undefined ref: \(reference)", location,
                details: [
                    reference.description, String(repeating: "^", count: prefix.count),
                    "have: \(RegoType.text(have))",
                ]))
    }

    private mutating func invalid(
        _ reference: Reference, _ position: Int, _ have: RegoType?, _ want: RegoType, _ oneOf: [Term],
        _ location: SourceLocation
    ) {
        let reference = shown(reference)
        let prefix = Reference(Array(reference.terms.prefix(position))).description
        let pad = String(repeating: " ", count: prefix.count + 1)
        let options = oneOf.sorted { TermOrder.isLess($0, $1) }.map(\.description).joined(separator: " ")
        let found = position < reference.terms.count ? reference.terms[position].description : ""
        problems.append(
            RegoProblem(
                .type, "undefined ref: \(reference)", location,
                details: [
                    reference.description, pad + "^",
                    have.map { "\(pad)have (type): \($0)" } ?? "\(pad)have: \(found)",
                    options.isEmpty ? "\(pad)want (type): \(want)" : "\(pad)want (one of): [\(options)]",
                ]))
    }
}
