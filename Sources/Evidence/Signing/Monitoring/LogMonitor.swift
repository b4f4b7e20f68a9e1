package import Transparency

/// Watches a log that is published as tiles: that it only grows, that its entries are those its checkpoints speak of, and
/// whether entries appear of those it watches for that no one accounts for.
///
/// Files come from a `TileReader`, what is known from the caller, who keeps it. Nothing is reported of entries before
/// they are shown to be in the log.
package struct LogMonitor: Sendable {
    /// The checkpoint that a note says, once its log has signed it.
    package typealias Verification = @Sendable (SignedNote) throws(NoteError) -> Checkpoint
    package typealias Report = (LogAlert) throws -> Void

    private let reader: TileReader
    private let verification: Verification
    private let watch: LogWatch

    /// Entries after which what was read is checked and kept.
    private let batch: UInt64
    /// Tiles of entries that are asked for at once.
    private static let lanes: UInt64 = 8

    package init(
        reader: TileReader, watch: LogWatch, batch: UInt64 = 65_536, verification: @escaping Verification
    ) {
        self.reader = reader
        self.batch = max(1, batch)
        self.watch = watch
        self.verification = verification
    }

    /// What is known of a log that is seen for the first time.
    ///
    /// - Parameter fromStart: whether all of its entries are to be read, or only those that come.
    package func begin(fromStart: Bool) async throws -> LogMonitorState {
        let note = try await reader.checkpoint()
        let checkpoint = try verification(note)
        if fromStart { return LogMonitorState(note: note, checkpoint: checkpoint, read: TreeFrontier()) }
        let frontier = try await reader.frontier(of: checkpoint.size, size: checkpoint.size)
        guard frontier.root == checkpoint.root else {
            throw LogMonitorError.tiles(checkpoint, found: frontier.root)
        }
        return LogMonitorState(note: note, checkpoint: checkpoint, read: frontier)
    }

    /// Goes on from what is known to what the log shows now.
    ///
    /// - Parameters:
    ///   - keep: called with what is known after each part that was checked and reported.
    ///   - report: called for what somebody should see.
    /// - Returns: what is known afterwards; after a contradiction, what was known before.
    package func advance(
        _ known: LogMonitorState, keep: (LogMonitorState) throws -> Void, report: Report
    ) async throws -> LogMonitorState {
        let note = try await reader.checkpoint()
        let checkpoint = try verification(note)
        guard checkpoint.size >= known.checkpoint.size else {
            // A mirror may lag. A log that goes back may have dropped the files that could show what it was.
            let isLagging: Bool
            do {
                isLagging = try await isBeginning(checkpoint, of: known.checkpoint)
            } catch is TileReadingError {
                isLagging = true
            }
            try report(
                isLagging
                    ? .behind(known: known.checkpoint.size, shown: checkpoint.size)
                    : .contradiction(.init(known.note, note)))
            return known
        }
        guard try await isBeginning(known.checkpoint, of: checkpoint) else {
            try report(.contradiction(.init(known.note, note)))
            return known
        }
        var state = LogMonitorState(note: note, checkpoint: checkpoint, read: known.read)
        if state.read.size == checkpoint.size, state.read.root != checkpoint.root {
            throw LogMonitorError.tiles(checkpoint, found: state.read.root)
        }
        try keep(state)
        while state.read.size < checkpoint.size {
            let alerts = try await readBatch(&state)
            for alert in alerts { try report(alert) }
            try keep(state)
        }
        return state
    }

    /// Whether a checkpoint that others have seen is one of the same log's history.
    ///
    /// - Returns: `false` after it was reported; `nil` when the other is ahead of what this monitor knows.
    package func compare(_ other: SignedNote, with known: LogMonitorState, report: Report) async throws -> Bool? {
        let checkpoint = try verification(other)
        guard checkpoint.size <= known.checkpoint.size else { return nil }
        if try await isBeginning(checkpoint, of: known.checkpoint) { return true }
        try report(.contradiction(.init(known.note, other)))
        return false
    }

    /// By a proof that the log's tiles give.
    ///
    /// - Throws: when they give none, which is no answer.
    private func isBeginning(_ part: Checkpoint, of whole: Checkpoint) async throws -> Bool {
        if part.size == whole.size { return part.root == whole.root }
        guard part.size > 0 else { return true }
        // What the tiles say the beginning is must lead to the signed root: then another beginning cannot.
        let frontier = try await reader.frontier(of: part.size, size: whole.size)
        do {
            try ConsistencyProof.verify(
                oldSize: part.size, oldRoot: frontier.root, newSize: whole.size, newRoot: whole.root,
                proof: try await reader.consistency(of: part.size, size: whole.size))
        } catch let error as ProofError {
            throw LogMonitorError.tiles(size: whole.size, "\(error)")
        }
        return frontier.root == part.root
    }

    private func readBatch(_ state: inout LogMonitorState) async throws -> [LogAlert] {
        let size = state.checkpoint.size
        var frontier = state.read
        let end = min(size, frontier.size - frontier.size % batch + batch)
        var alerts: [LogAlert] = []
        while frontier.size < end {
            for entry in try await readTiles(from: frontier.size, end: end, size: size) {
                let leaf = MerkleHash.leaf(entry)
                if let alert = alert(entry, leaf, at: frontier.size) { alerts.append(contentsOf: alert) }
                frontier.append(leaf)
            }
        }
        if frontier.size == size {
            guard frontier.root == state.checkpoint.root else {
                throw LogMonitorError.tiles(state.checkpoint, found: frontier.root)
            }
        } else {
            let read = Checkpoint(origin: state.checkpoint.origin, size: frontier.size, root: frontier.root)
            guard try await isBeginning(read, of: state.checkpoint) else {
                throw LogMonitorError.entries(before: frontier.size)
            }
        }
        state.read = frontier
        return alerts
    }

    /// The entries of some tiles from `index` on, which may begin within a tile.
    private func readTiles(from index: UInt64, end: UInt64, size: UInt64) async throws -> [[UInt8]] {
        let width = UInt64(Tile.width)
        let first = index / width
        let last = min((end - 1) / width, first + Self.lanes - 1)
        return try await withThrowingTaskGroup(of: (UInt64, [[UInt8]]).self) { group in
            for number in first...last {
                group.addTask { (number, try await reader.entries(from: max(index, number * width), size: size)) }
            }
            var parts: [(UInt64, [[UInt8]])] = []
            for try await part in group { parts.append(part) }
            let entries = parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
            guard !entries.isEmpty else { throw TileReadingError.missing("the entry \(index)") }
            return entries
        }
    }

    private func alert(_ entry: [UInt8], _ leaf: MerkleHash, at index: UInt64) -> [LogAlert]? {
        let record: LogRecord
        do {
            record = try LogRecord(entry: entry)
        } catch {
            return [.unreadable(index: index, reason: "\(error)")]
        }
        let owned = watch.owned(record)
        guard !owned.isEmpty, !watch.explained.holds(leaf, record) else { return nil }
        return owned.map { .unexplained(index: index, holder: $0, subject: record.subject) }
    }
}

/// Why a log's files cannot be believed, whatever its checkpoints say.
package enum LogMonitorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The tiles do not hash to the root that the log has signed.
    case tiles(size: UInt64, String)
    /// The entries are not those of the tree.
    case entries(before: UInt64)

    static func tiles(_ checkpoint: Checkpoint, found: MerkleHash) -> LogMonitorError {
        .tiles(size: checkpoint.size, "expected the root \(checkpoint.root), found \(found)")
    }

    package var description: String {
        switch self {
        case .tiles(let size, let what):
            "log: expected files that hash to the root it has signed of \(size) entries: \(what)"
        case .entries(let index):
            "log: expected the entries before \(index) to be those of the signed tree, found others"
        }
    }
}
