/// Tells when a body comes so slowly that it will never end.
///
/// Only time spent waiting for the sender counts: a slow reader is not the sender's fault.
struct Pace {
    /// Bytes a second that any useful connection has.
    static let minimum = 1024

    private let window: Duration
    private var waited: Duration = .zero
    private var bytes = 0

    /// - Parameter window: the time over which the rate is taken.
    init(window: Duration) { self.window = window }

    /// - Returns: `false` when a whole window brought too little.
    mutating func took(_ time: Duration, for count: Int) -> Bool {
        waited += time
        bytes += min(count, 1 << 30)
        guard waited >= window else { return true }
        let needed = window * Self.minimum
        let isFast = Duration.seconds(bytes) >= needed
        waited = .zero
        bytes = 0
        return isFast
    }
}
