import Content

/// Installed packages of Gentoo: one folder a package under `var/db/pkg`, one file a variable (PMS §A, VDB).
struct PortageDatabaseCataloguer: Cataloguer {
    static let name = "portage-database"

    private static let variables = ["LICENSE", "HOMEPAGE", "DESCRIPTION", "SLOT", "RDEPEND", "repository"]

    var wants: [Want] {
        [.glob("var/db/pkg/*/*/CONTENTS")]
            + Self.variables.map { .glob("var/db/pkg/*/*/\($0)", limit: 1 << 20) }
    }

    private struct Contents: LayeredFact {
        var category: String
        var name: String
        var version: String
        var files: [ClaimedFile]
        var key: String { "\(category)/\(name)||\(version)" }
        var keys: [String] { [key] }
    }

    private struct Variable: Sendable { var value: String }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "portage database: the folder's name is not NAME-VERSION"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard file.name == "CONTENTS" else {
            let words = file.text.split { $0 == "\n" || $0 == " " || $0 == "\t" }
            yield.fact(Variable(value: words.joined(separator: " ")))
            return
        }
        let segments = file.directory.split(separator: "/")
        guard segments.count >= 2, let identity = PortageAtom.split(segments[segments.count - 1]) else {
            throw Malformed()
        }
        yield.fact(
            Contents(
                category: String(segments[segments.count - 2]), name: identity.name, version: identity.version,
                files: Self.files(file.text)))
    }

    /// `obj /path with blanks MD5 MTIME`, `sym /path -> TARGET MTIME`, `dir /path`.
    private static func files(_ text: String) -> [ClaimedFile] {
        var files: [ClaimedFile] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("obj /") {
                let words = line.dropFirst(5).split(separator: " ", omittingEmptySubsequences: false)
                guard words.count >= 3 else { continue }
                files.append(
                    ClaimedFile(
                        words.dropLast(2).joined(separator: " "),
                        digest: Digest(algorithm: .md5, hex: words[words.count - 2])))
            } else if line.hasPrefix("sym /") {
                let words = line.dropFirst(5).split(separator: " ", omittingEmptySubsequences: false)
                guard let arrow = words.firstIndex(of: "->") else { continue }
                files.append(ClaimedFile(words[..<arrow].joined(separator: " ")))
            }
        }
        return files
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var variables: [String: String] = [:]
        for (path, fact) in view.facts(Variable.self) { variables[path] = fact.value }
        for (path, fact) in view.facts(Contents.self) {
            let directory = path.dropLast("CONTENTS".count)
            let full = "\(fact.category)/\(fact.name)"
            var component = Component(name: full, version: fact.version, ecosystem: "ebuild")
            var qualifiers: [String: String] = [:]
            qualifiers["repository"] = variables["\(directory)repository"]
            component.purl = PackageURL(
                type: "ebuild", namespace: fact.category, name: fact.name, version: fact.version,
                qualifiers: qualifiers)
            component.licences = variables["\(directory)LICENSE"].map { [Licence($0)] } ?? []
            component.homepage = variables["\(directory)HOMEPAGE"]?.split(separator: " ").first.map(String.init)
            component.summary = variables["\(directory)DESCRIPTION"]
            component.evidence = [Evidence(path: path, technique: .manifestAnalysis)]
            component.files = fact.files
            component.requirements = PortageAtom.requirements(variables["\(directory)RDEPEND"] ?? "")
            component.properties["layerKey"] = fact.key
            component.properties["slot"] = variables["\(directory)SLOT"]
            yield.component(component)
        }
    }
}

/// Names of packages as Gentoo writes them (PMS §8.3).
enum PortageAtom {
    /// Cuts `openssl-3.1.4-r2` before its version: the last dash that a digit follows and that no such dash precedes
    /// a revision.
    static func split(_ text: some StringProtocol) -> (name: String, version: String)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 2, let last = parts.last else { return nil }
        let isRevision = last.first == "r" && last.count > 1 && last.dropFirst().utf8.allSatisfy(isDigit)
        let cut = parts.count - (isRevision && parts.count >= 3 ? 2 : 1)
        guard let first = parts[cut].utf8.first, isDigit(first) else { return nil }
        let name = parts[..<cut].joined(separator: "-")
        return name.isEmpty ? nil : (name, parts[cut...].joined(separator: "-"))
    }

    /// Reads a dependency expression: `|| ( a b )` is a choice, blockers are left out, what a `flag?` guards is
    /// optional.
    static func requirements(_ text: String) -> [Requirement] {
        enum Group { case all, any, conditional }
        var groups: [Group] = []
        var choice: [String] = []
        var pending: Group = .all
        var requirements: [Requirement] = []
        for word in text.split(separator: " ") {
            switch word {
            case "||": pending = .any
            case "(":
                groups.append(pending)
                pending = .all
            case ")":
                if groups.popLast() == .any, !groups.contains(.any) {
                    if !choice.isEmpty { requirements.append(Requirement(choice)) }
                    choice = []
                }
            default:
                if word.hasSuffix("?") {
                    pending = .conditional
                } else if let name = name(word) {
                    if groups.contains(.any) {
                        choice.append(name)
                    } else {
                        let isOptional = groups.contains(.conditional)
                        requirements.append(Requirement(name, relation: isOptional ? .optional : .runtime))
                    }
                }
            }
        }
        return requirements
    }

    /// `>=dev-libs/openssl-1.1.1:0=[ssl]` names `dev-libs/openssl`.
    private static func name(_ atom: Substring) -> String? {
        guard !atom.hasPrefix("!") else { return nil }
        let hasOperator = atom.first.map { "<>=~".contains($0) } ?? false
        let bare = atom.drop { "<>=~".contains($0) }.prefix { $0 != ":" && $0 != "[" }
        guard bare.contains("/") else { return nil }
        guard hasOperator else { return String(bare) }
        let exact = bare.hasSuffix("*") ? bare.dropLast() : bare
        return split(exact)?.name ?? String(exact)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
