import Content
import Glibc
import JSONText
import NIOCore
import NIOPosix
import Signing
import Testing

@testable import Authority

/// Every route of the authority and everything that a request can have wrong: it is refused with a problem of RFC 9457, and
/// the next request is answered.
@Suite(.serialized) struct BadRequestTests {
    struct Route: Sendable, CustomTestStringConvertible {
        var method: String
        var path: String
        /// Of its body; nil where it takes none.
        var type: String?
        /// How large its body may be.
        var limit = 128 << 10

        var testDescription: String { "\(method) \(path)" }
        var isForm: Bool { type == FormFields.type }
        var isJSON: Bool { type == "application/json" }
    }

    static let json = "application/json"
    static let posts = [
        Route(method: "POST", path: "/api/v2/signingCert", type: json),
        Route(method: "POST", path: "/api/v2/log/entries", type: json),
        Route(method: "POST", path: "/api/v1/log/entries", type: json, limit: ProposedEntry.limit),
        Route(method: "POST", path: "/rekor1/api/v1/log/entries", type: json, limit: ProposedEntry.limit),
        Route(method: "POST", path: "/api/v1/log/entries/retrieve", type: json, limit: ProposedEntry.limit),
        Route(method: "POST", path: "/api/v1/index/retrieve", type: json),
        Route(method: "POST", path: "/api/v1/timestamp", type: "application/timestamp-query"),
        Route(method: "POST", path: "/oidc/token", type: FormFields.type),
        Route(method: "POST", path: "/oidc/device/code", type: FormFields.type),
        Route(method: "POST", path: "/oidc/device", type: FormFields.type),
        Route(method: "POST", path: "/oidc/auth", type: FormFields.type),
    ]
    static let gets = [
        "/api/v2/trustBundle", "/api/v2/configuration", "/api/v2/checkpoint", "/api/v2/tile/0/000.p/1",
        "/ct/checkpoint",
        "/api/v1/log", "/api/v1/log/publicKey", "/api/v1/log/proof", "/api/v1/log/entries/00", "/rekor1/checkpoint",
        "/api/v1/timestamp/certchain", "/.well-known/openid-configuration", "/oidc/keys", "/tuf/timestamp.json",
        "/trusted_root.json", "/signing_config.json", "/trust_config.json", "/healthz", "/nothing",
    ].map { Route(method: "GET", path: $0) }

    private static func serving(
        limits: HTTPConnection.Limits = .init(),
        _ body: (TemporaryAuthority, AuthorityServices, Int) async throws -> Void
    ) async throws {
        let temporary = try TemporaryAuthority()
        let services = try AuthorityServices(temporary.folder)
        var settings = LoginService.Settings()
        settings.cost = LoginBench.cost
        let server = try await AuthorityServer(
            services, host: "127.0.0.1", port: 0, clock: { temporary.now }, login: settings, limits: limits)
        do {
            try await body(temporary, services, server.port)
            let health = try await AuthorityServerTests.request("GET", "/healthz", port: server.port)
            #expect(health.status == 200 && health.body == Array(#"{"status":"ok"}"#.utf8))
        } catch {
            try await server.close()
            await services.close()
            throw error
        }
        try await server.close()
        await services.close()
    }

