/// The parts of an http or https URL that a client needs (RFC 3986 §3).
struct HTTPAddress: Equatable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    var scheme: String
    /// `host[:port]` as written, in lower case.
    var host: String
    /// Path and query; starts with `/`.
    var target: String

    init(scheme: String, host: String, target: String) {
        self.scheme = scheme
        self.host = host
        self.target = target
    }

    /// `nil` for another scheme, user information, an empty host, or bytes no URL has.
    init?(_ text: String) {
        guard text.utf8.count <= 16384, text.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else { return nil }
        guard let colon = text.range(of: "://") else { return nil }
        scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { return nil }
        let rest = text[colon.upperBound...].prefix { $0 != "#" }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        host = rest[..<end].lowercased()
        guard !host.isEmpty, !host.contains("@"), !host.contains("\\") else { return nil }
        target = String(rest[end...])
        if !target.hasPrefix("/") { target = "/" + target }
    }

    /// What credentials belong to: scheme, host and port.
    var authority: String {
        let port = host.hasSuffix("]") || !host.contains(":") ? (scheme == "https" ? ":443" : ":80") : ""
        return "\(scheme)://\(host)\(port)"
    }

    var description: String { "\(scheme)://\(host)\(target)" }

    /// A `Location` seen from here (RFC 3986 §5).
    func resolve(_ location: String) -> HTTPAddress? {
        if location.range(of: "://") != nil, !location.hasPrefix("/"), !location.hasPrefix("?") {
            return HTTPAddress(location)
        }
        if location.hasPrefix("//") { return HTTPAddress("\(scheme):\(location)") }
        if location.hasPrefix("/") { return HTTPAddress("\(scheme)://\(host)\(location)") }
        let path = target.prefix { $0 != "?" }
        if location.hasPrefix("?") { return HTTPAddress("\(scheme)://\(host)\(path)\(location)") }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return HTTPAddress("\(scheme)://\(host)\(folder)\(location)")
    }

    /// With one more query parameter.
    func adding(_ name: String, _ value: String) -> HTTPAddress {
        var copy = self
        copy.target += (target.contains("?") ? "&" : "?") + name + "=" + percentEncoded(value)
        return copy
    }
}

/// Unreserved characters stay (RFC 3986 §2.3).
package func percentEncoded(_ text: String) -> String {
    var out = ""
    let digits = Array("0123456789ABCDEF")
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
            out.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            out.append("%")
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
    }
    return out
}

extension String {
    fileprivate func range(of needle: String) -> Range<Index>? { firstRange(of: needle) }
}
