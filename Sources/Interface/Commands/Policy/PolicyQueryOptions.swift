package import ArgumentParser
internal import Content
internal import Rego

/// A query, and the input that it is asked for.
package struct PolicyQueryOptions: ParsableArguments {
    @Argument(help: "The query.")
    package var query: String?

    @Option(name: [.short, .long], help: "A file with the input, JSON or YAML.")
    package var input: String?

    @Flag(name: [.customShort("I"), .long], help: "Read the input from standard input.")
    package var stdinInput = false

    @Flag(help: "Read the query from standard input.")
    package var stdin = false

    @Option(help: "Resolve names as in this package.")
    package var package: String?

    @Option(name: .customLong("import"), parsing: .singleValue, help: "Import this into the query. May be repeated.")
    package var imports: [String] = []

    package init() {}

    package func validate() throws {
        guard !(stdin && stdinInput) else { throw ValidationError("standard input is either query or input") }
        guard !(stdinInput && input != nil) else { throw ValidationError("give --input or --stdin-input, not both") }
    }

    /// - Parameter other: The query, where another option has taken it.
    func check(or other: String? = nil) throws {
        guard ((query ?? other) != nil) != stdin else { throw ValidationError("give a query, or --stdin") }
    }

    /// - Parameter other: The query, where another option has taken it.
    func compiled(for set: PolicySet, or other: String? = nil, capturesValues: Bool) throws -> CompiledQuery {
        let text = try query ?? other ?? PolicySet.text(StandardInput.contents(), of: "standard input")
        return try set.modules.query(
            SourceText(name: "", text: text), package: package.map { Reference(dotted: "data.\($0)") },
            imports: try parsedImports(), capturesValues: capturesValues)
    }

    private func parsedImports() throws -> [Import] {
        let lines = imports.map { "import \($0)" }
        let text = (["package query"] + lines).joined(separator: "\n")
        return try Module.parse(SourceText(name: "", text: text)).imports
    }

    /// The input; nil when none is given.
    func document() throws -> Document? {
        if let input { return try Document.read(OpenFile.contents(of: input, limit: 1 << 32), of: input) }
        if stdinInput { return try Document.read(StandardInput.contents(), of: "standard input") }
        return nil
    }
}
