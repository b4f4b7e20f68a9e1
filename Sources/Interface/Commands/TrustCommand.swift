package import ArgumentParser

/// `obryza trust`: whom to believe.
package struct TrustCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show and add trust roots.",
        subcommands: [TrustShowCommand.self, TrustAddCommand.self])

    package init() {}
}
