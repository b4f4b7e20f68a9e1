internal import Inventory

/// The release of a distribution that a package URL means.
struct ReleaseLookup {
    private let distribution: (id: String, version: String?)?

    init(_ distribution: (id: String, version: String?)?) { self.distribution = distribution }

    func ecosystem(_ purl: PackageURL) throws(UnidentifiedPackage) -> Ecosystem {
        try find(purl, purl.qualifiers.first { $0.key == "distro" }?.value)
    }

    private func find(_ purl: PackageURL, _ stated: String?) throws(UnidentifiedPackage) -> Ecosystem {
        let named = purl.namespace.flatMap { Ecosystem.Family(osRelease: $0) }
        if let stated {
            // `debian-12`, `opensuse-leap-15.5`, `alpine-3.20.1`
            if let dash = stated.lastIndex(of: "-"),
                let family = Ecosystem.Family(osRelease: String(stated[..<dash]))
            {
                let release = String(stated[stated.index(after: dash)...])
                return try Self.ecosystem(family, release, id: String(stated[..<dash]))
            }
            // `wolfi`, `bookworm`
            if let family = Ecosystem.Family(osRelease: stated), let ecosystem = Ecosystem(family, osVersion: nil) {
                return ecosystem
            }
            if named == .debian, let ecosystem = DebianRelease.ecosystem(stated) { return ecosystem }
        }
        let own = (distribution?.id).flatMap { Ecosystem.Family(osRelease: $0) }
        guard let family = named ?? (purl.namespace == nil ? own : nil) else {
            throw .unknownType("\(purl.type)/\(purl.namespace ?? distribution?.id ?? "")")
        }
        // The release of one distribution says nothing of another's packages.
        return try Self.ecosystem(
            family, family == own ? distribution?.version : nil, id: purl.namespace ?? distribution?.id ?? "")
    }

    private static func ecosystem(
        _ family: Ecosystem.Family, _ release: String?, id: String
    ) throws(UnidentifiedPackage) -> Ecosystem {
        guard let ecosystem = Ecosystem(family, osVersion: release) else { throw .unknownRelease(id) }
        return ecosystem
    }
}

/// The ecosystems of package URLs, each found out once: an image has few, and a release takes some reading.
struct EcosystemLookup {
    /// An ecosystem and its number in the database, where that knows it.
    struct Known {
        var ecosystem: Ecosystem
        var number: Int?
        var isDistribution: Bool
    }

    private struct Slot {
        var type: String
        var namespace: String?
        var release: String?
        var answer: Result<Known, UnidentifiedPackage>
    }

    private static let size = 128
    /// That of products by CPE name.
    let generic: Known
    private let releases: ReleaseLookup
    private let database: AdvisoryDatabase?
    /// By a hash of the question; a newer answer takes the place of an older one.
    private var slots: [Slot?]

    /// - Parameter database: `nil` where numbers are not asked for.
    init(_ distribution: (id: String, version: String?)?, _ database: AdvisoryDatabase?) {
        releases = ReleaseLookup(distribution)
        self.database = database
        slots = Array(repeating: nil, count: Self.size)
        let ecosystem = Ecosystem(.generic)
        generic = Known(ecosystem: ecosystem, number: database?.number(of: ecosystem), isDistribution: false)
    }

    mutating func known(_ purl: PackageURL) throws(UnidentifiedPackage) -> Known {
        let isDistribution = Self.isDistribution(purl.type)
        let namespace = isDistribution ? purl.namespace : nil
        var release: String?
        if isDistribution {
            for qualifier in purl.qualifiers where qualifier.key == "distro" { release = qualifier.value }
        }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in purl.type.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        if let namespace { for byte in namespace.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 } }
        if let release { for byte in release.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 } }
        let place = Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(Self.size - 1))
        if let slot = slots[place], slot.type == purl.type, slot.namespace == namespace, slot.release == release {
            return try slot.answer.get()
        }
        let answer = Result { () throws(UnidentifiedPackage) in try find(purl, isDistribution) }
        slots[place] = Slot(type: purl.type, namespace: namespace, release: release, answer: answer)
        return try answer.get()
    }

    private func find(_ purl: PackageURL, _ isDistribution: Bool) throws(UnidentifiedPackage) -> Known {
        let ecosystem: Ecosystem
        if isDistribution {
            ecosystem = try releases.ecosystem(purl)
        } else if let registry = Ecosystem(purlType: purl.type) {
            ecosystem = registry
        } else {
            throw .unknownType(purl.type)
        }
        return Known(
            ecosystem: ecosystem, number: database?.number(of: ecosystem), isDistribution: isDistribution)
    }

    /// Whether packages of a type are those of a distribution.
    private static func isDistribution(_ type: String) -> Bool {
        type == "deb" || type == "apk" || type == "rpm" || type == "alpm"
    }
}

/// Under which names a package is looked up.
struct PackageLookup {
    let ecosystem: Ecosystem
    /// The database's number of the ecosystem.
    let number: Int?
    private let purl: PackageURL
    /// Of the package's own name; distributions have source packages besides.
    let name: String
    let isOfDistribution: Bool
    private let source: SourcePackage?
    /// Where there is no package identity.
    let products: [ProductName]

    private struct SourcePackage {
        var name: Substring
        /// `nil` for that of the binary package, without the number of a rebuild.
        var version: Substring?
        var lacksEpoch = false
    }

