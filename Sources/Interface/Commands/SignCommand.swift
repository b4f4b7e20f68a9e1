package import ArgumentParser
internal import Content
internal import Signing

/// `obryza sign`: a signature of a file.
package struct SignCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a file with a key, without a network.",
        discussion: """
            Writes a Sigstore bundle (version 0.3) beside the file, FILE.sigstore.json, or where --bundle says; with \
            --signature alone, only a detached signature in base 64. The key's password is asked for on the terminal, \
            or taken from $OBRYZA_KEY_PASSWORD or $COSIGN_PASSWORD.

            No transparency log hears of the signature: `verify-blob` accepts the bundle with --log-threshold 0.

            EXAMPLES
              obryza sign app.tar --key release.key
              obryza verify-blob app.tar --bundle app.tar.sigstore.json --key release.pub --log-threshold 0
              obryza sign app.tar --key release.key --signature app.tar.sig
              obryza verify-blob app.tar --signature app.tar.sig --key release.pub

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The file.")
    package var file: String

    @Option(help: "A private key in PEM, encrypted or not.")
    package var key: String

    @Option(help: "Where the bundle goes.")
    package var bundle: String?

    @Option(help: "Where a detached signature goes, in base 64.")
    package var signature: String?

    package init() {}

    package func run() async throws {
        try await Failure.reporting("sign") {
            let artifact = try SignedArtifact(path: file)
            let key = try PrivateKeyFile.load(key)
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
}
