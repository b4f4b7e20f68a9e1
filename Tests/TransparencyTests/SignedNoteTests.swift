import Content
import Crypto
import Testing

@testable import Transparency

/// Makes notes as logs and witnesses do.
struct TestSigner {
    let name: String
    let kind: NoteKey.Kind
    let key = Curve25519.Signing.PrivateKey()

    var bytes: [UInt8] { Array(key.publicKey.rawRepresentation) }
    var verifier: NoteKey { get throws { try NoteKey(name: name, kind: kind, ed25519: bytes) } }
    var verifierKey: String {
        "\(name)+\(Hex.encode(NoteKey.id(name: name, kind: kind.rawValue, key: bytes)))+"
            + Base64.encode([kind.rawValue] + bytes)
    }

    func line(_ text: [UInt8], time: UInt64 = 1_700_000_000) throws -> SignedNote.Line {
        let id = NoteKey.id(name: name, kind: kind.rawValue, key: bytes)
        guard kind == .cosignature else {
            return .init(name: name, id: id, signature: Array(try key.signature(for: text)))
        }
        let message = Array("cosignature/v1\ntime \(time)\n".utf8) + text
        let prefix = withUnsafeBytes(of: time.bigEndian) { Array($0) }
        return .init(name: name, id: id, signature: prefix + Array(try key.signature(for: message)))
    }
}

@Suite struct SignedNoteTests {
    private static let text = Array("a log\n1\n\(MerkleHash.leaf([1]).base64)\n".utf8)

    @Test func `a note reads back and verifies with its keys`() throws {
        let log = TestSigner(name: "log.example", kind: .ed25519)
        let witness = TestSigner(name: "witness.example", kind: .cosignature)
        let note = try SignedNote(
            SignedNote(text: Self.text, lines: [witness.line(Self.text, time: 42), log.line(Self.text)]).bytes)
        #expect(note.text == Self.text)
        #expect(try note.verify([log.verifier]).map(\.name) == ["log.example"])
        #expect(try note.verify([log.verifier, witness.verifier]).map(\.time) == [42, nil])
    }

    @Test func `only name and id together make a line known`() throws {
        let log = TestSigner(name: "log.example", kind: .ed25519)
        var renamed = try log.line(Self.text)
        renamed.name = "other.example"
        var rehinted = try log.line(Self.text)
        rehinted.id[0] ^= 1
        let note = SignedNote(text: Self.text, lines: [renamed, rehinted])
        let error = #expect(throws: NoteError.self) { try note.verify([log.verifier]) }
        guard case .noKnownSignature = error else { Issue.record("\(String(describing: error))"); return }
        // A foreign line beside the good one does no harm.
        #expect(
            try SignedNote(text: Self.text, lines: [renamed, log.line(Self.text)]).verify([log.verifier]).count == 1)
    }

    @Test func `a bad line of a known key spoils the note`() throws {
        let log = TestSigner(name: "log.example", kind: .ed25519)
        var bad = try log.line(Self.text)
        bad.signature[3] ^= 1
        let note = SignedNote(text: Self.text, lines: [try log.line(Self.text), bad])
        #expect(throws: NoteError.signature(key: try log.verifier.label)) { try note.verify([log.verifier]) }
    }

    @Test func `a cosignature is good for its time only`() throws {
        let witness = TestSigner(name: "w", kind: .cosignature)
        var line = try witness.line(Self.text, time: 42)
        line.signature[7] = 43
        #expect(throws: NoteError.self) { try SignedNote(text: Self.text, lines: [line]).verify([witness.verifier]) }
        line.signature = Array(line.signature.prefix(8))
        #expect(throws: NoteError.self) { try SignedNote(text: Self.text, lines: [line]).verify([witness.verifier]) }
    }

    @Test(arguments: [
        "", "text\n", "text\n\n", "text\n\n\u{2014} name\n", "text\n\n\u{2014} name !!!\n", "text\n\n- name AAAAAAAA\n",
        "text\n\n\u{2014} name AAAA\n", "text\n\n\u{2014} name AAAAAAAA", "text\n\n\u{2014} a b AAAAAAAA\n",
        "text\n\n\u{2014} a+b AAAAAAAA\n", "te\u{1}xt\n\n\u{2014} a AAAAAAAA\n", "text\r\n\n\u{2014} a AAAAAAAA\n",
        "\n\u{2014} a AAAAAAAA\n",
    ]) func `what is no note is refused`(text: String) {
        #expect(throws: NoteError.self) { try SignedNote(Array(text.utf8)) }
    }

    @Test func `bytes that are not UTF-8 and endless notes are refused`() {
        #expect(throws: NoteError.self) { try SignedNote([0xff, 0x0a, 0x0a]) }
        let many = "t\n\n" + String(repeating: "\u{2014} a AAAAAAAA\n", count: 129)
        #expect(throws: NoteError.self) { try SignedNote(Array(many.utf8)) }
        #expect(throws: NoteError.self) { try SignedNote([UInt8](repeating: 0x0a, count: SignedNote.limit + 1)) }
    }

    @Test func `a verifier key must have its own id`() throws {
        let log = TestSigner(name: "log.example", kind: .ed25519)
        #expect(try NoteKey(verifierKey: log.verifierKey).id == log.verifier.id)
        for bad in ["", "a", "a+b+c", "log.example+00000000+" + Base64.encode([1] + log.bytes), "a+01020304+Aw=="] {
            #expect(throws: NoteError.self) { try NoteKey(verifierKey: bad) }
        }
        // The example of C2SP's signed-note: a key of PeterNeumann.
        let known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        #expect(try NoteKey(verifierKey: known).name == "PeterNeumann")
    }

    @Test func `checkpoints are read strictly`() throws {
        let checkpoint = try Checkpoint(text: Self.text)
        #expect(checkpoint == Checkpoint(origin: "a log", size: 1, root: .leaf([1])))
        #expect(checkpoint.text == Self.text)
        let root = MerkleHash.leaf([1]).base64
        for bad in [
            "", "o\n1\n", "o\n01\n\(root)\n", "o\n-1\n\(root)\n", "o\n+1\n\(root)\n", "\n1\n\(root)\n", "o\n1\nAAAA\n",
            "o\n\(root)\n1\n", "o\n1\n\(root)", "o\n1\n\(root)\n\nx\n", "o\n18446744073709551616\n\(root)\n",
            "o\n0\n\(root)\n",
            "o\n1\n\(root.dropLast())\n",
        ] {
            #expect(throws: NoteError.self, "\(bad)") { try Checkpoint(text: Array(bad.utf8)) }
        }
        let extended = "o\n18446744073709551615\n\(root)\nTimestamp: 1\n"
        #expect(try Checkpoint(text: Array(extended.utf8)).extensions == ["Timestamp: 1"])
    }
}
