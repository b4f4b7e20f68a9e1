package import ArgumentParser

/// `obryza key`: keys that lie in files.
package struct KeyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make signing keys, and show the public half of one.",
        subcommands: [KeyGenerateCommand.self, KeyPublicCommand.self])

    package init() {}
}
