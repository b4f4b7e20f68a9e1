package import ArgumentParser
internal import Content
internal import OCI
internal import Signing

/// `obryza verify-signature`: whether an image is signed by whom it should be.
package struct VerifySignatureCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify-signature",
        abstract: "Check the signatures of an image that lie in bundle files.",
        discussion: """
            The digest of the image's manifest is what must be signed, or be a subject of the signed statement. Each \
            bundle is checked by itself; with --threshold fewer than all may be good, but of different signers.

            EXAMPLES
              obryza verify-signature oci:./image --bundle image.sigstore.json --key release.pub

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var image: ImageArguments

    @Option(help: "A Sigstore bundle. May be given several times.")
    package var bundle: [String]

    @Option(help: "How many different signers must have signed. Default: every bundle must be good.")
    package var threshold: Int?

    @OptionGroup package var signer: SignerArguments
    @OptionGroup package var trust: TrustArguments

    @Option(name: [.short, .long], help: "text or json.")
    package var format: VerifyBlobCommand.Format = .text

    package init() {}

    package mutating func validate() throws {
        guard !bundle.isEmpty else { throw ValidationError("give --bundle") }
        if let threshold, threshold < 1 { throw ValidationError("--threshold takes a number from 1") }
    }

    package func run() async throws {
        try await Failure.reporting(image.image) {
            let digest = try await ArtifactOpener(image.source).withArtifact(image.image) { opened in
                if case .image(let image) = opened { return image.manifestDigest }
                return nil as Digest?
            }
            guard let digest else {
                throw OCIError.notFound(
                    place: image.image, reason: "it has no manifest, and so no digest that could be signed",
                    hint: "Name an image in a layout, an OCI archive or a registry")
            }
            let artifact = SignedArtifact(digests: [digest])
            let reports = try bundle.map { path in
                let json = try OpenFile.contents(of: path, limit: Signing.Bundle.limit)
                return SignatureReport(
                    bundle: path, result: VerifyBlobCommand.check(json, artifact, signer, trust))
            }
            let palette = Palette()
            try Console.write(
                format == .json
                    ? SignatureReport.json(reports)
                    : Array(reports.map { $0.text(palette) }.joined(separator: "\n").utf8))
            guard let threshold else { return reports.allSatisfy(\.isVerified) ? .passed : .failed }
            let signers = Set(reports.compactMap { report in (try? report.result.get())?.signer.name })
            return signers.count >= threshold ? .passed : .failed
        }
    }
}
