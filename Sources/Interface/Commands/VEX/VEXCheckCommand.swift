package import ArgumentParser
internal import Content
internal import VEX

/// `obryza vex check`: whether a document is sound, and whether consumers would understand it.
package struct VEXCheckCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that a document is sound and is understood by those who read it.",
        discussion: """
            Errors are statements that break a rule of their format, or that say two things of one component. Cautions \
            are what some consumer takes for something else: tags as products, whole images, packages in whatever \
            image, several statements of which tools take the oldest or the newest. Exit code 1 for an error, and with \
            --strict for a caution.

            EXAMPLES
              obryza vex check app.openvex.json
              obryza vex check --strict vendor.csaf.json

            \(ExitStatus.discussion)
            """)

    @Argument(help: "Documents: OpenVEX, CSAF or CycloneDX.")
    package var documents: [String]

    @Flag(help: "Cautions give exit code 1 as well.")
    package var strict = false

    package init() {}

    package func run() async throws {
        try await Failure.reporting("check") {
            var status = ExitStatus.passed
            for path in documents {
                let bytes = try OpenFile.contents(of: path, limit: VEXLimits.document)
                let document: VEXDocument
                do throws(VEXError) {
                    document = try VEXDocument.read(bytes)
                } catch {
                    throw ValidationError("\(path): \(error)")
                }
                let review = VEXReview(document)
                var lines = [
                    "\(path): \(document.format.name), \(document.statements.count) statements by \(document.author)"
                ]
                lines += review.errors.map { "  error    \($0)" } + review.cautions.map { "  caution  \($0)" }
                try Console.write(lines.map { Table.printable($0) + "\n" }.joined())
                if !review.errors.isEmpty || strict && !review.cautions.isEmpty { status = .failed }
            }
            return status
        }
    }
}
