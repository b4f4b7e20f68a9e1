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

            With --tuf and --root the root is one that a TUF repository keeps up to date: it is fetched at once, and \
            again by `trust update`. `sign --trust NAME` then signs with the services that the repository names.

            EXAMPLES
              obryza trust add trusted_root.json --name company
              obryza trust add --tuf https://sigstore.example.org/tuf --root root.json --name company

            \(ExitStatus.discussion)
            """)

    @Argument(help: "A Sigstore trusted_root.json.")
    package var file: String?

    @Option(help: "The address of a TUF repository that has the trusted root.")
    package var tuf: String?

    @Option(help: "The repository's root.json, got over a way that you trust.")
    package var root: String?

    @Flag(help: "Open no socket.")
    package var offline = false

    @Option(help: "The name, of small letters, digits, “-” and “.”.")
    package var name: String

    package init() {}

    package mutating func validate() throws {
        guard TrustStore.isName(name) else {
            throw ValidationError("'\(name)' is no name: small letters, digits, - and .")
        }
        guard (tuf == nil) == (root == nil), (file == nil) != (tuf == nil) else {
            throw ValidationError("give a trusted_root.json, or --tuf and --root")
        }
    }

    package func run() async throws {
        try await Failure.reporting("trust add") {
            if let tuf, let root { return try await add(repository: tuf, root: root) }
            let bytes = try OpenFile.contents(of: file ?? "", limit: TrustedRoot.limit)
            let root = try TrustedRoot(json: bytes)
            let store = TrustStore()
            try store.add(bytes, as: name)
            for reason in root.skipped { Console.narrate("warning: cannot be used: \(Table.printable(reason))") }
            Console.narrate("added \(name): \(store.path(name))")
            return .passed
        }
    }

    private func add(repository: String, root: String) async throws -> ExitStatus {
        let updates = TrustUpdates(store: TrustStore(), name: name)
        let bytes = try OpenFile.contents(of: root, limit: TUFClient.rootLimit)
        return try await RegistryOpener(isOffline: offline, isInsecure: false).withServiceClient { client in
            try updates.begin(root: bytes, repository: repository)
            let outcome = try await updates.update(mirror: nil, client)
            Console.narrate("added \(name): \(updates.store.path(name)), root version \(outcome.rootVersion)")
            return .passed
        }
    }
}
