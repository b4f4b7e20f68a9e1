package import ArgumentParser
internal import Transparency

/// `obryza log checkpoint`: what a log says of itself, once it is verified.
package struct LogCheckpointCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Fetch and verify a log's checkpoint.",
        discussion: """
            Writes the checkpoint as it was signed, so that others can hold it against what the log shows them: \
            `obryza log monitor --compare`.

            EXAMPLES
              obryza log checkpoint https://sigstore.example.org --trust example > seen.txt

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var arguments: LogArguments

    package init() {}

    package func run() async throws {
        try await Failure.reporting(arguments.log) {
            let note: SignedNote
            do {
                note = try await arguments.withLog { log in
                    let note = try await log.reader.checkpoint()
                    _ = try log.verification(note)
                    return note
                }
            } catch let error as NoteError {
                Console.narrate("error: \(Table.printable("\(arguments.log): \(error)"))")
                return .failed
            }
            try Console.write(note.bytes)
            return .passed
        }
    }
}
