internal import Content

/// That an entry is in a log, in one file that needs no one to be asked (C2SP tlog-proof).
package struct LogProof: Sendable {
    package static let header = "c2sp.org/tlog-proof@v1"
    package static let limit = 128 << 10

    /// What the application needs beside the entry.
    package var extra: [UInt8]?
    package var index: UInt64
    package var proof: [MerkleHash]
    package var note: SignedNote

    package init(index: UInt64, proof: [MerkleHash], note: SignedNote, extra: [UInt8]? = nil) {
        self.index = index
        self.proof = proof
        self.note = note
        self.extra = extra
    }

    package init(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.limit else { throw .format("expected at most \(Self.limit) bytes of a log proof") }
        // The first blank line divides proof and checkpoint; the checkpoint has one of its own.
        guard let split = bytes.indices.dropLast().first(where: { bytes[$0] == 0x0a && bytes[$0 + 1] == 0x0a }) else {
            throw .format("expected a blank line before the checkpoint of a log proof")
        }
        var lines = bytes[..<split].split(separator: 0x0a, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }[...]
        guard lines.popFirst() == Self.header else { throw .format("expected “\(Self.header)” in the first line") }
        if let line = lines.first, line.hasPrefix("extra ") {
            guard let bytes = Base64.decode(line.utf8.dropFirst(6)) else {
                throw .format("expected base 64 after “extra”")
            }
            extra = bytes
            lines.removeFirst()
        }
        guard let line = lines.popFirst(), line.hasPrefix("index "), let index = Checkpoint.decimal(line.dropFirst(6))
        else { throw .format("expected “index” and a number in a log proof") }
        self.index = index
        guard lines.count <= 64 else {
            throw .format("expected at most 64 hashes in a log proof, found \(lines.count)")
        }
        proof = []
        for line in lines {
            guard let hash = Base64.decode(line.utf8).flatMap({ MerkleHash($0) }), hash.base64 == line else {
                throw .format("expected a hash in a log proof, found “\(line.prefix(60))”")
            }
            proof.append(hash)
        }
        note = try SignedNote(Array(bytes[(split + 2)...]))
    }

    package var bytes: [UInt8] {
        var text = Self.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(index)\n"
        for hash in proof { text += hash.base64 + "\n" }
        return Array((text + "\n").utf8) + note.bytes
    }

    /// That `entry` is in a log of the policy, which the quorum has seen.
    package func verify(entry: [UInt8], policy: WitnessPolicy) throws -> Checkpoint {
        let (checkpoint, _) = try policy.verify(note)
        try InclusionProof.verify(
            leaf: .leaf(entry), index: index, size: checkpoint.size, proof: proof, root: checkpoint.root)
        return checkpoint
    }
}
