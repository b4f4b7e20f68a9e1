import Signing
import Synchronization

/// Gives the first answer that it saw again and again.
final class Recorder: Sendable {
    private let first = Mutex<ServiceAnswer?>(nil)

    func firstOr(_ answer: ServiceAnswer) -> ServiceAnswer {
        first.withLock { known in
            known = known ?? answer
            return known ?? answer
        }
    }
}
