internal import Content
internal import Rego

/// The input document of a check: the request's attributes as they were sent, and what can be read of its path, query and
/// body, in the shape that policies made for OPA's Envoy plugin know.
struct EnvoyInput {
    /// Why a check cannot be decided.
    enum Problem: Error {
        /// Not a message of the protocol.
        case malformed(String)
        /// A request whose path or body says nothing that could be judged: it is denied, whatever policies say.
        case unreadable(String)
        case evaluation(BuiltinError)
    }

    let value: Value

    init(_ message: ArraySlice<UInt8>, in heap: Heap, skipsBody: Bool) throws(Problem) {
        var json = ProtobufJSON()
        do throws(ProtobufReader.Malformed) {
            try json.write(message, as: .checkRequest)
        } catch {
            throw .malformed("the check request is malformed at byte \(error.offset): \(error.reason)")
        }
        let check: Value
        do {
            check = try JSONReader.value(json.output.bytes, in: heap)
        } catch {
            throw .malformed("the check request cannot be taken in: \(error)")
        }
        let attributes = check.member("attributes")
        let http = attributes.member("request").member("http")
        let path = http.member("path").string ?? ""
        do throws(BuiltinError) {
            var members = [
                (try heap.string("attributes"), attributes.isUndefined ? try heap.object([]) : attributes),
                (try heap.string("version"), try Self.version(heap)),
            ]
            let (route, query) = Self.parts(path)
            guard let segments = PercentText.decoded(route) else {
                throw Stop.unreadable("the path is not well encoded")
            }
            let trimmed = segments.drop { $0 == "/" }
            members.append(
                (
                    try heap.string("parsed_path"),
                    try heap.array(
                        trimmed.split(separator: "/", omittingEmptySubsequences: false).map {
                            part throws(BuiltinError) in
                            try heap.string(String(part))
                        })
                ))
            members.append((try heap.string("parsed_query"), try Self.object(QueryParameters(query), heap)))
            if !skipsBody {
                let body = try Self.body(http, heap)
                members.append((try heap.string("parsed_body"), body.value))
                members.append((try heap.string("truncated_body"), Value(body.isTruncated)))
            }
            value = try heap.object(members.map { (key: $0.0, value: $0.1) })
        } catch {
            if case .message(let text) = error { throw .unreadable(text) }
            throw .evaluation(error)
        }
    }

    /// What ends the reading of a request, as the error that a heap throws.
    private enum Stop {
        static func unreadable(_ text: String) -> BuiltinError { .message(text) }
    }

    private static func version(_ heap: Heap) throws(BuiltinError) -> Value {
        try heap.object([
            (key: try heap.string("encoding"), value: try heap.string("protojson")),
            (key: try heap.string("ext_authz"), value: try heap.string("v3")),
        ])
    }

    private static func parts(_ path: String) -> (route: Substring, query: Substring) {
        var rest = path[...]
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        guard let mark = rest.firstIndex(of: "?") else { return (rest, "") }
        return (rest[..<mark], rest[rest.index(after: mark)...])
    }

    /// Names with the list of their values.
    private static func object(_ parameters: QueryParameters, _ heap: Heap) throws(BuiltinError) -> Value {
        var lists: [String: [Value]] = [:]
        for (name, text) in parameters.all { lists[name, default: []].append(try heap.string(text)) }
        var members: [(key: Value, value: Value)] = []
        for name in lists.keys.sorted() {
            members.append((key: try heap.string(name), value: try heap.array(lists[name] ?? [])))
        }
        return try heap.object(members)
    }

    /// The body where its type says that it is JSON or a form; null for any other, and for one that was cut off.
    private static func body(_ http: Value, _ heap: Heap) throws(BuiltinError) -> (value: Value, isTruncated: Bool) {
        let headers = http.member("headers")
        var bytes = Array(http.member("body").utf8)
        if bytes.isEmpty, let text = http.member("rawBody").string { bytes = Base64.decode(Array(text.utf8)) ?? [] }
        guard !bytes.isEmpty else { return (.null, false) }
        if let length = headers.member("content-length").string.flatMap({ Int($0) }), length > bytes.count {
            return (.null, true)
        }
        let type = headers.member("content-type").string ?? ""
        let kind = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        switch kind {
        case "application/json":
            do {
                return (try JSONReader.value(bytes, in: heap), false)
            } catch {
                throw Stop.unreadable("the body is said to be JSON and is not: \(error)")
            }
        case "application/x-www-form-urlencoded":
            return (try object(QueryParameters(Substring(String(decoding: bytes, as: UTF8.self))), heap), false)
        default: return (.null, false)
        }
    }
}
