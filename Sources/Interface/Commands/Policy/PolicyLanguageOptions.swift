package import ArgumentParser
internal import Content
internal import Rego

/// What policies may count on: the types of documents, and the functions there are.
package struct PolicyLanguageOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help:
            "A JSON Schema that input must have, or a folder of schemas that annotations name: schema.a.b is a/b.json.")
    package var schema: String?

    @Option(help: "A file in the form of OPA's capabilities.json: policies may use nothing else.")
    package var capabilities: String?

    package init() {}

    func apply(to options: inout CompilerOptions) throws {
        if let schema { options.schemas = try PolicySchemas.read(schema) }
        if let capabilities {
            let bytes = try OpenFile.contents(of: capabilities, limit: 64 << 20)
            try Capabilities(json: bytes, of: capabilities).restrict(&options)
        }
    }
}
