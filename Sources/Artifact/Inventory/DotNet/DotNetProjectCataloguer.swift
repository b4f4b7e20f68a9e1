import StructuredText

/// Reads the package references of MSBuild projects in source trees: `*.csproj`, `*.fsproj`, `*.vbproj`,
/// `Directory.Packages.props`, `Packages.props` and `Directory.Build.props`.
///
/// A project without a version of its own takes it from the central file, which is read by itself; such references
/// get no component here.
struct DotNetProjectCataloguer: Cataloguer {
    static let name = "dotnet-project"

    var wants: [Want] {
        [
            .suffix(".csproj", limit: 8 << 20), .suffix(".fsproj", limit: 8 << 20), .suffix(".vbproj", limit: 8 << 20),
            .suffix("Packages.props", limit: 8 << 20), .name("Directory.Build.props", limit: 8 << 20),
        ]
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard !file.isImage else { return }
        let root = try XMLElement.parse(file.bytes)
        var properties: [String: String] = [:]
        for group in root.children("PropertyGroup") {
            for property in group.children { properties[property.name.lowercased()] = property.text }
        }
        for element in root.children("ItemGroup").flatMap(\.children)
        where ["PackageReference", "PackageVersion", "GlobalPackageReference"].contains(element.name) {
            guard let name = element.attribute("Include") ?? element.attribute("Update"), !name.isEmpty,
                let written = element.attribute("VersionOverride") ?? element.attribute("Version")
                    ?? element.text(of: "Version"),
                let version = Self.version(written, properties: properties)
            else { continue }
            var component = NuGetLockCataloguer.declared(name, version, file: file)
            component.evidence[0].confidence = 0.8
            let isPrivate =
                (element.attribute("PrivateAssets") ?? element.text(of: "PrivateAssets"))?.lowercased() == "all"
            if isPrivate { component.properties["scope"] = "development" }
            yield.component(component)
        }
    }

    /// One version: properties filled in, `[1.2]` unwrapped; `nil` for a range, a wildcard or an unknown property.
    private static func version(_ text: String, properties: [String: String]) -> String? {
        var version = text.trimmedASCII
        if version.hasPrefix("$("), version.hasSuffix(")") {
            guard let value = properties[version.dropFirst(2).dropLast().lowercased()] else { return nil }
            version = value
        }
        if version.hasPrefix("["), version.hasSuffix("]") { version = String(version.dropFirst().dropLast()) }
        let marks: [UInt8] = [
            UInt8(ascii: ","), UInt8(ascii: "*"), UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: "["),
        ]
        return version.isEmpty || version.utf8.contains(where: { marks.contains($0) }) ? nil : version
    }
}
