package import ArgumentParser

/// `obryza vex`: statements on whether a vulnerability matters in an artifact.
package struct VEXCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "vex",
        abstract: "Write, check, join, apply and publish statements on exploitability (OpenVEX, CSAF, CycloneDX).",
        subcommands: [
            VEXCreateCommand.self, VEXApplyCommand.self, VEXCheckCommand.self, VEXMergeCommand.self,
            VEXPublishCommand.self,
        ])

    package init() {}
}
