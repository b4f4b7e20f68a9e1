/// A package URL: `pkg:type/namespace/name@version?qualifiers#subpath` (purl specification, ECMA-427).
///
/// Always held in canonical form: built through `init` it is normalised by the rules of its type, so that equal
/// packages give equal values and equal text.
public struct PackageURL: Hashable, Sendable {
    /// Lower case, such as `deb`.
    public let type: String
    /// Segments joined with `/`, not encoded.
    public let namespace: String?
    public let name: String
    public let version: String?
    /// Sorted by key; keys in lower case, no empty values.
    public let qualifiers: [Qualifier]
    public let subpath: String?

    public struct Qualifier: Hashable, Sendable {
        public let key: String
        public let value: String
    }

    /// Normalises and builds a package URL.
    ///
    /// - Returns: `nil` when `type` or `name` is empty or `type` has a byte the specification forbids.
    public init?(
        type: String, namespace: String? = nil, name: String, version: String? = nil,
        qualifiers: [String: String] = [:], subpath: String? = nil
    ) {
        let type = type.lowercased()
        guard let first = type.utf8.first, Self.isLetter(first), type.utf8.allSatisfy(Self.isTypeByte) else {
            return nil
        }
        let rule = PackageURLRule(type: type)
        var namespace = namespace.map { Self.joinSegments($0, droppingDots: false) } ?? ""
        if rule.lowercasesNamespace { namespace = namespace.lowercased() }
        var name = name.split(separator: "/", omittingEmptySubsequences: true).joined(separator: "/")
        if rule.lowercasesName { name = name.lowercased() }
        if rule.foldsUnderscores { name = String(name.map { $0 == "_" ? "-" : $0 }) }
        guard !name.isEmpty else { return nil }
        self.type = type
        self.namespace = namespace.isEmpty ? nil : namespace
        self.name = name
        self.version = version.flatMap { $0.isEmpty ? nil : $0 }
        self.qualifiers = qualifiers.filter { !$0.key.isEmpty && !$0.value.isEmpty }
            .map { Qualifier(key: $0.key.lowercased(), value: $0.value) }
            .sorted { $0.key < $1.key }
        let subpath = subpath.map { Self.joinSegments($0, droppingDots: true) } ?? ""
        self.subpath = subpath.isEmpty ? nil : subpath
    }

    /// Reads the text form.
    ///
    /// - Returns: `nil` when the scheme is not `pkg`, a required part is missing or an escape is malformed.
    public init?(_ text: String) {
        if let parts = PackageURLBytes.read(text) {
            self.init(parts)
        } else {
            self.init(byTheRules: text)
        }
    }

    private init(_ parts: PackageURLBytes.Parts) {
        type = parts.type
        namespace = parts.namespace
        name = parts.name
        version = parts.version
        qualifiers = parts.qualifiers
        subpath = nil
    }

