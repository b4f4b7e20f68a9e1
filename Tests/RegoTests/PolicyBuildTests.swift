import Glibc
import Testing

@testable import Rego

@Suite("Building and inspecting bundles")
struct PolicyBuildTests {
    /// A folder with these files, removed afterwards.
    private static func withFolder<Result>(
        _ files: [(path: String, text: String)], _ body: (String) throws -> Result
    ) throws -> Result {
        let template = strdup("/tmp/policy-build-XXXXXX")
        defer { free(template) }
        let root = String(cString: try #require(template.flatMap { mkdtemp($0) }))
        var folders: [String] = []
        defer {
            for file in files { unlink("\(root)/\(file.path)") }
            for folder in folders.reversed() { rmdir(folder) }
            rmdir(root)
        }
        for file in files {
            var folder = root
            for name in file.path.split(separator: "/").dropLast() {
                folder += "/\(name)"
                if mkdir(folder, 0o755) == 0 { folders.append(folder) }
            }
            let handle = try #require(fopen("\(root)/\(file.path)", "wb"))
            fputs(file.text, handle)
            fclose(handle)
        }
        return try body(root)
    }

    private static let files = [
        (path: "one/.manifest", text: #"{"revision":"1","roots":["app"],"metadata":{"by":"me"}}"#),
        (path: "one/app/data.json", text: #"{"n": 1.10}"#), (path: "one/app/x/data.yml", text: "k: [off]"),
        (
            path: "one/app/p.rego",
            text: "# METADATA\n# title: The package\npackage app\n\n# METADATA\n# scope: document\n"
                + "# entrypoint: true\n# schemas:\n# - input.a: schema.a\nallow if startswith(input.a, \"x\")\n"
        ),
        (path: "one/app/old.rego", text: "package app\nold { true }\n"),
        (path: "two/.manifest", text: #"{"revision":"2","roots":["lib"],"rego_version":1}"#),
        (path: "two/app/p.rego", text: "package lib\nx := 1\n"),
        (path: "three/.manifest", text: #"{"revision":"3","roots":["app"]}"#),
        (path: "three/patch.json", text: #"{"data":[{"op":"replace","path":"/app/n","value":2}]}"#),
        (path: "old/.manifest", text: #"{"revision":"1","roots":["app"],"file_rego_versions":{"/app/old.rego":0}}"#),
        (path: "old/app/old.rego", text: "package app\nold { true }\n"),
        (path: "old/app/new.rego", text: "package app\nnew if old\n"),
    ]

    private static func request(_ root: String, _ bundles: [String]) -> PolicySet.Request {
        var request = PolicySet.Request()
        request.bundles = bundles.map { "\(root)/\($0)" }
        request.ignoring = bundles.contains("old") ? [] : ["old.rego"]
        return request
    }

    @Test("A bundle is built with its manifest, and reads as its source does")
    func single() throws {
        try Self.withFolder(Self.files) { root in
            let set = try PolicySet(Self.request(root, ["one"]))
            let archive = try set.archive(entrypoints: ["app/allow", "/app/"])
            #expect(
                archive.manifest.json
                    == #"{"revision":"1","roots":["app"],"rego_version":1,"metadata":{"by":"me","entrypoints":["app","app/allow"]}}"#
            )
            let read = try PolicyBundle(archive: archive.bytes(), of: "b")
            #expect(read.policies.map(\.path) == ["app/p.rego"])
            #expect(try read.data(of: "b").json == #"{"app":{"n":1.10,"x":{"k":[false]}}}"#)
            #expect(throws: LoadingError.self) { try set.archive(entrypoints: ["app/none"]) }
            #expect(try set.archive(revision: "9").manifest.revision == "9")
        }
    }

    @Test("Several bundles are merged, deltas applied, and versions of policies kept")
    func merged() throws {
        try Self.withFolder(Self.files) { root in
            let archive = try PolicySet(Self.request(root, ["one", "two", "three"])).archive()
            #expect(archive.manifest.json == #"{"revision":"","roots":["app","lib"],"rego_version":1}"#)
            #expect(archive.policies.map(\.path) == ["app/p.rego", "2/app/p.rego"])
            #expect(archive.data?.json == #"{"app":{"n":2,"x":{"k":[false]}}}"#)
            let changed = try PolicySet(Self.request(root, ["one", "three"])).archive()
            #expect(changed.manifest.revision == "3")
            let old = try PolicySet(Self.request(root, ["old"])).archive()
            #expect(old.manifest.fileVersions == [.init(pattern: "/app/old.rego", version: .v0)])
            let read = try PolicyBundle(archive: old.bytes(), of: "b")
            #expect(
                try read.manifest.versions(of: read.policies.map(\.path), otherwise: .v1) == [.v1, .v0])
        }
    }

    @Test("An inspection has namespaces, annotations with their places, and what the policies need")
    func inspection() throws {
        try Self.withFolder(Self.files) { root in
            let inspection = try PolicyInspection(path: "\(root)/one", ignoring: ["old.rego"])
            #expect(inspection.namespaces.map(\.name) == ["data.app", "data.app.x"])
            #expect(inspection.namespaces[0].files == ["\(root)/one/app/data.json", "\(root)/one/app/p.rego"])
            #expect(inspection.notes.map(\.position.row) == [3, 10])
            #expect(inspection.notes.map(\.path.dotted) == ["data.app", "data.app.allow"])
            let document = try Document(json: inspection.json(withAnnotations: true))
            let second = document.root.member("annotations").elements[1].member("annotations")
            #expect(
                JSONOutput.text(of: second)
                    == #"{"entrypoint":true,"schemas":[{"path":[{"type":"var","value":"input"},{"type":"string","value":"a"}],"schema":[{"type":"var","value":"schema"},{"type":"string","value":"a"}]}],"scope":"document"}"#
            )
            let needed = document.root.member("capabilities")
            #expect(JSONOutput.text(of: needed.member("features")) == #"["rego_v1"]"#)
            #expect(needed.member("builtins").elements.contains { $0.member("name").string == "startswith" })
            #expect(try Document(json: inspection.json(withAnnotations: false)).root.member("annotations").isUndefined)
            #expect(try PolicyInspection(path: "\(root)/three").patch?.changes.count == 1)
            #expect(try PolicyInspection(path: "\(root)/one/app/p.rego").namespaces.map(\.name) == ["data.app"])
        }
    }

    @Test(
        "Dependencies are base documents and rules, along the variables that stand for them",
        arguments: [
            (
                "data.policy.allow", "package policy\nallow if is_admin\nis_admin if \"admin\" in input.user.roles",
                ["input.user.roles"], ["data.policy.allow", "data.policy.is_admin"]
            ),
            (
                "data.p.x", "package p\nx if { u := input.user; r := u.roles; r[_] == data.known[input.kind].name }",
                ["data.known", "input.kind", "input.user.roles"], ["data.p.x"]
            ),
            (
                "data.p.f(input.a) + data.b",
                "package p\nf(x) := x + data.c if not g\ng if every y in input.d { y > 1 }",
                ["data.b", "data.c", "input.a", "input.d"], ["data.p.f", "data.p.g"]
            ),
            ("data.p", "package p\nx := 1\ny contains z if some z in input", ["input"], ["data.p.x", "data.p.y"]),
            ("x = input.a", "package p", ["input.a"], []),
        ])
    func dependencies(_ query: String, _ module: String, _ base: [String], _ virtual: [String]) throws {
        let modules = try CompiledModules.compile([
            (source: SourceText(name: "p.rego", text: module), version: .v1)
        ])
        let found = DocumentDependencies(of: try modules.query(SourceText(name: "", text: query)), in: modules)
        #expect(found.base.map(\.dotted) == base)
        #expect(found.virtual.map(\.dotted) == virtual)
    }
}
