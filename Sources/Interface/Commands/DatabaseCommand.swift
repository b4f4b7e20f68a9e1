package import ArgumentParser

/// `obryza db`: what is known about vulnerabilities, and the order of versions that matching rests on.
package struct DatabaseCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Ask the knowledge that matching rests on.",
        subcommands: [DatabaseCompareCommand.self])

    package init() {}
}
