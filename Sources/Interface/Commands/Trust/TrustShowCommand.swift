package import ArgumentParser
internal import Content
internal import Signing

/// `obryza trust show`: what a trust root holds.
package struct TrustShowCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the logs and authorities of a trust root.",
        discussion: """
            EXAMPLES
              obryza trust show
              obryza trust show --trusted-root trusted_root.json

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var trust: TrustArguments

    package init() {}

    package func run() async throws {
        try await Failure.reporting("trust show") {
            let root = try trust.root()
            var table = Table(["KIND", "ADDRESS", "KEY", "TRUSTED"])
            func key(_ log: TrustedRoot.Log) -> String { "\(log.key.algorithm) \(log.key.keyID.prefix(12))" }
            for log in root.logs { table.append(["log", log.baseURL, key(log), log.validity.description]) }
            for log in root.certificateLogs {
                table.append(["certificate log", log.baseURL, key(log), log.validity.description])
            }
            for (kind, list) in [
                ("certificates", root.certificateAuthorities), ("timestamps", root.timestampAuthorities),
            ] {
                for authority in list {
                    let anchor = authority.chain.certificates.last.map { String($0.fingerprint.hex.prefix(12)) } ?? "-"
                    table.append([kind, authority.uri, "anchor \(anchor)", authority.validity.description])
                }
            }
            // Addresses and fingerprints are there to be compared, so nothing is cut.
            try Console.write(table.render(width: 400))
            for reason in root.skipped { Console.narrate("warning: cannot be used: \(Table.printable(reason))") }
            return .passed
        }
    }
}
