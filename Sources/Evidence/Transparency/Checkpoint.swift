internal import Content

/// What a log says of itself: its name, size and root (C2SP tlog-checkpoint).
package struct Checkpoint: Sendable, Equatable {
    package var origin: String
    package var size: UInt64
    package var root: MerkleHash
    /// Lines after the root, which old logs use for a time.
    package var extensions: [String]

    package init(origin: String, size: UInt64, root: MerkleHash, extensions: [String] = []) {
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads the text of a note, whose signatures say whether to believe it.
    package init(text: [UInt8]) throws(NoteError) {
        guard text.last == 0x0a else { throw .format("expected a line feed at the end of the checkpoint") }
        let lines = text.dropLast().split(separator: 0x0a, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count >= 3 else {
            throw .format("expected origin, size and root in a checkpoint, found \(lines.count) lines")
        }
        guard !lines[0].isEmpty else { throw .format("expected an origin in the checkpoint's first line") }
        guard let size = Self.decimal(lines[1]) else {
            throw .format("expected a size in the checkpoint's second line, found “\(lines[1].prefix(60))”")
        }
        guard let root = Base64.decode(lines[2].utf8).flatMap({ MerkleHash($0) }), root.base64 == lines[2] else {
            throw .format("expected a root hash in the checkpoint's third line, found “\(lines[2].prefix(60))”")
        }
        let extensions = Array(lines[3...])
        guard !extensions.contains("") else { throw .format("expected no blank line in the checkpoint") }
        guard size > 0 || root == .empty else { throw .format("expected the hash of nothing as root of an empty log") }
        self.init(origin: lines[0], size: size, root: root, extensions: extensions)
    }

    package var text: [UInt8] {
        Array(([origin, "\(size)", root.base64] + extensions).map { $0 + "\n" }.joined().utf8)
    }

    /// A number in decimal without sign or leading zeros.
    static func decimal(_ text: some StringProtocol) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), text == "0" || !text.hasPrefix("0") else {
            return nil
        }
        return UInt64(text)
    }
}
