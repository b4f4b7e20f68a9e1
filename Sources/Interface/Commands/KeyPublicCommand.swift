package import ArgumentParser
internal import Content
internal import Signing

/// `obryza key public`: the public half of a private key.
package struct KeyPublicCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "public",
        abstract: "Print the public key of a private key.",
        discussion: """
            EXAMPLES
              obryza key public release.key > release.pub

            \(ExitStatus.discussion)
            """)

    @Argument(help: "A private key in PEM; its password comes from where `key generate` takes it.")
    package var file: String

    package init() {}

    package func run() async throws {
        try await Failure.reporting("key public") {
            let key = try PrivateKeyFile.load(file)
            try Console.write(key.publicKey.pem)
            return .passed
        }
    }
}
