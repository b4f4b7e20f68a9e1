internal import Content

/// What a log sends to a witness to have a checkpoint cosigned (C2SP tlog-witness, add-checkpoint).
package struct AddCheckpoint: Sendable {
    /// The size of the tree that the log believes the witness saw last.
    package var oldSize: UInt64
    /// That the tree of `oldSize` is the beginning of the checkpoint's.
    package var proof: [MerkleHash]
    package var note: SignedNote

    package static let proofLimit = 63
    package static let limit = SignedNote.limit + 8192

    package init(oldSize: UInt64, proof: [MerkleHash], note: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    package init(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.limit else { throw .format("expected at most \(Self.limit) bytes of a request") }
        var rest = bytes[...]
        func line() throws(NoteError) -> String {
            guard let end = rest.firstIndex(of: 0x0a) else {
                throw .format("expected a line of the request, found its end")
            }
            defer { rest = rest[(end + 1)...] }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
        let first = try line()
        guard first.hasPrefix("old "), let size = Checkpoint.decimal(first.dropFirst(4)) else {
            throw .format("expected “old SIZE”, found “\(first.prefix(60))”")
        }
        oldSize = size
        proof = []
        while true {
            let text = try line()
            if text.isEmpty { break }
            guard proof.count < Self.proofLimit else { throw .format("more than \(Self.proofLimit) hashes") }
            guard let hash = Base64.decode(text.utf8).flatMap({ MerkleHash($0) }), hash.base64 == text else {
                throw .format("expected a hash, found “\(text.prefix(60))”")
            }
            proof.append(hash)
        }
        note = try SignedNote(Array(rest))
    }

    package var bytes: [UInt8] {
        Array((["old \(oldSize)"] + proof.map(\.base64) + ["", ""]).joined(separator: "\n").utf8) + note.bytes
    }
}
