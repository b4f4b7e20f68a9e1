import Testing

@testable import Archive
@testable import Content
@testable import Inventory
@testable import OCI

@Suite struct InspectorTests {
    private static let base =
        [TestRoot.file(TestRoot.release, TestRoot.releaseText), TestRoot.script("usr/bin/a", "one")]
        + TestRoot.info("a", [("usr/bin/a", "#!/bin/sh\none\n")]) + [TestRoot.status(TestRoot.stanza("a"))]

    @Test func `attributes packages to the layer that brought them although the database is rewritten`() throws {
        let b = TestRoot.info("b", [("usr/bin/b", "")])
        let inventory = try TestRoot.inspect([
            Self.base, b + [TestRoot.status(TestRoot.stanza("a"), TestRoot.stanza("b"))],
            // a is upgraded, b goes and c comes; then b comes again.
            TestRoot.info("c", []) + [TestRoot.status(TestRoot.stanza("a", "2"), TestRoot.stanza("c"))],
            [TestRoot.status(TestRoot.stanza("a", "2"), TestRoot.stanza("b"), TestRoot.stanza("c"))],
        ])
        #expect(inventory.component("a")?.layer == 2)
        #expect(inventory.component("b")?.layer == 3)
        #expect(inventory.component("c")?.layer == 2)
        #expect(inventory.component("a")?.purl?.description == "pkg:deb/debian/a@2?arch=amd64&distro=debian-13")
    }

    @Test func `verifies files, and finds what was modified, by which layer, and what is missing`() throws {
        let inventory = try TestRoot.inspect([
            Self.base + TestRoot.info("b", [("usr/bin/b", "#!/bin/sh\nb\n"), ("usr/share/gone", "")])
                + [TestRoot.script("usr/bin/b", "b"), TestRoot.status(TestRoot.stanza("a"), TestRoot.stanza("b"))],
            [TestRoot.script("usr/bin/b", "evil"), TestRoot.script("opt/x")],
        ])
        #expect(inventory.file("usr/bin/a")?.status == .verified)
        #expect(inventory.file("usr/bin/b")?.status == .modified)
        #expect(inventory.file("usr/bin/b")?.layer == 1)
        #expect(inventory.file("usr/bin/b")?.reason?.contains(TestRoot.md5("#!/bin/sh\nb\n")) == true)
        #expect(inventory.files.modified == ["usr/bin/b"])
        #expect(inventory.files.missing == ["usr/share/gone"])
        #expect(inventory.file("opt/x")?.status == .unowned)
        #expect(inventory.gaps.isEmpty)
    }

    @Test func `expects configuration to change`() throws {
        let conffiles =
            "Conffiles:\n /etc/init.d/a \(TestRoot.md5("as shipped"))\n /etc/old \(TestRoot.md5("x")) obsolete\n"
        let inventory = try TestRoot.inspect([
            Self.base + [
                TestRoot.script("etc/init.d/a", "changed"), TestRoot.status(TestRoot.stanza("a", extra: conffiles)),
            ]
        ])
        #expect(inventory.file("etc/init.d/a")?.status == .listed)
        #expect(inventory.files.modified == [])
    }

    @Test func `looks for diverted files where they were put`() throws {
        let files = [("usr/bin/a", "#!/bin/sh\none\n")]
        let inventory = try TestRoot.inspect([
            [
                TestRoot.file(TestRoot.release, TestRoot.releaseText), TestRoot.script("usr/bin/a.distrib", "one"),
                TestRoot.script("usr/bin/a", "other"),
                TestRoot.file("var/lib/dpkg/diversions", "/usr/bin/a\n/usr/bin/a.distrib\nb\n"),
                TestRoot.status(TestRoot.stanza("a"), TestRoot.stanza("b")),
            ] + TestRoot.info("a", files) + TestRoot.info("b", [("usr/bin/a", "#!/bin/sh\nother\n")])
        ])
        #expect(inventory.file("usr/bin/a.distrib")?.status == .verified)
        #expect(inventory.owner("usr/bin/a.distrib") == "a")
        #expect(inventory.file("usr/bin/a")?.status == .verified)
        #expect(inventory.owner("usr/bin/a") == "b")
    }

