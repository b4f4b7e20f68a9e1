import Content
import JSONText
import Testing

@testable import Signing

/// Every verification case of sigstore-conformance, by path and by digest: accepted, or rejected for the right reason.
@Suite struct ConformanceTests {
    @Test(arguments: [true, false]) func `each case has its result and its reason`(byPath: Bool) throws {
        guard let text = try SharedFolder.bytes("conformance/sigstore/cases.json") else { return }
        let cases = try #require(try JSONDocument(text).root["cases"])
        var wrong: [String] = []
        var counts = (accepted: 0, rejected: 0)
        for entry in cases.elements {
            let name = try #require(entry["case"]?.string)
            let expected = entry["reason"]?.string
            do throws(Rejection) {
                _ = try Self.verify(entry, name, byPath: byPath)
                counts.accepted += 1
                if let expected { wrong.append("\(name): accepted, expected \(expected)") }
            } catch {
                counts.rejected += 1
                if error.reason.code.rawValue != expected {
                    wrong.append(
                        "\(name): expected \(expected ?? "acceptance"), found \(error.reason) also "
                            + error.also.map(\.description).joined(separator: "; "))
                }
                // A text that cannot be read says nothing more.
                guard error.reason.code > .limit else { continue }
                let also = Set(error.also.map(\.code.rawValue))
                for code in entry["alsoFails"]?.elements.compactMap(\.string) ?? []
                where !also.contains(code) && !Self.notSeen.contains("\(name) \(code)") {
                    wrong.append(
                        "\(name): expected \(code) beside \(error.reason.code.rawValue), found \(also.sorted())")
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count) differ:\n\(wrong.joined(separator: "\n"))")
        #expect(counts == (21, 49))
    }

    /// Failures that another one hides: a note without lines is no note, and a line under another name is not tried.
    private static let notSeen: Set = [
        "rekor2-checkpoint-missing-log-signature_fail tlog.checkpoint-no-log-signature",
        "rekor2-checkpoint-no-matching-signature_fail tlog.checkpoint-signature",
    ]

    private static func verify(_ entry: JSONValue, _ name: String, byPath: Bool) throws(Rejection) -> VerifiedBundle {
        func bytes(_ path: String) -> [UInt8] {
            do {
                return try SharedFolder.bytes("conformance/sigstore/\(path)") ?? []
            } catch {
                Issue.record("\(path): \(error)")
                return []
            }
        }
        let content = bytes(entry["artifact"]?.string ?? "a.txt")
        let artifact = byPath ? SignedArtifact(content: content) : SignedArtifact(digests: [Digest.of(content)])
        let root: TrustedRoot
        let signer: VerificationPolicy.Signer
        do throws(VerificationFailure) {
            root = try TrustedRoot(json: bytes(entry["trustedRoot"]?.string ?? ""))
            if let key = entry["key"]?.string {
                signer = .keys([try VerificationPolicy.key(pem: bytes(key))])
            } else {
                signer = .identities([
                    IdentityPolicy(
                        subject: .exact(entry["identity"]?.string ?? ""), issuer: .exact(entry["issuer"]?.string ?? ""))
                ])
            }
        } catch {
            throw Rejection(error)
        }
        let verifier = BundleVerifier(root: root, policy: VerificationPolicy(signer: signer))
        return try verifier.verify(json: bytes("\(name)/bundle.sigstore.json"), artifact: artifact)
    }
}
