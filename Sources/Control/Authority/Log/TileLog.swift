internal import Content
internal import Dispatch
internal import NIOPosix
internal import Synchronization
package import Transparency

/// A transparency log of tiles on a disk (C2SP tlog-tiles, as Rekor v2 serves them).
///
/// Entries come in from any task. One thread takes all that wait, writes them, signs a checkpoint that covers them, and
/// only when both are on the disk shows the checkpoint and answers. So what was answered survives the end of the process
/// and of the power, what was shown is never contradicted, and the cost of reaching the disk is shared.
///
/// In a folder: `entries`, the truth; `checkpoints`, how far it was published; `hashes.0` to `hashes.7` and
/// `entries.index`, which are computed from the entries again when they are missing or wrong.
package final class TileLog: Sendable {
    /// Where an entry stands, and the proof.
    package struct Inclusion: Sendable {
        package var index: UInt64
        package var checkpoint: Checkpoint
        package var note: SignedNote
        package var proof: [MerkleHash]
    }

    /// A state of the log.
    private struct Published {
        var checkpoint: Checkpoint
        var note: SignedNote
        /// Bytes of its entries.
        var entryBytes: UInt64

        init(_ record: CheckpointFile.Record) throws(NoteError) {
            checkpoint = try Checkpoint(text: record.note.text)
            note = record.note
            entryBytes = record.entryBytes
        }

        init(checkpoint: Checkpoint, note: SignedNote, entryBytes: UInt64) {
            self.checkpoint = checkpoint
            self.note = note
            self.entryBytes = entryBytes
        }

        var record: CheckpointFile.Record { .init(entryBytes: entryBytes, note: note) }
    }

    private struct Waiting {
        var entry: [UInt8]
        var leaf: MerkleHash
        var answer: CheckedContinuation<Result<Inclusion, LogError>, Never>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var isDraining = false
        /// What was signed is to be shown, though no entries wait.
        var isNudged = false
        var halted: String?
    }

    /// What only the writing thread changes.
    private struct Store {
        var entries: EntryFile
        var checkpoints: CheckpointFile
        var seen: SeenLeaves
        /// The largest tree that was signed: what is shown, unless witnesses are awaited.
        var signed: Published
    }

    package let signer: CheckpointSigner
    private let tree: TreeFiles
    private let store: Mutex<Store>
    private let published: Mutex<Published>
    private let queue = Mutex(Queue())
    private let writer: NIOThreadPool
    private let lockFile: AppendedFile
    private let witnessing: Witnessing?

    /// Entries that wait at most, and those written at once.
    private static let queueLimit = 16_384
    private static let batchLimit = 1024

    /// Opens the log in a folder, which must exist, or begins one there.
    ///
    /// - Parameter witnessing: has each checkpoint cosigned before it is shown. What was signed by the log and not yet by
    ///   them stays hidden until `show` or the next entry.
    /// - Throws: `LogError.damaged` when the disk holds less or another thing than was published.
    package init(folder: String, signer: CheckpointSigner, witnessing: Witnessing? = nil) throws {
        self.signer = signer
        self.witnessing = witnessing
        let lockFile = try AppendedFile("\(folder)/lock")
        guard lockFile.lock() else { throw LogError.inUse(path: folder) }
        self.lockFile = lockFile
        tree = try TreeFiles(folder: folder)
        let (checkpoints, records) = try CheckpointFile.open("\(folder)/checkpoints") { note in
            witnessing?.isFulfilled(by: note) ?? true
        }
        var current: Published
        var shown: Published
        if let records {
            _ = try records.last.note.verify([signer.key])
            current = try Published(records.last)
            // The first was shown before there were witnesses, or is of the empty log.
            shown = try Published(records.shown ?? records.first)
            guard current.checkpoint.origin == signer.origin else {
                throw LogError.damaged(
                    path: folder, "expected the log \(signer.origin), found \(current.checkpoint.origin)")
            }
        } else {
            let entries = try AppendedFile("\(folder)/entries")
            let checkpoint = Checkpoint(origin: signer.origin, size: 0, root: .empty)
            current = Published(checkpoint: checkpoint, note: try signer.note(checkpoint), entryBytes: 0)
            shown = current
            // Entries without a checkpoint were never answered; before the first batch there is nothing to lose.
            try entries.cut(to: 0)
            try checkpoints.append(current.record, shown: nil)
        }
        let size = current.checkpoint.size
        let entries = try EntryFile(folder: folder, count: size, end: current.entryBytes)
        if try !tree.hold(size: size) || tree.prover.root(size: size) != current.checkpoint.root {
            try Self.rebuild(tree, entries)
            guard try tree.prover.root(size: size) == current.checkpoint.root else {
                throw LogError.damaged(path: folder, "the entries do not hash to the root that was published")
            }
        }
        try tree.cut(to: size)
        // The files may be new: an entry is safe when its file's name is.
        try AppendedFile.synchronize(folder: folder)
        var seen = SeenLeaves()
        var index: UInt64 = 0
        while index < size {
            let count = Int(min(size - index, 65_536))
            for (offset, leaf) in try tree.hashes(level: 0, from: index, count: count).enumerated() {
                seen.insert(leaf, at: index + UInt64(offset))
            }
            index += UInt64(count)
        }
        store = Mutex(Store(entries: entries, checkpoints: checkpoints, seen: seen, signed: current))
        published = Mutex(shown)
        writer = NIOThreadPool(numberOfThreads: 1)
        writer.start()
    }

    private static func rebuild(_ tree: TreeFiles, _ entries: EntryFile) throws {
        try tree.cut(to: 0)
        var size: UInt64 = 0
        for tile in entries.starts.indices {
            let width = Int(min(entries.count - size, UInt64(Tile.width)))
            guard let range = try entries.range(ofTile: UInt64(tile), width: width) else { break }
            let bytes = try entries.file.read(Int(range.upperBound - range.lowerBound), at: range.lowerBound)
            let leaves = try TileContent.entries(bytes, width: width).map { MerkleHash.leaf($0) }
            try tree.append(leaves: leaves, to: size)
            size += UInt64(leaves.count)
        }
    }

    /// Waits for what is being written, and takes no more.
    package func close() async {
        queue.withLock { $0.halted = $0.halted ?? "the log is closed" }
        // Work that was handed in is done before the thread ends.
        await withCheckedContinuation { continuation in
            writer.submit { _ in continuation.resume() }
        }
        try? await writer.shutdownGracefully()  // It fails only when it was shut down before.
        lockFile.unlock()
    }

    // MARK: Reading

    package var checkpoint: (checkpoint: Checkpoint, note: SignedNote) {
        published.withLock { ($0.checkpoint, $0.note) }
    }

    /// The bytes of a tile of the published log.
    ///
    /// - Returns: `nil` when the published log has no such tile. A partial tile stays readable when it has grown.
    package func tile(_ tile: Tile) throws -> [UInt8]? {
        let size = published.withLock { $0.checkpoint.size }
        let level =
            switch tile.level {
            case .hashes(let level): level
            case .entries: 0
            }
        let nodes = size >> UInt64(8 * level)
        let (start, overflow) = tile.index.multipliedReportingOverflow(by: UInt64(Tile.width))
        guard !overflow, start < nodes, nodes - start >= UInt64(tile.width) else { return nil }
        if case .hashes = tile.level { return try tree.bytes(level: level, from: start, count: tile.width) }
        let found = try store.withLock { store throws(FileError) in
            (store.entries.file, try store.entries.range(ofTile: tile.index, width: tile.width))
        }
        guard let range = found.1 else { return nil }
        return try found.0.read(Int(range.upperBound - range.lowerBound), at: range.lowerBound)
    }

    /// An entry of the published log by its index, with proof.
    package func entry(at index: UInt64) throws -> (entry: [UInt8], inclusion: Inclusion)? {
        let current = published.withLock { $0 }
        guard index < current.checkpoint.size else { return nil }
        let position = Int(index % UInt64(Tile.width))
        guard let tile = Tile(level: .entries, index: index / UInt64(Tile.width), width: position + 1),
            let bytes = try self.tile(tile),
            let entry = try TileContent.entries(bytes, width: position + 1).last
        else { return nil }
        return (entry, try inclusion(of: index, in: current))
    }

    private func inclusion(of index: UInt64, in current: Published) throws(FileError) -> Inclusion {
        Inclusion(
            index: index, checkpoint: current.checkpoint, note: current.note,
            proof: try tree.prover.inclusion(of: index, in: 0..<current.checkpoint.size))
    }

    // MARK: Appending

    /// Adds an entry and returns when it is on the disk and in the published checkpoint.
    ///
    /// - Throws: `LogError`; `.duplicate` when the same bytes are there.
    package func append(_ entry: [UInt8]) async throws(LogError) -> Inclusion {
        guard (1...Int(UInt16.max)).contains(entry.count) else { throw .entrySize(entry.count) }
        let leaf = MerkleHash.leaf(entry)
        let result = await withCheckedContinuation {
            (answer: CheckedContinuation<Result<Inclusion, LogError>, Never>) in
            let refusal: LogError? = queue.withLock { queue in
                if let reason = queue.halted { return .halted(reason) }
                guard queue.waiting.count < Self.queueLimit else { return .busy }
                queue.waiting.append(Waiting(entry: entry, leaf: leaf, answer: answer))
                if !queue.isDraining {
                    queue.isDraining = true
                    writer.submit { _ in self.drain() }
                }
                return nil
            }
            if let refusal { answer.resume(returning: .failure(refusal)) }
        }
        return try result.get()
    }

    /// Shows what was signed and awaits its witnesses, if there is such: after the log was opened, or they were away.
    package func show() async throws(LogError) {
        guard witnessing != nil else { return }
        queue.withLock { queue in
            queue.isNudged = true
            if !queue.isDraining {
                queue.isDraining = true
                writer.submit { _ in self.drain() }
            }
        }
        // Work that was handed in before is done before this.
        await withCheckedContinuation { continuation in
            writer.submit { _ in continuation.resume() }
        }
    }

    private func drain() {
        while true {
            let (batch, isNudged) = queue.withLock { queue -> ([Waiting], Bool) in
                let batch = Array(queue.waiting.prefix(Self.batchLimit))
                queue.waiting.removeFirst(batch.count)
                defer { queue.isNudged = false }
                if batch.isEmpty, !queue.isNudged { queue.isDraining = false }
                return (batch, queue.isNudged)
            }
            guard !batch.isEmpty || isNudged else { return }
            if let reason = queue.withLock({ $0.halted }) {
                for item in batch { item.answer.resume(returning: .failure(.halted(reason))) }
                continue
            }
            do {
                try write(batch)
            } catch {
                // How much came to the disk is not known. Opening the log anew finds the last published state.
                queue.withLock { $0.halted = $0.halted ?? "\(error)" }
                for item in batch { item.answer.resume(returning: .failure(.halted("\(error)"))) }
            }
        }
    }

    private func write(_ batch: [Waiting]) throws {
        let shown = published.withLock { $0 }
        let (places, signed) = try store.withLock { try sign(batch, &$0, shown) }
        var failure: LogError?
        if signed.checkpoint.size > shown.checkpoint.size {
            do throws(LogError) {
                try publish(signed)
            } catch {
                guard case .unwitnessed = error else { throw error }
                failure = error
            }
        }
        let current = published.withLock { $0 }
        for (item, place) in zip(batch, places) {
            item.answer.resume(
                returning: place.flatMap { index in
                    if let failure { return .failure(failure) }
                    do throws(FileError) {
                        return .success(try inclusion(of: index, in: current))
                    } catch {
                        return .failure(.file(error))
                    }
                })
        }
    }

    /// Brings entries and a checkpoint that covers them to the disk.
    ///
    /// - Returns: where each entry stands, and what is signed then.
    private func sign(
        _ batch: [Waiting], _ store: inout Store, _ shown: Published
    ) throws -> (places: [Result<UInt64, LogError>], signed: Published) {
        let size = store.signed.checkpoint.size
        // Those that are there, and those that wait twice, are answered with where they stand.
        var fresh: [Waiting] = []
        var places: [Result<UInt64, LogError>] = []
        var among: [MerkleHash: UInt64] = [:]
        for item in batch {
            if let index = among[item.leaf] {
                places.append(.failure(.duplicate(index: index)))
            } else if let index = store.seen.index(of: item.leaf),
                try tree.hashes(level: 0, from: index, count: 1).first == item.leaf
            {
                // One that was never shown is answered as a new one: whoever asks again got no answer the first time.
                places.append(index < shown.checkpoint.size ? .failure(.duplicate(index: index)) : .success(index))
            } else {
                let index = size + UInt64(fresh.count)
                among[item.leaf] = index
                places.append(.success(index))
                fresh.append(item)
            }
        }
        guard !fresh.isEmpty else { return (places, store.signed) }
        try store.entries.append(fresh.map(\.entry))
        try tree.append(leaves: fresh.map(\.leaf), to: size)
        let newSize = size + UInt64(fresh.count)
        let checkpoint = Checkpoint(
            origin: signer.origin, size: newSize, root: try tree.prover.root(size: newSize))
        let signed = Published(
            checkpoint: checkpoint, note: try signer.note(checkpoint), entryBytes: store.entries.end)
        try store.checkpoints.append(signed.record, shown: witnessing == nil ? nil : shown.record)
        for (offset, item) in fresh.enumerated() { store.seen.insert(item.leaf, at: size + UInt64(offset)) }
        store.signed = signed
        return (places, signed)
    }

    /// Shows what is signed, with the signatures of witnesses where they are wanted.
    private func publish(_ signed: Published) throws(LogError) {
        guard let witnessing else {
            published.withLock { $0 = signed }
            return
        }
        let size = signed.checkpoint.size
        let tree = tree
        let answer = Self.wait { () async throws(LogError) -> SignedNote in
            try await witnessing.cosigned(signed.note, size: size) { old in
                try tree.prover.consistency(of: 0..<old, size: size)
            }
        }
        var cosigned = signed
        cosigned.note = try answer.get()
        do throws(FileError) {
            try store.withLock { store throws(FileError) in
                try store.checkpoints.append(cosigned.record, shown: nil)
                store.signed = cosigned
            }
        } catch {
            throw .file(error)
        }
        published.withLock { $0 = cosigned }
    }

    private final class Answer: Sendable {
        let value = Mutex<Result<SignedNote, LogError>>(.failure(.busy))
        let done = DispatchSemaphore(value: 0)
    }

    /// Waits on the writing thread, which is no thread of the concurrency pool, for work of that pool.
    private static func wait(
        _ work: @escaping @Sendable () async throws(LogError) -> SignedNote
    ) -> Result<SignedNote, LogError> {
        let answer = Answer()
        Task {
            let result: Result<SignedNote, LogError>
            do throws(LogError) { result = .success(try await work()) } catch { result = .failure(error) }
            answer.value.withLock { $0 = result }
            answer.done.signal()
        }
        answer.done.wait()
        return answer.value.withLock { $0 }
    }
}
