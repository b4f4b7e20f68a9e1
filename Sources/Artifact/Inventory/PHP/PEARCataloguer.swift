import Content

/// Packages of PEAR and PECL, by the registry that the `pear` installer keeps.
struct PEARCataloguer: Cataloguer {
    static let name = "php-pear"

    var wants: [Want] { [.glob("**/.registry/**/*.reg", limit: 16 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "PEAR registry: no name or no release version"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let value = try SerializedPHP(file.bytes)
        // Packages of the first format say `package`; their version is text.
        guard let name = value["name"]?.string ?? value["package"]?.string,
            let version = value["version"]?["release"]?.string ?? value["version"]?.string
        else { throw Malformed() }
        let channel = value["channel"]?.string ?? "pear.php.net"
        var component = Component(name: name, version: version, ecosystem: "pear")
        component.purl = PackageURL(type: "pear", namespace: channel, name: name, version: version)
        let licence = value["license"]
        component.licences = (licence?.string ?? licence?["_content"]?.string).map { [Licence($0)] } ?? []
        component.summary = value["summary"]?.string
        let lead = value["lead"]
        component.supplier = lead?["name"]?.string ?? lead?.entries.first?.value["name"]?.string
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        component.files = [ClaimedFile(file.path)]
        for entry in value["filelist"]?.entries ?? [] {
            guard let path = entry.value["installed_as"]?.string, path.hasPrefix("/") else { continue }
            component.files.append(
                ClaimedFile(
                    String(path.drop { $0 == "/" }),
                    digest: entry.value["md5sum"]?.string.flatMap { Digest(algorithm: .md5, hex: $0) },
                    isConfiguration: entry.value["role"]?.string == "cfg"))
        }
        component.properties["channel"] = channel
        yield.component(component)
    }
}
