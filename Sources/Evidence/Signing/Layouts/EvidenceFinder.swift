internal import Attestation
package import Content
package import OCI

/// Finds what has been attached to an image, in every layout that is in use.
///
/// | layout | where |
/// |---|---|
/// | cosign, classic | the tags `sha256-HEX.sig`, `.att`, `.sbom` |
/// | cosign, with OCI 1.1 | referrers of type `application/vnd.dev.cosign.artifact.{sig,att,sbom}.v1+json` |
/// | Sigstore bundles, cosign 3 | referrers of type `application/vnd.dev.sigstore.bundle…` |
/// | BuildKit | manifests of the image's own index, for which `vnd.docker.reference.digest` names the image |
///
/// Comes in: a place, and the digests that stand for the image. Goes out: everything that was found, also what could
/// not be read, with the reason. Nothing is verified here, and nothing that a place says is believed.
package struct EvidenceFinder: Sendable {
    private let place: any EvidencePlace

    /// Manifests that are read for one image, layers of one of them, and bytes of all.
    package static let manifestLimit = 256
    package static let layerLimit = 256
    package static let byteLimit = 256 << 20
    static let blobLimit = 64 << 20

    package init(_ place: any EvidencePlace) { self.place = place }

    /// - Parameters:
    ///   - images: the digests that stand for the image: its manifest's, then the index's that holds it.
    ///   - index: the index that holds the image, if one does.
    /// - Throws: what ends a search, such as a registry that does not answer.
    package func find(_ images: [Digest], index: Descriptor? = nil) async throws -> [FoundEvidence] {
        var search = Search(place: place)
        for image in images {
            for suffix in ["sig", "att", "sbom"] {
                let tag = "\(image.algorithm.rawValue)-\(image.hex).\(suffix)"
                // Longer digests make no tag.
                guard RegistryReference.isTag(tag) else { continue }
                try await search.recording(.tag(tag), image) { search throws in
                    guard let manifest = try await search.place.manifest(tagged: tag) else { return }
                    try await search.read(manifest, .tag(tag), image)
                }
            }
            try await search.recording(.referrer, image) { search throws in
                for manifest in try await search.place.referrers(of: image) {
                    try await search.read(manifest, .referrer, image)
                }
            }
        }
        if let image = images.last {
            for manifest in try await place.marked() { try await search.read(manifest, .layout, image) }
        }
        if let index { try await search.readIndex(index, images) }
        return search.found
    }
}

/// A search under way.
private struct Search {
    let place: any EvidencePlace
    var found: [FoundEvidence] = []
    /// A manifest may be listed as of the index by mistake, and be of the image.
    private struct Seen: Hashable {
        var manifest: Digest
        var image: Digest
    }
    private var seen: Set<Seen> = []
    private var bytes = 0
    private var isOverLimit = false

    init(place: any EvidencePlace) { self.place = place }

    /// Runs `body` and records what the place failed to give.
    mutating func recording(
        _ origin: FoundEvidence.Origin, _ image: Digest, _ body: (inout Search) async throws -> Void
    ) async throws {
        do {
            try await body(&self)
        } catch let error as EvidencePlaceError {
            add(.other, origin, image, nil, nil, type: "", .failure(Self.failure(error)))
        }
    }

    private static func failure(_ error: EvidencePlaceError) -> VerificationFailure {
        VerificationFailure(
            error.trouble == .altered ? .altered : .unreadable, expected: "what the place names", found: error.found)
    }

    private mutating func add(
        _ kind: FoundEvidence.Kind, _ origin: FoundEvidence.Origin, _ image: Digest, _ manifest: Digest?,
        _ layer: Digest?, type: String, predicateType: String? = nil, _ content: FoundEvidence.Content
    ) {
        found.append(
            FoundEvidence(
                origin: origin, kind: kind, image: image, manifest: manifest, layer: layer, mediaType: type,
                predicateType: predicateType, content: content))
    }

    // MARK: Manifests

    /// The attestations that BuildKit puts beside images into their index.
    mutating func readIndex(_ descriptor: Descriptor, _ images: [Digest]) async throws {
        guard let image = images.first else { return }
        try await recording(.index, image) { search throws in
            let index: Index
            let bytes = try await search.place.manifest(descriptor)
            do throws(OCIError) {
                index = try Index(bytes, subject: "index \(descriptor.digest)")
            } catch {
                throw EvidencePlaceError(error)
            }
            for manifest in index.manifests
            where manifest.annotations["vnd.docker.reference.type"] == "attestation-manifest" {
                guard let named = manifest.annotations["vnd.docker.reference.digest"].flatMap({ Digest($0) }),
                    images.contains(named)
                else { continue }
                try await search.read(manifest, .index, named)
            }
        }
    }

