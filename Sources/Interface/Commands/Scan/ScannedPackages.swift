internal import Advisories
internal import BillOfMaterials
internal import Inventory

extension BillOfMaterials {
    /// The operating system that a part of it describes.
    var distribution: (id: String, version: String?)? {
        guard let part = parts.first(where: { $0.kind == .operatingSystem }) else { return nil }
        return (part.name.lowercased(), part.version.isEmpty ? nil : part.version)
    }

    /// Its parts as the matcher sees them; what only describes the whole is left out.
    var scannedPackages: [ScannedPackage] {
        // What a part's files belong to decides about it: packages of the system about every part, those of a language
        // about parts without an identity of their own.
        var isOfSystem: [String: Bool] = [:]
        var isNameless: Set<String> = []
        for part in parts {
            let system = ["pkg:deb/", "pkg:rpm/", "pkg:apk/", "pkg:alpm/"]
            guard let purl = part.purl, !purl.hasPrefix("pkg:generic/") else {
                isNameless.insert(part.ref)
                continue
            }
            isOfSystem[part.ref] = system.contains(where: purl.hasPrefix)
        }
        var owners: [String: String] = [:]
        for edge in edges where edge.relation == .ownedBy {
            guard let system = isOfSystem[edge.to], system || isNameless.contains(edge.from) else { continue }
            // The system's word goes first.
            if system || owners[edge.from] == nil { owners[edge.from] = edge.to }
        }
        let direct = DirectDependencies(self)
        return parts.filter { $0.kind != .operatingSystem }.map { part in
            var package = ScannedPackage(
                ref: part.ref, name: part.name, version: part.version, purl: part.purl.flatMap { PackageURL($0) })
            package.owner = owners[part.ref]
            package.path = part.evidence.first.map(\.path)
            package.source = part.properties["source"] ?? part.properties["origin"]
            package.sourceVersion = part.properties["sourceVersion"]
            package.architecture = part.properties["architecture"]
            package.module = part.properties["module"]
            package.cpes = part.cpes
            package.layer = part.layer
            package.broughtBy = direct.broughtBy(part.ref)
            return package
        }
    }
}
