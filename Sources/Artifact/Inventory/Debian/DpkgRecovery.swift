/// What dpkg wrote down as it worked: `DATE TIME status STATE PACKAGE:ARCHITECTURE VERSION`.
struct DpkgLog: Sendable {
    struct Entry: Sendable {
        var name: String
        var architecture: String
        var version: String
    }

    /// Packages whose last state is installed, by `NAME:ARCHITECTURE`.
    private(set) var installed: [String: Entry] = [:]

    init(_ bytes: UnsafeRawBufferPointer) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 6, words[2] == "status" else { continue }
            let parts = words[4].split(separator: ":")
            guard parts.count == 2 else { continue }
            if words[3] == "installed" {
                installed[words[4]] = Entry(
                    name: String(parts[0]), architecture: String(parts[1]), version: words[5])
            } else if words[3] == "not-installed" || words[3] == "config-files" {
                installed[words[4]] = nil
            }
        }
    }
}

/// The backup dpkg keeps of its database.
struct DpkgFormerStatus: Sendable {
    var status: DpkgStatus
}

/// Works out which packages were installed when their database is gone: from the backup, the log, the file lists, the
/// documentation directories with their changelogs, and the sonames of the libraries that are there.
///
/// Everything found is `inferred` and says from what and how surely.
struct DpkgRecovery {
    struct Changelog: Sendable {
        var package: String
        var source: String
        var version: String
        var path: String
        /// From a file such as `changelog.Debian.amd64.gz`, which a rebuild without source change adds.
        var isBinaryOnly: Bool
    }

    private struct Clue {
        var version: String?
        var architecture: String?
        var source: String?
        var sourceVersion: String?
        var evidence: [Evidence] = []
        var files: [ClaimedFile] = []
    }

    private let view: any ImageView
    private let namespace: String
    private let release: OSRelease

    init(_ view: any ImageView, namespace: String, release: OSRelease) {
        self.view = view
        self.namespace = namespace
        self.release = release
    }

    func run(into yield: inout Yield) {
        var clues: [String: Clue] = [:]
        fromBackup(&clues)
        fromLog(&clues)
        fromListings(&clues)
        fromDocumentation(&clues)
        let unclaimed = fromExecutables(&clues)
        for name in clues.keys.sorted() {
            if let clue = clues[name] { yield.component(component(name, clue)) }
        }
        for component in unclaimed { yield.component(component) }
    }

    private func fromBackup(_ clues: inout [String: Clue]) {
        for (path, former) in view.facts(DpkgFormerStatus.self) {
            for package in former.status.packages where package.isPresent {
                clues[package.name, default: Clue()].version = package.version
                clues[package.name]?.architecture = package.architecture
                clues[package.name]?.source = package.source
                clues[package.name]?.sourceVersion = package.sourceVersion
                clues[package.name]?.evidence.append(
                    Evidence(path: path, technique: .manifestAnalysis, confidence: 0.9, detail: package.version))
            }
        }
    }

    private func fromLog(_ clues: inout [String: Clue]) {
        for (path, log) in view.facts(DpkgLog.self) {
            for key in log.installed.keys.sorted() {
                guard let entry = log.installed[key] else { continue }
                var clue = clues[entry.name] ?? Clue()
                clue.version = clue.version ?? entry.version
                clue.architecture = clue.architecture ?? entry.architecture
                clue.evidence.append(
                    Evidence(path: path, technique: .other, confidence: 0.8, detail: entry.version))
                clues[entry.name] = clue
            }
        }
    }

    private func fromListings(_ clues: inout [String: Clue]) {
        for (path, listing) in view.facts(DpkgListing.self) {
            let parts = listing.package.split(separator: ":")
            guard let name = parts.first.map(String.init) else { continue }
            var clue = clues[name] ?? Clue()
            if parts.count == 2 { clue.architecture = clue.architecture ?? String(parts[1]) }
            listing.forEach { clue.files.append(ClaimedFile($0, digest: $1)) }
            clue.evidence.append(Evidence(path: path, technique: .filename, confidence: 0.8))
            clues[name] = clue
        }
    }

