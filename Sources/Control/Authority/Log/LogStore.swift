internal import Content
package import Transparency

/// A state of a log that it has signed.
package struct LogRecord: Sendable {
    package let checkpoint: Checkpoint
    package let note: SignedNote

    package init(checkpoint: Checkpoint, note: SignedNote) {
        self.checkpoint = checkpoint
        self.note = note
    }

    /// - Throws: `NoteError` when the note's text is no checkpoint.
    init(_ note: SignedNote) throws(NoteError) {
        checkpoint = try Checkpoint(text: note.text)
        self.note = note
    }
}

/// How far a log came.
package struct LogHead: Sendable {
    /// The largest tree that was signed: what witnesses may have seen, and what the log goes on from.
    package var signed: LogRecord
    /// What is shown; behind `signed` while witnesses are awaited.
    package var shown: LogRecord

    package init(signed: LogRecord, shown: LogRecord) {
        self.signed = signed
        self.shown = shown
    }
}

/// What one turn of writing adds to a log, all of it or nothing.
package struct LogAddition: Sendable {
    package var entries: [[UInt8]]
    /// What the entries add to the tree, their leaves first.
    package var growth: TreeGrowth
    /// Covers them.
    package var record: LogRecord
    /// Whether the record may be shown as soon as it is kept.
    package var isShown: Bool
}

/// Where a log keeps its entries, its tree and its checkpoints.
///
/// Whatever a method has written when it returns is there after the end of the process and of the power, and a write that
/// was cut has left nothing. `FileLogStore` and `SQLLogStore` are two, with one suite of tests.
package protocol LogStore: Sendable {
    /// Where it is, for messages; no secret.
    var place: String { get }
    /// Whether others write too, so that what this process knows may be old, and reading may take its time.
    var isShared: Bool { get }

    /// - Returns: `nil` for a log that was not begun.
    func head() throws(LogError) -> LogHead?

    /// Begins a log that is not there yet, in one step.
    ///
    /// - Parameter fill: hands over the entries that it has from the beginning, in order and in pieces.
    /// - Throws: `LogError.exists` when there is a log.
    func begin(_ head: LogHead, fill: (_ add: LogFilling) throws(LogError) -> Void) throws(LogError)

    /// Hashes of one tile level, 32 bytes each, of which all are there.
    func hashes(level: Int, from index: UInt64, count: Int) throws(LogError) -> [UInt8]

    /// The first entries of a tile, each after its length in two bytes (C2SP tlog-tiles), if that many are there.
    func entries(tile: UInt64, width: Int) throws(LogError) -> [UInt8]?

    /// One turn of writing; everybody else who would write waits until it ends. What is done in it is kept when it
    /// returns, and nothing of it when it throws.
    func write<Result>(_ body: (any LogTurn) throws(LogError) -> Result) throws(LogError) -> Result

    /// Lets no one write any more, or again: before the log is moved to another store.
    func freeze(_ isFrozen: Bool) throws(LogError)

    func close()
}

/// Adds entries, and what they add to the tree, to a log that is being begun.
package typealias LogFilling = (_ entries: [[UInt8]], _ growth: TreeGrowth) throws(LogError) -> Void

/// A turn of writing to a log.
package protocol LogTurn {
    /// Read when the turn had begun, so that nobody has gone on from it.
    var head: LogHead { get }

    /// Where each leaf stands that is there.
    func indices(of leaves: [MerkleHash]) throws(LogError) -> [UInt64?]

    func append(_ addition: LogAddition) throws(LogError)

    /// Shows a record of a size that was signed.
    func show(_ record: LogRecord) throws(LogError)
}

extension LogStore {
    /// The hash over the leaves [index·2^level, (index+1)·2^level).
    func node(level: Int, index: UInt64) throws(LogError) -> MerkleHash {
        let bytes = try hashes(level: level / 8, from: index << UInt64(level % 8), count: 1 << (level % 8))
        return TreeGrowth.joined(TreeGrowth.hashes(bytes)) ?? .empty
    }

    var prover: MerkleProver<LogError> {
        MerkleProver { level, index throws(LogError) in try node(level: level, index: index) }
    }

    /// What must be known of the tree to go on from it.
    func frontier(size: UInt64) throws(LogError) -> TreeFrontier {
        var hashes: [MerkleHash] = []
        for place in TreeFrontier.nodes(size: size) {
            hashes.append(try node(level: place.level, index: place.index))
        }
        guard let frontier = TreeFrontier(size: size, hashes: hashes) else {
            throw .damaged(path: place, "the tree of \(size) entries is not whole")
        }
        return frontier
    }
}
