package import ArgumentParser

/// `obryza authority`: a private Sigstore in one process.
package struct AuthorityCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "authority",
        abstract: "A private Sigstore: certificates, transparency log, timestamps and identities in one process.",
        subcommands: [
            AuthorityInitCommand.self, AuthorityServeCommand.self, AuthorityTokenCommand.self,
            AuthorityUserCommand.self, AuthorityMoveCommand.self,
        ])

    package init() {}
}
