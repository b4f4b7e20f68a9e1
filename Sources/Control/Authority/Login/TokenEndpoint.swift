internal import Content
internal import JSONText
internal import NIOHTTP1
internal import Signing

/// Where programs exchange what a login has brought for a token (RFC 6749 §4.1.3, RFC 8628 §3.4).
extension LoginService {
    /// The fields of a request whose client is the one that there is. It has no secret: who sends one is another.
    private func fields(_ request: HTTPRequest) throws -> FormFields {
        let fields: FormFields
        do {
            fields = try FormFields(request)
        } catch let problem as Problem {
            throw OAuthRefusal("invalid_request", problem.detail, status: problem.status)
        }
        var client = fields["client_id"]
        if let header = request.headers.first(name: "authorization") {
            let challenge = [("WWW-Authenticate", "Basic realm=\"token\"")]
            func refusal() -> OAuthRefusal {
                OAuthRefusal(
                    "invalid_client", "expected the client “\(LoginClient.id)” without a secret", status: .unauthorized,
                    headers: challenge)
            }
            guard header.utf8.count <= 1024, header.lowercased().hasPrefix("basic "),
                let bytes = Base64.decode(header.dropFirst(6).utf8),
                let separator = bytes.firstIndex(of: UInt8(ascii: ":")), separator == bytes.count - 1
            else { throw refusal() }
            let named = String(decoding: bytes[..<separator], as: UTF8.self)
            guard client == nil || client == named else { throw refusal() }
            client = named
        }
        guard fields["client_secret"] == nil else {
            throw OAuthRefusal("invalid_client", "expected a client without a secret", status: .unauthorized)
        }
        guard client == LoginClient.id else {
            throw OAuthRefusal("invalid_client", "expected the client “\(LoginClient.id)”", status: .unauthorized)
        }
        return fields
    }

    func token(_ request: HTTPRequest, at now: Instant) async throws -> HTTPAnswer {
        let fields = try fields(request)
        let grant: LoginGrant
        switch fields["grant_type"] {
        case "authorization_code": grant = try await codeGrant(fields)
        case Self.deviceGrant: grant = try await deviceGrant(fields, at: now)
        case nil: throw OAuthRefusal("invalid_request", "expected a grant_type")
        default:
            throw OAuthRefusal("unsupported_grant_type", "expected authorization_code or \(Self.deviceGrant)")
        }
        let token = try issuer.token(grant, lifetime: settings.tokenLifetime, at: now)
        var writer = JSONWriter()
        writer.object { writer in
            // Clients of Sigstore take either for the identity token.
            writer.member("access_token", token)
            writer.member("id_token", token)
            writer.member("token_type", "Bearer")
            writer.member("expires_in", settings.tokenLifetime)
            writer.member("scope", "openid email")
        }
        return HTTPAnswer(
            type: "application/json", writer.bytes, headers: [("Cache-Control", "no-store"), ("Pragma", "no-cache")])
    }

    private static let noGrant = OAuthRefusal(
        "invalid_grant", "expected a code that was given out for this request, is not used and not too old")

    private func codeGrant(_ fields: FormFields) async throws -> LoginGrant {
        guard let code = fields["code"], LoginClient.isVerifier(code) else {
            throw OAuthRefusal("invalid_request", "expected a code")
        }
        // Used up by the first who brings it, right or wrong.
        guard let kept = try await state.take(LoginGrant.key("code", code)) else { throw Self.noGrant }
        let grant = try LoginGrant(kept)
        guard grant.client == LoginClient.id, let redirect = grant.redirect, let challenge = grant.challenge,
            fields["redirect_uri"] == redirect, LoginClient.proves(fields["code_verifier"], challenge)
        else { throw Self.noGrant }
        return grant
    }

    // MARK: Devices

    func beginDevice(_ request: HTTPRequest, at now: Instant) async throws -> HTTPAnswer {
        let fields = try fields(request)
        let method = fields["code_challenge_method"]
        let challenge = fields["code_challenge"]
        guard challenge == nil && method == nil || method == "S256" && challenge.map(LoginClient.isChallenge) == true
        else { throw OAuthRefusal("invalid_request", "expected a code_challenge with the method S256, or none") }
        guard fields["nonce"].map({ LoginClient.isOpaque($0, limit: 256) }) ?? true else {
            throw OAuthRefusal("invalid_request", "expected at most 256 printable characters as nonce")
        }
        if let seconds = deviceThrottle.begin("", at: now) {
            throw OAuthRefusal(
                "temporarily_unavailable", "too many devices ask for a login", status: .tooManyRequests,
                headers: [("Retry-After", "\(seconds)")])
        }
        let secret = LoginSecret.random()
        let code = UserCode.random()
        let expiry = Instant(seconds: now.seconds + settings.deviceLifetime)
        let device = WaitingDevice(
            device: Digest.of(Array(secret.utf8)).hex, client: LoginClient.id, challenge: challenge,
            nonce: fields["nonce"], expiry: expiry.seconds)
        try await state.put("device:\(device.device)", device.bytes, until: expiry)
        try await state.put(LoginGrant.key("user-code", code), device.bytes, until: expiry)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("device_code", secret)
            writer.member("user_code", UserCode.shown(code))
            writer.member("verification_uri", "\(url)/oidc/device")
            writer.member("verification_uri_complete", "\(url)/oidc/device?user_code=\(UserCode.shown(code))")
            writer.member("expires_in", settings.deviceLifetime)
            writer.member("interval", settings.interval)
        }
        return HTTPAnswer(type: "application/json", writer.bytes, headers: [("Cache-Control", "no-store")])
    }

    private func deviceGrant(_ fields: FormFields, at now: Instant) async throws -> LoginGrant {
        guard let secret = fields["device_code"], LoginClient.isVerifier(secret) else {
            throw OAuthRefusal("invalid_request", "expected a device_code")
        }
        let digest = Digest.of(Array(secret.utf8)).hex
        guard let kept = try await state.get("device:\(digest)") else {
            throw OAuthRefusal("expired_token", "expected a device_code that is not used and not too old")
        }
        let device = try WaitingDevice(kept)
        let expiry = Instant(seconds: device.expiry)
        // When this device may ask again; who asks earlier waits longer.
        let last = try await state.get("device-poll:\(digest)").flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
        let isEarly = last.map { now.seconds < $0 } ?? false
        let next = (isEarly ? max(now.seconds, last ?? 0) : now.seconds) + settings.interval
        try await state.put("device-poll:\(digest)", Array("\(min(next, now.seconds + 60))".utf8), until: expiry)
        guard !isEarly else {
            throw OAuthRefusal("slow_down", "expected \(settings.interval) seconds between questions")
        }
        guard let answer = try await state.take("device-answer:\(digest)") else {
            throw OAuthRefusal("authorization_pending", "the person has not answered yet")
        }
        _ = try await state.take("device:\(digest)")
        guard answer != Self.denied else { throw OAuthRefusal("access_denied", "the person has refused") }
        let grant = try LoginGrant(answer)
        guard grant.client == LoginClient.id else { throw Self.noGrant }
        if let challenge = grant.challenge, !LoginClient.proves(fields["code_verifier"], challenge) {
            throw Self.noGrant
        }
        return grant
    }

    static let denied = Array("denied".utf8)
}
