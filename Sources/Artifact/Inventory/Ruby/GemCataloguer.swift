/// Installed Ruby gems, by the specifications that RubyGems keeps of them.
struct GemCataloguer: Cataloguer {
    static let name = "ruby-gem"

    var wants: [Want] { [.glob("**/specifications/**/*.gemspec", limit: 8 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "gemspec: neither name nor version is a literal"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let specification = GemSpecification(file.bytes)
        guard let name = specification.name, let version = specification.version else { throw Malformed() }
        var component = Component(name: name, version: version, ecosystem: "gem")
        var qualifiers: [String: String] = [:]
        qualifiers["platform"] = specification.platform
        component.purl = PackageURL(type: "gem", name: name, version: version, qualifiers: qualifiers)
        component.licences = specification.licences.map { Licence($0) }
        component.supplier = specification.authors.isEmpty ? nil : specification.authors.joined(separator: ", ")
        component.homepage = specification.homepage
        component.summary = specification.summary
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        component.files = [ClaimedFile(file.path)]
        component.requirements = specification.dependencies.map {
            Requirement($0.name, relation: $0.isDevelopment ? .development : .runtime)
        }
        // `…/specifications[/default]/NAME.gemspec` describes `…/gems/NAME`.
        let segments = file.path.split(separator: "/")
        if let index = segments.lastIndex(of: "specifications") {
            let home = segments[..<index]
            let full = [name, version, specification.platform ?? ""].filter { !$0.isEmpty }.joined(separator: "-")
            component.directories = [(home + ["gems", Substring(full)]).joined(separator: "/")]
            component.realm = home.joined(separator: "/")
            // Default gems come with the interpreter; their code lies among its library.
            if segments[index...].contains("default") { component.properties["default"] = "true" }
        }
        yield.component(component)
    }
}
