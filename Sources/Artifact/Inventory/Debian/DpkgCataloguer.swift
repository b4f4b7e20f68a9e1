internal import Archive
internal import Content
internal import StructuredText

/// Packages of Debian, Ubuntu and their kin from the dpkg database, also from the `status.d` of distroless images.
///
/// When the database is gone although the system is a Debian, `DpkgRecovery` works out what was there.
struct DpkgCataloguer: Cataloguer {
    static let name = "dpkg-database"

    let wants: [Want] = [
        .path("var/lib/dpkg/status"),
        .path("var/lib/dpkg/status-old"),
        .path("var/lib/dpkg/diversions"),
        .glob("var/lib/dpkg/status.d/*"),
        .glob("var/lib/dpkg/info/*.list"),
        .glob("var/lib/dpkg/info/*.md5sums"),
        .glob("usr/share/doc/*/copyright", limit: 4 << 20),
        .name("changelog.Debian.gz", limit: 4 << 20),
        .glob("usr/share/doc/*/changelog.gz", limit: 4 << 20),
        .glob("usr/share/doc/*/changelog.Debian.*.gz", limit: 4 << 20),
        .path("var/log/dpkg.log"),
    ]

    struct Copyright: Sendable {
        var package: String
        var licences: [String]
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.path.hasPrefix("usr/share/doc/") {
            readDocumentation(file, &yield)
        } else if file.path == "var/lib/dpkg/diversions" {
            yield.fact(DpkgDiversions(file.text))
        } else if file.path == "var/log/dpkg.log" {
            yield.fact(DpkgLog(file.bytes))
        } else if file.path.hasPrefix("var/lib/dpkg/info/") {
            let isList = file.name.hasSuffix(".list")
            yield.fact(
                DpkgListing(
                    package: String(file.name.dropLast(isList ? 5 : 8)), kind: isList ? .list : .digests,
                    bytes: Array(file.bytes)))
        } else if file.name.hasSuffix(".md5sums") {
            yield.fact(DpkgListing(package: String(file.name.dropLast(8)), kind: .digests, bytes: Array(file.bytes)))
        } else if file.name == "status-old" {
            yield.fact(DpkgFormerStatus(status: DpkgStatus(file.bytes) { _ in }))
        } else {
            let isSingle = file.path.hasPrefix("var/lib/dpkg/status.d/")
            let status = DpkgStatus(file.bytes) { yield.gap(file.path, $0) }
            if isSingle, status.packages.isEmpty { yield.gap(file.path, "not a package stanza") }
            yield.fact(status)
        }
    }

    private func readDocumentation(_ file: WantedFile, _ yield: inout Yield) {
        let segments = file.path.split(separator: "/")
        guard segments.count == 5 else { return }
        let package = String(segments[3])
        if file.name == "copyright" {
            yield.fact(Copyright(package: package, licences: DebianCopyright.licences(file.bytes)))
        } else if let entry = DebianChangelog.newest(file.bytes) {
            yield.fact(
                DpkgRecovery.Changelog(
                    package: package, source: entry.source, version: entry.version, path: file.path,
                    isBinaryOnly: file.name.hasPrefix("changelog.Debian.") && file.name != "changelog.Debian.gz"))
        }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        let statuses = view.facts(DpkgStatus.self)
        let listings = view.facts(DpkgListing.self)
        let packages = statuses.flatMap { entry in entry.fact.packages.map { (path: entry.path, package: $0) } }
            .filter(\.package.isPresent)
        if packages.isEmpty {
            if let release = view.release, Self.isDebian(release) {
                yield.gap(
                    "var/lib/dpkg/status",
                    statuses.isEmpty
                        ? "\(release.prettyName ?? release.id) without its package database: it was removed"
                        : "\(release.prettyName ?? release.id) with an empty package database")
                DpkgRecovery(view, namespace: Self.namespace(release), release: release).run(into: &yield)
            }
            return
        }
        let licences = licences(view)
        let diversions = view.facts(DpkgDiversions.self).first?.fact ?? DpkgDiversions()
        var lists: [String: DpkgListing] = [:]
        var digests: [String: DpkgListing] = [:]
        for listing in listings {
            if listing.fact.kind == .list {
                lists[listing.fact.package] = listing.fact
            } else {
                digests[listing.fact.package] = listing.fact
            }
        }
        let members = members(view)
        var known: Set<String> = []
        for (path, package) in packages {
            let qualified = "\(package.name):\(package.architecture)"
            known.insert(package.name)
            known.insert(qualified)
            let isSingle = path.hasPrefix("var/lib/dpkg/status.d/")
            let list = lists[qualified] ?? lists[package.name]
            let stem = path.split(separator: "/").last.map(String.init) ?? ""
            let sums = digests[qualified] ?? digests[package.name] ?? (isSingle ? digests[stem] : nil)
            if list == nil, !isSingle {
                yield.gap(path, "package \(package.name) is installed, but its file list is gone")
            }
            var component = component(package, path: path, release: view.release)
            component.files = files(package, list, sums, diversions)
            if !isSingle {
                component.files += (members[qualified] ?? members[package.name] ?? []).map { ClaimedFile($0) }
            }
            let names = licences[package.name] ?? package.source.flatMap { licences[$0] } ?? []
            component.licences = names.map { Licence($0) }
            yield.component(component)
        }
        let removed = Set(
            statuses.flatMap(\.fact.packages).filter { !$0.isPresent }.flatMap {
                [$0.name, "\($0.name):\($0.architecture)"]
            })
        for name in lists.keys.sorted() where !known.contains(name) && !removed.contains(name) {
            yield.gap("var/lib/dpkg/info/\(name).list", "a file list of a package that the database does not know")
        }
        // After `config-files` the list of a removed package stays, and the script that will remove the rest.
        for name in members.keys.sorted() where !known.contains(name) && removed.contains(name) {
            for path in members[name] ?? [] { yield.explain(path, "kept by dpkg of the removed package \(name)") }
        }
    }

