internal import Rego
internal import Synchronization

/// What is known of the policies in force: since when, in which revision, and what was wrong with those that should
/// have taken their place.
package final class ServiceStatus: Sendable {
    package typealias Metric = (
        _ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: String)]
    ) -> Void

    private struct State {
        var bundles: [(name: String, revision: String)] = []
        var loads = 0
        var failures = 0
        /// Times in nanoseconds since 1970.
        var lastSuccess: Int64?
        var lastFailure: Int64?
        /// Why the last load failed; nil when it did not.
        var problem: String?
        var problems: [RegoError] = []
        /// Why bundles could not be fetched; nil when they could.
        var fetchProblem: String?
        var isReady = true
        var wasReady = true
    }

    private let labels: [(name: String, value: String)]
    private let state = Mutex(State())

    package init(labels: [(name: String, value: String)] = []) { self.labels = labels.sorted { $0.name < $1.name } }

    /// Whether everything that should be loaded is.
    var isReady: Bool { state.withLock { $0.isReady } }
    /// Whether it once was.
    var wasReady: Bool { state.withLock { $0.wasReady } }

    /// How often loading failed.
    package var failures: Int { state.withLock { $0.failures } }
    package var loads: Int { state.withLock { $0.loads } }
    package var problem: String? { state.withLock { $0.problem } }

    package func noteLoad(_ snapshot: PolicySnapshot, at nanoseconds: Int64) {
        state.withLock { state in
            state.bundles = snapshot.bundles.map { (name: $0.path, revision: $0.manifest.revision) }
            state.loads += 1
            state.lastSuccess = nanoseconds
            state.problem = nil
            state.problems = []
            state.isReady = true
            state.wasReady = true
        }
    }

    package func noteFailure(_ error: any Error, at nanoseconds: Int64) {
        state.withLock { state in
            state.failures += 1
            state.lastFailure = nanoseconds
            state.problem = "\(error)"
            state.problems = Array(((error as? RegoErrors)?.errors ?? []).prefix(10))
        }
    }

    /// What came of the last look at the servers that bundles come from.
    package func noteFetch(_ error: (any Error)?, at nanoseconds: Int64) {
        state.withLock { state in
            state.fetchProblem = error.map { "\($0)" }
            if error != nil {
                state.failures += 1
                state.lastFailure = nanoseconds
            }
        }
    }

    /// The answer of the status API.
    var json: [UInt8] {
        let state = state.withLock { $0 }
        var output = JSONOutput(escapingHTML: true)
        output.write(raw: "{\"result\":{\"bundles\":{")
        for bundle in state.bundles {
            output.separate()
            output.write(quoting: bundle.name)
            output.write(raw: ":{\"name\":")
            output.write(quoting: bundle.name)
            output.write(raw: ",\"active_revision\":")
            output.write(quoting: bundle.revision)
            if let time = state.lastSuccess {
                output.write(raw: ",\"last_successful_activation\":")
                output.write(quoting: TimeText.utc(time))
            }
            Self.write(state, &output)
            output.write(raw: "}")
        }
        output.write(raw: "},\"labels\":{")
        for label in labels {
            output.separate()
            output.write(quoting: label.name)
            output.write(raw: ":")
            output.write(quoting: label.value)
        }
        output.write(json: "},\"loading\":{\"successes\":\(state.loads),\"failures\":\(state.failures)".utf8)
        if let time = state.lastSuccess {
            output.write(raw: ",\"last_success\":")
            output.write(quoting: TimeText.utc(time))
        }
        if let time = state.lastFailure {
            output.write(raw: ",\"last_failure\":")
            output.write(quoting: TimeText.utc(time))
        }
        Self.write(state, &output)
        output.write(json: "},\"plugins\":{\"bundle\":{\"state\":\"\(state.isReady ? "OK" : "NOT_READY")\"}}}}".utf8)
        return output.bytes
    }

    private static func write(_ state: State, _ output: inout JSONOutput) {
        guard let problem = state.problem ?? state.fetchProblem else { return }
        output.write(raw: ",\"code\":\"bundle_error\",\"message\":")
        output.write(quoting: problem)
        if state.problems.isEmpty { return }
        output.write(raw: ",\"errors\":[")
        for (index, error) in state.problems.enumerated() {
            if index > 0 { output.write(raw: ",") }
            output.write(error)
        }
        output.write(raw: "]")
    }

    func writeMetrics(_ metric: Metric) {
        let state = state.withLock { $0 }
        metric("bundle_loaded_counter", "counter", "How often policies were loaded.", [("", "\(state.loads)")])
        metric(
            "bundle_failed_load_counter", "counter", "How often policies could not be loaded, and the old ones stayed.",
            [("", "\(state.failures)")])
        let seconds = state.lastSuccess.map { "\(Double($0) / 1e9)" }
        metric(
            "last_success_bundle_activation", "gauge", "When policies were last loaded, in seconds since 1970.",
            seconds.map { [("", $0)] } ?? [])
        metric(
            "bundle_info", "gauge", "The bundles in force.",
            state.bundles.map {
                (
                    "{name=\(ServiceMetrics.quoted($0.name)),revision=\(ServiceMetrics.quoted($0.revision))}",
                    "1"
                )
            })
    }
}
