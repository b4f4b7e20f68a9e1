import Content
import JSONText
import NIOHTTP1
import Signing
import Testing

@testable import Authority

@Suite struct DeviceLoginTests {
    struct Device {
        var secret: String
        var code: String
        var root: JSONValue
    }

    private func begin(_ bench: LoginBench, _ more: [(String, String)] = []) async throws -> Device {
        let answer = await bench.post(
            "/oidc/device/code", [("client_id", "sigstore"), ("scope", "openid email")] + more)
        #expect(answer.status == 200)
        let root = try JSONDocument(answer.answer.body).root
        return Device(
            secret: try #require(root["device_code"]?.string), code: try #require(root["user_code"]?.string), root: root
        )
    }

    private func ask(_ bench: LoginBench, _ device: Device, _ more: [(String, String)] = []) async throws -> JSONValue {
        let answer = await bench.post(
            "/oidc/token",
            [("client_id", "sigstore"), ("grant_type", LoginService.deviceGrant), ("device_code", device.secret)] + more
        )
        return try JSONDocument(answer.answer.body).root
    }

    private func decide(
        _ bench: LoginBench, _ code: String, _ decision: String = "allow", name: String = "ada",
        password: String = LoginBench.password
    ) async throws -> LoginBench.Page {
        let page = await bench.get("/oidc/device", [("user_code", code)])
        let cookie = try #require(page.cookie)
        return await bench.post(
            "/oidc/device",
            page.hidden + [("user_code", code), ("name", name), ("password", password), ("decision", decision)],
            headers: [("Cookie", cookie), ("Accept", "text/html")])
    }

    @Test func aDeviceWaitsAndGetsItsTokenOnce() async throws {
        try await LoginBench.running { bench async throws in
            let challenge = [
                ("code_challenge", LoginSecret.challenge(of: LoginBench.verifier)), ("code_challenge_method", "S256"),
                ("nonce", "n-2"),
            ]
            let device = try await begin(bench, challenge)
            #expect(device.root["interval"]?.int == 5 && device.root["expires_in"]?.int == 600)
            #expect(device.root["verification_uri"]?.string == "\(TemporaryAuthority.url)/oidc/device")
            let proof = [("code_verifier", LoginBench.verifier)]
            #expect(try await ask(bench, device, proof)["error"]?.string == "authorization_pending")
            // Too early, and then in time again.
            bench.clock.pass(4)
            #expect(try await ask(bench, device, proof)["error"]?.string == "slow_down")
            bench.clock.pass(5)
            #expect(try await ask(bench, device, proof)["error"]?.string == "slow_down")
            bench.clock.pass(20)
            #expect(try await ask(bench, device, proof)["error"]?.string == "authorization_pending")
            let page = await bench.get("/oidc/device", [("user_code", device.code)])
            #expect(page.text.contains("value=\"\(device.code)\""))
            // As people type it.
            let done = try await decide(bench, device.code.lowercased().split(separator: "-").joined(separator: " "))
            #expect(done.status == 200 && done.text.contains("Done"))
            #expect(try await decide(bench, device.code).status == 400)
            bench.clock.pass(5)
            let answer = try await ask(bench, device, proof)
            let token = try JSONWebToken(try #require(answer["id_token"]?.string))
            #expect(token.claims["email"]?.string == "ada@example.org" && token.claims["nonce"]?.string == "n-2")
            bench.clock.pass(5)
            #expect(try await ask(bench, device, proof)["error"]?.string == "expired_token")
        }
    }

    @Test func withoutTheProofThereIsNoToken() async throws {
        try await LoginBench.running { bench async throws in
            let device = try await begin(
                bench,
                [("code_challenge", LoginSecret.challenge(of: LoginBench.verifier)), ("code_challenge_method", "S256")])
            _ = try await decide(bench, device.code)
            #expect(try await ask(bench, device)["error"]?.string == "invalid_grant")
        }
    }

    @Test func thePersonRefuses() async throws {
        try await LoginBench.running { bench async throws in
            let device = try await begin(bench)
            let refused = try await decide(bench, device.code, "deny", name: "", password: "")
            #expect(refused.status == 200 && refused.text.contains("Refused"))
            #expect(try await ask(bench, device)["error"]?.string == "access_denied")
        }
    }

    @Test func aCodeLastsTenMinutes() async throws {
        try await LoginBench.running { bench async throws in
            let device = try await begin(bench)
            bench.clock.pass(600)
            #expect(try await decide(bench, device.code).status == 400)
            #expect(try await ask(bench, device)["error"]?.string == "expired_token")
        }
    }

    @Test func wrongPasswordsAndCodesLetNoDeviceIn() async throws {
        var settings = LoginService.Settings()
        settings.codes = SignInThrottle.Limits(each: 3, eachSeconds: 10, all: 3, allSeconds: 10)
        try await LoginBench.running(settings) { bench async throws in
            let device = try await begin(bench)
            #expect(try await decide(bench, device.code, password: "wrong words").status == 401)
            #expect(try await ask(bench, device)["error"]?.string == "authorization_pending")
            for code in ["BCDF-GHJK", "no code", "BCDFGHJ"] {
                #expect(try await decide(bench, code).status == 400)
            }
            #expect(try await decide(bench, device.code).status == 429)
            bench.clock.pass(10)
            #expect(try await decide(bench, device.code).status == 200)
        }
    }

    @Test func devicesCannotFillTheMemory() async throws {
        var settings = LoginService.Settings()
        settings.devices = SignInThrottle.Limits(each: 4, eachSeconds: 1, all: 4, allSeconds: 1)
        try await LoginBench.running(settings) { bench async throws in
            for _ in 0..<4 { _ = try await begin(bench) }
            let refused = await bench.post("/oidc/device/code", [("client_id", "sigstore")])
            #expect(refused.status == 429 && refused.header("retry-after") == "1")
        }
        let state = MemoryLoginState(limit: 1000) { Instant(seconds: 100) }
        try await state.put("a", [UInt8](repeating: 0, count: 500), until: Instant(seconds: 200))
        await #expect(throws: MemoryLoginState.Full.self) {
            try await state.put("b", [UInt8](repeating: 0, count: 500), until: Instant(seconds: 200))
        }
        // What is over makes room.
        try await state.put("a", [UInt8](repeating: 0, count: 500), until: Instant(seconds: 100))
        try await state.put("b", [UInt8](repeating: 0, count: 500), until: Instant(seconds: 200))
        #expect(try await state.get("a") == nil)
        #expect(try await state.take("b")?.count == 500)
        #expect(try await state.get("b") == nil)
    }

    @Test(
        arguments: [
            [("client_id", "other")], [("client_id", "sigstore"), ("code_challenge", "x")],
            [("client_id", "sigstore"), ("code_challenge_method", "plain"), ("code_challenge", "x")], [],
        ] as [[(String, String)]]) func aDeviceThatAsksWronglyIsTold(fields: [(String, String)]) async throws
    {
        try await LoginBench.running { bench async throws in
            let answer = await bench.post("/oidc/device/code", fields)
            #expect(answer.status == 400 || answer.status == 401)
            #expect(try JSONDocument(answer.answer.body).root["error"]?.string?.hasPrefix("invalid_") == true)
        }
    }
}
