import JSONText
import NIOHTTP1
import Rego
import Testing

@testable import Service

/// Policies and documents that clients put.
@Suite struct PolicyChangeTests {
    @Test func policiesArePutListedAndRemoved() throws {
        let service = try TestService(["app.rego": "package app\n\nx := data.lib.one"])
        let text = "package lib\n\none := 1"
        #expect(service.ask(.PUT, "/v1/policies/lib/one.rego", text).text == "{}\n")
        #expect(service.ask(.GET, "/v1/data/app/x").text == "{\"result\":1}\n")
        let one = try service.ask(.GET, "/v1/policies/lib/one.rego").json["result"]
        #expect(one?["id"]?.string == "lib/one.rego" && one?["raw"]?.string == text)
        #expect(one?["ast"]?["package"]?["path"]?[1]?["value"]?.string == "lib")
        let all = try service.ask(.GET, "/v1/policies").json["result"]
        #expect(all?.elements.compactMap { $0["id"]?.string } == ["app.rego", "lib/one.rego"])
        #expect(service.ask(.PUT, "/v1/policies/lib/one.rego", "package lib\n\none := 2").status == 200)
        #expect(service.ask(.GET, "/v1/data/app/x").text == "{\"result\":2}\n")
        #expect(service.ask(.DELETE, "/v1/policies/lib/one.rego").status == 200)
        #expect(service.ask(.GET, "/v1/data/app/x").text == "{}\n")
        #expect(service.ask(.GET, "/v1/policies/lib/one.rego").status == 404)
        #expect(service.ask(.DELETE, "/v1/policies/lib/one.rego").status == 404)
    }

