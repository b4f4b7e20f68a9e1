package import ArgumentParser
internal import Signing

/// `obryza trust list`: the roots that there are.
package struct TrustListCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the trust roots that there are, and where they come from.",
        discussion: ExitStatus.discussion)

    package init() {}

    package func run() async throws {
        try await Failure.reporting("trust list") {
            let store = TrustStore()
            var table = Table(["NAME", "FROM", "METADATA EXPIRES"])
            for name in Set(store.names + store.updated + [PublicGoodRoot.name]).sorted() {
                let updates = TrustUpdates(store: store, name: name)
                let isFile = try store.contents(name) != nil
                let from = updates.exists ? try updates.repository() : isFile ? "file" : "built in"
                table.append([name, from, try updates.exists ? updates.expiry() ?? "never updated" : "-"])
            }
            try Console.write(table.render(width: 400))
            return .passed
        }
    }
}
