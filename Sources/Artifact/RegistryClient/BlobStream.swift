internal import Archive
internal import Glibc
package import NIOCore

/// A bounded pipe from an asynchronous download to a reader on a thread of its own.
///
/// The writer suspends while the pipe is full and the reader's thread sleeps while it is empty. Either side may
/// give up: the writer with `finish(throwing:)`, the reader with `cancel()`.
package final class BlobStream: ByteReader, @unchecked Sendable {
    // Every field below is only touched while `mutex` is held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t> = .allocate(capacity: 1)
    private let filled: UnsafeMutablePointer<pthread_cond_t> = .allocate(capacity: 1)
    private var chunks: [ByteBuffer] = []
    private var waiting: CheckedContinuation<Void, Never>?
    private var outcome: Result<Void, any Error>?
    private var isCancelled = false
    private let capacity: Int

    /// - Parameter capacity: chunks held before the writer must wait; at least one.
    package init(capacity: Int = 8) {
        self.capacity = max(1, capacity)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(filled, nil)
    }

    deinit {
        pthread_cond_destroy(filled)
        pthread_mutex_destroy(mutex)
        filled.deallocate()
        mutex.deallocate()
    }

    private func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// Appends a chunk, then waits while the pipe is full. One writer at a time.
    ///
    /// - Throws: `RegistryError.cancelled` when the reader or the writer's task gave up.
    package func write(_ chunk: ByteBuffer) async throws {
        guard chunk.readableBytes > 0 else { return }
        locked {
            chunks.append(chunk)
            pthread_cond_signal(filled)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayGoOn = locked {
                    if chunks.count < capacity || isCancelled || Task.isCancelled { return true }
                    waiting = continuation
                    return false
                }
                if mayGoOn { continuation.resume() }
            }
        } onCancel: {
            finish(throwing: RegistryError.cancelled)
        }
        if Task.isCancelled || locked({ isCancelled }) { throw RegistryError.cancelled }
    }

    /// Ends the stream; the reader gets what was written before, then the error. Only the first call counts.
    package func finish(throwing error: (any Error)? = nil) {
        let writer = locked {
            if outcome == nil { outcome = error.map { .failure($0) } ?? .success(()) }
            pthread_cond_broadcast(filled)
            defer { waiting = nil }
            return waiting
        }
        writer?.resume()
    }

    /// The reader wants no more: the writer's next call throws.
    package func cancel() {
        let writer = locked {
            isCancelled = true
            chunks = []
            pthread_cond_broadcast(filled)
            defer { waiting = nil }
            return waiting
        }
        writer?.resume()
    }

    /// Blocks until bytes are at hand. Never call it on a thread of the concurrency runtime.
    ///
    /// - Returns: bytes written to `buffer`; 0 at the end of the stream.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !buffer.isEmpty else { return 0 }
        var writer: CheckedContinuation<Void, Never>?
        defer { writer?.resume() }
        return try locked {
            while chunks.isEmpty, outcome == nil, !isCancelled { pthread_cond_wait(filled, mutex) }
            if isCancelled { throw RegistryError.cancelled }
            guard !chunks.isEmpty else {
                try outcome?.get()
                return 0
            }
            let count = min(buffer.count, chunks[0].readableBytes)
            chunks[0].readWithUnsafeReadableBytes { source in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<count]))
                return count
            }
            if chunks[0].readableBytes == 0 {
                chunks.removeFirst()
                if chunks.count < capacity {
                    writer = waiting
                    waiting = nil
                }
            }
            return count
        }
    }
}
