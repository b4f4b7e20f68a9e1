internal import Archive
package import Content
package import OCI

/// Signatures in an image layout or an archive of one.
///
/// A layout has no referrers API: what `index.json` names is read for its subject. Tags are annotations, as everywhere
/// in layouts.
package struct EvidenceLayout: EvidencePlace {
    private let store: ImageStore
    private let roots: [Descriptor]

    /// Manifests of a layout that are read for their subject.
    private static let rootLimit = 1024
    private static let name = "org.opencontainers.image.ref.name"
    /// How `cosign save` marks what belongs to the one image that it has saved.
    private static let kinds: Set = [
        "dev.cosignproject.cosign/sigs", "dev.cosignproject.cosign/atts", "dev.cosignproject.cosign/sboms",
    ]

    package init(_ store: ImageStore) throws {
        self.store = store
        roots = try store.index().manifests
    }

    package var place: String { store.place }

    package func manifest(tagged tag: String) async throws -> Descriptor? {
        let found = roots.filter { root in
            root.annotations[Self.name].map { $0 == tag || $0.hasSuffix(":\(tag)") } ?? false
        }
        guard let first = found.first else { return nil }
        guard found.allSatisfy({ $0.digest == first.digest }) else {
            throw EvidencePlaceError(.unreadable, found: "several manifests tagged \(tag) in \(place)")
        }
        return first
    }

    package func marked() async throws -> [Descriptor] {
        roots.filter { $0.annotations["kind"].map { Self.kinds.contains($0) } ?? false }
    }

    package func referrers(of digest: Digest) async throws -> [Descriptor] {
        guard roots.count <= Self.rootLimit else {
            throw EvidencePlaceError(
                .unreadable, found: "\(roots.count) manifests in \(place), of which \(Self.rootLimit) are searched")
        }
        var found: [Descriptor] = []
        for root in roots where root.digest != digest && !MediaType.isIndex(root.mediaType) {
            do throws(EvidencePlaceError) {
                let bytes = try read(root, limit: Manifest.limit)
                // What is no manifest has no subject.
                guard let manifest = try? Manifest(bytes, digest: root.digest) else { continue }
                if manifest.subject?.digest == digest { found.append(root) }
            } catch {
                // An artifact that cannot be read may be the one that matters; other images are no concern.
                if root.artifactType != nil || error.trouble == .altered { found.append(root) }
            }
        }
        if let fallback = try await manifest(tagged: "\(digest.algorithm.rawValue)-\(digest.hex.prefix(64))"),
            MediaType.isIndex(fallback.mediaType)
        {
            let bytes = try read(fallback, limit: Manifest.limit)
            do throws(OCIError) {
                found += try Index(bytes, subject: "index \(fallback.digest)").manifests
            } catch {
                throw EvidencePlaceError(error)
            }
        }
        return found
    }

    package func manifest(_ descriptor: Descriptor) async throws -> [UInt8] {
        try read(descriptor, limit: Manifest.limit)
    }

    package func blob(_ descriptor: Descriptor, limit: Int) async throws -> [UInt8] {
        try read(descriptor, limit: limit)
    }

    private func read(_ descriptor: Descriptor, limit: Int) throws(EvidencePlaceError) -> [UInt8] {
        do {
            return try store.bytes(of: descriptor, subject: "blob \(descriptor.digest)", limit: limit)
        } catch let error as OCIError {
            throw EvidencePlaceError(error)
        } catch {
            throw EvidencePlaceError(.unreadable, found: "\(error)")
        }
    }
}
