package import ArgumentParser
internal import Content

/// `obryza db push`: the database into an image layout or a registry.
package struct DatabasePushCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Store the advisory database in an image layout or a registry.",
        discussion: """
            Checks the whole database first. A signature that lies beside it goes with it; --key signs it anew. Prints the digest of the artifact's manifest, by which `obryza db pull` and \
            `obryza db update --from` can ask for this very database.

            EXAMPLES
              obryza db push registry.example/security/advisories:latest
              obryza db push oci:./mirror:2026-11-25 --db advisories.db --key security.key

            \(ExitStatus.discussion)
            """)

    @Argument(help: "oci:DIR[:TAG], or NAME[:TAG] in a registry.")
    package var reference: String

    @OptionGroup package var location: DatabaseLocation

    @OptionGroup package var signing: SigningKeyOption

    @Flag(help: "Open no socket.")
    package var offline = false

    @Flag(help: "Allow plain http and unverified certificates for the registry named.")
    package var insecure = false

    package init() {}

    package func run() async throws {
        try await Failure.reporting(reference) {
            let place = try DatabaseTransfer.reference(reference)
            let key = try signing.key()
            _ = try location.open()
            let file = try OpenFile.contents(of: location.resolved, limit: DatabaseIntake.limit)
            let signature =
                try key.map { try DatabaseSignature.sign(file, with: $0) } ?? signatureBeside(file)
            let digest = try await DatabaseTransfer(isOffline: offline, isInsecure: insecure).push(
                DatabaseTransfer.Parcel(file: file, signature: signature), to: place)
            try Console.write("\(digest)\n")
            Console.narrate(
                "\(place): \(file.count) bytes of \(location.resolved), \(signature == nil ? "not signed" : "signed")")
            return .passed
        }
    }

    /// The envelope beside the database, when it is one of this very database.
    private func signatureBeside(_ file: [UInt8]) throws -> [UInt8]? {
        guard let envelope = try DatabaseSignature.beside(location.resolved) else { return nil }
        guard DatabaseSignature.speaks(envelope, of: Digest.of(file)) else {
            Console.narrate(
                "note: \(location.resolved)\(DatabaseSignature.suffix) is of another database and stays behind")
            return nil
        }
        return envelope
    }
}
