import Content
import Glibc
import JSONText
import NIOHTTP1
import Signing
import Testing

@testable import Authority

@Suite struct LoginTests {
    @Test func aPersonLogsInAndTheTokenIsTheirs() async throws {
        try await LoginBench.running { bench async throws in
            let back = try await bench.signIn()
            #expect(back.status == 303)
            #expect(back.header("location")?.hasPrefix(LoginBench.redirect + "?code=") == true)
            #expect(back.redirected["state"] == "s-1" && back.redirected["iss"] == TemporaryAuthority.url)
            let code = try #require(back.redirected["code"])
            let answer = await bench.exchange(code)
            #expect(answer.status == 200 && answer.header("cache-control") == "no-store")
            let root = try JSONDocument(answer.answer.body).root
            let token = try #require(root["id_token"]?.string)
            #expect(root["access_token"]?.string == token && root["token_type"]?.string == "Bearer")
            let read = try JSONWebToken(token)
            #expect(read.claims["nonce"]?.string == "n-1" && read.claims["sub"]?.string == "ada")
            let believed = try bench.services.issuers.verify(token, at: bench.clock.now)
            #expect(believed.principal.name == .email("ada@example.org"))
            // Once.
            let again = await bench.exchange(code)
            #expect(again.status == 400 && again.text.contains("invalid_grant"))
        }
    }

    @Test(
        arguments: [
            ["redirect_uri": "http://localhost:4712/auth/callback"], ["redirect_uri": nil], ["code_verifier": nil],
            ["code_verifier": String(repeating: "w", count: 43)], ["code_verifier": "short"], ["client_id": "other"],
            ["client_id": nil], ["client_secret": "x"], ["grant_type": "password"], ["grant_type": nil], ["code": "x"],
        ] as [[String: String?]]) func aCodeIsOfUseOnlyForWhomItWasGivenTo(changes: [String: String?]) async throws
    {
        try await LoginBench.running { bench async throws in
            let code = try #require(try await bench.signIn().redirected["code"])
            let answer = await bench.exchange(code, changes)
            #expect(answer.status == 400 || answer.status == 401)
            let root = try JSONDocument(answer.answer.body).root
            #expect(root["error"]?.string?.isEmpty == false && root["detail"]?.string?.isEmpty == false)
            #expect(answer.header("content-type") == "application/problem+json")
            #expect(!answer.text.contains("id_token"))
        }
    }

    @Test func aCodeThatWasTriedWithTheWrongProofIsUsedUp() async throws {
        try await LoginBench.running { bench async throws in
            let code = try #require(try await bench.signIn().redirected["code"])
            _ = await bench.exchange(code, ["code_verifier": String(repeating: "w", count: 43)])
            #expect(await bench.exchange(code).status == 400)
        }
    }

    @Test func aCodeLastsAMinute() async throws {
        try await LoginBench.running { bench async throws in
            let early = try #require(try await bench.signIn().redirected["code"])
            bench.clock.pass(59)
            #expect(await bench.exchange(early).status == 200)
            let late = try #require(try await bench.signIn().redirected["code"])
            bench.clock.pass(60)
            #expect(await bench.exchange(late).status == 400)
        }
    }

    @Test func oneOfManyWhoBringACodeGetsTheToken() async throws {
        try await LoginBench.running { bench async throws in
            let code = try #require(try await bench.signIn().redirected["code"])
            let given = await withTaskGroup(of: Int.self) { group -> Int in
                for _ in 0..<16 { group.addTask { await bench.exchange(code).status } }
                return await group.reduce(into: 0) { $0 += $1 == 200 ? 1 : 0 }
            }
            #expect(given == 1)
        }
    }

