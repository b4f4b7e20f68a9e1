/// What the name of a flaw tells: who gave it, and where it can be read about.
enum FlawName {
    /// `CVE`, `GHSA`, …: what comes before the first dash, when that is a name of letters.
    static func scheme(_ name: String) -> String? {
        guard let dash = name.firstIndex(of: "-") else { return nil }
        let scheme = name[..<dash]
        guard !scheme.isEmpty, scheme.utf8.count <= 16, scheme.utf8.allSatisfy(isLetter) else { return nil }
        return String(scheme)
    }

    /// The page of whoever gave the name; `nil` when nobody is known for it, or the name has bytes that names of
    /// flaws do not have.
    static func link(_ name: String) -> String? {
        guard name.utf8.count <= 64, name.utf8.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        return switch scheme(name) {
        case "CVE": "https://nvd.nist.gov/vuln/detail/\(name)"
        case "GHSA": "https://github.com/advisories/\(name)"
        case "GO": "https://pkg.go.dev/vuln/\(name)"
        case "RUSTSEC": "https://rustsec.org/advisories/\(name).html"
        case "DSA", "DLA": "https://security-tracker.debian.org/tracker/\(name)"
        case "USN": "https://ubuntu.com/security/notices/\(name)"
        case "PYSEC", "MAL", "OSV": "https://osv.dev/vulnerability/\(name)"
        default: nil
        }
    }

    /// Whether a text from outside is a web address of bytes that RFC 3986 allows.
    static func isLink(_ text: String) -> Bool {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.count > 10, text.utf8.count < 2048
        else { return false }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            guard 0x21...0x7e ~= byte, !"<>\"{}|\\^`[]".utf8.contains(byte) else { return false }
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, isHex(bytes[index + 1]), isHex(bytes[index + 2]) else { return false }
            }
        }
        return bytes.filter { $0 == UInt8(ascii: "#") }.count <= 1
    }

    /// `CWE-79` as 79.
    static func weakness(_ text: String) -> Int? {
        guard text.hasPrefix("CWE-"), text.utf8.count <= 10, text.utf8.dropFirst(4).allSatisfy(isDigit) else {
            return nil
        }
        return Int(text.dropFirst(4))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }
    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
    }
}
