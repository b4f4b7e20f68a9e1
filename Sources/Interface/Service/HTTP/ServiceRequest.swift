internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// A whole request, as the routes see it.
struct ServiceRequest: Sendable {
    var method: HTTPMethod
    /// As it was sent, not decoded, without the query.
    var path: String
    /// Nil when the path names nothing.
    var route: Route?
    var parameters: QueryParameters
    var headers: HTTPHeaders
    var body: ByteBuffer
    var client: ServiceClient

    init(head: HTTPRequestHead, body: ByteBuffer, client: ServiceClient) {
        method = head.method
        if let mark = head.uri.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(head.uri[..<mark])
            parameters = QueryParameters(head.uri[head.uri.utf8.index(after: mark)...])
        } else {
            path = head.uri
            parameters = QueryParameters()
        }
        route = Route(path: path)
        headers = head.headers
        self.body = body
        self.client = client
    }

    /// What a bearer token of RFC 6750 says; nil without one.
    var bearerToken: String? {
        guard let header = headers.first(name: "authorization"), header.utf8.count > 7,
            header.utf8.prefix(7).lazy.map({ $0 | 0x20 }).elementsEqual("bearer ".utf8)
        else { return nil }
        return String(header.dropFirst(7))
    }
}

/// Who sends requests on a connection.
final class ServiceClient: Sendable {
    /// `address:port`, or the path of a socket.
    let address: String
    private let gone = Atomic<Bool>(false)
    private let chain = Mutex<[[UInt8]]>([])

    init(address: String) { self.address = address }

    /// Whether nobody waits for the answer any more.
    var isGone: Bool { gone.load(ordering: .relaxed) }

    func leave() { gone.store(true, ordering: .relaxed) }

    /// The certificates that the client has shown and the server has verified, its own first, as DER.
    var certificates: [[UInt8]] { chain.withLock { $0 } }

    func note(certificates: [[UInt8]]) { chain.withLock { $0 = certificates } }
}

/// The parameters behind the question mark.
struct QueryParameters: Sendable {
    private(set) var all: [(name: String, value: String)] = []

    init() {}

    /// As forms are encoded: `+` is a blank. A part that is not well encoded is left out, as clients of OPA know it.
    init(_ text: Substring) {
        for part in text.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentText.decoded(sides[0], plusIsBlank: true) else { continue }
            guard let value = PercentText.decoded(sides.count > 1 ? sides[1] : "", plusIsBlank: true) else { continue }
            all.append((name: name, value: value))
        }
    }

    func last(_ name: String) -> String? { all.last { $0.name == name }?.value }

    func values(_ name: String) -> [String] { all.filter { $0.name == name }.map(\.value) }

    /// Whether a switch is on: named without a value, or with `true`.
    func isOn(_ name: String) -> Bool {
        if all.isEmpty { return false }
        let values = values(name)
        if values.count == 1, values[0].isEmpty { return true }
        return values.contains { $0.lowercased() == "true" }
    }
}

/// Percent-encoding (RFC 3986 §2.1).
enum PercentText {
    /// Nil for what is not well encoded or not UTF-8.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String? {
        let source = text.utf8
        if !source.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var iterator = source.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
        default: nil
        }
    }
}
