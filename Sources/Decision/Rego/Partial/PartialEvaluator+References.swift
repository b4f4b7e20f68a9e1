/// Where references lead.
extension PartialEvaluator {
    /// One of several things that a reference can be, and what must hold for it to be that.
    struct Choice {
        var before: Body
        var term: Term
    }

    enum Resolution {
        case undefined
        /// Evaluation has to find it.
        case residual
        case choices([Choice])
    }

    /// What the place of a reference asks of it.
    enum Wanted {
        case any
        /// Anything but `false`.
        case holds
        case equal(Term)
    }

    /// Where a reference leads, when nothing may be put in its place but a constant.
    enum Placement {
        case undefined
        case term(Term)
    }

    func resolve(
        _ reference: Reference, _ branch: PartialBranch, wanted: Wanted, room: Int
    ) throws(RegoError) -> Resolution {
        guard let head = reference.terms.first else { return .residual }
        let rest = reference.terms.dropFirst()
        switch head.variable {
        case "input":
            if unknown.covers(reference) { return .residual }
            return try resolve(document: known.input?.root ?? .undefined, rest, branch, room: room, isBase: false)
        case "data":
            return try resolveData(reference, branch, wanted: wanted, room: room)
        case .some: return .residual
        case nil: return try resolve(value: head, rest, branch, room: room)
        }
    }

    // MARK: Known collections

    /// A path into a known document.
    private func resolve(
        document: Value, _ path: ArraySlice<Term>, _ branch: PartialBranch, room: Int, isBase: Bool
    ) throws(RegoError) -> Resolution {
        guard let (value, rest) = try descend(document, path, isBase: isBase) else { return .undefined }
        guard ConstantTerms.isSmall(value, limit: options.limits.constantSize),
            !isBase || rest.isEmpty || !ConstantTerms.hasNumericNames(value)
        else { return .residual }
        return try resolve(value: ConstantTerms.term(of: value), rest, branch, room: room)
    }

    /// Follows constants; nil where there is nothing.
    private func descend(
        _ document: Value, _ path: ArraySlice<Term>, isBase: Bool
    ) throws(RegoError) -> (value: Value, rest: ArraySlice<Term>)? {
        var value = document
        var rest = path
        while value.isDefined, let term = rest.first, term.isConstant {
            value = try limited { () throws(BuiltinError) in
                guard let key = try constants.value(of: term) else { return .undefined }
                return isBase ? Machine.lookupBase(value, key) : value.lookup(key)
            }
            rest = rest.dropFirst()
        }
        return value.isDefined ? (value, rest) : nil
    }

    /// A path into a constant, or a composite of which parts are known.
    private func resolve(
        value head: Term, _ path: ArraySlice<Term>, _ branch: PartialBranch, room: Int
    ) throws(RegoError) -> Resolution {
        guard let key = path.first else { return .choices([Choice(before: [], term: head)]) }
        let rest = path.dropFirst()
        func term(_ element: Term) -> Term {
            rest.isEmpty ? element : Term(.reference(Reference([element] + rest)))
        }
        switch head.kind {
        case .null, .boolean, .number, .string: return .undefined
        case .array(let elements) where key.isConstant && !head.isConstant:
            guard case .number(let text) = key.kind else { return .undefined }
            guard let index = Int(text) else { return .residual }
            guard elements.indices.contains(index) else { return .undefined }
            return .choices([Choice(before: [], term: term(elements[index]))])
        case .object(let members) where key.string != nil && members.allSatisfy { $0.key.string != nil }:
            guard let member = members.last(where: { $0.key == key }) else { return .undefined }
            return .choices([Choice(before: [], term: term(member.value))])
        case .array, .object, .set:
            break
        default: return .residual
        }
        if key.isConstant {
            guard head.isConstant else { return .residual }
            guard let element = try limited({ () throws(BuiltinError) in try constants.element(key, of: head) }) else {
                return .undefined
            }
            return .choices([Choice(before: [], term: term(element))])
        }
        guard !key.needsEvaluation else { return .residual }
        var elements: [(key: Term, element: Term)]
        switch head.kind {
        case .array(let inner): elements = inner.enumerated().map { (Term(.number(String($0.offset))), $0.element) }
        case .object(let members):
            guard members.allSatisfy(\.key.isConstant) else { return .residual }
            elements = members.map { ($0.key, $0.value) }
        case .set(let inner):
            guard head.isConstant else { return .residual }
            elements = inner.map { ($0, $0) }
        default: return .residual
        }
        // A key that is found later is worth trying all elements only when they are few.
        let limit = branch.isGround(key) ? min(room, options.limits.elements / 4) : min(room, options.limits.elements)
        guard elements.count <= max(1, limit) else { return .residual }
        if !rest.isEmpty { elements.removeAll { $0.element.isScalar } }
        return .choices(
            elements.map { Choice(before: [.unification(key, $0.key, at: .none)], term: term($0.element)) })
    }

