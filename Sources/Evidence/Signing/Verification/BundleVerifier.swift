internal import Attestation
internal import Content
internal import Transparency

/// Checks bundles against a trust root and a policy, without a network and without a clock.
///
/// Everything that can be checked is, even after a failure, so that a rejection names the root of the trouble and not
/// the step that stumbled over it. Costly checks of the root are done once and remembered in it.
package struct BundleVerifier: Sendable {
    package let root: TrustedRoot
    package let policy: VerificationPolicy

    package init(root: TrustedRoot, policy: VerificationPolicy) {
        self.root = root
        self.policy = policy
    }

    /// Reads a bundle and checks it.
    ///
    /// - Parameter artifact: what should be signed, or the subject of a signed statement; `nil` for an envelope whose
    ///   subjects the caller will look at.
    package func verify(json: [UInt8], artifact: SignedArtifact?) throws(Rejection) -> VerifiedBundle {
        let bundle: Bundle
        do throws(VerificationFailure) { bundle = try Bundle(json: json) } catch { throw Rejection(error) }
        return try verify(bundle, artifact: artifact)
    }

    package func verify(_ bundle: Bundle, artifact: SignedArtifact?) throws(Rejection) -> VerifiedBundle {
        var run = Run(root: root, policy: policy, bundle: bundle, artifact: artifact)
        run.checkShape()
        run.chooseKey()
        run.checkSignature()
        run.checkEntries()
        run.checkTimestamps()
        run.checkCertificate()
        run.checkTimes()
        run.checkIdentity()
        run.checkRevocations()
        run.findUnknownInstance()
        if let rejection = Rejection(run.failures, warnings: run.warnings) { throw rejection }
        guard let signer = run.signer else {
            throw Rejection(VerificationFailure(.keyRequired, expected: "a signer", found: "none"))
        }
        return VerifiedBundle(
            signer: signer, times: run.times.map(\.time), entries: run.entries,
            payload: run.envelope.map { ($0.payloadType, $0.payload) }, warnings: run.warnings)
    }

    /// Checks that signatures of enough different signers are over one artifact.
    ///
    /// Each bundle is checked against the policy by itself; signers are told apart by key, or by subject and issuer.
    /// - Throws: the rejection of the threshold, with the bundles' own rejections beside it.
    package func verify(
        _ bundles: [Bundle], artifact: SignedArtifact, threshold: Int
    ) throws(Rejection) -> [VerifiedBundle] {
        var accepted: [String: VerifiedBundle] = [:]
        var order: [String] = []
        var failures: [VerificationFailure] = []
        for bundle in bundles {
            do throws(Rejection) {
                let verified = try verify(bundle, artifact: artifact)
                let name = verified.signer.name
                if accepted.updateValue(verified, forKey: name) == nil { order.append(name) }
            } catch {
                failures.append(error.reason)
            }
        }
        guard order.count >= max(1, threshold) else {
            var rejection = Rejection(
                VerificationFailure(
                    .signerThreshold, expected: "signatures of \(max(1, threshold)) different signers",
                    found: order.isEmpty ? "none" : order.joined(separator: ", ")))
            rejection.also = failures
            throw rejection
        }
        return order.compactMap { accepted[$0] }
    }
}

extension BundleVerifier {
    /// The state of checking one bundle: what is known so far, and what failed.
    struct Run {
        let root: TrustedRoot
        let policy: VerificationPolicy
        let bundle: Bundle
        let artifact: SignedArtifact?
        let wanted: VerificationPolicy.Signer

        var failures: [VerificationFailure] = []
        var warnings: [String]
        /// The key the signature should be of, and the certificate it is from.
        var key: VerificationKey?
        var signer: VerifiedBundle.Signer?
        var times: [(time: VerifiedBundle.Time, by: String)] = []
        var entries: [VerifiedBundle.Entry] = []
        /// The operators of the logs that hold the signature.
        var logOperators: Set<String> = []
        var hasUnknownLog = false

        init(root: TrustedRoot, policy: VerificationPolicy, bundle: Bundle, artifact: SignedArtifact?) {
            self.root = root
            self.policy = policy
            self.bundle = bundle
            self.artifact = artifact
            wanted = Self.wanted(policy.signer, bundle)
            warnings = bundle.warnings
        }

        var envelope: Envelope? {
            guard case .envelope(let envelope) = bundle.content else { return nil }
            return envelope
        }

        mutating func fail(_ code: VerificationCode, expected: String, found: String) {
            failures.append(VerificationFailure(code, expected: expected, found: found))
        }

        // MARK: Shape

        mutating func checkShape() {
            if case .certificates(let certificates, let isChain) = bundle.keyMaterial {
                if certificates.isEmpty {
                    fail(.chainEmpty, expected: "a certificate in x509CertificateChain", found: "none")
                }
                if certificates.dropFirst().contains(where: { $0.isSelfIssued && $0.isAuthority }) {
                    fail(
                        .chainContainsRoot, expected: "a chain without its root",
                        found: "a self-issued certificate in it")
                }
                if isChain, bundle.version >= .v03 {
                    fail(
                        .chainForbidden, expected: "certificate in a bundle of version 0.3",
                        found: "x509CertificateChain")
                }
            }
            if let envelope, envelope.signatures.count != 1 {
                fail(
                    .signatureCount, expected: "one signature in the envelope of a bundle",
                    found: "\(envelope.signatures.count)")
            }
            for (position, entry) in bundle.entries.enumerated() {
                let name = "tlogEntries[\(position)]"
                if bundle.version == .v01 {
                    if entry.promise == nil {
                        fail(
                            .noInclusionPromise, expected: "inclusionPromise of \(name) in a bundle of version 0.1",
                            found: "none")
                    }
                } else if entry.proof == nil {
                    fail(.noInclusionProof, expected: "inclusionProof of \(name)", found: "none")
                }
                if bundle.entries[..<position].contains(where: { $0.logID == entry.logID && $0.index == entry.index }) {
                    fail(.duplicateEntry, expected: "each log entry once", found: "\(name) again")
                }
            }
        }

