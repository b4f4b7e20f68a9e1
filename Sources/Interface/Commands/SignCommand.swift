package import ArgumentParser
internal import Content
internal import Signing

/// `obryza sign`: a signature of a file or an image.
package struct SignCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a file or an image with a key.",
        discussion: """
            For a file, writes a Sigstore bundle (version 0.3) beside it, FILE.sigstore.json, or where --bundle says; \
            with --signature alone, only a detached signature in base 64. For an image in a registry or a layout \
            (oci:DIR[:TAG]), stores the signature beside the image: as a referrer, as cosign 3 does, or with --form \
            tag under the tag that older clients look at. Where a tag names an index, the index is signed. What names \
            a file that is there is that file.

            The key's password is asked for on the terminal, or taken from $OBRYZA_KEY_PASSWORD or $COSIGN_PASSWORD.

            No transparency log hears of the signature: `verify-blob` and `verify-signature` accept it with \
            --log-threshold 0.

            EXAMPLES
              obryza sign app.tar --key release.key
              obryza verify-blob app.tar --bundle app.tar.sigstore.json --key release.pub --log-threshold 0
              obryza sign registry.example/app:1.0 --key release.key
              obryza sign app.tar --key release.key --signature app.tar.sig
              obryza verify-blob app.tar --signature app.tar.sig --key release.pub

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The file, or the image: oci:DIR[:TAG|@DIGEST] or a registry's NAME[:TAG][@DIGEST].")
    package var target: String

    @Option(help: "A private key in PEM, encrypted or not.")
    package var key: String

    @Option(help: "Where the bundle of a file goes.")
    package var bundle: String?

    @Option(help: "Where a detached signature of a file goes, in base 64.")
    package var signature: String?

    @Option(help: "How the signature of an image is stored: referrer or tag.")
    var form: EvidenceUpload.Form = .referrer

    @OptionGroup package var source: SourceOptions

    package init() {}

    package func run() async throws {
        try await Failure.reporting("sign") {
            let target = try SigningTarget(target)
            if case .image = target, bundle != nil || signature != nil {
                throw ValidationError(
                    "a signature of an image goes beside the image; --bundle and --signature are for files")
            }
            let key = try PrivateKeyFile.load(key)
            guard case .file(let file) = target else { return try await signImage(key) }
            let artifact = try SignedArtifact(path: file)
            let signed = try Signing.Bundle.sign(artifact, with: key)
            if let signature {
                try Console.save(Array("\(Base64.encode(signed.signature))\n".utf8), to: signature)
                Console.narrate("wrote \(signature): \(key.algorithm) \(key.publicKey.keyID)")
            }
            if let path = bundle ?? (signature == nil ? "\(file).sigstore.json" : nil) {
                try Console.save(signed.json + [0x0a], to: path)
                Console.narrate("wrote \(path): \(key.algorithm) \(key.publicKey.keyID)")
            }
            return .passed
        }
    }

    /// Prints the digest of the manifest that carries the signature.
    private func signImage(_ key: SigningKey) async throws -> ExitStatus {
        let signing = ImageSigning(
            statement: { try Signing.Bundle.sign($0, with: key).json },
            payload: { try Signing.Bundle.sign(SignedArtifact(content: $0), with: key).json })
        let signed = try await signing.sign(target, source, as: form)
        Console.narrate("signed \(signed.image): \(key.algorithm) \(key.publicKey.keyID)")
        try Console.write("\(signed.manifest)\n")
        return .passed
    }
}
