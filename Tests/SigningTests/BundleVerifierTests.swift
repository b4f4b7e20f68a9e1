import Attestation
import Content
import JSONText
import Testing
import Transparency

@testable import Signing

/// What the public suite does not ask.
@Suite struct BundleVerifierTests {
    private static let artifact = Array("gold\n".utf8)

    /// The code a bundle is rejected with, `nil` when it is accepted.
    private func reason(
        _ draft: TestInstance.Draft, _ root: TrustedRoot, _ policy: VerificationPolicy = TestInstance.identity,
        artifact: SignedArtifact? = SignedArtifact(content: artifact)
    ) -> VerificationCode? {
        do throws(Rejection) {
            _ = try BundleVerifier(root: root, policy: policy).verify(json: draft.json, artifact: artifact)
            return nil
        } catch {
            return error.reason.code
        }
    }

    @Test(arguments: KeyAlgorithm.allCases) func `a good bundle of each kind of key is accepted`(
        algorithm: KeyAlgorithm
    ) throws {
        let instance = try TestInstance(leaf: algorithm)
        let root = try instance.trustRoot()
        #expect(root.skipped.isEmpty)
        let draft = try instance.draft(over: Self.artifact)
        let verified = try BundleVerifier(root: root, policy: TestInstance.identity).verify(
            json: draft.json, artifact: SignedArtifact(content: Self.artifact))
        #expect(verified.times.map(\.time) == [Instant(seconds: TestInstance.start.seconds + 60)])
        #expect(verified.entries.map(\.log) == ["https://log.example"])
        #expect(reason(draft, root, artifact: SignedArtifact(content: [])) == .signatureArtifact)
    }

    @Test func `RSA-PSS signatures and short hashes are told from their schemes`() throws {
        let rsa = try TestInstance(leaf: .rsa)
        #expect(reason(try rsa.draft(over: Self.artifact, scheme: .rsaPSS(.sha256)), try rsa.trustRoot()) == nil)
        let p384 = try TestInstance(leaf: .p384)
        let short = try p384.draft(over: Self.artifact, scheme: .ecdsa(.sha256))
        #expect(reason(short, try p384.trustRoot()) == .signatureArtifact)
        var policy = TestInstance.identity
        policy.allowsShortHashes = true
        #expect(reason(short, try p384.trustRoot(), policy) == nil)
    }

