package import ArgumentParser
internal import Content
internal import VEX

/// `obryza vex merge`: several documents as one.
package struct VEXMergeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Join documents into one that says one thing of each vulnerability in each component.",
        discussion: """
            Of one author the newest statement is kept, of several who disagree the one that asks for more; \
            contradictions are listed and give exit code 1 unless --accept-conflicts is given. Documents may be of \
            different formats. What newer statements have taken the place of goes to --history.

            EXAMPLES
              obryza vex merge a.openvex.json b.csaf.json --author 'Example security team' -o all.openvex.json

            \(ExitStatus.discussion)
            """)

    @Argument(help: "Documents: OpenVEX, CSAF or CycloneDX.")
    package var documents: [String]

    @Option(help: "A file for the statements that no longer stand (OpenVEX).")
    package var history: String?

    @Flag(help: "Exit 0 although authors contradict each other.")
    package var acceptConflicts = false

    @OptionGroup package var writing: VEXWritingArguments

    package init() {}

    package mutating func validate() throws {
        guard writing.author != nil else { throw ValidationError("--author says who joins them") }
    }

    package func run() async throws {
        try await Failure.reporting("merge") {
            let now = Clock.now
            let merged = VEXMerge(try documents.map { try VEXCreateCommand.read($0) })
            guard !merged.statements.isEmpty else { throw ValidationError("the documents have no statement") }
            var document = VEXDocument(
                id: "", author: writing.author ?? "", role: writing.role, time: now, statements: merged.statements)
            document.id = document.contentID
            try writing.write(document)
            if let history, !merged.superseded.isEmpty {
                var old = document
                old.statements = merged.superseded.map { time, statement in
                    var statement = statement
                    statement.time = statement.time ?? time
                    return statement
                }
                old.id = old.contentID
                try Console.save(old.written(as: .openVEX, toolVersion: ObryzaCommand.version), to: history)
            }
            for conflict in merged.conflicts {
                Console.narrate(
                    Table.printable(
                        "conflict: \(conflict.vulnerability) in \(conflict.product): kept \(conflict.kept), left \(conflict.left)"
                    ))
            }
            return merged.conflicts.isEmpty || acceptConflicts ? .passed : .failed
        }
    }
}
