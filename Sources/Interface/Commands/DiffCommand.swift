package import ArgumentParser
internal import BillOfMaterials
internal import Content
internal import Glibc
internal import Inventory
internal import OCI

/// `obryza diff`: what came, went and changed between two artifacts or documents.
package struct DiffCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show components, files, licences and suppliers that came, went and changed.",
        discussion: """
            Each side is an artifact as for `obryza sbom`, or a file with an SBOM in any format that obryza reads. \
            Where one side is a document that lists only unaccounted executables, only those are compared.

            EXAMPLES
              obryza diff oci:./image:1.0 oci:./image:1.1
              obryza diff release.spdx.json registry.example/app:1.1
              obryza diff old.cdx.json new.cdx.json --format json
              obryza diff oci:./image:1.0 oci:./image:1.1 --fail-on-change

            \(ExitStatus.discussion)
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case table, json }

    @Argument(help: "The older side: an artifact or an SBOM file.")
    package var before: String

    @Argument(help: "The newer side.")
    package var after: String

    @OptionGroup package var source: SourceOptions

    @Option(name: [.short, .long], help: "table or json.")
    package var format: Format = .table

    @Flag(help: "Exit 1 when anything differs.")
    package var failOnChange = false

    package init() {}

    package func run() async throws {
        try await Failure.reporting("diff") {
            let (old, oldStatus) = try await read(before)
            let (new, newStatus) = try await read(after)
            let difference = BillOfMaterials.difference(from: old, to: new)
            let report = DifferenceReport(difference)
            try Console.write(format == .json ? report.json : Array(report.text(Palette()).utf8))
            var status = oldStatus.combined(with: newStatus)
            if failOnChange, !difference.isEmpty { status = status.combined(with: .failed) }
            return status
        }
    }

    /// A regular file named without a scheme is a document; anything else is an artifact.
    private func read(_ text: String) async throws -> (BillOfMaterials, ExitStatus) {
        var status = stat()
        if stat(text, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            let bytes = try OpenFile.contents(of: text, limit: 512 << 20)
            let bill: BillOfMaterials
            do { bill = try BillOfMaterials.read(bytes) } catch { throw ReadingFailure(file: text, reason: "\(error)") }
            if !bill.gaps.isEmpty { Console.narrate("incomplete: \(Table.printable(text)) says so itself") }
            return (bill, bill.gaps.isEmpty ? .passed : .unknown)
        }
        let inventory = try await ArtifactOpener(source).inventory(text)
        return (try BillTime.bill(inventory), InventoryOutcome(inventory).report())
    }
}

/// Says which file could not be read as a document.
struct ReadingFailure: Error, CustomStringConvertible {
    let file: String
    let reason: String
    var description: String { "\(file): \(reason)" }
}
