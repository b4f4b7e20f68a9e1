/// Reads the `pom.xml` files of source trees; in an image they show nothing that is installed.
struct MavenPOMCataloguer: Cataloguer {
    static let name = "maven-pom"

    var wants: [Want] { [.name("pom.xml", limit: 8 << 20)] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard !file.isImage else { return }
        let pom = try MavenPOM(file.bytes)
        func declared(_ group: String, _ artifact: String, _ version: String?) -> Component {
            var component = Component(
                name: artifact, version: version ?? "", ecosystem: "maven",
                purl: PackageURL(type: "maven", namespace: group, name: artifact, version: version),
                presence: .declared)
            component.evidence = [
                Evidence(path: file.path, technique: .manifestAnalysis, confidence: version == nil ? 0.6 : 0.9)
            ]
            component.realm = file.path
            component.provides = ["\(group):\(artifact)"]
            component.properties["groupId"] = group
            return component
        }
        var project: Yield.Handle?
        if let group = pom.group, let artifact = pom.artifact {
            var component = declared(group, artifact, pom.version)
            component.licences = pom.licences.map { Licence($0) }
            component.homepage = pom.homepage
            component.supplier = pom.organisation
            component.summary = pom.summary
            project = yield.component(component)
        }
        for dependency in pom.dependencies where dependency.scope != "import" {
            var component = declared(dependency.group, dependency.artifact, dependency.version)
            component.properties["scope"] = dependency.scope
            let handle = yield.component(component)
            guard let project else { continue }
            if dependency.scope == "test" {
                yield.relate(handle, .developmentDependency, project)
            } else {
                yield.relate(project, .dependsOn, handle)
            }
        }
    }
}
