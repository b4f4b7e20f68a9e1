import Content
import JSONText

/// One package of `composer.lock` or `installed.json`; both use the shape of `composer.json`.
enum ComposerPackage {
    /// - Returns: `nil` when there is no name.
    static func component(_ value: JSONValue, isDevelopment: Bool, presence: Component.Presence) -> Component? {
        guard let full = value["name"]?.string, !full.isEmpty else { return nil }
        let version = value["version"]?.string ?? ""
        var component = Component(name: full, version: version, ecosystem: "composer", presence: presence)
        if let slash = full.firstIndex(of: "/") {
            component.purl = PackageURL(
                type: "composer", namespace: String(full[..<slash]), name: String(full[full.index(after: slash)...]),
                version: version)
        } else {
            component.purl = PackageURL(type: "composer", name: full, version: version)
        }
        component.licences =
            value["license"].map { licence in
                (licence.string.map { [$0] } ?? licence.elements.compactMap(\.string)).map { Licence($0) }
            } ?? []
        let authors = value["authors"]?.elements.compactMap { $0["name"]?.string } ?? []
        component.supplier = authors.isEmpty ? nil : authors.joined(separator: ", ")
        component.homepage = value["homepage"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        component.summary = value["description"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        if let sum = value["dist"]?["shasum"]?.string, let digest = Digest(algorithm: .sha1, hex: sum) {
            component.digests = [digest]
        }
        component.properties["reference"] = value["source"]?["reference"]?.string ?? value["dist"]?["reference"]?.string
        component.properties["sourceURL"] = value["source"]?["url"]?.string
        if isDevelopment { component.properties["development"] = "true" }
        component.requirements = names(value["require"]).map { Requirement($0) }
        component.provides = names(value["provide"]) + names(value["replace"])
        return component
    }

    /// Package names of a requirement map; the platform (`php`, `ext-json`) has no slash.
    private static func names(_ value: JSONValue?) -> [String] {
        value?.members.map(\.key).filter { $0.contains("/") } ?? []
    }
}
