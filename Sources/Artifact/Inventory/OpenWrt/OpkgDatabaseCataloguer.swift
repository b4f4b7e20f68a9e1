import StructuredText

/// Installed packages of OpenWrt, Yocto and others that use opkg.
struct OpkgDatabaseCataloguer: Cataloguer {
    static let name = "opkg-database"

    private static let directories = ["usr/lib/opkg", "lib/opkg", "var/lib/opkg"]

    var wants: [Want] {
        Self.directories.flatMap { [Want.path("\($0)/status"), .glob("\($0)/info/*.list")] }
    }

    private struct Package: Sendable {
        var component: Component
        var key: String
    }

    private struct Status: LayeredFact {
        let packages: [Package]
        let keys: [String]

        init(packages: [Package]) {
            self.packages = packages
            keys = packages.map(\.key)
        }
    }

    private struct List: Sendable { var paths: [String] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard file.name == "status" else {
            let lines = file.text.split { $0 == "\n" || $0 == "\r\n" }
            yield.fact(List(paths: lines.map { String($0.drop { $0 == "/" }) }.filter { !$0.isEmpty }))
            return
        }
        var packages: [Package] = []
        for block in HeaderBlocks(file.bytes) {
            guard let name = block["Package"] else {
                yield.gap(file.path, "a record has no Package field")
                continue
            }
            // `install user installed`: only the third word says whether files are there.
            let state = (block["Status"] ?? "").split(separator: " ").last ?? ""
            if state == "not-installed" || state == "config-files" { continue }
            packages.append(Self.package(block, name: name, path: file.path))
        }
        yield.fact(Status(packages: packages))
    }

    private static func package(_ block: HeaderBlocks.Block, name: String, path: String) -> Package {
        let architecture = block["Architecture"]
        var component = Component(name: name, version: block["Version"] ?? "", ecosystem: "opkg")
        component.supplier = block["Maintainer"]
        component.summary = block["Description"]?.split(separator: "\n").first.map(String.init)
        component.licences = block["License"].map { [Licence($0)] } ?? []
        component.evidence = [Evidence(path: path, technique: .manifestAnalysis)]
        component.requirements = names(block["Depends"]).map { Requirement($0) }
        component.provides = names(block["Provides"]).flatMap { $0 }
        component.properties["architecture"] = architecture
        component.properties["source"] = block["SourceName"] ?? block["Source"]
        // `etc/config/network SHA-256`
        for line in (block["Conffiles"] ?? "").split(separator: "\n") {
            guard let file = line.split(separator: " ").first else { continue }
            component.files.append(ClaimedFile(String(file.drop { $0 == "/" }), isConfiguration: true))
        }
        let key = "\(name)|\(architecture ?? "")|\(component.version)"
        component.properties["layerKey"] = key
        return Package(component: component, key: key)
    }

    /// `libc, libubox (>= 1) | other`: alternatives within each element.
    private static func names(_ text: String?) -> [[String]] {
        (text ?? "").split(separator: ",").compactMap { element in
            let names = element.split(separator: "|").compactMap { alternative in
                alternative.split { $0 == " " || $0 == "(" || $0 == "\n" }.first.map(String.init)
            }
            return names.isEmpty ? nil : names
        }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var lists: [String: [String]] = [:]
        for (path, fact) in view.facts(List.self) { lists[path] = fact.paths }
        for (path, fact) in view.facts(Status.self) {
            let directory = path.dropLast("/status".count)
            for package in fact.packages {
                var component = package.component
                var qualifiers: [String: String] = [:]
                qualifiers["arch"] = component.properties["architecture"]
                qualifiers["distro"] = view.release?.distro
                component.purl = PackageURL(
                    type: "opkg", name: component.name, version: component.version, qualifiers: qualifiers)
                let configuration = Set(component.files.map(\.path))
                for file in lists["\(directory)/info/\(component.name).list"] ?? [] where !configuration.contains(file)
                {
                    component.files.append(ClaimedFile(file))
                }
                yield.component(component)
            }
        }
    }
}
