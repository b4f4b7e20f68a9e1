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
        var systemPackages: Set<String> = []
        for part in parts {
            if let purl = part.purl, ["pkg:deb/", "pkg:rpm/", "pkg:apk/", "pkg:alpm/"].contains(where: purl.hasPrefix) {
                systemPackages.insert(part.ref)
            }
        }
        var owners: [String: String] = [:]
        for edge in edges where edge.relation == .ownedBy && systemPackages.contains(edge.to) {
            owners[edge.from] = edge.to
        }
        return parts.filter { $0.kind != .operatingSystem }.map { part in
            var package = ScannedPackage(
                ref: part.ref, name: part.name, version: part.version, purl: part.purl.flatMap { PackageURL($0) })
            package.owner = owners[part.ref]
            package.path = part.evidence.first.map(\.path)
            package.source = part.properties["source"] ?? part.properties["origin"]
            package.sourceVersion = part.properties["sourceVersion"]
            package.architecture = part.properties["architecture"]
            package.module = part.properties["module"]
            return package
        }
    }
}
