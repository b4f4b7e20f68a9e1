import Content
import JSONText
import OCI

@testable import Signing

/// A repository in the test's memory, which may say what is not so.
struct MemoryPlace: EvidencePlace {
    struct Layer {
        var type: String
        var bytes: [UInt8]
        var annotations: [String: String] = [:]
    }

    let place = "memory"
    var tags: [String: Descriptor] = [:]
    var listed: [Digest: [Descriptor]] = [:]
    var blobs: [Digest: [UInt8]] = [:]
    var marks: [Descriptor] = []

    func manifest(tagged tag: String) async throws -> Descriptor? { tags[tag] }
    func referrers(of digest: Digest) async throws -> [Descriptor] { listed[digest] ?? [] }
    func marked() async throws -> [Descriptor] { marks }
    func manifest(_ descriptor: Descriptor) async throws -> [UInt8] { try read(descriptor) }
    func blob(_ descriptor: Descriptor, limit: Int) async throws -> [UInt8] { try read(descriptor) }

    private func read(_ descriptor: Descriptor) throws -> [UInt8] {
        guard let bytes = blobs[descriptor.digest] else {
            throw EvidencePlaceError(.unreadable, found: "no blob \(descriptor.digest)")
        }
        guard Digest.of(bytes) == descriptor.digest, bytes.count == descriptor.size else {
            throw EvidencePlaceError(.altered, found: "\(Digest.of(bytes))")
        }
        return bytes
    }

    mutating func add(_ bytes: [UInt8], type: String) -> Descriptor {
        let descriptor = Descriptor(mediaType: type, digest: Digest.of(bytes), size: bytes.count)
        blobs[descriptor.digest] = bytes
        return descriptor
    }

    /// A manifest as cosign writes it: of version 1 and 2 under a tag, with a subject as a referrer.
    mutating func manifest(_ layers: [Layer], artifactType: String? = nil, subject: Digest? = nil) -> Descriptor {
        let configType = artifactType ?? "application/vnd.oci.image.config.v1+json"
        let config = add(Array("{}".utf8), type: configType)
        var writer = JSONWriter()
        func write(_ descriptor: Descriptor, _ annotations: [String: String] = [:], into writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("mediaType", descriptor.mediaType)
                writer.member("digest", "\(descriptor.digest)")
                writer.member("size", descriptor.size)
                if !annotations.isEmpty {
                    writer.key("annotations")
                    writer.object { writer in
                        for (name, value) in annotations.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
                    }
                }
            }
        }
        writer.object { writer in
            writer.member("schemaVersion", 2)
            writer.member("mediaType", MediaType.ociManifest)
            writer.member("artifactType", artifactType)
            writer.key("config")
            write(config, into: &writer)
            writer.key("layers")
            writer.array { writer in
                for layer in layers {
                    write(add(layer.bytes, type: layer.type), layer.annotations, into: &writer)
                }
            }
            if let subject {
                writer.key("subject")
                write(Descriptor(mediaType: MediaType.ociManifest, digest: subject, size: 7), into: &writer)
            }
        }
        return add(writer.bytes, type: MediaType.ociManifest)
    }

    func find(_ images: Digest..., index: Descriptor? = nil) async throws -> [FoundEvidence] {
        try await EvidenceFinder(self).find(images, index: index)
    }
}

extension TestInstance {
    /// A layer as `cosign sign` of version 1 and 2 pushes it, logged by a log of the first generation.
    func signatureLayer(_ payload: [UInt8], managed: Bool = false, logged: Bool = true) throws -> MemoryPlace.Layer {
        let signature = try leafKey.signature(of: .message(payload))
        let material = try material(managed)
        var annotations = [CosignLayer.signature: Base64.encode(signature)]
        if !managed {
            annotations[CosignLayer.certificate] = material
            annotations[CosignLayer.chain] =
                PEM(label: "CERTIFICATE", content: try authority()).text
                + PEM(label: "CERTIFICATE", content: try root()).text
        }
        if logged {
            annotations[CosignLayer.bundle] = try promise(
                """
                {"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"sha256",\
                "value":"\(Digest.of(payload).hex)"}},"signature":{"content":"\(Base64.encode(signature))",\
                "publicKey":{"content":"\(Base64.encode(Array(material.utf8)))"}}}}
                """)
        }
        return .init(type: SimpleSigning.mediaType, bytes: payload, annotations: annotations)
    }

    /// A layer as `cosign attest` of version 1 and 2 pushes it; the whole envelope is timestamped.
    func attestationLayer(_ statement: [UInt8], managed: Bool = false) throws -> MemoryPlace.Layer {
        let type = "application/vnd.in-toto+json"
        let covered = Array("DSSEv1 \(type.utf8.count) \(type) \(statement.count) ".utf8) + statement
        let signature = try leafKey.signature(of: .message(covered))
        let envelope = """
            {"payloadType":"\(type)","payload":"\(Base64.encode(statement))","signatures":[{"keyid":"",\
            "sig":"\(Base64.encode(signature))"}]}
            """
        let material = try material(managed)
        let token = try timestamp(of: Array(envelope.utf8))
        var annotations = [
            CosignLayer.signature: "",
            CosignLayer.timestamp: #"{"SignedRFC3161Timestamp":"\#(Base64.encode(token))"}"#,
            CosignLayer.bundle: try promise(
                """
                {"apiVersion":"0.0.1","kind":"dsse","spec":{"envelopeHash":{"algorithm":"sha256",\
                "value":"\(Digest.of(Array(envelope.utf8)).hex)"},"payloadHash":{"algorithm":"sha256",\
                "value":"\(Digest.of(statement).hex)"},"signatures":[{"signature":"\(Base64.encode(signature))",\
                "verifier":"\(Base64.encode(Array(material.utf8)))"}]}}
                """),
        ]
        if !managed { annotations[CosignLayer.certificate] = material }
        return .init(type: CosignLayer.envelopeType, bytes: Array(envelope.utf8), annotations: annotations)
    }

    private func material(_ managed: Bool) throws -> String {
        managed ? leafKey.publicKey.pem : PEM(label: "CERTIFICATE", content: try leaf()).text
    }

    private func promise(_ body: String) throws -> String {
        let time = Self.start.seconds + 30
        let body = Base64.encode(Array(body.utf8))
        let log = Hex.encode(logID)
        let signed = #"{"body":"\#(body)","integratedTime":\#(time),"logID":"\#(log)","logIndex":7}"#
        let signature = try logKey.signature(of: .message(Array(signed.utf8)))
        return """
            {"SignedEntryTimestamp":"\(Base64.encode(signature))","Payload":{"body":"\(body)",\
            "integratedTime":\(time),"logIndex":7,"logID":"\(log)"}}
            """
    }

    static func statement(about image: Digest, type: String = "https://slsa.dev/provenance/v1") -> [UInt8] {
        Array(
            """
            {"_type":"https://in-toto.io/Statement/v0.1","subject":[{"name":"app","digest":{"sha256":"\(image.hex)"}}],\
            "predicateType":"\(type)","predicate":{}}
            """.utf8)
    }
}