    @Test func theOfficialClientsWayOfNamingItselfIsTaken() async throws {
        try await LoginBench.running { bench async throws in
            let code = try #require(try await bench.signIn().redirected["code"])
            let fields = [
                ("grant_type", "authorization_code"), ("redirect_uri", LoginBench.redirect), ("code", code),
                ("code_verifier", LoginBench.verifier),
            ]
            let basic = Base64.encode(Array("sigstore:".utf8))
            for bad in ["Basic \(Base64.encode(Array("sigstore:secret".utf8)))", "Basic !", "Bearer x"] {
                let answer = await bench.post("/oidc/token", fields, headers: [("Authorization", bad)])
                #expect(answer.status == 401 && answer.header("www-authenticate") != nil)
            }
            #expect(
                await bench.post("/oidc/token", fields, headers: [("Authorization", "Basic \(basic)")]).status == 200)
        }
    }

    @Test func theCodeIsShownToWhoCarriesIt() async throws {
        try await LoginBench.running { bench async throws in
            let page = try await bench.signIn("ada", LoginBench.password, ["redirect_uri": RedirectAddress.outOfBand])
            #expect(page.status == 200)
            let output = try #require(page.text.split(separator: "<output>").last?.prefix { $0 != "<" })
            bench.clock.pass(299)
            #expect(await bench.exchange(String(output), ["redirect_uri": RedirectAddress.outOfBand]).status == 200)
        }
    }

    @Test(arguments: [
        ("response_type", "token", "unsupported_response_type"), ("scope", "email", "invalid_scope"),
        ("code_challenge_method", "plain", "invalid_request"), ("code_challenge_method", nil, "invalid_request"),
        ("code_challenge", nil, "invalid_request"), ("code_challenge", "short", "invalid_request"),
        ("prompt", "none", "login_required"), ("response_mode", "form_post", "invalid_request"),
        ("request", "x", "request_not_supported"), ("nonce", "\u{1}", "invalid_request"),
    ]) func aQuestionThatIsNoneIsAnsweredToTheClient(field: String, value: String?, error: String) async throws {
        try await LoginBench.running { bench async throws in
            let answer = await bench.get("/oidc/auth", LoginBench.question([field: value]))
            #expect(answer.status == 303 && answer.redirected["error"] == error)
            #expect(answer.redirected["state"] == "s-1" && answer.redirected["code"] == nil)
        }
    }

    @Test(arguments: [
        "https://localhost/x", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/",
        "http://localhost:80:80/", "http://localhost:0/", "http://localhost:99999/", "http://user@localhost/",
        "http://localhost@evil.example/", "http://localhost/x?y", "http://localhost/x#y", "http://localhost\\evil/",
        "//localhost/", "urn:other", "", "http://localhost:4711/a b", "http://localhost:4711/\"", "http://[::1]evil/",
        "javascript:alert(1)", "http://localhost:+80/", "http://localhost:/",
    ]) func noOneIsSentElsewhere(redirect: String) async throws {
        #expect(RedirectAddress(redirect) == nil)
        try await LoginBench.running { bench async throws in
            let answer = await bench.get("/oidc/auth", LoginBench.question(["redirect_uri": redirect]))
            #expect(answer.status == 400 && answer.header("location") == nil)
            let problem = await bench.routes.answer(
                HTTPRequest(
                    method: .GET, path: "/oidc/auth",
                    query: LoginBench.form(LoginBench.question(["redirect_uri": redirect])), headers: [:], body: []))
            #expect(problem.headers.contains { $0 == ("Content-Type", "application/problem+json") })
        }
    }

    @Test(arguments: [
        "http://localhost:4711/auth/callback", "http://127.0.0.1:1/", "http://[::1]:65535/x", "http://localhost/x",
    ]) func portsOfLoopbackAreTaken(redirect: String) { #expect(RedirectAddress(redirect)?.isOutOfBand == false) }

    @Test func thePageLetsNothingInAndIsInNoFrame() async throws {
        try await LoginBench.running { bench async throws in
            let page = await bench.get("/oidc/auth", LoginBench.question(["state": "\"><script>alert(1)</script>"]))
            #expect(page.status == 200 && !page.text.contains("<script"))
            #expect(page.text.contains("&quot;&gt;&lt;script&gt;"))
            let policy = try #require(page.header("content-security-policy"))
            for part in [
                "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
                "form-action 'self' http://localhost:4711", "style-src 'sha256-",
            ] {
                #expect(policy.contains(part))
            }
            #expect(page.header("x-frame-options") == "DENY" && page.header("cache-control") == "no-store")
            let cookie = try #require(page.header("set-cookie"))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        }
    }

    @Test func aFormOfAnotherSiteIsRefused() async throws {
        try await LoginBench.running { bench async throws in
            let page = await bench.get("/oidc/auth", LoginBench.question())
            let other = await bench.get("/oidc/auth", LoginBench.question())
            let (cookie, foreign) = (try #require(page.cookie), try #require(other.cookie))
            let fields = page.hidden + [("name", "ada"), ("password", LoginBench.password)]
            func post(_ headers: [(String, String)], _ fields: [(String, String)]) async -> Int {
                await bench.post("/oidc/auth", fields, headers: headers).status
            }
            #expect(await post([], fields) == 403)
            #expect(await post([("Cookie", foreign)], fields) == 403)
            #expect(await post([("Cookie", cookie)], fields.filter { $0.0 != "form_token" }) == 403)
            #expect(await post([("Cookie", "obryza-form=")], fields.filter { $0.0 != "form_token" }) == 403)
            for header in [
                ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Site", "same-site"),
            ] {
                #expect(await post([("Cookie", cookie), header], fields) == 403)
            }
            #expect(
                await post(
                    [("Cookie", cookie), ("Origin", "http://127.0.0.1"), ("Sec-Fetch-Site", "same-origin")], fields)
                    == 303)
        }
    }

    @Test func wrongGuessesAreCountedForEachNameAndForAll() async throws {
        var settings = LoginService.Settings()
        settings.throttle = SignInThrottle.Limits(each: 3, eachSeconds: 60, all: 6, allSeconds: 10)
        try await LoginBench.running(settings) { bench async throws in
            try bench.add("bob", "bob@example.org")
            // What is right does not count.
            for _ in 0..<8 { #expect(try await bench.signIn().status == 303) }
            for _ in 0..<3 { #expect(try await bench.signIn("ada", "wrong password").status == 401) }
            let refused = try await bench.signIn()
            #expect(refused.status == 429 && refused.header("retry-after") == "60")
            // Of one who does not exist nothing else is to be seen.
            for _ in 0..<3 { #expect(try await bench.signIn("eve", "wrong password").status == 401) }
            #expect(try await bench.signIn("bob").status == 429)
            bench.clock.pass(10)
            #expect(try await bench.signIn("bob").status == 303)
            #expect(try await bench.signIn().status == 429)
            bench.clock.pass(50)
            #expect(try await bench.signIn().status == 303)
        }
    }

    @Test func whoWasAddedCanLogInAndWhoWasRemovedCannot() async throws {
        try await LoginBench.running { bench async throws in
            #expect(try await bench.signIn("bob").status == 401)
            try bench.add("bob", "bob@example.org")
            #expect(try await bench.signIn("bob").status == 303)
            try UserFile(bench.temporary.folder).remove("bob")
            #expect(try await bench.signIn("bob").status == 401)
            for (name, password) in [("ada", ""), ("", LoginBench.password), ("ada", "\u{0}"), ("ada/../x", "y")] {
                let status = try await bench.signIn(name, password).status
                #expect(status == 400 || status == 401)
            }
        }
    }

    @Test func usersAreKeptByTheirHashesForTheirOwnerAlone() throws {
        let temporary = try TemporaryAuthority()
        let file = UserFile(temporary.folder)
        #expect(try file.users().isEmpty)
        try file.add(
            LocalUser(
                name: "ada", email: "ada@example.org",
                hash: PasswordHash(of: Array("secret words".utf8), cost: LoginBench.cost)))
        var status = stat()
        #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let text = String(decoding: try OpenFile.contents(of: file.path, limit: 1 << 20), as: UTF8.self)
        #expect(!text.contains("secret"))
        let user = try #require(try file.users().first)
        #expect(try user.password.matches(Array("secret words".utf8)) && !user.password.matches(Array("x".utf8)))
        #expect(throws: UserFileError.self) { try file.add(user) }
        #expect(throws: UserFileError.self) { try file.remove("bob") }
        #expect(throws: UserFileError.self) { try file.setPassword("bob", Array("long enough".utf8)) }
        #expect(throws: UserFileError.self) { try file.setPassword("ada", Array("short".utf8)) }
        for (name, email) in [
            ("", "a@b"), ("a b", "a@b"), (String(repeating: "a", count: 65), "a@b"), ("a", "a"), ("a", "a@"),
            ("a", "a@b@c"), ("a", "ä@b"), ("a", "a@b c"), ("a", ""),
        ] {
            #expect(throws: UserFileError.self) {
                try LocalUser(name: name, email: email, hash: user.password)
            }
        }
        for damaged in [
            "{", "{}", #"{"users":[{}]}"#, #"{"users":[{"name":"a","email":"a@b","password":{}}]}"#,
            text.replacing("\"n\": 16", with: "\"n\": 16777216"),
        ] {
            try FileSaving.save(Array(damaged.utf8), to: file.path)
            #expect(throws: AuthorityError.self) { try file.users() }
        }
    }
}

extension String {
    fileprivate func replacing(_ part: String, with other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
