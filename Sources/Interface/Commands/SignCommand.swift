package import ArgumentParser
internal import Content
internal import Signing

/// `obryza sign`: a signature of a file or an image.
package struct SignCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a file or an image, with a key or as whoever an identity token names.",
        discussion: """
            For a file, writes a Sigstore bundle (version 0.3) beside it, FILE.sigstore.json, or where --bundle says; \
            with --signature alone, only a detached signature in base 64. For an image in a registry or a layout \
            (oci:DIR[:TAG]), stores the signature beside the image: as a referrer, as cosign 3 does, or with --form \
            tag under the tag that older clients look at. Where a tag names an index, the index is signed. What names \
            a file that is there is that file.

            With --key, the key's password is asked for on the terminal, or taken from $OBRYZA_KEY_PASSWORD or \
            $COSIGN_PASSWORD. No transparency log hears of the signature: `verify-blob` and `verify-signature` accept \
            it with --log-threshold 0.

            Without --key, a new key signs, which exists in memory and for this run: an identity token gets a \
            certificate for it, the signature a timestamp and an entry in a transparency log. The bundle is verified \
            before it is written. The services are those of Sigstore's public-good instance, or of --signing-config, \
            --trust-config, or those that are named one by one.

            EXAMPLES
              obryza sign app.tar
              obryza sign app.tar --trust-config trust_config.json --identity-token token.jwt
              obryza sign app.tar --key release.key
              obryza verify-blob app.tar --bundle app.tar.sigstore.json --key release.pub --log-threshold 0
              obryza sign registry.example/app:1.0 --key release.key
              obryza sign app.tar --key release.key --signature app.tar.sig
              obryza verify-blob app.tar --signature app.tar.sig --key release.pub

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The file, or the image: oci:DIR[:TAG|@DIGEST] or a registry's NAME[:TAG][@DIGEST].")
    package var target: String

    @Option(
        help: ArgumentHelp(
            "A private key in PEM, encrypted or not, or exec:PROGRAM. Without one, an identity token says who signs.",
            discussion: "PROGRAM holds the key: with `public-key` it writes it in PEM, with `sign SCHEME` it signs."))
    package var key: String?

    @Option(help: "Where the bundle of a file goes.")
    package var bundle: String?

    @Option(help: "Where a detached signature of a file goes, in base 64.")
    package var signature: String?

    @Option(help: "How the signature of an image is stored: referrer or tag.")
    var form: EvidenceUpload.Form = .referrer

    @OptionGroup(title: "Signing without a key") package var keyless: KeylessArguments
    @OptionGroup package var source: SourceOptions

    package init() {}

    package mutating func validate() throws {
        guard key == nil || !keyless.isUsed else {
            throw ValidationError("--key signs by itself; give no token, service or trusted root beside it")
        }
        guard key != nil || signature == nil else {
            throw ValidationError("a signature alone means nothing without its certificate; --signature needs --key")
        }
    }

    package func run() async throws {
        try await Failure.reporting("sign") {
            let target = try SigningTarget(target)
            if case .image = target, bundle != nil || signature != nil {
                throw ValidationError(
                    "a signature of an image goes beside the image; --bundle and --signature are for files")
            }
            return try await SignatureMaker.using(key: key, keyless, isOffline: source.offline) { maker in
                if case .file(let file) = target { try await sign(file, maker) } else { try await signImage(maker) }
                return .passed
            }
        }
    }

    private func sign(_ file: String, _ maker: SignatureMaker) async throws {
        let made = try await maker.sign(try SignedArtifact(path: file))
        if let signature {
            try Console.save(Array("\(Base64.encode(made.bundle.signature))\n".utf8), to: signature)
            Console.narrate("wrote \(signature): \(Table.printable(made.by))")
        }
        if let path = bundle ?? (signature == nil ? "\(file).sigstore.json" : nil) {
            try Console.save(made.bundle.json + [0x0a], to: path)
            Console.narrate("wrote \(path): \(Table.printable(made.by))")
        }
    }

    /// Prints the digest of the manifest that carries the signature.
    private func signImage(_ maker: SignatureMaker) async throws {
        try maker.check(form)
        let signed = try await ImageSigning(maker: maker).sign(target, source, as: form)
        Console.narrate("signed \(signed.image): \(Table.printable(signed.by))")
        try Console.write("\(signed.manifest)\n")
    }
}