    @Test func `gives maintainer scripts to their packages, also qualified and with dots in the name`() throws {
        let removed = TestRoot.stanza("gone", state: "config-files")
        let inventory = try TestRoot.inspect([
            Self.base + TestRoot.info("lib1.2:amd64", []) + [
                TestRoot.status(TestRoot.stanza("a"), TestRoot.stanza("lib1.2", extra: "Multi-Arch: same\n"), removed),
                TestRoot.script("var/lib/dpkg/info/a.postinst"),
                TestRoot.script("var/lib/dpkg/info/lib1.2:amd64.prerm"),
                TestRoot.script("var/lib/dpkg/info/gone.postrm"),
                TestRoot.script("var/lib/dpkg/info/a.miner"), TestRoot.script("var/lib/dpkg/info/stranger.postinst"),
            ]
        ])
        #expect(inventory.owner("var/lib/dpkg/info/a.postinst") == "a")
        #expect(inventory.owner("var/lib/dpkg/info/lib1.2:amd64.prerm") == "lib1.2")
        #expect(inventory.file("var/lib/dpkg/info/gone.postrm")?.status == .explained)
        #expect(inventory.file("var/lib/dpkg/info/a.miner")?.status == .unowned)
        #expect(inventory.file("var/lib/dpkg/info/stranger.postinst")?.status == .unowned)
    }

    @Test func `notices a stanza that was taken out while its file list stayed`() throws {
        let inventory = try TestRoot.inspect([
            Self.base, [TestRoot.status(TestRoot.stanza("other"))] + TestRoot.info("other", []),
        ])
        #expect(inventory.gaps.map(\.path) == ["var/lib/dpkg/info/a.list"])
        #expect(inventory.file("usr/bin/a")?.status == .unowned)
    }

    @Test func `notices a file list that was taken away`() throws {
        let inventory = try TestRoot.inspect([
            Self.base, [TestRoot.file("var/lib/dpkg/info/.wh.a.list", "")],
        ])
        #expect(inventory.gaps.map(\.path) == ["var/lib/dpkg/status"])
        #expect(inventory.gaps.first?.reason.contains("a is installed") == true)
    }

    @Test func `notices a status that breaks off and keeps what was before`() throws {
        let inventory = try TestRoot.inspect([
            Self.base + [TestRoot.status(TestRoot.stanza("a"), "Package: b\nStatus: install ok ins")]
        ])
        #expect(inventory.component("a") != nil)
        #expect(inventory.gaps.contains { $0.path == "var/lib/dpkg/status" && $0.reason.contains("b") })
    }

    @Test(arguments: [
        [TestRoot.file("var/lib/dpkg/.wh.status", "")], [TestRoot.file("var/lib/.wh.dpkg", "")],
        [TestRoot.file("var/lib/dpkg/status", "")],
    ]) func `notices a database that was removed or emptied`(_ top: [(TarEntry, [UInt8])]) throws {
        let inventory = try TestRoot.inspect([Self.base, top])
        #expect(inventory.gaps.contains { $0.path == "var/lib/dpkg/status" })
    }

