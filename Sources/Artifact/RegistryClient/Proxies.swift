internal import AsyncHTTPClient
internal import OCI

/// Proxies by the customary variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in lower case first.
struct Proxies: Sendable {
    struct Proxy: Equatable, Sendable {
        var isSOCKS: Bool
        var host: String
        var port: Int
        var user: String?
        var password = ""

        /// For tunnels, through either kind of proxy.
        var tunnel: HTTPClient.Configuration.Proxy {
            isSOCKS
                ? .socksServer(host: host, port: port)
                : .server(
                    host: host, port: port, authorization: user.map { .basic(username: $0, password: password) })
        }

        /// For plain http, which an http proxy is asked for as such; `nil` through SOCKS.
        var forward: ForwardProxy? {
            isSOCKS
                ? nil
                : ForwardProxy(host: host, port: port, authorization: user.map { Authorizer.basic($0, password) })
        }
    }

    private(set) var http: Proxy?
    private(set) var https: Proxy?
    private let exceptions: [String]

    /// - Throws: `RegistryError.configuration` when a proxy is written in a way not understood.
    init(environment: [String: String]) throws {
        func value(_ name: String) -> String? {
            let text = environment[name.lowercased()] ?? environment[name]
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        exceptions = (value("NO_PROXY") ?? "").lowercased()
            .split { $0 == "," || $0 == " " }.map(String.init)
        http = try value("HTTP_PROXY").map { try Self.proxy($0, "HTTP_PROXY") }
        https = try value("HTTPS_PROXY").map { try Self.proxy($0, "HTTPS_PROXY") }
    }

    /// Reads `[http://|socks5://][user:password@]host[:port]`.
    private static func proxy(_ text: String, _ name: String) throws -> Proxy {
        // The value may hold a password: it is not repeated.
        let refusal = RegistryError.configuration(
            place: "$\(name)", reason: "expected [http://|socks5://][user:password@]host[:port]")
        var rest = Substring(text)
        var isSOCKS = false
        if let range = rest.firstRange(of: "://") {
            switch rest[..<range.lowerBound].lowercased() {
            case "http": break
            case "socks5", "socks5h": isSOCKS = true
            default: throw refusal
            }
            rest = rest[range.upperBound...]
        }
        rest = rest.prefix { $0 != "/" }
        var user: String?
        var password = ""
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = percentDecoded(parts.first ?? ""),
                let second = percentDecoded(parts.count > 1 ? parts[1] : "")
            else { throw refusal }
            (user, password) = (first, second)
            rest = rest[rest.index(after: at)...]
        }
        guard let address = RegistryAddress(rest) else { throw refusal }
        let host = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
        return Proxy(
            isSOCKS: isSOCKS, host: host, port: address.port ?? (isSOCKS ? 1080 : 80), user: user, password: password)
    }

    /// Whether a request goes to its host directly; this machine is never reached through a proxy.
    func isDirect(_ url: HTTPAddress) -> Bool {
        guard (url.scheme == "https" ? https : http) != nil else { return true }
        guard let address = RegistryAddress(url.host) else { return false }
        if address.isLoopback { return true }
        let port = address.port ?? (url.scheme == "https" ? 443 : 80)
        return exceptions.contains { Self.covers($0, host: address.host, port: port) }
    }

    /// `*`, `host`, `.domain`, `*.domain`, an address or a range of IPv4 addresses; each but `*` with `:port`.
    private static func covers(_ exception: String, host: String, port: Int) -> Bool {
        if exception == "*" { return true }
        if let slash = exception.firstIndex(of: "/") {
            guard let base = address(exception[..<slash]), let own = address(Substring(host)),
                let bits = Int(exception[exception.index(after: slash)...]), 0...32 ~= bits
            else { return false }
            return bits == 0 || (base ^ own) >> UInt32(32 - bits) == 0
        }
        var name = Substring(exception)
        // An IPv6 address is written without brackets here.
        if name.count(where: { $0 == ":" }) > 1, !name.hasPrefix("[") { name = "[\(name)]" }
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]"), let own = Int(name[name.index(after: colon)...]) {
            guard own == port else { return false }
            name = name[..<colon]
        }
        if name.hasPrefix("*.") { name = name.dropFirst() }
        if name.hasPrefix(".") { return host.hasSuffix(name) }
        return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
    }

    private static func address(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        guard parts.count == 4, bytes.count == 4 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// The text behind `%XX`; `nil` when an escape is broken or the bytes are no UTF-8.
func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
            return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}
