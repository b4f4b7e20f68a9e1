internal import Advisories
package import ArgumentParser
internal import Content
internal import Inventory
internal import OCI
internal import VEX

/// `obryza vex create`: one statement, as a document of its own or in one that is there.
package struct VEXCreateCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Say whether a vulnerability matters in an image.",
        discussion: """
            The image is named by the digest of its manifest and, where an index leads to it, by that of the index, in \
            every spelling by which scanners know it; never by a tag, which may come to mean another. Components are \
            named by their package URLs.

            not_affected needs --justification or --impact, affected needs --action. With --update the statement goes \
            into a document that is there: it takes the place of what was said before of the same vulnerability in the \
            same components, and the document's version is raised.

            EXAMPLES
              obryza vex create registry.example/app:1.0 --vulnerability CVE-2022-40303 --status not_affected \\
                --justification vulnerable_code_not_in_execute_path --component pkg:deb/debian/libxml2@2.9.14 \\
                --author 'Example security team'
              obryza vex create oci:./image --vulnerability CVE-2021-44228 --status affected \\
                --action 'Update to 2.17.1' --author Example --update app.openvex.json -o app.openvex.json

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var image: ImageArguments

    @Option(help: "The vulnerability's name, such as CVE-2024-3094.")
    package var vulnerability: String

    @Option(help: "Another name of it. May be given several times.")
    package var alias: [String] = []

    @Option(help: "not_affected, affected, fixed or under_investigation.")
    var status: VEXStatus

    @Option(
        help: ArgumentHelp(
            "Why it is not affected.", discussion: VEXJustification.allCases.map(\.rawValue).joined(separator: ", ")))
    var justification: VEXJustification?

    @Option(help: "Why it is not affected, in words.")
    package var impact: String?

    @Option(help: "What to do about it.")
    package var action: String?

    @Option(help: "How the status was found.")
    package var notes: String?

    @Option(
        help: """
            The package URL of the component in which the vulnerability is. May be given several times. Without it the \
            statement is of the whole image, with everything in it.
            """)
    package var component: [String] = []

    @Option(help: "A document that the statement goes into.")
    package var update: String?

    @OptionGroup package var writing: VEXWritingArguments

    package init() {}

    package mutating func validate() throws {
        for text in component where PackageURL(text) == nil {
            throw ValidationError("'\(text)' is no package URL such as pkg:deb/debian/libxml2@2.9.14")
        }
        guard update != nil || writing.author != nil else { throw ValidationError("--author says who says it") }
        var statement = self.statement
        statement.products = [VEXProduct(VEXComponent(id: "x:image"))]
        if let defect = statement.defect { throw ValidationError(defect) }
    }

    private var statement: VEXStatement {
        var statement = VEXStatement(
            .init(name: vulnerability, aliases: alias.filter { $0 != vulnerability }), products: [], status: status)
        statement.justification = justification
        statement.impact = impact
        statement.action = action
        statement.notes = notes
        return statement
    }

    package func run() async throws {
        try await Failure.reporting(image.image) {
            let now = Clock.now
            let evidence = try await ImageEvidence.collect(image.image, image.source, searching: false)
            let parts = component.map { VEXComponent(named: $0) }
            var statement = self.statement
            statement.time = now
            statement.products = VEXSpelling.products(
                evidence.images.map(\.digest), reference: try? RegistryReference(image.image), parts: parts)
            var document: VEXDocument
            if let update {
                document = try Self.read(update)
                document.revise([statement], at: now)
                document.author = writing.author ?? document.author
                document.role = writing.role ?? document.role
            } else {
                document = VEXDocument(
                    id: "", author: writing.author ?? "", role: writing.role, time: now, statements: [statement])
                document.id = document.contentID
            }
            try writing.write(document)
            return .passed
        }
    }

    /// - Throws: `ValidationError` also for a document of which something would be lost.
    static func read(_ path: String) throws -> VEXDocument {
        do throws(VEXError) {
            let document = try VEXDocument.read(try bytes(path))
            guard let defect = document.defects.first else { return document }
            throw VEXError.rule(statement: document.id, "it has what cannot be kept: \(defect)")
        } catch {
            throw ValidationError("\(path): \(error)")
        }
    }

    private static func bytes(_ path: String) throws(VEXError) -> [UInt8] {
        do throws(FileError) {
            return try OpenFile.contents(of: path, limit: VEXLimits.document)
        } catch {
            throw .rule(statement: path, "\(error)")
        }
    }
}
