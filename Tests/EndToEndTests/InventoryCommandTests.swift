import Testing

@testable import Archive
@testable import Content
@testable import OCI

/// Exit codes and messages of `obryza inventory`, and what hostile input costs.
@Suite struct InventoryCommandTests {
    private static func file(_ path: String, _ content: String, mode: UInt16 = 0o644) -> (TarEntry, [UInt8]) {
        (TarEntry(path: Array(path.utf8), kind: .file, mode: mode), Array(content.utf8))
    }

    /// A small system with one package, complete.
    private static let system = [
        file("etc/os-release", "ID=debian\nVERSION_ID=13\n"),
        file(
            "var/lib/dpkg/status", "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n"),
        file("var/lib/dpkg/info/a.list", "/usr/bin/a\n"), file("usr/bin/a", "#!/bin/sh\n", mode: 0o755),
    ]

    private static func layout(_ layers: [[UInt8]]) throws -> TestLayout {
        let layout = try TestLayout()
        try layout.finish([layout.image(layers.map(TestLayout.plain))], tag: "latest")
        return layout
    }

    /// The system, and above it a layer of bytes.
    private static func hostile(_ top: [UInt8]) throws -> TestLayout {
        try layout([TestLayout.tar(system), top])
    }

    /// Runs and checks that the end is orderly: a code of the table, a message, and little memory.
    private static func check(
        _ outcome: Obryza.Outcome?, status: Int32, saying text: String = "", megabytes: Int = 400
    ) {
        guard let outcome else { return }
        #expect(outcome.status == status, "\(outcome.errors.suffix(500))")
        #expect(outcome.errors.contains(text), "\(outcome.errors.suffix(500))")
        if let memory = outcome.memory { #expect(memory < megabytes << 20, "\(memory >> 20) MB") }
        #expect(!outcome.errors.contains("Fatal error"))
    }

    @Test func `passes what is complete`() throws {
        let layout = try Self.layout([TestLayout.tar(Self.system)])
        for reference in ["oci:\(layout.path)", "oci:\(layout.path):latest", "oci-archive:\(try layout.archive())"] {
            let outcome = try Obryza.run("inventory", reference, "--require-completeness", "100")
            Self.check(outcome, status: 0)
            #expect(outcome?.output.contains("100.00% accounted for") != false)
        }
    }

    @Test func `fails what is altered or not accounted for`() throws {
        let layout = try Self.layout([
            TestLayout.tar(Self.system + [Self.file("opt/x", "#!/bin/sh\n", mode: 0o755)])
        ])
        Self.check(
            try Obryza.run("inventory", "oci:\(layout.path)", "--require-completeness", "99"), status: 1,
            saying: "99")
        Self.check(try Obryza.run("inventory", "oci:\(layout.path)"), status: 0)
        let digest = try #require(try layout.open().layers[0].descriptor?.digest)
        try layout.folder.run("printf x | dd of=\(layout.blob(digest)) bs=1 seek=600 conv=notrunc")
        Self.check(try Obryza.run("inventory", "oci:\(layout.path)"), status: 1, saying: digest.description)
    }

    @Test func `calls wrong usage by its name`() throws {
        let layout = try Self.layout([TestLayout.tar(Self.system)])
        let place = "oci:\(layout.path)"
        for (arguments, text) in [
            ((place + ":other", "--offline"), "latest"), ((place + "@sha256:zz", "--offline"), "sha256"),
            (("oci:/nowhere", "--offline"), "/nowhere"), ((layout.path, "--offline"), "oci:"),
            (("dir:/nowhere", "--offline"), "/nowhere"), (("UPPER/x y", "--offline"), "UPPER"),
        ] {
            Self.check(try Obryza.run("inventory", arguments.0, arguments.1), status: 2, saying: text)
        }
    }

    @Test(arguments: ["--lanes=0", "--nonsense"]) func `calls a wrong option wrong usage`(_ option: String) throws {
        let layout = try Self.layout([TestLayout.tar(Self.system)])
        guard let outcome = try Obryza.run("inventory", "oci:\(layout.path)", option) else { return }
        #expect(outcome.errors.contains(option.prefix { $0 != "=" }))
        #expect(outcome.status == 2)
    }

    @Test func `calls unknown what it does not recognise and what breaks off`() throws {
        let unknown = try Self.layout([TestLayout.tar([Self.file("a", "x")])])
        Self.check(try Obryza.run("inventory", "oci:\(unknown.path)"), status: 3, saying: "no component")
        var cut = try TestLayout.tar(Self.system)
        cut.removeLast(1024 + 100)
        cut += [UInt8](repeating: 0x78, count: 512)
        let broken = try Self.layout([cut])
        Self.check(try Obryza.run("inventory", "oci:\(broken.path)"), status: 3, saying: "layer 0")
    }

    @Test func `calls internal what the system refuses`() throws {
        let layout = try Self.layout([TestLayout.tar(Self.system)])
        try layout.folder.run("rm index.json; mkdir index.json")
        Self.check(try Obryza.run("inventory", "oci:\(layout.path)"), status: 4, saying: "index.json")
    }

    @Test func `does not wait for streams that never end`() throws {
        let folder = try TemporaryFolder()
        try folder.run("mkfifo pipe")
        for place in ["oci-archive:\(folder.path)/pipe", "docker-archive:/dev/zero"] {
            guard let outcome = try Obryza.run("inventory", place) else { return }
            #expect((1...4).contains(outcome.status))
            #expect(outcome.errors.contains("cannot read"))
        }
    }

    @Test func `refuses a bomb`() throws {
        guard Shell.has("zstd") else { return }
        let layout = try TestLayout()
        let bomb = try layout.folder.run("head -c 1500000000 /dev/zero | zstd -q -1 -c")
        let layer = TestLayout.Layer(
            stored: bomb, plain: [], mediaType: "application/vnd.oci.image.layer.v1.tar+zstd")
        try layout.finish([layout.image([layer])])
        Self.check(try Obryza.run("inventory", "oci:\(layout.path)"), status: 3, saying: "bomb")
    }

    @Test func `opens a thousand nested archives only so far`() throws {
        var jar = TestZip.bytes([.init(name: "x.class", content: [0xca, 0xfe])])
        for _ in 0..<1000 { jar = TestZip.bytes([.init(name: "inner.jar", content: jar)]) }
        let flat = TestZip.bytes(
            (0..<1000).map { .init(name: "\($0).jar", content: TestZip.bytes([.init(name: "a", content: [1])])) })
        let entries = [jar, flat].enumerated().map { index, bytes in
            (TarEntry(path: Array("opt/\(index).jar".utf8), kind: .file), bytes)
        }
        let layout = try Self.hostile(TestLayout.tar(entries))
        guard let outcome = try Obryza.run("inventory", "oci:\(layout.path)") else { return }
        Self.check(outcome, status: 3, saying: "opt/0.jar")
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")]) func `survives deep JSON`(_ open: String, _ close: String) throws {
        let text = String(repeating: open, count: 100_000) + "1" + String(repeating: close, count: 100_000)
        let layout = try Self.hostile(TestLayout.tar([Self.file("app/node_modules/x/package.json", text)]))
        Self.check(try Obryza.run("inventory", "oci:\(layout.path)"), status: 3, saying: "package.json")
    }

    @Test func `says which entries leave the root`() throws {
        let layout = try Self.hostile(
            TestTar.file("../../etc/passwd", "x") + TestTar.header("h", type: "1", link: "../../etc/shadow")
                + TestTar.end)
        Self.check(try Obryza.run("inventory", "oci:\(layout.path)"), status: 3, saying: "leaves the root")
    }

    @Test func `reads no holes of a terabyte`() throws {
        let records = TestTar.record("GNU.sparse.map", "0,0") + TestTar.record("GNU.sparse.size", "1099511627776")
        let one = TestTar.pax(records) + TestTar.file("a", "")
        let layout = try Self.hostile((0..<200).flatMap { _ in one } + TestTar.end)
        Self.check(try Obryza.run("inventory", "oci:\(layout.path)"), status: 3, saying: "expand")
    }

    @Test func `holds no more deep paths than fit`() throws {
        var top: [UInt8] = []
        for number in 0..<400 {
            let path = "\(number)/" + String(repeating: "d/", count: 1900) + "f"
            top += TestTar.pax(TestTar.record("path", path)) + TestTar.file("a", "")
        }
        let layout = try Self.hostile(top + TestTar.end)
        Self.check(
            try Obryza.run("inventory", "oci:\(layout.path)"), status: 3, saying: "left out", megabytes: 1800)
    }
}
