package import ArgumentParser
internal import Rego

/// `obryza policy inspect`: what is in a bundle.
package struct PolicyInspectCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what is in a bundle, a folder or a policy.",
        discussion: """
            The manifest, the packages and documents with their files, and with --annotations what policies say of \
            themselves. JSON has the signatures, which are not verified, and the functions and features that the \
            policies need too.

            EXAMPLES
              obryza policy inspect bundle.tar.gz
              obryza policy inspect --annotations --format json policy/

            Exit codes: 0 shown, 1 the bundle cannot be read or its policies have errors, 2 usage.
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case pretty, json }

    @Argument(help: "A bundle, a folder or a policy.")
    package var path: String

    @Flag(name: [.short, .long], help: "Show annotations.")
    package var annotations = false

    @Option(name: [.short, .long], help: "pretty or json.")
    package var format: Format = .pretty

    @Option(parsing: .singleValue, help: "Leave out files and folders with such a name.")
    package var ignore: [String] = []

    @Flag(name: .customLong("v0-compatible"), help: "Read policies as version 0 of the language.")
    package var isV0 = false

    package init() {}

    package func run() async throws {
        let inspection: PolicyInspection
        do {
            inspection = try PolicyInspection(path: path, version: isV0 ? .v0 : .v1, ignoring: ignore)
        } catch {
            PolicyReport.narrate(error)
            throw ExitCode(1)
        }
        if format == .json {
            try Console.write(PolicyReport.indented(inspection.json(withAnnotations: annotations)) + "\n")
        } else {
            try Console.write(pretty(inspection))
        }
    }

    private func pretty(_ inspection: PolicyInspection) -> String {
        var text = ""
        if let manifest = inspection.manifest {
            var table = BoxTable(["FIELD", "VALUE"], merging: [0])
            if let version = manifest.version { table.append(["Rego Version", "\(version.rawValue)"]) }
            if !manifest.revision.isEmpty { table.append(["Revision", manifest.revision]) }
            if manifest.roots != [""] { for root in manifest.roots.sorted() { table.append(["Roots", root]) } }
            if let metadata = manifest.metadata { table.append(["Metadata", metadata]) }
            if !table.isEmpty { text += "MANIFEST:\n" + table.render() }
        }
        var table = BoxTable(["NAMESPACE", "FILE"], merging: [0])
        for namespace in inspection.namespaces {
            for file in namespace.files { table.append([namespace.name, file]) }
        }
        if !table.isEmpty { text += "NAMESPACES:\n" + table.render() }
        if let patch = inspection.patch {
            var table = BoxTable(["CHANGE", "VALUE"])
            for change in patch.changes { table.append(["\(change)", change.value ?? ""]) }
            if !table.isEmpty { text += "CHANGES:\n" + table.render() }
        }
        if annotations, !inspection.notes.isEmpty {
            text += "ANNOTATIONS:\n" + inspection.notes.map(Self.paragraph).joined()
        }
        return text
    }

    private static func paragraph(_ note: PolicyInspection.Note) -> String {
        let annotation = note.annotation
        func line(_ text: String) -> String { Table.printable(text.replacing("\n", with: " ")) + "\n" }
        func list(_ title: String, _ entries: [String]) -> String {
            entries.isEmpty ? "" : "\(title):\n" + entries.map { " " + line($0) }.joined() + "\n"
        }
        let path = note.path.dotted
        let title = annotation.title ?? (path.hasPrefix("data.") ? String(path.dropFirst(5)) : path)
        var text = line(title) + String(repeating: "=", count: min(title.count, 80)) + "\n\n"
        if let description = annotation.description { text += line(description) + "\n" }
        let package = note.package.dotted
        text += line("Package:  " + (package.hasPrefix("data.") ? String(package.dropFirst(5)) : package))
        if note.path != note.package, path.hasPrefix(package + ".") {
            text += line("Rule:     " + path.dropFirst(package.count + 1))
        }
        text += line("Location: \(note.position.file):\(note.position.row)")
        text += line("Scope: \(annotation.scope.rawValue)")
        if annotation.isEntrypoint { text += "Entrypoint: true\n" }
        text += "\n" + list("Organizations", annotation.organizations)
        text += list(
            "Authors", annotation.authors.map { $0.email.isEmpty ? $0.name : "\($0.name) <\($0.email)>" })
        text += list(
            "Schemas",
            annotation.schemas.map { "\($0.path.dotted): \($0.schema?.dotted ?? $0.definition?.json ?? "")" })
        text += list(
            "Related Resources",
            annotation.relatedResources.map {
                $0.description.isEmpty ? $0.reference : "\($0.reference) \($0.description)"
            })
        text += list("Custom", (annotation.custom ?? []).map { "\($0.key): \($0.value.json)" })
        return text
    }
}
