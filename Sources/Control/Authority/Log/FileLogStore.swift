internal import Content
internal import Glibc
internal import Synchronization
internal import Transparency

/// A log in a folder of plain files: `entries`, the truth; `checkpoints`, how far it was published; `hashes.0` to
/// `hashes.7` and `entries.index`, which are computed from the entries again when they are missing or wrong.
///
/// One process has it at a time. An entry is on the disk before the checkpoint that covers it.
final class FileLogStore: LogStore {
    private struct State {
        var entries: EntryFile
        var checkpoints: CheckpointFile
        var seen = SeenLeaves()
        var head: LogHead?
    }

    let place: String
    var isShared: Bool { false }
    private let tree: TreeFiles
    private let state: Mutex<State>
    private let turn = Mutex(())
    private let lockFile: AppendedFile

    /// Opens the log in a folder, which must exist, or makes its files there.
    ///
    /// - Parameter isShown: whether a record that was found is one that the log may show; when none is, the first is shown:
    ///   it was shown before there were witnesses, or is of the empty log.
    /// - Throws: `LogError.damaged` when the disk holds less or another thing than was published.
    init(folder: String, isShown: @Sendable (SignedNote) -> Bool) throws(LogError) {
        place = folder
        do throws(FileError) {
            lockFile = try AppendedFile("\(folder)/lock")
            guard lockFile.lock() else { throw FileError(operation: "lock", path: folder, code: EWOULDBLOCK) }
            tree = try TreeFiles(folder: folder)
        } catch {
            throw error.operation == "lock" ? .inUse(path: folder) : .file(error)
        }
        let (checkpoints, records) = try CheckpointFile.open("\(folder)/checkpoints", isShown: isShown)
        var head: LogHead?
        if let records {
            do throws(NoteError) {
                head = LogHead(
                    signed: try LogRecord(records.last.note),
                    shown: try LogRecord((records.shown ?? records.first).note))
            } catch {
                throw .damaged(path: folder, "\(error)")
            }
        }
        let size = head?.signed.checkpoint.size ?? 0
        // Entries without a checkpoint were never answered.
        let entries = try EntryFile(folder: folder, count: size, end: records?.last.entryBytes ?? 0)
        state = Mutex(State(entries: entries, checkpoints: checkpoints, head: head))
        if let head { try check(tree, entries, head.signed.checkpoint) }
        do throws(FileError) {
            try tree.cut(to: size)
            // The files may be new: an entry is safe when its file's name is.
            try AppendedFile.synchronize(folder: folder)
        } catch {
            throw .file(error)
        }
        try fillSeen(size)
    }

    private func check(_ tree: TreeFiles, _ entries: EntryFile, _ checkpoint: Checkpoint) throws(LogError) {
        let isWhole: Bool
        do throws(FileError) { isWhole = try tree.hold(size: checkpoint.size) } catch { throw .file(error) }
        if isWhole, try prover.root(size: checkpoint.size) == checkpoint.root { return }
        try rebuild(entries)
        guard try prover.root(size: checkpoint.size) == checkpoint.root else {
            throw .damaged(path: place, "the entries do not hash to the root that was published")
        }
    }

    private func rebuild(_ entries: EntryFile) throws(LogError) {
        do throws(FileError) { try tree.cut(to: 0) } catch { throw .file(error) }
        var size: UInt64 = 0
        for tile in entries.starts.indices {
            let width = Int(min(entries.count - size, UInt64(Tile.width)))
            guard let bytes = try read(entries, tile: UInt64(tile), width: width) else { break }
            let content: [[UInt8]]
            do throws(TileError) {
                content = try TileContent.entries(bytes, width: width)
            } catch {
                throw .damaged(path: place, "\(error)")
            }
            let growth = try TreeGrowth(leaves: content.map { .leaf($0) }, to: size, read: hashes)
            do throws(FileError) { try tree.append(growth) } catch { throw .file(error) }
            size += UInt64(width)
        }
    }

    private func fillSeen(_ size: UInt64) throws(LogError) {
        var index: UInt64 = 0
        while index < size {
            let count = Int(min(size - index, 65_536))
            let leaves = TreeGrowth.hashes(try hashes(level: 0, from: index, count: count))
            state.withLock { state in
                for (offset, leaf) in leaves.enumerated() { state.seen.insert(leaf, at: index + UInt64(offset)) }
            }
            index += UInt64(count)
        }
    }

    func close() { lockFile.unlock() }

    // MARK: Reading

    func head() throws(LogError) -> LogHead? { state.withLock { $0.head } }

