package import ArgumentParser
internal import Content
internal import Rego

/// `obryza policy fmt`: policies in the one usual form.
package struct PolicyFormatCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Format policies.",
        discussion: """
            EXAMPLES
              obryza policy fmt policy.rego
              obryza policy fmt --write rules/
              obryza policy fmt --list --fail rules/

            Exit codes: 0 done, 1 with --fail when a file is formatted differently, 2 usage or a file that is no \
            policy.
            """)

    @Argument(help: "Policies, or folders of them; standard input when there are none.")
    package var paths: [String] = []

    @Flag(name: [.short, .long], help: "Write the files instead of printing them.")
    package var write = false

    @Flag(name: [.short, .long], help: "Print the names of files that are formatted differently.")
    package var list = false

    @Flag(help: "Exit 1 when a file is formatted differently.")
    package var fail = false

    @Flag(name: .customLong("v0-compatible"), help: "Read and write version 0 of the language.")
    package var isV0 = false

    @Flag(name: .customLong("v0-v1"), help: "Read version 0 and write what both versions understand.")
    package var isForBoth = false

    @Flag(name: .customLong("drop-v0-imports"), help: "Leave out imports that version 1 does not need.")
    package var dropsImports = false

    package init() {}

    package func validate() throws {
        guard !(isV0 && isForBoth) else { throw ValidationError("give --v0-compatible or --v0-v1, not both") }
        guard !(paths.isEmpty && write) else { throw ValidationError("--write needs the names of files") }
        guard !(write && list) else { throw ValidationError("give --write or --list, not both") }
    }

    package func run() async throws {
        let options = FormatOptions(
            source: isV0 || isForBoth ? .v0 : .v1, target: isV0 ? .v0 : .v1, dropsNeedlessImports: dropsImports)
        var differs = false
        do {
            if paths.isEmpty {
                let text = try PolicySet.text(StandardInput.contents(), of: "standard input")
                let formatted = try ModuleFormatter.format(SourceText(name: "stdin", text: text), options: options)
                differs = formatted != text
                try Console.write(list ? (differs ? "stdin\n" : "") : formatted)
            }
            for path in paths {
                for place in try PolicyFiles.list(path) where place.name.hasSuffix(".rego") || place.path == path {
                    let bytes = try OpenFile.contents(of: place.path, limit: PolicyFiles.sizeLimit)
                    let text = try PolicySet.text(bytes, of: place.path)
                    let formatted = try ModuleFormatter.format(
                        SourceText(name: place.path, text: text), options: options)
                    if formatted != text { differs = true }
                    if write {
                        if formatted != text { try Console.save(Array(formatted.utf8), to: place.path) }
                    } else if list {
                        if formatted != text { try Console.write(place.path + "\n") }
                    } else {
                        try Console.write(formatted)
                    }
                }
            }
        } catch {
            PolicyReport.narrate(error)
            throw ExitCode(2)
        }
        if fail, differs { throw ExitCode(1) }
    }
}