    static func expectProblem(
        _ answer: AuthorityServerTests.Answer, _ statuses: Set<Int>, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(statuses.contains(answer.status), "\(what): \(answer.head)", sourceLocation: sourceLocation)
        #expect(
            answer.head.lowercased().contains("content-type: application/problem+json"), "\(what): \(answer.head)",
            sourceLocation: sourceLocation)
        let root = (try? JSONDocument(answer.body))?.root
        #expect(root?["type"]?.string == "about:blank", "\(what)", sourceLocation: sourceLocation)
        #expect(root?["title"]?.string?.isEmpty == false, "\(what)", sourceLocation: sourceLocation)
        #expect(root?["status"]?.int == answer.status, "\(what)", sourceLocation: sourceLocation)
        #expect(root?["detail"]?.string?.isEmpty == false, "\(what)", sourceLocation: sourceLocation)
        // Nothing of the inside.
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(!text.contains("/tmp/") && !text.contains(".swift"), "\(what): \(text)", sourceLocation: sourceLocation)
    }

    @Test(arguments: posts + gets) func otherMethodsAreRefused(route: Route) async throws {
        try await Self.serving { _, _, port async throws in
            let allowed: Set =
                switch route.path {
                case "/oidc/auth", "/oidc/device", "/api/v1/log/entries", "/rekor1/api/v1/log/entries":
                    ["GET", "HEAD", "POST"]
                default: route.method == "GET" ? ["GET", "HEAD"] : [route.method]
                }
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"]
            where !allowed.contains(method) {
                let answer = try await AuthorityServerTests.request(method, route.path, port: port)
                Self.expectProblem(answer, [405], "\(method) \(route.path)")
                #expect(answer.head.lowercased().contains("\r\nallow: "))
            }
        }
    }

    @Test(arguments: posts) func bodiesThatAreNoneAreRefused(route: Route) async throws {
        try await Self.serving { temporary, _, port async throws in
            func send(
                _ body: [UInt8], _ type: String? = route.type, _ more: [String] = []
            ) async throws
                -> AuthorityServerTests.Answer
            {
                try await AuthorityServerTests.request(
                    route.method, route.path, body: body, headers: (type.map { ["Content-Type: \($0)"] } ?? []) + more,
                    port: port)
            }
            // 401: the client or the token is missing; 403: the form's secret is.
            let refused: Set = [400, 401, 403]
            for type in ["text/html", "image/png", "multipart/form-data; boundary=x", "\u{7f}", "application/xml"] {
                Self.expectProblem(try await send(Array("{}".utf8), type), [415, 400], "\(route) \(type)")
            }
            Self.expectProblem(try await send([]), refused, "\(route): empty")
            var bodies: [(String, [UInt8])] = [
                ("invalid UTF-8", [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
                ("zeros", [UInt8](repeating: 0, count: 1000)), ("line", Array("\r\n\r\n".utf8)),
                ("deep", Array(String(repeating: "[", count: 50_000).utf8)),
                ("deep objects", Array(String(repeating: "{\"a\":", count: 20_000).utf8)),
                ("long text", Array(("{\"a\":\"" + String(repeating: "x", count: 100_000) + "\"}").utf8)),
                ("large number", Array("{\"a\":1e999999999}".utf8)), ("array", Array("[]".utf8)),
                ("text", Array("\"text\"".utf8)), ("null", Array("null".utf8)),
                ("unknown field", Array(#"{"unknown":1}"#.utf8)), ("duplicate", Array(#"{"kind":1,"kind":2}"#.utf8)),
                ("unfinished", Array(#"{"kind":"#.utf8)),
                ("DER without end", [0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0]),
                ("deep DER", [UInt8](repeating: 0x30, count: 10_000)),
            ]
            if route.isForm {
                bodies += [
                    ("duplicate field", Array("client_id=sigstore&client_id=sigstore&grant_type=x".utf8)),
                    ("percent", Array("client_id=%zz".utf8)), ("percent at the end", Array("client_id=%1".utf8)),
                    ("encoded UTF-8", Array("client_id=%ff%fe".utf8)),
                    ("many fields", Array((0..<1000).map { "a\($0)=b" }.joined(separator: "&").utf8)),
                ]
            }
            if route.isJSON {
                for key in [
                    "hashedRekordRequestV002", "dsseRequestV002", "publicKeyRequest", "certificateSigningRequest",
                    "spec", "hash", "email", "entryUUIDs", "publicKey",
                ] {
                    for value in ["1", "null", "[]", "{}", "\"!!!\"", "true", "\"\"", "[[[[]]]]", "{\"a\":{}}"] {
                        bodies.append(("\(key) \(value)", Array("{\"\(key)\":\(value)}".utf8)))
                    }
                }
            }
            for (name, body) in bodies {
                let answer = try await send(body)
                Self.expectProblem(answer, refused.union([413]), "\(route): \(name)")
            }
        }
    }

    @Test(arguments: posts) func whatIsCutOrTooLongIsRefused(route: Route) async throws {
        var limits = HTTPConnection.Limits()
        limits.patience = .milliseconds(300)
        limits.lingering = .milliseconds(300)
        try await Self.serving(limits: limits) { _, _, port async throws in
            let head = "\(route.method) \(route.path) HTTP/1.1\r\nHost: x\r\nContent-Type: \(route.type ?? "")\r\n"
            func send(_ text: String) async throws -> AuthorityServerTests.Answer {
                try await AuthorityServerTests.send(Array(text.utf8), port: port)
            }
            Self.expectProblem(
                try await send(head + "Content-Length: \(route.limit + 1)\r\n\r\n"), [413], "\(route): announced")
            Self.expectProblem(
                try await send(head + "Content-Length: 9999999999999\r\n\r\n"), [413], "\(route): announced more")
            let chunk = String(route.limit + 1, radix: 16) + "\r\n" + String(repeating: "x", count: route.limit + 1)
            Self.expectProblem(
                try await send(head + "Transfer-Encoding: chunked\r\n\r\n\(chunk)\r\n0\r\n\r\n"), [413],
                "\(route): chunks")
            // A body that does not come is not waited for.
            Self.expectProblem(try await send(head + "Content-Length: 100\r\n\r\n{\"a\":"), [408], "\(route): cut")
            for bad in [
                "Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n",
                "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            ] {
                Self.expectProblem(try await send(head + bad), [400, 401, 403, 408], "\(route): \(bad)")
            }
        }
    }

    @Test(arguments: posts + gets) func headsThatAreNoneAreRefused(route: Route) async throws {
        var limits = HTTPConnection.Limits()
        limits.patience = .seconds(2)
        limits.lingering = .milliseconds(300)
        try await Self.serving(limits: limits) { _, _, port async throws in
            func send(_ text: String) async throws -> AuthorityServerTests.Answer {
                try await AuthorityServerTests.send(Array(text.utf8), port: port)
            }
            let line = "\(route.method) \(route.path) HTTP/1.1\r\nHost: x\r\n"
            Self.expectProblem(
                try await send(line + "X: \(String(repeating: "x", count: 30_000))\r\n\r\n"), [431], "\(route): long")
            Self.expectProblem(
                try await send(line + (0..<120).map { "X\($0): y\r\n" }.joined() + "\r\n"), [431], "\(route): many")
            Self.expectProblem(
                try await send(
                    line + (0..<40).map { "X\($0): \(String(repeating: "y", count: 1000))\r\n" }.joined() + "\r\n"),
                [431], "\(route): all")
            for bad in [
                "\(route.method) \(route.path)\r\n\r\n", "\(route.method) \(route.path) HTTP/9.9\r\n\r\n",
                "\(route.method)\r\n\r\n", line + "No colon\r\n\r\n", line + "Na me: x\r\n\r\n", "\0\0\0\0\r\n\r\n",
                "GET \(route.path) HTTP/1.1\nHost: x\u{1}\n\n",
            ] {
                Self.expectProblem(try await send(bad), [400], "\(route): \(bad.debugDescription)")
            }
        }
    }

    @Test func whoWritesSlowlyIsNotWaitedFor() async throws {
        var limits = HTTPConnection.Limits()
        limits.patience = .milliseconds(200)
        try await Self.serving(limits: limits) { _, _, port async throws in
            // Nothing, half a line, half of the headers: the connection ends without an answer.
            for text in ["", "GET /heal", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-"] {
                await #expect(throws: AuthorityServerTests.Broken.self) {
                    try await AuthorityServerTests.send(Array(text.utf8), port: port)
                }
            }
        }
    }

    @Test(arguments: posts + gets) func requestsInOneGoAreAnsweredInOrder(route: Route) async throws {
        try await Self.serving { _, _, port async throws in
            let one =
                "\(route.method) \(route.path) HTTP/1.1\r\nHost: x\r\nContent-Type: \(route.type ?? "text/plain")\r\n"
                + "Content-Length: \(route.type == nil ? 0 : 2)\r\n\r\n\(route.type == nil ? "" : "{}")"
            let last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let answer = try await AuthorityServerTests.send(
                Array((String(repeating: one, count: 20) + last).utf8), port: port)
            let text = answer.head + "\r\n\r\n" + String(decoding: answer.body, as: UTF8.self)
            #expect(text.split(separator: "HTTP/1.1 ").count == 21)
            #expect(text.hasSuffix(#"{"status":"ok"}"#))
        }
    }

    @Test func whatWasHeardOnceIsNoUseAgain() async throws {
        try await Self.serving { temporary, services, port async throws in
            func post(
                _ path: String, _ body: [UInt8], _ headers: [String] = []
            ) async throws
                -> AuthorityServerTests.Answer
            {
                try await AuthorityServerTests.request(
                    "POST", path, body: body, headers: ["Content-Type: application/json"] + headers, port: port)
            }
            let key = try SigningKey(generating: .p256)
            let request = PEM(label: "CERTIFICATE REQUEST", content: try CertificateRequest.make(with: key)).text
            let body = Array(#"{"certificateSigningRequest":"\#(Base64.encode(Array(request.utf8)))"}"#.utf8)
            let token = ["Authorization: Bearer \(try temporary.token("dev@example.org"))"]
            #expect(try await post("/api/v2/signingCert", body, token).status == 200)
            Self.expectProblem(try await post("/api/v2/signingCert", body, token), [409], "signingCert")
            let signer = try await RecordLogTests.Signer(temporary, services, "dev@example.org")
            let record = try signer.record([1])
            #expect(try await post("/api/v1/log/entries", record).status == 201)
            Self.expectProblem(try await post("/api/v1/log/entries", record), [409], "entries of v1")
            let signature = try signer.key.signature(of: .message([1]))
            let entry = TemporaryAuthority.entryRequest(
                digest: Digest.of([1]).bytes, signature: signature, certificate: signer.certificate.der)
            #expect(try await post("/api/v2/log/entries", entry).status == 201)
            Self.expectProblem(try await post("/api/v2/log/entries", entry), [409], "entries of v2")
        }
    }

    @Test func keysOfTheWrongKindAreRefused() async throws {
        try await Self.serving { temporary, services, port async throws in
            let signer = try await RecordLogTests.Signer(temporary, services, "dev@example.org")
            let good = String(decoding: try signer.record([1]), as: UTF8.self)
            func pem(_ kind: KeyAlgorithm) throws -> String { try SigningKey(generating: kind).publicKey.pem }
            let token = ["Authorization: Bearer \(try temporary.token("dev@example.org"))"]
            let wrong = try [
                pem(.ed25519), pem(.p384), pem(.mlDSA65), SigningKey(generating: .p256).pem,
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", "no PEM",
                pem(.p256) + pem(.p256),
            ]
            for key in wrong {
                let coded = Base64.encode(Array(key.utf8))
                let record = good.split(separator: signer.pem).joined(separator: coded)
                Self.expectProblem(
                    try await AuthorityServerTests.request(
                        "POST", "/api/v1/log/entries", body: Array(record.utf8),
                        headers: ["Content-Type: \(Self.json)"],
                        port: port), [400], "record: \(key)")
                var writer = JSONWriter()
                writer.object { writer in
                    writer.key("publicKeyRequest")
                    writer.object { writer in
                        writer.key("publicKey")
                        writer.object { $0.member("content", key) }
                        writer.member("proofOfPossession", Base64.encode([1, 2, 3]))
                    }
                }
                Self.expectProblem(
                    try await AuthorityServerTests.request(
                        "POST", "/api/v2/signingCert", body: writer.bytes,
                        headers: ["Content-Type: \(Self.json)"] + token, port: port), [400], "certificate: \(key)")
            }
        }
    }
}