    /// What dpkg keeps of each package beside its list, by `NAME` or `NAME:ARCHITECTURE` (deb-control(5) and the manual
    /// pages of its members). Files of other names are nobody's.
    private func members(_ view: any ImageView) -> [String: [String]] {
        var members: [String: [String]] = [:]
        for file in view.children(of: "var/lib/dpkg/info") {
            guard let dot = file.utf8.lastIndex(of: UInt8(ascii: ".")),
                Self.members.contains(String(file[file.utf8.index(after: dot)...]))
            else { continue }
            members[String(file[..<dot]), default: []].append("var/lib/dpkg/info/\(file)")
        }
        return members
    }

    private static let members: Set<String> = [
        "conffiles", "config", "list", "md5sums", "postinst", "postrm", "preinst", "prerm", "shlibs", "symbols",
        "templates", "triggers",
    ]

    private func component(_ package: DpkgPackage, path: String, release: OSRelease?) -> Component {
        var qualifiers = ["arch": package.architecture]
        if let release { qualifiers["distro"] = release.distro }
        if package.source != nil || package.sourceVersion != nil {
            let source = package.source ?? package.name
            qualifiers["upstream"] = package.sourceVersion.map { "\(source)@\($0)" } ?? source
        }
        var component = Component(
            name: package.name, version: package.version, ecosystem: "deb",
            purl: PackageURL(
                type: "deb", namespace: Self.namespace(release), name: package.name, version: package.version,
                qualifiers: qualifiers))
        component.supplier = package.maintainer
        component.homepage = package.homepage
        component.summary = package.summary
        component.evidence = [Evidence(path: path, technique: .manifestAnalysis)]
        component.requirements = package.depends.map { Requirement($0) }
        component.provides = package.provides
        component.properties["architecture"] = package.architecture
        component.properties["source"] = package.source ?? package.name
        component.properties["sourceVersion"] = package.sourceVersion ?? package.version
        component.properties["section"] = package.section
        if package.isEssential { component.properties["essential"] = "true" }
        if let state = package.state, state != "installed" { component.properties["state"] = state }
        component.properties["layerKey"] = package.key
        return component
    }

    private func files(
        _ package: DpkgPackage, _ list: DpkgListing?, _ sums: DpkgListing?, _ diversions: DpkgDiversions
    ) -> [ClaimedFile] {
        var files: [ClaimedFile] = []
        var seen: Set<String> = []
        for entry in package.configurationFiles {
            files.append(
                ClaimedFile(
                    diversions.place(of: entry.path, package: package.name), digest: entry.digest, isConfiguration: true
                ))
            seen.insert(entry.path)
        }
        sums?.forEach { path, digest in
            guard seen.insert(path).inserted else { return }
            files.append(ClaimedFile(diversions.place(of: path, package: package.name), digest: digest))
        }
        list?.forEach { path, _ in
            guard !path.isEmpty, seen.insert(path).inserted else { return }
            files.append(ClaimedFile(diversions.place(of: path, package: package.name)))
        }
        return files
    }

    private func licences(_ view: any ImageView) -> [String: [String]] {
        var licences: [String: [String]] = [:]
        for entry in view.facts(Copyright.self) { licences[entry.fact.package] = entry.fact.licences }
        // The documentation of a package is often a link to that of another one of the same source.
        for name in view.children(of: "usr/share/doc") where licences[name] == nil {
            guard let path = view.resolve("usr/share/doc/\(name)") else { continue }
            if let target = path.split(separator: "/").last.map(String.init) { licences[name] = licences[target] }
        }
        return licences
    }

    static func isDebian(_ release: OSRelease) -> Bool {
        ([release.id] + release.idLike).contains { $0 == "debian" || $0 == "ubuntu" }
    }

    /// The distributor in the purl; `debian` when the system does not say.
    static func namespace(_ release: OSRelease?) -> String { release?.id ?? "debian" }
}
