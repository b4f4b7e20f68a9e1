package import ArgumentParser
internal import Content
internal import OCI
internal import Signing

/// `obryza verify-signature`: whether an image is signed by whom it should be.
package struct VerifySignatureCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify-signature",
        abstract: "Find and check the signatures of an image.",
        discussion: """
            Looks where the image is, in a registry, a layout or an archive, for signatures and attestations in every \
            form in use: the tags of cosign, referrers, Sigstore bundles, and the attestations in an index. What was \
            found is listed, with the reason where it is rejected; the image passes when --threshold different \
            signers of those who may sign have signed it. With --type an attestation of that type is asked for. With \
            --bundle nothing is looked for: the files are checked, and every one must be good unless --threshold is \
            given.

            The digest of the image's manifest, or of the index that holds it, is what must be signed.

            EXAMPLES
              obryza verify-signature registry.example/app:1.0 --key release.pub
              obryza verify-signature registry.example/app:1.0 --type slsaprovenance1 \\
                --certificate-identity-regexp 'https://github.com/example/app/.*' \\
                --certificate-oidc-issuer https://token.actions.githubusercontent.com
              obryza verify-signature oci:./image --key a.pub --key b.pub --key c.pub --threshold 2
              obryza verify-signature oci:./image --bundle image.sigstore.json --key release.pub

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var image: ImageArguments

    @Option(help: "A Sigstore bundle to check instead of looking for signatures. May be given several times.")
    package var bundle: [String] = []

    @Option(help: "The repository in which to look for signatures. Default: where the image is.")
    package var signaturesIn: String?

    @Option(
        help: ArgumentHelp(
            "The predicate type that must be attested: a URI or a name.",
            discussion: "Names: " + PredicateNames.all.joined(separator: ", ")))
    package var type: String?

    @Option(
        help:
            "How many different signers must have signed. Default: what --signers says, or 1; with --bundle and without either, every bundle must be good."
    )
    package var threshold: Int?

    @OptionGroup package var signer: SignerArguments
    @OptionGroup package var trust: TrustArguments

    @Option(name: [.short, .long], help: "text or json.")
    package var format: VerifyBlobCommand.Format = .text

    package init() {}

    package mutating func validate() throws {
        guard signaturesIn == nil || bundle.isEmpty else {
            throw ValidationError("--signatures-in and --bundle name two places; give one")
        }
        if let threshold, threshold < 1 { throw ValidationError("--threshold takes a number from 1") }
        if let type, PredicateNames.types(of: type) == nil {
            throw ValidationError("'\(type)' is no URI and no name of a predicate type; see --help")
        }
    }

    package func run() async throws {
        try await Failure.reporting(image.image) {
            let types = type.flatMap { PredicateNames.types(of: $0) }
            // Keys and roots that cannot be used are told of before anyone is asked for anything.
            let file = try signer.signersFile()
            let verifier = bundle.isEmpty ? try self.verifier() : nil
            let evidence = try await ImageEvidence.collect(
                image.image, image.source, searching: bundle.isEmpty,
                elsewhere: try signaturesIn.map { try RegistryReference($0) })
            let reports =
                try verifier.map { verifier in
                    evidence.found.map { SignatureReport($0, verifier, types: types) }
                }
                ?? bundle.map { path in
                    let json = try OpenFile.contents(of: path, limit: Signing.Bundle.limit)
                    return SignatureReport(
                        bundle: path, result: check(json, evidence.images.map(\.digest)), types: types)
                }
            let verdict = SignatureVerdict(
                reports, threshold: threshold ?? file?.threshold ?? (bundle.isEmpty ? 1 : nil), predicate: type,
                file: file)
            let palette = Palette()
            if format == .json {
                try Console.write(SignatureReport.json(reports, verdict))
            } else {
                var text = reports.map { $0.text(palette) }
                if bundle.isEmpty || threshold != nil || file != nil {
                    let word = verdict.isMet ? palette.good("verdict") : palette.bad("verdict")
                    text.append("\(word)   \(Table.printable(verdict.text))\n")
                }
                try Console.write(text.joined(separator: "\n"))
            }
            return verdict.status
        }
    }

    private func verifier() throws -> BundleVerifier {
        do {
            return BundleVerifier(root: try trust.root(), policy: try signer.policy())
        } catch let error as VerificationFailure {
            throw ValidationError("\(error)")
        }
    }

    /// A bundle is good when it is of one of the digests that stand for the image; what is wrong is told of the first.
    private func check(_ json: [UInt8], _ images: [Digest]) -> Result<VerifiedBundle, Rejection> {
        let results = images.map { VerifyBlobCommand.check(json, SignedArtifact(digests: [$0]), signer, trust) }
        return results.first { (try? $0.get()) != nil } ?? results.first
            ?? .failure(
                Rejection(
                    VerificationFailure(.signatureNeedsContent, expected: "the digest of an image", found: "none")))
    }
}
