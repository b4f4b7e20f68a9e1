internal import Inventory

/// The release of a distribution that a package URL means.
struct ReleaseLookup {
    private let distribution: (id: String, version: String?)?
    /// The last question: the packages of an image have the same answer.
    private var last: (namespace: String?, stated: String?, answer: Result<Ecosystem, UnidentifiedPackage>)?

    init(_ distribution: (id: String, version: String?)?) { self.distribution = distribution }

    mutating func ecosystem(_ purl: PackageURL) throws(UnidentifiedPackage) -> Ecosystem {
        let stated = purl.qualifiers.first { $0.key == "distro" }?.value
        if let last, last.namespace == purl.namespace, last.stated == stated { return try last.answer.get() }
        let answer = Result { () throws(UnidentifiedPackage) in try find(purl, stated) }
        last = (purl.namespace, stated, answer)
        return try answer.get()
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

/// Under which names a package is looked up.
struct PackageLookup {
    let ecosystem: Ecosystem
    private let purl: PackageURL
    /// Of the package's own name; distributions have source packages besides.
    private let name: String
    private let isOfDistribution: Bool
    private let source: SourcePackage?
    /// Where there is no package identity.
    let products: [ProductName]

    private struct SourcePackage {
        var name: Substring
        /// `nil` for that of the binary package, without the number of a rebuild.
        var version: Substring?
        var lacksEpoch = false
    }

    init(_ package: ScannedPackage, _ releases: inout ReleaseLookup) throws(UnidentifiedPackage) {
        let products = package.purl.map { $0.type == "generic" } ?? true ? ProductName.all(package.cpes) : []
        self.products = products
        guard let purl = package.purl ?? products.first.flatMap({ PackageURL(type: "generic", name: $0.product) })
        else { throw .noPackageURL }
        guard !package.version.isEmpty else { throw .noVersion }
        self.purl = purl
        switch purl.type {
        case "generic" where !products.isEmpty:
            ecosystem = Ecosystem(.generic)
            name = purl.name
            isOfDistribution = false
            source = nil
        case "deb", "apk", "rpm", "alpm":
            ecosystem = try releases.ecosystem(purl)
            name = package.name
            isOfDistribution = true
            source = Self.source(package, purl)
        default:
            guard let ecosystem = Ecosystem(purlType: purl.type) else { throw .unknownType(purl.type) }
            self.ecosystem = ecosystem
            name = purl.name
            isOfDistribution = false
            source = nil
        }
    }

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

    /// Whether the database has an entry under any of the names.
    ///
    /// - Parameters:
    ///   - number: the database's number of `ecosystem`.
    ///   - buffer: used and left with any content.
    func hasEntries(in database: AdvisoryDatabase, _ number: Int, _ buffer: inout [UInt8]) -> Bool {
        func isKnown(_ name: some StringProtocol) -> Bool {
            let found = name.utf8.withContiguousStorageIfAvailable {
                !database.entries(number, UnsafeRawBufferPointer($0)).isEmpty
            }
            return found ?? !database.entries(ecosystem, String(name)).isEmpty
        }
        if !products.isEmpty { return products.contains { isKnown($0.product) } }
        if isOfDistribution { return isKnown(name) || source.map { isKnown($0.name) } ?? false }
        buffer.removeAll(keepingCapacity: true)
        if let namespace = purl.namespace {
            buffer.append(contentsOf: namespace.utf8)
            buffer.append(separator)
        }
        buffer.append(contentsOf: name.utf8)
        guard ecosystem.normalise(bytes: &buffer) else {
            return isKnown(ecosystem.normalise(registryName))
        }
        return buffer.withUnsafeBytes { !database.entries(number, $0).isEmpty }
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
        var version = package.version
        if purl.type == "rpm", let epoch = purl.qualifiers.first(where: { $0.key == "epoch" })?.value,
            !version.contains(":"), epoch != "0"
        {
            version = "\(epoch):\(version)"
        }
        let binary = PackageIdentity(
            ecosystem: ecosystem, name: ecosystem.normalise(name), version: version, naming: .binary)
        return [
            binary,
            PackageIdentity(
                ecosystem: ecosystem, name: source.map { ecosystem.normalise(String($0.name)) } ?? binary.name,
                version: source?.version.map { String($0) } ?? withoutBuild(version), naming: .source,
                lacksEpoch: source?.lacksEpoch ?? false),
        ]
    }

    /// A binary package that was only rebuilt has the number of the rebuild after its source's version
    /// (`1.2-3+b1`, Debian policy 5.6.12).
    private func withoutBuild(_ version: String) -> String {
        guard purl.type == "deb", let plus = version.utf8.lastIndex(of: UInt8(ascii: "+")) else { return version }
        let suffix = version.utf8[version.utf8.index(after: plus)...]
        guard suffix.first == UInt8(ascii: "b"), suffix.count > 1,
            suffix.dropFirst().allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return version }
        return String(version[..<plus])
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
