@testable import Archive
@testable import Content
@testable import JSONText
@testable import OCI

/// An OCI image layout in a temporary folder, made piece by piece and, where a test wants it, wrongly.
final class TestLayout {
    let folder: TemporaryFolder
    var path: String { folder.path }

    /// A layer as it is stored and as it inflates.
    struct Layer {
        var stored: [UInt8]
        var plain: [UInt8]
        var mediaType: String
    }

    init() throws {
        folder = try TemporaryFolder()
        try folder.run("mkdir -p blobs/sha256")
        try folder.write(Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8), to: "oci-layout")
    }

    static func tar(_ files: [(path: String, content: String)]) throws -> [UInt8] {
        try tar(files.map { (TarEntry(path: Array($0.path.utf8), kind: .file), Array($0.content.utf8)) })
    }

    static func tar(_ entries: [(TarEntry, [UInt8])]) throws -> [UInt8] {
        let sink = ByteSink()
        let tar = TarWriter { sink.bytes.append(contentsOf: $0) }
        for (entry, content) in entries { try tar.append(entry, content) }
        try tar.finish()
        return sink.bytes
    }

    static func gzip(_ plain: [UInt8]) throws -> Layer {
        let sink = ByteSink()
        let gzip = try GzipWriter(level: 1) { sink.bytes.append(contentsOf: $0) }
        try plain.withUnsafeBytes { try gzip.append($0) }
        try gzip.finish()
        return Layer(stored: sink.bytes, plain: plain, mediaType: "application/vnd.oci.image.layer.v1.tar+gzip")
    }

    static func plain(_ bytes: [UInt8]) -> Layer {
        Layer(stored: bytes, plain: bytes, mediaType: "application/vnd.oci.image.layer.v1.tar")
    }

    @discardableResult
    func put(_ bytes: [UInt8]) throws -> Digest {
        let digest = Digest.of(bytes)
        try folder.write(bytes, to: blob(digest))
        return digest
    }

    func blob(_ digest: Digest) -> String { "blobs/sha256/\(digest.hex)" }

    func descriptor(_ bytes: [UInt8], _ mediaType: String) throws -> Descriptor {
        Descriptor(mediaType: mediaType, digest: try put(bytes), size: bytes.count)
    }

    static func configuration(
        _ layers: [Layer], platform: Platform = .host, change: (inout [Digest]) -> Void = { _ in }
    ) -> [UInt8] {
        var diffIDs = layers.map { Digest.of($0.plain) }
        change(&diffIDs)
        var json = JSONWriter()
        json.object {
            $0.member("os", platform.os)
            $0.member("architecture", platform.architecture)
            $0.member("variant", platform.variant)
            $0.key("rootfs")
            $0.object {
                $0.member("type", "layers")
                $0.key("diff_ids")
                $0.array { for digest in diffIDs { $0.value(digest.description) } }
            }
            $0.key("history")
            $0.array {
                for index in layers.indices { $0.object { $0.member("created_by", "step \(index)") } }
                $0.object {
                    $0.member("created_by", "CMD")
                    $0.member("empty_layer", true)
                }
            }
        }
        return json.bytes
    }

    /// Writes layers, configuration and manifest.
    ///
    /// - Parameters:
    ///   - docker: media types of Docker's schema 2.
    ///   - change: alters the layers' descriptors before the manifest is written.
    func image(
        _ layers: [Layer], platform: Platform = .host, docker: Bool = false, annotations: [String: String] = [:],
        diffIDs: (inout [Digest]) -> Void = { _ in },
        change: (inout [Descriptor]) -> Void = { _ in }
    ) throws -> Descriptor {
        var descriptors: [Descriptor] = []
        for layer in layers {
            descriptors.append(
                try descriptor(
                    layer.stored,
                    docker ? "application/vnd.docker.image.rootfs.diff.tar.gzip" : layer.mediaType))
        }
        change(&descriptors)
        let configuration = try descriptor(
            Self.configuration(layers, platform: platform, change: diffIDs),
            docker ? MediaType.dockerConfiguration : MediaType.ociConfiguration)
        let type = docker ? MediaType.dockerManifest : MediaType.ociManifest
        var json = JSONWriter()
        json.object {
            $0.member("schemaVersion", 2)
            $0.member("mediaType", type)
            $0.key("config")
            Self.write(configuration, &$0)
            $0.key("layers")
            $0.array { for descriptor in descriptors { Self.write(descriptor, &$0) } }
            guard !annotations.isEmpty else { return }
            $0.key("annotations")
            $0.object { for entry in annotations.sorted(by: { $0.key < $1.key }) { $0.member(entry.key, entry.value) } }
        }
        var manifest = try descriptor(json.bytes, type)
        manifest.platform = platform
        return manifest
    }

    static func index(_ manifests: [Descriptor], docker: Bool = false) -> [UInt8] {
        var json = JSONWriter()
        json.object {
            $0.member("schemaVersion", 2)
            $0.member("mediaType", docker ? MediaType.dockerList : MediaType.ociIndex)
            $0.key("manifests")
            $0.array { for manifest in manifests { write(manifest, &$0) } }
        }
        return json.bytes
    }

    func nested(_ manifests: [Descriptor], docker: Bool = false) throws -> Descriptor {
        try descriptor(
            Self.index(manifests, docker: docker), docker ? MediaType.dockerList : MediaType.ociIndex)
    }

    /// Writes `index.json`.
    func finish(_ manifests: [Descriptor], tag: String? = nil) throws {
        let manifests = manifests.map {
            var manifest = $0
            if let tag { manifest.annotations["org.opencontainers.image.ref.name"] = tag }
            return manifest
        }
        try folder.write(Self.index(manifests), to: "index.json")
    }

    private static func write(_ descriptor: Descriptor, _ json: inout JSONWriter) {
        json.object {
            $0.member("mediaType", descriptor.mediaType)
            $0.member("digest", descriptor.digest.description)
            $0.member("size", descriptor.size)
            if let platform = descriptor.platform {
                $0.key("platform")
                $0.object {
                    $0.member("architecture", platform.architecture)
                    $0.member("os", platform.os)
                    $0.member("variant", platform.variant)
                }
            }
            $0.member("artifactType", descriptor.artifactType)
            if !descriptor.annotations.isEmpty {
                $0.key("annotations")
                $0.object {
                    for key in descriptor.annotations.keys.sorted() { $0.member(key, descriptor.annotations[key]) }
                }
            }
        }
    }

    func store() throws -> ImageStore { try ImageStore(directory: path) }

    func open(platform: Platform? = nil) throws -> Image {
        try store().image(tag: nil, digest: nil, platform: platform)
    }

    /// The same as a tar archive of the layout.
    func archive() throws -> String {
        try folder.run("tar -cf layout.tar oci-layout index.json blobs")
        return "\(path)/layout.tar"
    }

    /// What `docker save` writes of these layers.
    func dockerArchive(_ layers: [Layer], tag: String = "app:1") throws -> String {
        let configuration = Self.configuration(layers)
        let name = "\(Digest.of(configuration).hex).json"
        var entries: [(TarEntry, [UInt8])] = [(TarEntry(path: Array(name.utf8), kind: .file), configuration)]
        for (index, layer) in layers.enumerated() {
            entries.append((TarEntry(path: Array("\(index)/layer.tar".utf8), kind: .file), layer.plain))
        }
        var json = JSONWriter()
        json.array {
            $0.object {
                $0.member("Config", name)
                $0.key("RepoTags")
                $0.array { $0.value(tag) }
                $0.key("Layers")
                $0.array { for index in layers.indices { $0.value("\(index)/layer.tar") } }
            }
        }
        entries.append((TarEntry(path: Array("manifest.json".utf8), kind: .file), json.bytes))
        try folder.write(try Self.tar(entries), to: "docker.tar")
        return "\(path)/docker.tar"
    }
}
