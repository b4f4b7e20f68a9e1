import Synchronization
import Testing

@testable import Archive
@testable import Content
@testable import OCI

@Suite struct LayerReaderTests {
    /// What was in each layer, gathered from whatever thread.
    private final class Gathered: Sendable {
        let layers = Mutex<[Int: [String]]>([:])
    }

    private static func read(_ image: Image, lanes: Int? = 1) throws -> [Int: [String]] {
        let gathered = Gathered()
        try LayerReader(image, lanes: lanes).run { layer, tar in
            var seen: [String] = []
            while let entry = try tar.nextEntry() {
                var hasher = DigestHasher(.sha256)
                try tar.readBody { hasher.update($0) }
                seen.append("\(String(decoding: entry.path, as: UTF8.self)) \(entry.size) \(hasher.finalize())")
            }
            gathered.layers.withLock { $0[layer] = seen }
        }
        return gathered.layers.withLock { $0 }
    }

    /// Layers from nothing to more than a ring of chunks.
    private static func layers() throws -> [TestLayout.Layer] {
        var random = FixedRandom(3)
        return try [0, 1, 20_000, 9_000_000, 300].map { size in
            let content = (0..<size / 8 + 1).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
            return try TestLayout.gzip(
                TestLayout.tar([
                    (TarEntry(path: Array("f\(size)".utf8), kind: .file), content),
                    (TarEntry(path: Array("empty".utf8), kind: .file), []),
                ]))
        }
    }

    @Test func `gives the same with one lane and four, from every transport`() throws {
        let layout = try TestLayout()
        let layers = try Self.layers()
        try layout.finish([layout.image(layers)])
        let image = try layout.open()
        let one = try Self.read(image, lanes: 1)
        #expect(one.count == layers.count)
        #expect(one[3]?.first?.hasPrefix("f9000000 9000008 ") == true)
        #expect(try Self.read(image, lanes: 4) == one)
        #expect(try Self.read(image, lanes: nil) == one)

        let archive = try ImageStore(archive: layout.archive()).image(tag: nil, digest: nil, platform: nil)
        #expect(try Self.read(archive) == one)
        #expect(archive.manifestDigest == image.manifestDigest)

        let docker = try DockerArchive.image(layout.dockerArchive(layers), name: nil, platform: nil)
        #expect(try Self.read(docker, lanes: 2) == one)
        #expect(docker.configurationDigest == image.configurationDigest)
        #expect(docker.layers.map(\.diffID) == image.layers.map(\.diffID))
        #expect(docker.layers.map(\.createdBy) == ["step 0", "step 1", "step 2", "step 3", "step 4"])
    }

    @Test(arguments: ["zstd -q", "xz", "bzip2", "cat"]) func `reads layers of every compression`(
        _ command: String
    ) throws {
        guard Shell.has(String(command.prefix { $0 != " " })) else { return }
        let layout = try TestLayout()
        let plain = try TestLayout.tar([("a", "hello")])
        try layout.folder.write(plain, to: "plain")
        let stored = try layout.folder.run("\(command) < plain")
        let layer = TestLayout.Layer(
            stored: stored, plain: plain, mediaType: "application/vnd.oci.image.layer.v1.tar+zstd")
        try layout.finish([layout.image([layer])])
        #expect(try Self.read(layout.open())[0]?.count == 1)
    }

    @Test func `reads Docker's media types`() throws {
        let layout = try TestLayout()
        try layout.finish([layout.image([TestLayout.gzip(TestLayout.tar([("a", "x")]))], docker: true)])
        #expect(try Self.read(layout.open())[0]?.count == 1)
    }

    @Test func `names foreign layers and does not ask for them`() throws {
        let layout = try TestLayout()
        let layers = [try TestLayout.gzip(TestLayout.tar([("a", "x")])), TestLayout.plain([1, 2, 3])]
        try layout.finish([
            layout.image(
                layers, change: { $0[1].mediaType = "application/vnd.oci.image.layer.nondistributable.v1.tar" })
        ])
        let image = try layout.open()
        try layout.folder.run("rm \(layout.blob(Digest.of([1, 2, 3])))")
        #expect(image.layers.map(\.isForeign) == [false, true])
        #expect(try Self.read(image).keys.sorted() == [0])
    }

