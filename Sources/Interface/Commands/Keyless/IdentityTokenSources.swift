internal import Content
internal import Glibc
internal import JSONText
internal import RegistryClient
internal import Signing

/// Where identity tokens come from, in this order: what the caller names, `$SIGSTORE_ID_TOKEN`, GitHub Actions, and the
/// volume that clusters project one into.
///
/// A token is kept in memory and goes into no file, log or error.
struct IdentityTokenSources: Sendable {
    let environment: @Sendable (String) -> String?
    let client: ServiceClient
    /// Where Sigstore's clients look for a projected token.
    var volume = "/var/run/sigstore/cosign/oidc-token"

    static let githubURL = "ACTIONS_ID_TOKEN_REQUEST_URL"
    static let githubToken = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
    static let variable = "SIGSTORE_ID_TOKEN"

    /// - Parameter named: a token, or a file with one.
    /// - Returns: `nil` when there is none anywhere.
    func token(named: String?, audience: String) async throws -> IdentityToken? {
        if let named {
            return IdentityToken.isToken(named) ? try IdentityToken(named) : try read(named)
        }
        if let text = environment(Self.variable), !text.isEmpty { return try IdentityToken(text) }
        if let url = environment(Self.githubURL), !url.isEmpty {
            return try await github(url, environment(Self.githubToken) ?? "", audience)
        }
        if environment("GITHUB_ACTIONS") == "true" {
            throw IdentityTokenMissing(
                reason: "this job of GitHub Actions may ask for none: give it the permission “id-token: write”")
        }
        return access(volume, F_OK) == 0 ? try read(volume) : nil
    }

    private func read(_ path: String) throws -> IdentityToken {
        let bytes = try OpenFile.contents(of: path, limit: IdentityToken.limit + 16)
        return try IdentityToken(String(decoding: bytes, as: UTF8.self))
    }

    /// GitHub gives a job a token for any audience it names.
    private func github(_ url: String, _ secret: String, _ audience: String) async throws -> IdentityToken {
        let asked = url + (url.contains("?") ? "&" : "?") + "audience=" + percentEncoded(audience)
        let answer = try await client.send(
            .get, asked, headers: [("Authorization", "bearer \(secret)"), ("Accept", "application/json")],
            limit: IdentityToken.limit * 2)
        guard answer.status == 200 else {
            throw IdentityTokenMissing(reason: "GitHub Actions answered with status \(answer.status)")
        }
        // The body holds the secret: what is wrong with it is not quoted.
        let root = (try? JSONDocument(answer.body, limits: JSONLimits(depth: 16)))?.root
        guard let value = root?["value"]?.string else {
            throw IdentityTokenMissing(reason: "GitHub Actions answered with something else than {\"value\": …}")
        }
        return try IdentityToken(value)
    }
}

/// No identity token is to be had.
struct IdentityTokenMissing: Error, CustomStringConvertible {
    var reason: String

    var description: String {
        "expected an identity token, found none: \(reason). Give --identity-token FILE, set "
            + "$\(IdentityTokenSources.variable), or sign with --key"
    }
}
