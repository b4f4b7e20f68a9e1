internal import Advisories
package import ArgumentParser
internal import Exploitability

/// What `scan` and `why` share.
package struct ScanArguments: ParsableArguments {
    package enum Exposure: String, ExpressibleByArgument, CaseIterable, Sendable { case yes, no, unknown }

    @Argument(help: "An artifact as for `obryza sbom`, or a file with an SBOM in any format that obryza reads.")
    package var subject: String

    @OptionGroup package var location: DatabaseLocation

    @OptionGroup package var source: SourceOptions

    @Option(help: "Whether untrusted parties reach it where it runs; unknown counts as yes and says so.")
    package var exposed: Exposure = .unknown

    package init() {}

    func scan(rules: [IgnoreRule] = [], keepsRuledOut: Bool = false) async throws -> Scan {
        let database = try location.open()
        let subject = try await ScanSubject(subject, source)
        let exposed: DecisionInput<PubliclyExposed> =
            switch exposed {
            case .yes: .known(.yes)
            case .no: .known(.no)
            case .unknown: .unknown
            }
        return try Scan(
            subject, database, exposed: exposed, rules: rules, now: Clock.now, keepsRuledOut: keepsRuledOut)
    }
}
