package import Archive
package import Content
internal import JSONText

/// An OCI image layout, in a directory or in a tar archive (OCI image specification, Image Layout).
package struct ImageStore: BlobSource {
    private enum Medium: Sendable {
        case directory(String)
        case archive(TarFile)
    }

    private let medium: Medium
    package let place: String

    package init(directory: String) throws {
        medium = .directory(directory)
        place = "layout \(directory)"
        guard let marker = try contents(of: "oci-layout", limit: 64 << 10) else {
            throw OCIError.notFound(
                place: place, reason: "no file oci-layout there",
                hint: "An OCI image layout has one; for a root file system use dir:\(directory)")
        }
        let version = try parse(marker, subject: "\(place): oci-layout")["imageLayoutVersion"]?.string
        guard let version, version.hasPrefix("1.") else {
            throw OCIError.unsupported(subject: place, feature: "layout version \(version ?? "none")")
        }
    }

    package init(archive path: String) throws {
        medium = .archive(try TarFile(path))
        place = "archive \(path)"
        guard try contents(of: "oci-layout", limit: 64 << 10) != nil else {
            throw OCIError.notFound(
                place: place, reason: "no member oci-layout in it",
                hint: "If `docker save` wrote it, use docker-archive:\(path)")
        }
    }

    private func contents(of path: String, limit: Int) throws -> [UInt8]? {
        switch medium {
        case .archive(let tar): return try tar.contents(of: path, limit: limit)
        case .directory(let directory):
            do throws(FileError) {
                return try OpenFile.contents(of: "\(directory)/\(path)", limit: limit)
            } catch {
                if error.isMissing { return nil }
                throw error
            }
        }
    }

    package func open(_ descriptor: Descriptor) throws -> any ByteReader {
        let path = "blobs/\(descriptor.digest.algorithm.rawValue)/\(descriptor.digest.hex)"
        switch medium {
        case .archive(let tar):
            if let reader = try tar.open(path) { return reader }
        case .directory(let directory):
            do throws(FileError) {
                return FileReader(try OpenFile("\(directory)/\(path)"))
            } catch {
                if !error.isMissing { throw error }
            }
        }
        throw OCIError.missingBlob(subject: "blob \(descriptor.digest)", place: place)
    }

    package func index() throws -> Index {
        guard let bytes = try contents(of: "index.json", limit: Manifest.limit) else {
            throw OCIError.malformed(subject: place, reason: "no index.json")
        }
        return try Index(bytes, subject: "\(place): index.json")
    }

    /// Finds the image of a tag or digest, following nested indexes.
    ///
    /// - Parameters:
    ///   - tag: value of `org.opencontainers.image.ref.name`, or the part of it after the last colon.
    ///   - platform: chooses among several; `nil` takes the only one or the one for this machine.
    package func image(tag: String?, digest: Digest?, platform: Platform?) throws -> Image {
        let roots = try index().manifests
        var candidates = roots
        if let digest {
            candidates = roots.filter { $0.digest == digest }
            if candidates.isEmpty {
                // A digest may name something inside a nested index.
                candidates = try ManifestTree(self).descendants(of: roots).filter { $0.digest == digest }
            }
        } else if let tag {
            candidates = roots.filter { root in
                guard let name = root.annotations["org.opencontainers.image.ref.name"] else { return false }
                return name == tag || name.hasSuffix(":\(tag)")
            }
        }
        let asked = digest.map { "\(place)@\($0)" } ?? tag.map { "\(place):\($0)" } ?? place
        guard !candidates.isEmpty else {
            throw OCIError.noMatch(
                asked: asked,
                available: roots.map {
                    $0.annotations["org.opencontainers.image.ref.name"] ?? $0.digest.description
                }.sorted())
        }
        let chosen = try ManifestTree(self).choose(from: candidates, platform: platform, asked: asked)
        let annotations = chosen.root.annotations
        let name =
            annotations["io.containerd.image.name"] ?? annotations["org.opencontainers.image.ref.name"]
            ?? chosen.manifest.digest.description
        var image = try Image(name: name, manifest: chosen.manifest, from: self)
        image.tags = annotations["org.opencontainers.image.ref.name"].map { [$0] } ?? []
        if chosen.root.digest != chosen.manifest.digest { image.index = chosen.root }
        return image
    }
}
