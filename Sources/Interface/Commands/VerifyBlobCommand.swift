package import ArgumentParser
internal import Content
internal import Signing

/// `obryza verify-blob`: whether a file is signed by whom it should be.
package struct VerifyBlobCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify-blob",
        abstract: "Check the signature of a file, without a network.",
        discussion: """
            Checks a Sigstore bundle, or a detached signature with --signature and --key. A bundle is accepted when all \
            of it is: the signature, the signer's certificate at the time of signing, the time, the transparency log. \
            A rejection names the root of the trouble by a code, what was expected and what was found.

            EXAMPLES
              obryza verify-blob app.tar --bundle app.tar.sigstore.json \\
                --certificate-identity dev@example.org --certificate-oidc-issuer https://accounts.example.org
              obryza verify-blob app.tar --bundle app.tar.sigstore.json --key release.pub
              obryza verify-blob app.tar --signature app.tar.sig --key release.pub
              obryza verify-blob sha256:… --bundle app.tar.sigstore.json --key release.pub

            \(ExitStatus.discussion)
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

    @Argument(help: "The file, or sha256: and its digest where no file has that name.")
    package var artifact: String

    @Option(help: "A Sigstore bundle.")
    package var bundle: String?

    @Option(help: "A detached signature, in base 64 or as it is; needs --key.")
    package var signature: String?

    @OptionGroup package var signer: SignerArguments
    @OptionGroup package var trust: TrustArguments

    @Option(name: [.short, .long], help: "text or json.")
    package var format: Format = .text

    package init() {}

    package mutating func validate() throws {
        guard (bundle == nil) != (signature == nil) else { throw ValidationError("give --bundle or --signature") }
        if signature != nil, signer.key.isEmpty { throw ValidationError("--signature needs --key") }
    }

    package func run() async throws {
        try await Failure.reporting("verify-blob") {
            let artifact = try Self.artifact(self.artifact)
            if let signature { return try verify(detached: signature, artifact) }
            if let file = try signer.signersFile(), file.threshold > 1 {
                throw ValidationError(
                    "\(signer.signers ?? ""): expected a threshold of 1, found \(file.threshold), and one bundle has one "
                        + "signer")
            }
            let path = bundle ?? ""
            let json = try OpenFile.contents(of: path, limit: Signing.Bundle.limit)
            let report = SignatureReport(bundle: path, result: Self.check(json, artifact, signer, trust))
            try Console.write(
                format == .json ? SignatureReport.json([report]) : Array(report.text(Palette()).utf8))
            return report.isVerified ? .passed : .failed
        }
    }

    /// Keys and roots that cannot be used reject like everything else, with their own codes.
    static func check(
        _ json: [UInt8], _ artifact: SignedArtifact, _ signer: SignerArguments, _ trust: TrustArguments
    ) -> Result<VerifiedBundle, Rejection> {
        do {
            let verifier = BundleVerifier(root: try trust.root(), policy: try signer.policy())
            return .success(try verifier.verify(json: json, artifact: artifact))
        } catch let error as Rejection {
            return .failure(error)
        } catch let error as VerificationFailure {
            return .failure(Rejection(error))
        } catch {
            return .failure(
                Rejection(
                    VerificationFailure(
                        .trustRootFormat, expected: "readable keys, roots and policies", found: "\(error)")))
        }
    }

    static func artifact(_ text: String) throws -> SignedArtifact {
        do throws(FileError) {
            return try SignedArtifact(path: text)
        } catch {
            guard error.isMissing, let digest = Digest(text) else { throw error }
            return SignedArtifact(digests: [digest])
        }
    }

    private func verify(detached path: String, _ artifact: SignedArtifact) throws -> ExitStatus {
        let raw = try OpenFile.contents(of: path, limit: 64 << 10)
        let trimmed = raw.filter { $0 > 0x20 }
        let bytes = trimmed.allSatisfy { $0 < 0x7f } ? Base64.decode(trimmed) ?? raw : raw
        for key in try signer.keys()
        where try artifact.isSigned(bytes, by: key, allowShortHashes: signer.allowShortHashes) {
            try Console.write("verified  \(path)\nsigner    key \(key.keyID) (\(key.algorithm))\n")
            return .passed
        }
        try Console.write(
            "rejected  \(path)\nreason    \(VerificationCode.signatureArtifact.rawValue)\n"
                + "expected  a signature of one of the given keys over the artifact\nfound     another one\n")
        return .failed
    }
}
