internal import Advisories
package import ArgumentParser
internal import Content

/// `obryza db diff`: what came, went and changed between two databases.
package struct DatabaseDiffCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show the advisories that came, went and changed between two databases.",
        discussion: """
            EXAMPLES
              obryza db diff monday.db tuesday.db

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The older database.")
    package var before: String

    @Argument(help: "The newer one.")
    package var after: String

    package init() {}

    package func run() async throws {
        try await Failure.reporting("db diff") {
            let old = try records(AdvisoryDatabase(path: before))
            let new = try records(AdvisoryDatabase(path: after))
            var text = ""
            var counts = (added: 0, removed: 0, changed: 0)
            for key in Set(old.keys).union(new.keys).sorted() {
                switch (old[key], new[key]) {
                case (nil, _?):
                    counts.added += 1
                    text += "+ \(key)\n"
                case (_?, nil):
                    counts.removed += 1
                    text += "- \(key)\n"
                case (let a?, let b?) where a != b:
                    counts.changed += 1
                    text += "~ \(key)\n"
                default: break
                }
            }
            try Console.write(text)
            Console.narrate("\(counts.added) added, \(counts.removed) removed, \(counts.changed) changed")
            return .passed
        }
    }

    /// Digests of the records by source and id.
    private func records(_ database: AdvisoryDatabase) throws -> [String: [String]] {
        var records: [String: [String]] = [:]
        for index in 0..<database.size.advisories {
            let advisory = try database.advisory(index)
            records[Table.printable("\(advisory.source) \(advisory.id)"), default: []].append(
                advisory.document.description)
        }
        return records
    }
}
