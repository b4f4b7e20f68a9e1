import JSONText
import StructuredText

/// Core metadata of a distribution (Python packaging specifications, "Core metadata", versions 1.0 to 2.4).
enum PythonMetadata {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The component that a `METADATA` or `PKG-INFO` file describes.
    static func component(_ file: WantedFile) throws -> Component {
        var blocks = HeaderBlocks(file.bytes)
        guard let block = blocks.next(), let name = block["Name"], !name.isEmpty else {
            throw Failure(description: "Python metadata without a Name")
        }
        let version = block["Version"] ?? ""
        var component: Component
        if name == "Python", file.name.hasSuffix(".egg-info") {
            // Python 2 describes its own standard library in this way.
            component = Component(
                name: "python", version: version, ecosystem: "generic",
                purl: PackageURL(type: "generic", name: "python", version: version), kind: .application)
        } else {
            component = PythonName.component(name, version: version, presence: .installed)
        }
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        component.licences = PythonLicence.licences(
            expression: block["License-Expression"], licence: block["License"], classifiers: block.all("Classifier"))
        component.supplier =
            known(block["Author"]) ?? known(block["Maintainer"]) ?? known(block["Author-email"])
            ?? known(block["Maintainer-email"])
        component.homepage = known(block["Home-page"]) ?? homepage(block.all("Project-URL"))
        component.summary = known(block["Summary"])
        let needs = block.all("Requires-Dist") + block.all("Requires")
        component.requirements = needs.compactMap { PythonRequirement($0)?.requirement }
        return component
    }

    /// Requirements of an egg: sections `[extra]` or `[:marker]` with a specifier a line.
    static func eggRequirements(_ text: String) -> [Requirement] {
        var isExtra = false
        var requirements: [Requirement] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("[") {
                isExtra = !line.hasPrefix("[:")
            } else if let parsed = PythonRequirement(line) {
                requirements.append(
                    Requirement(PythonName.normalized(parsed.name), relation: isExtra ? .optional : .runtime))
            }
        }
        return requirements
    }

    private static func known(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text != "UNKNOWN" else { return nil }
        return text
    }

    /// `Label, URL` of the label that means the home page.
    private static func homepage(_ links: [String]) -> String? {
        var other: String?
        for link in links {
            let parts = link.split(separator: ",", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let url = String(parts[1].drop { $0 == " " })
            switch parts[0].lowercased().filter(\.isLetter) {
            case "homepage": return url
            case "source", "sourcecode", "repository", "github": other = other ?? url
            default: break
            }
        }
        return other
    }
}

/// Where a distribution was installed from, when not from an index (PEP 610).
struct PythonOrigin: Sendable {
    var url: String?
    var commit: String?
    var system: String?
    var isEditable: Bool

    init(_ root: JSONValue) {
        url = root["url"]?.string
        commit = root["vcs_info"]?["commit_id"]?.string
        system = root["vcs_info"]?["vcs"]?.string
        isEditable = root["dir_info"]?["editable"]?.bool ?? false
    }

    func apply(to component: inout Component) {
        if isEditable { component.properties["editable"] = "true" }
        guard let url, component.ecosystem == "pypi" else { return }
        var qualifiers: [String: String] = [:]
        if let system {
            qualifiers["vcs_url"] = "\(system)+\(url)" + (commit.map { "@\($0)" } ?? "")
        } else if !url.hasPrefix("file:") {
            qualifiers["download_url"] = url
        } else {
            component.properties["origin"] = "local"
        }
        component.purl = PackageURL(
            type: "pypi", name: PythonName.normalized(component.name), version: component.version,
            qualifiers: qualifiers)
    }
}
