package import ArgumentParser
internal import Content
internal import Signing

/// `obryza trust add`: keeps a trust root under a name.
package struct TrustAddCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Keep a trust root under a name.",
        discussion: """
            The file is read and checked first. Whoever can write it decides whom you believe: get it over a way that \
            you trust. Adding under the name \(PublicGoodRoot.name) replaces the root that is built in.

            EXAMPLES
              obryza trust add trusted_root.json --name company

            \(ExitStatus.discussion)
            """)

    @Argument(help: "A Sigstore trusted_root.json.")
    package var file: String

    @Option(help: "The name, of small letters, digits, “-” and “.”.")
    package var name: String

    package init() {}

    package mutating func validate() throws {
        guard TrustStore.isName(name) else {
            throw ValidationError("'\(name)' is no name: small letters, digits, - and .")
        }
    }

    package func run() async throws {
        try await Failure.reporting("trust add") {
            let bytes = try OpenFile.contents(of: file, limit: TrustedRoot.limit)
            let root = try TrustedRoot(json: bytes)
            let store = TrustStore()
            try store.add(bytes, as: name)
            for reason in root.skipped { Console.narrate("warning: cannot be used: \(Table.printable(reason))") }
            Console.narrate("added \(name): \(store.path(name))")
            return .passed
        }
    }
}
