package import ArgumentParser

/// `obryza policy`: policies in Rego, tried, tested, checked and formatted.
package struct PolicyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Evaluate, test, check and format policies in Rego.",
        subcommands: [
            PolicyEvalCommand.self, PolicyTestCommand.self, PolicyCheckCommand.self, PolicyFormatCommand.self,
        ])

    package init() {}
}
