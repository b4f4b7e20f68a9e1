/// What can be wrong with a bundle or with what it is checked against, the root of the trouble first.
///
/// The order is that in which several failures are reported: syntax before shape, keys and roots before signatures,
/// signatures before logs, logs before certificates, certificates before times and identities. The raw values are
/// stable: scripts and policies may compare them.
package enum VerificationCode: String, CaseIterable, Sendable, Comparable {
    // Where it was looked for.
    case altered = "place.altered"
    case unreadable = "place.unreadable"
    case placeLimit = "place.limit"
    case foreignSubject = "place.subject"
    case foreignType = "place.type"
    case unsigned = "place.unsigned"
    case annotation = "place.annotation"
    // The text of the bundle.
    case json = "bundle.json"
    case mediaType = "bundle.media-type"
    case base64 = "bundle.base64"
    case fieldRange = "bundle.field-range"
    case member = "bundle.member"
    case certificate = "bundle.certificate"
    case limit = "bundle.limit"
    // What a bundle of its version must hold.
    case chainEmpty = "bundle.chain-empty"
    case chainContainsRoot = "bundle.chain-contains-root"
    case chainForbidden = "bundle.chain-forbidden"
    case noInclusionProof = "bundle.no-inclusion-proof"
    case noInclusionPromise = "bundle.no-inclusion-promise"
    case duplicateEntry = "bundle.duplicate-entry"
    case signatureCount = "bundle.signature-count"
    // The caller's keys and roots.
    case keyRequired = "key.required"
    case keyInvalid = "key.invalid"
    case keyUnexpected = "key.unexpected"
    case keyHint = "key.hint"
    case trustRootFormat = "trustroot.format"
    case validityStartMissing = "trustroot.validity-start-missing"
    case unknownInstance = "trust.unknown-instance"
    // The signature and what it covers.
    case signatureDSSE = "sig.dsse"
    case signatureArtifact = "sig.artifact"
    case signatureNeedsContent = "sig.needs-content"
    case digestHintMismatch = "sig.digest-hint-mismatch"
    case statement = "subject.statement"
    case subjectMismatch = "subject.mismatch"
    case payloadFormat = "payload.format"
    case payloadType = "payload.type"
    case payloadDigest = "payload.digest"
    // The log entry against the bundle.
    case entryMalformed = "tlog.body-malformed"
    case entryDigestMismatch = "tlog.entry-digest-mismatch"
    case entryKeyMismatch = "tlog.entry-key-mismatch"
    case entrySignatureMismatch = "tlog.entry-signature-mismatch"
    // The log.
    case noEntry = "tlog.none"
    case unknownLog = "tlog.unknown-log"
    case setSignature = "tlog.set-signature"
    case inclusionProof = "tlog.inclusion-proof"
    case noCheckpoint = "tlog.no-checkpoint"
    case checkpointFormat = "tlog.checkpoint-format"
    case checkpointNoLogSignature = "tlog.checkpoint-no-log-signature"
    case checkpointSignature = "tlog.checkpoint-signature"
    case checkpointOrigin = "tlog.checkpoint-origin"
    case checkpointRootMismatch = "tlog.checkpoint-root-mismatch"
    case checkpointSizeMismatch = "tlog.checkpoint-size-mismatch"
    case witnessQuorum = "tlog.witness-quorum"
    // The certificate.
    case untrustedChain = "cert.untrusted-chain"
    case authorityNotValid = "cert.ca-not-valid-at-issuance"
    case certificateProfile = "cert.profile"
    // Timestamps.
    case timestampMalformed = "tsa.malformed"
    case timestampUntrusted = "tsa.untrusted"
    case imprintMismatch = "tsa.imprint-mismatch"
    case timestampCertificateNotValid = "tsa.cert-not-valid-at-gentime"
    case timestampOutsideTrustRoot = "tsa.outside-trust-root-validity"
    // When it was signed.
    case noTime = "time.none"
    case integratedOutsideCertificate = "time.integrated-outside-cert"
    case timestampOutsideCertificate = "time.tsa-outside-cert"
    case revoked = "time.revoked"
    // Who signed.
    case noSCT = "sct.none"
    case unknownSCTLog = "sct.unknown-log"
    case sctSignature = "sct.signature"
    case identityIssuer = "identity.issuer"
    case identitySAN = "identity.san"
    case identityExtension = "identity.extension"
    case signerThreshold = "identity.threshold"

    private static let order = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    private var rank: Int { Self.order[self] ?? Self.allCases.count }

    package static func < (left: VerificationCode, right: VerificationCode) -> Bool { left.rank < right.rank }
}

/// One thing that is wrong: what was expected, and what was found.
package struct VerificationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package var code: VerificationCode
    package var expected: String
    package var found: String

    package init(_ code: VerificationCode, expected: String, found: String) {
        self.code = code
        self.expected = expected
        self.found = found
    }

    package var description: String { "\(code.rawValue): expected \(expected), found \(found)" }
}

/// Why a bundle is rejected: the root of the trouble, and all else that could be checked and is wrong too.
package struct Rejection: Error, Sendable, CustomStringConvertible {
    package var reason: VerificationFailure
    package var also: [VerificationFailure]
    package var warnings: [String]

    /// - Returns: `nil` when nothing failed.
    init?(_ failures: [VerificationFailure], warnings: [String]) {
        // Stable: of two failures of one code the first that was found is reported.
        var sorted: [VerificationFailure] = []
        for code in VerificationCode.allCases { sorted += failures.filter { $0.code == code } }
        guard let first = sorted.first else { return nil }
        reason = first
        also = Array(sorted.dropFirst())
        self.warnings = warnings
    }

    package init(_ reason: VerificationFailure) {
        self.reason = reason
        also = []
        warnings = []
    }

    package var description: String { reason.description }
}
