internal import Archive
package import Content

/// A manifest that is no image's: what its layers are, its artifact type says (OCI image specification 1.1, "Guidance
/// for artifact usage").
extension ImageStore {
    /// The manifest of a tag or digest, verified; without either the only one there is.
    package func artifact(tag: String?, digest: Digest?) throws -> (descriptor: Descriptor, manifest: Manifest) {
        let roots = try index().manifests
        let key = "org.opencontainers.image.ref.name"
        let found = roots.filter { root in
            if let digest { return root.digest == digest }
            guard let tag else { return true }
            return root.annotations[key].map { $0 == tag || $0.hasSuffix(":\(tag)") } ?? false
        }
        // One manifest may have several tags.
        guard let first = found.first, found.allSatisfy({ $0.digest == first.digest }) else {
            throw OCIError.noMatch(
                asked: digest.map { "\(place)@\($0)" } ?? tag.map { "\(place):\($0)" } ?? place,
                available: roots.map { $0.annotations[key] ?? $0.digest.description }.sorted())
        }
        let bytes = try bytes(of: first, subject: "manifest \(first.digest)", limit: Manifest.limit)
        return (first, try Manifest(bytes, digest: first.digest))
    }

    /// A blob whole and verified.
    package func bytes(of descriptor: Descriptor, subject: String, limit: Int) throws -> [UInt8] {
        guard descriptor.size <= limit else {
            throw OCIError.tooLarge(subject: subject, size: descriptor.size, limit: limit)
        }
        let reader = VerifyingReader(
            try open(descriptor), subject: subject, digest: descriptor.digest, size: descriptor.size)
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        try reader.finish()
        return bytes
    }
}
