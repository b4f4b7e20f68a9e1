package import Content
internal import Glibc
internal import JSONText

/// Writes blobs and manifests into an OCI image layout (OCI image specification, Image Layout).
///
/// Every file is written beside its place, brought to the disk and moved there, the index last: a reader sees the state
/// before or after, and an interrupted writer leaves blobs that nothing names.
package struct LayoutWriter {
    private let directory: String

    /// Makes the layout where there is none; its parent must be there.
    ///
    /// - Throws: `OCIError` when the directory holds something else.
    package init(directory: String) throws {
        self.directory = directory
        var status = stat()
        if stat("\(directory)/oci-layout", &status) == 0 {
            // Refuses versions that are not known.
            _ = try ImageStore(directory: directory)
            return
        }
        if mkdir(directory, 0o755) != 0 {
            guard errno == EEXIST else { throw FileError(operation: "make", path: directory, code: errno) }
            guard try isEmpty() else {
                throw OCIError.notFound(
                    place: directory, reason: "it is no image layout, and not empty",
                    hint: "Give a layout or a new directory")
            }
        }
        try save(Array(#"{"schemaVersion":2,"manifests":[]}"#.utf8), to: "index.json")
        // What makes it a layout comes last.
        try save(Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8), to: "oci-layout")
    }

    private func isEmpty() throws(FileError) -> Bool {
        guard let stream = opendir(directory) else {
            throw FileError(operation: "list", path: directory, code: errno)
        }
        defer { closedir(stream) }
        while let record = readdir(stream) {
            let name = withUnsafeBytes(of: &record.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != Array(".".utf8), name != Array("..".utf8) { return false }
        }
        return true
    }

    /// Stores a blob, unless it is there.
    package func add(_ bytes: [UInt8]) throws -> Digest {
        let digest = Digest.of(bytes)
        for folder in ["blobs", "blobs/\(digest.algorithm.rawValue)"] {
            guard mkdir("\(directory)/\(folder)", 0o755) == 0 || errno == EEXIST else {
                throw FileError(operation: "make", path: "\(directory)/\(folder)", code: errno)
            }
        }
        let path = "blobs/\(digest.algorithm.rawValue)/\(digest.hex)"
        var status = stat()
        if stat("\(directory)/\(path)", &status) == 0, Int(status.st_size) == bytes.count { return digest }
        try save(bytes, to: path)
        return digest
    }

    /// Stores a manifest and names it in the index; the tag leaves the manifest that had it before.
    package func add(
        manifest bytes: [UInt8], mediaType: String, artifactType: String?, tag: String?
    ) throws -> Digest {
        let digest = try add(bytes)
        let place = "layout \(directory)"
        let old = try parse(
            OpenFile.contents(of: "\(directory)/index.json", limit: Manifest.limit), subject: "\(place): index.json")
        let key = "org.opencontainers.image.ref.name"
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("schemaVersion", 2)
            writer.member("mediaType", MediaType.ociIndex)
            writer.key("manifests")
            writer.array { writer in
                for entry in old["manifests"]?.elements.map({ $0 }) ?? [] {
                    let name = entry["annotations"]?[key]?.string
                    let isSame = entry["digest"]?.string == digest.description
                    if isSame && (name == nil || name == tag) || tag != nil && name == tag { continue }
                    writer.value(entry)
                }
                writer.object { writer in
                    writer.member("mediaType", mediaType)
                    writer.member("digest", digest.description)
                    writer.member("size", bytes.count)
                    writer.member("artifactType", artifactType)
                    if let tag {
                        writer.key("annotations")
                        writer.object { $0.member(key, tag) }
                    }
                }
            }
            for member in old.members where !["schemaVersion", "mediaType", "manifests"].contains(member.key) {
                writer.key(member.key)
                writer.value(member.value)
            }
        }
        try save(writer.bytes, to: "index.json")
        return digest
    }

    private func save(_ bytes: [UInt8], to name: String) throws(FileError) {
        try FileSaving.save(bytes, to: "\(directory)/\(name)")
    }
}
