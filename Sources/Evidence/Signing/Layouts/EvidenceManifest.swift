internal import Attestation
package import Content
internal import JSONText
package import OCI

/// A manifest that carries signatures, with what it names, to be stored beside an image.
package struct EvidenceManifest: Sendable {
    /// To be stored before the manifest that names them.
    package var blobs: [[UInt8]]
    package var bytes: [UInt8]
    /// `nil` for the classic layout, which goes under a tag.
    package var artifactType: String?
    package var annotations: [String: String] = [:]

    private static let empty = Array("{}".utf8)
    private static let emptyType = "application/vnd.oci.empty.v1+json"

    /// The tag of the classic layout.
    package static func tag(of image: Digest, _ kind: FoundEvidence.Kind) -> String {
        "\(image.algorithm.rawValue)-\(image.hex).\(kind == .attestation ? "att" : "sig")"
    }

    /// A bundle as a referrer, as cosign 3 writes it: one layer, an empty configuration, and the image as its subject.
    ///
    /// - Throws: `VerificationFailure` when it is no bundle of version 0.3, since others pass over older ones.
    package static func referrer(
        bundle json: [UInt8], of image: Descriptor
    ) throws(VerificationFailure) -> EvidenceManifest {
        let bundle = try Bundle(json: json)
        guard bundle.version >= .v03 else {
            throw VerificationFailure(
                .mediaType, expected: "a bundle of version 0.3", found: "an older one, which clients pass over")
        }
        var annotations = ["dev.sigstore.bundle.content": "message-signature"]
        if case .envelope(let envelope) = bundle.content {
            annotations["dev.sigstore.bundle.content"] = "dsse-envelope"
            annotations["dev.sigstore.bundle.predicateType"] = try statement(envelope).predicateType
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("schemaVersion", 2)
            writer.member("mediaType", MediaType.ociManifest)
            writer.member("artifactType", Bundle.mediaType)
            writer.key("config")
            write(Descriptor(mediaType: emptyType, digest: Digest.of(empty), size: empty.count), into: &writer)
            writer.key("layers")
            writer.array { writer in
                write(
                    Descriptor(mediaType: Bundle.mediaType, digest: Digest.of(json), size: json.count), into: &writer)
            }
            writer.key("subject")
            write(
                Descriptor(
                    mediaType: image.mediaType.isEmpty ? MediaType.ociManifest : image.mediaType, digest: image.digest,
                    size: image.size), into: &writer)
            writer.key("annotations")
            write(annotations, into: &writer)
        }
        return EvidenceManifest(
            blobs: [empty, json], bytes: writer.bytes, artifactType: Bundle.mediaType, annotations: annotations)
    }

    /// An attestation in the classic layout, behind those that are there.
    ///
    /// - Parameter existing: the manifest that the tag names, if it names one.
    package static func attestation(
        bundle json: [UInt8], addedTo existing: [UInt8]?
    ) throws -> EvidenceManifest {
        let bundle = try Bundle(json: json)
        guard case .envelope(let envelope) = bundle.content else {
            throw VerificationFailure(
                .signatureDSSE, expected: "a signed statement, which the classic layout can hold",
                found: "a signature of the image's bytes")
        }
        var annotations = CosignLayer.annotations(of: bundle)
        annotations[CosignLayer.predicateType] = try statement(envelope).predicateType
        // Clients have the whole envelope timestamped here; a timestamp of the signature would be a wrong one.
        annotations[CosignLayer.timestamp] = nil
        return try classic(envelope.json, type: CosignLayer.envelopeType, annotations, addedTo: existing)
    }

    /// A signature of `payload` in the classic layout, behind those that are there.
    package static func signature(
        of payload: SimpleSigning, bundle json: [UInt8], addedTo existing: [UInt8]?
    ) throws -> EvidenceManifest {
        try classic(
            payload.json, type: SimpleSigning.mediaType, CosignLayer.annotations(of: try Bundle(json: json)),
            addedTo: existing)
    }

    private static func statement(_ envelope: Envelope) throws(VerificationFailure) -> Statement {
        do throws(AttestationError) {
            return try Statement(payloadOf: envelope)
        } catch {
            throw VerificationFailure(.statement, expected: "an in-toto statement", found: "\(error)")
        }
    }

    private static func classic(
        _ layer: [UInt8], type: String, _ annotations: [String: String], addedTo existing: [UInt8]?
    ) throws -> EvidenceManifest {
        var old: JSONValue?
        var digests: [Digest] = []
        if let existing {
            // Nothing is added to what cannot be understood.
            digests = try Manifest(existing, digest: Digest.of(existing)).layers.map(\.digest)
            old = try JSONDocument(existing, limits: JSONLimits(depth: 64)).root
        }
        var descriptor = Descriptor(mediaType: type, digest: Digest.of(layer), size: layer.count)
        descriptor.annotations = annotations
        digests.append(descriptor.digest)
        let config = configuration(digests)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("schemaVersion", 2)
            writer.member("mediaType", MediaType.ociManifest)
            writer.key("config")
            write(
                Descriptor(mediaType: MediaType.ociConfiguration, digest: Digest.of(config), size: config.count),
                into: &writer)
            writer.key("layers")
            writer.array { writer in
                for entry in old?["layers"]?.elements.map({ $0 }) ?? [] { writer.value(entry) }
                write(descriptor, into: &writer)
            }
            for member in old?.members.map({ $0 }) ?? []
            where !["schemaVersion", "mediaType", "config", "layers"].contains(member.key) {
                writer.key(member.key)
                writer.value(member.value)
            }
        }
        return EvidenceManifest(blobs: [config, layer], bytes: writer.bytes, artifactType: nil)
    }

    /// An image's configuration without an image, as cosign writes it: registries of old want one.
    private static func configuration(_ layers: [Digest]) -> [UInt8] {
        let never = "0001-01-01T00:00:00Z"
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("architecture", "")
            writer.member("created", never)
            writer.key("history")
            writer.array { writer in for _ in layers { writer.object { $0.member("created", never) } } }
            writer.member("os", "")
            writer.key("rootfs")
            writer.object { writer in
                writer.member("type", "layers")
                writer.key("diff_ids")
                writer.array { writer in for layer in layers { writer.value("\(layer)") } }
            }
            writer.key("config")
            writer.object { _ in }
        }
        return writer.bytes
    }

    private static func write(_ descriptor: Descriptor, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("mediaType", descriptor.mediaType)
            writer.member("size", descriptor.size)
            writer.member("digest", "\(descriptor.digest)")
            if !descriptor.annotations.isEmpty {
                writer.key("annotations")
                write(descriptor.annotations, into: &writer)
            }
        }
    }

    private static func write(_ annotations: [String: String], into writer: inout JSONWriter) {
        writer.object { writer in
            for (name, value) in annotations.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
        }
    }
}
