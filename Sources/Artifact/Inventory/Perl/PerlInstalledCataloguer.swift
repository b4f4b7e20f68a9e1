import JSONText

/// CPAN distributions that were installed with Perl's own tools: by `auto/…/.packlist` (ExtUtils::Packlist), and by
/// what cpanm keeps in `.meta`.
///
/// Perl itself and what distributions package of it have neither.
struct PerlInstalledCataloguer: Cataloguer {
    static let name = "perl-installed"

    var wants: [Want] {
        [
            .glob("**/auto/**/.packlist", limit: 16 << 20), .glob("**/.meta/*/install.json", limit: 16 << 20),
            .glob("**/.meta/*/MYMETA.json", limit: 16 << 20),
        ]
            + [
                "usr/local/share/perl/**/*.pm", "usr/local/lib/**/perl/**/*.pm", "**/site_perl/**/*.pm",
                "**/vendor_perl/**/*.pm", "**/lib/perl5/**/*.pm",
            ].map { .glob($0, limit: 4 << 20) }
    }

    struct Packlist: Sendable {
        var files: [ClaimedFile]
    }

    struct Install: Sendable {
        var name: String
        var version: String
        var author: String?
        var modules: [String]
    }

    struct Module: Sendable {
        var version: String
    }

    private struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        switch RootPath.name(file.path) {
        case ".packlist": yield.fact(Packlist(files: Self.packlist(file)))
        case "install.json":
            let root = try JSONDocument(Array(file.bytes)).root
            guard let full = root["dist"]?.string, let (name, version) = PerlDistribution.split(full[...]) else {
                throw Malformed(description: "install.json of cpanm: expected `dist` with name and version")
            }
            var modules: [String] = []
            if let provides = root["provides"] { for (module, _) in provides.members { modules.append(module) } }
            yield.fact(
                Install(
                    name: name, version: version, author: PerlDistribution.author(ofPath: root["pathname"]?.string),
                    modules: modules))
        case "MYMETA.json":
            guard let meta = PerlMeta(try JSONDocument(Array(file.bytes)).root) else {
                throw Malformed(description: "MYMETA.json: expected `name`, `version` and `meta-spec`")
            }
            yield.fact(meta)
        default:
            if let version = PerlModuleVersion.find(file.bytes) { yield.fact(Module(version: version)) }
        }
    }

    /// One absolute path a line, attributes such as ` type=file` behind it.
    private static func packlist(_ file: WantedFile) -> [ClaimedFile] {
        var files: [ClaimedFile] = []
        for line in file.text.split(whereSeparator: \.isNewline) where line.hasPrefix("/") {
            var path = line
            while let space = path.lastIndex(of: " "), path[space...].contains("=") { path = path[..<space] }
            if let path = RootPath.join("", path), !path.isEmpty { files.append(ClaimedFile(path)) }
        }
        return files
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        // `ROOT/.meta/DISTRIBUTION/…` and `ROOT/auto/MODULE/.packlist` belong together.
        var metas: [String: PerlMeta] = [:]
        for (path, meta) in view.facts(PerlMeta.self) { metas[RootPath.parent(path)] = meta }
        let installs = view.facts(Install.self)
        var byModule: [String: [Int]] = [:]
        for (index, entry) in installs.enumerated() {
            let root = RootPath.parent(RootPath.parent(RootPath.parent(entry.path)))
            let own = entry.fact.name.split(separator: "-").joined(separator: "::")
            for module in Set(entry.fact.modules + [own]) { byModule[root + "\0" + module, default: []].append(index) }
        }
        var versions: [String: String] = [:]
        for (path, module) in view.facts(Module.self) { versions[path] = module.version }
        var described: Set<Int> = []
        var replaced: Set<Int> = []
        for (path, packlist) in view.facts(Packlist.self) {
            guard let place = Self.place(path) else { continue }
            let module = place.module.joined(separator: "::")
            let files = Self.inPlace(packlist.files, of: place, view)
            let suffix = "/" + place.module.joined(separator: "/") + ".pm"
            let stated = files.first { $0.path.hasSuffix(suffix) }.flatMap { versions[$0.path] }
            let candidates = byModule[place.root + "\0" + module] ?? []
            // cpanm keeps the record of a version that it replaced; which one is in place, the module says.
            let current = candidates.filter { installs[$0].fact.version == stated }
            let chosen = current.isEmpty ? candidates : current
            replaced.formUnion(Set(candidates).subtracting(chosen))
            guard !chosen.isEmpty else {
                var component = PerlDistribution.component(
                    place.module.joined(separator: "-"), version: stated ?? "", author: nil, presence: .installed)
                component.evidence = [Evidence(path: path, technique: .manifestAnalysis, confidence: 0.9)]
                component.files = [ClaimedFile(path)] + files
                component.provides = [module] + Self.modules(files, root: place.root)
                yield.component(component)
                continue
            }
            for index in chosen where described.insert(index).inserted {
                var component = Self.component(of: installs[index], metas, confidence: chosen.count > 1 ? 0.5 : 1)
                component.evidence.append(Evidence(path: path, technique: .manifestAnalysis))
                component.files = [ClaimedFile(path)] + files
                yield.component(component)
            }
        }
        for (index, entry) in installs.enumerated() where !described.contains(index) && !replaced.contains(index) {
            yield.component(Self.component(of: entry, metas, confidence: 1))
        }
    }

    private static func component(
        of install: (path: String, fact: Install), _ metas: [String: PerlMeta], confidence: Double
    ) -> Component {
        let record = RootPath.parent(install.path)
        var component = PerlDistribution.component(
            install.fact.name, version: install.fact.version, author: install.fact.author, presence: .installed)
        component.evidence = [Evidence(path: install.path, technique: .manifestAnalysis, confidence: confidence)]
        metas[record]?.describe(&component)
        component.provides = install.fact.modules
        component.directories = [record]
        return component
    }

    private static func place(_ path: String) -> (root: String, module: [Substring])? {
        let segments = path.split(separator: "/").dropLast()
        guard let auto = segments.lastIndex(of: "auto"), auto < segments.endIndex - 1 else { return nil }
        return (segments[..<auto].joined(separator: "/"), Array(segments[(auto + 1)...]))
    }

    /// The paths of a file list where the tree is now: a tree that was installed for one place and copied to another,
    /// as from one stage of an image's build to the next, keeps the list of the first.
    private static func inPlace(
        _ files: [ClaimedFile], of place: (root: String, module: [Substring]), _ view: any ImageView
    ) -> [ClaimedFile] {
        let module = "/" + place.module.joined(separator: "/") + ".pm"
        guard let listed = files.first(where: { $0.path.hasSuffix(module) })?.path, !view.exists(listed),
            let found = [place.root, RootPath.parent(place.root)].map({ $0 + module }).first(where: view.exists)
        else { return files }
        let old = listed.split(separator: "/")
        let new = found.split(separator: "/")
        var shared = 0
        while shared < min(old.count, new.count), old[old.count - 1 - shared] == new[new.count - 1 - shared] {
            shared += 1
        }
        let from = old.dropLast(shared).map { $0 + "/" }.joined()
        let to = new.dropLast(shared).map { $0 + "/" }.joined()
        return files.map { file in
            file.path.hasPrefix(from) ? ClaimedFile(to + file.path.dropFirst(from.count)) : file
        }
    }

    /// Module names of the `.pm` files below `root` or beside it.
    private static func modules(_ files: [ClaimedFile], root: String) -> [String] {
        let roots = [root + "/", RootPath.parent(root) + "/"]
        return files.compactMap { file in
            guard file.path.hasSuffix(".pm"), let root = roots.first(where: file.path.hasPrefix) else { return nil }
            return file.path.dropFirst(root.count).dropLast(3).split(separator: "/").joined(separator: "::")
        }
    }
}
