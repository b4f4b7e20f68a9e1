/// The main section of a JAR manifest (JAR File Specification, "JAR Manifest").
struct JavaManifest {
    private(set) var attributes: [String: String] = [:]

    /// Lines end with CRLF, LF or CR; a line that starts with a space continues the one before. The first empty line
    /// ends the main section. Lines that are no attribute are passed over, and the first attribute of a name counts.
    init(_ bytes: UnsafeRawBufferPointer) {
        var key: String?
        var value: [UInt8] = []
        func finish(_ attributes: inout [String: String]) {
            guard let key, attributes[key] == nil else { return }
            attributes[key] = String(decoding: value, as: UTF8.self)
        }
        var position = 0
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        while position < bytes.count {
            let start = position
            while position < bytes.count, bytes[position] != 0x0a, bytes[position] != 0x0d { position += 1 }
            let line = bytes[start..<position]
            if position + 1 < bytes.count, bytes[position] == 0x0d, bytes[position + 1] == 0x0a { position += 1 }
            position += 1
            guard let first = line.first else {
                if key != nil { break }
                continue
            }
            if first == UInt8(ascii: " ") {
                value.append(contentsOf: line.dropFirst())
                continue
            }
            finish(&attributes)
            key = nil
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            key = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            var rest = line[(colon + 1)...]
            if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
            value = Array(rest)
        }
        finish(&attributes)
    }

    /// The trimmed value of an attribute, its name compared without case; `nil` when it is empty or stands for a
    /// resource (`%name`) or property (`${name}`) that was never filled in.
    subscript(name: String) -> String? {
        guard let value = attributes[name.lowercased()] else { return nil }
        let text = value.trimmedASCII
        guard !text.isEmpty, !text.hasPrefix("%"), !text.utf8.elementsEqual("unspecified".utf8),
            !(text.hasPrefix("$") && text.utf8.contains(UInt8(ascii: "{")))
        else { return nil }
        return text
    }

    /// `Bundle-SymbolicName` without its directives.
    var symbolicName: String? { self["Bundle-SymbolicName"].map { JavaText.head($0, before: ";") } }
}

/// The properties format of Java, as far as `pom.properties` uses it (`java.util.Properties.load`).
enum JavaProperties {
    static func parse(_ bytes: UnsafeRawBufferPointer) -> [String: String] {
        var properties: [String: String] = [:]
        for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            let text = String(decoding: UnsafeRawBufferPointer(rebasing: line), as: UTF8.self).trimmedASCII
            guard let first = text.utf8.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "!"),
                let mark = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") })
            else { continue }
            let value = String(text[text.index(after: mark)...]).trimmedASCII
            properties[String(text[..<mark]).trimmedASCII] = String(value.filter { $0 != "\\" })
        }
        return properties
    }
}

/// Small questions about names and versions of Java archives.
enum JavaText {
    static func head(_ text: String, before mark: Character) -> String {
        String(text.prefix { $0 != mark }).trimmedASCII
    }

    /// Whether a value was written and holds no unresolved `${…}`.
    static func isResolved(_ text: String) -> Bool { !text.isEmpty && !text.utf8.contains(UInt8(ascii: "$")) }

    /// Splits `name-1.2.3` into name and version at the first hyphen that a digit follows.
    static func splitVersion(_ stem: String) -> (name: String, version: String?) {
        let bytes = Array(stem.utf8)
        for index in bytes.indices.dropLast() where index > 0 && bytes[index] == UInt8(ascii: "-") {
            let next = bytes[index + 1]
            guard next >= UInt8(ascii: "0"), next <= UInt8(ascii: "9") else { continue }
            return (
                String(decoding: bytes[..<index], as: UTF8.self),
                String(decoding: bytes[(index + 1)...], as: UTF8.self)
            )
        }
        return (stem, nil)
    }

    /// Whether a dotted name starts as domains turned round do, such as `org.apache`.
    static func startsLikeDomain(_ text: String) -> Bool {
        guard let dot = text.firstIndex(of: "."), text.index(after: dot) < text.endIndex else { return false }
        let isName = text.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isName && topLevels.contains(String(text[..<dot]))
    }

    private static let topLevels: Set<String> = [
        "com", "org", "net", "io", "edu", "gov", "mil", "int", "info", "biz", "dev", "app", "ai", "me", "co", "cc",
        "tv", "xyz", "tech", "cloud", "java", "javax", "jakarta", "de", "fr", "uk", "eu", "ch", "at", "nl", "be", "it",
        "es", "pt", "pl", "cz", "sk", "se", "no", "fi", "dk", "ru", "ua", "cn", "jp", "kr", "in", "au", "nz", "ca",
        "us", "br", "ar", "mx", "il", "tr", "gr", "hu", "ro", "bg", "hr", "si", "rs", "lt", "lv", "ee", "ie", "za",
        "tw", "hk", "sg", "love", "fun", "group", "systems", "software", "rocks", "one", "im", "is", "st", "ws",
    ]
}

extension String {
    /// Without white space of ASCII at either end.
    var trimmedASCII: String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) }
        let view = utf8
        guard let first = view.firstIndex(where: { !isSpace($0) }), let last = view.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[first...last])
    }
}
