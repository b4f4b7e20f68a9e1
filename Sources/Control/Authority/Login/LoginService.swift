internal import Content
internal import JSONText
internal import NIOHTTP1
internal import Signing

/// The authority's own issuer for people: pages on which they log in, and the endpoints at which programs get tokens.
///
/// Nothing is kept of a login before it is right, except for devices that wait, of which only so many come in a second.
struct LoginService: Sendable {
    struct Settings: Sendable {
        /// Seconds for which a code counts that goes to a program by itself, and one that a person carries.
        var codeLifetime: Int64 = 60
        var carriedCodeLifetime: Int64 = 300
        var deviceLifetime: Int64 = 600
        /// Seconds between two questions of a device.
        var interval: Int64 = 5
        var tokenLifetime: Int64 = 600
        var throttle = SignInThrottle.Limits()
        /// Devices that may begin at once, and the seconds after which there may be one more.
        var devices = SignInThrottle.Limits(each: 100, eachSeconds: 0.1, all: 100, allSeconds: 0.1)
        /// Wrong codes of devices.
        var codes = SignInThrottle.Limits(each: 30, eachSeconds: 2, all: 30, allSeconds: 2)
        var cost = PasswordHash.Cost.usual
    }

    let url: String
    let issuer: TokenIssuer
    let state: any LoginState
    let settings: Settings
    let passwords: PasswordChecks
    let deviceThrottle: SignInThrottle
    let codeThrottle: SignInThrottle

    static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

    init(_ services: AuthorityServices, state: any LoginState, settings: Settings = Settings()) throws {
        url = services.settings.url
        issuer = services.tokenIssuer
        self.state = state
        self.settings = settings
        passwords = try PasswordChecks(
            UserFile(services.folder), throttle: SignInThrottle(settings.throttle), cost: settings.cost)
        deviceThrottle = SignInThrottle(settings.devices)
        codeThrottle = SignInThrottle(settings.codes)
    }

    func close() async { await passwords.close() }

    /// Whether a path is one of the issuer's for people, and by what methods it is reached.
    static func methods(_ path: String) -> [HTTPMethod]? {
        switch path {
        case "/oidc/auth", "/oidc/device": [.GET, .POST]
        case "/oidc/token", "/oidc/device/code": [.POST]
        default: nil
        }
    }

    func answer(_ request: HTTPRequest, at now: Instant) async throws -> HTTPAnswer {
        switch (request.path, request.method) {
        case ("/oidc/auth", .POST): return try await signIn(request, at: now)
        case ("/oidc/auth", _): return try authorizationPage(request)
        case ("/oidc/device", .POST): return try await decide(request, at: now)
        case ("/oidc/device", _): return try devicePage(request)
        default:
            do {
                return request.path == "/oidc/token"
                    ? try await token(request, at: now) : try await beginDevice(request, at: now)
            } catch let refusal as OAuthRefusal {
                return refusal.answer(accept: request.headers.first(name: "accept"))
            }
        }
    }

    // MARK: Pages

    /// What went wrong, as a page for people and as a problem for programs.
    func refusal(
        _ request: HTTPRequest, _ status: HTTPResponseStatus, _ reason: String, headers: [(String, String)] = []
    ) -> HTTPAnswer {
        guard request.headers["accept"].contains(where: { $0.lowercased().contains("text/html") }) else {
            return Problem(status, reason, headers: headers).answer
        }
        return LoginPage.message("This does not work", reason).answer(status, headers: headers)
    }

    private func authorizationPage(_ request: HTTPRequest) throws -> HTTPAnswer {
        let fields: FormFields
        do throws(FormError) { fields = try FormFields(request.query.utf8) } catch {
            return refusal(request, .badRequest, error.description)
        }
        do throws(AuthorizationRequest.Refusal) {
            let asked = try AuthorizationRequest(fields)
            let form = FormToken(request, isSecure: url.hasPrefix("https://"))
            return LoginPage.signIn(asked, url: url, token: form.text).answer(headers: form.headers)
        } catch {
            return answer(error, request)
        }
    }

    private func answer(_ refusal: AuthorizationRequest.Refusal, _ request: HTTPRequest) -> HTTPAnswer {
        switch refusal {
        case .shown(let reason): return self.refusal(request, .badRequest, reason)
        case .returned(let redirect, let state, let error, let reason):
            guard !redirect.isOutOfBand else { return self.refusal(request, .badRequest, "\(error): \(reason)") }
            return back(
                to: redirect, [("error", error), ("error_description", reason)] + (state.map { [("state", $0)] } ?? []))
        }
    }

