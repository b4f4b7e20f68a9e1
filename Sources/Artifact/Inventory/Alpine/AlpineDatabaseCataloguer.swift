import Content

/// Installed packages of Alpine, Wolfi and others that use apk.
struct AlpineDatabaseCataloguer: Cataloguer {
    static let name = "apk-database"

    private static let databases = ["lib/apk/db/installed", "usr/lib/apk/db/installed"]
    private static let world = "etc/apk/world"

    var wants: [Want] { (Self.databases + [Self.world]).map { .path($0) } }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.path == Self.world {
            let words = file.bytes.split { $0 <= 0x20 }.joined(separator: [0x20])
            let names = Array(words).withUnsafeBytes { AlpineDatabase.names($0) }
            yield.fact(AlpineWorldFact(names: Set(names)))
            return
        }
        let packages = AlpineDatabase.read(file.bytes) { yield.gap(file.path, $0) }
        if !file.bytes.isEmpty, packages.isEmpty { yield.gap(file.path, "the apk database holds no package record") }
        yield.fact(AlpineDatabaseFact(packages: packages))
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        ExpectedDatabase.apk.check(view, into: &yield)
        let world = view.facts(AlpineWorldFact.self).first?.fact.names ?? []
        var keys: Set<String> = []
        for (path, fact) in view.facts(AlpineDatabaseFact.self) {
            if fact.packages.isEmpty { yield.gap(path, "the apk database holds no package") }
            for package in fact.packages where keys.insert(package.key).inserted {
                yield.component(
                    Self.component(package, path: path, release: view.release, isExplicit: world.contains(package.name))
                )
            }
        }
    }

    private static func component(
        _ package: AlpinePackage, path: String, release: OSRelease?, isExplicit: Bool
    ) -> Component {
        var component = Component(name: package.name, version: package.version, ecosystem: "apk")
        if !package.isVirtual {
            var qualifiers: [String: String] = [:]
            qualifiers["arch"] = package.architecture
            qualifiers["distro"] = release?.distro
            qualifiers["upstream"] = package.origin == package.name ? nil : package.origin
            component.purl = PackageURL(
                type: "apk", namespace: release?.id ?? "alpine", name: package.name, version: package.version,
                qualifiers: qualifiers)
        }
        component.licences = package.licence.map { [Licence($0)] } ?? []
        component.supplier = package.maintainer
        component.homepage = package.homepage
        component.summary = package.summary
        component.evidence = [Evidence(path: path, technique: .manifestAnalysis)]
        component.files = package.files
        component.requirements = package.dependencies.map { Requirement($0) }
        component.provides = package.provides
        component.properties["layerKey"] = package.key
        component.properties["architecture"] = package.architecture
        component.properties["source"] = package.origin
        component.properties["commit"] = package.commit
        component.properties["controlChecksum"] = package.checksum?.description
        if isExplicit { component.properties["explicit"] = "true" }
        if package.isVirtual { component.properties["virtual"] = "true" }
        return component
    }
}

/// What was read from one apk database.
struct AlpineDatabaseFact: LayeredFact {
    let packages: [AlpinePackage]
    let keys: [String]

    init(packages: [AlpinePackage]) {
        self.packages = packages
        keys = packages.map(\.key)
    }
}

/// The packages that were asked for by name, as against those that came as dependencies.
struct AlpineWorldFact: Sendable {
    var names: Set<String>
}
