import Testing

@testable import Transparency

@Suite struct WitnessPolicyTests {
    private let log = TestSigner(name: "log.example", kind: .ed25519)
    private let witnesses = (1...3).map { TestSigner(name: "w\($0).example", kind: .cosignature) }

    private func policy(_ rules: String) throws -> WitnessPolicy {
        let named = witnesses.enumerated().map {
            "witness w\($0.offset + 1) \($0.element.verifierKey) https://w.example\n"
        }
        return try WitnessPolicy("# who\n\nlog \(log.verifierKey) https://log.example\n" + named.joined() + rules)
    }

    private func note(cosignedBy signers: [Int], entry: [UInt8] = [1]) throws -> SignedNote {
        let text = Checkpoint(origin: "log.example", size: 1, root: .leaf(entry)).text
        return SignedNote(text: text, lines: try [log.line(text)] + signers.map { try witnesses[$0].line(text) })
    }

    @Test func `a quorum is k of n, and groups nest`() throws {
        let two = try policy("group g 2 w1 w2 w3\nquorum g\n")
        #expect(try two.verify(note(cosignedBy: [0, 2])).witnesses == ["w1", "w3"])
        #expect(throws: NoteError.quorum(expected: "g", found: ["w2"])) { try two.verify(note(cosignedBy: [1])) }
        let nested = try policy("group a any w1 w2\ngroup b all a w3\nquorum b\n")
        #expect(try nested.verify(note(cosignedBy: [1, 2])).witnesses.count == 2)
        #expect(throws: NoteError.self) { try nested.verify(note(cosignedBy: [0, 1])) }
        #expect(try policy("quorum none\n").verify(note(cosignedBy: [])).witnesses.isEmpty)
    }

    @Test func `one witness that signs twice is one witness`() throws {
        let two = try policy("group g 2 w1 w2 w3\nquorum g\n")
        #expect(throws: NoteError.self) { try two.verify(note(cosignedBy: [0, 0, 0])) }
    }

    @Test func `a bad cosignature, a foreign log and a missing log signature are refused`() throws {
        let any = try policy("group g any w1 w2 w3\nquorum g\n")
        let good = try note(cosignedBy: [0])
        var lines = good.lines
        lines[1].signature[20] ^= 1
        #expect(throws: NoteError.self) { try any.verify(SignedNote(text: good.text, lines: lines)) }
        #expect(throws: NoteError.self) { try any.verify(SignedNote(text: good.text, lines: [good.lines[1]])) }
        let text = Checkpoint(origin: "other.example", size: 1, root: .leaf([1])).text
        let foreign = SignedNote(text: text, lines: [try log.line(text), try witnesses[0].line(text)])
        #expect(throws: NoteError.origin(expected: "log.example", found: "other.example")) { try any.verify(foreign) }
    }

    @Test(arguments: [
        "", "quorum w9\n", "quorum none\nquorum none\n", "group g 4 w1 w2 w3\nquorum g\n", "group g 0 w1\nquorum g\n",
        "group g any w1 w1\nquorum g\n", "group g any w1\ngroup h any w1\nquorum h\n", "group w1 any w2\nquorum w1\n",
        "group g any h\ngroup h any w1\nquorum g\n", "group none any w1\nquorum none\n",
        "witness w4 xyz\nquorum none\n",
        "whatever\nquorum none\n", "group g any\nquorum g\n",
    ]) func `a policy that says two things or none is refused`(rules: String) {
        #expect(throws: NoteError.self) { try policy(rules) }
    }

    @Test func `a proof file shows an entry to be in a log that the quorum saw`() throws {
        let policy = try policy("quorum w1\n")
        let proof = try LogProof(LogProof(index: 0, proof: [], note: note(cosignedBy: [0]), extra: [9]).bytes)
        #expect(proof.extra == [9])
        #expect(try proof.verify(entry: [1], policy: policy).size == 1)
        #expect(throws: ProofError.self) { try proof.verify(entry: [2], policy: policy) }
        #expect(throws: NoteError.self) {
            try LogProof(index: 0, proof: [], note: note(cosignedBy: [1])).verify(entry: [1], policy: policy)
        }
        for bad in [
            "", "c2sp.org/tlog-proof@v2\nindex 0\n\n", "c2sp.org/tlog-proof@v1\n\n",
            "c2sp.org/tlog-proof@v1\nindex 00\n\n",
        ] {
            #expect(throws: NoteError.self) { try LogProof(Array(bad.utf8)) }
        }
    }
}
