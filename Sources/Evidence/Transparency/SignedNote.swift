internal import Content

/// A text and signatures under it (C2SP signed-note).
///
/// Comes in as bytes from anywhere; what goes out through `verify` is trusted as far as the keys are.
package struct SignedNote: Sendable {
    package struct Line: Sendable, Equatable {
        package var name: String
        package var id: [UInt8]
        package var signature: [UInt8]

        package init(name: String, id: [UInt8], signature: [UInt8]) {
            self.name = name
            self.id = id
            self.signature = signature
        }
    }

    /// A line that verified.
    package struct Signature: Sendable, Equatable {
        package var name: String
        package var id: [UInt8]
        /// Seconds since 1970, when the signer is a witness.
        package var time: UInt64?
    }

    /// Bytes of a note, and lines under it. A checkpoint of a log with many witnesses has a few kilobytes.
    package static let limit = 64 << 10
    package static let lineLimit = 128

    /// The signed text; ends in a line feed.
    package let text: [UInt8]
    package let lines: [Line]

    private static let dash = Array("\u{2014} ".utf8)

    package init(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.limit else {
            throw .format("expected at most \(Self.limit) bytes, found \(bytes.count)")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .format("expected UTF-8") }
        guard !bytes.contains(where: { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }) else {
            throw .format("expected no control characters but line feeds")
        }
        // The last empty line divides text and signatures.
        guard let split = bytes.indices.dropLast().last(where: { bytes[$0] == 0x0a && bytes[$0 + 1] == 0x0a }) else {
            throw .format("expected a blank line before the signatures, found none")
        }
        text = Array(bytes[...split])
        let block = bytes[(split + 2)...]
        guard !block.isEmpty else { throw .format("expected signatures after the blank line, found none") }
        guard block.last == 0x0a else { throw .format("expected a line feed at the end") }
        var lines: [Line] = []
        for line in block.dropLast().split(separator: 0x0a, omittingEmptySubsequences: false) {
            guard lines.count < Self.lineLimit else { throw .format("more than \(Self.lineLimit) signatures") }
            let rest = line.dropFirst(Self.dash.count)
            guard line.starts(with: Self.dash), let space = rest.lastIndex(of: 0x20),
                let bytes = Base64.decode(rest[(space + 1)...]), bytes.count > 4
            else { throw .format("expected “— NAME SIGNATURE” in line \(lines.count + 1) under the text") }
            let name = String(decoding: rest[..<space], as: UTF8.self)
            guard NoteKey.isName(name) else {
                throw .format("expected a name without spaces and “+” in line \(lines.count + 1) under the text")
            }
            lines.append(Line(name: name, id: Array(bytes.prefix(4)), signature: Array(bytes.dropFirst(4))))
        }
        self.lines = lines
    }

    /// The same text under more lines; what a key has signed already stays.
    package func adding(_ more: [Line]) -> SignedNote {
        SignedNote(
            text: text, lines: lines + more.filter { new in !lines.contains { $0.name == new.name && $0.id == new.id } }
        )
    }

    package init(text: [UInt8], lines: [Line]) {
        self.text = text
        self.lines = lines
    }

    package var bytes: [UInt8] {
        var bytes = text + [0x0a]
        for line in lines {
            bytes += Self.dash + Array("\(line.name) \(Base64.encode(line.id + line.signature))\n".utf8)
        }
        return bytes
    }

    /// The lines of the given keys, all of which verify.
    ///
    /// Lines of other keys are ignored, also those that share a name or an id with a known one: only both together
    /// decide. A known key whose line does not verify spoils the note.
    ///
    /// - Throws: `NoteError.noKnownSignature` when there is none.
    package func verify(_ keys: [NoteKey]) throws(NoteError) -> [Signature] {
        var verified: [Signature] = []
        for line in lines {
            let known = keys.filter { $0.name == line.name && $0.id == line.id }
            guard let first = known.first else { continue }
            // Four bytes collide: a line is good if one of the keys with its name and id has made it.
            let results = known.lazy.map { $0.verifies(line.signature, text: text) }
            guard let good = results.first(where: \.isValid) else { throw .signature(key: first.label) }
            let signature = Signature(name: line.name, id: line.id, time: good.time)
            if !verified.contains(where: { $0.name == signature.name && $0.id == signature.id }) {
                verified.append(signature)
            }
        }
        guard !verified.isEmpty else {
            throw .noKnownSignature(
                expected: keys.map(\.label), found: lines.map { "\($0.name)+\(Hex.encode($0.id))" })
        }
        return verified
    }
}
