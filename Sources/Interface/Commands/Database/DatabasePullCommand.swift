internal import Advisories
package import ArgumentParser
internal import Content

/// `obryza db pull`: the database out of an image layout or a registry, into a file.
package struct DatabasePullCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Fetch an advisory database from an image layout or a registry into a file.",
        discussion: """
            Writes the file only when all of it is what the digests say, and its signature, if it has one, beside it as \
            FILE.dsse. To take a database into the cache that `scan` \
            asks, and never a worse one than is there, use `obryza db update --from`.

            EXAMPLES
              obryza db pull registry.example/security/advisories:latest --output advisories.db
              obryza db pull oci:./mirror:2026-11-25 --output advisories.db --trusted-key security.pub

            \(ExitStatus.discussion)
            """)

    @Argument(help: "oci:DIR[:TAG|@DIGEST], or NAME[:TAG][@DIGEST] in a registry.")
    package var reference: String

    @Option(name: [.short, .long], help: "The file to write.")
    package var output: String

    @OptionGroup package var trust: TrustedKeyOption

    @Flag(help: "Open no socket.")
    package var offline = false

    @Flag(help: "Allow plain http and unverified certificates for the registry named.")
    package var insecure = false

    package init() {}

    package func run() async throws {
        try await Failure.reporting(reference) {
            let place = try DatabaseTransfer.reference(reference)
            let keys = try trust.keys()
            let parcel = try await DatabaseTransfer(isOffline: offline, isInsecure: insecure).pull(place)
            let database = try AdvisoryDatabase(parcel.file)
            try database.checkAll()
            if !keys.isEmpty {
                try DatabaseSignature.verify(
                    parcel.signature, of: reference, content: database.digest, file: Digest.of(parcel.file),
                    keys: keys)
            }
            try DatabaseSignature.save(parcel.file, parcel.signature, to: output)
            let isStale = Clock.now > database.validUntil
            Console.narrate(
                "\(output): \(parcel.file.count) bytes, \(database.digest), valid until \(database.validUntil.text)"
                    + (isStale ? " (over)" : ""))
            return isStale ? .unknown : .passed
        }
    }
}
