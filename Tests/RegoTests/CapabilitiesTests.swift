import Testing

@testable import Rego

@Suite("Capabilities")
struct CapabilitiesTests {
    private static func compile(
        _ module: String, _ capabilities: Capabilities, version: RegoVersion = .v1
    ) throws -> CompiledModules {
        var options = CompilerOptions()
        capabilities.restrict(&options)
        return try CompiledModules.compile(
            [(source: SourceText(name: "p.rego", text: module), version: version)], options: options)
    }

    @Test("Functions are declared as OPA's own file declares them", .enabled(if: ConformanceSources.isPresent))
    func declarations() throws {
        let text = ConformanceSources.contents(of: ConformanceSources.root + "/capabilities.json")
        let document = try Document(json: text)
        let theirs = document.root.member("builtins").elements.map { JSONOutput.text(of: $0) }
        #expect(theirs.count == 206)
        for entry in theirs {
            let name = try #require(try Document(json: entry).root.member("name").string)
            #expect(BuiltinDeclaration.byName[name]?.json == entry)
        }
        let all = try Capabilities(json: text, of: "capabilities.json")
        #expect(all.features.contains("rego_v1") && all.futureKeywords == ["not"])
    }

    @Test("What the capabilities lack, policies may not use")
    func restriction() throws {
        let module = "package p\nx if count(input.a) + 1 > 2"
        let enough = Capabilities(builtins: ["count", "plus", "gt"], features: ["rego_v1"])
        #expect(throws: Never.self) { try Self.compile(module, enough) }
        for lacking in [
            Capabilities(builtins: ["count", "gt"], features: ["rego_v1"]),
            Capabilities(builtins: ["count", "plus", "gt"]),
        ] { #expect(throws: RegoErrors.self) { try Self.compile(module, lacking) } }
        let old = "package p\nimport future.keywords.in\nx { input.a in [1] }"
        let member: Set<String> = ["internal.member_2"]
        #expect(throws: RegoErrors.self) { try Self.compile(old, Capabilities(builtins: member), version: .v0) }
        #expect(throws: Never.self) {
            try Self.compile(old, Capabilities(builtins: member, futureKeywords: ["in"]), version: .v0)
        }
        var closed = Capabilities(builtins: ["net.lookup_ip_addr"], features: ["rego_v1"])
        let lookup = "package p\nx := net.lookup_ip_addr(\"localhost\")"
        #expect(throws: Never.self) { try Self.compile(lookup, closed) }
        closed.hosts = []
        #expect(throws: RegoErrors.self) { try Self.compile(lookup, closed) }
    }

    @Test("What policies need is what they call and import")
    func required() throws {
        let module = "package p\nimport future.keywords.not\nx contains y if { some y in input; startswith(y, \"a\") }"
        let compiled = try CompiledModules.compile([
            (source: SourceText(name: "p.rego", text: module), version: .v1)
        ])
        let required = compiled.requiredCapabilities
        #expect(required.builtins.contains("startswith") && !required.builtins.contains("count"))
        #expect(required.futureKeywords == ["not"] && required.features == ["rego_v1"])
        #expect(throws: Never.self) { try Self.compile(module, required) }
    }
}
