package import ArgumentParser
internal import Content
internal import Glibc
internal import Signing

/// How to sign without a key: who vouches for the signer, and which services take part.
package struct KeylessArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with an identity token, or the token itself, which others on this machine may then see.",
            discussion: """
                Else $SIGSTORE_ID_TOKEN is used, which GitLab sets; else a token is asked for where GitHub Actions or a \
                cluster's volume gives one; else a person at a terminal logs in.
                """))
    package var identityToken: String?

    @Option(help: "A Sigstore signing_config.json (version 0.2): which services to use.")
    package var signingConfig: String?

    @Option(help: "A signing config and a trusted root in one file (ClientTrustConfig).")
    package var trustConfig: String?

    @Option(name: .customLong("fulcio-url"), help: "The certificate authority, when no signing config names it.")
    package var fulcioURL: String?

    @Option(name: .customLong("rekor-url"), help: "The transparency log, when no signing config names it.")
    package var rekorURL: String?

    @Option(
        name: .customLong("timestamp-server-url"),
        help: "A timestamp authority, its whole address, when no signing config names it. May be given several times.")
    package var timestampServerURL: [String] = []

    @Option(help: "The version of the transparency log's API: 1 or 2. Default: the highest that is offered.")
    package var rekorVersion: Int?

    @Option(
        name: .customLong("oidc-client-id"), help: "Whom identity tokens are for: the name of the authority's client.")
    package var clientID = "sigstore"

    @Option(name: .customLong("oidc-issuer"), help: "Where to log in, when no signing config names it.")
    package var issuer: String?

    @Option(
        name: .customLong("oidc-flow"),
        help:
            "How to log in: browser or device. Default: browser where there is a screen. Nothing else gives a token then."
    )
    var flow: LoginFlow?

    @OptionGroup package var trust: TrustArguments

    package init() {}

    /// Whether anything was said that means nothing beside a key.
    var isUsed: Bool {
        identityToken != nil || signingConfig != nil || trustConfig != nil || fulcioURL != nil || rekorURL != nil
            || !timestampServerURL.isEmpty || rekorVersion != nil || clientID != "sigstore"
            || issuer != nil || flow != nil || trust.trustedRoot != nil || trust.trust != nil
    }

    package mutating func validate() throws {
        let isExplicit = fulcioURL != nil || rekorURL != nil || !timestampServerURL.isEmpty
        guard [signingConfig != nil, trustConfig != nil, isExplicit].count(where: \.self) <= 1 else {
            throw ValidationError("--signing-config, --trust-config and the services' addresses say the same; give one")
        }
        guard !isExplicit || fulcioURL != nil && rekorURL != nil else {
            throw ValidationError("give --fulcio-url and --rekor-url, or --signing-config")
        }
        guard trustConfig == nil || trust.trustedRoot == nil && trust.trust == nil else {
            throw ValidationError("--trust-config holds a trusted root; give no other beside it")
        }
        if let rekorVersion, !SigningServices.logVersions.contains(rekorVersion) {
            throw ValidationError("--rekor-version is 1 or 2")
        }
        guard identityToken == nil || issuer == nil && flow == nil else {
            throw ValidationError("--identity-token says who signs; give no --oidc-issuer or --oidc-flow beside it")
        }
        guard !clientID.isEmpty else { throw ValidationError("--oidc-client-id is not empty") }
    }

    /// Who takes part in signing: the services, what their signatures will be verified with, and where people log in.
    struct Parties {
        var services: SigningServices
        var root: TrustedRoot
        var issuer: String?
    }

    func parties(at now: Instant) throws -> Parties {
        if let fulcioURL, let rekorURL {
            let services = SigningServices(
                authority: SigningServices.base(fulcioURL),
                logs: [.init(url: SigningServices.base(rekorURL), version: rekorVersion ?? 2)],
                timestampAuthorities: timestampServerURL)
            return Parties(services: services, root: try root(of: services), issuer: issuer)
        }
        if let path = signingConfig ?? trustConfig {
            let config = try SigningConfig(json: OpenFile.contents(of: path, limit: SigningConfig.limit))
            let services = try SigningServices(config, logVersion: rekorVersion, at: now)
            let issuer = try issuer ?? config.issuer(at: now)
            if !hasRoot, let json = config.trustedRoot {
                return Parties(services: services, root: try TrustedRoot(json: json), issuer: issuer)
            }
            return Parties(services: services, root: try root(of: services), issuer: issuer)
        }
        // The services that a repository names with the root.
        let updates = TrustUpdates(store: TrustStore(), name: trust.trust ?? PublicGoodRoot.name)
        if trust.trustedRoot == nil, updates.exists, access(updates.signingConfig, F_OK) == 0 {
            let config = try SigningConfig(
                json: OpenFile.contents(of: updates.signingConfig, limit: SigningConfig.limit))
            return Parties(
                services: try SigningServices(config, logVersion: rekorVersion, at: now), root: try trust.root(),
                issuer: try issuer ?? config.issuer(at: now))
        }
        guard !hasRoot, rekorVersion == nil || rekorVersion == 1 else {
            throw ValidationError(
                "give --signing-config or the services' addresses: those that are built in are of "
                    + "\(PublicGoodRoot.name) and its log of version 1")
        }
        return Parties(
            services: .publicGood, root: try trust.root(), issuer: issuer ?? SigningServices.publicGoodIssuer)
    }

    private var hasRoot: Bool { trust.trustedRoot != nil || trust.trust != nil }

    private func root(of services: SigningServices) throws -> TrustedRoot {
        // With another root, every signature would be refused after it was made and logged.
        guard hasRoot || services.authority == SigningServices.publicGood.authority else {
            throw ValidationError(
                "give the trusted root of \(services.authority): --trusted-root FILE, or --trust NAME")
        }
        return try trust.root()
    }
}
