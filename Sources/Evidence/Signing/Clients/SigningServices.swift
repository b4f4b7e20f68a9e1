/// The services that one signature needs.
package struct SigningServices: Sendable, Equatable {
    package struct Log: Sendable, Equatable {
        package var url: String
        /// Of Rekor's API.
        package var version: Int

        package init(url: String, version: Int) {
            self.url = url
            self.version = version
        }
    }

    /// The certificate authority (Fulcio).
    package var authority: String
    package var logs: [Log]
    /// Each the whole address that is posted to.
    package var timestampAuthorities: [String]

    /// Versions of Rekor's API that are spoken here.
    package static let logVersions = 1...2

    package init(authority: String, logs: [Log], timestampAuthorities: [String]) {
        self.authority = authority
        self.logs = logs
        self.timestampAuthorities = timestampAuthorities
    }

    /// Those that a config names for now.
    ///
    /// - Parameter logVersion: the version of Rekor's API to use; `nil` for the highest.
    package init(_ config: SigningConfig, logVersion: Int? = nil, at now: Instant) throws(SigningConfigError) {
        authority = try Self.base(
            SigningConfig.choose(
                config.authorities, versions: 1...1, .any, what: "certificate authority", at: now)[0].url)
        let versions = logVersion.map { $0...$0 } ?? Self.logVersions
        logs = try SigningConfig.choose(
            config.logs, versions: versions, config.logSelector, what: "transparency log", at: now
        ).map { Log(url: Self.base($0.url), version: $0.version) }
        timestampAuthorities =
            config.timestampAuthorities.isEmpty
            ? []
            : try SigningConfig.choose(
                config.timestampAuthorities, versions: 1...1, config.timestampSelector, what: "timestamp authority",
                at: now
            ).map(\.url)
    }

    /// Sigstore's public-good instance: a log of the first generation, which the roots of all clients know, and its
    /// timestamp authority.
    package static let publicGood = SigningServices(
        authority: "https://fulcio.sigstore.dev", logs: [Log(url: "https://rekor.sigstore.dev", version: 1)],
        timestampAuthorities: ["https://timestamp.sigstore.dev/api/v1/timestamp"])
    /// The issuer of the public-good instance, which asks others.
    package static let publicGoodIssuer = "https://oauth2.sigstore.dev/auth"

    /// An address to which paths are added.
    package static func base(_ url: String) -> String {
        var url = url[...]
        while url.hasSuffix("/") { url = url.dropLast() }
        return String(url)
    }

    /// That a verifier will find a trusted time: certificates are valid for minutes.
    func check() throws(SigningConfigError) {
        guard !timestampAuthorities.isEmpty || logs.contains(where: { $0.version == 1 }) else { throw .noTime }
    }
}
