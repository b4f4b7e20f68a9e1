package import ArgumentParser
internal import Content
internal import Inventory

/// `obryza inventory`: what is inside, who owns it, and what nobody accounts for.
package struct InventoryCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "Say what is inside an artifact and how much of it is accounted for.",
        discussion: """
            Lists the components, then the executables, libraries, archives and scripts that no component accounts \
            for, and whatever could not be read.

            EXAMPLES
              obryza inventory oci:./image
              obryza inventory docker-archive:image.tar --files unowned
              obryza inventory dir:/srv/rootfs --ecosystem deb
              obryza inventory registry.example/app:1.0 --require-completeness 99.5

            \(ExitStatus.discussion)
            """)

    package enum FileList: String, ExpressibleByArgument, CaseIterable, Sendable {
        case none, unowned, modified, all
    }

    @OptionGroup package var artifact: ImageArguments

    @Option(help: "Show only components of this ecosystem, such as deb or npm.")
    package var ecosystem: String?

    @Option(help: "Which executables to list: none, unowned (with opaque ones), modified or all.")
    package var files: FileList = .unowned

    @Option(help: "Fail (exit 1) when less than this percentage of the bytes of executables is accounted for.")
    package var requireCompleteness: Double?

    package init() {}

    package func validate() throws {
        if let requireCompleteness, !(0...100).contains(requireCompleteness) {
            throw ValidationError("--require-completeness takes a percentage from 0 to 100")
        }
    }

    package func run() async throws {
        try await Failure.reporting(artifact.image) {
            let inventory = try await ArtifactOpener(artifact.source).inventory(artifact.image)
            try Console.write(InventoryReport(inventory, ecosystem: ecosystem, files: files).text(Palette()))
            return InventoryOutcome(inventory, required: requireCompleteness).report()
        }
    }
}

/// What an inventory means for the exit code.
struct InventoryOutcome {
    private let inventory: Inventory
    private let required: Double?

    init(_ inventory: Inventory, required: Double? = nil) {
        self.inventory = inventory
        self.required = required
    }

    /// Tells on standard error why the outcome is not a pass.
    func report() -> ExitStatus {
        var status = ExitStatus.passed
        if inventory.components.allSatisfy({ $0.kind == .operatingSystem }) {
            Console.narrate("unknown: no component was recognised")
            status = status.combined(with: .unknown)
        }
        if !inventory.gaps.isEmpty {
            for gap in inventory.gaps.prefix(10) {
                Console.narrate("incomplete: \(Table.printable("\(gap.path): \(gap.reason)"))")
            }
            if inventory.gaps.count > 10 { Console.narrate("incomplete: and \(inventory.gaps.count - 10) more") }
            status = status.combined(with: .unknown)
        }
        if let required, inventory.files.completeness * 100 < required {
            Console.narrate(
                "failed: \(Percent.text(inventory.files.completeness)) accounted for, \(required)% required")
            status = status.combined(with: .failed)
        }
        return status
    }
}

enum Percent {
    /// Two decimals, rounded down, so that only what is complete reads 100%.
    static func text(_ ratio: Double) -> String {
        let hundredths = Int((ratio * 10_000).rounded(.down))
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)%"
    }
}
