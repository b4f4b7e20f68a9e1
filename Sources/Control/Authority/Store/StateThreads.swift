internal import NIOPosix

/// A store of states for tasks, which do not wait for a database on the threads of all.
struct StateThreads: Sendable {
    let store: any StateStore
    private let threads: NIOThreadPool?

    /// - Parameter threads: how many wait for the store at once; 0 for one that never waits.
    init(_ store: any StateStore, threads count: Int) {
        self.store = store
        threads = count == 0 ? nil : NIOThreadPool(numberOfThreads: count)
        threads?.start()
    }

    func run<Result: Sendable>(
        _ body: @escaping @Sendable (any StateStore) throws -> Result
    ) async throws -> Result {
        guard let threads else { return try body(store) }
        let store = store
        return try await threads.runIfActive { try body(store) }
    }

    func close() async {
        try? await threads?.shutdownGracefully()  // It fails only when it was shut down before.
    }
}
