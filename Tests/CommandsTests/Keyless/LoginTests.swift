import Content
import NIOHTTP1
import Synchronization
import Testing

@testable import Commands
@testable import RegistryClient
@testable import Signing

/// How people log in for a token, and what an issuer may do wrong.
@Suite(.timeLimit(.minutes(5))) struct LoginTests {
    private static func with(_ body: (FakeIssuer) async throws -> Void) async throws {
        let issuer = try await FakeIssuer()
        do {
            try await body(issuer)
        } catch {
            try await issuer.close()
            throw error
        }
        try await issuer.close()
    }

    private static func device(_ issuer: FakeIssuer, _ pauses: Pauses = Pauses()) -> Login {
        var login = Login(issuer: issuer.url, clientID: "sigstore", flow: .device, call: issuer.call)
        login.tell = { text in pauses.told.withLock { $0.append(text) } }
        login.pause = { seconds in pauses.seconds.withLock { $0.append(seconds) } }
        return login
    }

    private final class Pauses: Sendable {
        let seconds = Mutex<[Int]>([])
        let told = Mutex<[String]>([])
    }

    // MARK: Device

    @Test func `a device waits as it is told until the person has let it in`() async throws {
        try await Self.with { issuer async throws in
            issuer.change { $0.errors = ["authorization_pending", "slow_down", "authorization_pending"] }
            let pauses = Pauses()
            let token = try await Self.device(issuer, pauses).token()
            #expect(token.issuer == issuer.url && token.subject == "dev")
            #expect(pauses.seconds.withLock { $0 } == [5, 5, 10, 10])
            let told = pauses.told.withLock { $0 }
            #expect(told.count == 1 && told[0].contains("ABCD-EFGH") && told[0].contains("/enter"))
            #expect(!told[0].contains("secret device"))
            #expect(issuer.forms.dropFirst().allSatisfy { $0["device_code"] == "secret device" })
        }
    }

    @Test func `nobody is waited for without end`() async throws {
        try await Self.with { issuer async throws in
            issuer.change { $0.errors = [String](repeating: "authorization_pending", count: 1000) }
            let pauses = Pauses()
            await #expect(throws: LoginError.expired(seconds: DeviceLogin.longestWait)) {
                _ = try await Self.device(issuer, pauses).token()
            }
            #expect(pauses.seconds.withLock { $0.reduce(0, +) } == DeviceLogin.longestWait)
        }
    }

    @Test func `a refusal is told, without control characters`() async throws {
        try await Self.with { issuer async throws in
            issuer.change { $0.errors = ["access_denied"] }
            await #expect(throws: LoginError.refused(issuer: issuer.url, reason: "access_denied (so? it is)")) {
                _ = try await Self.device(issuer).token()
            }
        }
    }

    @Test(arguments: [
        ["issuer": "https://other.example"], ["token_endpoint": ""], ["token_endpoint": "ftp://x"],
        ["device_authorization_endpoint": ""], ["authorization_endpoint": "http://example.org/\u{e4}"],
    ]) func `metadata that could lead elsewhere is refused`(metadata: [String: String]) async throws {
        try await Self.with { issuer async throws in
            issuer.change { $0.metadata = metadata }
            await #expect(throws: LoginError.self) { _ = try await Self.device(issuer).token() }
            #expect(issuer.asked.count == 1)
        }
    }

    @Test func `a token of another issuer is not taken`() async throws {
        try await Self.with { issuer async throws in
            issuer.change { $0.issuerOfToken = "https://other.example" }
            await #expect(throws: LoginError.self) { _ = try await Self.device(issuer).token() }
        }
    }

    // MARK: Browser

    /// A browser that comes back with what `queries` makes of the state.
    private static func browser(
        _ issuer: FakeIssuer, nonce: String? = nil, _ queries: @escaping @Sendable (String) -> [String]
    ) -> Login {
        var login = Login(issuer: issuer.url, clientID: "sigstore", flow: .browser, call: issuer.call)
        login.tell = { _ in }
        login.patience = .seconds(60)
        let client = issuer.client
        login.open = { url in
            let fields = FormText.fields(of: url.split(separator: "?", maxSplits: 1)[1])
            issuer.change { state in
                state.challenge = fields["code_challenge"] ?? ""
                state.nonce = nonce ?? fields["nonce"]
            }
            let back = (fields["redirect_uri"] ?? "").replacing("localhost", with: "127.0.0.1")
            Task {
                _ = try await client.send(.get, back.replacing("callback", with: "other"), limit: 1000)
                for query in queries(fields["state"] ?? "") {
                    let answer = try await client.send(.get, "\(back)?\(query)", limit: 1000)
                    #expect(answer.status == 200)
                }
            }
        }
        return login
    }

    @Test func `a browser brings a code, which is exchanged with its proof`() async throws {
        try await Self.with { issuer async throws in
            let token = try await Self.browser(issuer) { ["code=wrong&state=x", "code=the%20code&state=\($0)"] }.token()
            #expect(token.issuer == issuer.url)
            let form = try #require(issuer.forms.last)
            #expect(issuer.forms.count == 1)
            #expect(form["code"] == FakeIssuer.code && form["grant_type"] == "authorization_code")
            #expect(form["redirect_uri"]?.hasPrefix("http://localhost:") == true)
            #expect(form["code_verifier"]?.utf8.count == 43)
        }
    }

    @Test func `what the browser brings instead of a code is told`() async throws {
        try await Self.with { issuer async throws in
            await #expect(throws: LoginError.refused(issuer: issuer.url, reason: "access_denied: no way")) {
                _ = try await Self.browser(issuer) {
                    ["state=\($0)&error=access_denied&error_description=no+way"]
                }.token()
            }
        }
    }

    @Test func `a token of somebody else's login is not taken`() async throws {
        try await Self.with { issuer async throws in
            await #expect(throws: LoginError.self) {
                _ = try await Self.browser(issuer, nonce: "another") { ["code=a&state=\($0)"] }.token()
            }
        }
    }

    @Test func `a browser that does not come back is not waited for without end`() async throws {
        try await Self.with { issuer async throws in
            var login = Self.browser(issuer) { _ in ["state=x&code=y"] }
            login.patience = .milliseconds(50)
            await #expect(throws: LoginError.expired(seconds: 0)) { _ = try await login.token() }
        }
    }

    // MARK: Sources

    @Test func `the job's token is asked for with its secret, and for its audience`() async throws {
        let secret = "job secret"
        let server = try await FakeRegistry { asked, _ in
            guard asked.headers.first(name: "Authorization") == "bearer \(secret)" else {
                return .init(status: .unauthorized)
            }
            return .init(body: Array(#"{"count":1,"value":"\#(FakeIssuer.token("https://i.example"))"}"#.utf8))
        }
        let client = ServiceClient(network: try NetworkSettings())
        func sources(_ secret: String, _ more: [String: String] = [:]) -> IdentityTokenSources {
            let url = "http://\(server.place)/token?api-version=2.0"
            let environment = [
                IdentityTokenSources.githubURL: url, IdentityTokenSources.githubToken: secret, "GITHUB_ACTIONS": "true",
            ].merging(more) { _, new in new }
            return IdentityTokenSources(
                environment: { environment[$0] }, client: client, volume: "/nonexistent/token")
        }
        let token = try await sources(secret).token(named: nil, audience: "my audience")
        #expect(token?.issuer == "https://i.example")
        #expect(server.asked.map(\.uri) == ["/token?api-version=2.0&audience=my%20audience"])
        let error = await #expect(throws: IdentityTokenMissing.self) {
            _ = try await sources("wrong secret").token(named: nil, audience: "sigstore")
        }
        #expect("\(try #require(error))".contains("401"))
        // What is nearer comes first.
        let own = FakeIssuer.token("https://own.example")
        let nearer = try await sources(secret, [IdentityTokenSources.variable: own]).token(
            named: nil, audience: "sigstore")
        #expect(nearer?.issuer == "https://own.example")
        let nearest = try await sources(secret, [IdentityTokenSources.variable: own]).token(
            named: FakeIssuer.token("https://named.example"), audience: "sigstore")
        #expect(nearest?.issuer == "https://named.example")
        // None anywhere, and a job that may not ask.
        let none = IdentityTokenSources(environment: { _ in nil }, client: client, volume: "/nonexistent/token")
        #expect(try await none.token(named: nil, audience: "sigstore") == nil)
        let barred = IdentityTokenSources(
            environment: { $0 == "GITHUB_ACTIONS" ? "true" : nil }, client: client, volume: "/nonexistent/token")
        await #expect(throws: IdentityTokenMissing.self) {
            _ = try await barred.token(named: nil, audience: "sigstore")
        }
        // A volume's file is read last.
        let folder = try TemporaryFolder()
        try FileSaving.save(Array("\(own)\n".utf8), to: "\(folder.path)/token")
        let volume = IdentityTokenSources(
            environment: { _ in nil }, client: client, volume: "\(folder.path)/token")
        #expect(try await volume.token(named: nil, audience: "sigstore")?.text == own)
        try await client.shutdown()
    }
}
