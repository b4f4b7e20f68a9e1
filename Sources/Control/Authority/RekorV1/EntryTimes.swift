internal import Content
internal import NIOPosix
internal import Synchronization

/// When entries came into a log of the first generation, which promises these times.
protocol EntryTimes: Sendable {
    /// The time of an entry, once it is on the disk.
    ///
    /// - Parameter now: becomes the entry's time if it has none: it is in the log by then.
    func time(of index: UInt64, now: Int64) async throws -> Int64
    func close() async
}

/// Times in a file, eight bytes for each entry. Those of many entries reach the disk at once.
final class EntryTimeFile: EntryTimes {
    private struct Waiting {
        var index: UInt64
        var now: Int64
        var answer: CheckedContinuation<Result<Int64, FileError>, Never>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var isDraining = false
    }

    private let file: AppendedFile
    private let queue = Mutex(Queue())
    private let writer: NIOThreadPool

    init(_ path: String) throws(FileError) {
        file = try AppendedFile(path)
        writer = NIOThreadPool(numberOfThreads: 1)
        writer.start()
    }

    func time(of index: UInt64, now: Int64) async throws -> Int64 {
        let result = await withCheckedContinuation {
            (answer: CheckedContinuation<Result<Int64, FileError>, Never>) in
            queue.withLock { queue in
                queue.waiting.append(Waiting(index: index, now: now, answer: answer))
                if !queue.isDraining {
                    queue.isDraining = true
                    writer.submit { _ in self.drain() }
                }
            }
        }
        return try result.get()
    }

    private func drain() {
        while true {
            let batch = queue.withLock { queue -> [Waiting] in
                let batch = queue.waiting
                queue.waiting = []
                if batch.isEmpty { queue.isDraining = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            var times: [Result<Int64, FileError>] = []
            do throws(FileError) {
                var isChanged = false
                for item in batch {
                    let known = try read(item.index)
                    if known == 0 {
                        try file.write(withUnsafeBytes(of: item.now.bigEndian) { Array($0) }, at: item.index * 8)
                        isChanged = true
                    }
                    times.append(.success(known == 0 ? item.now : known))
                }
                if isChanged { try file.synchronize() }
            } catch {
                times = batch.map { _ in .failure(error) }
            }
            for (item, time) in zip(batch, times) { item.answer.resume(returning: time) }
        }
    }

    /// Zero for an entry whose time was not written.
    private func read(_ index: UInt64) throws(FileError) -> Int64 {
        guard try file.size() >= (index + 1) * 8 else { return 0 }
        return try file.read(8, at: index * 8).reduce(0) { $0 << 8 | Int64($1) }
    }

    func close() async {
        // It fails only when it was shut down before.
        try? await writer.shutdownGracefully()
    }
}
