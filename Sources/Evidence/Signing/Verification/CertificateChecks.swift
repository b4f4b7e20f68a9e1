internal import Content

/// The certificate: who issued it, for what, that it was logged, and for whom it is.
extension BundleVerifier.Run {
    mutating func checkCertificate() {
        guard needsCertificate, let leaf = bundle.leaf else { return }
        if let defect = Self.profileDefect(leaf) {
            fail(.certificateProfile, expected: "a certificate for signing code", found: defect)
        }
        guard let issuer = checkChain(of: leaf) else { return }
        checkLogs(of: leaf, issuer: issuer)
    }

    /// Fulcio's certificate profile, and that of private authorities: for digital signatures over code, by someone.
    private static func profileDefect(_ leaf: Certificate) -> String? {
        if leaf.isAuthority { return "an authority (basicConstraints)" }
        guard let usage = leaf.keyUsage, usage.contains(.digitalSignature) else {
            return "no keyUsage for digital signatures"
        }
        guard let usages = leaf.extendedKeyUsage, usages.contains(Certificate.codeSigning) else {
            return "no extendedKeyUsage for signing code"
        }
        if let unknown = leaf.unknownCritical.first { return "the critical extension \(unknown)" }
        return nil
    }

    /// - Returns: the certificate that has signed the leaf, if a way from it leads to an anchor.
    private mutating func checkChain(of leaf: Certificate) -> Certificate? {
        var rejection = VerificationFailure(
            .untrustedChain, expected: "a certificate of an authority of the trust root", found: "one of another")
        var issuer: Certificate?
        for authority in root.certificateAuthorities {
            guard let first = authority.chain.certificates.first else { continue }
            var way = [first]
            if !leaf.isSigned(by: first) {
                guard let joined = join(leaf, to: authority.chain) else { continue }
                way = joined
            }
            if let defect = authority.chain.defect(from: 0, usage: Certificate.codeSigning) {
                rejection = VerificationFailure(
                    .untrustedChain, expected: "a usable chain of \(authority.uri)", found: defect)
                continue
            }
            issuer = way[0]
            // The authority must have counted when it issued, and when the signature was made.
            var moments = [leaf.validity.start]
            moments += times.map(\.time.time).filter { leaf.validity.contains($0) }
            var expired: (what: ValidityPeriod, time: Instant)?
            for moment in moments where expired == nil {
                if !authority.validity.contains(moment) { expired = (authority.validity, moment) }
                for certificate in authority.chain.certificates + way where !certificate.validity.contains(moment) {
                    expired = (certificate.validity, moment)
                }
            }
            guard let expired else { return way[0] }
            rejection = VerificationFailure(
                .authorityNotValid,
                expected: "a certificate of a time when \(authority.uri) was valid (\(expired.what))",
                found: "one of \(expired.time)")
        }
        failures.append(rejection)
        return issuer
    }

    /// A way from the leaf over certificates of the bundle to one that `anchor` has signed. Private authorities hand out
    /// the certificates between; they count only for what the anchor makes of them.
    private func join(_ leaf: Certificate, to chain: CertificateChain) -> [Certificate]? {
        guard case .certificates(let certificates, _) = bundle.keyMaterial, let top = chain.certificates.first else {
            return nil
        }
        var way: [Certificate] = []
        var current = leaf
        for candidate in certificates.dropFirst().prefix(CertificateChain.limit) {
            guard current.isSigned(by: candidate),
                CertificateChain.authorityDefect(candidate, usage: Certificate.codeSigning, below: way.count) == nil
            else { return nil }
            way.append(candidate)
            current = candidate
            guard current.isSigned(by: top) else { continue }
            // The authorities of the root allow so many below them, those of the bundle included.
            for (position, authority) in chain.certificates.enumerated() {
                if let limit = authority.pathLength, position + way.count > limit { return nil }
            }
            return way
        }
        return nil
    }

    // MARK: Certificate logs

    private mutating func checkLogs(of leaf: Certificate, issuer: Certificate) {
        guard policy.certificateLogs > 0 else { return }
        guard let list = leaf.timestampList else {
            fail(.noSCT, expected: "a certificate that a certificate log has signed", found: "no such signature in it")
            return
        }
        let timestamps: [SignedCertificateTimestamp]
        do throws(DERError) {
            timestamps = try SignedCertificateTimestamp.read(list)
        } catch {
            fail(.sctSignature, expected: "signatures of certificate logs", found: "\(error)")
            return
        }
        var verified: Set<String> = []
        var unknown: [String] = []
        for timestamp in timestamps {
            let logs = root.certificateLogs.filter { $0.logID == timestamp.logID }
            guard let log = logs.first(where: { $0.validity.contains(timestamp.time) }) else {
                unknown.append(
                    logs.first.map { "\($0.baseURL) at \(timestamp.time), trusted \($0.validity)" }
                        ?? "log \(Base64.encode(timestamp.logID))")
                continue
            }
            let signed = timestamp.signedBytes(for: leaf, issuer: issuer)
            // A scheme that does not fit the log's key has made no signature.
            let isValid =
                timestamp.scheme.map { scheme in
                    (try? log.key.verifies(timestamp.signature, of: .message(signed), scheme: scheme)) ?? false
                } ?? false
            if isValid {
                verified.insert(log.operator ?? log.baseURL)
            } else {
                fail(
                    .sctSignature, expected: "a signature of \(log.baseURL) over the certificate",
                    found: "one that does not verify")
            }
        }
        guard verified.count < policy.certificateLogs, !failures.contains(where: { $0.code == .sctSignature }) else {
            return
        }
        if unknown.isEmpty {
            fail(
                .noSCT, expected: "signatures of \(policy.certificateLogs) certificate logs",
                found: timestamps.isEmpty ? "none" : "\(verified.count)")
        } else {
            fail(
                .unknownSCTLog, expected: "a certificate log of the trust root", found: unknown.joined(separator: ", "))
        }
    }

    // MARK: Identity

    mutating func checkIdentity() {
        guard needsCertificate, let leaf = bundle.leaf, case .identities(let policies) = wanted else { return }
        guard let identity = SignerIdentity(leaf) else {
            fail(
                .identitySAN, expected: "a certificate for one subject",
                found: leaf.names.isEmpty ? "none" : leaf.names.map(\.description).joined(separator: ", "))
            return
        }
        // The policy that comes nearest explains best.
        var nearest: [VerificationFailure]?
        for candidate in policies {
            let found = candidate.failures(identity)
            if found.isEmpty { return }
            if found.count < nearest?.count ?? .max { nearest = found }
        }
        if let nearest {
            failures += nearest
        } else {
            fail(.identitySAN, expected: "an identity that is allowed", found: "no policy that allows any")
        }
    }

    /// A log and an authority that are both foreign: the bundle is of another instance altogether.
    mutating func findUnknownInstance() {
        guard failures.contains(where: { $0.code == .unknownLog }), hasUnknownLog,
            failures.contains(where: { $0.code == .untrustedChain }),
            !bundle.entries.contains(where: { entry in root.logs.contains { $0.logID == entry.logID } })
        else { return }
        fail(
            .unknownInstance, expected: "a bundle of the instance whose trust root is used",
            found: "a log and an authority of another one")
    }
}
