package import ArgumentParser

/// `obryza policy`: policies in Rego, tried, tested, checked, formatted, bundled and measured.
package struct PolicyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Evaluate, test, check, format, bundle and measure policies in Rego.",
        subcommands: [
            PolicyEvalCommand.self, PolicyTestCommand.self, PolicyCheckCommand.self, PolicyFormatCommand.self,
            PolicyBuildCommand.self, PolicyInspectCommand.self, PolicyDependenciesCommand.self,
            PolicyBenchCommand.self, PolicyServeCommand.self,
        ])

    package init() {}
}
