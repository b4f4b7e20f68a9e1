internal import JSONText

/// A login on another device, for machines without a browser (RFC 8628).
package struct DeviceLogin: Sendable {
    /// What the person is told.
    package struct Prompt: Sendable, Equatable {
        /// Where to go.
        package var url: String
        /// What to enter there.
        package var code: String
        /// The address with the code in it, if the issuer has one.
        package var completeURL: String?
    }

    private let issuer: LoginIssuer
    private let clientID: String
    private let deviceCode: String
    private let verifier: String
    private let lifetime: Int
    private let interval: Int
    package let prompt: Prompt

    /// Seconds for which anybody is waited for, whatever the issuer says.
    package static let longestWait = 900

    /// Asks the issuer for a code.
    package init(_ issuer: LoginIssuer, clientID: String) async throws {
        guard let endpoint = issuer.deviceEndpoint else {
            throw LoginError.unsupported(issuer: issuer.url, flow: "device")
        }
        verifier = LoginSecret.random()
        let (status, answer) = try await issuer.post(
            endpoint,
            [
                ("client_id", clientID), ("scope", "openid email"), ("code_challenge_method", "S256"),
                ("code_challenge", LoginSecret.challenge(of: verifier)),
            ])
        guard status == 200 else { throw issuer.refusal(answer, status) }
        guard let code = answer["device_code"]?.string, !code.isEmpty, let user = answer["user_code"]?.string,
            let url = answer["verification_uri"]?.string ?? answer["verification_url"]?.string
        else {
            throw LoginError.malformed(
                issuer: issuer.url, expected: "device_code, user_code and verification_uri", found: "less")
        }
        self.issuer = issuer
        self.clientID = clientID
        deviceCode = code
        lifetime = max(1, min(answer["expires_in"]?.int ?? Self.longestWait, Self.longestWait))
        interval = max(1, min(answer["interval"]?.int ?? 5, 60))
        prompt = Prompt(url: url, code: user, completeURL: answer["verification_uri_complete"]?.string)
    }

    /// Waits until the person has let this device in.
    ///
    /// - Parameter pause: waits for so many seconds.
    package func token(pause: (_ seconds: Int) async throws -> Void) async throws -> IdentityToken {
        var interval = interval
        var waited = 0
        while waited < lifetime {
            try await pause(interval)
            waited += interval
            let (status, answer) = try await issuer.post(
                issuer.tokenEndpoint,
                [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", deviceCode),
                    ("client_id", clientID), ("code_verifier", verifier), ("scope", "openid email"),
                ])
            if status == 200 { return try issuer.token(answer) }
            switch answer["error"]?.string {
            case "authorization_pending": break
            // §3.5
            case "slow_down": interval = min(interval + 5, 60)
            case "expired_token": throw LoginError.expired(seconds: waited)
            default: throw issuer.refusal(answer, status)
            }
        }
        throw LoginError.expired(seconds: lifetime)
    }
}