    @Test func `reads the single stanzas of distroless images`() throws {
        let stanza = "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n"
        let inventory = try TestRoot.inspect([
            [
                TestRoot.file(TestRoot.release, TestRoot.releaseText), TestRoot.script("usr/bin/x", "x"),
                TestRoot.file("var/lib/dpkg/status.d/base", stanza),
                TestRoot.file(
                    "var/lib/dpkg/status.d/base.md5sums", "\(TestRoot.md5("#!/bin/sh\nx\n"))  usr/bin/x\n"),
            ]
        ])
        #expect(inventory.component("base-files")?.version == "12.4")
        #expect(inventory.file("usr/bin/x")?.status == .verified)
        #expect(inventory.gaps.isEmpty)
    }

    @Test func `draws edges from requirements, virtual packages included`() throws {
        let inventory = try TestRoot.inspect([
            Self.base + TestRoot.info("m", []) + [
                TestRoot.status(
                    TestRoot.stanza("a", extra: "Depends: none | awk (>= 1), absent\nPre-Depends: m:any\n"),
                    TestRoot.stanza("m", extra: "Provides: awk (= 1)\n"))
            ]
        ])
        let edges = inventory.relationships.filter { $0.relation == .dependsOn }.map {
            "\(inventory.components[$0.from].name) \(inventory.components[$0.to].name)"
        }
        #expect(edges == ["a m"])
    }

    @Test func `keeps what was read before a broken archive and says so`() throws {
        let layout = try TestLayout()
        var bytes = try TestLayout.tar(Self.base)
        bytes.removeLast(1024 + 700)
        try layout.finish([layout.image([TestLayout.plain(bytes)])])
        let inventory = try Inspector().inspect(layout.open())
        #expect(inventory.gaps.contains { $0.path == "layer 0" })
        #expect(inventory.file("usr/bin/a") != nil)
    }

    @Test func `judges a thousand layered packages in linear time`() throws {
        let names = (0..<3000).map { "p\($0)" }
        let layers = (0..<4).map { layer in
            [TestRoot.file("var/lib/dpkg/status", names.prefix(750 * (layer + 1)).map { TestRoot.stanza($0) }.joined())]
        }
        let inventory = try TestRoot.inspect(layers)
        #expect(inventory.component("p10")?.layer == 0)
        #expect(inventory.component("p2999")?.layer == 3)
    }
}

/// The engine over a real image, made by `Benchmarks/make-images.sh slim`.
@Suite struct SlimImageTests {
    private static func layout() -> String? {
        let folder = Shell.run("echo ${OBRYZA_IMAGES:-}").output
        let repository = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let images =
            String(decoding: folder, as: UTF8.self).split(separator: "\n").first.map(String.init)
            ?? "/\(repository)/Benchmarks/images"
        guard Shell.run("test -f '\(images)/slim/index.json'").status == 0 else {
            print("skipped: no image \(images)/slim; make it with Benchmarks/make-images.sh slim")
            return nil
        }
        return "\(images)/slim"
    }

    private static func inspect(_ image: Image, lanes: Int) throws -> Inventory {
        var inspector = Inspector()
        inspector.lanes = lanes
        return try inspector.inspect(image)
    }

    @Test func `gives the same from every transport and with any number of lanes`() throws {
        guard let path = Self.layout() else { return }
        let folder = try TemporaryFolder()
        let image = try ImageStore(directory: path).image(tag: nil, digest: nil, platform: nil)
        let one = try Self.inspect(image, lanes: 1)
        #expect(one.gaps == [])
        #expect(one.components.filter { $0.ecosystem == "deb" }.count > 80)
        #expect(one.files.modified == [])
        #expect(one.files.completeness > 0.99)
        try folder.run("tar -C '\(path)' -cf a.tar .")
        let archive = try ImageStore(archive: "\(folder.path)/a.tar").image(tag: nil, digest: nil, platform: nil)
        #expect(try Self.inspect(archive, lanes: 4).digest == one.digest)

        // The same tree on disk has the same components, without layers.
        let layer = try #require(image.layers.first?.descriptor?.digest.hex)
        try folder.run("mkdir root; tar -C root --exclude='dev/*' -xf '\(path)/blobs/sha256/\(layer)'")
        let directory = try Inspector().inspect(directory: "\(folder.path)/root", name: "root")
        #expect(directory.components.map(\.id) == one.components.map(\.id))
        #expect(
            directory.files.files.map { "\($0.path) \($0.status)" } == one.files.files.map { "\($0.path) \($0.status)" }
        )
    }

    @Test func `finds nearly every package that owns an executable when the database is gone`() throws {
        guard let path = Self.layout() else { return }
        let image = try ImageStore(directory: path).image(tag: nil, digest: nil, platform: nil)
        let whole = try Self.inspect(image, lanes: 1)
        let layout = try TestLayout()
        defer { withExtendedLifetime(layout) {} }
        let top = TestLayout.plain(try TestLayout.tar([TestRoot.file("var/lib/.wh.dpkg", "")]))
        let base = try #require(image.layers.first)
        let digest = try #require(base.descriptor?.digest.hex)
        let plain = try layout.folder.run("gzip -dc '\(path)/blobs/sha256/\(digest)'")
        try layout.finish([layout.image([TestLayout.plain(plain), top])])
        let robbed = try Self.inspect(layout.open(), lanes: 1)
        #expect(robbed.gaps.contains { $0.path == "var/lib/dpkg/status" })
        let owning = Set(
            whole.files.files.filter { $0.kind == .elf }.flatMap(\.owners).map { whole.components[$0].name })
        let found = Set(robbed.components.map(\.name))
        let ratio = Double(owning.intersection(found).count) / Double(owning.count)
        #expect(ratio >= 0.9, "missing: \(owning.subtracting(found).sorted())")
    }
}
