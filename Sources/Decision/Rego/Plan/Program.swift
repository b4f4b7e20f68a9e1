/// Compiled modules as routines: immutable, and shared by all decisions.
final class Program: Sendable {
    /// What is behind a node of the rule tree.
    enum Content: Sendable {
        /// Only further nodes.
        case inner
        /// The value of a group.
        case group(Int)
        case function(Int)
    }

    struct Node: Sendable {
        var key: Value
        var parent: Int
        /// By the order of keys.
        var children: [(key: Value, node: Int)]
        var content: Content
        var path: [Value]
    }

    /// Holds the constants; it is filled before the program is shared and only read from then on.
    let heap: FrozenHeap
    let nodes: [Node]
    let routines: [Routine]
    /// The node of each group, by routine; a query has none.
    let groupNodes: [Int?]
    let builtins: [Builtin]
    let sources: [SourceText]
    /// How many filtered iterations there are.
    let sites: Int
    /// By the routine that takes a key, the one that yields all.
    let wholeGroups: [Int: Int]
    /// The groups, by routine, whose value depends on base documents only.
    let isSettled: [Bool]
    /// What an observer is told of; a plain program has none.
    let marks: [Mark]
    let bodies: [PlannedBody]

    init(
        heap: FrozenHeap, nodes: [Node], routines: [Routine], groupNodes: [Int?], builtins: [Builtin],
        sources: [SourceText],
        sites: Int, wholeGroups: [Int: Int], marks: [Mark] = [], bodies: [PlannedBody] = [], isObserved: Bool = false
    ) {
        self.marks = marks
        self.bodies = bodies
        self.heap = heap
        self.nodes = nodes
        self.routines = routines
        self.groupNodes = groupNodes
        self.builtins = builtins
        self.sources = sources
        self.sites = sites
        self.wholeGroups = wholeGroups
        // An observer sees every decision whole.
        isSettled =
            isObserved
            ? routines.map { _ in false }
            : Settlement(nodes: nodes, routines: routines, builtins: builtins).settled
    }
}

/// A heap in which nothing more is made.
///
/// `@unchecked`: after `init` the heap is only kept alive, and values in it are immutable.
package final class FrozenHeap: @unchecked Sendable {
    private let heap: Heap

    package init(_ heap: Heap) { self.heap = heap }

    package var byteCount: Int { heap.byteCount }

    func owns(_ address: UnsafeRawPointer) -> Bool { heap.owns(address) }
}
