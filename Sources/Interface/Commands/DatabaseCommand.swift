package import ArgumentParser

/// `obryza db`: the advisory database, and the order of versions that matching rests on.
package struct DatabaseCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Build and ask the advisory database.",
        subcommands: [
            DatabaseBuildCommand.self, DatabaseStatusCommand.self, DatabaseSearchCommand.self, DatabaseDiffCommand.self,
            DatabaseCompareCommand.self, DatabaseIndexCommand.self,
        ])

    package init() {}
}
