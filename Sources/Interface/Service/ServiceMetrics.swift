internal import Synchronization

/// What the server counts, in the text format of Prometheus and under OPA's names where it has one.
package final class ServiceMetrics: Sendable {
    enum Handler: String, CaseIterable, Sendable {
        case index
        case data = "v1/data"
        case oldData = "v0/data"
        case policies = "v1/policies"
        case query = "v1/query"
        case compile = "v1/compile"
        case health
        case configuration = "v1/config"
        case status = "v1/status"
        case metrics
        case check = "envoy.service.auth.v3"
        case unknown
    }

    private struct Key: Hashable {
        var handler: Handler
        var method: String
        var code: UInt
    }

    private struct Histogram {
        /// How many were at most as long as each bound, and no shorter bound.
        var counts: [Int]
        var total = 0
        var nanoseconds: Int64 = 0
    }

    /// The bounds of OPA's histogram: nanoseconds, and as they are written in seconds.
    private static let bounds: [(nanoseconds: Int64, text: String)] = [
        (1_000, "1e-06"), (5_000, "5e-06"), (10_000, "1e-05"), (50_000, "5e-05"), (100_000, "0.0001"),
        (500_000, "0.0005"), (1_000_000, "0.001"), (10_000_000, "0.01"), (100_000_000, "0.1"), (1_000_000_000, "1"),
    ]

    private let version: String
    private let requests = Mutex<[Key: Histogram]>([:])
    let connections = Atomic<Int>(0)
    let refusedConnections = Atomic<Int>(0)
    /// Bytes of bodies that are held for requests under way.
    let bodyBytes = Atomic<Int>(0)

    init(version: String) { self.version = version }

    /// Methods that no route has would let clients make ever new series.
    private static func label(of method: String) -> String {
        switch method {
        case "GET": "get"
        case "POST": "post"
        case "PUT": "put"
        case "PATCH": "patch"
        case "DELETE": "delete"
        case "HEAD": "head"
        default: "other"
        }
    }

    func note(_ handler: Handler, method: String, code: UInt, nanoseconds: Int64) {
        let key = Key(handler: handler, method: Self.label(of: method), code: code)
        let place = Self.bounds.firstIndex { nanoseconds <= $0.nanoseconds } ?? Self.bounds.count
        requests.withLock { requests in
            var histogram = requests[key] ?? Histogram(counts: Array(repeating: 0, count: Self.bounds.count))
            // Let go first, so that the counts are changed in place.
            requests[key] = nil
            if place < Self.bounds.count { histogram.counts[place] += 1 }
            histogram.total += 1
            histogram.nanoseconds += nanoseconds
            requests[key] = histogram
        }
    }

    func text(status: ServiceStatus, decisionLog: DecisionLog?) -> [UInt8] {
        var text = ""
        func metric(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            if samples.isEmpty { return }
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
            for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
        }
        metric("opa_info", "gauge", "The program that answers.", [("{version=\"\(version)\"}", "1")])
        let connections = connections.load(ordering: .relaxed)
        metric("http_connections", "gauge", "Open connections.", [("", "\(connections)")])
        metric(
            "http_connections_refused_total", "counter", "Connections refused because there were too many.",
            [("", "\(refusedConnections.load(ordering: .relaxed))")])
        metric(
            "http_request_body_bytes", "gauge", "Bytes of the bodies of requests under way.",
            [("", "\(bodyBytes.load(ordering: .relaxed))")])
        status.writeMetrics(metric)
        decisionLog?.writeMetrics(metric)
        let name = "http_request_duration_seconds"
        text += "# HELP \(name) A histogram of duration for requests.\n# TYPE \(name) histogram\n"
        let requests = requests.withLock { $0 }
        let sorted = requests.map { (labels: Self.labels($0.key), histogram: $0.value) }.sorted {
            $0.labels < $1.labels
        }
        for (labels, histogram) in sorted {
            var sum = 0
            for (bound, count) in zip(Self.bounds, histogram.counts) {
                sum += count
                text += "\(name)_bucket{\(labels),le=\"\(bound.text)\"} \(sum)\n"
            }
            text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(histogram.total)\n"
            text += "\(name)_sum{\(labels)} \(Double(histogram.nanoseconds) / 1e9)\n"
            text += "\(name)_count{\(labels)} \(histogram.total)\n"
        }
        return Array(text.utf8)
    }

    private static func labels(_ key: Key) -> String {
        "code=\"\(key.code)\",handler=\"\(key.handler.rawValue)\",method=\"\(key.method)\""
    }

    /// The value of a label as the format escapes it.
    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
