package import ArgumentParser
internal import Attestation
internal import Content
internal import JSONText
internal import OCI
internal import Signing

/// `obryza attest`: a signed statement about artifacts.
package struct AttestCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "attest",
        abstract: "Sign a statement about a file, an image or a digest, with a key or as whoever a token names.",
        discussion: """
            Writes a Sigstore bundle (version 0.3) whose DSSE envelope holds an in-toto statement: the subjects, and \
            the predicate as it stands in its file. A predicate of a known type is checked before it is signed. The \
            bundle goes to FILE.TYPE.sigstore.json beside the file, or where --bundle says; that of an image goes \
            beside the image, as a referrer or with --form tag under the tag that older clients look at.

            With --key, the key's password is asked for on the terminal, or taken from $OBRYZA_KEY_PASSWORD or \
            $COSIGN_PASSWORD. No transparency log hears of the statement: `verify-blob` and `verify-signature` accept \
            the bundle with --log-threshold 0. Without --key, an identity token says who signs, as with `sign`.

            EXAMPLES
              obryza attest app.tar --type slsaprovenance1 --predicate provenance.json --identity-token token.jwt
              obryza attest app.tar --key release.key --type slsaprovenance1 --predicate provenance.json
              obryza attest registry.example/app:1.0 --key release.key --type cyclonedx --predicate sbom.json
              obryza attest --subject sha256:… --key release.key --type spdx --predicate sbom.json --bundle app.json
              obryza verify-blob sha256:… --bundle app.json --key release.pub --log-threshold 0

            \(ExitStatus.discussion)
            """)

    @Argument(
        help:
            "What the statement is about: a file, or an image: oci:DIR[:TAG|@DIGEST] or a registry's NAME[:TAG][@DIGEST]."
    )
    package var target: String?

    @Option(help: "A digest that the statement is about. May be given several times.")
    package var subject: [String] = []

    @Option(
        help: ArgumentHelp(
            "A private key in PEM, encrypted or not, or exec:PROGRAM. Without one, an identity token says who signs.",
            discussion: "PROGRAM holds the key: with `public-key` it writes it in PEM, with `sign SCHEME` it signs."))
    package var key: String?

    @Option(help: "The predicate, a JSON object.")
    package var predicate: String?

    @Option(
        help: ArgumentHelp(
            "What the predicate is: a name, or a type URI.",
            discussion: "Names: " + PredicateName.allCases.map(\.rawValue).joined(separator: ", ")))
    package var type: String?

    @Option(help: "A whole in-toto statement, which is signed byte by byte; needs --bundle and nothing else.")
    package var statement: String?

    @Option(help: "Where the bundle goes, unless it is of an image.")
    package var bundle: String?

    @Option(help: "How the bundle of an image is stored: referrer or tag.")
    var form: EvidenceUpload.Form = .referrer

    @OptionGroup(title: "Signing without a key") package var keyless: KeylessArguments
    @OptionGroup package var source: SourceOptions

    package init() {}

    package mutating func validate() throws {
        guard key == nil || !keyless.isUsed else {
            throw ValidationError("--key signs by itself; give no token, service or trusted root beside it")
        }
        if statement != nil {
            guard target == nil, subject.isEmpty, predicate == nil, type == nil, bundle != nil else {
                throw ValidationError("--statement says it all: give --bundle beside it, and no subject or predicate")
            }
            return
        }
        guard predicate != nil, let type else { throw ValidationError("give --type and --predicate, or --statement") }
        guard (target == nil) != subject.isEmpty else {
            throw ValidationError("give a file or an image, or --subject DIGEST")
        }
        guard target != nil || bundle != nil else { throw ValidationError("--subject needs --bundle") }
        for text in subject where Digest(text) == nil {
            throw ValidationError("'\(text)' is no digest such as sha256: and 64 hexadecimal digits")
        }
        guard PredicateName.type(type) != nil else {
            throw ValidationError("'\(type)' is neither a predicate type URI nor one of the names; see --help")
        }
    }

    package func run() async throws {
        try await Failure.reporting("attest") {
            if let statement { return try await attest(statement) }
            let target = try target.map { try SigningTarget($0) }
            if case .image(let image) = target { return try await attestImage(image) }
            let file: String? = if case .file(let path) = target { path } else { nil }
            let statement = try composed(subjects(of: file))
            let made = try await SignatureMaker.using(key: key, keyless, isOffline: source.offline) {
                try await $0.sign(statement)
            }
            let ending = type.flatMap { PredicateName(rawValue: $0)?.rawValue } ?? "attestation"
            let path = bundle ?? "\(file ?? "").\(ending).sigstore.json"
            try Console.save(made.bundle.json + [0x0a], to: path)
            Console.narrate("wrote \(path): \(Table.printable("\(statement.predicateType), \(made.by)"))")
            return .passed
        }
    }

    /// Prints the digest of the manifest that carries the statement.
    private func attestImage(_ text: String) async throws -> ExitStatus {
        guard bundle == nil else {
            throw ValidationError("a statement about an image goes beside the image; --bundle is for files and digests")
        }
        let upload = try EvidenceUpload(text, source)
        guard let image = try await ImageEvidence.collect(text, source, searching: false).images.last else {
            throw OCIError.notFound(place: text, reason: "no manifest there", hint: "Name an image")
        }
        let statement = try composed([ResourceDescriptor(digest: image.digest)])
        let made = try await SignatureMaker.using(key: key, keyless, isOffline: source.offline) { maker in
            try maker.check(form)
            return try await maker.sign(statement)
        }
        let manifest = try await upload.store(.bundle(made.bundle.json, form), of: image)
        Console.narrate(
            "attested \(image.digest): \(Table.printable("\(statement.predicateType), \(made.by)"))")
        try Console.write("\(manifest)\n")
        return .passed
    }

    private func subjects(of file: String?) throws -> [ResourceDescriptor] {
        guard let file else { return subject.compactMap { Digest($0) }.map { ResourceDescriptor(digest: $0) } }
        let name = file.split(separator: "/").last.map(String.init)
        let digests = try SignedArtifact(path: file, contentLimit: 0).digests
        return digests.prefix { $0.algorithm == .sha256 }.map { ResourceDescriptor(name: name, digest: $0) }
    }

    private func composed(_ subjects: [ResourceDescriptor]) throws -> Statement {
        let (path, type) = (predicate ?? "", type ?? "")
        let text = try OpenFile.contents(of: path, limit: PredicateName.limit)
        do throws(AttestationError) {
            let value = try JSONDocument.strict(text, subject: path).root
            let statement = Statement(
                subjects: subjects, predicateType: PredicateName.type(type) ?? type, predicate: value)
            try statement.checkPredicate()
            return statement
        } catch {
            throw ValidationError("\(path): \(error)")
        }
    }

    /// Signs a statement as it stands in its file.
    private func attest(_ path: String) async throws -> ExitStatus {
        let text = try OpenFile.contents(of: path, limit: PredicateName.limit)
        let type: String
        do throws(AttestationError) {
            let statement = try Statement(json: text)
            try statement.checkPredicate()
            type = statement.predicateType
        } catch {
            throw ValidationError("\(path): \(error)")
        }
        let made = try await SignatureMaker.using(key: key, keyless, isOffline: source.offline) {
            try await $0.sign(statement: text)
        }
        let bundle = bundle ?? ""
        try Console.save(made.bundle.json + [0x0a], to: bundle)
        Console.narrate("wrote \(bundle): \(Table.printable("\(type), \(made.by)"))")
        return .passed
    }
}
