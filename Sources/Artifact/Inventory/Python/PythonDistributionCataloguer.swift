import Content
import JSONText
import StructuredText

/// Installed Python distributions: `*.dist-info`, `*.egg-info` and `EGG-INFO` directories, and egg-info files
/// (Python packaging specifications, "Recording installed projects" and "Core metadata").
package struct PythonDistributionCataloguer: Cataloguer {
    package static let name = "python-distribution"

    package init() {}

    package let wants: [Want] = [
        .glob("**/*.dist-info/METADATA"), .glob("**/*.dist-info/RECORD"), .glob("**/*.dist-info/top_level.txt"),
        .glob("**/*.dist-info/direct_url.json"), .glob("**/*.dist-info/INSTALLER"),
        .glob("**/*.dist-info/REQUESTED"), .glob("**/*.egg-info/PKG-INFO"), .glob("**/*.egg-info/requires.txt"),
        .glob("**/*.egg-info/top_level.txt"), .glob("**/*.egg-info/installed-files.txt"),
        .glob("**/*.egg-info/SOURCES.txt"), .glob("**/EGG-INFO/PKG-INFO"), .glob("**/EGG-INFO/requires.txt"),
        .glob("**/EGG-INFO/top_level.txt"), .suffix(".egg-info"), .suffix(".egg-link"), .prefix("__editable__"),
    ]

    /// What one file says of the distribution whose metadata directory (or file) it belongs to.
    enum Part: Sendable {
        case metadata(Component)
        case record([ClaimedFile])
        case installedFiles([String])
        case topLevel([String])
        case requirements([Requirement])
        case origin(PythonOrigin)
        case installer(String)
        case requested
        case link(String)
    }

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        switch file.name {
        case "METADATA", "PKG-INFO":
            yield.fact(Part.metadata(try PythonMetadata.component(file)))
        case "RECORD":
            // Entries are relative to the directory that holds the metadata directory.
            yield.fact(Part.record(PythonRecord.files(file.bytes, in: RootPath.parent(file.directory))))
        case "installed-files.txt":
            yield.fact(Part.installedFiles(Self.lines(file.text).compactMap { RootPath.join(file.directory, $0) }))
        case "SOURCES.txt":
            // Relative to the source tree, of which the installed modules keep their place.
            let parent = RootPath.parent(file.directory)
            yield.fact(Part.installedFiles(Self.lines(file.text).compactMap { RootPath.join(parent, $0) }))
        case "top_level.txt":
            yield.fact(Part.topLevel(Self.lines(file.text)))
        case "requires.txt":
            yield.fact(Part.requirements(PythonMetadata.eggRequirements(file.text)))
        case "direct_url.json":
            yield.fact(Part.origin(PythonOrigin(try JSONDocument(file.bytes).root)))
        case "INSTALLER":
            if let line = Self.lines(file.text).first { yield.fact(Part.installer(line)) }
        case "REQUESTED":
            yield.fact(Part.requested)
        default:
            if file.name.hasSuffix(".egg-info") {
                yield.fact(Part.metadata(try PythonMetadata.component(file)))
            } else if file.name.hasSuffix(".egg-link"), let target = Self.lines(file.text).first {
                yield.fact(Part.link(target))
            } else if file.name.hasSuffix(".pth") || file.name.hasSuffix(".py") {
                yield.explain(file.path, "import hook of an editable installation")
                // A path a line; lines that start with `import` are code (site documentation of Python).
                for line in file.name.hasSuffix(".pth") ? Self.lines(file.text) : [] where !line.hasPrefix("import") {
                    yield.fact(Part.link(line))
                }
            }
        }
    }

    package func conclude(_ view: any ImageView, into yield: inout Yield) {
        var groups: [String: [(path: String, part: Part)]] = [:]
        /// Paths of the links by the directory of the project that they lead to.
        var links: [String: String] = [:]
        for (path, part) in view.facts(Part.self) {
            if case .link(let target) = part {
                guard let directory = RootPath.join(RootPath.parent(path), target) else { continue }
                links[view.resolve(directory) ?? directory] = path
                continue
            }
            let isAlone = RootPath.name(path).hasSuffix(".egg-info")
            groups[isAlone ? path : RootPath.parent(path), default: []].append((path, part))
        }
        for (place, parts) in groups.sorted(by: { $0.key < $1.key }) {
            conclude(place, parts, link: links.removeValue(forKey: RootPath.parent(place)), view, into: &yield)
        }
        for (directory, path) in links.sorted(by: { $0.key < $1.key }) {
            guard view.isImage, path.hasSuffix(".egg-link") else { continue }
            yield.gap(path, "the project it links is not at \(directory)")
        }
    }

    /// - Parameter link: the file through which an installation uses this project, when it is installed editable.
    private func conclude(
        _ place: String, _ parts: [(path: String, part: Part)], link: String?, _ view: any ImageView,
        into yield: inout Yield
    ) {
        var found: Component?
        for case (_, .metadata(let component)) in parts { found = found ?? component }
        guard var component = found else {
            for (path, part) in parts {
                if case .record = part { yield.gap(path, "a RECORD without METADATA: the distribution has no name") }
            }
            return
        }
        let site = RootPath.name(place) == "EGG-INFO" ? place : RootPath.parent(place)
        var topLevel: [String]?
        var hasRecord = false
        for (_, part) in parts {
            switch part {
            case .record(let files):
                component.files = files
                hasRecord = true
            case .installedFiles(let files):
                if component.files.isEmpty { component.files = files.filter(view.exists).map { ClaimedFile($0) } }
            case .topLevel(let names): topLevel = names
            case .requirements(let requirements):
                component.requirements = Self.unique(component.requirements + requirements)
            case .origin(let origin): origin.apply(to: &component)
            case .installer(let name): component.properties["installer"] = name
            case .requested: component.properties["requested"] = "true"
            case .metadata, .link: break
            }
        }
        if !hasRecord {
            claim(topLevel, in: RootPath.name(place) == "EGG-INFO" ? RootPath.parent(place) : site, view, &component)
        }
        if !view.children(of: place).isEmpty { component.directories.append(place) }
        component.realm = Self.realm(of: site)
        if let link {
            // It is imported from where the link lies, together with what is installed there.
            component.realm = Self.realm(of: RootPath.parent(link))
            component.properties["editable"] = "true"
            component.files.append(ClaimedFile(link))
            component.evidence.append(Evidence(path: link, technique: .manifestAnalysis))
        }
        yield.component(component)
    }

    /// Claims the modules of a distribution that has no `RECORD`, as those of Debian.
    private func claim(_ topLevel: [String]?, in site: String, _ view: any ImageView, _ component: inout Component) {
        guard component.ecosystem == "pypi" else { return }
        let guess = String(PythonName.normalized(component.name).map { $0 == "-" ? "_" : $0 })
        for name in topLevel ?? [guess] {
            guard let path = RootPath.join(site, name), path != site, !path.isEmpty else { continue }
            if !view.children(of: path).isEmpty {
                component.directories.append(path)
            } else if view.exists(path + ".py") {
                component.files.append(ClaimedFile(path + ".py"))
            }
        }
    }

    /// The installation that shares one import path: a virtual environment, or the system's interpreters.
    static func realm(of site: String) -> String {
        let segments = site.split(separator: "/")
        guard let lib = segments.lastIndex(where: { $0 == "lib" || $0 == "lib64" }) else { return "python:\(site)" }
        let prefix = segments[..<lib].joined(separator: "/")
        return prefix.isEmpty || prefix == "usr" || prefix == "usr/local" ? "python:" : "python:\(prefix)"
    }

    private static func unique(_ requirements: [Requirement]) -> [Requirement] {
        var seen: Set<Requirement> = []
        return requirements.filter { seen.insert($0).inserted }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            var line = line.drop { $0 == " " || $0 == "\t" }
            while line.last == " " || line.last == "\t" { line.removeLast() }
            return String(line)
        }.filter { !$0.isEmpty }
    }
}
