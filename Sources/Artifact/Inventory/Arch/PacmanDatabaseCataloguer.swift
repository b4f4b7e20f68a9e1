import Content

/// Installed packages of Arch Linux and others that use pacman: one folder a package.
struct PacmanDatabaseCataloguer: Cataloguer {
    static let name = "pacman-database"

    var wants: [Want] {
        ["desc", "files", "mtree"].map { .glob("var/lib/pacman/local/*/\($0)") }
    }

    private struct Description: LayeredFact {
        var sections: PacmanSections
        var key: String { PacmanDatabaseCataloguer.key(sections) }
        var keys: [String] { [key] }
    }

    private struct FileList: Sendable { var sections: PacmanSections }
    private struct Tree: Sendable { var files: [String: Digest?] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "pacman database: no %NAME% and %VERSION%"
    }

    private static func key(_ sections: PacmanSections) -> String {
        [sections["NAME"].first, sections["ARCH"].first, sections["VERSION"].first].map { $0 ?? "" }
            .joined(separator: "|")
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        switch file.name {
        case "desc":
            let sections = PacmanSections(file.text)
            guard sections["NAME"].first != nil, sections["VERSION"].first != nil else { throw Malformed() }
            yield.fact(Description(sections: sections))
        case "files": yield.fact(FileList(sections: PacmanSections(file.text)))
        default: yield.fact(Tree(files: try PacmanTree.read(file.bytes)))
        }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        ExpectedDatabase.pacman.check(view, into: &yield)
        func byDirectory<Value>(_ found: [(path: String, fact: Value)]) -> [Substring: Value] {
            var facts: [Substring: Value] = [:]
            for (path, fact) in found { facts[Self.directory(path)] = fact }
            return facts
        }
        let lists = byDirectory(view.facts(FileList.self))
        let trees = byDirectory(view.facts(Tree.self))
        for (path, fact) in view.facts(Description.self) {
            let directory = Self.directory(path)
            yield.component(
                Self.component(
                    fact, path: path, list: lists[directory]?.sections, tree: trees[directory]?.files ?? [:],
                    release: view.release))
        }
    }

    private static func directory(_ path: String) -> Substring {
        path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    }

    private static func component(
        _ fact: Description, path: String, list: PacmanSections?, tree: [String: Digest?], release: OSRelease?
    ) -> Component {
        let sections = fact.sections
        let name = sections["NAME"].first ?? ""
        var component = Component(name: name, version: sections["VERSION"].first ?? "", ecosystem: "alpm")
        var qualifiers: [String: String] = [:]
        qualifiers["arch"] = sections["ARCH"].first
        qualifiers["distro"] = release?.distro
        qualifiers["upstream"] = sections["BASE"].first.flatMap { $0 == name ? nil : $0 }
        component.purl = PackageURL(
            type: "alpm", namespace: release?.id ?? "arch", name: name, version: component.version,
            qualifiers: qualifiers)
        component.licences = sections["LICENSE"].map { Licence($0) }
        component.supplier = sections["PACKAGER"].first.flatMap { $0 == "Unknown Packager" ? nil : $0 }
        component.homepage = sections["URL"].first
        component.summary = sections["DESC"].first
        component.evidence = [Evidence(path: path, technique: .manifestAnalysis)]
        component.requirements =
            sections["DEPENDS"].map { Requirement(bare($0)) }
            + sections["OPTDEPENDS"].map { Requirement(bare($0), relation: .optional) }
        component.provides = sections["PROVIDES"].map(bare)
        component.properties["layerKey"] = fact.key
        component.properties["architecture"] = sections["ARCH"].first
        component.properties["source"] = sections["BASE"].first
        // %REASON% 1: installed as a dependency; absent: asked for.
        if sections["REASON"].first != "1" { component.properties["explicit"] = "true" }
        var backups: [String: String] = [:]
        for line in list?["BACKUP"] ?? [] {
            let parts = line.split(separator: "\t")
            if parts.count == 2 { backups[String(parts[0])] = String(parts[1]) }
        }
        let paths = list.map { $0["FILES"].filter { !$0.hasSuffix("/") } } ?? tree.keys.sorted()
        component.files = paths.map { path in
            let backup = backups[path]
            return ClaimedFile(
                path, digest: tree[path] ?? backup.flatMap { Digest(algorithm: .md5, hex: $0) },
                isConfiguration: backup != nil)
        }
        return component
    }

    /// The name of a dependency such as `glibc>=2.38`, `libz.so=1-64` or `python: for the scripts`.
    private static func bare(_ text: String) -> String {
        let head = text.split(separator: ":", maxSplits: 1).first ?? ""
        return String(head.prefix { $0 != "<" && $0 != "=" && $0 != ">" && $0 != " " })
    }
}
