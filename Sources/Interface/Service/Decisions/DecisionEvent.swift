internal import Glibc
internal import NIOHTTP1
internal import Rego

/// One decision, as it is logged.
struct DecisionEvent: Sendable {
    /// A random UUID, which the client is told too.
    let id: String
    /// The document that was asked for; empty for a query.
    private let path: String
    private let query: String?
    private let requester: String
    private let requestID: String?
    /// Nanoseconds since 1970.
    private let time: Int64
    let snapshot: PolicySnapshot
    private var input: [UInt8]?
    private var result: [UInt8]?
    private var problem: ServiceProblem?
    private var timing = PolicyService.Timing()

    /// A decision that was asked for in another way than by a request of HTTP.
    init(requester: String, requestID: String?, path: String, snapshot: PolicySnapshot) {
        id = Self.randomID()
        self.path = path
        query = nil
        self.requester = requester
        self.requestID = requestID
        time = TimeText.now()
        self.snapshot = snapshot
    }

    init(_ request: ServiceRequest, path: String = "", query: String? = nil, snapshot: PolicySnapshot) {
        id = Self.randomID()
        self.path = path
        self.query = query
        requester = request.client.address
        requestID = request.headers.first(name: "x-request-id")
        time = TimeText.now()
        self.snapshot = snapshot
    }

    /// What was decided. Values are written down at once, since they end with the request.
    mutating func finish(
        input: Value, result: ArraySlice<UInt8>? = nil, problem: ServiceProblem? = nil, timing: PolicyService.Timing
    ) {
        if input.isDefined {
            var output = JSONOutput(escapingHTML: true)
            output.write(input)
            self.input = output.bytes
        }
        self.result = result.map { Array($0) }
        self.problem = problem
        self.timing = timing
    }

    /// Bytes that the event takes while it waits to be written.
    var size: Int { 512 + (input?.count ?? 0) + (result?.count ?? 0) + path.utf8.count + (query?.utf8.count ?? 0) }

    private static func randomID() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        // Version 4 (RFC 9562 §5.4).
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The event as a value, with the labels of the server, before anything is masked.
    func value(labels: [(name: String, value: String)], in heap: Heap) throws -> Value {
        var members: [(key: Value, value: Value)] = []
        func add(_ name: String, _ value: Value) throws { members.append((key: try heap.string(name), value: value)) }
        try add(
            "labels",
            heap.object(labels.map { (key: try heap.string($0.name), value: try heap.string($0.value)) }))
        try add("decision_id", heap.string(id))
        if !snapshot.bundles.isEmpty {
            let bundles = try snapshot.bundles.map { bundle in
                let revision = try heap.object([
                    (key: try heap.string("revision"), value: try heap.string(bundle.manifest.revision))
                ])
                return (key: try heap.string(bundle.path), value: revision)
            }
            try add("bundles", heap.object(bundles))
        }
        if let query { try add("query", heap.string(query)) } else { try add("path", heap.string(path)) }
        if let input { try add("input", JSONReader.value(input, in: heap)) }
        if let result { try add("result", JSONReader.value(result, in: heap)) }
        if let problem {
            // The answer's body, which is one object with code and message.
            try add("error", JSONReader.value(problem.answer.body, in: heap))
        }
        try add("requested_by", heap.string(requester))
        if let requestID { try add("request_id", heap.string(requestID)) }
        try add("timestamp", heap.string(TimeText.utc(time)))
        try add(
            "metrics",
            heap.object([
                (key: try heap.string("timer_rego_input_parse_ns"), value: try heap.number(Int(timing.reading))),
                (key: try heap.string("timer_rego_query_eval_ns"), value: try heap.number(Int(timing.evaluation))),
            ]))
        return try heap.object(members)
    }
}
