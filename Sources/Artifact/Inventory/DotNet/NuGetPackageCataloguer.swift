import StructuredText

/// Finds unpacked NuGet packages by their `*.nuspec` (NuGet, ".nuspec reference").
struct NuGetPackageCataloguer: Cataloguer {
    static let name = "nuget-package"

    var wants: [Want] { [.suffix(".nuspec", limit: 8 << 20)] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try XMLElement.parse(file.bytes)
        guard let metadata = root.child("metadata"), let name = metadata.text(of: "id"),
            let version = metadata.text(of: "version")
        else { throw DotNetError("nuspec without id or version") }
        // Templates of packages yet to be built.
        guard !name.utf8.contains(UInt8(ascii: "$")), !version.utf8.contains(UInt8(ascii: "$")) else { return }
        var component = Component(
            name: name, version: version, ecosystem: "nuget",
            purl: PackageURL(type: "nuget", name: name, version: version))
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        component.supplier = metadata.text(of: "authors")
        component.homepage = metadata.text(of: "projectUrl")
        component.summary = metadata.text(of: "summary") ?? metadata.text(of: "description")
        if let licence = metadata.child("license"), !licence.text.isEmpty, licence.attribute("type") == "expression" {
            component.licences = [Licence(licence.text)]
        } else if let address = metadata.text(of: "licenseUrl") {
            component.licences = [Licence(address)]
        }
        component.provides = [name.lowercased()]
        component.requirements = Self.needs(metadata)
        if !file.directory.isEmpty { component.directories = [file.directory] }
        yield.component(component)
    }

    /// Of all target frameworks, each name once; names are compared without case.
    private static func needs(_ metadata: XMLElement) -> [Requirement] {
        let list = metadata.child("dependencies")
        let elements =
            (list?.children("dependency") ?? [])
            + (list?.children("group") ?? []).flatMap {
                $0.children("dependency")
            }
        return Set(elements.compactMap { $0.attribute("id")?.lowercased() }).sorted().map { Requirement($0) }
    }
}
