import Content
import StructuredText

/// Pods that a `Podfile.lock` names.
struct PodfileLockCataloguer: Cataloguer {
    static let name = "cocoapods-lock"

    var wants: [Want] { [.name("Podfile.lock", limit: 16 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "Podfile.lock: expected a mapping with `PODS`"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard let document = try YAML.documents(file.bytes).first, let pods = document["PODS"] else {
            throw Malformed()
        }
        let external = document["EXTERNAL SOURCES"]
        let checkouts = document["CHECKOUT OPTIONS"]
        let direct = Set((document["DEPENDENCIES"]?.elements ?? []).compactMap(\.string).map { Self.split($0).name })
        var graph = LockGraph()
        for entry in pods.elements {
            // `Name (1.0)`, or the same as the key of a list of needs.
            let text = entry.string ?? entry.members.first?.key ?? ""
            let (name, version) = Self.split(text)
            guard !name.isEmpty, let version else {
                yield.gap(file.path, "a pod without name or version: \(text.prefix(80))")
                continue
            }
            // Parts of a pod are separate entries, named `Pod/Part`.
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            let pod = parts.first ?? name
            var component = Component(name: name, version: version, ecosystem: "cocoapods", presence: .declared)
            let source = checkouts?[pod] ?? external?[pod]
            var qualifiers: [String: String] = [:]
            if let repository = source?[":git"]?.string {
                let revision = source?[":commit"]?.scalar ?? source?[":tag"]?.scalar
                qualifiers["vcs_url"] = "git+\(repository)" + (revision.map { "@\($0)" } ?? "")
            }
            if let path = source?[":path"]?.string {
                component.properties["path"] = path
            } else {
                component.purl = PackageURL(
                    type: "cocoapods", name: pod, version: version, qualifiers: qualifiers,
                    subpath: parts.count > 1 ? parts[1] : nil)
            }
            component.properties["specificationSHA1"] = document["SPEC CHECKSUMS"]?[pod]?.scalar
            if direct.contains(name) { component.properties["direct"] = "true" }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.path
            let handle = yield.component(component)
            graph.add(handle, as: name)
            for need in entry.members.first?.value.elements.compactMap(\.string) ?? [] {
                graph.need([Self.split(need).name], of: handle)
            }
        }
        graph.finish(into: &yield)
    }

    /// `Name/Part (1.0)`: the name and what the brackets hold.
    private static func split(_ text: String) -> (name: String, version: String?) {
        guard let open = text.firstRange(of: " (") else { return (text, nil) }
        let rest = text[open.upperBound...]
        return (String(text[..<open.lowerBound]), rest.last == ")" ? String(rest.dropLast()) : nil)
    }
}