    init(_ package: ScannedPackage, _ ecosystems: inout EcosystemLookup) throws(UnidentifiedPackage) {
        let products = package.purl.map { $0.type == "generic" } ?? true ? ProductName.all(package.cpes) : []
        self.products = products
        guard let purl = package.purl ?? products.first.flatMap({ PackageURL(type: "generic", name: $0.product) })
        else { throw .noPackageURL }
        guard !package.version.isEmpty else { throw .noVersion }
        self.purl = purl
        let known = try products.isEmpty ? ecosystems.known(purl) : ecosystems.generic
        ecosystem = known.ecosystem
        number = known.number
        isOfDistribution = known.isDistribution
        name = isOfDistribution ? package.name : purl.name
        source = isOfDistribution ? Self.source(package, purl) : nil
    }

    /// Whether the source's version was taken from a file name, which has no epoch.
    var lacksEpoch: Bool { source?.lacksEpoch ?? false }

    private static func source(_ package: ScannedPackage, _ purl: PackageURL) -> SourcePackage? {
        let upstream = purl.qualifiers.first { $0.key == "upstream" }?.value
        if purl.type == "rpm", let file = package.source ?? upstream, file.hasSuffix(".src.rpm") {
            // NAME-VERSION-RELEASE.src.rpm
            let stem = file.dropLast(8)
            if let release = stem.lastIndex(of: "-"), let version = stem[..<release].lastIndex(of: "-") {
                return SourcePackage(
                    name: stem[..<version], version: stem[stem.index(after: version)...], lacksEpoch: true)
            }
        }
        if let source = package.source {
            // Where no version of the source is recorded, inventories give that of the binary package.
            let version = package.sourceVersion.flatMap { $0 == package.version ? nil : $0[...] }
            return SourcePackage(name: source[...], version: version)
        }
        guard let upstream else { return nil }
        guard let at = upstream.utf8.firstIndex(of: UInt8(ascii: "@")) else {
            return SourcePackage(name: upstream[...])
        }
        return at == upstream.startIndex
            ? nil : SourcePackage(name: upstream[..<at], version: upstream[upstream.index(after: at)...])
    }

    /// Puts the name under which a registry's package is looked up into a buffer.
    func fill(_ buffer: inout [UInt8]) {
        buffer.removeAll(keepingCapacity: true)
        if let namespace = purl.namespace {
            buffer.append(contentsOf: namespace.utf8)
            buffer.append(separator)
        }
        buffer.append(contentsOf: name.utf8)
        guard !ecosystem.normalise(bytes: &buffer) else { return }
        buffer = Array(ecosystem.normalise(registryName).utf8)
    }

    private var separator: UInt8 { purl.type == "maven" ? UInt8(ascii: ":") : UInt8(ascii: "/") }

    /// The name as registries and advisories write it.
    private var registryName: String {
        guard let namespace = purl.namespace else { return purl.name }
        return "\(namespace)\(Character(Unicode.Scalar(separator)))\(purl.name)"
    }

    /// The binary package first, then the source.
    func identities(of package: ScannedPackage) -> [PackageIdentity] {
        if !products.isEmpty {
            return products.map {
                PackageIdentity(
                    ecosystem: ecosystem, name: $0.product, version: package.version, naming: .only,
                    cpe: $0.cpe.description)
            }
        }
        guard isOfDistribution else {
            return [
                PackageIdentity(
                    ecosystem: ecosystem, name: ecosystem.normalise(registryName),
                    version: ecosystem.release(of: package.version), naming: .only)
            ]
        }
        let version = version(of: package)
        let source = sourceQuery(version[...])
        return [
            PackageIdentity(ecosystem: ecosystem, name: name, version: version, naming: .binary),
            PackageIdentity(
                ecosystem: ecosystem, name: String(source.name), version: String(source.version), naming: .source,
                lacksEpoch: lacksEpoch),
        ]
    }

    /// The binary package's version; the epoch may stand beside it.
    func version(of package: ScannedPackage) -> String {
        guard purl.type == "rpm", let epoch = purl.qualifiers.first(where: { $0.key == "epoch" })?.value,
            epoch != "0", !package.version.contains(":")
        else { return package.version }
        return "\(epoch):\(package.version)"
    }

    /// Name and version of the source package.
    func sourceQuery(_ version: Substring) -> (name: Substring, version: Substring) {
        (source?.name ?? name[...], source?.version ?? withoutBuild(version))
    }

    /// A binary package that was only rebuilt has the number of the rebuild after its source's version
    /// (`1.2-3+b1`, Debian policy 5.6.12).
    private func withoutBuild(_ version: Substring) -> Substring {
        guard purl.type == "deb", let plus = version.utf8.lastIndex(of: UInt8(ascii: "+")) else { return version }
        let suffix = version.utf8[version.utf8.index(after: plus)...]
        guard suffix.first == UInt8(ascii: "b"), suffix.count > 1,
            suffix.dropFirst().allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return version }
        return version[..<plus]
    }
}

extension Ecosystem {
    /// `normalise` for names in ASCII, in place.
    ///
    /// - Returns: whether the name is in ASCII; else nothing is done.
    func normalise(bytes name: inout [UInt8]) -> Bool {
        for byte in name where byte >= 0x80 { return false }
        switch family {
        case .pypi:
            var end = 0
            var isAfterSeparator = false
            for byte in name {
                if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") {
                    isAfterSeparator = true
                    continue
                }
                if isAfterSeparator {
                    name[end] = UInt8(ascii: "-")
                    end += 1
                    isAfterSeparator = false
                }
                name[end] = Self.lowercased(byte)
                end += 1
            }
            name.removeSubrange(end...)
        case .cargo:
            for index in name.indices {
                name[index] = name[index] == UInt8(ascii: "_") ? UInt8(ascii: "-") : Self.lowercased(name[index])
            }
        case .npm, .composer, .nuget, .golang, .hex, .pub, .bitnami, .githubActions, .swift, .conan, .wordpress:
            for index in name.indices { name[index] = Self.lowercased(name[index]) }
        default: break
        }
        return true
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
