internal import Attestation
internal import Content
internal import JSONText
internal import OCI
internal import Signing

/// Signs images where they are, and stores the signature beside them. Whoever holds the key makes the bundles.
struct ImageSigning {
    /// A bundle around a statement.
    let statement: (Statement) async throws -> [UInt8]
    /// A bundle over a payload.
    let payload: ([UInt8]) async throws -> [UInt8]

    /// Signs what was asked for: the index where a tag names one, as cosign does.
    ///
    /// - Returns: the digests of the image and of the manifest that carries the signature.
    func sign(
        _ text: String, _ options: SourceOptions, as form: EvidenceUpload.Form
    ) async throws -> (image: Digest, manifest: Digest) {
        let upload = try EvidenceUpload(text, options)
        guard let image = try await ImageEvidence.collect(text, options, searching: false).images.last else {
            throw OCIError.notFound(place: text, reason: "no manifest there", hint: "Name an image")
        }
        let item: EvidenceUpload.Item
        switch form {
        case .referrer:
            let statement = try Statement(
                subjects: [ResourceDescriptor(digest: image.digest)], predicateType: FoundEvidence.signaturePredicate
            ) { $0.object { _ in } }
            item = .bundle(try await self.statement(statement), .referrer)
        case .tag:
            var name = ""
            if case .registry(let reference) = upload.reference {
                name = "\(reference.registry)/\(reference.repository)"
            }
            let signing = SimpleSigning(reference: name, digest: image.digest)
            item = .signature(signing, bundle: try await payload(signing.json))
        }
        return (image.digest, try await upload.store(item, of: image))
    }
}
