internal import Archive
internal import Content

/// Finds libraries whose classes lie in an archive under a package of their own or another, without a description.
///
/// Names lead, classes decide: where the sampled classes of a known library have namesakes, in folders that lie to each
/// other as the library's do, those are read, and their shapes compared. When enough agree, all classes are read, and
/// only when the code of each is the library's is it of the library's version.
struct RelocatedLibraries {
    /// Class files read and bytes of them, of one outermost archive.
    struct Allowance {
        var inflated = 128 << 20
        var described = 256 << 20
    }

    /// What is known of the archive itself.
    struct Owner {
        var artifacts: Set<String>
        var group: String?
        /// Names in which packages of its own begin: its group, the name of its bundle or module.
        var packages: [String]
    }

    struct Match {
        let library: JavaLibrary
        /// Package under which it lies, with slashes.
        let package: String
        /// Samples of the library whose names are there, and those of them with the same shape.
        let named: Int
        let alike: Int
        /// Classes in the folders of the library.
        let classes: Int
        let isExact: Bool
        /// Whether it lies where it was written to lie.
        var isRelocated: Bool { package != library.package }
    }

    private static let fewest = 3
    private static let candidateLimit = 4096
    private static let classLimit = 8 << 20

    private let archive: ZipArchive
    private let folders: JavaClassFolders
    private let known: JavaLibraries
    private let owner: Owner
    private(set) var allowance: Allowance
    private(set) var matches: [Match] = []
    /// Why something could not be compared.
    private(set) var gaps: Set<String> = []

    init(
        _ archive: ZipArchive, classes: [ZipEntry], owner: Owner, allowance: Allowance,
        known: JavaLibraries = .known
    ) {
        self.archive = archive
        self.known = known
        self.owner = owner
        self.allowance = allowance
        folders = JavaClassFolders(classes)
        find()
    }

    /// Class files that may belong to a library.
    var classCount: Int { folders.folders.reduce(0) { $0 + $1.classes.count } }

    // MARK: Candidates

    private struct Place: Hashable {
        let library: Int
        let package: [UInt8]
    }

    private struct Hit {
        let entry: ZipEntry
        let shape: UInt32
    }

    private struct Candidate {
        let place: Place
        var hits: [Hit] = []
        /// Offsets of the headers of those whose shape is the library's.
        var alike: [Int] = []
        var isItself = false
    }

    private mutating func find() {
        var candidates = self.candidates()
        for index in candidates.indices {
            let library = known.list[candidates[index].place.library]
            candidates[index].isItself = isItself(library, candidates[index].place.package)
            if candidates[index].isItself {
                candidates[index].alike = candidates[index].hits.map(\.entry.headerOffset)
            } else {
                for hit in candidates[index].hits where fingerprint(hit.entry)?.shape == hit.shape {
                    candidates[index].alike.append(hit.entry.headerOffset)
                }
            }
        }
        // The best first; a class belongs to one library.
        candidates.sort { left, right in
            if left.isItself != right.isItself { return left.isItself }
            if left.alike.count != right.alike.count { return left.alike.count > right.alike.count }
            if left.hits.count != right.hits.count { return left.hits.count < right.hits.count }
            if isAtHome(left) != isAtHome(right) { return isAtHome(left) }
            return (left.place.library, left.place.package.count) < (right.place.library, right.place.package.count)
        }
        var taken: Set<Int> = []
        for candidate in candidates {
            let own = candidate.alike.filter { !taken.contains($0) }
            guard own.count >= Self.fewest, own.count * 4 >= candidate.hits.count else { continue }
            taken.formUnion(own)
            if !candidate.isItself, let match = match(candidate) { matches.append(match) }
        }
        matches.sort { ($0.package, $0.library.artifact) < ($1.package, $1.library.artifact) }
    }

    private func isAtHome(_ candidate: Candidate) -> Bool {
        known.list[candidate.place.library].package.utf8.elementsEqual(candidate.place.package)
    }

    /// Places where at least three sampled classes of a library have namesakes.
    private func candidates() -> [Candidate] {
        var found: [Place: Candidate] = [:]
        for folder in folders.folders {
            for sample in folder.samples {
                for place in known.places[sample.rank] ?? [] {
                    let library = known.list[place.library]
                    guard let package = Self.package(of: folder.name, without: library.folders[place.folder].tail)
                    else { continue }
                    let key = Place(library: place.library, package: package)
                    found[key, default: Candidate(place: key)].hits.append(
                        Hit(entry: sample.entry, shape: place.shape))
                }
            }
        }
        let enough = found.values.filter { candidate in
            let library = known.list[candidate.place.library]
            // A library without a package of its own is only found below another.
            return candidate.hits.count >= Self.fewest && !candidate.place.package.isEmpty
                && candidate.hits.count * 5 >= library.sampleCount
        }
        let sorted = enough.sorted { left, right in
            left.place.library == right.place.library
                ? left.place.package.lexicographicallyPrecedes(right.place.package)
                : left.place.library < right.place.library
        }
        return Array(sorted.prefix(Self.candidateLimit))
    }

    /// `shaded/com/google/common` for the folder `shaded/com/google/common/base` with the tail `base`.
    private static func package(of folder: Slice<UnsafeRawBufferPointer>, without tail: [UInt8]) -> [UInt8]? {
        if tail.isEmpty { return Array(folder) }
        guard folder.count > tail.count + 1, folder.suffix(tail.count).elementsEqual(tail) else { return nil }
        let package = folder.dropLast(tail.count)
        return package.last == UInt8(ascii: "/") ? Array(package.dropLast()) : nil
    }