    @Test func `a digest alone is enough but for keys that sign content`() throws {
        let digest = SignedArtifact(digests: [Digest.of(Self.artifact)])
        let p256 = try TestInstance()
        #expect(reason(try p256.draft(over: Self.artifact), try p256.trustRoot(), artifact: digest) == nil)
        let edwards = try TestInstance(leaf: .ed25519)
        #expect(
            reason(try edwards.draft(over: Self.artifact), try edwards.trustRoot(), artifact: digest)
                == .signatureNeedsContent)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: VerificationCode
        var change: @Sendable (inout TestInstance.Profile) -> Void
    }

    private static let profiles: [Wrong] = [
        Wrong(testDescription: "no certificate timestamp", code: .noSCT) { $0.hasSCT = false },
        Wrong(testDescription: "an empty list of certificate timestamps", code: .noSCT) { $0.sctCount = 0 },
        Wrong(testDescription: "a bad certificate timestamp", code: .sctSignature) { $0.spoilsSCT = true },
        Wrong(testDescription: "no usage", code: .certificateProfile) { $0.usages = nil },
        Wrong(testDescription: "another usage", code: .certificateProfile) { $0.usages = [Certificate.timeStamping] },
        Wrong(testDescription: "no key usage", code: .certificateProfile) { $0.keyUsage = nil },
        Wrong(testDescription: "a key for agreement", code: .certificateProfile) { $0.keyUsage = [3, 0x08] },
        Wrong(testDescription: "an authority as leaf", code: .certificateProfile) { $0.isAuthority = true },
        Wrong(testDescription: "an unknown critical extension", code: .certificateProfile) {
            $0.extra = [TestInstance.extensionItem(ObjectIdentifier(1, 2, 3), critical: true, [5, 0])]
        },
        Wrong(testDescription: "no subject", code: .identitySAN) { $0.names = nil },
        Wrong(testDescription: "two subjects", code: .identitySAN) { $0.names = ($0.names ?? []) + ($0.names ?? []) },
        Wrong(testDescription: "another subject", code: .identitySAN) {
            $0.names = [DER.element(DERTag.implicit(1), Array("eve@example.org".utf8))]
        },
        Wrong(testDescription: "no issuer", code: .identityIssuer) { $0.issuer = nil },
        Wrong(testDescription: "another issuer", code: .identityIssuer) { $0.issuer = "https://issuer.example/" },
        Wrong(testDescription: "two issuers", code: .identityIssuer) {
            $0.extra = [
                TestInstance.extensionItem(
                    ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 1, 1), Array("https://old.example".utf8))
            ]
        },
        Wrong(testDescription: "a certificate from after the signature", code: .timestampOutsideCertificate) {
            $0.start = Instant(seconds: TestInstance.start.seconds + 61)
        },
        Wrong(testDescription: "a certificate that ended before the signature", code: .timestampOutsideCertificate) {
            $0.end = Instant(seconds: TestInstance.start.seconds + 59)
        },
    ]

    @Test(arguments: profiles) func `a wrong certificate is rejected for what is wrong`(wrong: Wrong) throws {
        let instance = try TestInstance()
        var profile = TestInstance.Profile()
        wrong.change(&profile)
        #expect(
            reason(try instance.draft(over: Self.artifact, profile: profile), try instance.trustRoot()) == wrong.code)
    }

    @Test func `both ends of a certificate's validity belong to it`() throws {
        let instance = try TestInstance()
        var profile = TestInstance.Profile()
        profile.start = Instant(seconds: TestInstance.start.seconds + 60)
        profile.end = profile.start
        #expect(reason(try instance.draft(over: Self.artifact, profile: profile), try instance.trustRoot()) == nil)
    }

    @Test func `an authority that has ended, allows no such leaf or is another is refused`() throws {
        let instance = try TestInstance()
        let draft = try instance.draft(over: Self.artifact)
        let ended = try instance.trustRoot(authorityEnd: Instant(seconds: TestInstance.start.seconds - 1))
        #expect(reason(draft, ended) == .authorityNotValid)
        let between = try instance.trustRoot(authorityEnd: Instant(seconds: TestInstance.start.seconds + 30))
        #expect(reason(draft, between) == .authorityNotValid)
        #expect(reason(draft, try TestInstance().trustRoot()) == .unknownInstance)
        let later = try instance.trustRoot(validity: "2030-01-01T00:00:00Z")
        #expect(reason(draft, later) != nil)
    }

    @Test func `authorities between leaf and root may come with the bundle`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot(listsAuthority: false)
        var draft = try instance.draft(over: Self.artifact)
        draft.asChain = true
        draft.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.2"
        let leaf = draft.certificates[0]
        #expect(reason(draft, root) == .untrustedChain)
        draft.certificates = [leaf, try instance.authority()]
        #expect(reason(draft, root) == nil)
        draft.certificates = [leaf, try TestInstance().authority()]
        #expect(reason(draft, root) == .untrustedChain)
        // A leaf is no authority, whatever it signs.
        draft.certificates = [leaf, leaf]
        #expect(reason(draft, root) == .untrustedChain)
    }

    @Test func `a damaged timestamp is rejected for what is damaged`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot()
        var draft = try instance.draft(over: Self.artifact)
        let signature = try Bundle(json: draft.json).signature
        func reason(_ timestamps: [[UInt8]], _ root: TrustedRoot) -> VerificationCode? {
            draft.timestamps = timestamps
            return self.reason(draft, root)
        }
        #expect(reason([], root) == .noTime)
        #expect(reason([[0x30, 0]], root) == .timestampMalformed)
        #expect(reason([try instance.timestamp(of: signature, status: 2)], root) == .timestampMalformed)
        #expect(reason([try instance.timestamp(of: signature, spoilsDigest: true)], root) == .timestampMalformed)
        #expect(reason([try instance.timestamp(of: signature, spoilsSignature: true)], root) == .timestampUntrusted)
        let foreign = try instance.timestamp(of: signature, certificateHash: [UInt8](repeating: 0, count: 32))
        #expect(reason([foreign], root) == .timestampUntrusted)
        #expect(reason([try instance.timestamp(of: [])], root) == .imprintMismatch)
        let twice = try instance.timestamp(of: signature)
        #expect(reason([twice, twice], root) == nil)
        let late = try instance.timestamp(of: signature, at: Instant(seconds: TestInstance.start.seconds + 601))
        #expect(reason([twice, late], root) == .timestampOutsideCertificate)
        #expect(reason([twice, try TestInstance().timestamp(of: signature)], root) == nil)
        // One that is good does not save one that is of another signature.
        #expect(reason([twice, try instance.timestamp(of: [])], root) == .imprintMismatch)
        for (usages, critical) in [
            ([Certificate.timeStamping], false), ([Certificate.timeStamping, Certificate.codeSigning], true),
        ] {
            let certificate = try TestInstance.timestampCertificate(
                instance.timestampKey.publicKey, instance.rootKey, usages: usages, critical: critical)
            let token = try instance.timestamp(of: signature, certificateHash: Digest.of(certificate).bytes)
            #expect(reason([token], try instance.trustRoot(timestampCertificate: certificate)) == .timestampUntrusted)
        }
        var two = TestInstance.identity
        two.times = 2
        draft.timestamps = [twice, twice]
        #expect(self.reason(draft, root, two) == .noTime)
    }

    @Test func `shape rules of bundles hold`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot()
        let good = try instance.draft(over: Self.artifact)
        var draft = good
        draft.entries += good.entries
        #expect(reason(draft, root) == .duplicateEntry)
        draft = good
        // One entry has a proof; the other one must have its own.
        var unproved = good.entries[0]
        unproved.index = 7
        unproved.proof = nil
        draft.entries.append(unproved)
        #expect(reason(draft, root) == .noInclusionProof)
        draft = good
        draft.asChain = true
        #expect(reason(draft, root) == .chainForbidden)
        draft.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.2"
        #expect(reason(draft, root) == nil)
        draft.certificates.append(try instance.root())
        #expect(reason(draft, root) == .chainContainsRoot)
        draft = good
        draft.entries = []
        #expect(reason(draft, root) == .noEntry)
        draft.entries = [LogEntry](repeating: good.entries[0], count: 33)
        #expect(reason(draft, root) == .limit)
        draft = good
        draft.mediaType = "application/vnd.dev.sigstore.bundle.v0.4+json"
        #expect(reason(draft, root) == .mediaType)
    }

    @Test func `statements are checked for type, number of signatures and subjects`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot()
        func payload(_ digests: [Digest]) -> [UInt8] {
            Statement(
                subjects: [ResourceDescriptor(name: "a", digest: DigestSet(digests))],
                predicateType: "https://example.org/t",
                predicate: nil
            ).json
        }
        let good = payload([Digest.of(Self.artifact)])
        #expect(reason(try instance.draft(payload: good), root) == nil)
        #expect(reason(try instance.draft(payload: good, signatures: 2), root) == .signatureCount)
        #expect(reason(try instance.draft(payload: good, signatures: 0), root) == .signatureCount)
        #expect(reason(try instance.draft(payload: good, type: "application/json"), root) == .statement)
        #expect(reason(try instance.draft(payload: Array("{}".utf8)), root) == .statement)
        #expect(reason(try instance.draft(payload: payload([Digest.of([])])), root) == .subjectMismatch)
        let long = payload([Digest.of(Self.artifact, .sha512)])
        #expect(reason(try instance.draft(payload: long), root) == nil)
        #expect(
            reason(
                try instance.draft(payload: long), root, artifact: SignedArtifact(digests: [Digest.of(Self.artifact)]))
                == .subjectMismatch)
        let split = payload([Digest.of(Self.artifact), Digest.of([], .sha512)])
        #expect(reason(try instance.draft(payload: split), root) == .subjectMismatch)
        #expect(reason(try instance.draft(payload: good), root, artifact: nil) == nil)
    }

    @Test func `managed keys are asked for, compared and hinted at`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot()
        let good = try instance.draft(over: Self.artifact, managed: true)
        let other = try SigningKey(generating: .p256).publicKey
        let mine = VerificationPolicy(signer: .keys([instance.leafKey.publicKey]))
        #expect(reason(good, root, mine) == nil)
        #expect(reason(good, root, VerificationPolicy(signer: .keys([other, instance.leafKey.publicKey]))) == nil)
        #expect(reason(good, root, VerificationPolicy(signer: .keys([other]))) == .signatureArtifact)
        #expect(reason(good, root) == .keyRequired)
        // No time is needed for a key that never ends.
        var timeless = good
        timeless.timestamps = []
        #expect(reason(timeless, root, mine) == nil)
        // A certificate for the key is as good as the key, and one for another is not.
        let certified = try instance.draft(over: Self.artifact)
        #expect(reason(certified, root, mine) == nil)
        #expect(reason(certified, root, VerificationPolicy(signer: .keys([other]))) == .keyUnexpected)
        let payload = Statement(
            subjects: [ResourceDescriptor(digest: Digest.of(Self.artifact))], predicateType: "t", predicate: nil
        ).json
        let hint = Base64.encode(instance.leafKey.publicKey.fingerprint.bytes)
        #expect(reason(try instance.draft(payload: payload, keyID: hint, managed: true), root, mine) == nil)
        #expect(reason(try instance.draft(payload: payload, keyID: "x", managed: true), root, mine) == .keyHint)
    }

    @Test func `revoked signers count for what they signed before`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot()
        let draft = try instance.draft(over: Self.artifact)
        let leaf = try Bundle(json: draft.json).leaf
        let subjects: [Revocation.Subject] = [
            .key(instance.leafKey.publicKey.keyID), .certificate(leaf?.fingerprint.hex ?? ""),
            .identity(IdentityPolicy(subject: .pattern("*@example.org"), issuer: .exact(TestInstance.issuer))),
        ]
        for subject in subjects {
            func found(_ seconds: Int64?) -> VerificationCode? {
                var policy = TestInstance.identity
                policy.revocations = [
                    Revocation(subject, since: seconds.map { Instant(seconds: TestInstance.start.seconds + $0) })
                ]
                return reason(draft, root, policy)
            }
            #expect(found(61) == nil)
            #expect(found(60) == .revoked)
            #expect(found(nil) == .revoked)
        }
        var policy = TestInstance.identity
        policy.revocations = [Revocation(.key("00"), since: nil)]
        #expect(reason(draft, root, policy) == nil)
    }

    @Test func `a quorum of witnesses is enforced`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot()
        let witness = try SigningKey(generating: .ed25519)
        let key = witness.publicKey.ed25519Bytes ?? []
        let id = NoteKey.id(name: "w.example", kind: 4, key: key)
        var policy = TestInstance.identity
        policy.witnesses = try WitnessPolicy(
            "witness w w.example+\(Hex.encode(id))+\(Base64.encode([4] + key))\nquorum w\n")
        var draft = try instance.draft(over: Self.artifact)
        #expect(reason(draft, root, policy) == .witnessQuorum)
        let body = draft.entries[0].body
        for spoiled in [false, true] {
            draft.entries = [
                try instance.entry(body: body) { note in
                    let time: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 9]
                    let message = Array("cosignature/v1\ntime 9\n".utf8) + note.text + (spoiled ? [0] : [])
                    let line = SignedNote.Line(
                        name: "w.example", id: id, signature: time + (try witness.signature(of: .message(message))))
                    return SignedNote(text: note.text, lines: note.lines + [line])
                }
            ]
            #expect(reason(draft, root, policy) == (spoiled ? .witnessQuorum : nil))
        }
    }

    @Test func `a threshold counts different signers`() throws {
        let instance = try TestInstance()
        let verifier = BundleVerifier(root: try instance.trustRoot(), policy: TestInstance.identity)
        let artifact = SignedArtifact(content: Self.artifact)
        let one = try Bundle(json: instance.draft(over: Self.artifact).json)
        let same = try Bundle(json: instance.draft(over: Self.artifact).json)
        #expect(try verifier.verify([one, same], artifact: artifact, threshold: 1).count == 1)
        let error = #expect(throws: Rejection.self) {
            try verifier.verify([one, same], artifact: artifact, threshold: 2)
        }
        #expect(error?.reason.code == .signerThreshold)
    }

    @Test func `patterns and extensions of identities`() {
        typealias Matcher = IdentityPolicy.Matcher
        for (pattern, text, matches) in [
            ("*", "", true), ("a*c", "abc", true), ("a*c", "abd", false), ("a?c", "ac", false),
            ("*@x.org", "a@x.org", true),
            ("*@x.org", "a@x.org.evil", false), ("https://*/a@refs/tags/v*", "https://h/o/a@refs/tags/v1", true),
            ("", "a", false), ("**a**", "bab", true),
        ] {
            #expect(Matcher.pattern(pattern).matches(text) == matches, "\(pattern) \(text)")
        }
        // Quadratic at worst, and not exponential.
        #expect(
            !Matcher.pattern(String(repeating: "*a", count: 100) + "b").matches(String(repeating: "a", count: 2000)))
        #expect(FulcioExtension.allCases.allSatisfy { FulcioExtension(name: $0.name) == $0 })
        let names = FulcioExtension.allCases.map { ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 1, UInt($0.rawValue)) }
        #expect(names.map { FulcioExtension($0) } == FulcioExtension.allCases)
    }

    @Test func `no changed byte of a bundle is accepted as the same proof, and none traps`() throws {
        let instance = try TestInstance()
        let root = try instance.trustRoot()
        let verifier = BundleVerifier(root: root, policy: TestInstance.identity)
        let good = try instance.draft(over: Self.artifact)
        let artifact = SignedArtifact(content: Self.artifact)
        let before = try Bundle(json: good.json)
        func check(_ draft: TestInstance.Draft, _ what: String, allowing times: [VerifiedBundle.Time] = []) {
            do throws(Rejection) {
                let verified = try verifier.verify(json: draft.json, artifact: artifact)
                #expect(!times.isEmpty && verified.times == times, "\(what) accepted")
            } catch {}
        }
        let times = try verifier.verify(json: good.json, artifact: artifact).times
        for index in stride(from: 0, to: before.leaf?.der.count ?? 0, by: 7) {
            var draft = good
            draft.certificates[0][index] ^= 0x01
            check(draft, "certificate byte \(index)")
        }
        for index in stride(from: 0, to: good.timestamps[0].count, by: 5) {
            var draft = good
            draft.timestamps[0][index] ^= 0x01
            // Around a timestamp's signed parts stand unsigned ones, such as the list of its hash algorithms.
            check(draft, "timestamp byte \(index)", allowing: times)
        }
        for index in stride(from: 0, to: good.entries[0].body.count, by: 11) {
            var draft = good
            draft.entries[0].body[index] ^= 0x01
            check(draft, "body byte \(index)")
        }
    }
}
