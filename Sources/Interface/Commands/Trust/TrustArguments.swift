package import ArgumentParser
internal import Content
internal import Rego
internal import Signing
internal import Transparency

/// Which trust root a command goes by.
package struct TrustArguments: ParsableArguments {
    @Option(help: "A Sigstore trusted_root.json.")
    package var trustedRoot: String?

    @Option(help: "The name of a root that was added. Default: \(PublicGoodRoot.name), which is built in.")
    package var trust: String?

    package init() {}

    package mutating func validate() throws {
        guard trustedRoot == nil || trust == nil else {
            throw ValidationError("--trusted-root and --trust name two roots; give one")
        }
        if let trust, !TrustStore.isName(trust) { throw ValidationError("'\(trust)' is no name of a trust root") }
    }

    func root() throws -> TrustedRoot {
        if let trustedRoot { return try TrustStore.read(trustedRoot) }
        return try TrustStore().root(named: trust ?? PublicGoodRoot.name)
    }
}

/// Who must have signed, and what must be proved besides.
package struct SignerArguments: ParsableArguments {
    @Option(help: "A file that says who may sign, how many must have, and who is revoked (JSON).")
    package var signers: String?

    @Option(help: "A public key in PEM that must have signed. May be given several times.")
    package var key: [String] = []

    @Option(help: "The certificate's subject, exactly. May be given several times: one of them must have signed.")
    package var certificateIdentity: [String] = []

    @Option(help: "A pattern of the certificate's subject: * stands for any characters, ? for one.")
    package var certificateIdentityPattern: String?

    @Option(help: "A regular expression (RE2) that the whole of the certificate's subject must match.")
    package var certificateIdentityRegexp: String?

    @Option(name: .customLong("certificate-oidc-issuer"), help: "The issuer that knows the subject, exactly.")
    package var certificateIssuer: String?

    @Option(name: .customLong("certificate-oidc-issuer-pattern"), help: "A pattern of the issuer.")
    package var certificateIssuerPattern: String?

    @Option(
        name: .customLong("certificate-oidc-issuer-regexp"),
        help: "A regular expression that the whole of the issuer must match.")
    package var certificateIssuerRegexp: String?

    @Option(
        help: ArgumentHelp(
            "What the certificate must say besides, NAME=VALUE. May be given several times.",
            discussion: "Names: " + FulcioExtension.allCases.map(\.name).joined(separator: ", ")))
    package var certificateExtension: [String] = []

    @Option(help: "A witness policy that each log checkpoint must fulfil (C2SP tlog-policy).")
    package var witnessPolicy: String?

    @Option(help: "How many transparency logs of different operators must hold the signature.")
    package var logThreshold = 1

    @Option(help: "How many trusted times of different operators a certificate's signature needs.")
    package var timeThreshold = 1

    @Option(help: "How many certificate logs must hold the certificate; 0 for authorities without such logs.")
    package var certificateLogThreshold = 1

    @Option(help: "SHA-256 of a public key or certificate that is revoked, or HEX@TIME for signatures from TIME on.")
    package var revoked: [String] = []

    @Option(
        help: ArgumentHelp(
            "An identity that is revoked, 'SUBJECT ISSUER', or 'SUBJECT ISSUER TIME' for signatures from TIME on.",
            discussion: "SUBJECT and ISSUER may hold * for any characters and ? for one."))
    package var revokedIdentity: [String] = []

    @Flag(help: "Accept signatures of P-384 and P-521 keys over SHA-256, as old clients made them.")
    package var allowShortHashes = false

    package init() {}

    package mutating func validate() throws {
        let names = !subjectForms.isEmpty
        let issuers = !issuerForms.isEmpty
        guard signers == nil || key.isEmpty && !names && !issuers && certificateExtension.isEmpty else {
            throw ValidationError("--signers says who may sign; give no key or identity beside it")
        }
        guard signers != nil || key.isEmpty == (names || issuers) else {
            throw ValidationError("give either --key, or a certificate identity and its issuer, or --signers")
        }
        guard signers != nil || !key.isEmpty || names && issuers else {
            throw ValidationError(
                "a subject means nothing without the issuer that knows it: give --certificate-identity and "
                    + "--certificate-oidc-issuer, or their patterns, or --key")
        }
        guard subjectForms.count <= 1, issuerForms.count <= 1 else {
            throw ValidationError("give a text, a pattern or a regular expression, not several of them")
        }
        for expression in [certificateIdentityRegexp, certificateIssuerRegexp].compactMap(\.self) {
            do throws(RegexError) {
                _ = try IdentityExpression.whole(expression)
            } catch {
                throw ValidationError("'\(expression)' is no regular expression: \(error)")
            }
        }
        for text in certificateExtension {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, FulcioExtension(name: parts[0]) != nil else {
                throw ValidationError("'\(text)' is no NAME=VALUE of a known extension; see --help")
            }
        }
        for text in revoked where Self.revocations(text) == nil {
            throw ValidationError("'\(text)' is no SHA-256 in hexadecimal, with @TIME of RFC 3339 or without")
        }
        for text in revokedIdentity where Self.revokedIdentity(text) == nil {
            throw ValidationError("'\(text)' is no 'SUBJECT ISSUER' with a TIME of RFC 3339 behind it or without")
        }
        guard logThreshold >= 0, timeThreshold >= 1, certificateLogThreshold >= 0 else {
            throw ValidationError("thresholds are not negative, and at least one time is needed")
        }
    }

    private static func revocations(_ text: String) -> [Revocation]? {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let hex = Hex.decode(parts[0].utf8), hex.count == 32 else { return nil }
        var since: Instant?
        if parts.count == 2 {
            guard let time = Instant(parts[1]) else { return nil }
            since = time
        }
        let fingerprint = Hex.encode(hex)
        return [Revocation(.key(fingerprint), since: since), Revocation(.certificate(fingerprint), since: since)]
    }

    private static func revokedIdentity(_ text: String) -> Revocation? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        var since: Instant?
        if parts.count == 3 {
            guard let time = Instant(parts[2]) else { return nil }
            since = time
        }
        return Revocation(
            .identity(IdentityPolicy(subject: .pattern(parts[0]), issuer: .pattern(parts[1]))), since: since)
    }

    /// The ways in which the subject is given.
    private var subjectForms: [Bool] {
        [!certificateIdentity.isEmpty, certificateIdentityPattern != nil, certificateIdentityRegexp != nil].filter(
            \.self)
    }

    private var issuerForms: [Bool] {
        [certificateIssuer != nil, certificateIssuerPattern != nil, certificateIssuerRegexp != nil].filter(\.self)
    }

    private func subjects() throws -> [IdentityPolicy.Matcher] {
        if let certificateIdentityRegexp { return [.expression(try .whole(certificateIdentityRegexp))] }
        if let certificateIdentityPattern { return [.pattern(certificateIdentityPattern)] }
        return certificateIdentity.map { .exact($0) }
    }

    private func issuer() throws -> IdentityPolicy.Matcher {
        if let certificateIssuerRegexp { return .expression(try .whole(certificateIssuerRegexp)) }
        return certificateIssuer.map { .exact($0) } ?? .pattern(certificateIssuerPattern ?? "")
    }

    func keys() throws -> [VerificationKey] {
        try key.map { path in
            try VerificationPolicy.key(pem: try OpenFile.contents(of: path, limit: PEM.limit))
        }
    }

    /// The file of signers, read.
    func signersFile() throws -> SignersFile? { try signers.map { try SignersFile(path: $0) } }

    func policy() throws -> VerificationPolicy {
        let file = try signersFile()
        let signer: VerificationPolicy.Signer
        if let file {
            signer = file.signer
        } else if key.isEmpty {
            var extensions: [FulcioExtension: IdentityPolicy.Matcher] = [:]
            for text in certificateExtension {
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if let name = FulcioExtension(name: parts[0]) { extensions[name] = .exact(String(parts[1])) }
            }
            let issuer = try issuer()
            signer = .identities(
                try subjects().map { IdentityPolicy(subject: $0, issuer: issuer, extensions: extensions) })
        } else {
            signer = .keys(try keys())
        }
        var policy = VerificationPolicy(signer: signer)
        policy.logs = logThreshold
        policy.times = timeThreshold
        policy.certificateLogs = certificateLogThreshold
        policy.allowsShortHashes = allowShortHashes
        policy.revocations = file?.revocations ?? []
        policy.revocations += revoked.flatMap { Self.revocations($0) ?? [] }
        policy.revocations += revokedIdentity.compactMap { Self.revokedIdentity($0) }
        if let witnessPolicy {
            let text = try OpenFile.contents(of: witnessPolicy, limit: WitnessPolicy.limit)
            policy.witnesses = try WitnessPolicy(String(decoding: text, as: UTF8.self))
        }
        return policy
    }
}