    private func fromDocumentation(_ clues: inout [String: Clue]) {
        var changelogs: [String: Changelog] = [:]
        for (_, log) in view.facts(Changelog.self) {
            if let known = changelogs[log.package], known.isBinaryOnly { continue }
            if let known = changelogs[log.package], !log.isBinaryOnly, known.path.hasSuffix("Debian.gz") { continue }
            changelogs[log.package] = log
        }
        for name in view.children(of: "usr/share/doc") {
            guard let directory = view.resolve("usr/share/doc/\(name)"),
                view.exists("\(directory)/copyright") || changelogs[name] != nil
            else { continue }
            var clue = clues[name] ?? Clue()
            let target = directory.split(separator: "/").last.map(String.init) ?? name
            if let log = changelogs[target] {
                clue.version = clue.version ?? log.version
                clue.source = clue.source ?? log.source
                clue.evidence.append(
                    Evidence(path: log.path, technique: .other, confidence: 0.8, detail: "\(log.source) \(log.version)")
                )
            } else {
                clue.evidence.append(
                    Evidence(path: "\(directory)/copyright", technique: .filename, confidence: 0.6))
            }
            clues[name] = clue
        }
    }

    /// Assigns libraries to packages by soname and programs by name; what fits no package becomes a component of its
    /// own.
    private func fromExecutables(_ clues: inout [String: Clue]) -> [Component] {
        var rest: [Component] = []
        let identified = Set(view.components.flatMap { $0.evidence.map(\.path) })
        for (path, facts) in view.executables {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            var candidates = facts.soname.map(SonameNaming.debianCandidates) ?? []
            if facts.soname == nil { candidates += SonameNaming.debianCandidates(soname: name) }
            candidates.append(name)
            // Plugins lie in a directory named after their package.
            candidates += path.split(separator: "/").dropLast().reversed().prefix(2).map(String.init)
            if let owner = candidates.first(where: { clues[$0] != nil }) {
                clues[owner]?.files.append(ClaimedFile(path))
                if clues[owner]?.version == nil, let version = SonameNaming.version(ofFile: name) {
                    clues[owner]?.version = version
                    clues[owner]?.evidence.append(
                        Evidence(path: path, technique: .filename, confidence: 0.4, detail: version))
                }
            } else if let soname = facts.soname, facts.isLibrary, !identified.contains(path) {
                rest.append(library(path, soname, facts))
            }
        }
        return rest
    }

    private func library(_ path: String, _ soname: String, _ facts: ExecutableFacts) -> Component {
        let stem = SonameNaming.stem(soname)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let version = SonameNaming.version(ofFile: name) ?? ""
        var component = Component(
            name: stem, version: version, ecosystem: "generic",
            purl: PackageURL(type: "generic", name: stem, version: version), presence: .inferred)
        component.evidence = [
            Evidence(path: path, technique: .binaryAnalysis, confidence: 0.4, detail: "soname \(soname)")
        ]
        component.properties["soname"] = soname
        component.properties["buildID"] = facts.buildID
        return component
    }

    private func component(_ name: String, _ clue: Clue) -> Component {
        let confidence = clue.evidence.map(\.confidence).max() ?? 0
        var qualifiers = ["distro": release.distro]
        qualifiers["arch"] = clue.architecture
        if let source = clue.source, source != name {
            qualifiers["upstream"] = clue.sourceVersion.map { "\(source)@\($0)" } ?? source
        }
        var component = Component(
            name: name, version: clue.version ?? "", ecosystem: "deb",
            purl: PackageURL(
                type: "deb", namespace: namespace, name: name, version: clue.version, qualifiers: qualifiers),
            presence: .inferred)
        component.supplier = release.name
        component.evidence = clue.evidence
        component.files = clue.files
        component.properties["source"] = clue.source
        component.properties["confidence"] = String(confidence)
        return component
    }
}
