internal import Glibc
internal import Inventory
internal import OCI

/// Opens what a user named and makes its inventory.
struct ArtifactOpener: Sendable {
    enum Opened: Sendable {
        case image(Image)
        case directory(path: String, name: String)

        /// Of the image's manifest.
        var annotations: [String: String] { if case .image(let image) = self { image.annotations } else { [:] } }
    }

    private let options: SourceOptions
    private let platform: Platform?

    init(_ options: SourceOptions) {
        self.options = options
        platform = options.platform.flatMap { Platform($0) }
    }

    /// Opens an artifact for as long as `body` runs: manifest and configuration are read and verified, layers are
    /// not touched yet.
    func withArtifact<Value: Sendable>(
        _ text: String, _ body: (Opened) async throws -> Value
    ) async throws -> Value {
        let reference = try ImageReference(text, kind: Self.kind)
        switch reference {
        case .layout(let path, let tag, let digest):
            return try await body(
                .image(try ImageStore(directory: path).image(tag: tag, digest: digest, platform: platform)))
        case .archive(let path, let tag, let digest):
            try Self.refuseDirectory(path)
            return try await body(
                .image(try ImageStore(archive: path).image(tag: tag, digest: digest, platform: platform)))
        case .dockerArchive(let path, let name):
            try Self.refuseDirectory(path)
            return try await body(.image(try DockerArchive.image(path, name: name, platform: platform)))
        case .directory(let path):
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw OCIError.notFound(
                    place: path, reason: "no such directory", hint: "dir: takes a root file system or a source tree")
            }
            // Where the directory lies says nothing about what is in it.
            let name = path.split(separator: "/").last.map(String.init) ?? "/"
            return try await body(.directory(path: path, name: name == "." || name == ".." ? "directory" : name))
        case .registry(let reference):
            return try await RegistryOpener(options).withImage(reference, platform: platform) {
                try await body(.image($0))
            }
        }
    }

    /// Reads every layer once, on a thread of its own.
    func inventory(_ opened: Opened, subject: String) async throws -> Inventory {
        let lanes = options.lanes
        return try await BlockingWork.run {
            let progress = Progress(subject)
            defer { progress.finish() }
            var inspector = Inspector()
            inspector.lanes = lanes
            switch opened {
            case .image(let image):
                return try inspector.inspect(image) { progress.update(layer: $0, entries: $1) }
            case .directory(let path, let name):
                return try inspector.inspect(directory: path, name: name) { progress.update(entries: $0) }
            }
        }
    }

    func inventory(_ text: String) async throws -> Inventory {
        try await withArtifact(text) { try await inventory($0, subject: text) }
    }

    static func refuseDirectory(_ path: String) throws {
        guard kind(path) == .directory else { return }
        throw OCIError.notFound(
            place: path, reason: "an archive was expected, and this is a directory",
            hint: "For an image layout use oci:\(path), for a root file system dir:\(path)")
    }

    static func kind(_ path: String) -> ImageReference.PathKind {
        var status = stat()
        guard stat(path, &status) == 0 else { return .missing }
        return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
    }
}
