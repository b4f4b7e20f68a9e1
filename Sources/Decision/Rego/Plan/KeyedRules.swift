/// Decides whether the rules of a set or an extent are better asked for one key than for all.
///
/// So it is when each rule would use a key that is known to look something up, where otherwise it iterates:
/// `roles[user] := r if some user, r in data.users` asked for one user need not go through all of them.
struct KeyedRules {
    private let planner: ProgramPlanner

    init(_ planner: ProgramPlanner) { self.planner = planner }

    func allows(_ node: Int) -> Bool {
        let rules = planner.compiledRules(at: node)
        guard !rules.isEmpty, planner.modules.tree.nodes[node].children.isEmpty else { return false }
        return rules.allSatisfy { compiled in
            guard let key = planner.isExtent(node) ? compiled.keys.first : compiled.rule.head.key else { return false }
            if planner.constant(key) != nil { return true }
            guard let name = key.variable else { return false }
            return looksUp(name, compiled.rule.body)
        }
    }

    /// Whether the first literal that mentions a variable does so as a key of a reference.
    private func looksUp(_ name: String, _ body: Body) -> Bool {
        for expression in body {
            var names = Set<String>()
            planner.variables(of: [expression], into: &names)
            guard names.contains(name) else { continue }
            guard !expression.isNegated, expression.modifiers.isEmpty else { return false }
            let terms: [Term]
            if let (left, right) = expression.unification {
                terms = [left, right]
            } else if case .term(let term) = expression.kind {
                terms = [term]
            } else {
                return false
            }
            return terms.contains { term in
                term.reference?.terms.dropFirst().contains { $0.variable == name } ?? false
            }
        }
        return false
    }
}
