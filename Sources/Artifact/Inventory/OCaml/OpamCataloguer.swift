/// Packages of OCaml in a switch of opam, and those that a `*.opam.locked` pins.
struct OpamCataloguer: Cataloguer {
    static let name = "opam"

    var wants: [Want] {
        [
            .glob("**/.opam-switch/packages/*/opam", limit: 4 << 20),
            .glob("**/.opam-switch/install/*.changes", limit: 32 << 20),
            .glob("**/.opam-switch/switch-state", limit: 16 << 20), .suffix(".opam.locked", limit: 4 << 20),
        ]
    }

    /// What is installed in a switch, as `NAME.VERSION`.
    struct SwitchState: Sendable { var installed: Set<String> }

    /// What an installation added below the root of the switch.
    struct Changes: Sendable { var files: [String] }

    struct Package: Sendable {
        var licences: [String]
        var supplier: String?
        var homepage: String?
        var summary: String?
        var requirements: [Requirement]

        init(_ fields: [String: [OpamValue]]) {
            func texts(_ name: String) -> [String] {
                (fields[name] ?? []).flatMap { $0.string.map { [$0] } ?? $0.elements.compactMap(\.string) }
            }
            licences = texts("license")
            let people = texts("authors") + (fields["authors"] == nil ? texts("maintainer") : [])
            supplier = people.isEmpty ? nil : people.joined(separator: ", ")
            homepage = texts("homepage").first
            summary = texts("synopsis").first
            requirements =
                OpamCataloguer.requirements(fields["depends"] ?? [])
                + OpamCataloguer.requirements(fields["depopts"] ?? [], isOptional: true)
        }
    }

    private struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let fields = try OpamFileReader.fields(file.bytes)
        guard fields["opam-version"] != nil else { throw Malformed(description: "opam file: expected `opam-version`") }
        switch file.name {
        case "switch-state":
            guard let installed = fields["installed"] else {
                throw Malformed(description: "switch-state of opam: expected `installed`")
            }
            yield.fact(SwitchState(installed: Set(Self.strings(installed).map(\.text))))
        case "opam": yield.fact(Package(fields))
        case _ where file.name.hasSuffix(".changes"):
            // Directories are shared, and what was removed or changed belongs to another.
            let added = Self.strings(fields["added"] ?? []).filter { $0.kind != "D" }
            yield.fact(Changes(files: added.map(\.text)))
        default: readLock(fields, file, into: &yield)
        }
    }

    /// Strings of a value or list, with the letter that starts the first of their options.
    private static func strings(_ values: [OpamValue]) -> [(text: String, kind: Character?)] {
        values.flatMap { $0.string == nil ? $0.elements : [$0] }.compactMap { value in
            value.string.map { ($0, value.options.first?.string?.first) }
        }
    }

    private func readLock(_ fields: [String: [OpamValue]], _ file: WantedFile, into yield: inout Yield) {
        for need in (fields["depends"] ?? []).flatMap({ $0.string == nil ? $0.elements : [$0] }) {
            guard let name = need.string else { continue }
            // `{= "1.2" & with-test}`
            guard need.options.first?.word == "=", need.options.count > 1, let version = need.options[1].string else {
                yield.gap(file.path, "a package without version: \(name.prefix(80))")
                continue
            }
            var component = Self.component(name, version: version, presence: .declared)
            if Self.relation(need) == .development { component.properties["development"] = "true" }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.path
            yield.component(component)
        }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var states: [String: Set<String>] = [:]
        for (path, state) in view.facts(SwitchState.self) { states[RootPath.parent(path)] = state.installed }
        var packages: [String: Component] = [:]
        func add(_ package: String, of home: String, _ path: String, _ change: (inout Component) -> Void) {
            // Without its state, a switch has what it has descriptions of.
            guard states[home]?.contains(package) ?? true, let dot = package.firstIndex(of: ".") else { return }
            let key = home + "\0" + package
            var component =
                packages[key]
                ?? Self.component(
                    String(package[..<dot]), version: String(package[package.index(after: dot)...]),
                    presence: .installed)
            component.realm = home
            component.evidence.append(Evidence(path: path, technique: .manifestAnalysis))
            change(&component)
            packages[key] = component
        }
        for home in states.keys.sorted() {
            for package in states[home, default: []].sorted() {
                add(package, of: home, "\(home)/switch-state") { _ in }
            }
        }
        var versions: [String: String] = [:]
        for (path, package) in view.facts(Package.self) {
            let directory = RootPath.parent(path)
            let home = RootPath.parent(RootPath.parent(directory))
            let name = RootPath.name(directory)
            add(name, of: home, path) { component in
                component.directories = [directory]
                component.licences = package.licences.map { Licence(LicenceExpression.normalise($0) ?? $0) }
                component.supplier = package.supplier
                component.homepage = package.homepage
                component.summary = package.summary
                component.requirements = package.requirements
            }
        }
        for (key, component) in packages { versions[component.realm + "\0" + component.name] = key }
        for (path, changes) in view.facts(Changes.self) {
            let home = RootPath.parent(RootPath.parent(path))
            let name = RootPath.name(path).dropLast(".changes".count)
            guard let key = versions[home + "\0" + name] else { continue }
            // A switch has its files in its own directory; what leads out of it is not believed.
            let root = RootPath.parent(home)
            let files = changes.files.filter { !$0.split(separator: "/").contains("..") }
                .compactMap { RootPath.join(root, $0) }
            packages[key]?.files = [ClaimedFile(path)] + files.map { ClaimedFile($0) }
        }
        for key in packages.keys.sorted() {
            if let component = packages[key] { yield.component(component) }
        }
    }

    private static func component(_ name: String, version: String, presence: Component.Presence) -> Component {
        var component = Component(name: name, version: version, ecosystem: "opam", presence: presence)
        component.purl = PackageURL(type: "opam", name: name, version: version)
        return component
    }

    /// The formula of a field: a list of which all are needed, with groups of which one is.
    private static func requirements(_ formula: [OpamValue], isOptional: Bool = false) -> [Requirement] {
        formula.flatMap { value -> [Requirement] in
            if let name = value.string {
                return [Requirement(name, relation: isOptional ? .optional : relation(value))]
            }
            guard value.isGroup, value.elements.contains(where: { $0.word == "|" }) else {
                return requirements(value.elements, isOptional: isOptional)
            }
            let needs = requirements(value.elements.map { OpamValue(string: $0.string, options: $0.options) })
            guard let first = needs.first else { return requirements(value.elements, isOptional: isOptional) }
            return [Requirement(needs.flatMap(\.alternatives), relation: isOptional ? .optional : first.relation)]
        }
    }

    private static func relation(_ value: OpamValue) -> Requirement.Relation {
        let words = value.options.flatMap(\.words)
        if words.contains(where: { ["with-test", "with-doc", "with-dev-setup", "with-tools"].contains($0) }) {
            return .development
        }
        return words.contains("build") ? .build : .runtime
    }
}
