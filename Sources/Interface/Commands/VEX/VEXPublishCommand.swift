package import ArgumentParser
internal import Attestation
internal import Content
internal import JSONText
internal import OCI
internal import Signing
internal import VEX

/// `obryza vex publish`: statements beside the image that they are about, signed.
package struct VEXPublishCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Sign a document and store it beside the image that it is about.",
        discussion: """
            The document becomes the predicate of an in-toto statement on the image's digest (OpenVEX: \
            https://openvex.dev/ns), as `obryza attest` makes one. It must be about the image: one that names another \
            is refused, and so is one that breaks a rule.

            EXAMPLES
              obryza vex publish registry.example/app:1.0 --vex app.openvex.json --key release.key
              obryza scan registry.example/app:1.0 --vex-attached --vex-authors authors.json

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var image: ImageArguments

    @Option(help: "The document, in OpenVEX.")
    package var vex: String

    @Option(help: "A private key in PEM, or exec:PROGRAM. Without one, an identity token says who signs.")
    package var key: String?

    @Option(help: "How the bundle is stored: referrer or tag.")
    var form: EvidenceUpload.Form = .referrer

    @OptionGroup(title: "Signing without a key") package var keyless: KeylessArguments

    package init() {}

    package mutating func validate() throws {
        guard key == nil || !keyless.isUsed else {
            throw ValidationError("--key signs by itself; give no token, service or trusted root beside it")
        }
    }

    package func run() async throws {
        try await Failure.reporting(image.image) {
            let document = try VEXCreateCommand.read(vex)
            guard document.format == .openVEX else {
                throw ValidationError(
                    "\(vex): a document in \(document.format.name); attestations hold OpenVEX, which `vex merge` writes"
                )
            }
            let review = VEXReview(document)
            if let error = review.errors.first { throw ValidationError("\(vex): \(error)") }
            let upload = try EvidenceUpload(image.image, image.source)
            let images = try await ImageEvidence.collect(image.image, image.source, searching: false).images
            guard let target = images.last else {
                throw OCIError.notFound(place: image.image, reason: "no manifest there", hint: "Name an image")
            }
            let reference = try? RegistryReference(image.image)
            let artifact = VEXArtifact(
                digests: images.map(\.digest), repositories: reference.map { ["\($0.registry)/\($0.repository)"] } ?? []
            )
            for statement in document.statements
            where !statement.products.contains(where: { artifact.isMeant(by: $0.component) }) {
                throw ValidationError(
                    "\(vex): the statement on \(statement.vulnerability.name) is not about \(target.digest)")
            }
            let text = try OpenFile.contents(of: vex, limit: VEXLimits.document)
            let value = try JSONDocument.strict(text, subject: vex).root
            let statement = Statement(
                subjects: images.map { ResourceDescriptor(digest: $0.digest) },
                predicateType: PredicateName.type("openvex") ?? "https://openvex.dev/ns", predicate: value)
            let made = try await SignatureMaker.using(key: key, keyless, isOffline: image.source.offline) { maker in
                try maker.check(form)
                return try await maker.sign(statement)
            }
            let manifest = try await upload.store(.bundle(made.bundle.json, form), of: target)
            Console.narrate(
                Table.printable("published \(document.statements.count) statements on \(target.digest), \(made.by)"))
            try Console.write("\(manifest)\n")
            return .passed
        }
    }
}
