internal import Attestation
package import Content

/// Something found beside an image that speaks of it, or claims to: a signature, an attestation, a bill of materials.
package struct FoundEvidence: Sendable {
    package enum Origin: Sendable, Equatable, CustomStringConvertible {
        /// `sha256-HEX.sig`, `.att`, `.sbom`.
        case tag(String)
        case referrer
        /// A manifest of the image's index, as BuildKit stores attestations.
        case index
        /// Marked in a layout as belonging to its image.
        case layout
        case file(String)

        package var description: String {
            switch self {
            case .tag(let tag): "tag \(tag)"
            case .referrer: "referrer"
            case .index: "index of the image"
            case .layout: "layout"
            case .file(let path): path
            }
        }
    }

    package enum Kind: String, Sendable {
        case signature, attestation
        case billOfMaterials = "bill of materials"
        case other
    }

    enum Content: Sendable {
        /// Signs the image's digest, or a statement about it.
        case bundle(Bundle)
        /// Signs a payload that names the image's digest.
        case payload(Bundle, [UInt8])
        /// Nobody has signed it, or nothing of it could be understood.
        case failure(VerificationFailure)
    }

    package var origin: Origin
    package var kind: Kind
    /// The image or index of which it is said to be.
    package var image: Digest
    package var manifest: Digest?
    package var layer: Digest?
    package var mediaType: String
    /// Of an attestation, by its own words.
    package var predicateType: String?
    var content: Content
}

extension Bundle {
    /// Whether it claims to be of an artifact: by its digest, or as a subject of its statement. Nothing is verified.
    package func speaks(of digest: Digest) -> Bool {
        switch content {
        case .message(let hint, _):
            return hint.map { HashName.algorithm($0.algorithm) == digest.algorithm && $0.digest == digest.bytes }
                ?? false
        case .envelope(let envelope):
            // What is no statement speaks of nothing.
            return (try? Statement(payloadOf: envelope))?.matches([digest]) == .equal
        }
    }
}

extension FoundEvidence {
    /// What signing an image, and nothing else, is called by clients that sign statements only (cosign 3).
    package static let signaturePredicate = "https://sigstore.dev/cosign/sign/v1"

    /// Checks the signature, and that what is signed is the image.
    package func verify(_ verifier: BundleVerifier) -> Result<VerifiedBundle, Rejection> {
        switch content {
        case .failure(let failure): return .failure(Rejection(failure))
        case .bundle(let bundle):
            return Result { () throws(Rejection) in
                try verifier.verify(bundle, artifact: SignedArtifact(digests: [image]))
            }
        case .payload(let bundle, let payload):
            var claims: [VerificationFailure] = []
            var signing: SimpleSigning?
            do throws(VerificationFailure) {
                signing = try SimpleSigning(json: payload)
            } catch {
                claims.append(error)
            }
            if let signing { claims += signing.failures(image: image) }
            do throws(Rejection) {
                var verified = try verifier.verify(bundle, artifact: SignedArtifact(content: payload))
                if let rejection = Rejection(claims, warnings: verified.warnings) { return .failure(rejection) }
                verified.signedName = signing?.reference
                return .success(verified)
            } catch {
                return .failure(Rejection([error.reason] + error.also + claims, warnings: error.warnings) ?? error)
            }
        }
    }

    /// Whether nothing at all could be said of it, as opposed to something bad.
    package var isUnreadable: Bool {
        guard case .failure(let failure) = content else { return false }
        return failure.code == .unreadable || failure.code == .placeLimit
    }

    /// Whether it carries no signature by its nature.
    package var isUnsigned: Bool {
        guard case .failure(let failure) = content else { return false }
        return failure.code == .unsigned || failure.code == .foreignType
    }
}