    /// An image of three layers whose second is wrong in some way.
    private static func altered(
        diffIDs: (inout [Digest]) -> Void = { _ in }, change: (inout [Descriptor]) -> Void = { _ in },
        then: (TestLayout, Digest) throws -> Void = { _, _ in }
    ) throws -> (Image, Digest, TestLayout) {
        let layout = try TestLayout()
        let layers = try ["a", "b", "c"].map { try TestLayout.gzip(TestLayout.tar([($0, $0)])) }
        try layout.finish([layout.image(layers, diffIDs: diffIDs, change: change)])
        let digest = Digest.of(layers[1].stored)
        let image = try layout.open()
        try then(layout, digest)
        return (image, digest, layout)
    }

    @Test(arguments: [1, 4]) func `names the blob whose bytes were altered`(_ lanes: Int) throws {
        // A byte of the deflate stream, a byte of the trailer, and a byte too many.
        for script in [
            "printf x | dd of=B bs=1 seek=20 conv=notrunc",
            "printf x | dd of=B bs=1 seek=$(($(stat -c %s B)-2)) conv=notrunc",
        ] {
            let (image, digest, layout) = try Self.altered(then: { layout, digest in
                try layout.folder.run(script.replacing("B", with: layout.blob(digest)))
            })
            defer { withExtendedLifetime(layout) {} }
            do {
                _ = try Self.read(image, lanes: lanes)
                Issue.record("altered bytes were read")
            } catch OCIError.digestMismatch(let subject, let expected, let found) {
                #expect(subject.contains("layer 1") && subject.contains(digest.description))
                #expect(try expected == digest && found == Digest.of(layout.folder.read(layout.blob(digest))))
            }
        }
    }

    @Test(arguments: ["printf x >> B", "truncate -s -1 B", ": > B"])
    func `names the blob of another size`(_ script: String) throws {
        let (image, digest, layout) = try Self.altered(then: { layout, digest in
            try layout.folder.run(script.replacing("B", with: layout.blob(digest)))
        })
        defer { withExtendedLifetime(layout) {} }
        do {
            _ = try Self.read(image)
            Issue.record("a blob of another size was read")
        } catch OCIError.sizeMismatch(let subject, let expected, let found) {
            #expect(subject.contains("layer 1") && subject.contains(digest.description))
            #expect(expected == image.layers[1].descriptor?.size && found != expected)
        }
    }

    @Test func `names the layer that is not what the configuration says`() throws {
        let wrong = Digest.of([7])
        let (image, _, layout) = try Self.altered(diffIDs: { $0[1] = wrong })
        defer { withExtendedLifetime(layout) {} }
        do {
            _ = try Self.read(image, lanes: 4)
            Issue.record("a layer with another diff_id was read")
        } catch OCIError.diffIDMismatch(let layer, let expected, let found) {
            #expect(layer == 1 && expected == wrong)
            #expect(try found == Digest.of(TestLayout.tar([("b", "b")])))
        }
    }

    @Test func `names a blob that is not there`() throws {
        let (image, digest, layout) = try Self.altered(then: { layout, digest in
            try layout.folder.run("rm \(layout.blob(digest))")
        })
        defer { withExtendedLifetime(layout) {} }
        do {
            _ = try Self.read(image)
            Issue.record("a missing blob was read")
        } catch OCIError.missingBlob(let subject, let place) {
            #expect(subject.contains(digest.description))
            #expect(place.contains(layout.path))
        }
    }

    @Test func `checks bytes behind the end of the archive, too`() throws {
        let layout = try TestLayout()
        let plain = try TestLayout.tar([("a", "x")])
        let layer = try TestLayout.gzip(plain + Array("hidden".utf8))
        try layout.finish([layout.image([layer], diffIDs: { $0[0] = Digest.of(plain) })])
        #expect(throws: OCIError.self) { try Self.read(layout.open()) }
    }

