internal import Advisories
internal import BillOfMaterials
internal import Inventory

extension BillOfMaterials {
    /// The operating system that a part of it describes.
    var distribution: (id: String, version: String?)? {
        guard let index = parts.indices.first(where: { parts[$0].kind == .operatingSystem }) else { return nil }
        return (parts[index].name.lowercased(), parts[index].version.isEmpty ? nil : parts[index].version)
    }

    /// Its parts as the matcher sees them; what only describes the whole is left out.
    ///
    /// Parts are large values: what is asked of each is read in its place, not copied.
    var scannedPackages: [ScannedPackage] {
        // What a part's files belong to decides about it: packages of the system about every part, those of a language
        // about parts without an identity of their own.
        var isOfSystem: [String: Bool] = [:]
        var isNameless: Set<String> = []
        for index in parts.indices {
            guard let purl = parts[index].purl, !purl.hasPrefix("pkg:generic/") else {
                isNameless.insert(parts[index].ref)
                continue
            }
            isOfSystem[parts[index].ref] = Self.isOfSystem(purl)
        }
        var owners: [String: String] = [:]
        for edge in edges where edge.relation == .ownedBy {
            guard let system = isOfSystem[edge.to], system || isNameless.contains(edge.from) else { continue }
            // The system's word goes first.
            if system || owners[edge.from] == nil { owners[edge.from] = edge.to }
        }
        let direct = DirectDependencies(self)
        var packages: [ScannedPackage] = []
        packages.reserveCapacity(parts.count)
        for index in parts.indices where parts[index].kind != .operatingSystem {
            var package = ScannedPackage(
                ref: parts[index].ref, name: parts[index].name, version: parts[index].version,
                purl: parts[index].purl.flatMap { PackageURL($0) })
            package.owner = owners[package.ref]
            package.path = parts[index].evidence.first.map(\.path)
            let properties = parts[index].properties
            if !properties.isEmpty {
                package.source = properties["source"] ?? properties["origin"]
                package.sourceVersion = properties["sourceVersion"]
                package.architecture = properties["architecture"]
                package.module = properties["module"]
            }
            package.cpes = parts[index].cpes
            package.layer = parts[index].layer
            package.broughtBy = direct.broughtBy(package.ref)
            packages.append(package)
        }
        return packages
    }

    /// Whether a package URL is of a distribution's package.
    static func isOfSystem(_ purl: String) -> Bool {
        purl.hasPrefix("pkg:deb/") || purl.hasPrefix("pkg:rpm/") || purl.hasPrefix("pkg:apk/")
            || purl.hasPrefix("pkg:alpm/")
    }
}
