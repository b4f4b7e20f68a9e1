internal import Signing

/// What a client asks of a person's login (RFC 6749 §4.1.1, RFC 7636, OpenID Connect Core §3.1.2.1).
struct AuthorizationRequest: Sendable {
    let client: String
    let redirect: RedirectAddress
    let challenge: String
    let state: String?
    let nonce: String?

    /// Why there is no login.
    enum Refusal: Error {
        /// Told to the person: where to go back to is not known.
        case shown(String)
        /// Told to the client.
        case returned(RedirectAddress, state: String?, error: String, reason: String)
    }

    init(_ fields: FormFields) throws(Refusal) {
        guard let client = fields["client_id"], client == LoginClient.id else {
            throw .shown("expected the client “\(LoginClient.id)”")
        }
        guard let redirect = fields["redirect_uri"].flatMap({ RedirectAddress($0) }) else {
            throw .shown("expected an http address of this machine (localhost, 127.0.0.1 or [::1]) as redirect_uri")
        }
        let state = fields["state"]
        guard state.map({ LoginClient.isOpaque($0, limit: 1024) }) ?? true else {
            throw .shown("expected at most 1024 printable characters as state")
        }
        func refusal(_ error: String, _ reason: String) -> Refusal {
            .returned(redirect, state: state, error: error, reason: reason)
        }
        guard fields["response_type"] == "code" else {
            throw refusal("unsupported_response_type", "expected the response_type code")
        }
        guard fields["response_mode"] ?? "query" == "query" else {
            throw refusal("invalid_request", "expected the response_mode query")
        }
        guard (fields["scope"] ?? "").split(separator: " ").contains("openid") else {
            throw refusal("invalid_scope", "expected the scope openid")
        }
        guard fields["code_challenge_method"] == "S256", let challenge = fields["code_challenge"],
            LoginClient.isChallenge(challenge)
        else { throw refusal("invalid_request", "expected a code_challenge with the method S256") }
        guard fields["nonce"].map({ LoginClient.isOpaque($0, limit: 256) }) ?? true else {
            throw refusal("invalid_request", "expected at most 256 printable characters as nonce")
        }
        guard fields["request"] == nil, fields["request_uri"] == nil else {
            throw refusal("request_not_supported", "expected no request object")
        }
        // Nobody stays logged in here.
        guard fields["prompt"] != "none" else { throw refusal("login_required", "expected that a person may be asked") }
        self.client = client
        self.redirect = redirect
        self.challenge = challenge
        self.state = state
        nonce = fields["nonce"]
    }

    /// The fields that a page carries from the question to the answer.
    var fields: [(name: String, value: String)] {
        var fields = [
            ("response_type", "code"), ("client_id", client), ("redirect_uri", redirect.text),
            ("scope", "openid email"),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
        if let state { fields.append(("state", state)) }
        if let nonce { fields.append(("nonce", nonce)) }
        return fields
    }
}

/// The one client of the authority's own issuer: programs on people's machines, which can keep no secret.
enum LoginClient {
    /// Also the audience of the tokens.
    static let id = TokenIssuer.audience

    /// What is handed back as it came.
    static func isOpaque(_ text: String, limit: Int) -> Bool {
        text.utf8.count <= limit && text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
    }

    /// SHA-256 in base 64 for URLs, without padding (RFC 7636 §4.2).
    static func isChallenge(_ text: String) -> Bool { text.utf8.count == 43 && isUnreserved(text) }

    /// RFC 7636 §4.1
    static func isVerifier(_ text: String) -> Bool { (43...128).contains(text.utf8.count) && isUnreserved(text) }

    private static func isUnreserved(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                true
            default: false
            }
        }
    }

    /// Whether a verifier is the one of a challenge.
    static func proves(_ verifier: String?, _ challenge: String) -> Bool {
        guard let verifier, isVerifier(verifier) else { return false }
        return SecretComparison.equal(LoginSecret.challenge(of: verifier), challenge)
    }
}