    // MARK: Documents and rules

    /// The child of a node of the rule tree by a constant; nil when there is none.
    private func child(of node: Int, _ key: Term) -> Int? {
        if let child = modules.tree.nodes[node].children[key] { return child }
        guard key.string == nil else { return nil }
        for (other, child) in modules.tree.nodes[node].children where other.string == nil {
            // A number too big to be one equals none.
            if (try? constants.areEqual(key, other)) == true { return child }
        }
        return nil
    }

    private enum Place {
        case group(Int, ArraySlice<Term>)
        case function(Int)
        case base
        /// Above rules: the whole of it, or by a key that is not known.
        case above(Int, ArraySlice<Term>)
    }

    private func place(of reference: Reference) -> Place {
        var node = 0
        for index in reference.terms.indices.dropFirst() {
            let term = reference.terms[index]
            guard term.isConstant else { return .above(node, reference.terms[index...]) }
            guard let next = child(of: node, term) else { return .base }
            node = next
            guard let first = modules.tree.nodes[node].rules.first else { continue }
            let isFunction = modules.rules[first].rule.head.arguments != nil
            return isFunction ? .function(node) : .group(node, reference.terms[(index + 1)...])
        }
        return .above(node, [])
    }

    func isOfNamespace(_ reference: Reference) -> Bool {
        reference.terms.count > 1 && reference.root == "data" && reference.terms[1] == namespace[1]
    }

    private func resolveData(
        _ reference: Reference, _ branch: PartialBranch, wanted: Wanted, room: Int
    ) throws(RegoError) -> Resolution {
        if isOfNamespace(reference) || unknown.covers(reference) { return .residual }
        switch place(of: reference) {
        case .function: return .undefined
        case .base:
            return try resolve(
                document: known.data.root, reference.terms.dropFirst(), branch, room: room, isBase: true)
        case .above(let node, let rest):
            return try resolve(above: node, rest, reference, branch, room: room)
        case .group(let node, let rest):
            if let path = try knownGroup(node, reference, rest) {
                guard case .term(let value) = path else { return .undefined }
                guard case .reference = value.kind else {
                    return try resolve(value: value, rest, branch, room: room)
                }
                return .residual
            }
            if let choices = try inlined(node, rest, wanted: wanted, room: room) { return .choices(choices) }
            switch try support(of: node) {
            case .reference, .original: return .residual
            case .undefined: return .undefined
            case .constant(let value): return try resolve(value: value, rest, branch, room: room)
            }
        }
    }

    /// The value of a group that depends on nothing unknown; nil when it does. A reference when the value cannot be
    /// written out.
    private func knownGroup(
        _ node: Int, _ reference: Reference, _ rest: ArraySlice<Term>
    ) throws(RegoError) -> Placement? {
        guard !unknown.isDependent(below: node) else { return nil }
        let path = Reference(Array(reference.terms.dropLast(rest.count)))
        return try value(at: path, of: reference)
    }

    /// The value of a path that depends on nothing unknown.
    private func value(at path: Reference, of reference: Reference) throws(RegoError) -> Placement {
        let result = Term(.variable("__known__"))
        switch try known.solutions(of: .unification(result, Term(.reference(path)), at: .none), for: ["__known__"]) {
        case .solutions(let solutions):
            guard let value = solutions.first?.first else { return .undefined }
            return .term(value)
        case .failure, .large: return .term(Term(.reference(reference)))
        }
    }

