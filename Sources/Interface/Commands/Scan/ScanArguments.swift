internal import Advisories
package import ArgumentParser
internal import Exploitability

/// What `scan` and `why` share.
package struct ScanArguments: ParsableArguments {
    package enum Exposure: String, ExpressibleByArgument, CaseIterable, Sendable {
        case yes, no, unknown

        var input: DecisionInput<PubliclyExposed> {
            switch self {
            case .yes: .known(.yes)
            case .no: .known(.no)
            case .unknown: .unknown
            }
        }
    }

    @Argument(help: "An artifact as for `obryza sbom`, or a file with an SBOM in any format that obryza reads.")
    package var subject: String

    @OptionGroup package var location: DatabaseLocation

    @OptionGroup package var source: SourceOptions

    @Option(help: "Whether untrusted parties reach it where it runs; unknown counts as yes and says so.")
    package var exposed: Exposure = .unknown

    @Option(
        help: """
            The image that it was built on, or one to build it on instead: an artifact, or a file with an SBOM. Findings \
            that it clears are one thing to do.
            """)
    package var base: String?

    @OptionGroup(title: "Statements on exploitability") package var statements: VEXArguments

    package init() {}

    func scan(rules: [IgnoreRule] = [], keepsRuledOut: Bool = false) async throws -> Scan {
        let database = try location.open()
        let input = try await statements.statements(about: subject, source)
        let name = subject
        let subject = try await ScanSubject(name, source)
        var base: ScanSubject?
        if let name = self.base { base = try await ScanSubject(name, source) }
        return try Scan(
            subject, database, exposed: exposed.input, base: base, rules: rules, statements: (input, name),
            now: Clock.now, keepsRuledOut: keepsRuledOut)
    }
}
