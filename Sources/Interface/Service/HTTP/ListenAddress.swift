/// Where a server listens.
package enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
    case internet(host: String, port: Int)
    /// The path of a socket in the file system.
    case socket(String)

    /// Reads `HOST:PORT`, `:PORT`, `[IPv6]:PORT`, with `http://` or `https://` in front if need be, or `unix://PATH`.
    package init?(_ text: String) {
        if text.hasPrefix("unix://") {
            let path = String(text.dropFirst(7))
            // What the system's structure holds.
            guard !path.isEmpty, path.utf8.count < 108 else { return nil }
            self = .socket(path)
            return
        }
        var rest = text[...]
        for scheme in ["http://", "https://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        guard let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = rest[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") || host.contains("/") {
            return nil
        }
        self = .internet(host: host.isEmpty ? "0.0.0.0" : String(host), port: port)
    }

    package var description: String {
        switch self {
        case .internet(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .socket(let path): "unix://\(path)"
        }
    }
}
