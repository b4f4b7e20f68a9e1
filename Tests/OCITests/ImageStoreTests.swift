import Testing

@testable import Content
@testable import OCI

@Suite struct ImageStoreTests {
    static func layer(_ name: String) throws -> TestLayout.Layer {
        try TestLayout.gzip(TestLayout.tar([(name, name)]))
    }

    static let arm = Platform(os: "linux", architecture: "arm64", variant: "v8")
    static let amd = Platform(os: "linux", architecture: "amd64")

    /// The configuration digest of what is chosen, or what was available instead.
    private static func choose(_ layout: TestLayout, _ platform: Platform?) throws -> Digest? {
        try layout.open(platform: platform).manifestDigest
    }

    @Test(arguments: [false, true]) func `picks the platform asked for through nested indexes`(_ docker: Bool) throws {
        let layout = try TestLayout()
        let arm = try layout.image([Self.layer("arm")], platform: Self.arm, docker: docker)
        let amd = try layout.image([Self.layer("amd")], platform: Self.amd, docker: docker)
        try layout.finish([layout.nested([layout.nested([arm, amd], docker: docker)], docker: docker)])
        #expect(try Self.choose(layout, Self.arm) == arm.digest)
        #expect(try Self.choose(layout, Self.amd) == amd.digest)
        #expect(try Self.choose(layout, Platform("arm64")) == arm.digest)
        do {
            _ = try layout.open(platform: Platform("riscv64"))
            Issue.record("an image for riscv64 was found")
        } catch OCIError.noMatch(_, let available) {
            #expect(available.count == 2)
            #expect(available.contains { $0.contains("linux/arm64/v8") && $0.contains(arm.digest.description) })
        }
    }

    @Test func `passes over attestations beside the image`() throws {
        let layout = try TestLayout()
        let image = try layout.image([Self.layer("a")])
        var attestation = try layout.image(
            [Self.layer("b")], platform: Platform(os: "unknown", architecture: "unknown"))
        attestation.annotations["vnd.docker.reference.type"] = "attestation-manifest"
        try layout.finish([layout.nested([attestation, image])])
        #expect(try Self.choose(layout, nil) == image.digest)
    }

    @Test func `judges an image without a platform by its configuration`() throws {
        let layout = try TestLayout()
        var image = try layout.image([Self.layer("a")], platform: Self.arm)
        image.platform = nil
        try layout.finish([image])
        #expect(try Self.choose(layout, nil) == image.digest)
        #expect(try Self.choose(layout, Self.arm) == image.digest)
        #expect(throws: OCIError.self) { try Self.choose(layout, Self.amd) }
    }

    @Test func `does not guess between several images`() throws {
        let layout = try TestLayout()
        try layout.finish([try layout.image([Self.layer("a")]), try layout.image([Self.layer("b")])])
        #expect(throws: OCIError.self) { try layout.open() }
    }

    @Test func `finds by tag and by digest, also inside an index`() throws {
        let layout = try TestLayout()
        let image = try layout.image([Self.layer("a")])
        try layout.finish([layout.nested([image])], tag: "example.org/app:1.0")
        let store = try layout.store()
        for tag in ["1.0", "example.org/app:1.0"] {
            #expect(try store.image(tag: tag, digest: nil, platform: nil).manifestDigest == image.digest)
        }
        #expect(try store.image(tag: nil, digest: image.digest, platform: nil).manifestDigest == image.digest)
        #expect(throws: OCIError.self) { try store.image(tag: "2.0", digest: nil, platform: nil) }
        #expect(throws: OCIError.self) {
            try store.image(tag: nil, digest: Digest.of([]), platform: nil)
        }
    }

    @Test func `walks indexes that name each other many times in bounded time`() throws {
        let layout = try TestLayout()
        var level = try layout.image([Self.layer("a")])
        // 100 to the sixth would be a trillion visits.
        for _ in 0..<6 { level = try layout.nested([Descriptor](repeating: level, count: 100)) }
        try layout.finish([level])
        #expect(try layout.open().layers.count == 1)
    }

    @Test func `refuses indexes nested too deep`() throws {
        let layout = try TestLayout()
        var level = try layout.image([Self.layer("a")])
        for _ in 0..<20 { level = try layout.nested([level]) }
        try layout.finish([level])
        #expect(throws: OCIError.self) { try layout.open() }
    }

    @Test func `refuses manifests with more layers than any runtime mounts`() throws {
        let layout = try TestLayout()
        let layer = try Self.layer("a")
        try layout.finish([layout.image([TestLayout.Layer](repeating: layer, count: 1001))])
        #expect(throws: OCIError.self) { try layout.open() }
    }

    @Test func `names manifest and configuration that were altered`() throws {
        for part in ["manifest", "configuration"] {
            let layout = try TestLayout()
            let image = try layout.image([Self.layer("a")])
            try layout.finish([image])
            let digest = part == "manifest" ? image.digest : try layout.open().configurationDigest
            try layout.folder.run("tr 0 1 < \(layout.blob(digest)) > x; mv x \(layout.blob(digest))")
            do {
                _ = try layout.open()
                Issue.record("an altered \(part) was read")
            } catch OCIError.digestMismatch(let subject, let expected, let found) {
                #expect(subject.contains(part) && subject.contains(digest.description))
                #expect(expected == digest && found != digest)
            }
        }
    }

    @Test func `names a manifest of another size`() throws {
        let layout = try TestLayout()
        var image = try layout.image([Self.layer("a")])
        let size = image.size
        for wrong in [size - 1, size + 1] {
            image.size = wrong
            try layout.finish([image])
            do {
                _ = try layout.open()
                Issue.record("a manifest of another size was read")
            } catch OCIError.sizeMismatch(let subject, let expected, let found) {
                #expect(subject.contains(image.digest.description))
                #expect(expected == wrong && found == size)
            }
        }
        image.size = 1 << 40
        try layout.finish([image])
        #expect(throws: OCIError.self) { try layout.open() }
    }

    static let hostileIndexes = [
        "", "[]", "{}", #"{"manifests":{}}"#, #"{"manifests":[{}]}"#,
        #"{"manifests":[{"digest":"sha256:zz","size":1}]}"#,
        #"{"manifests":[{"digest":"sha256:../../../etc/passwd","size":1}]}"#,
        #"{"manifests":[{"digest":"sha256:\#(String(repeating: "0", count: 64))","size":-1}]}"#,
        #"{"manifests":[{"digest":"md5:\#(String(repeating: "0", count: 32))","size":1}]}"#,
        String(repeating: "[", count: 100_000), #"{"manifests":[]}"#,
        #"{"manifests":[{"mediaType":7,"digest":"sha256:\#(String(repeating: "0", count: 64))","size":2}]}"#,
    ]

    @Test(arguments: hostileIndexes) func `refuses a hostile index`(_ text: String) throws {
        let layout = try TestLayout()
        try layout.folder.write(Array(text.utf8), to: "index.json")
        #expect(throws: OCIError.self) { try layout.open() }
    }

    @Test func `says what a folder without a layout is`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: OCIError.self) { try ImageStore(directory: folder.path) }
    }
}
