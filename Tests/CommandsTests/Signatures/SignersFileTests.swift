import Content
import Testing

@testable import Commands
@testable import Signing

/// Who may sign, as a file says it.
@Suite struct SignersFileTests {
    private static func file(_ text: String, keys: [String: SigningKey] = [:]) throws -> SignersFile {
        try SignersFile(json: Array(text.utf8), path: "signers.json") { name in
            Array((keys[name]?.publicKey.pem ?? "").utf8)
        }
    }

    private static func verified(_ key: SigningKey) -> SignatureReport {
        SignatureReport(
            bundle: "b",
            result: .success(
                VerifiedBundle(signer: .key(key.publicKey), times: [], entries: [], payload: nil, warnings: [])))
    }

    @Test func `keys and identities are told apart, and each name counts once`() throws {
        let keys = ["a.pub": try SigningKey(generating: .p256), "b.pub": try SigningKey(generating: .ed25519)]
        let file = try Self.file(
            """
            {"threshold": 2, "signers": [{"name": "a", "key": "a.pub"}, {"name": "b", "key": "b.pub"},
            {"name": "c", "subjectRegexp": ".*@example.org", "issuer": "i", "extensions": {"runner-environment": "x"}}],
            "revoked": [{"subject": "s", "issuerPattern": "*", "since": "2026-01-01T00:00:00Z"},
            {"key": "\(String(repeating: "0", count: 64))"}]}
            """, keys: keys)
        #expect(file.threshold == 2)
        #expect(file.parties.map(\.name) == ["a", "b", "c"])
        #expect(file.revocations.count == 2)
        guard case .either(let own, let identities) = file.signer else {
            Issue.record("no keys and identities")
            return
        }
        #expect(own == [keys["a.pub"], keys["b.pub"]].compactMap { $0?.publicKey })
        #expect(identities.map { $0.subject.matches("dev@example.org") } == [true])
        let (first, second) = (try #require(keys["a.pub"]), try #require(keys["b.pub"]))
        func verdict(_ signers: [SigningKey]) -> SignatureVerdict {
            SignatureVerdict(signers.map { Self.verified($0) }, threshold: file.threshold, predicate: nil, file: file)
        }
        #expect(verdict([first, first]).status == .failed)
        #expect(verdict([first, second]).status == .passed)
        #expect(verdict([second, first]).signers == ["b", "a"])
    }

    @Test func `a report has colours on a terminal, and lets no one else bring theirs`() throws {
        let failure = VerificationFailure(.annotation, expected: "a", found: "\u{1b}[32mverified")
        let report = SignatureReport(bundle: "\u{1b}[0m", result: .failure(Rejection(failure)))
        let text = report.text(Palette(isOn: true))
        #expect(text.hasPrefix("\u{1b}[31mrejected\u{1b}[0m  \u{fffd}[0m\n"))
        #expect(text.contains("found     \u{fffd}[32mverified\n"))
        let plain = report.text(Palette(isOn: false))
        #expect(plain.hasPrefix("rejected  \u{fffd}[0m\nreason    place.annotation\n"))
    }

    @Test(arguments: [
        "[", "[]", "{}", #"{"signers": []}"#, #"{"signers": [{"key": "k"}]}"#,
        #"{"signers": [{"name": "a", "key": "missing"}]}"#,
        #"{"signers": [{"name": "a", "subject": "s"}]}"#,
        #"{"signers": [{"name": "a", "subject": "s", "issuer": "i", "isuer": "j"}]}"#,
        #"{"signers": [{"name": "a", "subject": "s", "subjectPattern": "*", "issuer": "i"}]}"#,
        #"{"signers": [{"name": "a", "subjectRegexp": "(", "issuer": "i"}]}"#,
        #"{"signers": [{"name": "a", "subject": "s", "issuer": "i", "extensions": {"nonsense": "1"}}]}"#,
        #"{"signers": [{"name": "a", "subject": "s", "issuer": "i"}, {"name": "a", "subject": "t", "issuer": "i"}]}"#,
        #"{"threshold": 2, "signers": [{"name": "a", "subject": "s", "issuer": "i"}]}"#,
        #"{"threshold": 0, "signers": [{"name": "a", "subject": "s", "issuer": "i"}]}"#,
        #"{"signers": [{"name": "a", "subject": "s", "issuer": "i"}], "revoked": [{}]}"#,
        #"{"signers": [{"name": "a", "subject": "s", "issuer": "i"}], "revoked": [{"key": "00"}]}"#,
        #"{"signers": [{"name": "a", "subject": "s", "issuer": "i"}], "signers": []}"#,
    ]) func `a file that could mean less than it should is refused`(text: String) {
        #expect(throws: (any Error).self) { try Self.file(text) }
    }
}