    func hashes(level: Int, from index: UInt64, count: Int) throws(LogError) -> [UInt8] {
        do throws(FileError) {
            return try tree.hashes(level: level, from: index, count: count)
        } catch {
            throw .file(error)
        }
    }

    func entries(tile: UInt64, width: Int) throws(LogError) -> [UInt8]? {
        try read(state.withLock { $0.entries }, tile: tile, width: width)
    }

    private func read(_ entries: EntryFile, tile: UInt64, width: Int) throws(LogError) -> [UInt8]? {
        do throws(FileError) {
            guard let range = try entries.range(ofTile: tile, width: width) else { return nil }
            return try entries.file.read(Int(range.upperBound - range.lowerBound), at: range.lowerBound)
        } catch {
            throw .file(error)
        }
    }

    // MARK: Writing

    private var frozenFile: String { "\(place)/frozen" }

    func freeze(_ isFrozen: Bool) throws(LogError) {
        do throws(FileError) {
            if isFrozen {
                try FileSaving.save(Array("moved\n".utf8), to: frozenFile)
            } else if unlink(frozenFile) != 0, errno != ENOENT {
                throw FileError(operation: "remove", path: frozenFile, code: errno)
            }
        } catch {
            throw .file(error)
        }
    }

    func begin(_ head: LogHead, fill: (LogFilling) throws(LogError) -> Void) throws(LogError) {
        guard try self.head() == nil else { throw .exists(path: place) }
        try fill { entries, growth throws(LogError) in try add(entries, growth) }
        try change { state throws(FileError) in
            let signed = CheckpointFile.Record(entryBytes: state.entries.end, note: head.signed.note)
            let size = head.shown.checkpoint.size
            if size < head.signed.checkpoint.size {
                guard let end = try state.entries.end(of: size) else {
                    throw FileError(operation: "find the entries that were shown in", path: place, code: EIO)
                }
                try state.checkpoints.begin([.init(entryBytes: end, note: head.shown.note), signed])
            } else {
                // Witnesses have signed the very checkpoint that was signed last.
                try state.checkpoints.begin([.init(entryBytes: signed.entryBytes, note: head.shown.note)])
            }
            state.head = head
        }
    }

    private func add(_ entries: [[UInt8]], _ growth: TreeGrowth) throws(LogError) {
        let tree = tree
        try change { state throws(FileError) in
            let size = state.entries.count
            try state.entries.append(entries)
            try tree.append(growth)
            for (offset, leaf) in (growth.levels.first?.hashes ?? []).enumerated() {
                state.seen.insert(leaf, at: size + UInt64(offset))
            }
        }
    }

    private func change(_ body: (inout State) throws(FileError) -> Void) throws(LogError) {
        do throws(FileError) {
            try state.withLock { state throws(FileError) in try body(&state) }
        } catch {
            throw .file(error)
        }
    }

    func write<Result>(_ body: (any LogTurn) throws(LogError) -> Result) throws(LogError) -> Result {
        try turn.withLock { _ throws(LogError) in
            guard access(frozenFile, F_OK) != 0 else { throw .frozen(path: place) }
            guard let head = try head() else { throw .missing(path: place) }
            return try body(Turn(store: self, head: head))
        }
    }

    private struct Turn: LogTurn {
        let store: FileLogStore
        let head: LogHead

        func indices(of leaves: [MerkleHash]) throws(LogError) -> [UInt64?] {
            let places = store.state.withLock { state in leaves.map { state.seen.index(of: $0) } }
            var found: [UInt64?] = []
            for (leaf, place) in zip(leaves, places) {
                // Known by a part of the hash; the whole decides.
                guard let place, try store.hashes(level: 0, from: place, count: 1) == leaf.bytes else {
                    found.append(nil)
                    continue
                }
                found.append(place)
            }
            return found
        }

        func append(_ addition: LogAddition) throws(LogError) {
            try store.add(addition.entries, addition.growth)
            try store.change { state throws(FileError) in
                try state.checkpoints.append(
                    .init(entryBytes: state.entries.end, note: addition.record.note),
                    shown: addition.isShown
                        ? nil : .init(entryBytes: state.entries.end, note: head.shown.note))
                state.head?.signed = addition.record
                if addition.isShown { state.head?.shown = addition.record }
            }
        }

        func show(_ record: LogRecord) throws(LogError) {
            guard record.checkpoint.size == head.signed.checkpoint.size else {
                throw .store("expected a checkpoint of what was signed last")
            }
            try store.change { state throws(FileError) in
                try state.checkpoints.append(.init(entryBytes: state.entries.end, note: record.note), shown: nil)
                state.head?.shown = record
                state.head?.signed = record
            }
        }
    }
}
