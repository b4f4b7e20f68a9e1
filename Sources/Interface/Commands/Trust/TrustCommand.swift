package import ArgumentParser

/// `obryza trust`: whom to believe.
package struct TrustCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show, add and update trust roots.",
        subcommands: [TrustShowCommand.self, TrustListCommand.self, TrustAddCommand.self, TrustUpdateCommand.self])

    package init() {}
}
