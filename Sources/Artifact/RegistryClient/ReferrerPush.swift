package import Content
internal import JSONText
internal import NIOHTTP1
package import OCI

extension RegistryClient {
    /// Stores a manifest that names a subject, under its own digest.
    ///
    /// A registry that keeps referrers says so by `OCI-Subject`; for any other the manifest is added to the index under
    /// the tag that stands for the API (OCI distribution specification 1.1, “Pushing Manifests with Subject”).
    ///
    /// - Parameter annotations: of the manifest, repeated in the list as the specification asks.
    package func pushReferrer(
        _ bytes: [UInt8], artifactType: String, annotations: [String: String], subject: Digest,
        to reference: RegistryReference
    ) async throws -> Digest {
        var place = reference
        place.tag = nil
        place.digest = nil
        let (digest, head) = try await put(bytes, mediaType: MediaType.ociManifest, to: place)
        if head.headers.first(name: "OCI-Subject") != nil { return digest }
        let fallback = Self.fallback(subject, reference)
        // Nothing locks the tag: another writer may have replaced the list in between, so it is looked at again.
        for _ in 0..<3 {
            let old = try await list(fallback)
            if old.contains(where: { $0["digest"]?.string == "\(digest)" }) { return digest }
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("schemaVersion", 2)
                writer.member("mediaType", MediaType.ociIndex)
                writer.key("manifests")
                writer.array { writer in
                    for entry in old { writer.value(entry) }
                    writer.object { writer in
                        writer.member("mediaType", MediaType.ociManifest)
                        writer.member("digest", "\(digest)")
                        writer.member("size", bytes.count)
                        writer.member("artifactType", artifactType)
                        if !annotations.isEmpty {
                            writer.key("annotations")
                            writer.object { writer in
                                for (name, value) in annotations.sorted(by: { $0.key < $1.key }) {
                                    writer.member(name, value)
                                }
                            }
                        }
                    }
                }
            }
            guard writer.bytes.count <= Self.manifestLimit else {
                throw RegistryError.tooLarge(
                    subject: "referrers of \(subject)", url: "\(fallback)", limit: Self.manifestLimit)
            }
            _ = try await pushManifest(writer.bytes, mediaType: MediaType.ociIndex, to: fallback)
        }
        let listed = try await list(fallback)
        guard listed.contains(where: { $0["digest"]?.string == "\(digest)" }) else {
            throw RegistryError.malformed(
                subject: "referrers of \(subject)", url: "\(fallback)", expected: "\(digest) in the list",
                found: "a list that others keep replacing")
        }
        return digest
    }

    /// What the tag names; empty when there is no such tag.
    private func list(_ fallback: RegistryReference) async throws -> [JSONValue] {
        let bytes: [UInt8]
        do {
            bytes = try await manifest(fallback, accept: [MediaType.ociIndex], skippingMirrors: true).bytes
        } catch RegistryError.notFound {
            return []
        }
        do {
            guard let entries = try JSONDocument(bytes, limits: JSONLimits(depth: 64)).root["manifests"] else {
                throw RegistryError.malformed(
                    subject: "\(fallback)", url: "\(fallback)", expected: "an index of referrers",
                    found: "something else")
            }
            return Array(entries.elements)
        } catch let error as JSONError {
            throw RegistryError.malformed(
                subject: "\(fallback)", url: "\(fallback)", expected: "an index of referrers", found: "\(error)")
        }
    }
}
