internal import Glibc

/// Hands buffers from one thread to another and back, so that inflating and reading of a layer overlap.
///
/// One producer, one consumer. Buffers are reused: memory is `count` times `size`, whatever passes through.
final class ChunkRing: @unchecked Sendable {
    // Every field below `mutex` is only touched while it is held; buffers belong to one side at a time.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var free: [UnsafeMutableRawBufferPointer]
    private var full: [Message] = []
    private var isCancelled = false
    private let all: [UnsafeMutableRawBufferPointer]

    enum Message {
        case chunk(UnsafeMutableRawBufferPointer, count: Int)
        /// A stretch of the stream ended: a layer.
        case end(layer: Int, result: Result<Void, any Error>)
        case done
    }

    init(count: Int, size: Int) {
        all = (0..<count).map { _ in .allocate(byteCount: size, alignment: 4096) }
        free = all
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        for buffer in all { buffer.deallocate() }
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// An empty buffer to fill; `nil` when the consumer gave up.
    func takeFree() -> UnsafeMutableRawBufferPointer? {
        locked {
            while free.isEmpty, !isCancelled { pthread_cond_wait(changed, mutex) }
            return isCancelled ? nil : free.removeLast()
        }
    }

    func put(_ message: Message) {
        locked {
            full.append(message)
            pthread_cond_broadcast(changed)
        }
    }

    func take() -> Message {
        locked {
            while full.isEmpty { pthread_cond_wait(changed, mutex) }
            return full.removeFirst()
        }
    }

    func giveBack(_ buffer: UnsafeMutableRawBufferPointer) {
        locked {
            free.append(buffer)
            pthread_cond_broadcast(changed)
        }
    }

    /// Tells the producer to stop.
    func cancel() {
        locked {
            isCancelled = true
            pthread_cond_broadcast(changed)
        }
    }
}

/// A thread of the operating system with a deep stack, joined by its owner.
///
/// The concurrency pool has one thread a core and must not block; these threads do.
final class JoinableThread {
    private var handle = pthread_t()

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// - Returns: `nil` when the system has no thread left.
    init?(_ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 2 << 20)
        let context = Unmanaged.passRetained(Body(body))
        let code = pthread_create(
            &handle, &attributes,
            { raw in
                if let raw { Unmanaged<Body>.fromOpaque(raw).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        pthread_attr_destroy(&attributes)
        guard code == 0 else {
            context.release()
            return nil
        }
    }

    func join() { pthread_join(handle, nil) }
}
