package import Content
internal import JSONText

/// What classic cosign signatures are over: the digest of an image, and the name under which it was signed (“simple
/// signing” of containers/image, with cosign's type).
package struct SimpleSigning: Sendable {
    package static let mediaType = "application/vnd.dev.cosign.simplesigning.v1+json"
    package static let type = "cosign container image signature"
    static let limit = 1 << 20

    /// The repository that the signer meant; images are copied, so it binds nobody.
    package var reference: String
    package var digest: String
    package var type: String

    package init(reference: String, digest: Digest) {
        self.reference = reference
        self.digest = "\(digest)"
        type = Self.type
    }

    init(json bytes: [UInt8]) throws(VerificationFailure) {
        let root = try ProtoJSON.read(bytes, limit: Self.limit, codes: .payload, json: .payloadFormat)
        let critical = try root.object("critical")
        type = try critical.text("type")
        reference = try critical.object("identity").text("docker-reference")
        digest = try critical.object("image").text("docker-manifest-digest")
    }

    /// What of it is not about `image`.
    func failures(image: Digest) -> [VerificationFailure] {
        var failures: [VerificationFailure] = []
        if type != Self.type {
            failures.append(
                VerificationFailure(
                    .payloadType, expected: "the type “\(Self.type)”", found: "“\(type.prefix(80))”"))
        }
        if digest != "\(image)" {
            failures.append(
                VerificationFailure(
                    .payloadDigest, expected: "a signature of the image \(image)", found: "one of \(digest.prefix(160))"
                ))
        }
        return failures
    }

    /// The payload as cosign writes it, byte for byte.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("critical")
            writer.object { writer in
                writer.key("identity")
                writer.object { $0.member("docker-reference", reference) }
                writer.key("image")
                writer.object { $0.member("docker-manifest-digest", digest) }
                writer.member("type", type)
            }
            writer.key("optional")
            writer.null()
        }
        return writer.bytes
    }
}
