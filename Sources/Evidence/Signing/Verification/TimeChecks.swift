internal import Content

/// When the signature was made: timestamps, and whether what signed counted then.
extension BundleVerifier.Run {
    mutating func checkTimestamps() {
        var unknown: [VerificationFailure] = []
        for (position, bytes) in bundle.timestamps.enumerated() {
            do throws(VerificationFailure) {
                // A second word of one authority counts once, but must fit like the first.
                times.append(try verified(bytes, "rfc3161Timestamps[\(position)]"))
            } catch {
                if error.code == .timestampUntrusted { unknown.append(error) } else { failures.append(error) }
            }
        }
        // A timestamp of an authority that this root does not know does no harm beside one of which it does.
        if times.contains(where: { $0.time.source == .authority }) || times.count >= max(1, policy.times) {
            warnings += unknown.map(\.description)
        } else {
            failures += unknown
        }
    }

    private func verified(
        _ bytes: [UInt8], _ name: String
    ) throws(VerificationFailure) -> (VerifiedBundle.Time, by: String) {
        let token: TimestampToken
        do throws(DERError) {
            token = try TimestampToken(response: bytes)
        } catch {
            throw VerificationFailure(.timestampMalformed, expected: "a timestamp at \(name)", found: "\(error)")
        }
        var rejection = VerificationFailure(
            .timestampUntrusted, expected: "a timestamp of an authority of the trust root at \(name)",
            found: "one of another")
        for authority in root.timestampAuthorities {
            guard let leaf = authority.chain.certificates.first, token.names(leaf), token.isSigned(by: leaf) else {
                continue
            }
            if let defect = Self.timestampDefect(leaf)
                ?? authority.chain.defect(from: 1, usage: Certificate.timeStamping)
            {
                rejection = VerificationFailure(
                    .timestampUntrusted, expected: "a certificate for timestamps of \(authority.uri)", found: defect)
                continue
            }
            let actual = Digest.of(bundle.timestamped ?? bundle.signature, token.imprint.algorithm)
            guard actual == token.imprint else {
                throw VerificationFailure(
                    .imprintMismatch, expected: "a timestamp of the signature, \(actual), at \(name)",
                    found: "one of \(token.imprint)")
            }
            guard authority.validity.contains(token.time) else {
                rejection = VerificationFailure(
                    .timestampOutsideTrustRoot,
                    expected: "a time when \(authority.uri) was trusted (\(authority.validity))", found: "\(token.time)"
                )
                continue
            }
            if let expired = authority.chain.expired(at: token.time) {
                rejection = VerificationFailure(
                    .timestampCertificateNotValid,
                    expected: "a time when the certificates of \(authority.uri) were valid (\(expired.validity))",
                    found: "\(token.time)")
                continue
            }
            return (
                VerifiedBundle.Time(source: .authority, time: token.time, by: authority.uri),
                authority.operator ?? authority.uri
            )
        }
        throw rejection
    }

    /// RFC 3161 §2.3: for timestamps and for nothing else, and no authority.
    private static func timestampDefect(_ leaf: Certificate) -> String? {
        if leaf.isAuthority { return "an authority (basicConstraints)" }
        guard leaf.extendedKeyUsage == [Certificate.timeStamping], leaf.isExtendedKeyUsageCritical else {
            return "no critical extendedKeyUsage for timestamps alone"
        }
        if let unknown = leaf.unknownCritical.first { return "the critical extension \(unknown)" }
        return nil
    }

    // MARK: Times

    mutating func checkTimes() {
        let isTimeBroken = failures.contains { failure in
            switch failure.code {
            case .timestampMalformed, .timestampUntrusted, .imprintMismatch, .timestampCertificateNotValid,
                .timestampOutsideTrustRoot:
                true
            default: false
            }
        }
        let promised = bundle.entries.contains { $0.promise != nil && $0.integratedTime > 0 }
        // A key without a certificate has no validity that a time could be outside of.
        let needed = needsCertificate ? max(1, policy.times) : 0
        let operators = Set(times.map(\.by)).count
        // What is there and bad is reported as such, and not as missing.
        if operators < needed, !isTimeBroken, !(promised && times.isEmpty && !failures.isEmpty) {
            fail(
                .noTime, expected: needed == 1 ? "a trusted time" : "trusted times of \(needed) operators",
                found: operators == 0 ? "none" : "\(operators)")
        }
        checkLogValidity()
        guard needsCertificate, let leaf = bundle.leaf else { return }
        for (time, _) in claimedTimes where !leaf.validity.contains(time.time) {
            fail(
                time.source == .log ? .integratedOutsideCertificate : .timestampOutsideCertificate,
                expected: "a time within the certificate's validity (\(leaf.validity))",
                found: "\(time.time) of \(time.by)")
        }
    }

    /// All times that are verified, and those that logs claim although something else about their entry is wrong.
    private var claimedTimes: [(time: VerifiedBundle.Time, by: String)] {
        guard !times.contains(where: { $0.time.source == .log }) else { return times }
        let claimed = bundle.entries.filter { $0.integratedTime > 0 && $0.promise != nil }.map { entry in
            (
                VerifiedBundle.Time(
                    source: .log, time: Instant(seconds: Int64(clamping: entry.integratedTime)), by: "the log"), by: ""
            )
        }
        return times + claimed
    }

    /// Logs that keep no time are trusted for the times that authorities give.
    private mutating func checkLogValidity() {
        for entry in bundle.entries where entry.integratedTime == 0 {
            let logs = root.logs.filter { $0.logID == entry.logID }
            guard let log = logs.first else { continue }
            for (time, _) in times where time.source == .authority {
                if !logs.contains(where: { $0.validity.contains(time.time) }) {
                    fail(
                        .unknownLog, expected: "a time when \(log.baseURL) was trusted (\(log.validity))",
                        found: "\(time.time)")
                }
            }
        }
    }

    // MARK: Revocation

    mutating func checkRevocations() {
        for revocation in policy.revocations where applies(revocation.subject) {
            let latest = times.map(\.time.time).max()
            if let since = revocation.since, let latest, latest < since { continue }
            fail(
                .revoked,
                expected: revocation.since.map { "a signature from before \($0)" } ?? "a signer that is not revoked",
                found: latest.map { "one of \($0) by a revoked signer" } ?? "a revoked signer and no trusted time")
        }
    }

    private func applies(_ subject: Revocation.Subject) -> Bool {
        switch subject {
        case .key(let fingerprint): return key?.keyID == fingerprint
        case .certificate(let fingerprint): return bundle.leaf?.fingerprint.hex == fingerprint
        case .identity(let identity):
            guard let found = bundle.leaf.flatMap(SignerIdentity.init) else { return false }
            return identity.failures(found).isEmpty
        }
    }
}
