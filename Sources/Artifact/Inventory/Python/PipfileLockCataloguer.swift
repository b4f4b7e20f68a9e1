import Content
import JSONText

/// `Pipfile.lock` of pipenv.
///
/// It is flat: which package needs which is not in it.
package struct PipfileLockCataloguer: Cataloguer {
    package static let name = "pipfile-lock"

    package init() {}

    package let wants: [Want] = [.name("Pipfile.lock")]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        for (section, packages) in try JSONDocument(file.bytes).root.members where section != "_meta" {
            for (name, package) in packages.members {
                var version = Substring(package["version"]?.string ?? "")
                version = version.drop { $0 == "=" }
                var qualifiers: [String: String] = [:]
                if let url = package["git"]?.string {
                    qualifiers["vcs_url"] = "git+\(url)" + (package["ref"]?.string.map { "@\($0)" } ?? "")
                }
                var component = PythonName.component(
                    name, version: String(version), presence: .declared, qualifiers: qualifiers)
                component.realm = file.path
                component.digests = (package["hashes"].map { Array($0.elements) } ?? [])
                    .compactMap { $0.string.flatMap { Digest($0) } }.sorted()
                if section != "default" { component.properties["groups"] = section }
                if let marker = package["markers"]?.string { component.properties["marker"] = marker }
                if package["path"] != nil || package["file"] != nil { component.properties["origin"] = "local" }
                component.evidence = [
                    Evidence(path: file.path, technique: .manifestAnalysis, detail: "\(name) \(version)")
                ]
                yield.component(component)
            }
        }
    }
}
