/// Finds the routines whose outcome depends on the base documents alone, so that one decision can use what another
/// found out: neither they nor what they call reads `input`, the clock or anything else that may differ.
struct Settlement {
    private(set) var settled: [Bool]

    init(nodes: [Program.Node], routines: [Routine], builtins: [Builtin]) {
        settled = routines.map { $0.arity == 0 }
        var callers = [[Int]](repeating: [], count: routines.count)
        var unsettled: [Int] = []
        for (index, routine) in routines.enumerated() {
            var depends = false
            for step in routine.instructions {
                switch step.operation {
                case .loadInput, .callMockable, .enterWith, .print:
                    depends = true
                case .selectRules:
                    if routine.indices[Int(step.b)].columns.contains(where: { $0.register == nil }) { depends = true }
                case .callBuiltin:
                    let builtin = builtins[Int(step.b)]
                    if builtin.declaration.isNondeterministic || builtin.name == "trace" { depends = true }
                case .callGroup, .tryGroup, .callFunction, .callKeyed:
                    callers[Int(step.b)].append(index)
                case .nodeValue:
                    for group in Settlement.groups(below: Int(step.b), nodes) { callers[group].append(index) }
                case .walkTree:
                    let node = routine.walks[Int(step.b)].node
                    for group in Settlement.groups(below: node, nodes) { callers[group].append(index) }
                default:
                    break
                }
            }
            if depends { unsettled.append(index) }
        }
        // What calls a routine that depends on something depends on it too; a function's arguments come from its caller.
        var depends = [Bool](repeating: false, count: routines.count)
        while let index = unsettled.popLast() {
            if depends[index] { continue }
            depends[index] = true
            unsettled += callers[index]
        }
        for index in routines.indices where depends[index] { settled[index] = false }
    }

    private static func groups(below node: Int, _ nodes: [Program.Node]) -> [Int] {
        var groups: [Int] = []
        var pending = [node]
        while let next = pending.popLast() {
            if case .group(let group) = nodes[next].content { groups.append(group) }
            pending += nodes[next].children.map(\.node)
        }
        return groups
    }
}
