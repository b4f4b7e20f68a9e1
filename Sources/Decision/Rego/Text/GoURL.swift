/// A URL as Go's `net/url.Parse` takes it apart.
struct GoURL {
    var scheme = ""
    /// What follows the scheme when no path does (`mailto:`).
    var opaque = ""
    var userInfo: String?
    var host = ""
    var path: [UInt8] = []
    /// As written, when that is not how the path would be encoded.
    var rawPath = ""
    var rawQuery = ""
    var fragment: [UInt8] = []

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    init(_ text: String) throws(Failure) {
        do throws(Failure) {
            try parse(Array(text.utf8), original: text)
        } catch {
            throw Failure(description: "parse \(GoQuoting.quote(text)): \(error.description)")
        }
    }

    private mutating func parse(_ whole: [UInt8], original: String) throws(Failure) {
        var rest = whole[...]
        if let mark = rest.firstIndex(of: UInt8(ascii: "#")) {
            let raw = rest[(mark + 1)...]
            rest = rest[..<mark]
            fragment = try Self.unescaped(raw)
        }
        if rest.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw Failure(description: "net/url: invalid control character in URL")
        }
        if whole.isEmpty { return }
        if rest.elementsEqual("*".utf8) {
            path = Array(rest)
            return
        }
        rest = try takeScheme(rest)
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            rawQuery = String(decoding: rest[(mark + 1)...], as: UTF8.self)
            rest = rest[..<mark]
        }
        if rest.first != UInt8(ascii: "/") {
            if !scheme.isEmpty {
                opaque = String(decoding: rest, as: UTF8.self)
                return
            }
            if rest.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":")) {
                throw Failure(description: "first path segment in URL cannot contain colon")
            }
        }
        if rest.starts(with: "//".utf8), !scheme.isEmpty || !rest.starts(with: "///".utf8) {
            let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
            rest = rest.dropFirst(2 + authority.count)
            try takeAuthority(authority)
        }
        path = try Self.unescaped(rest)
        let written = String(decoding: rest, as: UTF8.self)
        rawPath = written == Self.encoded(path) ? "" : written
    }

    /// The path as it was written, if that is a valid spelling of it, or encoded anew.
    var escapedPath: String {
        rawPath.isEmpty || !Self.isValidSpelling(rawPath)
            ? (path == [UInt8(ascii: "*")] ? "*" : Self.encoded(path)) : rawPath
    }

    /// Without port and brackets.
    var hostname: String {
        let (name, _) = Self.hostAndPort(host)
        return name
    }

    var port: String {
        let (_, port) = Self.hostAndPort(host)
        return port
    }

    private static func hostAndPort(_ host: String) -> (String, String) {
        var name = Substring(host)
        var port = ""
        if let colon = host.lastIndex(of: ":"), isPort(host[colon...]) {
            name = host[..<colon]
            port = String(host[host.index(after: colon)...])
        }
        if name.hasPrefix("[") && name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        return (String(name), port)
    }

    /// Empty, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        guard let first = text.utf8.first else { return true }
        return first == UInt8(ascii: ":")
            && text.utf8.dropFirst().allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    private mutating func takeScheme(_ text: ArraySlice<UInt8>) throws(Failure) -> ArraySlice<UInt8> {
        for (offset, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if offset == 0 { return text }
            case UInt8(ascii: ":"):
                if offset == 0 { throw Failure(description: "missing protocol scheme") }
                scheme = String(decoding: text.prefix(offset), as: UTF8.self).lowercased()
                return text.dropFirst(offset + 1)
            default: return text
            }
        }
        return text
    }

    private mutating func takeAuthority(_ authority: ArraySlice<UInt8>) throws(Failure) {
        var rest = authority
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            let info = authority[..<at]
            rest = authority[(at + 1)...]
            guard info.allSatisfy(Self.isUserInfo) else { throw Failure(description: "net/url: invalid userinfo") }
            _ = try Self.unescaped(info)
            userInfo = String(decoding: info, as: UTF8.self)
        }
        host = String(decoding: try Self.host(rest), as: UTF8.self)
    }

    private static func isUserInfo(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || "!$&'()*+,;=%:@".utf8.contains(byte)
    }

    private static func host(_ text: ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
        if text.first == UInt8(ascii: "[") {
            guard let close = text.lastIndex(of: UInt8(ascii: "]")) else {
                throw Failure(description: "missing ']' in host")
            }
            let port = text[(close + 1)...]
            guard isPort(Substring(String(decoding: port, as: UTF8.self))) else {
                throw Failure(
                    description: "invalid port \(GoQuoting.quote(String(decoding: port, as: UTF8.self))) after host")
            }
        } else if let colon = text.lastIndex(of: UInt8(ascii: ":")) {
            let port = String(decoding: text[colon...], as: UTF8.self)
            guard isPort(Substring(port)) else {
                throw Failure(description: "invalid port \(GoQuoting.quote(port)) after host")
            }
        }
        // In a host only bytes beyond ASCII may be escaped (RFC 3986 §3.2.2), and the zone mark of an address.
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%") {
                let three = text[index..<min(index + 3, text.endIndex)]
                let digits = three.dropFirst().compactMap(PercentEncoding.hex)
                let isZone = three.elementsEqual("%25".utf8)
                guard digits.count == 2, digits[0] >= 8 || isZone else {
                    throw Failure(
                        description: "invalid URL escape \(GoQuoting.quote(String(decoding: three, as: UTF8.self)))")
                }
                index += 3
                continue
            }
            if byte < 0x80, !PercentEncoding.isUnreserved(byte), !"!$&'()*+,;=:[]<>\"".utf8.contains(byte) {
                throw Failure(
                    description:
                        "invalid character \(GoQuoting.quote(String(decoding: [byte], as: UTF8.self))) in host name")
            }
            index += 1
        }
        return try unescaped(text)
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
        do throws(PercentEncoding.Failure) {
            return try PercentEncoding.decode(text, plusIsBlank: false)
        } catch {
            throw Failure(description: error.description)
        }
    }

    private static func encoded(_ path: [UInt8]) -> String {
        var result: [UInt8] = []
        for byte in path {
            if PercentEncoding.isUnreserved(byte) || "$&+,/:;=@".utf8.contains(byte) {
                result.append(byte)
            } else {
                PercentEncoding.append(byte, to: &result)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isValidSpelling(_ text: String) -> Bool {
        text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) || "!$&'()*+,;=:@[]/%".utf8.contains($0) }
    }
}
