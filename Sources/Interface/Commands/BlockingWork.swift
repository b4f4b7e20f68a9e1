internal import Content
internal import Glibc

/// Runs what blocks on a thread of its own.
///
/// The concurrency pool has one thread a core; the downloads that blocking readers wait for run there.
enum BlockingWork {
    /// 8 MiB, as the main thread has.
    private static let stackSize = 8 << 20

    /// - Throws: what `body` throws, `FileError` when the system gives no thread.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            let work = Unmanaged.passRetained(Work { continuation.resume(with: Result { try body() }) })
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            defer { pthread_attr_destroy(&attributes) }
            pthread_attr_setstacksize(&attributes, stackSize)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            var thread = pthread_t()
            let code = pthread_create(
                &thread, &attributes,
                { raw in
                    if let raw { Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().run() }
                    return nil
                }, work.toOpaque())
            if code != 0 {
                work.release()
                continuation.resume(throwing: FileError(operation: "start", path: "a thread", code: code))
            }
        }
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