    private func back(to redirect: RedirectAddress, _ fields: [(String, String)]) -> HTTPAnswer {
        // RFC 9207: says of which issuer the answer is.
        let query = (fields + [("iss", url)]).map { "\($0.0)=\(FormText.encoded($0.1))" }.joined(separator: "&")
        return HTTPAnswer(
            .seeOther, type: "text/plain; charset=utf-8", [],
            headers: [
                ("Location", "\(redirect.text)?\(query)"), ("Cache-Control", "no-store"),
                ("Referrer-Policy", "no-referrer"),
            ])
    }

    /// The fields of a form that came from a page of this server, in the browser that it was shown in.
    func form(_ request: HTTPRequest) throws -> (fields: FormFields, token: FormToken) {
        let fields = try FormFields(request)
        let token = FormToken(request, isSecure: url.hasPrefix("https://"))
        guard token.isFromHere(request), token.isKnown, SecretComparison.equal(fields["form_token"] ?? "", token.text)
        else {
            throw Problem(
                .forbidden, "expected a form that this server has shown in this browser; go back and try again")
        }
        return (fields, token)
    }

    private func signIn(_ request: HTTPRequest, at now: Instant) async throws -> HTTPAnswer {
        let fields: FormFields
        let form: FormToken
        do {
            (fields, form) = try self.form(request)
        } catch let problem as Problem {
            return refusal(request, problem.status, problem.detail, headers: problem.headers)
        }
        let asked: AuthorizationRequest
        do throws(AuthorizationRequest.Refusal) { asked = try AuthorizationRequest(fields) } catch {
            return answer(error, request)
        }
        let name = fields["name"] ?? ""
        switch try await person(fields, at: now) {
        case .refused(let status, let reason, let headers):
            return LoginPage.signIn(asked, url: url, token: form.text, name: String(name.prefix(64)), problem: reason)
                .answer(status, headers: headers + form.headers)
        case .person(let user):
            let code = LoginSecret.random()
            let lifetime = asked.redirect.isOutOfBand ? settings.carriedCodeLifetime : settings.codeLifetime
            let grant = LoginGrant(
                user: user, client: asked.client, redirect: asked.redirect.text, challenge: asked.challenge,
                nonce: asked.nonce)
            try await state.put(
                LoginGrant.key("code", code), grant.bytes, until: Instant(seconds: now.seconds + lifetime))
            guard !asked.redirect.isOutOfBand else { return LoginPage.code(code).answer() }
            return back(to: asked.redirect, [("code", code)] + (asked.state.map { [("state", $0)] } ?? []))
        }
    }

    enum Person {
        case person(LocalUser)
        case refused(HTTPResponseStatus, String, [(String, String)])
    }

    /// Who has filled in a form.
    func person(_ fields: FormFields, at now: Instant) async throws -> Person {
        let name = fields["name"] ?? ""
        let password = Array((fields["password"] ?? "").utf8)
        guard !name.isEmpty, !password.isEmpty, name.utf8.count <= 256, password.count <= PasswordHash.limit else {
            return .refused(.badRequest, "Enter your name and your password.", [])
        }
        switch try await passwords.check(name: name, password: password, at: now) {
        case .person(let user): return .person(user)
        case .wrong: return .refused(.unauthorized, "The name or the password is wrong.", [])
        case .wait(let seconds):
            return .refused(
                .tooManyRequests, "Too many attempts have failed. Try again in \(seconds) seconds.",
                [("Retry-After", "\(seconds)")])
        case .busy:
            return .refused(
                .serviceUnavailable, "Too many people log in at this moment. Try again.", [("Retry-After", "2")])
        }
    }
}

/// The text that stands in a form and in a cookie: no other site's page knows it, so no other site's form has it.
struct FormToken {
    let text: String
    /// Whether the browser brought it.
    let isKnown: Bool
    private let name: String
    private let isSecure: Bool

    init(_ request: HTTPRequest, isSecure: Bool) {
        self.isSecure = isSecure
        // With this prefix browsers take the cookie from this very host alone, over TLS alone.
        name = isSecure ? "__Host-obryza-form" : "obryza-form"
        var found: String?
        for header in request.headers["cookie"] {
            for pair in header.split(separator: ";").prefix(64) {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
                let value = String(parts[1])
                if LoginClient.isChallenge(value) { found = found ?? value }
            }
        }
        isKnown = found != nil
        text = found ?? LoginSecret.random()
    }

    /// Sets the cookie where there was none.
    var headers: [(String, String)] {
        guard !isKnown else { return [] }
        return [("Set-Cookie", "\(name)=\(text); Path=/; HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")")]
    }

    /// Whether the browser says that the form is of a page of this server, as far as it says anything.
    func isFromHere(_ request: HTTPRequest) -> Bool {
        if let site = request.headers.first(name: "sec-fetch-site"), site != "same-origin", site != "none" {
            return false
        }
        guard let origin = request.headers.first(name: "origin") else { return true }
        guard let scheme = origin.firstRange(of: "://"), let host = request.headers.first(name: "host") else {
            return false
        }
        return origin[scheme.upperBound...] == host
    }
}