        // MARK: Key

        mutating func chooseKey() {
            switch (bundle.keyMaterial, wanted) {
            case (.publicKey, .either): break
            case (.publicKey(let hint), .identities):
                fail(
                    .keyRequired, expected: "a public key to check a bundle without certificate with",
                    found: "an identity; the bundle's hint is “\(hint.prefix(60))”")
            case (.publicKey(let hint), .keys(let keys)):
                // The hint is signed by no one: it only chooses among keys that are trusted already.
                let hinted = keys.first { Base64.encode($0.fingerprint.bytes) == hint || $0.keyID == hint }
                key = hinted ?? keys.first { verifies($0) } ?? keys.first
                signer = key.map { .key($0) }
                if key == nil { fail(.keyRequired, expected: "a public key", found: "none") }
                if let keyID = envelope?.signatures.first?.keyID, !keyID.isEmpty, !hint.isEmpty, keyID != hint {
                    fail(.keyHint, expected: "the hint “\(hint.prefix(60))” as keyid", found: "“\(keyID.prefix(60))”")
                }
            case (.certificates(let certificates, _), let wanted):
                guard let leaf = certificates.first else { return }
                do throws(KeyError) {
                    key = try leaf.publicKey()
                } catch {
                    fail(.certificate, expected: "a certificate with a usable key", found: "\(error)")
                }
                switch wanted {
                case .identities:
                    if let identity = SignerIdentity(leaf) { signer = .certificate(identity, leaf) }
                case .either: break
                case .keys(let keys):
                    if let key, keys.contains(key) {
                        signer = .key(key)
                    } else {
                        fail(
                            .keyUnexpected, expected: "a signature of \(keys.map(\.keyID).joined(separator: ", "))",
                            found: "a certificate for another key")
                    }
                }
            }
        }

        /// The half of the policy that is about signers of this kind.
        private static func wanted(
            _ signer: VerificationPolicy.Signer, _ bundle: Bundle
        ) -> VerificationPolicy.Signer {
            guard case .either(let keys, let identities) = signer else { return signer }
            guard let leaf = bundle.leaf else { return .keys(keys) }
            // A certificate whose key cannot be used is reported when it is chosen.
            let key = try? leaf.publicKey()
            return key.map(keys.contains) ?? false ? .keys(keys) : .identities(identities)
        }

        /// Whether a certificate, and so a chain to a root, is what the signer is believed by.
        var needsCertificate: Bool {
            if case .identities = wanted, bundle.leaf != nil { return true }
            return false
        }

        // MARK: Signature

        private func schemes(of key: VerificationKey) -> [SignatureScheme] {
            key.algorithm.schemes(allowShortHashes: policy.allowsShortHashes)
        }

        private var signedContent: SignedContent? {
            if let envelope { return .message(envelope.signedBytes) }
            return artifact?.signedContent
        }

        private func verifies(_ key: VerificationKey) -> Bool {
            guard let signedContent else { return false }
            return schemes(of: key).contains { scheme in
                // A question that cannot be answered is answered by another scheme, or reported by the caller.
                (try? key.verifies(bundle.signature, of: signedContent, scheme: scheme)) ?? false
            }
        }

        mutating func checkSignature() {
            if let key {
                let code = envelope == nil ? VerificationCode.signatureArtifact : .signatureDSSE
                if let signedContent {
                    var unanswered: KeyError?
                    var isValid = false
                    for scheme in schemes(of: key) where !isValid {
                        do throws(KeyError) {
                            isValid = try key.verifies(bundle.signature, of: signedContent, scheme: scheme)
                        } catch {
                            unanswered = error
                        }
                    }
                    if !isValid, let unanswered {
                        fail(.signatureNeedsContent, expected: "what the signature is over", found: "\(unanswered)")
                    } else if !isValid {
                        fail(
                            code,
                            expected: envelope == nil
                                ? "a signature of the artifact" : "a signature of the envelope's payload and its type",
                            found: "one that \(key.algorithm) key \(key.keyID.prefix(16))… did not make over it")
                    }
                } else {
                    fail(.signatureNeedsContent, expected: "the artifact or its digest", found: "neither")
                }
            }
            if case .message(let hint?, _) = bundle.content, let algorithm = HashName.algorithm(hint.algorithm),
                let actual = artifact?.digest(algorithm), actual.bytes != hint.digest
            {
                fail(
                    .digestHintMismatch, expected: "\(actual) as messageDigest",
                    found: Hex.encode(hint.digest.prefix(64)))
            }
            if let envelope, let artifact { checkSubjects(of: envelope, artifact) }
        }

        private mutating func checkSubjects(of envelope: Envelope, _ artifact: SignedArtifact) {
            do throws(AttestationError) {
                let statement = try Statement(payloadOf: envelope)
                switch statement.matches(artifact.digests) {
                case .equal: break
                case .different:
                    fail(
                        .subjectMismatch,
                        expected: "a subject with \(artifact.digests.first?.description ?? "a digest")",
                        found: "\(statement.subjects.count) subjects with other digests")
                case .split:
                    fail(
                        .subjectMismatch, expected: "a subject whose digests agree with one another",
                        found: "one of which some match the artifact and some do not")
                }
            } catch {
                fail(.statement, expected: "an in-toto statement", found: "\(error)")
            }
        }
    }
}
