package import ArgumentParser

/// `obryza db`: the advisory database, and the order of versions that matching rests on.
package struct DatabaseCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Build, fetch, hand on and ask the advisory database.",
        subcommands: [
            DatabaseUpdateCommand.self, DatabaseBuildCommand.self, DatabaseStatusCommand.self,
            DatabaseSearchCommand.self, DatabaseDiffCommand.self, DatabasePushCommand.self, DatabasePullCommand.self,
            DatabaseCompareCommand.self, DatabaseIndexCommand.self,
        ])

    package init() {}
}
