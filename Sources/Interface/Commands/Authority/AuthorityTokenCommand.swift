package import ArgumentParser
internal import Authority

/// `obryza authority token`: says who someone is, to the authority itself.
package struct AuthorityTokenCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make an identity token of an authority's own issuer.",
        discussion: """
            Writes the token to standard output. Whoever has it can sign as the subject until it expires. An address \
            (dev@example.org) and a URI stand in certificates as they are, a name as NAME!HOST.

            EXAMPLES
              obryza authority token sigstore --subject dev@example.org
              obryza authority token sigstore --subject https://ci.example.org/team/project --lifetime 3600

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The authority's folder.")
    package var folder: String

    @Option(help: "Who the token speaks of: an address, a URI or a name.")
    package var subject: String

    @Option(help: "Seconds until it expires, at most a day.")
    package var lifetime: Int64 = 600

    package init() {}

    package mutating func validate() throws {
        guard (1...86_400).contains(lifetime) else {
            throw ValidationError("'\(lifetime)': expected 1 to 86400 seconds")
        }
        guard !subject.isEmpty, subject.utf8.count <= 1024, subject.utf8.allSatisfy({ (0x21..<0x7f).contains($0) })
        else { throw ValidationError("'\(subject)': expected a subject of 1 to 1024 printable characters") }
    }

    package func run() async throws {
        try await Failure.reporting("authority token") {
            let issuer = try AuthorityServices.tokenIssuer(AuthorityFolder(folder))
            let token = try issuer.token(subject: subject, lifetime: lifetime, at: AuthorityServer.now())
            try Console.write(token + "\n")
            return .passed
        }
    }
}
