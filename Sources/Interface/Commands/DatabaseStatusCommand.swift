internal import Advisories
package import ArgumentParser
internal import Content

/// `obryza db status`: what a database holds and whether it can be relied on.
package struct DatabaseStatusCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the advisory database holds, its age and whether it is whole.",
        discussion: """
            Reads and checks every byte. A database past its day, or damaged, gives exit code 3.

            EXAMPLES
              obryza db status --db advisories.db

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var location: DatabaseLocation

    package init() {}

    package func run() async throws {
        try await Failure.reporting("db status") {
            let database = try location.open()
            try database.checkAll()
            let now = Clock.now
            let isStale = now > database.validUntil
            let size = database.size
            var text = "\(location.resolved)\n"
            text += "digest      \(database.digest)\n"
            text += "data of     \(database.created.text)\n"
            text += "valid until \(database.validUntil.text)\(isStale ? " (over)" : "")\n"
            text += "advisories  \(size.advisories)\nflaws       \(size.flaws)\npackages    \(size.packages)\n"
            text += "entries     \(size.entries)\n\n"
            var table = Table(["FEED", "DOCUMENTS", "SKIPPED", "NEWEST"])
            for source in try DatabaseProvenance(database.provenance).sources {
                table.append([
                    source.name, "\(source.documents)", "\(source.skipped)", source.newest?.day ?? "-",
                ])
            }
            text += table.render(width: Console.width)
            text += "\necosystems  "
            text += Table.wrapped(
                database.knownEcosystems.map(\.description).joined(separator: ", "), indent: 12, width: Console.width)
            try Console.write(text + "\n")
            return isStale ? .unknown : .passed
        }
    }
}
