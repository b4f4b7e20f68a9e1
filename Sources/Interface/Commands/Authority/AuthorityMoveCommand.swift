package import ArgumentParser
internal import Authority

/// `obryza authority move`: to another store.
package struct AuthorityMoveCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move an authority's logs and what it publishes to another store.",
        discussion: """
            Freezes the logs where they are, copies every entry and the checkpoints, reads them back, compares the roots, \
            and then writes the new store into authority.json. End those who serve the authority before, and start them \
            with the new authority.json after it. A move that was cut is done again; a move to the store that the \
            authority has undoes it. Nothing is deleted from the old store, which stays frozen.

            EXAMPLES
              obryza authority move sigstore --store sqlite
              obryza authority move sigstore --store postgres://obryza@db.example.org/sigstore

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The authority's folder.")
    package var folder: String

    @Option(help: "The new store: files, sqlite or postgres://USER@HOST/DATABASE.")
    package var store: String

    package init() {}

    package func run() async throws {
        try await Failure.reporting("authority move") {
            let address = try StoreAddress(store)
            let moved = try StoreMove.move(AuthorityFolder(folder), to: address)
            Console.narrate(
                "\(folder) is kept in \(address): \(moved.entries) entries, \(moved.certificates) certificates, "
                    + "\(moved.documents) documents moved")
            return .passed
        }
    }
}
