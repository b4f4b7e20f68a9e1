internal import Glibc
internal import Synchronization

/// Layers still to be read, shared by lanes.
final class LayerQueue: Sendable {
    private let waiting: Mutex<[Int]>

    init(_ layers: [Int]) { waiting = Mutex(layers) }

    func next() -> Int? { waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    func append(_ layer: Int) { waiting.withLock { $0.append(layer) } }
}

/// Failures of layers; the one to report is chosen by rank and layer, not by which thread came first.
final class FailureList: Sendable {
    private let list = Mutex<[(layer: Int, error: any Error)]>([])

    func add(_ layer: Int, _ error: any Error) { list.withLock { $0.append((layer, error)) } }

    /// Whether a layer need not be read any more, since one before it failed.
    ///
    /// Layers before the first that failed are still read, so that the same image gives the same message.
    func settles(_ layer: Int) -> Bool { list.withLock { $0.contains { $0.layer < layer } } }

    var first: (any Error)? {
        list.withLock { all in
            all.min { ($0.layer, Self.rank($0.error)) < ($1.layer, Self.rank($1.error)) }?.error
        }
    }

    private static func rank(_ error: any Error) -> Int { error is OCIError ? 0 : 1 }
}

func sysconfProcessors() -> Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }
