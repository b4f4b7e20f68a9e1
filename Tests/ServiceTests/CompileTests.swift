import JSONText
import NIOHTTP1
import Rego
import Testing

@testable import Service

@Suite struct CompileTests {
    private static func service() throws -> TestService {
        try TestService(
            [
                "app.rego": """
                package app

                allow if input.user == data.admins[_]
                allow if { input.method == "GET"; input.path[0] == "public" }
                never if { input.x == 1; data.missing }
                always if data.admins
                deny if not allow
                """
            ], data: #"{"admins":["ada","bob"]}"#)
    }

    private func compiled(_ body: String, _ uri: String = "/v1/compile") throws -> TestService.Answer {
        try Self.service().ask(.POST, uri, body)
    }

    @Test func `what holds never, always or sometimes`() throws {
        #expect(try compiled(#"{"query":"data.app.never"}"#).compact == #"{"result":{}}"#)
        #expect(try compiled(#"{"query":"data.app.always"}"#).compact == #"{"result":{"queries":[[]]}}"#)
        let some = try compiled(#"{"query":"data.app.allow == true"}"#)
        #expect(some.status == 200)
        #expect(try some.json["result"]?["queries"]?.count == 3, "\(some.text)")
        // With what is known of the input nothing is left to ask.
        let known = try compiled(
            #"{"query":"data.app.allow == true","unknowns":["input.path"],"input":{"user":"ada"}}"#)
        #expect(try known.compact == #"{"result":{"queries":[[]]}}"#)
    }

    @Test func `rules that must stay are modules, and times are given when asked for`() throws {
        let kept = try compiled(
            #"{"query":"data.app.allow == true","options":{"disableInlining":["data.app.allow"]}}"#,
            "/v1/compile?metrics")
        #expect(kept.status == 200)
        #expect(try kept.json["result"]?["support"]?.count == 1, "\(kept.text)")
        #expect(try kept.json["metrics"] != nil)
    }

    @Test(arguments: [
        "[]", "{", #"{"query":1}"#, #"{"query":"x ="}"#, #"{"query":"y"}"#, #"{"query":"true","unknowns":"input"}"#,
        #"{"query":"true","unknowns":[1]}"#, #"{"query":"true","unknowns":["x.y"]}"#,
        #"{"query":"true","options":[]}"#, #"{"query":"true","options":{"nondeterministicBuiltins":1}}"#,
        #"{"query":"true","options":{"maskRule":"data.x"}}"#, #"{"query":"true","options":{"disableInlining":[""]}}"#,
    ]) func `what cannot be meant is refused`(body: String) throws {
        let answer = try compiled(body)
        #expect(answer.status == 400, "\(answer.text)")
        #expect(try answer.json["code"]?.string == "invalid_parameter")
    }
}