    /// Every text there may be, at leisure.
    init?(byTheRules text: String) {
        var rest = Substring(text)
        guard let colon = rest.firstIndex(of: ":"), rest[..<colon].lowercased() == "pkg" else { return nil }
        rest = rest[rest.index(after: colon)...]
        rest = rest.drop { $0 == "/" }
        var subpath: String?
        if let hash = rest.lastIndex(of: "#") {
            guard let decoded = Self.decodeSegments(rest[rest.index(after: hash)...]) else { return nil }
            subpath = decoded
            rest = rest[..<hash]
        }
        var qualifiers: [String: String] = [:]
        if let mark = rest.lastIndex(of: "?") {
            for pair in rest[rest.index(after: mark)...].split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let value = Self.decode(parts[1]) else { return nil }
                qualifiers[parts[0].lowercased()] = value
            }
            rest = rest[..<mark]
        }
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        let type = String(rest[..<slash])
        rest = rest[rest.index(after: slash)...]
        while rest.last == "/" { rest.removeLast() }
        var version: String?
        let nameStart = rest.lastIndex(of: "/").map { rest.index(after: $0) } ?? rest.startIndex
        // A literal `@` before the last `/` belongs to an npm scope that was not encoded.
        if let at = rest.lastIndex(of: "@"), at > nameStart {
            guard let decoded = Self.decode(rest[rest.index(after: at)...]) else { return nil }
            version = decoded
            rest = rest[..<at]
        } else if let at = rest.lastIndex(of: "@"), at > rest.startIndex, nameStart > at,
            !rest[..<at].hasSuffix("/"), rest[..<at].contains("/") || type.lowercased() != "npm"
        {
            // A version may hold an unencoded `/`.
            guard let decoded = Self.decode(rest[rest.index(after: at)...]) else { return nil }
            version = decoded
            rest = rest[..<at]
        }
        var namespace: String?
        var name = rest
        if let last = rest.lastIndex(of: "/") {
            guard let decoded = Self.decodeSegments(rest[..<last]) else { return nil }
            namespace = decoded
            name = rest[rest.index(after: last)...]
        }
        guard let decodedName = Self.decode(name) else { return nil }
        self.init(
            type: type, namespace: namespace, name: decodedName, version: version, qualifiers: qualifiers,
            subpath: subpath)
    }

    public func qualifier(_ key: String) -> String? { qualifiers.first { $0.key == key }?.value }

    /// The same package without qualifiers and subpath.
    public var coordinates: PackageURL {
        PackageURL(type: type, namespace: namespace, name: name, version: version) ?? self
    }

    private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }

    private static func isTypeByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }

    private static func joinSegments(_ text: String, droppingDots: Bool) -> String {
        text.split(separator: "/", omittingEmptySubsequences: true)
            .filter { !(droppingDots && ($0 == "." || $0 == "..")) }.joined(separator: "/")
    }

    private static func decodeSegments(_ text: Substring) -> String? {
        var segments: [String] = []
        for segment in text.split(separator: "/", omittingEmptySubsequences: true) {
            guard let decoded = decode(segment) else { return nil }
            segments.append(decoded)
        }
        return segments.joined(separator: "/")
    }

    private static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next().flatMap(hexDigit), let low = iterator.next().flatMap(hexDigit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension PackageURL: CustomStringConvertible {
    public var description: String {
        var text: [UInt8] = Array("pkg:".utf8)
        text.append(contentsOf: type.utf8)
        text.append(UInt8(ascii: "/"))
        if let namespace {
            for segment in namespace.split(separator: "/") {
                Self.encode(segment, into: &text)
                text.append(UInt8(ascii: "/"))
            }
        }
        Self.encode(Substring(name), into: &text)
        if let version {
            text.append(UInt8(ascii: "@"))
            Self.encode(Substring(version), into: &text)
        }
        for (index, qualifier) in qualifiers.enumerated() {
            text.append(index == 0 ? UInt8(ascii: "?") : UInt8(ascii: "&"))
            text.append(contentsOf: qualifier.key.utf8)
            text.append(UInt8(ascii: "="))
            Self.encode(Substring(qualifier.value), into: &text, keepingSlash: true)
        }
        if let subpath {
            text.append(UInt8(ascii: "#"))
            Self.encode(Substring(subpath), into: &text, keepingSlash: true)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Everything but the unreserved bytes and `:` is encoded.
    private static func encode(_ text: Substring, into bytes: inout [UInt8], keepingSlash: Bool = false) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ":"):
                bytes.append(byte)
            case UInt8(ascii: "/") where keepingSlash:
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
    }
}

extension PackageURL: Comparable {
    public static func < (left: PackageURL, right: PackageURL) -> Bool { left.description < right.description }
}

/// What the purl type definitions ask of a type's parts.
struct PackageURLRule {
    var lowercasesNamespace = false
    var lowercasesName = false
    var foldsUnderscores = false

    init(type: String) {
        switch type {
        case "deb", "apk", "composer", "github", "bitbucket", "gitlab", "hex":
            lowercasesNamespace = true
            lowercasesName = true
        case "alpm":
            lowercasesNamespace = true
            lowercasesName = true
        case "rpm":
            lowercasesNamespace = true
        case "pypi":
            lowercasesName = true
            foldsUnderscores = true
        case "oci", "pub", "luarocks", "bitnami":
            lowercasesName = true
        default:
            break
        }
    }
}