    @Test(arguments: [
        ("", "rego_parse_error"), ("package a\n\np := ", "rego_parse_error"),
        ("package a\n\np if x", "rego_unsafe_var_error"),
        ("package a\n\np if p", "rego_recursion_error"), ("package base\n\ndoc := 1", "rego_compile_error"),
    ])
    func aBrokenPolicyChangesNothing(text: String, code: String) throws {
        let service = try TestService(["app.rego": "package app\n\nx := 1"], data: #"{"base":{"doc":2}}"#)
        let answer = service.ask(.PUT, "/v1/policies/broken.rego", text)
        #expect(answer.status == 400)
        let json = try answer.json
        #expect(json["code"]?.string == "invalid_parameter")
        #expect(json["message"]?.string == "error(s) occurred while compiling module(s)")
        #expect(json["errors"]?[0]?["code"]?.string == code)
        #expect(try service.ask(.GET, "/v1/policies").json["result"]?.count == 1)
        #expect(service.ask(.GET, "/v1/data/app/x").text == "{\"result\":1}\n")
    }

    /// A method, a path, a body, the status, and all documents afterwards.
    static let changes: [(HTTPMethod, String, String, Int, String)] = [
        (.PUT, "/a/b", "1", 204, #"{"a":{"b":1},"list":[1,2,3],"text":"x"}"#),
        (.PUT, "/a/new/c", #"{"d":[true]}"#, 204, #"{"a":{"b":0,"new":{"c":{"d":[true]}}},"list":[1,2,3],"text":"x"}"#),
        (.PUT, "/", #"{"z":1}"#, 204, #"{"z":1}"#), (.PUT, "", #"{"z":1}"#, 204, #"{"z":1}"#),
        (.PUT, "/list/1", "9", 204, #"{"a":{"b":0},"list":[1,9,2,3],"text":"x"}"#),
        (.PUT, "/text/c", "1", 404, ""), (.PUT, "/text/c/d", "1", 404, ""), (.PUT, "/", "[]", 400, ""),
        (.PUT, "/a", "{", 400, ""), (.PUT, "/a", "", 400, ""), (.PUT, "/a%22b", "1", 400, ""),
        (.PUT, "/app/x", "1", 400, ""),
        (.PUT, "/app/y", "1", 204, #"{"a":{"b":0},"app":{"y":1},"list":[1,2,3],"text":"x"}"#),
        (.DELETE, "/a/b", "", 204, #"{"a":{},"list":[1,2,3],"text":"x"}"#), (.DELETE, "/a/c", "", 404, ""),
        (.DELETE, "/", "", 400, ""), (.DELETE, "/list/0", "", 204, #"{"a":{"b":0},"list":[2,3],"text":"x"}"#),
        (
            .PATCH, "/a", #"[{"op":"add","path":"c","value":1},{"op":"replace","path":"/b","value":2}]"#, 204,
            #"{"a":{"b":2,"c":1},"list":[1,2,3],"text":"x"}"#
        ),
        (
            .PATCH, "", #"[{"op":"add","path":"list/-","value":4},{"op":"remove","path":"/text"}]"#, 204,
            #"{"a":{"b":0},"list":[1,2,3,4]}"#
        ),
        (
            .PATCH, "", #"[{"op":"add","path":"/a~1b","value":4}]"#, 204,
            #"{"a":{"b":0},"a/b":4,"list":[1,2,3],"text":"x"}"#
        ),
        // All or none.
        (.PATCH, "", #"[{"op":"remove","path":"/text"},{"op":"remove","path":"/none"}]"#, 404, ""),
        (.PATCH, "", #"[{"op":"add","path":"/none/x","value":1}]"#, 404, ""),
        (.PATCH, "", #"[{"op":"copy","path":"/x"}]"#, 400, ""), (.PATCH, "", #"{}"#, 400, ""),
        (.PATCH, "", #"[{"op":"add","path":"/x"}]"#, 400, ""), (.PATCH, "", #"[1]"#, 400, ""),
    ]

    @Test(arguments: changes)
    func documentsAreChangedAsByOPA(
        method: HTTPMethod, path: String, body: String, status: Int, expected: String
    ) throws {
        let before = #"{"a":{"b":0},"list":[1,2,3],"text":"x"}"#
        let service = try TestService(["app.rego": "package app\n\nx := 1"], data: before)
        let answer = service.ask(method, "/v1/data\(path)", body)
        #expect(answer.status == status, "\(answer.text)")
        #expect(service.service.runtime.snapshot.data.json == (expected.isEmpty ? before : expected))
        if status >= 400 { #expect(try answer.json["code"]?.string?.isEmpty == false) }
    }

    @Test func onlyWhatIsNotThereIsPutOnCondition() throws {
        let service = try TestService(data: #"{"a":1}"#)
        let condition = [("If-None-Match", "*")]
        #expect(service.ask(.PUT, "/v1/data/a", "2", headers: condition).status == 304)
        #expect(service.ask(.PUT, "/v1/data/b", "2", headers: condition).status == 204)
        #expect(service.service.runtime.snapshot.data.json == #"{"a":1,"b":2}"#)
    }

    @Test func whatABundleOwnsIsLeftToIt() throws {
        var manifest = BundleManifest()
        manifest.roots = ["team/one"]
        let modules = try CompiledModules.compile([
            (source: SourceText(name: "b/p.rego", text: "package team.one\n\nx := 1"), version: .v1)
        ])
        let policy = PolicySnapshot.Policy(source: modules.sources[0], version: .v1, origin: .bundle(0))
        let snapshot = PolicySnapshot(
            policies: [policy], modules: modules, data: try .empty, bundles: [.init(path: "b", manifest: manifest)])
        let service = PolicyService(PolicyRuntime(snapshot))
        func status(_ method: HTTPMethod, _ uri: String, _ body: String) -> HTTPResponseStatus? {
            service.answer(TestService.request(method, uri, Array(body.utf8)), mayWait: true)?.status
        }
        #expect(status(.PUT, "/v1/data/team/one/y", "1") == .badRequest)
        #expect(status(.PUT, "/v1/data/team", "{}") == .badRequest)
        #expect(status(.PUT, "/v1/data", "{}") == .badRequest)
        #expect(status(.PUT, "/v1/data/team/two", "1") == .noContent)
        #expect(status(.PUT, "/v1/policies/x", "package team.one.more") == .badRequest)
        #expect(status(.PUT, "/v1/policies/x", "package team.two.more") == .ok)
        #expect(status(.DELETE, "/v1/policies/b/p.rego", "") == .badRequest)
    }

    @Test func readersSeeOneRevisionOfPoliciesAndDocuments() async throws {
        func snapshot(_ revision: Int) throws -> PolicySnapshot {
            try TestService.snapshot(
                ["p.rego": "package p\n\npair := [\(revision), data.revision]"], data: "{\"revision\":\(revision)}")
        }
        let service = PolicyService(PolicyRuntime(try snapshot(0)))
        let swaps = 1000
        let seen = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    var newest = 0
                    var mixed = 0
                    while newest < swaps {
                        let request = TestService.request(.POST, "/v1/data/p/pair", Array("{\"input\":1}".utf8))
                        let answer = service.answer(request, mayWait: true)
                        let pair = try JSONDocument(answer?.body ?? []).root["result"]?.elements.compactMap(\.int) ?? []
                        if pair.count != 2 || pair[0] != pair[1] || pair[0] < newest { mixed += 1 }
                        newest = pair.first ?? swaps
                        // The writer needs a thread of the same pool.
                        await Task.yield()
                    }
                    return mixed
                }
            }
            for revision in 1...swaps {
                try service.runtime.change { _ in try snapshot(revision) }
                await Task.yield()
            }
            return try await group.reduce(0, +)
        }
        #expect(seen == 0)
    }
}
