internal import Content
internal import JSONText
internal import NIOHTTP1
internal import Signing
internal import Transparency

/// What is asked where: Fulcio's API v2, Rekor's API v2, the timestamp authority's, the issuer's metadata, and files.
struct AuthorityRoutes: Sendable {
    let services: AuthorityServices
    let login: LoginService
    let clock: @Sendable () -> Instant
    private var seen: SeenRequests { SeenRequests(states: services.states) }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        do {
            return try await route(request)
        } catch let problem as Problem {
            return problem.answer
        } catch let full as MemoryLoginState.Full {
            return Problem(.serviceUnavailable, "\(full)", headers: [("Retry-After", "5")]).answer
        } catch let error where AuthorityServices.isOutage(error) {
            return Problem(
                .serviceUnavailable, "what the authority keeps its state in does not answer",
                headers: [("Retry-After", "5")]
            ).answer
        } catch {
            // What went wrong inside is not the asker's business, and may hold paths.
            return Problem(.internalServerError, "the authority could not fulfil the request").answer
        }
    }

    private func route(_ request: HTTPRequest) async throws -> HTTPAnswer {
        switch request.path {
        case "/api/v2/signingCert":
            try require(request, .POST)
            try requireJSON(request)
            return try await certificate(request)
        case "/api/v2/trustBundle":
            try require(request, .GET)
            return trustBundle()
        case "/api/v2/configuration":
            try require(request, .GET)
            return configuration()
        case "/api/v2/log/entries":
            try require(request, .POST)
            try requireJSON(request)
            return try await record(request)
        case "/api/v1/timestamp":
            try require(request, .POST)
            return try timestamp(request)
        case "/api/v1/timestamp/certchain":
            try require(request, .GET)
            return .cached("application/pem-certificate-chain", chainText(services.timestampChain), seconds: 3600)
        case "/.well-known/openid-configuration":
            try require(request, .GET)
            return discovery()
        case "/oidc/keys":
            try require(request, .GET)
            return .cached("application/jwk-set+json", JSONWebKey.set(services.tokenKey), seconds: 300)
        case let path where LoginService.methods(path) != nil:
            try require(request, LoginService.methods(path) ?? [])
            return try await login.answer(request, at: clock())
        case let path where RecordRoutes.path(path) != nil:
            guard let records = services.records, let path = RecordRoutes.path(path),
                let methods = RecordRoutes.methods(path)
            else { throw Problem(.notFound, "there is nothing at this path") }
            try require(request, methods)
            if request.method == .POST { try requireJSON(request) }
            return try await RecordRoutes(records: records, url: services.settings.url)
                .answer(request, path, at: clock())
        case "/healthz":
            try require(request, .GET)
            return .json(Array(#"{"status":"ok"}"#.utf8))
        default:
            try require(request, .GET)
            return try await file(request.path)
        }
    }

    private func require(_ request: HTTPRequest, _ methods: HTTPMethod...) throws(Problem) {
        try require(request, methods)
    }

    private func require(_ request: HTTPRequest, _ methods: [HTTPMethod]) throws(Problem) {
        guard methods.contains(request.method) || methods.contains(.GET) && request.method == .HEAD else {
            let names = methods.map(\.rawValue)
            throw Problem(
                .methodNotAllowed, "expected \(names.joined(separator: " or "))",
                headers: [("Allow", names.joined(separator: ", "))])
        }
    }

    /// Clients that name no type send JSON.
    private func requireJSON(_ request: HTTPRequest) throws(Problem) {
        guard request.mediaType.map({ $0 == "application/json" || $0.hasSuffix("+json") }) ?? true else {
            throw Problem(.unsupportedMediaType, "expected application/json")
        }
    }

    // MARK: Files

    private func file(_ path: String) async throws -> HTTPAnswer {
        let logs = [
            ("/api/v2/", services.log), ("/ct/", services.certificateLog), ("/rekor1/", services.records?.log),
        ]
        for (prefix, log) in logs where path.hasPrefix(prefix) {
            guard let log else { break }
            let rest = String(path.dropFirst(prefix.count))
            if rest == "checkpoint" {
                return .cached(
                    "text/plain; charset=utf-8", try await log.reading { try $0.latest().note.bytes }, seconds: 1)
            }
            if let tile = Tile(path: rest), let bytes = try await log.reading({ try $0.tile(tile) }) {
                // A tile never changes, full or not.
                return .cached("application/octet-stream", bytes, seconds: 31_536_000)
            }
        }
        if path.hasPrefix("/tuf/"), let bytes = try await services.update(String(path.dropFirst(5))) {
            return .cached("application/json", bytes, seconds: path == "/tuf/timestamp.json" ? 0 : 60)
        }
        switch path {
        case "/trusted_root.json": return try document(services.folder.trustedRoot)
        case "/signing_config.json": return try document(services.folder.signingConfig)
        case "/trust_config.json": return try document(services.folder.trustConfig)
        default: throw Problem(.notFound, "there is nothing at this path")
        }
    }

    private func document(_ path: String) throws -> HTTPAnswer {
        .cached("application/json", try OpenFile.contents(of: path, limit: 4 << 20), seconds: 60)
    }

    // MARK: Certificates

    private func chainText(_ certificates: [Certificate]) -> [UInt8] {
        certificates.flatMap { Array(PEM(label: "CERTIFICATE", content: $0.der).text.utf8) }
    }

    private func writeChain(_ writer: inout JSONWriter, _ certificates: [Certificate]) {
        writer.key("certificates")
        writer.array { writer in
            for certificate in certificates { writer.value(PEM(label: "CERTIFICATE", content: certificate.der).text) }
        }
    }

    private func certificate(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let asked: SigningCertificateRequest
        let now = clock()
        let believed: TrustedIssuers.Believed
        let token: String
        do {
            asked = try SigningCertificateRequest(json: request.body)
            guard let text = bearer(request) ?? asked.token else {
                throw Problem(.unauthorized, "expected an identity token", headers: [("WWW-Authenticate", "Bearer")])
            }
            token = text
            believed = try services.issuers.verify(token, at: now)
            try asked.prove(principal: believed.principal)
        } catch let error as Problem {
            throw error
        } catch {
            throw Problem(.badRequest, "\(error)")
        }
        // One token may bring certificates for many keys, but one for each: a request that was listened to is no use.
        let digest = Digest.of(Array(token.utf8) + asked.key.derRepresentation)
        switch try await seen.note(digest, until: believed.expiry, at: now) {
        case .new: break
        case .there: throw Problem(.conflict, "a certificate was issued for this token and key already")
        case .full: throw Problem(.serviceUnavailable, "too many tokens are in use", headers: [("Retry-After", "60")])
        }
        let issued: Certificate
        do {
            issued = try await services.authority.issue(to: believed.principal, key: asked.key, at: now)
        } catch {
            // When it cannot be forgotten, that is not what the asker has to know first.
            do { try await seen.forget(digest, at: now) } catch {}
            switch error {
            case let error as TokenError: throw Problem(.badRequest, "\(error)")
            case let error as KeyError: throw Problem(.badRequest, "\(error)")
            case LogError.busy: throw Problem(.serviceUnavailable, "try again", headers: [("Retry-After", "1")])
            default: throw error
            }
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("signedCertificateEmbeddedSct")
            writer.object { writer in
                writer.key("chain")
                writer.object { writeChain(&$0, [issued] + services.authority.chain) }
            }
        }
        return .json(writer.bytes)
    }

    private func bearer(_ request: HTTPRequest) -> String? {
        guard let header = request.headers.first(name: "authorization"), header.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return String(header.dropFirst(7))
    }

    private func trustBundle() -> HTTPAnswer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("chains")
            writer.array { $0.object { writeChain(&$0, services.authority.chain) } }
        }
        return .cached("application/json", writer.bytes, seconds: 3600)
    }

    private func configuration() -> HTTPAnswer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("issuers")
            writer.array { writer in
                for issuer in services.issuers.all {
                    writer.object { writer in
                        writer.member("issuerUrl", issuer.url)
                        writer.member("audience", issuer.audience)
                        writer.member("challengeClaim", issuer.kind == .email ? "email" : "sub")
                        writer.member("issuerType", issuer.kind.rawValue)
                    }
                }
            }
        }
        return .cached("application/json", writer.bytes, seconds: 300)
    }

    // MARK: Entries and timestamps

    private func record(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let entry: EntryRequest
        do throws(EntryError) {
            entry = try EntryRequest(json: request.body)
        } catch {
            throw Problem(.badRequest, "\(error)")
        }
        do throws(LogError) {
            let inclusion = try await services.log.append(entry.body)
            return .json(
                entry.answer(inclusion, logID: services.logID), status: .created)
        } catch {
            throw Problem(
                error,
                duplicate: { index in
                    Problem(
                        .conflict, "the entry is in the log already, at index \(index)",
                        headers: [("x-log-index", "\(index)")])
                }) ?? error
        }
    }

    private func timestamp(_ request: HTTPRequest) throws -> HTTPAnswer {
        guard request.mediaType == "application/timestamp-query" else {
            throw Problem(.unsupportedMediaType, "expected application/timestamp-query")
        }
        let asked: TimestampRequest
        do throws(DERError) {
            asked = try TimestampRequest(der: request.body)
        } catch {
            throw Problem(.badRequest, "\(error)")
        }
        return HTTPAnswer(
            .created, type: "application/timestamp-reply", try services.timestamps.response(to: asked, at: clock()))
    }

    // MARK: Issuer

    private func discovery() -> HTTPAnswer {
        var writer = JSONWriter()
        let url = services.settings.url
        writer.object { writer in
            writer.member("issuer", url)
            writer.member("authorization_endpoint", "\(url)/oidc/auth")
            writer.member("token_endpoint", "\(url)/oidc/token")
            writer.member("device_authorization_endpoint", "\(url)/oidc/device/code")
            writer.member("jwks_uri", "\(url)/oidc/keys")
            writer.member("authorization_response_iss_parameter_supported", true)
            writer.member("request_uri_parameter_supported", false)
            for (name, values) in [
                ("response_types_supported", ["code"]), ("response_modes_supported", ["query"]),
                ("grant_types_supported", ["authorization_code", LoginService.deviceGrant]),
                ("code_challenge_methods_supported", ["S256"]),
                ("token_endpoint_auth_methods_supported", ["none", "client_secret_basic"]),
                ("subject_types_supported", ["public"]), ("id_token_signing_alg_values_supported", ["ES256"]),
                ("scopes_supported", ["openid", "email"]),
                ("claims_supported", ["aud", "email", "email_verified", "exp", "iat", "iss", "nbf", "nonce", "sub"]),
            ] {
                writer.key(name)
                writer.array { writer in
                    for value in values { writer.value(value) }
                }
            }
        }
        return .cached("application/json", writer.bytes, seconds: 300)
    }
}
