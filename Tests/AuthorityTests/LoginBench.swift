import Content
import NIOHTTP1
import Signing
import Synchronization
import Testing

@testable import Authority

/// The issuer of people in memory, a browser that fills in its pages, and a clock that the test sets.
final class LoginBench: Sendable {
    let temporary: TemporaryAuthority
    let services: AuthorityServices
    let login: LoginService
    let routes: AuthorityRoutes

    static let redirect = "http://localhost:4711/auth/callback"
    static let verifier = String(repeating: "v", count: 43)
    static let password = "correct horse"

    /// Cheap to check, so that tests are fast.
    static let cost = PasswordHash.Cost(rounds: 16, block: 8, parallelism: 1)

    init(_ settings: LoginService.Settings = .init()) throws {
        temporary = try TemporaryAuthority()
        services = try AuthorityServices(temporary.folder)
        var settings = settings
        settings.cost = Self.cost
        let clock = Clock(temporary.now)
        self.clock = clock
        login = try LoginService(services, state: MemoryLoginState { clock.now }, settings: settings)
        routes = AuthorityRoutes(services: services, login: login) { clock.now }
        try add("ada", "ada@example.org")
    }

    final class Clock: Sendable {
        private let time: Mutex<Instant>
        init(_ now: Instant) { time = Mutex(now) }
        var now: Instant { time.withLock { $0 } }
        func pass(_ seconds: Int64) { time.withLock { $0.seconds += seconds } }
    }

    let clock: Clock

    func add(_ name: String, _ email: String, password: String = LoginBench.password) throws {
        try UserFile(temporary.folder).add(
            LocalUser(name: name, email: email, hash: PasswordHash(of: Array(password.utf8), cost: Self.cost)))
    }

    static func running(
        _ settings: LoginService.Settings = .init(), _ body: (LoginBench) async throws -> Void
    ) async throws {
        let bench = try LoginBench(settings)
        do { try await body(bench) } catch {
            await bench.close()
            throw error
        }
        await bench.close()
    }

    func close() async {
        await login.close()
        await services.close()
    }

    // MARK: A browser

    struct Page {
        var answer: HTTPAnswer
        var text: String { String(decoding: answer.body, as: UTF8.self) }
        var status: Int { Int(answer.status.code) }

        func header(_ name: String) -> String? {
            answer.headers.first { $0.0.lowercased() == name.lowercased() }?.1
        }

        /// The fields that the page hides in its form.
        var hidden: [(String, String)] {
            text.split(separator: "\n").filter { $0.hasPrefix("<input type=\"hidden\"") }.compactMap { line in
                let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
                guard parts.count >= 7 else { return nil }
                return (String(parts[3]), String(parts[5]))
            }
        }

        /// The fields of the address that it leads to.
        var redirected: [String: String] {
            guard let query = header("location")?.split(separator: "?").last else { return [:] }
            var fields: [String: String] = [:]
            for pair in query.split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, let name = try? FormFields(Array("x=\(parts[1])".utf8))["x"] else { continue }
                fields[String(parts[0])] = name
            }
            return fields
        }

        /// What the browser keeps.
        var cookie: String? { header("set-cookie").map { String($0.prefix { $0 != ";" }) } }
    }

    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(FormText.encoded($0.0))=\(FormText.encoded($0.1))" }.joined(separator: "&")
    }

    func get(_ path: String, _ fields: [(String, String)] = [], headers: [(String, String)] = []) async -> Page {
        Page(
            answer: await routes.answer(
                HTTPRequest(
                    method: .GET, path: path, query: Self.form(fields),
                    headers: HTTPHeaders([("Accept", "text/html"), ("Host", "127.0.0.1")] + headers), body: [])))
    }

    func post(_ path: String, _ fields: [(String, String)], headers: [(String, String)] = []) async -> Page {
        Page(
            answer: await routes.answer(
                HTTPRequest(
                    method: .POST, path: path,
                    headers: HTTPHeaders(
                        [("Content-Type", FormFields.type), ("Host", "127.0.0.1")] + headers),
                    body: Array(Self.form(fields).utf8))))
    }

    static func question(
        _ changes: [String: String?] = [:]
    ) -> [(String, String)] {
        var fields: [String: String] = [
            "response_type": "code", "client_id": "sigstore", "redirect_uri": redirect, "scope": "openid email",
            "state": "s-1", "nonce": "n-1", "code_challenge": LoginSecret.challenge(of: verifier),
            "code_challenge_method": "S256",
        ]
        for (name, value) in changes { fields[name] = value }
        return fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Opens the page and fills it in.
    func signIn(
        _ name: String = "ada", _ password: String = LoginBench.password, _ changes: [String: String?] = [:],
        headers: [(String, String)] = []
    ) async throws -> Page {
        let page = await get("/oidc/auth", Self.question(changes))
        let cookie = try #require(page.cookie)
        return await post(
            "/oidc/auth", page.hidden + [("name", name), ("password", password)],
            headers: [("Cookie", cookie), ("Accept", "text/html")] + headers)
    }

    func exchange(_ code: String, _ changes: [String: String?] = [:]) async -> Page {
        var fields: [String: String] = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": Self.redirect, "client_id": "sigstore",
            "code_verifier": Self.verifier,
        ]
        for (name, value) in changes { fields[name] = value }
        return await post("/oidc/token", fields.map { ($0.key, $0.value) })
    }
}
