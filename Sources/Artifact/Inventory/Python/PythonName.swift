/// Names, requirements and package URLs of Python distributions.
enum PythonName {
    /// The normalised name: lower case, runs of `-`, `_` and `.` as one hyphen (PEP 503).
    static func normalized(_ name: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for byte in name.lowercased().utf8 {
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") {
                if bytes.last != UInt8(ascii: "-") { bytes.append(UInt8(ascii: "-")) }
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A component with the purl of the type `pypi`, found by its normalised name.
    static func component(
        _ name: String, version: String, presence: Component.Presence, qualifiers: [String: String] = [:]
    ) -> Component {
        let normalized = normalized(name)
        var component = Component(
            name: name, version: version, ecosystem: "pypi",
            purl: PackageURL(type: "pypi", name: normalized, version: version, qualifiers: qualifiers),
            presence: presence)
        component.provides = [normalized]
        return component
    }
}

/// A dependency specifier: `name[extras] (>=1,<2) ; marker` or `name @ URL` (PEP 508).
struct PythonRequirement {
    var name: String
    /// The version of a single `==` or `===` clause without a wildcard.
    var pinned: String?
    /// The target of a direct reference.
    var url: String?
    var marker: String?

    /// - Returns: `nil` when the text does not start with a name.
    init?(_ text: some StringProtocol) {
        var rest = Substring(text).utf8
        func dropSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d } }
        dropSpace()
        let name = rest.prefix {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 && $0 >= 0x41
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
        guard let first = name.first, first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else { return nil }
        self.name = String(Substring(name))
        rest = rest.dropFirst(name.count)
        dropSpace()
        if rest.first == UInt8(ascii: "[") {
            rest = rest.drop { $0 != UInt8(ascii: "]") }.dropFirst()
            dropSpace()
        }
        if rest.first == UInt8(ascii: "@") {
            rest = rest.dropFirst()
            dropSpace()
            let target = rest.prefix { $0 != 0x20 && $0 != 0x09 }
            url = String(Substring(target))
            rest = rest.dropFirst(target.count)
        }
        let clauses = rest.prefix { $0 != UInt8(ascii: ";") }
        let tail = rest.dropFirst(clauses.count).dropFirst()
        if !tail.isEmpty { marker = Self.trimmed(Substring(tail)) }
        guard url == nil else { return }
        let clause = String(Substring(clauses)).filter { $0 != "(" && $0 != ")" && $0 != " " && $0 != "\t" }
        guard !clause.isEmpty else { return }
        guard ["=", "<", ">", "!", "~", ","].contains(clause.first) else {
            // Something that is no specifier follows the name: prose, not a requirement.
            return nil
        }
        if clause.hasPrefix("=="), !clause.utf8.contains(UInt8(ascii: ",")), !clause.utf8.contains(UInt8(ascii: "*")) {
            let version = clause.drop { $0 == "=" }
            if !version.isEmpty { pinned = String(version) }
        }
    }

    /// What a component with this line needs; a need of an extra is optional.
    var requirement: Requirement {
        let isExtra = marker.map { $0.split { !$0.isLetter }.contains("extra") } ?? false
        return Requirement(PythonName.normalized(name), relation: isExtra ? .optional : .runtime)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
