internal import Advisories
package import ArgumentParser

/// `obryza db pull`: the database out of an image layout or a registry, into a file.
package struct DatabasePullCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Fetch an advisory database from an image layout or a registry into a file.",
        discussion: """
            Writes the file only when all of it is what the digests say. To take a database into the cache that `scan` \
            asks, and never a worse one than is there, use `obryza db update --from`.

            EXAMPLES
              obryza db pull registry.example/security/advisories:latest --output advisories.db
              obryza db pull oci:./mirror:2026-11-25 --output advisories.db

            \(ExitStatus.discussion)
            """)

    @Argument(help: "oci:DIR[:TAG|@DIGEST], or NAME[:TAG][@DIGEST] in a registry.")
    package var reference: String

    @Option(name: [.short, .long], help: "The file to write.")
    package var output: String

    @Flag(help: "Open no socket.")
    package var offline = false

    @Flag(help: "Allow plain http and unverified certificates for the registry named.")
    package var insecure = false

    package init() {}

    package func run() async throws {
        try await Failure.reporting(reference) {
            let place = try DatabaseTransfer.reference(reference)
            let file = try await DatabaseTransfer(isOffline: offline, isInsecure: insecure).pull(place)
            let database = try AdvisoryDatabase(file)
            try database.checkAll()
            try Console.save(file, to: output)
            let isStale = Clock.now > database.validUntil
            Console.narrate(
                "\(output): \(file.count) bytes, \(database.digest), valid until \(database.validUntil.text)"
                    + (isStale ? " (over)" : ""))
            return isStale ? .unknown : .passed
        }
    }
}
