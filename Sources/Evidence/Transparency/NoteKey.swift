internal import Content
internal import Crypto

/// A key that signs notes, by name and four bytes of identity (C2SP signed-note).
package struct NoteKey: Sendable {
    package enum Kind: UInt8, Sendable {
        case ed25519 = 0x01
        /// A witness: signs with a time in front (C2SP tlog-cosignature).
        case cosignature = 0x04
    }

    package let name: String
    /// Not authenticated and not unique: what a line is tried with, no more.
    package let id: [UInt8]
    /// Whether lines carry a time.
    package let isWitness: Bool
    private let check: @Sendable (_ message: [UInt8], _ signature: [UInt8]) -> Bool

    /// A key that `Signing` knows how to use; `check` gets the text and the bytes after the key's id.
    package init(
        name: String, id: [UInt8], check: @escaping @Sendable (_ message: [UInt8], _ signature: [UInt8]) -> Bool
    ) {
        self.name = name
        self.id = id
        isWitness = false
        self.check = check
    }

    /// - Throws: `NoteError.key` when the name is none or there are not 32 bytes.
    package init(name: String, kind: Kind, ed25519 bytes: [UInt8]) throws(NoteError) {
        guard Self.isName(name) else { throw .key("expected a name without spaces and “+”") }
        let key: Curve25519.Signing.PublicKey
        do {
            key = try Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        } catch {
            throw .key("expected 32 bytes of an Ed25519 key of \(name), found \(bytes.count)")
        }
        self.name = name
        id = Self.id(name: name, kind: kind.rawValue, key: bytes)
        isWitness = kind == .cosignature
        check = { key.isValidSignature($1, for: $0) }
    }

    /// Reads a verifier key: `NAME+ID+BASE64`, the key's kind in front of its bytes.
    package init(verifierKey text: String) throws(NoteError) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let id = Hex.decode(parts[1].utf8), id.count == 4,
            let bytes = Base64.decode(parts[2].utf8), let first = bytes.first
        else { throw .key("expected NAME+ID+KEY, found “\(text.prefix(80))”") }
        guard let kind = Kind(rawValue: first) else {
            throw .key(
                "expected a key of kind 1 (Ed25519) or 4 (cosignature), found kind \(first) of \(parts[0].prefix(80))")
        }
        try self.init(name: String(parts[0]), kind: kind, ed25519: Array(bytes.dropFirst()))
        guard self.id == id else { throw .key("expected the id \(Hex.encode(self.id)) of \(name), found \(parts[1])") }
    }

    /// The text that `init(verifierKey:)` reads, of an Ed25519 key.
    package static func verifierKey(name: String, kind: Kind, ed25519 bytes: [UInt8]) -> String {
        let id = Self.id(name: name, kind: kind.rawValue, key: bytes)
        return "\(name)+\(Hex.encode(id))+\(Base64.encode([kind.rawValue] + bytes))"
    }

    /// The first bytes of SHA-256 over name, line feed, kind and key.
    package static func id(name: String, kind: UInt8, key: [UInt8]) -> [UInt8] {
        Array(Content.Digest.of(Array(name.utf8) + [0x0a, kind] + key).bytes.prefix(4))
    }

    /// Not empty, and without what separates it in lines and keys.
    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.count <= 1024
            && !name.unicodeScalars.contains { $0 == "+" || $0.properties.isWhitespace || $0.value < 0x20 }
    }

    /// How messages speak of this key.
    package var label: String { "\(name)+\(Hex.encode(id))" }

    /// Whether `signature` is this key's under a note's `text`, and the time it was made, which only witnesses say.
    package func verifies(_ signature: [UInt8], text: [UInt8]) -> (isValid: Bool, time: UInt64?) {
        guard isWitness else { return (check(text, signature), nil) }
        guard signature.count == 8 + 64 else { return (false, nil) }
        let time = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return (check(Cosignature.message(text: text, time: time), Array(signature.dropFirst(8))), time)
    }
}
