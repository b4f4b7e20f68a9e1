package import ArgumentParser
internal import BillOfMaterials
internal import Inventory

/// `obryza sbom`: the bill of materials of an artifact, in one or several formats.
package struct SBOMCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sbom",
        abstract: "Write the software bill of materials of an artifact.",
        discussion: """
            Formats: table, json, spdx-json (2.3), spdx3-json (3.0.1), cyclonedx-json and cyclonedx-xml (1.6; @1.7 for \
            1.7). Give --format several times for several documents of one reading; NAME=FILE writes to a file, and \
            at most one document goes to standard output.

            The same artifact gives the same bytes: identifiers are derived from content, times come from the image \
            or, if set, from SOURCE_DATE_EPOCH.

            EXAMPLES
              obryza sbom oci:./image --format spdx-json=image.spdx.json
              obryza sbom docker-archive:image.tar --format cyclonedx-json@1.7 > image.cdx.json
              obryza sbom registry.example/app:1.0 --format spdx3-json=a.json --format cyclonedx-xml=b.xml
              obryza sbom dir:. --format json

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var artifact: ImageArguments

    @Option(name: [.short, .long], help: "NAME[@VERSION][=FILE]; may be given several times. Default: table.")
    package var format: [String] = []

    @Option(help: "Fail (exit 1) when less than this percentage of the bytes of executables is accounted for.")
    package var requireCompleteness: Double?

    @Option(help: "Who supplies the artifact: NAME or NAME <ADDRESS>. Default: its vendor label or its distribution.")
    package var supplier: String?

    package init() {}

    package func validate() throws {
        if let supplier, Agent(line: supplier) == nil { throw ValidationError("--supplier takes a name") }
        if let requireCompleteness, !(0...100).contains(requireCompleteness) {
            throw ValidationError("--require-completeness takes a percentage from 0 to 100")
        }
        let outputs = try outputs()
        guard outputs.count(where: { $0.file == nil }) <= 1 else {
            throw ValidationError("only one document can go to standard output; write the others as --format NAME=FILE")
        }
        let files = outputs.compactMap(\.file)
        guard Set(files).count == files.count else { throw ValidationError("two documents for one file") }
    }

    package func run() async throws {
        try await Failure.reporting(artifact.image) {
            let inventory = try await ArtifactOpener(artifact.source).inventory(artifact.image)
            var bill: BillOfMaterials?
            for output in try outputs() {
                let bytes: [UInt8]
                if output.format.name == .table {
                    bytes = Array(
                        InventoryReport(inventory, files: .unowned)
                            .text(output.file == nil ? Palette() : Palette(isOn: false)).utf8)
                } else {
                    var document = try bill ?? BillTime.bill(inventory)
                    if let agent = supplier.flatMap({ Agent(line: $0) }) { document.artifact.supplier = agent }
                    bill = document
                    bytes = try document.write(output.format)
                }
                if let file = output.file {
                    try Console.save(bytes, to: file)
                } else {
                    try Console.write(bytes)
                }
            }
            return InventoryOutcome(inventory, required: requireCompleteness).report()
        }
    }

    private struct Output {
        var format: SBOMFormat
        var file: String?
    }

    private func outputs() throws -> [Output] {
        try (format.isEmpty ? ["table"] : format).map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 1 || !parts[1].isEmpty else {
                throw ValidationError("--format \(text): a file name is missing after =")
            }
            do {
                return Output(format: try SBOMFormat(parts[0]), file: parts.count == 2 ? parts[1] : nil)
            } catch {
                throw ValidationError("\(error)")
            }
        }
    }
}

/// The time a document states: `SOURCE_DATE_EPOCH`, else the image's own, else the epoch.
enum BillTime {
    static func bill(_ inventory: Inventory) throws -> BillOfMaterials {
        BillOfMaterials(inventory, created: try created(inventory), toolVersion: ObryzaCommand.version)
    }

    private static func created(_ inventory: Inventory) throws -> String {
        if let text = Console.environment("SOURCE_DATE_EPOCH"), !text.isEmpty {
            guard let seconds = Int(text), let time = DocumentTime.format(epoch: seconds) else {
                throw ValidationError("SOURCE_DATE_EPOCH is '\(text)'; expected seconds since 1970")
            }
            return time
        }
        return inventory.subject.created.flatMap(DocumentTime.normalise) ?? "1970-01-01T00:00:00Z"
    }
}
