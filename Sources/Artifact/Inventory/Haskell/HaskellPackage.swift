/// What the cataloguers of Haskell packages agree on.
enum HaskellPackage {
    static func component(_ name: String, version: String, presence: Component.Presence) -> Component {
        var component = Component(name: name, version: version, ecosystem: "hackage", presence: presence)
        component.purl = PackageURL(type: "hackage", name: name, version: version)
        return component
    }

    /// Takes `aeson-2.0.3.0-H8BOQwtT8HYFvWPR1b6zvB` apart: the name, the version and what tells builds of it apart.
    ///
    /// The version is the last part of only digits and dots; a name has a letter in each of its parts (Cabal,
    /// `PackageName`), so that no part of it can be taken for one.
    static func split(_ identifier: Substring) -> (name: String, version: String)? {
        let parts = identifier.split(separator: "-", omittingEmptySubsequences: false)
        guard let place = parts.lastIndex(where: isVersion), place > 0 else { return nil }
        // Behind it comes at most a hash, or in a build in place a word such as `inplace` and a component's name.
        let name = parts[..<place].joined(separator: "-")
        guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else { return nil }
        return (name, String(parts[place]))
    }

    static func isVersion(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, first != UInt8(ascii: "."), !text.hasSuffix("."), bytes.count <= 64
        else { return false }
        return bytes.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            || byte == UInt8(ascii: "-")
    }
}
