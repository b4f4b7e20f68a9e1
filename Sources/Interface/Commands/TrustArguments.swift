package import ArgumentParser
internal import Content
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
    @Option(help: "A public key in PEM that must have signed. May be given several times.")
    package var key: [String] = []

    @Option(help: "The certificate's subject, exactly.")
    package var certificateIdentity: String?

    @Option(help: "A pattern of the certificate's subject: * stands for any characters, ? for one.")
    package var certificateIdentityPattern: String?

    @Option(name: .customLong("certificate-oidc-issuer"), help: "The issuer that knows the subject, exactly.")
    package var certificateIssuer: String?

    @Option(name: .customLong("certificate-oidc-issuer-pattern"), help: "A pattern of the issuer.")
    package var certificateIssuerPattern: String?

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

    @Flag(help: "Accept signatures of P-384 and P-521 keys over SHA-256, as old clients made them.")
    package var allowShortHashes = false

    package init() {}

    package mutating func validate() throws {
        let names = certificateIdentity != nil || certificateIdentityPattern != nil
        let issuers = certificateIssuer != nil || certificateIssuerPattern != nil
        guard key.isEmpty == (names || issuers) else {
            throw ValidationError("give either --key, or a certificate identity and its issuer")
        }
        guard !key.isEmpty || names && issuers else {
            throw ValidationError(
                "a subject means nothing without the issuer that knows it: give --certificate-identity and "
                    + "--certificate-oidc-issuer, or their patterns, or --key")
        }
        guard certificateIdentity == nil || certificateIdentityPattern == nil,
            certificateIssuer == nil || certificateIssuerPattern == nil
        else { throw ValidationError("give a text or a pattern, not both") }
        for text in certificateExtension {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, FulcioExtension(name: parts[0]) != nil else {
                throw ValidationError("'\(text)' is no NAME=VALUE of a known extension; see --help")
            }
        }
        for text in revoked where Self.revocations(text) == nil {
            throw ValidationError("'\(text)' is no SHA-256 in hexadecimal, with @TIME of RFC 3339 or without")
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

    func keys() throws -> [VerificationKey] {
        try key.map { path in
            try VerificationPolicy.key(pem: try OpenFile.contents(of: path, limit: PEM.limit))
        }
    }

    func policy() throws -> VerificationPolicy {
        let signer: VerificationPolicy.Signer
        if key.isEmpty {
            var extensions: [FulcioExtension: IdentityPolicy.Matcher] = [:]
            for text in certificateExtension {
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if let name = FulcioExtension(name: parts[0]) { extensions[name] = .exact(String(parts[1])) }
            }
            signer = .identities([
                IdentityPolicy(
                    subject: certificateIdentity.map { .exact($0) } ?? .pattern(certificateIdentityPattern ?? ""),
                    issuer: certificateIssuer.map { .exact($0) } ?? .pattern(certificateIssuerPattern ?? ""),
                    extensions: extensions)
            ])
        } else {
            signer = .keys(try keys())
        }
        var policy = VerificationPolicy(signer: signer)
        policy.logs = logThreshold
        policy.times = timeThreshold
        policy.certificateLogs = certificateLogThreshold
        policy.allowsShortHashes = allowShortHashes
        policy.revocations = revoked.flatMap { Self.revocations($0) ?? [] }
        if let witnessPolicy {
            let text = try OpenFile.contents(of: witnessPolicy, limit: WitnessPolicy.limit)
            policy.witnesses = try WitnessPolicy(String(decoding: text, as: UTF8.self))
        }
        return policy
    }
}
