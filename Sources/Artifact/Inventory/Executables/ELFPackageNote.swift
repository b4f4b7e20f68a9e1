import JSONText

/// The note by which distributions name the package of an ELF file (UAPI group, Package Metadata for Executable
/// Files): owner `FDO`, type 0xcafe1a7e, JSON padded with NUL.
struct ELFPackageNote: Equatable {
    /// `deb`, `rpm`, `apk`, `alpm` or whatever else was written.
    var type: String
    var name: String
    var version: String
    var architecture: String?
    var os: String?
    var osVersion: String?
    /// CPE of the operating system.
    var osCPE: String?
    /// CPE of the package itself.
    var applicationCPE: String?
    var debugInfoURL: String?

    private static let noteType: UInt32 = 0xcafe_1a7e
    private static let sizeLimit = 64 << 10

    /// The notes of a file that name a package.
    static func all(in file: ELFFile) throws(JSONError) -> [ELFPackageNote] {
        var found: [ELFPackageNote] = []
        for note in file.notes where note.type == noteType && note.name.elementsEqual("FDO\0".utf8) {
            guard note.description.count <= sizeLimit else { throw JSONError(.tooLarge(limit: sizeLimit), at: 0) }
            let text = Array(note.description.prefix { $0 != 0 })
            if let package = ELFPackageNote(try JSONDocument(text).root), !found.contains(package) {
                found.append(package)
            }
        }
        return found
    }

    private init?(_ root: JSONValue) {
        func text(_ keys: String...) -> String? {
            keys.lazy.compactMap { root[$0]?.string }.first { !$0.isEmpty }
        }
        guard let name = text("name"), let version = text("version") else { return nil }
        self.name = name
        self.version = version
        type = text("type") ?? ""
        architecture = text("architecture")
        os = text("os")
        osVersion = text("osVersion")
        osCPE = text("osCpe", "osCPE")
        applicationCPE = text("appCpe", "appCPE")
        debugInfoURL = text("debugInfoUrl")
    }

    /// The distributor: as stated, or the vendor and product of the operating system's CPE.
    private var distribution: (id: String, version: String?)? {
        if let os { return (os, osVersion) }
        guard let parts = osCPE?.split(separator: ":", omittingEmptySubsequences: false).map(String.init),
            parts.first == "cpe"
        else { return nil }
        let fields = parts.dropFirst(parts.count > 1 && parts[1] == "2.3" ? 3 : 2)
        guard fields.count >= 2, let vendor = fields.first else { return nil }
        let ids = [
            "fedoraproject": "fedora", "redhat": "rhel", "debian": "debian", "canonical": "ubuntu",
            "opensuse": "opensuse", "microsoft": "azurelinux",
        ]
        return (ids[vendor] ?? vendor, fields.dropFirst(2).first)
    }

    /// The ecosystem's purl; `generic` for a type that no purl has.
    var purl: PackageURL? {
        let distribution = distribution
        var qualifiers: [String: String] = [:]
        qualifiers["arch"] = architecture
        if let distribution {
            qualifiers["distro"] = distribution.version.map { "\(distribution.id)-\($0)" } ?? distribution.id
        }
        switch type {
        case "deb":
            return PackageURL(
                type: type, namespace: distribution?.id ?? "debian", name: name, version: version,
                qualifiers: qualifiers)
        case "apk":
            return PackageURL(
                type: type, namespace: distribution?.id ?? "alpine", name: name, version: version,
                qualifiers: qualifiers)
        case "alpm":
            return PackageURL(
                type: type, namespace: distribution?.id ?? "arch", name: name, version: version, qualifiers: qualifiers)
        case "rpm":
            var version = version
            // The epoch is a qualifier (purl type rpm).
            if let colon = version.firstIndex(of: ":"), version[..<colon].allSatisfy(\.isNumber) {
                if version[..<colon] != "0" { qualifiers["epoch"] = String(version[..<colon]) }
                version = String(version[version.index(after: colon)...])
            }
            return PackageURL(
                type: type, namespace: RPMVendor.namespace(release: distribution?.id, vendor: nil), name: name,
                version: version, qualifiers: qualifiers)
        default:
            return PackageURL(type: "generic", name: name, version: version, qualifiers: qualifiers)
        }
    }
}
