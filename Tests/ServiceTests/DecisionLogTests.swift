import JSONText
import NIOHTTP1
import Rego
import Synchronization
import Testing

@testable import Service

@Suite struct DecisionLogTests {
    /// Where lines are kept, and a gate that keeps the writer waiting.
    private final class Lines: Sendable {
        let text = Mutex<[UInt8]>([])

        var all: [JSONValue] {
            get throws {
                try text.withLock { $0 }.split(separator: 0x0a).map { try JSONDocument($0).root }
            }
        }
    }

    private static func logged(
        _ policies: [String: String], _ ask: (TestService) throws -> Void
    ) async throws -> [JSONValue] {
        let lines = Lines()
        let log = DecisionLog(labels: [(name: "app", value: "test")]) { bytes in
            lines.text.withLock { $0 += bytes }
        }
        try ask(try TestService(policies, log: log))
        await log.close()
        return try lines.all
    }

    @Test func eachDecisionIsALine() async throws {
        var id: String?
        let events = try await Self.logged(["p.rego": "package p\n\nx := input.n\n\nc := input.n\n\nc := 0"]) {
            service in
            id = try service.ask(.POST, "/v1/data/p/x", #"{"input":{"n":1.0}}"#, headers: [("X-Request-Id", "7")])
                .json["decision_id"]?.string
            _ = service.ask(.POST, "/v1/data/p/none", #"{"input":{}}"#)
            _ = service.ask(.POST, "/v0/data/p/x", #"{"n":2}"#)
            _ = service.ask(.POST, "/v1/data/p/c", #"{"input":{"n":1}}"#)
            _ = service.ask(.GET, "/v1/query?q=x%20%3D%201")
            // Not a decision.
            _ = service.ask(.GET, "/health")
            _ = service.ask(.POST, "/v1/data/p/x", "{")
        }
        #expect(events.count == 5)
        let first = events[0]
        #expect(first["decision_id"]?.string == id && id?.utf8.count == 36)
        #expect(first["path"]?.string == "p/x" && first["input"]?["n"]?.number == "1.0")
        #expect(first["result"]?.number == "1.0" && first["labels"]?["app"]?.string == "test")
        #expect(first["requested_by"]?.string == "192.0.2.1:4711" && first["request_id"]?.string == "7")
        #expect(first["timestamp"]?.string?.hasSuffix("Z") == true)
        #expect((first["metrics"]?["timer_rego_query_eval_ns"]?.int ?? 0) > 0)
        #expect(events[1]["result"] == nil && events[1]["path"]?.string == "p/none")
        #expect(events[2]["result"]?.int == 2)
        #expect(events[3]["error"]?["code"]?.string == "internal_error" && events[3]["result"] == nil)
        #expect(events[4]["query"]?.string == "x = 1" && events[4]["result"]?[0]?["x"]?.int == 1)
        #expect(Set(events.compactMap { $0["decision_id"]?.string }).count == 5)
    }

    @Test(arguments: [
        (#""/input/password""#, #"{"user":"ada","list":[{"k":1},{"k":2}]}"#, #"["/input/password"]"#, ""),
        (
            #"{"op":"remove","path":"/input/password"}"#, #"{"user":"ada","list":[{"k":1},{"k":2}]}"#,
            #"["/input/password"]"#, ""
        ),
        (#""/input/list/0/k""#, #"{"user":"ada","password":"x","list":[{},{"k":2}]}"#, #"["/input/list/0/k"]"#, ""),
        (#""/input/list/1""#, #"{"user":"ada","password":"x","list":[{"k":1}]}"#, #"["/input/list/1"]"#, ""),
        (#""/input/none/x""#, #"{"user":"ada","password":"x","list":[{"k":1},{"k":2}]}"#, "", ""),
        (
            #"{"op":"upsert","path":"/input/password","value":"**"}"#,
            #"{"user":"ada","password":"**","list":[{"k":1},{"k":2}]}"#, "", #"["/input/password"]"#
        ),
        (
            #"{"op":"upsert","path":"/input/a/b","value":1}"#,
            #"{"a":{"b":1},"user":"ada","password":"x","list":[{"k":1},{"k":2}]}"#, "", #"["/input/a/b"]"#
        ),
        (#""/input""#, "", #"["/input"]"#, ""),
    ])
    func masksHideWhatTheyName(rule: String, input: String, erased: String, masked: String) async throws {
        let policies = [
            "p.rego": "package p\n\nx := 1",
            "mask.rego": "package system.log\n\nmask contains \(rule) if input.path == \"p/x\"",
        ]
        let events = try await Self.logged(policies) { service in
            _ = service.ask(
                .POST, "/v1/data/p/x", #"{"input":{"user":"ada","password":"x","list":[{"k":1},{"k":2}]}}"#)
        }
        let event = try #require(events.first)
        func text(_ name: String) throws -> String {
            guard let value = event[name] else { return "" }
            var writer = JSONWriter()
            writer.value(value)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
        let wanted = input.isEmpty ? "" : try Document(json: input).json
        #expect(try text("input") == wanted)
        #expect(try text("erased") == erased)
        #expect(try text("masked") == masked)
    }

    @Test func resultsAreMaskedInTheLogOnly() async throws {
        let policies = [
            "p.rego": "package p\n\nx := {\"secret\": 1, \"open\": 2}",
            "mask.rego": "package system.log\n\nmask contains \"/result/secret\"",
        ]
        let events = try await Self.logged(policies) { service in
            let answer = try service.ask(.POST, "/v1/data/p/x", #"{"input":{}}"#).json
            #expect(answer["result"]?["secret"]?.int == 1)
        }
        #expect(events.first?["result"]?["secret"] == nil && events.first?["result"]?["open"]?.int == 2)
    }

    @Test func whatCannotBeMaskedIsNotWritten() async throws {
        for rule in [#""/labels/app""#, #"{"op":"copy","path":"/input"}"#, "1", #""input""#] {
            let policies = [
                "p.rego": "package p\n\nx := 1", "mask.rego": "package system.log\n\nmask contains \(rule)",
            ]
            let events = try await Self.logged(policies) { _ = $0.ask(.POST, "/v1/data/p/x", #"{"input":{}}"#) }
            #expect(events.isEmpty, "\(rule)")
        }
    }

    @Test func policiesDropDecisions() async throws {
        let policies = [
            "p.rego": "package p\n\nx := 1\n\ny := 2",
            "drop.rego": "package system.log\n\ndrop if input.path == \"p/x\"",
        ]
        let events = try await Self.logged(policies) { service in
            _ = service.ask(.POST, "/v1/data/p/x", #"{"input":{}}"#)
            _ = service.ask(.POST, "/v1/data/p/y", #"{"input":{}}"#)
        }
        #expect(events.compactMap { $0["path"]?.string } == ["p/y"])
    }

    @Test func aLogThatCannotKeepUpLosesAndCounts() async throws {
        let gate = Mutex<Void>(())
        let log = DecisionLog(countLimit: 3) { _ in gate.withLock { _ in } }
        let service = try TestService(["p.rego": "package p\n\nx := 1"], log: log)
        let total = 50
        gate.withLock { _ in
            // The writer has at most one batch in its hands and three events wait; the answers come all the same.
            for _ in 0..<total { #expect(service.ask(.POST, "/v1/data/p/x", #"{"input":{}}"#).status == 200) }
            #expect(log.lost > 0)
        }
        let text = service.ask(.GET, "/metrics").text
        #expect(text.contains("decision_logs_dropped_buffer_size_limit_exceeded \(log.lost)\n"))
        await log.close()
    }
}
