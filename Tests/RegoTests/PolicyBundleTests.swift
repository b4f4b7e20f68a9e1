import Glibc
import Testing

@testable import Rego

@Suite("Policy bundles")
struct PolicyBundleTests {
    static func file(_ path: String, _ text: String) -> PolicyBundle.File {
        PolicyBundle.File(path: path, bytes: Array(text.utf8))
    }

    private static func archive(_ manifest: String, _ data: String = "{}") throws -> BundleArchive {
        var archive = BundleArchive()
        archive.manifest = try BundleManifest(json: Array(manifest.utf8), of: ".manifest")
        archive.data = try Document(json: data)
        archive.policies = [file("app/p.rego", "package app\nallow if data.app.roles[input.role]\n")]
        return archive
    }

    /// Writes archives to a folder of their own, hands it over, and removes it.
    private static func written<Result>(
        _ archives: [(name: String, bytes: [UInt8])], _ body: (String) throws -> Result
    ) throws -> Result {
        let template = strdup("/tmp/policy-bundle-XXXXXX")
        defer { free(template) }
        let folder = String(cString: try #require(template.flatMap { mkdtemp($0) }))
        defer {
            for archive in archives { unlink("\(folder)/\(archive.name)") }
            rmdir(folder)
        }
        for archive in archives {
            let handle = try #require(fopen("\(folder)/\(archive.name)", "wb"))
            fwrite(archive.bytes, 1, archive.bytes.count, handle)
            fclose(handle)
        }
        return try body(folder)
    }

    @Test("What is written is read again, and written the same twice")
    func roundTrip() throws {
        let manifest = #"{"revision":"r1","roots":["app"],"rego_version":1,"metadata":{"n":1.10,"a":"<"}}"#
        let written = try Self.archive(manifest, #"{"app":{"roles":{"admin":true}}}"#)
        #expect(
            written.manifest.json
                == #"{"revision":"r1","roots":["app"],"rego_version":1,"metadata":{"a":"<","n":1.10}}"#)
        let bytes = try written.bytes()
        #expect(try written.bytes() == bytes)
        let read = try PolicyBundle(archive: bytes, of: "b")
        #expect(read.manifest == written.manifest)
        #expect(read.policies == written.policies)
        #expect(try read.data(of: "b").json == #"{"app":{"roles":{"admin":true}}}"#)
    }

    @Test(
        "A manifest that contradicts itself or the files is refused",
        arguments: [
            (#"{"roots":["a","a/b"]}"#, "roots overlap"), (#"{"roots":["a","a-b","a/b"]}"#, "roots overlap"),
            (#"{"roots":["x",""]}"#, "roots overlap"),
            (#"{"roots":["x","x"]}"#, "roots overlap"), (#"{"roots":["other"]}"#, "none of the manifest's roots"),
            (#"{"roots":"app"}"#, "array of strings"), (#"{"rego_version":2}"#, "must be 0 or 1"),
            (#"{"metadata":[]}"#, "must be an object"), (#"{"wasm":[{"entrypoint":"a"}]}"#, "WebAssembly"),
            (#"{"file_rego_versions":{"[":0}}"#, "file_rego_versions"), ("[]", "must be an object"),
        ])
    func refusedManifests(_ manifest: String, _ reason: String) throws {
        let files = [
            Self.file(".manifest", manifest), Self.file("app/data.json", "{\"x\":1}"),
            Self.file("p.rego", "package app"),
        ]
        do {
            let bundle = try PolicyBundle(files: files, of: "b")
            _ = try bundle.data(of: "b")
            _ = try bundle.manifest.versions(of: ["p.rego"], otherwise: .v1)
            Issue.record("accepted: \(manifest)")
        } catch {
            #expect("\(error)".contains(reason), "\(error)")
        }
    }

    @Test("Documents are placed by their folders and stay under the roots, also inside one file")
    func ownership() throws {
        func data(_ files: [PolicyBundle.File], roots: String) throws -> String {
            let all = [Self.file(".manifest", "{\"roots\":\(roots)}")] + files
            return try PolicyBundle(files: all, of: "b").data(of: "b").json
        }
        let files = [Self.file("a/b/data.yaml", "x: [1, yes]\n"), Self.file("a/data.json", #"{"c":1}"#)]
        #expect(try data(files, roots: #"["a"]"#) == #"{"a":{"b":{"x":[1,true]},"c":1}}"#)
        #expect(try data([Self.file("data.json", #"{"a":{"b":1}}"#)], roots: #"["a/b","c"]"#) == #"{"a":{"b":1}}"#)
        #expect(throws: LoadingError.self) {
            try data([Self.file("data.json", #"{"a":{"x":1}}"#)], roots: #"["a/b"]"#)
        }
        #expect(throws: LoadingError.self) { try data([Self.file("data.json", #"{"a":1}"#)], roots: #"["a/b"]"#) }
    }

    @Test("Versions of single files are chosen by pattern, in which a star crosses folders")
    func versions() throws {
        let text = #"{"rego_version":1,"file_rego_versions":{"/old/*.rego":0,"single.rego":0}}"#
        let manifest = try BundleManifest(json: Array(text.utf8), of: ".manifest")
        let paths = ["old/a/b.rego", "new/b.rego", "single.rego", "a/single.rego"]
        #expect(try manifest.versions(of: paths, otherwise: .v0) == [.v0, .v1, .v0, .v1])
    }

    @Test("A delta bundle changes the documents of the bundle of its roots, before it is asked")
    func delta() throws {
        let manifest = #"{"revision":"","roots":["app"]}"#
        let base = try Self.archive(manifest, #"{"app":{"roles":{"admin":true},"list":[1,2]}}"#).bytes()
        let changes = """
            {"data":[{"op":"upsert","path":"/app/roles/x/y~1z","value":{"deep":true}},
             {"op":"remove","path":"app/roles/admin"},{"op":"replace","path":"/app/list/0","value":9},
             {"op":"upsert","path":"/app/list/-","value":3},{"op":"upsert","path":"/app/a%2fb","value":null}]}
            """
        let patch = try DataPatch(json: Array(changes.utf8), of: "patch.json")
        #expect(try DataPatch(json: Array(patch.json.utf8), of: "again") == patch)
        let delta = BundleArchive(patch, manifest: try BundleManifest(json: Array(manifest.utf8), of: ".manifest"))
        let other = BundleArchive(DataPatch([]))
        try Self.written([
            ("base.tar.gz", base), ("delta.tar.gz", try delta.bytes()), ("other.tar.gz", try other.bytes()),
        ]) { folder in
            var request = PolicySet.Request()
            request.bundles = ["\(folder)/base.tar.gz", "\(folder)/delta.tar.gz"]
            let set = try PolicySet(request)
            #expect(
                set.data.json
                    == #"{"app":{"a/b":null,"list":[9,2,3],"roles":{"x":{"y/z":{"deep":true}}}}}"#)
            for bundles in [["delta"], ["delta", "base"], ["base", "other"]] {
                request.bundles = bundles.map { "\(folder)/\($0).tar.gz" }
                #expect(throws: LoadingError.self) { try PolicySet(request) }
            }
        }
    }

    @Test(
        "A change that cannot be made is refused, and leaves the documents as they were",
        arguments: [
            DataPatch.Change(.remove, ["none"]), .init(.replace, ["none"], "1"), .init(.upsert, ["a", "b"], "1"),
            .init(.remove, []), .init(.replace, [], "1"), .init(.upsert, ["l", "7"], "1"),
        ])
    func impossibleChanges(_ change: DataPatch.Change) throws {
        let document = try Document(json: #"{"a":1,"l":[1]}"#)
        let patch = DataPatch([.init(.upsert, ["new"], "2"), change])
        #expect(throws: LoadingError.self) { try patch.applied(to: document) }
        #expect(document.json == #"{"a":1,"l":[1]}"#)
    }

    @Test("Many changes beside many members take time for themselves, not for the members")
    func manyChanges() throws {
        let members = (0..<50_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let document = try Document(json: "{\"a\":{\(members)}}")
        var changes = (0..<50_000).map { DataPatch.Change(.replace, ["a", "k\($0)"], "\($0 + 1)") }
        changes += (1..<50_000).map { DataPatch.Change(.remove, ["a", "k\($0)"]) }
        #expect(try DataPatch(changes).applied(to: document).json == #"{"a":{"k0":1}}"#)
    }

    @Test("Paths and values nested too deep are errors")
    func deepChanges() throws {
        let document = try Document(json: "{}")
        for change in [
            DataPatch.Change(.upsert, [String](repeating: "a", count: 100_000), "1"),
            .init(
                .upsert, [String](repeating: "a", count: 4000),
                "[[[" + String(repeating: "[", count: 200) + "]]]"
                    + String(repeating: "]", count: 200)),
        ] { #expect(throws: LoadingError.self) { try DataPatch([change]).applied(to: document) } }
    }

    @Test(
        "A text that is no list of changes is refused",
        arguments: [
            "[]", #"{"data":1}"#, #"{"data":[{"op":"add","path":"/a","value":1}]}"#,
            #"{"data":[{"op":"upsert","path":"/a"}]}"#, #"{"data":[{"op":"remove"}]}"#,
            #"{"data":[{"op":"remove","path":"/%zz"}]}"#,
        ])
    func malformedPatches(_ text: String) {
        #expect(throws: LoadingError.self) { try DataPatch(json: Array(text.utf8), of: "patch.json") }
    }

    @Test("A delta bundle holds nothing but changes, and changes only what it owns")
    func deltaContents() {
        let patch = Self.file("patch.json", #"{"data":[{"op":"remove","path":"/a"}]}"#)
        for beside in [
            Self.file("data.json", "{}"), Self.file("p.rego", "package p"),
            Self.file(".manifest", #"{"roots":["b"]}"#),
        ] {
            #expect(throws: LoadingError.self) { try PolicyBundle(files: [beside, patch], of: "b") }
        }
        #expect(throws: Never.self) { try PolicyBundle(files: [patch], of: "b") }
    }

    @Test("Damaged archives are errors, wherever they are cut or changed")
    func damagedArchives() throws {
        let bytes = try Self.archive("{}", #"{"app":{"roles":{"admin":true}}}"#).bytes()
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: (any Error).self) {
                try PolicyBundle(archive: Array(bytes[..<count]), of: "b").data(of: "b")
            }
        }
    }

    @Test("Overlaps of two manifests are found in either direction, by whole names")
    func overlaps() throws {
        func manifest(_ roots: String) throws -> BundleManifest {
            try BundleManifest(json: Array("{\"roots\":\(roots)}".utf8), of: ".manifest")
        }
        for (one, other, expected) in [
            (#"["a"]"#, #"["a/b"]"#, true), (#"["a"]"#, #"["ab","b/a"]"#, false), (#"[""]"#, #"["x"]"#, true),
            (#"["a/b"]"#, #"["a/c","a/b"]"#, true), (#"["a/b"]"#, #"["a/bc"]"#, false), ("[]", #"["a"]"#, false),
        ] {
            #expect(try manifest(one).overlaps(manifest(other)) == expected)
            #expect(try manifest(other).overlaps(manifest(one)) == expected)
        }
    }

    @Test("Texts changed at random are read or refused, and what is read is written and read the same")
    func changedTexts() throws {
        var state: UInt64 = 42
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let manifest = #"{"revision":"r","roots":["a","b/c"],"rego_version":1,"file_rego_versions":{"/x*":0}}"#
        let patch = #"{"data":[{"op":"upsert","path":"/a/b~1c","value":[1]},{"op":"remove","path":"x"}]}"#
        var read = 0
        for text in [manifest, patch] {
            for _ in 0..<2000 {
                var bytes = Array(text.utf8)
                for _ in 0..<1 + random(2) {
                    let place = random(bytes.count)
                    switch random(3) {
                    case 0: bytes[place] = UInt8(32 + random(95))
                    case 1: bytes.remove(at: place)
                    default: bytes.insert(bytes[random(bytes.count)], at: place)
                    }
                }
                if text == manifest, let found = try? BundleManifest(json: bytes, of: "m") {
                    read += 1
                    #expect(try BundleManifest(json: Array(found.json.utf8), of: "m").json == found.json)
                }
                if text == patch, let found = try? DataPatch(json: bytes, of: "p") {
                    read += 1
                    #expect(try DataPatch(json: Array(found.json.utf8), of: "p") == found)
                }
            }
        }
        #expect(read > 100)
    }
}
