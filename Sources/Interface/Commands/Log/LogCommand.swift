package import ArgumentParser

/// `obryza log`: what transparency logs show.
package struct LogCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Watch transparency logs, and see what they say of themselves.",
        subcommands: [LogMonitorCommand.self, LogCheckpointCommand.self, LogWitnessCommand.self])

    package init() {}
}
