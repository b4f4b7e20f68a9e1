internal import Content
internal import Dispatch
internal import NIOPosix
internal import Synchronization
package import Transparency

/// A transparency log of tiles (C2SP tlog-tiles, as Rekor v2 serves them) in a store.
///
/// Entries come in from any task. One thread takes all that wait, signs a checkpoint that covers them, gives both to the
/// store, and only when that has kept them shows the checkpoint and answers. So what was answered survives the end of the
/// process and of the power, what was shown is never contradicted, and the cost of reaching the disk is shared.
///
/// Where several processes write to one store, each follows what the others have added: from leaf to leaf, so that it
/// never signs, or shows, what does not go on from the tree that it knew.
package final class TileLog: Sendable {
    /// Where an entry stands, and the proof.
    package struct Inclusion: Sendable {
        package var index: UInt64
        package var checkpoint: Checkpoint
        package var note: SignedNote
        package var proof: [MerkleHash]
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

    package let signer: CheckpointSigner
    private let store: any LogStore
    private let known: FollowedTree
    private let queue = Mutex(Queue())
    private let writer: NIOThreadPool
    private let readers: NIOThreadPool?
    private let witnessing: Witnessing?

    /// Entries that wait at most, and those written at once.
    private static let queueLimit = 16_384
    private static let batchLimit = 1024
    /// Threads that wait for a store that others share.
    private static let readerCount = 4
    /// Opens the log in a folder, which must exist, or begins one there.
    package convenience init(folder: String, signer: CheckpointSigner, witnessing: Witnessing? = nil) throws {
        let store = try FileLogStore(folder: folder) { witnessing?.isFulfilled(by: $0) ?? true }
        do {
            try Self.begin(store, signer: signer)
            try self.init(store: store, signer: signer, witnessing: witnessing)
        } catch {
            store.close()
            throw error
        }
    }

    /// Begins a log without entries, unless there is one.
    package static func begin(_ store: any LogStore, signer: CheckpointSigner) throws(LogError) {
        guard try store.head() == nil else { return }
        let record = try signer.record(Checkpoint(origin: signer.origin, size: 0, root: .empty))
        do throws(LogError) {
            try store.begin(LogHead(signed: record, shown: record)) { _ in }
        } catch {
            // Another process was faster.
            guard case .exists = error else { throw error }
        }
    }

    /// Opens a log that was begun.
    ///
    /// - Parameter witnessing: has each checkpoint cosigned before it is shown. What was signed by the log and not yet by
    ///   them stays hidden until `show` or the next entry.
    /// - Throws: `LogError.damaged` when the store holds another thing than was published; `LogError.missing`.
    package init(store: any LogStore, signer: CheckpointSigner, witnessing: Witnessing? = nil) throws(LogError) {
        self.signer = signer
        self.store = store
        self.witnessing = witnessing
        known = try FollowedTree(store, signer: signer)
        writer = NIOThreadPool(numberOfThreads: 1)
        writer.start()
        readers = store.isShared ? NIOThreadPool(numberOfThreads: Self.readerCount) : nil
        readers?.start()
    }

    /// Waits for what is being written, and takes no more.
    package func close() async {
        queue.withLock { $0.halted = $0.halted ?? "the log is closed" }
        // Work that was handed in is done before the thread ends.
        await withCheckedContinuation { continuation in
            writer.submit { _ in continuation.resume() }
        }
        try? await writer.shutdownGracefully()  // It fails only when it was shut down before.
        try? await readers?.shutdownGracefully()
        store.close()
    }

    // MARK: Reading

    /// The last checkpoint that this process knows to be shown.
    package var checkpoint: (checkpoint: Checkpoint, note: SignedNote) {
        let shown = known.shown
        return (shown.checkpoint, shown.note)
    }

    /// Reads the log where waiting for its store keeps nobody else waiting.
    package func reading<Result: Sendable>(
        _ body: @escaping @Sendable (TileLog) throws -> Result
    ) async throws -> Result {
        guard let readers else { return try body(self) }
        return try await readers.runIfActive { try body(self) }
    }

    /// The last checkpoint that any process has shown.
    package func latest() throws(LogError) -> (checkpoint: Checkpoint, note: SignedNote) {
        if store.isShared {
            guard let head = try store.head() else { throw .missing(path: store.place) }
            try follow(head)
        }
        return checkpoint
    }

    /// The bytes of a tile of the published log.
    ///
    /// - Returns: `nil` when the published log has no such tile. A partial tile stays readable when it has grown.
    package func tile(_ tile: Tile) throws(LogError) -> [UInt8]? {
        let level =
            switch tile.level {
            case .hashes(let level): level
            case .entries: 0
            }
        let (start, overflow) = tile.index.multipliedReportingOverflow(by: UInt64(Tile.width))
        guard !overflow else { return nil }
        func isThere(_ size: UInt64) -> Bool {
            let nodes = size >> UInt64(8 * level)
            return start < nodes && nodes - start >= UInt64(tile.width)
        }
        if !isThere(known.shown.checkpoint.size) {
            guard store.isShared, isThere(try latest().checkpoint.size) else { return nil }
        }
        if case .hashes = tile.level { return try store.hashes(level: level, from: start, count: tile.width) }
        return try store.entries(tile: tile.index, width: tile.width)
    }

    /// An entry of the published log by its index, with proof.
    package func entry(at index: UInt64) throws -> (entry: [UInt8], inclusion: Inclusion)? {
        let current = known.shown
        guard index < current.checkpoint.size else { return nil }
        let position = Int(index % UInt64(Tile.width))
        guard let tile = Tile(level: .entries, index: index / UInt64(Tile.width), width: position + 1),
            let bytes = try self.tile(tile),
            let entry = try TileContent.entries(bytes, width: position + 1).last
        else { return nil }
        return (entry, try inclusion(of: index, in: current))
    }

    private func inclusion(of index: UInt64, in current: LogRecord) throws(LogError) -> Inclusion {
        Inclusion(
            index: index, checkpoint: current.checkpoint, note: current.note,
            proof: try store.prover.inclusion(of: index, in: 0..<current.checkpoint.size))
    }

    /// Learns what others have written since; when that does not go on from what is known here, the log stops.
    private func follow(_ head: LogHead) throws(LogError) {
        do throws(LogError) {
            try known.follow(head)
        } catch {
            if case .damaged = error { queue.withLock { $0.halted = $0.halted ?? "\(error)" } }
            throw error
        }
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
            do throws(LogError) {
                try write(batch)
            } catch {
                if error.isPassing {
                    for item in batch { item.answer.resume(returning: .failure(error)) }
                    continue
                }
                // How much came to the disk is not known. Opening the log anew finds the last published state.
                queue.withLock { $0.halted = $0.halted ?? "\(error)" }
                for item in batch { item.answer.resume(returning: .failure(.halted("\(error)"))) }
            }
        }
    }

    private func write(_ batch: [Waiting]) throws(LogError) {
        var places: [Result<UInt64, LogError>] = []
        var frontier = TreeFrontier()
        let signed = try store.write { turn throws(LogError) -> LogRecord in
            if store.isShared { try follow(turn.head) }
            frontier = known.frontier
            let record: LogRecord
            (places, record) = try add(batch, turn, &frontier)
            return record
        }
        known.advance(to: frontier)
        let failure = show(signed)
        if let failure, !failure.isPassing { throw failure }
        let current = known.shown
        for (item, place) in zip(batch, places) {
            item.answer.resume(
                returning: place.flatMap { index in
                    // What could not be shown now may have been shown by another.
                    if let failure, index >= current.checkpoint.size { return .failure(failure) }
                    do throws(LogError) {
                        return .success(try inclusion(of: index, in: current))
                    } catch {
                        return .failure(error)
                    }
                })
        }
    }

    /// Adds entries and a checkpoint that covers them in a turn of writing.
    ///
    /// - Returns: where each entry stands, and what is signed then.
    private func add(
        _ batch: [Waiting], _ turn: any LogTurn, _ frontier: inout TreeFrontier
    ) throws(LogError) -> (places: [Result<UInt64, LogError>], signed: LogRecord) {
        let head = turn.head
        let size = head.signed.checkpoint.size
        // Those that are there, and those that wait twice, are answered with where they stand.
        var fresh: [Waiting] = []
        var places: [Result<UInt64, LogError>] = []
        var among: [MerkleHash: UInt64] = [:]
        for (item, place) in zip(batch, batch.isEmpty ? [] : try turn.indices(of: batch.map(\.leaf))) {
            if let index = among[item.leaf] {
                places.append(.failure(.duplicate(index: index)))
            } else if let index = place {
                // One that was never shown is answered as a new one: whoever asks again got no answer the first time.
                places.append(
                    index < head.shown.checkpoint.size ? .failure(.duplicate(index: index)) : .success(index))
            } else {
                let index = size + UInt64(fresh.count)
                among[item.leaf] = index
                places.append(.success(index))
                fresh.append(item)
            }
        }
        guard !fresh.isEmpty else { return (places, head.signed) }
        let growth = try TreeGrowth(leaves: fresh.map(\.leaf), to: size, read: store.hashes)
        for item in fresh { frontier.append(item.leaf) }
        let record = try signer.record(
            Checkpoint(origin: signer.origin, size: frontier.size, root: frontier.root))
        try turn.append(
            LogAddition(
                entries: fresh.map(\.entry), growth: growth, record: record, isShown: witnessing == nil))
        return (places, record)
    }

    /// Shows what is signed, with the signatures of witnesses where they are wanted.
    ///
    /// - Returns: why it is not shown.
    private func show(_ signed: LogRecord) -> LogError? {
        guard let witnessing else {
            known.show(signed)
            return nil
        }
        var signed = signed
        var failure: LogError?
        // Where others write too, witnesses may have seen a later tree already: then that is what they are to sign.
        for _ in 0..<3 {
            do throws(LogError) {
                let shown = known.shown
                if signed.checkpoint.size < shown.checkpoint.size || signed.checkpoint.size == 0 { return nil }
                if signed.checkpoint.size == shown.checkpoint.size, witnessing.isFulfilled(by: shown.note) {
                    return nil
                }
                let cosigned = try cosign(signed, witnessing)
                try store.write { turn throws(LogError) in try turn.show(cosigned) }
                known.show(cosigned)
                return nil
            } catch {
                failure = error
                guard store.isShared, case .unwitnessed = error else { return error }
            }
            do throws(LogError) {
                guard let head = try store.head() else { return failure }
                try follow(head)
                guard head.signed.checkpoint.size > signed.checkpoint.size else { return failure }
                signed = head.signed
            } catch {
                return error
            }
        }
        return failure
    }

    private func cosign(_ signed: LogRecord, _ witnessing: Witnessing) throws(LogError) -> LogRecord {
        let size = signed.checkpoint.size
        let store = store
        let answer = Self.wait { () async throws(LogError) -> SignedNote in
            try await witnessing.cosigned(signed.note, size: size) { old in
                try store.prover.consistency(of: 0..<old, size: size)
            }
        }
        return LogRecord(checkpoint: signed.checkpoint, note: try answer.get())
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
