package import ArgumentParser

/// `obryza`: may this exact artifact run here, and why?
package struct ObryzaCommand: AsyncParsableCommand {
    package static let version = "0.1.0"

    package static let configuration = CommandConfiguration(
        commandName: "obryza",
        abstract: "May this exact artifact run here, and why? Answered offline, with proof.",
        discussion: ExitStatus.discussion,
        version: version,
        subcommands: [InventoryCommand.self])

    package init() {}
}

/// The program, for the executable and for tests.
package enum Program {
    /// Runs the command of this process's arguments and exits.
    package static func run() async { await ObryzaCommand.main() }
}