    mutating func read(_ descriptor: Descriptor, _ origin: FoundEvidence.Origin, _ image: Digest) async throws {
        let key = Seen(manifest: descriptor.digest, image: image)
        guard !seen.contains(key) else { return }
        guard seen.count < EvidenceFinder.manifestLimit else {
            guard !isOverLimit else { return }
            isOverLimit = true
            return add(
                .other, origin, image, descriptor.digest, nil, type: descriptor.mediaType,
                .failure(
                    VerificationFailure(
                        .placeLimit, expected: "at most \(EvidenceFinder.manifestLimit) manifests", found: "more")))
        }
        seen.insert(key)
        let manifest: Manifest
        do {
            let bytes = try await place.manifest(descriptor)
            do throws(OCIError) {
                manifest = try Manifest(bytes, digest: descriptor.digest)
            } catch {
                throw EvidencePlaceError(.unreadable, found: "\(error)")
            }
        } catch let error as EvidencePlaceError {
            return add(
                .other, origin, image, descriptor.digest, nil, type: descriptor.artifactType ?? descriptor.mediaType,
                .failure(Self.failure(error)))
        }
        let type = manifest.artifactType ?? manifest.configuration.mediaType
        if origin == .referrer, manifest.subject?.digest != image {
            return add(
                .other, origin, image, descriptor.digest, nil, type: type,
                .failure(
                    VerificationFailure(
                        .foreignSubject, expected: "a manifest with the subject \(image)",
                        found: manifest.subject.map { "one with \($0.digest)" } ?? "one without a subject")))
        }
        var isKnown = false
        for (position, layer) in manifest.layers.enumerated() {
            guard position < EvidenceFinder.layerLimit else {
                add(
                    .other, origin, image, descriptor.digest, nil, type: type,
                    .failure(
                        VerificationFailure(
                            .placeLimit, expected: "at most \(EvidenceFinder.layerLimit) layers",
                            found: "\(manifest.layers.count)")))
                break
            }
            if try await read(layer, descriptor.digest, origin, image) { isKnown = true }
        }
        guard !isKnown else { return }
        add(
            .other, origin, image, descriptor.digest, nil, type: type,
            .failure(
                VerificationFailure(
                    .foreignType, expected: "signatures or statements of a known type",
                    found: "an artifact of type \(type.prefix(120))")))
    }

    // MARK: Layers

    /// - Returns: whether it is of a kind that is known.
    private mutating func read(
        _ layer: Descriptor, _ manifest: Digest, _ origin: FoundEvidence.Origin, _ image: Digest
    ) async throws -> Bool {
        let type = layer.mediaType
        let kind: FoundEvidence.Kind
        var predicateType: String?
        var content: FoundEvidence.Content
        switch type {
        case SimpleSigning.mediaType:
            kind = .signature
            content = try await contents(layer, limit: SimpleSigning.limit) { bytes throws(VerificationFailure) in
                .payload(try CosignLayer.signature(of: bytes, layer), bytes)
            }
        case CosignLayer.envelopeType:
            kind = .attestation
            content = try await contents(layer) { bytes throws(VerificationFailure) in
                .bundle(try CosignLayer.attestation(bytes, layer))
            }
            predicateType = Self.predicateType(content) ?? layer.annotations[CosignLayer.predicateType]
        case _ where type.hasPrefix("application/vnd.dev.sigstore.bundle"):
            content = try await contents(layer) { bytes throws(VerificationFailure) in
                .bundle(try Bundle(json: bytes))
            }
            predicateType = Self.predicateType(content)
            if case .bundle(let bundle) = content, case .envelope = bundle.content,
                predicateType != FoundEvidence.signaturePredicate
            {
                kind = .attestation
            } else {
                kind = .signature
            }
        case "application/vnd.in-toto+json":
            kind = .attestation
            predicateType = layer.annotations["in-toto.io/predicate-type"]
            content = .failure(
                VerificationFailure(
                    .unsigned, expected: "a statement in a signed envelope", found: "a statement that no one has signed"
                ))
        case _ where Self.isBillOfMaterials(type):
            kind = .billOfMaterials
            content = .failure(
                VerificationFailure(
                    .unsigned, expected: "a bill of materials in a signed statement",
                    found: "one that no one has signed"))
        default: return false
        }
        add(kind, origin, image, manifest, layer.digest, type: type, predicateType: predicateType, content)
        return true
    }

    private static func isBillOfMaterials(_ type: String) -> Bool {
        let known = ["text/spdx", "application/spdx", "application/vnd.cyclonedx", "application/vnd.syft"]
        return known.contains { type == $0 || type.hasPrefix("\($0)+") }
    }

    private mutating func contents(
        _ layer: Descriptor, limit: Int = EvidenceFinder.blobLimit,
        _ read: ([UInt8]) throws(VerificationFailure) -> FoundEvidence.Content
    ) async throws -> FoundEvidence.Content {
        guard layer.size <= min(limit, EvidenceFinder.byteLimit - bytes) else {
            return .failure(
                VerificationFailure(
                    .placeLimit, expected: "at most \(min(limit, EvidenceFinder.byteLimit - bytes)) bytes",
                    found: "\(layer.size)"))
        }
        bytes += layer.size
        let content: [UInt8]
        do {
            content = try await place.blob(layer, limit: limit)
        } catch let error as EvidencePlaceError {
            return .failure(Self.failure(error))
        }
        do throws(VerificationFailure) {
            return try read(content)
        } catch {
            return .failure(error)
        }
    }

    /// What an envelope says that its statement says; believed only when its signature has verified.
    private static func predicateType(_ content: FoundEvidence.Content) -> String? {
        guard case .bundle(let bundle) = content, case .envelope(let envelope) = bundle.content else { return nil }
        // A statement that cannot be read is reported when the bundle is verified.
        return (try? Statement(payloadOf: envelope))?.predicateType
    }
}
