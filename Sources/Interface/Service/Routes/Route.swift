/// What a path names.
enum Route: Equatable {
    /// The default decision, and the page that says what this is.
    case root
    /// A document; the path behind `/v1/data/`.
    case data(String)
    /// A document for clients of the oldest API: the whole body is the input, the answer the result.
    case oldData(String)
    case policies(String)
    case query
    case compile
    case health(String)
    case configuration
    case status
    case metrics

    init?(path: String) {
        if let rest = Self.rest(of: path, behind: "/v1/data") {
            self = .data(rest)
        } else if path == "/" || path.isEmpty {
            self = .root
        } else if let rest = Self.rest(of: path, behind: "/v0/data") {
            self = .oldData(rest)
        } else if let rest = Self.rest(of: path, behind: "/v1/policies") {
            self = .policies(rest)
        } else if path == "/v1/query" {
            self = .query
        } else if path == "/v1/compile" {
            self = .compile
        } else if let rest = Self.rest(of: path, behind: "/health") {
            self = .health(rest)
        } else if path == "/v1/config" {
            self = .configuration
        } else if path == "/v1/status" {
            self = .status
        } else if path == "/metrics" {
            self = .metrics
        } else {
            return nil
        }
    }

    /// What stands behind a prefix and a slash; empty when there is nothing more.
    private static func rest(of path: String, behind prefix: StaticString) -> String? {
        let bytes = path.utf8
        guard bytes.count >= prefix.utf8CodeUnitCount,
            bytes.starts(with: UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
        else { return nil }
        let rest = bytes.dropFirst(prefix.utf8CodeUnitCount)
        guard let slash = rest.first else { return "" }
        guard slash == UInt8(ascii: "/") else { return nil }
        return String(path[bytes.index(after: rest.startIndex)...])
    }

    /// As metrics name it.
    var handler: ServiceMetrics.Handler {
        switch self {
        case .root: .index
        case .data: .data
        case .oldData: .oldData
        case .policies: .policies
        case .query: .query
        case .compile: .compile
        case .health: .health
        case .configuration: .configuration
        case .status: .status
        case .metrics: .metrics
        }
    }
}
