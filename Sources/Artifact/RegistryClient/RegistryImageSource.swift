internal import Archive
internal import Content
internal import JSONText
package import OCI

extension RegistryClient {
    /// Manifests, indexes and configurations fetched for one image.
    private static let documentLimit = 64
    /// Bytes of all of them.
    private static let documentBytesLimit = 32 << 20

    /// The image of a reference: manifest and configuration are fetched and verified, layers when they are opened.
    ///
    /// Indexes may hold indexes; only what choosing the platform takes is fetched, 64 documents of 32 MiB at most.
    /// - Parameter platform: chooses among several; `nil` takes the only one or the one for this machine.
    /// - Throws: `RegistryError` from the network, `OCIError` when the documents are wrong or no image fits.
    package func image(_ reference: RegistryReference, platform: Platform?) async throws -> Image {
        let answer = try await manifest(reference)
        let kind = try ManifestKind(answer.bytes, contentType: answer.mediaType, subject: "manifest \(reference)")
        let root = Descriptor(mediaType: kind.mediaType, digest: answer.digest, size: answer.bytes.count)
        var documents = FetchedDocuments(place: "\(reference)", bytes: [root.digest: answer.bytes])
        // Choosing walks the documents at hand and says which one it misses, so nothing is fetched in vain.
        for _ in 0..<Self.documentLimit {
            do {
                let chosen = try ManifestTree(documents).choose(
                    from: [root], platform: platform, asked: "\(reference)")
                // The first one proves that the configuration is at hand; the other reads layers too.
                _ = try Image(name: "", manifest: chosen.manifest, from: documents)
                var image = try Image(
                    name: "\(reference)", manifest: chosen.manifest,
                    from: RegistryImageSource(client: self, reference: reference, documents: documents))
                image.tags = reference.tag.map { [$0] } ?? []
                if root.digest != chosen.manifest.digest { image.index = root }
                return image
            } catch let missing as FetchedDocuments.Missing {
                let total = documents.bytes.values.reduce(0) { $0 + $1.count }
                guard missing.descriptor.size <= Self.documentBytesLimit - total else {
                    throw RegistryError.tooLarge(
                        subject: "manifests of \(reference)", url: "\(reference.registry)",
                        limit: Self.documentBytesLimit)
                }
                documents.bytes[missing.descriptor.digest] = try await document(missing.descriptor, of: reference)
            }
        }
        throw RegistryError.tooLarge(
            subject: "indexes of \(reference)", url: "\(reference.registry)", limit: Self.documentBytesLimit)
    }

    private func document(_ descriptor: Descriptor, of reference: RegistryReference) async throws -> [UInt8] {
        let type = descriptor.mediaType
        if MediaType.isIndex(type) || MediaType.isManifest(type) || type.isEmpty {
            var part = reference
            part.tag = nil
            part.digest = descriptor.digest
            return try await manifest(part).bytes
        }
        return try await blobBytes(descriptor.digest, size: descriptor.size, of: reference)
    }
}

/// What a manifest is, by its own words, the registry's, and its shape.
///
/// Bytes that two readers may take for two things are refused (OCI image specification 1.1, Image Manifest,
/// `mediaType`; CVE-2021-41190).
struct ManifestKind {
    let mediaType: String

    init(_ bytes: [UInt8], contentType: String, subject: String) throws {
        let (own, hasManifests, hasLayers) = try Self.shape(bytes, subject: subject)
        func refuse(_ found: String) -> OCIError { .malformed(subject: subject, reason: found) }
        guard !(hasManifests && hasLayers) else {
            throw refuse("both manifests and layers: it could be read as an index and as an image")
        }
        for type in [own, contentType] where MediaType.isIndex(type) || MediaType.isManifest(type) {
            guard MediaType.isIndex(type) == hasManifests else {
                throw refuse("of type \(type), with the members of another type")
            }
        }
        if MediaType.isIndex(own) || MediaType.isManifest(own) {
            mediaType = own
        } else if MediaType.isIndex(contentType) || MediaType.isManifest(contentType) {
            mediaType = contentType
        } else {
            mediaType = hasManifests ? MediaType.ociIndex : MediaType.ociManifest
        }
    }

    private static func shape(
        _ bytes: [UInt8], subject: String
    ) throws -> (own: String, hasManifests: Bool, hasLayers: Bool) {
        do {
            let root = try JSONDocument(bytes, limits: JSONLimits(depth: 64)).root
            return (
                root["mediaType"]?.string ?? "", root["manifests"] != nil,
                root["layers"] != nil || root["config"] != nil || root["fsLayers"] != nil
            )
        } catch {
            throw OCIError.malformed(subject: subject, reason: "\(error)")
        }
    }
}

/// The documents at hand while an image is chosen.
private struct FetchedDocuments: BlobSource {
    struct Missing: Error { var descriptor: Descriptor }

    let place: String
    var bytes: [Digest: [UInt8]]

    func open(_ descriptor: Descriptor) throws -> any ByteReader {
        guard let bytes = bytes[descriptor.digest] else { throw Missing(descriptor: descriptor) }
        return MemoryReader(bytes)
    }
}

/// Documents from memory, layers from the registry. The client must be alive while layers are read.
private struct RegistryImageSource: BlobSource {
    let client: RegistryClient
    let reference: RegistryReference
    let documents: FetchedDocuments
    var place: String { documents.place }

    func open(_ descriptor: Descriptor) throws -> any ByteReader {
        if let bytes = documents.bytes[descriptor.digest] { return MemoryReader(bytes) }
        return client.unverifiedStream(descriptor.digest, size: Int64(descriptor.size), of: reference)
    }
}

/// A download as a stream for one reader on a thread; ends with its last reference.
package final class BlobDownload: ByteReader, Sendable {
    private let stream: BlobStream
    private let task: Task<Void, Never>

    /// - Parameter run: writes to the stream; what it throws reaches the reader.
    init(_ run: @escaping @Sendable (BlobStream) async throws -> Void) {
        let stream = BlobStream()
        self.stream = stream
        task = Task {
            do {
                try await run(stream)
                stream.finish()
            } catch {
                stream.finish(throwing: error)
            }
        }
    }

    deinit { cancel() }

    /// Ends the download; the reader's next call throws.
    package func cancel() {
        stream.cancel()
        task.cancel()
    }

    /// Blocks until bytes are at hand. Never call it on a thread of the concurrency runtime.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try stream.read(into: buffer)
    }
}