    /// Whether the archive is this library, or another that was made of it and took its name.
    private func isItself(_ library: JavaLibrary, _ package: [UInt8]) -> Bool {
        if owner.artifacts.contains(library.artifact) { return true }
        let name = String(decoding: package, as: UTF8.self)
        if library.package == name, let group = owner.group, group == library.group { return true }
        let dotted = name.split(separator: "/").joined(separator: ".")
        return owner.packages.contains { $0 == dotted || $0.hasPrefix("\(dotted).") }
    }

    // MARK: Comparing

    private mutating func match(_ candidate: Candidate) -> Match? {
        let library = known.list[candidate.place.library]
        let package = candidate.place.package
        let tails = Set(library.folders.map(\.tail))
        var classes: [(name: [UInt8], entry: ZipEntry)] = []
        for folder in folders.folders where folder.name.starts(with: package) {
            var tail = Array(folder.name.dropFirst(package.count))
            if !tail.isEmpty {
                guard tail.removeFirst() == UInt8(ascii: "/") else { continue }
            }
            guard tails.contains(tail) else { continue }
            let prefix = tail.isEmpty ? [] : tail + [UInt8(ascii: "/")]
            for entry in folder.classes {
                let slash = entry.nameBytes.lastIndex(of: UInt8(ascii: "/")) ?? -1
                classes.append((prefix + entry.nameBytes[(slash + 1)...].dropLast(6), entry))
            }
        }
        let isExact =
            classes.count == library.classes && candidate.alike.count == candidate.hits.count
            && code(&classes) == library.code
        return Match(
            library: library, package: String(decoding: package, as: UTF8.self), named: candidate.hits.count,
            alike: candidate.alike.count, classes: classes.count, isExact: isExact)
    }

    /// The digest over `NAME NUL CODE LF` of all classes, sorted; `nil` when one cannot be read.
    private mutating func code(_ classes: inout [(name: [UInt8], entry: ZipEntry)]) -> UInt64? {
        var lines: [[UInt8]] = []
        lines.reserveCapacity(classes.count)
        for (name, entry) in classes {
            guard let fingerprint = fingerprint(entry) else { return nil }
            let code = (0..<8).map { UInt8(truncatingIfNeeded: fingerprint.code >> (56 - 8 * UInt64($0))) }
            lines.append(name + [0] + Array(Hex.encode(code).utf8) + [0x0a])
        }
        lines.sort { $0.lexicographicallyPrecedes($1) }
        return Digest.of(Array(lines.joined())).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func fingerprint(_ entry: ZipEntry) -> ClassFingerprint? {
        guard entry.uncompressedSize <= allowance.inflated else {
            gaps.insert(ClassFileError.tooMuch.description)
            return nil
        }
        do {
            let bytes = try archive.read(entry, limit: Self.classLimit)
            allowance.inflated -= bytes.count
            return try bytes.withUnsafeBytes { try ClassFingerprint($0, allowance: &allowance.described) }
        } catch ClassFileError.tooMuch {
            gaps.insert(ClassFileError.tooMuch.description)
        } catch {
            gaps.insert("\(entry.name): \(error)")
        }
        return nil
    }
}

extension RelocatedLibraries.Match {
    /// The component that was found, in the archive at `path`.
    func component(path: String) -> Component {
        let version = isExact && !library.version.isEmpty ? library.version : nil
        var component = Component(
            name: library.artifact, version: version ?? "", ecosystem: "maven",
            purl: PackageURL(type: "maven", namespace: library.group, name: library.artifact, version: version),
            presence: .inferred)
        let samples = library.sampleCount
        let place =
            isRelocated ? "moved from \(dotted(library.package)) to \(dotted(package))" : "in \(dotted(package))"
        let likeness =
            isExact
            ? "code of all \(classes) classes as in \(library.source)"
            : "\(alike) of \(samples) sampled classes have the members they have in \(library.source); "
                + "\(classes) classes here, \(library.classes) there"
        component.evidence = [
            Evidence(
                path: "\(path)!/\(package)", technique: isExact ? .hashComparison : .binaryAnalysis,
                confidence: isExact ? 0.95 : 0.4 + 0.5 * Double(alike) / Double(max(samples, 1)),
                detail: "\(place); \(likeness)")
        ]
        component.properties["groupId"] = library.group
        if isRelocated { component.properties["relocatedTo"] = dotted(package) }
        if !isExact, alike == samples, !library.version.isEmpty {
            component.properties["membersAsIn"] = library.version
        }
        component.provides = ["\(library.group):\(library.artifact)"]
        return component
    }

    /// Gives an archive that says neither group nor version the identity of the library of which it is made.
    func identify(_ archive: inout Component, path: String) {
        let found = component(path: path)
        let version = found.version.isEmpty ? archive.version : found.version
        archive.name = library.artifact
        archive.version = version
        archive.purl = PackageURL(
            type: "maven", namespace: library.group, name: library.artifact, version: version.isEmpty ? nil : version)
        archive.properties["groupId"] = library.group
        archive.properties["membersAsIn"] = found.properties["membersAsIn"]
        archive.provides = found.provides
        archive.evidence += found.evidence
    }

    private func dotted(_ package: String) -> String {
        package.isEmpty ? "no package" : package.split(separator: "/").joined(separator: ".")
    }
}
