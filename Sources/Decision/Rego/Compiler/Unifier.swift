/// Which variables a unification binds, given those that are bound already.
struct Unifier {
    let safe: Set<String>
    private(set) var unified: Set<String> = []
    /// Variables that become bound when all of theirs are.
    private var unknown: [String: Set<String>] = [:]
    /// The keys of `unknown` by the variables they wait for.
    private var dependents: [String: Set<String>] = [:]

    init(safe: Set<String>) { self.safe = safe }

    static func outputs(_ left: Term, _ right: Term, safe: Set<String>) -> Set<String> {
        var unifier = Unifier(safe: safe)
        unifier.unify(left, right)
        return unifier.unified
    }

    private func isSafe(_ name: String) -> Bool { safe.contains(name) || unified.contains(name) }

    private func isSafe(_ reference: Reference) -> Bool {
        guard let root = reference.root else { return false }
        return root == "data" || root == "input" || isSafe(root)
    }

    private mutating func markSafe(_ name: String) {
        var queue = [name]
        while let name = queue.popLast() {
            guard unified.insert(name).inserted else { continue }
            if let dependencies = unknown.removeValue(forKey: name) { queue += dependencies }
            for dependent in dependents.removeValue(forKey: name) ?? [] {
                unknown[dependent]?.remove(name)
                if unknown[dependent]?.isEmpty == true {
                    unknown.removeValue(forKey: dependent)
                    queue.append(dependent)
                }
            }
        }
    }

    private mutating func markUnknown(_ name: String, _ other: String) {
        unknown[name, default: []].insert(other)
        dependents[other, default: []].insert(name)
    }

    private func patternVariables(_ term: Term) -> Set<String> {
        term.variables(skipping: [.closures, .referenceHeads, .objectKeys, .sets])
    }

    private mutating func markAllSafe(_ term: Term) {
        for name in patternVariables(term) { markSafe(name) }
    }

    private mutating func unify(_ name: String, composite: Term) {
        if isSafe(name) { return markAllSafe(composite) }
        let open = patternVariables(composite).filter { !isSafe($0) }
        if open.isEmpty { return markSafe(name) }
        for other in open { markUnknown(name, other) }
    }

    private mutating func unify(_ left: Term, _ right: Term) {
        switch (left.kind, right.kind) {
        case (.variable(let one), .variable(let other)):
            if isSafe(other) {
                markSafe(one)
            } else if isSafe(one) {
                markSafe(other)
            } else {
                markUnknown(one, other)
                markUnknown(other, one)
            }
        case (.variable(let name), .array), (.variable(let name), .object): unify(name, composite: right)
        case (.array, .variable(let name)), (.object, .variable(let name)): unify(name, composite: left)
        case (.variable(let name), .reference(let reference)), (.reference(let reference), .variable(let name)):
            if isSafe(reference) { markSafe(name) }
        case (.variable(let name), .call(let call)), (.call(let call), .variable(let name)):
            if call.arguments.allSatisfy({ $0.variables().allSatisfy(isSafe) }) { markSafe(name) }
        case (.variable(let name), _), (_, .variable(let name)): markSafe(name)
        case (.reference(let reference), .array), (.reference(let reference), .object):
            if isSafe(reference) { markAllSafe(right) }
        case (.array, .reference(let reference)), (.object, .reference(let reference)):
            if isSafe(reference) { markAllSafe(left) }
        case (.array(let one), .array(let other)):
            guard one.count == other.count else { return }
            for (left, right) in zip(one, other) { unify(left, right) }
        case (.object(let one), .object(let other)):
            guard one.count == other.count else { return }
            let values = Dictionary(other.map { ($0.key, $0.value) }) { $1 }
            for member in one { if let value = values[member.key] { unify(member.value, value) } }
        case (.array, _) where right.isComprehension, (.object, _) where right.isComprehension: markAllSafe(left)
        case (_, .array) where left.isComprehension, (_, .object) where left.isComprehension: markAllSafe(right)
        default: break
        }
    }
}
