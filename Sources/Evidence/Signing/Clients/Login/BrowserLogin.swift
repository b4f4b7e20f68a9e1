internal import JSONText

/// A login in a browser on this machine: an authorization code that comes back to a port of loopback (RFC 8252 §7.3), of
/// use only with the proof that this program asked for it (RFC 7636).
package struct BrowserLogin: Sendable {
    private let issuer: LoginIssuer
    private let clientID: String
    private let redirect: String
    private let verifier: String
    private let state: String
    private let nonce: String
    /// What the browser is to open.
    package let url: String

    /// The path at which the browser comes back, which Sigstore's issuer knows.
    package static let path = "/auth/callback"

    /// - Parameter port: of loopback, where the browser will come back.
    package init(_ issuer: LoginIssuer, clientID: String, port: Int) throws(LoginError) {
        guard let endpoint = issuer.authorizationEndpoint else {
            throw .unsupported(issuer: issuer.url, flow: "browser")
        }
        self.issuer = issuer
        self.clientID = clientID
        redirect = "http://localhost:\(port)\(Self.path)"
        verifier = LoginSecret.random()
        state = LoginSecret.random()
        nonce = LoginSecret.random()
        let fields = [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirect), ("scope", "openid email"),
            ("state", state), ("nonce", nonce), ("code_challenge", LoginSecret.challenge(of: verifier)),
            ("code_challenge_method", "S256"),
        ]
        url =
            endpoint + (endpoint.contains("?") ? "&" : "?")
            + fields.map { "\($0)=\(FormText.encoded($1))" }.joined(separator: "&")
    }

    /// The code of an answer that is to this question; `nil` for the query of anybody else.
    ///
    /// - Throws: `LoginError` when the answer is that there is no code.
    package func code(from query: String) throws(LoginError) -> String? {
        let fields = FormText.fields(of: query)
        guard let given = fields["state"], given == state else { return nil }
        if let code = fields["code"], !code.isEmpty { return code }
        func printable(_ text: String?) -> String {
            String(
                decoding: (text ?? "").utf8.prefix(200).map { (0x20..<0x7f).contains($0) ? $0 : 0x3f }, as: UTF8.self)
        }
        let reason = [fields["error"], fields["error_description"]].compactMap(\.self).map(printable)
        throw .refused(issuer: issuer.url, reason: reason.isEmpty ? "no code" : reason.joined(separator: ": "))
    }

    /// Exchanges a code for the token.
    package func token(for code: String) async throws -> IdentityToken {
        let (status, answer) = try await issuer.post(
            issuer.tokenEndpoint,
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
                ("client_id", clientID), ("code_verifier", verifier),
            ])
        guard status == 200 else { throw issuer.refusal(answer, status) }
        let token = try issuer.token(answer)
        // OpenID Connect Core §3.1.3.7: a token that somebody else's login brought is not taken.
        guard token.nonce == nonce else {
            throw LoginError.malformed(
                issuer: issuer.url, expected: "a token with the nonce of this login", found: "another or none")
        }
        return token
    }
}
