internal import AsyncHTTPClient
internal import Content
internal import JSONText
internal import NIOCore
internal import NIOHTTP1
internal import OCI

/// Answers the challenges of registries and remembers the tokens they gave.
actor Authorizer {
    private struct Scope: Hashable {
        var repository: Repository
        var actions: String
    }

    private let credentials: CredentialStore
    private var tokens: [Scope: String] = [:]

    init(_ credentials: CredentialStore) { self.credentials = credentials }

    func known(_ request: Request) -> String? {
        tokens[Scope(repository: request.repository, actions: request.actions)]
    }

    /// The `Authorization` that answers a challenge; `nil` when there is none.
    ///
    /// - Parameter refused: what was refused just now; something newer that another request got in the meantime is
    ///   taken as it is.
    func answer(
        _ challenges: [Challenge], to request: Request, after refused: String?, from url: HTTPAddress,
        client: RegistryClient
    ) async throws -> String? {
        let scope = Scope(repository: request.repository, actions: request.actions)
        if let known = tokens[scope], known != refused { return known }
        tokens[scope] = nil
        let credential = try await credentials.credential(
            for: request.repository.registry, repository: request.repository.path)
        var token: String?
        if let bearer = challenges.first(where: { $0.scheme == "bearer" }) {
            token = "Bearer \(try await self.token(bearer, credential, request, url, client))"
        } else if challenges.contains(where: { $0.scheme == "basic" }),
            case .basic(let user, let password)? = credential
        {
            token = Self.basic(user, password)
        }
        if let token {
            guard token.utf8.count <= 1 << 16, token.utf8.allSatisfy({ 0x20...0x7e ~= $0 }) else {
                throw RegistryError.malformed(
                    subject: request.subject, url: url.description, expected: "a token of printable characters",
                    found: "other bytes")
            }
            tokens[scope] = token
        }
        return token
    }

    static func basic(_ user: String, _ password: String) -> String {
        "Basic \(Base64.encode(Array("\(user):\(password)".utf8)))"
    }

    private func token(
        _ challenge: Challenge, _ credential: RegistryCredential?, _ request: Request, _ url: HTTPAddress,
        _ client: RegistryClient
    ) async throws -> String {
        guard let written = challenge.parameters["realm"], let realm = HTTPAddress(written) else {
            throw RegistryError.malformed(
                subject: request.subject, url: url.description, expected: "a realm that is an http(s) URL",
                found: challenge.parameters["realm"] ?? "none")
        }
        try client.permit(realm, request)
        let service = challenge.parameters["service"]
        let scope = challenge.parameters["scope"] ?? "repository:\(request.repository.path):\(request.actions)"
        var ask = Request(request.repository, "", subject: "access token for \(request.subject)")
        var authorization: String?
        switch credential {
        case .identityToken(let secret)?:
            // OAuth2 refresh, as the distribution project describes it for token servers.
            ask.url = realm
            ask.method = .POST
            ask.headers = [("Content-Type", "application/x-www-form-urlencoded")]
            let fields = [
                ("grant_type", "refresh_token"), ("service", service ?? ""), ("client_id", "obryza"), ("scope", scope),
                ("refresh_token", secret),
            ]
            ask.body = ByteBuffer(
                string: fields.map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&"))
        case .basic(let user, let password)?:
            authorization = Self.basic(user, password)
            fallthrough
        case nil:
            var target = realm
            if let service { target = target.adding("service", service) }
            for part in scope.split(separator: " ") { target = target.adding("scope", String(part)) }
            ask.url = target
        }
        let place = ask.url ?? realm
        let asked = ask
        let secret = authorization
        let bytes = try await client.repeating(asked) {
            let response = try await client.send(place, asked, authorization: secret)
            let head = Head(status: Int(response.status.code), headers: response.headers, url: realm.description)
            let bytes = try await client.collect(response, head, asked.subject, limit: 1 << 18)
            guard head.status == 200 else {
                if head.status == 401 || head.status == 403 {
                    throw RegistryError.unauthorized(
                        subject: asked.subject, url: head.url,
                        hint: "Check the credentials of \(request.repository.registry)")
                }
                let error = RegistryError.status(
                    subject: asked.subject, url: head.url, expected: "200", found: head.status, message: "")
                if head.status == 429 || head.status >= 500 { throw PassingFailure(error, after: nil) }
                throw error
            }
            return bytes
        }
        // The text may hold a secret: its parse error is not repeated.
        guard let root = try? JSONDocument(bytes, limits: JSONLimits(depth: 16)).root,
            let token = root["token"]?.string ?? root["access_token"]?.string, !token.isEmpty
        else {
            throw RegistryError.malformed(
                subject: asked.subject, url: realm.description, expected: "JSON with a token", found: "none")
        }
        return token
    }
}