    @Test func `refuses encrypted layers`() throws {
        let (image, _, layout) = try Self.altered(change: { $0[1].mediaType += "+encrypted" })
        defer { withExtendedLifetime(layout) {} }
        #expect(throws: OCIError.self) { try Self.read(image) }
    }

    @Test func `refuses a layer that inflates beyond the limit`() throws {
        let layout = try TestLayout()
        let zeros = [UInt8](repeating: 0, count: 10_000_000)
        try layout.finish([
            layout.image([TestLayout.gzip(TestLayout.tar([(TarEntry(path: [0x61], kind: .file), zeros)]))])
        ])
        var limits = LayerReader.Limits()
        limits.layer = 5_000_000
        #expect(throws: ArchiveError.self) {
            try LayerReader(layout.open(), limits: limits).run { _, tar in while try tar.nextEntry() != nil {} }
        }
    }

    private struct Refused: Error {}

    @Test(arguments: [1, 2, 4]) func `reports the first of several failures in layer order and ends`(
        _ lanes: Int
    ) throws {
        let layout = try TestLayout()
        var random = FixedRandom(9)
        // Larger than a ring, so that producers wait for consumers.
        let big = (0..<1_000_000).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        let layers = try (0..<6).map { index in
            try TestLayout.gzip(
                TestLayout.tar([(TarEntry(path: Array("\(index)".utf8), kind: .file), index == 2 ? big : [1])]))
        }
        try layout.finish([layout.image(layers, diffIDs: { for index in 2..<6 { $0[index] = Digest.of([]) } })])
        let image = try layout.open()
        for _ in 0..<5 {
            do {
                _ = try Self.read(image, lanes: lanes)
                Issue.record("layers with other diff_ids were read")
            } catch OCIError.diffIDMismatch(let layer, _, _) {
                #expect(layer == 2)
            }
        }
        #expect(throws: Refused.self) {
            try LayerReader(layout.image2(), lanes: lanes).run { _, _ in throw Refused() }
        }
    }
}

extension TestLayout {
    /// Another image, with two good layers.
    fileprivate func image2() throws -> Image {
        let layers = try ["x", "y"].map { try TestLayout.gzip(TestLayout.tar([($0, $0)])) }
        try finish([image(layers)])
        return try open()
    }
}

@Suite struct DockerArchiveTests {
    private static func layers() throws -> [TestLayout.Layer] {
        [try TestLayout.gzip(TestLayout.tar([("a", "x")]))]
    }

    @Test func `chooses by name and says which names there are`() throws {
        let layout = try TestLayout()
        let path = try layout.dockerArchive(Self.layers(), tag: "app:latest")
        for name in ["app", "app:latest"] {
            #expect(try DockerArchive.image(path, name: name, platform: nil).tags == ["app:latest"])
        }
        do {
            _ = try DockerArchive.image(path, name: "other", platform: nil)
            Issue.record("an image of another name was found")
        } catch OCIError.noMatch(_, let available) {
            #expect(available == ["app:latest"])
        }
    }

    @Test func `refuses a configuration that is not what its name says`() throws {
        let layout = try TestLayout()
        let path = try layout.dockerArchive(Self.layers())
        try layout.folder.run("sed -i 's/step 0/step 1/' docker.tar")
        #expect(throws: OCIError.self) { try DockerArchive.image(path, name: nil, platform: nil) }
    }

    static let hostileManifests = [
        "", "{}", "[]", "[{}]", "[null]", #"[{"Config":"../x","Layers":[]}]"#,
        #"[{"Config":"manifest.json","Layers":["a"]}]"#,
    ]

    @Test(arguments: hostileManifests) func `refuses a hostile manifest`(_ text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(
            try TestLayout.tar([("manifest.json", text)]), to: "t.tar")
        #expect(throws: OCIError.self) { try DockerArchive.image("\(folder.path)/t.tar", name: nil, platform: nil) }
    }
}
