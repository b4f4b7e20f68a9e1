package import ArgumentParser
internal import Rego

/// `obryza policy deps`: what a query depends on.
package struct PolicyDependenciesCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "deps",
        abstract: "Show the documents that a query depends on.",
        discussion: """
            Base documents are input and data from outside, virtual documents are made by rules. A path ends where it \
            stops being constant.

            EXAMPLES
              obryza policy deps -d policy/ data.app.allow
              obryza policy deps -b bundle.tar.gz --format json data.app.deny

            Exit codes: 0 shown, 1 the policies or the query have errors, 2 usage.
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case pretty, json }

    @Argument(help: "The query.")
    package var query: String

    @OptionGroup package var options: PolicyOptions

    @Option(name: [.short, .long], help: "pretty or json.")
    package var format: Format = .pretty

    package init() {}

    package func run() async throws {
        let dependencies: DocumentDependencies
        do {
            let set = try PolicySet(options.request())
            dependencies = DocumentDependencies(
                of: try set.modules.query(SourceText(name: "", text: query)), in: set.modules)
        } catch {
            PolicyReport.narrate(error)
            throw ExitCode(1)
        }
        if format == .json {
            try Console.write(PolicyReport.indented(dependencies.json) + "\n")
            return
        }
        var table = BoxTable(["BASE DOCUMENTS", "VIRTUAL DOCUMENTS"])
        let (base, virtual) = (dependencies.base.map(\.dotted), dependencies.virtual.map(\.dotted))
        for index in 0..<max(base.count, virtual.count) {
            table.append([
                index < base.count ? base[index] : "", index < virtual.count ? virtual[index] : "",
            ])
        }
        try Console.write(table.render())
    }
}
