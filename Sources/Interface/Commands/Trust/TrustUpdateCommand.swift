package import ArgumentParser
internal import Signing

/// `obryza trust update`: brings trust roots to what their repositories say now.
package struct TrustUpdateCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Bring trust roots up to date from their TUF repositories.",
        discussion: """
            Follows the repository as TUF says: new roots that the keys of the old ones have signed, metadata that has \
            not expired and is never older than before, and files that are what the metadata says. The trusted root and \
            the signing config are taken over; when anything is wrong, the last good ones stay and the exit code is 1, \
            or 3 when the repository has nothing of today or cannot be reached.

            Without a name all roots that have a repository are updated, and \(PublicGoodRoot.name), whose root is \
            built in.

            EXAMPLES
              obryza trust update
              obryza trust update public-good --mirror https://mirror.example.org/sigstore

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The name of a root.")
    package var name: String?

    @Option(help: "Where the repository is mirrored. What is signed stays the same.")
    package var mirror: String?

    @Flag(help: "Open no socket; which an update cannot do without.")
    package var offline = false

    package init() {}

    package mutating func validate() throws {
        if let name, !TrustStore.isName(name) { throw ValidationError("'\(name)' is no name of a trust root") }
        guard mirror == nil || name != nil else { throw ValidationError("--mirror is of one root; name it") }
    }

    package func run() async throws {
        try await Failure.reporting("trust update") {
            let store = TrustStore()
            let names = name.map { [$0] } ?? (store.updated + [PublicGoodRoot.name]).uniqued
            return try await RegistryOpener(isOffline: offline, isInsecure: false).withServiceClient { client in
                for name in names {
                    let updates = TrustUpdates(store: store, name: name)
                    if !updates.exists {
                        guard name == PublicGoodRoot.name else {
                            throw ValidationError(
                                "'\(name)' has no repository: add it with `trust add --tuf URL --root FILE --name \(name)`"
                            )
                        }
                        try updates.begin(
                            root: Array(PublicGoodUpdates.root.utf8), repository: PublicGoodUpdates.repository)
                    }
                    let outcome = try await updates.update(mirror: mirror, client)
                    Console.narrate(
                        "\(name): \(outcome.isChanged ? "updated" : "nothing new"), root version \(outcome.rootVersion)"
                    )
                }
                return .passed
            }
        }
    }
}

extension [String] {
    /// Each once, in the order of their first.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
