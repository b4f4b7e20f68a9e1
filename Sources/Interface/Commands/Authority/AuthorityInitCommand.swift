package import ArgumentParser
internal import Authority

/// `obryza authority init`: keys, certificates and empty logs in a new folder.
package struct AuthorityInitCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make an authority in a folder.",
        discussion: """
            Makes the keys and certificates, two empty logs, and what clients need: trusted_root.json to verify, \
            signing_config.json to sign, trust_config.json with both. Private keys are plain files that only you can \
            read; whoever has the folder is the authority. Nothing that is there is replaced.

            Logs and what is published are kept in files, in an SQLite database in the folder, or in a PostgreSQL \
            database, which several `authority serve` with copies of the folder may share. Its password comes from \
            PGPASSWORD, or a file that PGPASSFILE names.

            EXAMPLES
              obryza authority init sigstore --url https://sigstore.example.org
              obryza authority init sigstore --store postgres://obryza@db.example.org/sigstore
              obryza authority serve sigstore

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The authority's folder.")
    package var folder: String

    @Option(help: "The address under which clients will reach it.")
    package var url = "http://127.0.0.1:8765"

    @Option(help: "The name of the organisation in its certificates.")
    package var name = "obryza"

    @Option(help: "Where logs are kept: files, sqlite or postgres://USER@HOST/DATABASE.")
    package var store = "files"

    package init() {}

    package func run() async throws {
        try await Failure.reporting("authority init") {
            let made = try AuthorityFounding.found(
                at: folder, url: url, name: name, now: AuthorityServer.now(), store: StoreAddress(store))
            Console.narrate("made \(made.path) for \(url); give \(made.trustedRoot) to those who verify")
            return .passed
        }
    }
}
