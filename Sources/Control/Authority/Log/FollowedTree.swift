internal import Synchronization
internal import Transparency

/// What a process knows of a log: the tree that was signed last, as it has seen it grow, and what is shown.
///
/// Where others write too, it goes on from leaf to leaf. What does not go on from the tree that was known is an error,
/// whoever has signed it: a database that went back, or has another log in it.
final class FollowedTree: Sendable {
    private let store: any LogStore
    private let signer: CheckpointSigner
    /// The edge of the tree that was signed last.
    private let tree: Mutex<TreeFrontier>
    private let published: Mutex<LogRecord>

    /// Leaves of others that are read at once.
    private static let piece: UInt64 = 16_384

    /// - Throws: `LogError.damaged` when the store holds another thing than was published; `LogError.missing`.
    init(_ store: any LogStore, signer: CheckpointSigner) throws(LogError) {
        self.store = store
        self.signer = signer
        guard let head = try store.head() else { throw .missing(path: store.place) }
        try signer.verify(head.signed, from: store.place)
        try signer.verify(head.shown, from: store.place)
        let frontier = try store.frontier(size: head.signed.checkpoint.size)
        guard frontier.root == head.signed.checkpoint.root else {
            throw .damaged(path: store.place, "the entries do not hash to the root that was published")
        }
        try Self.check(head, in: store)
        tree = Mutex(frontier)
        published = Mutex(head.shown)
    }

    /// That what is shown is a beginning of what was signed.
    private static func check(_ head: LogHead, in store: any LogStore) throws(LogError) {
        let (shown, signed) = (head.shown.checkpoint, head.signed.checkpoint)
        guard shown.size <= signed.size,
            try shown.root == (shown.size == signed.size ? signed.root : store.prover.root(size: shown.size))
        else { throw .damaged(path: store.place, "what is shown is no beginning of what was signed") }
    }

    var frontier: TreeFrontier { tree.withLock { $0 } }

    /// The last checkpoint that is known to be shown.
    var shown: LogRecord { published.withLock { $0 } }

    /// Goes on to a tree that this process has written.
    func advance(to frontier: TreeFrontier) {
        tree.withLock { if $0.size < frontier.size { $0 = frontier } }
    }

    /// Shows a record, unless a later one is shown already.
    func show(_ record: LogRecord) {
        published.withLock { current in
            if record.checkpoint.size >= current.checkpoint.size { current = record }
        }
    }

    /// Learns what others have written since.
    ///
    /// - Throws: `LogError.damaged` when it does not go on from what is known here.
    func follow(_ head: LogHead) throws(LogError) {
        try tree.withLock { tree throws(LogError) in
            var head = head
            // Read before something that is known by now was written: once more, while nothing else becomes known.
            if head.signed.checkpoint.size < tree.size, let again = try store.head() { head = again }
            try follow(head, &tree)
        }
    }

    private func follow(_ head: LogHead, _ tree: inout TreeFrontier) throws(LogError) {
        let signed = head.signed.checkpoint
        guard signed.size >= tree.size else {
            throw .damaged(path: store.place, "it has \(signed.size) entries, and had \(tree.size) before")
        }
        if signed.size > tree.size {
            try signer.verify(head.signed, from: store.place)
            var next = tree
            while next.size < signed.size {
                let count = Int(min(signed.size - next.size, Self.piece))
                let leaves = try store.hashes(level: 0, from: next.size, count: count)
                for leaf in TreeGrowth.hashes(leaves) { next.append(leaf) }
            }
            guard next.root == signed.root else {
                throw .damaged(path: store.place, "\(signed.size) entries do not go on from the \(tree.size) before")
            }
            tree = next
        } else if tree.root != signed.root {
            throw .damaged(path: store.place, "it has another tree of \(signed.size) entries than before")
        }
        let known = shown
        guard head.shown.note.bytes != known.note.bytes, head.shown.checkpoint.size >= known.checkpoint.size else {
            return
        }
        try signer.verify(head.shown, from: store.place)
        try Self.check(head, in: store)
        show(head.shown)
    }
}