    private func resolve(
        above node: Int, _ rest: ArraySlice<Term>, _ reference: Reference, _ branch: PartialBranch, room: Int
    ) throws(RegoError) -> Resolution {
        let prefix = Array(reference.terms.dropLast(rest.count))
        if prefix.count > 1, !unknown.isDependent(below: node) {
            guard case .term(let value) = try value(at: Reference(prefix), of: reference) else { return .undefined }
            if value.reference != nil { return .residual }
            let isSafe = try limited { () throws(BuiltinError) in
                try constants.value(of: value).map { !ConstantTerms.hasNumericNames($0) } ?? false
            }
            return isSafe || rest.isEmpty ? try resolve(value: value, rest, branch, room: room) : .residual
        }
        guard let key = rest.first, !key.needsEvaluation, prefix.count > 1 else { return .residual }
        var keys = modules.tree.nodes[node].order
        if let (base, _) = try descend(known.data.root, prefix.dropFirst(), isBase: true), base.isObject {
            if ConstantTerms.hasNumericNames(base) { return .residual }
            guard base.count <= options.limits.elements else { return .residual }
            for name in base.keys.map(ConstantTerms.term) where child(of: node, name) == nil { keys.append(name) }
        }
        guard keys.count <= min(room, options.limits.elements), keys.allSatisfy({ $0.string != nil }) else {
            return .residual
        }
        keys.sort { ($0.string ?? "") < ($1.string ?? "") }
        return .choices(
            keys.map { name in
                Choice(
                    before: [.unification(key, name, at: .none)],
                    term: Term(.reference(Reference(prefix + [name] + rest.dropFirst()))))
            })
    }

    // MARK: Without choices

    /// Where a reference leads at evaluation, for places in which only one thing can stand.
    func placement(of reference: Reference) throws(RegoError) -> Placement {
        guard let head = reference.terms.first else { return .term(Term(.reference(reference))) }
        let rest = reference.terms.dropFirst()
        switch head.variable {
        case "input":
            if unknown.covers(reference) { break }
            return try placement(of: reference, in: known.input?.root ?? .undefined, rest, isBase: false)
        case "data":
            if isOfNamespace(reference) { break }
            if unknown.covers(reference) {
                keepOriginal(reference)
                break
            }
            switch place(of: reference) {
            case .function: return .undefined
            case .base: return try placement(of: reference, in: known.data.root, rest, isBase: true)
            case .above: keepOriginal(reference)
            case .group(let node, let rest):
                if let known = try knownGroup(node, reference, rest) {
                    guard case .term(let value) = known, value.reference == nil else {
                        if case .term = known { keepOriginal(reference) }
                        return known
                    }
                    return placement(in: value, rest)
                }
                switch try support(of: node) {
                case .reference:
                    return .term(Term(.reference(Reference(namespace + reference.terms.dropFirst()))))
                case .constant(let value): return placement(in: value, rest)
                case .undefined: return .undefined
                case .original: keepOriginal(reference)
                }
            }
        case .some: break
        case nil: return placement(in: head, rest)
        }
        return .term(Term(.reference(reference)))
    }

    private func placement(in head: Term, _ rest: ArraySlice<Term>) -> Placement {
        if rest.isEmpty { return .term(head) }
        return head.isScalar ? .undefined : .term(Term(.reference(Reference([head] + rest))))
    }

    private func placement(
        of reference: Reference, in document: Value, _ path: ArraySlice<Term>, isBase: Bool
    ) throws(RegoError) -> Placement {
        guard let (value, rest) = try descend(document, path, isBase: isBase) else { return .undefined }
        guard ConstantTerms.isSmall(value, limit: options.limits.constantSize),
            !isBase || rest.isEmpty || !ConstantTerms.hasNumericNames(value)
        else { return .term(Term(.reference(reference))) }
        return placement(in: ConstantTerms.term(of: value), rest)
    }

    /// Leaves a reference or function as it is written, and the rules that it may need too.
    func keepOriginal(_ reference: Reference) {
        guard reference.root == "data" else { return }
        if reference.terms.count == 1 || reference.terms.count > 1 && reference.terms[1].string == nil {
            seesNamespace = true
        }
        keepsOriginals = true
        originals.formUnion(unknown.rules(of: reference))
    }
}
