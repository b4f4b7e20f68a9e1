internal import Attestation
internal import Content
internal import JSONText
internal import OCI
internal import Signing

/// Signs images where they are, and stores the signature beside them.
struct ImageSigning {
    let maker: SignatureMaker

    /// Signs what was asked for: the index where a tag names one, as cosign does.
    ///
    /// - Returns: the digests of the image and of the manifest that carries the signature, and who has signed.
    func sign(
        _ text: String, _ options: SourceOptions, as form: EvidenceUpload.Form
    ) async throws -> (image: Digest, manifest: Digest, by: String) {
        let upload = try EvidenceUpload(text, options)
        guard let image = try await ImageEvidence.collect(text, options, searching: false).images.last else {
            throw OCIError.notFound(place: text, reason: "no manifest there", hint: "Name an image")
        }
        let item: EvidenceUpload.Item
        let made: SignatureMaker.Made
        switch form {
        case .referrer:
            let statement = try Statement(
                subjects: [ResourceDescriptor(digest: image.digest)], predicateType: FoundEvidence.signaturePredicate
            ) { $0.object { _ in } }
            made = try await maker.sign(statement)
            item = .bundle(made.bundle.json, .referrer)
        case .tag:
            var name = ""
            if case .registry(let reference) = upload.reference {
                name = "\(reference.registry)/\(reference.repository)"
            }
            let signing = SimpleSigning(reference: name, digest: image.digest)
            made = try await maker.sign(SignedArtifact(content: signing.json))
            item = .signature(signing, bundle: made.bundle.json)
        }
        return (image.digest, try await upload.store(item, of: image), made.by)
    }
}
