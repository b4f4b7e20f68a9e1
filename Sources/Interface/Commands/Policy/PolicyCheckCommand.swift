package import ArgumentParser
internal import Rego

/// `obryza policy check`: whether policies compile.
package struct PolicyCheckCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Parse, compile and type-check policies.",
        discussion: """
            EXAMPLES
              obryza policy check policy.rego lib/
              obryza policy check --strict --format json rules/

            Exit codes: 0 all well, 1 the policies have errors or cannot be read, 2 usage.
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case pretty, json }

    @Argument(help: "Policies, or folders of them.")
    package var paths: [String]

    @Flag(name: [.short, .long], help: "The paths are bundles.")
    package var bundle = false

    @Flag(name: [.customShort("S"), .long], help: "Unused names and deprecated functions are errors too.")
    package var strict = false

    @Option(name: [.short, .long], help: "pretty or json.")
    package var format: Format = .pretty

    @Option(name: [.short, .long], help: "How many errors are shown; 0 shows all.")
    package var maxErrors = 10

    @Option(parsing: .singleValue, help: "Leave out files and folders with such a name.")
    package var ignore: [String] = []

    @Flag(name: .customLong("v0-compatible"), help: "Read policies as version 0 of the language.")
    package var isV0 = false

    @OptionGroup package var verification: BundleVerificationOptions
    @OptionGroup package var language: PolicyLanguageOptions

    package init() {}

    package func validate() throws {
        guard maxErrors >= 0 else { throw ValidationError("--max-errors must not be negative") }
    }

    package func run() async throws {
        var request = PolicySet.Request()
        if bundle { request.bundles = paths } else { request.paths = paths }
        request.ignoring = ignore
        request.version = isV0 ? .v0 : .v1
        request.compiler.isStrict = strict
        request.compiler.maximumErrors = maxErrors
        do {
            request.signatures = try verification.rule()
            try language.apply(to: &request.compiler)
            _ = try PolicySet(request)
        } catch {
            if format == .json {
                let json = PolicyReport.object([("errors", PolicyReport.errors(error))])
                try Console.write(PolicyReport.indented(json) + "\n")
            } else {
                PolicyReport.narrate(error)
            }
            throw ExitCode(1)
        }
    }
}
