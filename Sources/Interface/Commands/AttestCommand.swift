package import ArgumentParser
internal import Attestation
internal import Content
internal import JSONText
internal import Signing

/// `obryza attest`: a signed statement about artifacts.
package struct AttestCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "attest",
        abstract: "Sign a statement about a file or digest with a key, without a network.",
        discussion: """
            Writes a Sigstore bundle (version 0.3) whose DSSE envelope holds an in-toto statement: the subjects, and \
            the predicate as it stands in its file. A predicate of a known type is checked before it is signed. The \
            bundle goes to FILE.TYPE.sigstore.json beside the file, or where --bundle says.

            The key's password is asked for on the terminal, or taken from $OBRYZA_KEY_PASSWORD or $COSIGN_PASSWORD. \
            No transparency log hears of the statement: `verify-blob` accepts the bundle with --log-threshold 0.

            EXAMPLES
              obryza attest app.tar --key release.key --type slsaprovenance1 --predicate provenance.json
              obryza attest --subject sha256:… --key release.key --type spdx --predicate sbom.json --bundle app.json
              obryza verify-blob sha256:… --bundle app.json --key release.pub --log-threshold 0

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The file that the statement is about.")
    package var file: String?

    @Option(help: "A digest that the statement is about. May be given several times.")
    package var subject: [String] = []

    @Option(help: "A private key in PEM, encrypted or not.")
    package var key: String

    @Option(help: "The predicate, a JSON object.")
    package var predicate: String

    @Option(
        help: ArgumentHelp(
            "What the predicate is: a name, or a type URI.",
            discussion: "Names: " + PredicateName.allCases.map(\.rawValue).joined(separator: ", ")))
    package var type: String

    @Option(help: "Where the bundle goes.")
    package var bundle: String?

    package init() {}

    package mutating func validate() throws {
        guard (file == nil) != subject.isEmpty else { throw ValidationError("give a file, or --subject DIGEST") }
        guard file != nil || bundle != nil else { throw ValidationError("--subject needs --bundle") }
        for text in subject where Digest(text) == nil {
            throw ValidationError("'\(text)' is no digest such as sha256: and 64 hexadecimal digits")
        }
        guard PredicateName.type(type) != nil else {
            throw ValidationError("'\(type)' is neither a predicate type URI nor one of the names; see --help")
        }
    }

    package func run() async throws {
        try await Failure.reporting("attest") {
            let statement = try statement()
            let key = try PrivateKeyFile.load(key)
            let signed = try Signing.Bundle.sign(statement, with: key)
            let ending = PredicateName(rawValue: type)?.rawValue ?? "attestation"
            let path = bundle ?? "\(file ?? "").\(ending).sigstore.json"
            try Console.save(signed.json + [0x0a], to: path)
            Console.narrate("wrote \(path): \(statement.predicateType), \(key.algorithm) \(key.publicKey.keyID)")
            return .passed
        }
    }

    private func statement() throws -> Statement {
        var subjects = subject.compactMap { Digest($0) }.map { ResourceDescriptor(digest: $0) }
        if let file {
            let name = file.split(separator: "/").last.map(String.init)
            let digests = try SignedArtifact(path: file, contentLimit: 0).digests
            subjects = digests.prefix { $0.algorithm == .sha256 }.map { ResourceDescriptor(name: name, digest: $0) }
        }
        let text = try OpenFile.contents(of: predicate, limit: PredicateName.limit)
        do throws(AttestationError) {
            let value = try JSONDocument.strict(text, subject: predicate).root
            let statement = Statement(
                subjects: subjects, predicateType: PredicateName.type(type) ?? type, predicate: value)
            try statement.checkPredicate()
            return statement
        } catch {
            throw ValidationError("\(predicate): \(error)")
        }
    }
}
