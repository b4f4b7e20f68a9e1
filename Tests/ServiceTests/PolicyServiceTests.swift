import Archive
import JSONText
import NIOHTTP1
import Rego
import Testing

@testable import Service

@Suite struct PolicyServiceTests {
    static let policy = """
        package app

        default allow := false

        allow if input.user == "ada"

        greeting := sprintf("hello, %s", [input.user])

        only_for_bob := 1 if input.user == "bob"

        users := data.users

        broken := x if { x := 1 / input.zero }

        conflict := input.a
        conflict := input.b

        f(x) := x
        """

    static func service() throws -> TestService {
        try TestService(
            ["app.rego": policy, "main.rego": "package system\n\nmain := {\"seen\": input}"],
            data: #"{"users": {"ada": ["admin"], "a/b": 1, "list": [10, 20]}}"#)
    }

    @Test(
        arguments: [
            ("POST", "/v1/data/app/allow", #"{"input":{"user":"ada"}}"#, 200, #"{"result":true}"#),
            ("POST", "/v1/data/app/allow", #"{"input":{"user":"eve"}}"#, 200, #"{"result":false}"#),
            ("POST", "/v1/data/app/only_for_bob", #"{"input":{"user":"ada"}}"#, 200, "{}"),
            ("POST", "/v1/data/app/greeting", #"{"input":{"user":"<ada>"}}"#, 200, #"{"result":"hello, <ada>"}"#),
            (
                "POST", "/v1/data/app/allow", "", 200,
                #"{"result":false,"warning":{"code":"api_usage_warning","message":"'input' key missing from the request"}}"#
            ),
            (
                "POST", "/v1/data/nothing/here", #"{"user":"ada"}"#, 200,
                #"{"warning":{"code":"api_usage_warning","message":"'input' key missing from the request"}}"#
            ),
            ("GET", "/v1/data/users", "", 200, #"{"result":{"a/b":1,"ada":["admin"],"list":[10,20]}}"#),
            ("GET", "/v1/data/users/a%2Fb", "", 200, #"{"result":1}"#),
            ("GET", "/v1/data/users/list/1", "", 200, #"{"result":20}"#),
            ("GET", "/v1/data/users/list/1/", "", 200, #"{"result":20}"#),
            ("GET", "/v1/data/users/list/2", "", 200, "{}"),
            ("GET", "/v1/data/app/allow?input=%7B%22user%22%3A%22ada%22%7D", "", 200, #"{"result":true}"#),
            ("GET", "/v1/data/app/allow?input=%7B", "", 400, nil),
            ("POST", "/v0/data/app/allow", #"{"user":"ada"}"#, 200, "true"),
            ("POST", "/", #"{"user":"ada"}"#, 200, #"{"seen":{"user":"ada"}}"#),
            (
                "POST", "/v0/data/app/only_for_bob", "{}", 404,
                #"{"code":"undefined_document","message":"document undefined: data.app.only_for_bob"}"#
            ),
            (
                "POST", "/v0/data/nothing/here", "{}", 404,
                #"{"code":"undefined_document","message":"document missing: data.nothing.here"}"#
            ),
            (
                "GET", "/v1/query?q=data.users.list%5Bi%5D%20%3D%20x", "", 200,
                #"{"result":[{"i":0,"x":10},{"i":1,"x":20}]}"#
            ),
            ("GET", "/v1/query?q=false", "", 200, #"{"result":[{}]}"#),
            ("GET", "/v1/query?q=1%20%3D%202", "", 200, #"{}"#),
            ("GET", "/v1/query", "", 400, #"{"code":"invalid_parameter","message":"missing parameter 'q'"}"#),
            (
                "POST", "/v1/query", #"{"query":"x := input.n + 1","input":{"n":1}}"#, 200, #"{"result":[{"x":2}]}"#
            ),
            ("GET", "/health", "", 200, "{}"), ("GET", "/health?bundles&plugins", "", 200, "{}"),
            ("GET", "/health/live", "", 500, nil), ("GET", "/v1/nothing", "", 404, nil),
            ("GET", "/nothing", "", 404, nil),
            ("GET", "/v1/database", "", 404, nil), ("POST", "/v1/compile", "{}", 400, nil),
            ("GET", "/v1/compile", "", 405, nil),
            ("PATCH", "/v1/query", "", 405, nil), ("PUT", "/v0/data/a", "", 405, nil),
            ("PUT", "/v1/policies", "", 405, nil),
            ("POST", "/v1/data/app/allow?explain=full", "", 400, nil),
            ("POST", "/v1/data/app/allow?explain=off", #"{"input":{}}"#, 200, #"{"result":false}"#),
        ] as [(String, String, String, Int, String?)])
    func requestsAreAnsweredAsByOPA(
        method: String, uri: String, body: String, status: Int, expected: String?
    ) throws {
        let answer = try Self.service().ask(HTTPMethod(rawValue: method), uri, body)
        #expect(answer.status == status, "\(answer.text)")
        if let expected { #expect(try answer.compact == expected) }
    }

    @Test(arguments: ["{", "[1]", "\"text\"", "{\"input\": 1} x", "{\"input\": \u{1}}", "\u{ff}", "12", "nul"])
    func whatIsNoRequestIsRefused(body: String) throws {
        let answer = try Self.service().ask(.POST, "/v1/data/app/allow", body)
        #expect(answer.status == 400)
        #expect(try answer.json["code"]?.string == "invalid_parameter")
        #expect(try answer.json["message"]?.string?.hasPrefix("body contains malformed input document") == true)
    }

    @Test func deepInputIsAnError() throws {
        let deep = "{\"input\":" + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}"
        #expect(try Self.service().ask(.POST, "/v1/data/app/allow", deep).status == 400)
    }

    @Test func errorsOfEvaluationHaveTheirPlace() throws {
        let service = try Self.service()
        let conflict = service.ask(.POST, "/v1/data/app/conflict", #"{"input":{"a":1,"b":2}}"#)
        #expect(conflict.status == 500)
        let json = try conflict.json
        #expect(json["code"]?.string == "internal_error")
        #expect(json["message"]?.string == "error(s) occurred while evaluating query")
        #expect(json["errors"]?[0]?["code"]?.string == "eval_conflict_error")
        #expect(json["errors"]?[0]?["location"]?["file"]?.string == "app.rego")

        let lenient = service.ask(.POST, "/v1/data/app/broken", #"{"input":{"zero":0}}"#)
        #expect(try lenient.compact == "{}")
        let strict = service.ask(.POST, "/v1/data/app/broken?strict-builtin-errors", #"{"input":{"zero":0}}"#)
        #expect(strict.status == 500)
        #expect(try strict.json["errors"]?[0]?["code"]?.string == "eval_builtin_error")
    }

    @Test func extrasAreGivenWhenAskedFor() throws {
        let service = try Self.service()
        let body = #"{"input":{"user":"ada"}}"#
        let plain = service.ask(.POST, "/v1/data/app/allow", body)
        #expect(plain.text == "{\"result\":true}\n")
        #expect(service.ask(.POST, "/v1/data/app/allow?pretty", body).text == "{\n  \"result\": true\n}\n")
        #expect(service.ask(.POST, "/v1/data/app/allow?pretty=false", body).text == plain.text)
        let metrics = try service.ask(.POST, "/v1/data/app/allow?metrics=true", body).json["metrics"]
        #expect(metrics?["counter_server_query_cache_hit"]?.int == 1)
        #expect((metrics?["timer_rego_query_eval_ns"]?.int ?? 0) > 0)
        #expect(try service.ask(.POST, "/v1/data/app/allow?instrument", body).json["metrics"] != nil)
        #expect(
            try service.ask(.POST, "/v1/data/app/allow?provenance", body).json["provenance"]?["version"] != nil)
        #expect(try service.ask(.POST, "/v1/query?metrics", #"{"query":"1"}"#).json["metrics"] != nil)
    }

    @Test func bodiesMayBeCompressedOrYAML() throws {
        let service = try Self.service()
        var packed: [UInt8] = []
        let writer = try GzipWriter { packed += $0 }
        try Array(#"{"input":{"user":"ada"}}"#.utf8).withUnsafeBytes { try writer.append($0) }
        try writer.finish()
        let header = [("Content-Encoding", "gzip")]
        #expect(
            service.ask(TestService.request(.POST, "/v1/data/app/allow", packed, headers: header)).text
                == "{\"result\":true}\n")
        #expect(service.ask(.POST, "/v1/data/app/allow", "{}", headers: header).status == 400)
        #expect(service.ask(.POST, "/v1/data/app/allow", "{}", headers: [("Content-Encoding", "br")]).status == 400)
        let yaml = service.ask(
            .POST, "/v1/data/app/allow", "input:\n  user: ada\n", headers: [("Content-Type", "application/x-yaml")])
        #expect(yaml.text == "{\"result\":true}\n")
    }

    @Test func whatExpandsTooMuchIsRefused() throws {
        var settings = ServiceSettings()
        settings.inflatedLimit = 1 << 20
        let service = try TestService(["app.rego": Self.policy], data: #"{"users":{}}"#, settings: settings)
        var packed: [UInt8] = []
        let writer = try GzipWriter { packed += $0 }
        try [UInt8](repeating: 0x20, count: 2 << 20).withUnsafeBytes { try writer.append($0) }
        try writer.finish()
        let answer = service.ask(
            TestService.request(.POST, "/v1/data/app/allow", packed, headers: [("Content-Encoding", "gzip")]))
        #expect(answer.status == 413)
    }

    @Test func aDecisionEndsAtItsLimits() throws {
        var settings = ServiceSettings()
        settings.limits = EvaluationLimits(steps: 100_000, time: .seconds(60))
        let endless =
            "package app\n\nlong if { some x in numbers.range(1, 1000000); some y in numbers.range(1, 1000000); x + y < 0 }"
        let service = try TestService(["app.rego": endless], settings: settings)
        let answer = service.ask(.POST, "/v1/data/app/long", "{}")
        #expect(answer.status == 500)
        #expect(try answer.json["errors"]?[0]?["code"]?.string == "eval_cancel_error")
        // Nobody waits for the answer any more.
        let client = ServiceClient(address: "")
        client.leave()
        settings.limits = EvaluationLimits(time: .seconds(600))
        let patient = try TestService(["app.rego": endless], settings: settings)
        let gone = patient.ask(TestService.request(.POST, "/v1/data/app/long", Array("{}".utf8), client: client))
        #expect(gone.status == 500 && gone.text.contains("eval_cancel_error"), "\(gone.text)")
    }

    @Test func longDecisionsLeaveTheEventLoop() throws {
        let long =
            "package app\n\nn := count([1 | some x in numbers.range(1, 200000); x > input.least])\n\nshort := input.least"
        let service = try TestService(["app.rego": long]).service
        func ask(_ path: String, mayWait: Bool) -> ServiceAnswer? {
            service.answer(
                TestService.request(.POST, "/v1/data/app/\(path)", Array(#"{"input":{"least":1}}"#.utf8)),
                mayWait: mayWait)
        }
        // Nothing is prepared there either.
        #expect(ask("short", mayWait: false) == nil)
        #expect(ask("short", mayWait: true)?.status == .ok)
        for _ in 0..<100 where ask("short", mayWait: false) == nil { _ = ask("short", mayWait: true) }
        #expect(ask("short", mayWait: false)?.status == .ok)
        #expect(ask("n", mayWait: true)?.body == Array("{\"result\":199999}\n".utf8))
        #expect(ask("n", mayWait: false) == nil)
    }
}
