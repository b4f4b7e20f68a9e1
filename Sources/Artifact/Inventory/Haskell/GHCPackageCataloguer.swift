import StructuredText

/// Packages that GHC knows, by its package databases (Cabal, `InstalledPackageInfo`), and Haskell libraries that
/// programs link and no database here names, by the names of their files.
struct GHCPackageCataloguer: Cataloguer {
    static let name = "ghc-package"

    var wants: [Want] { [.glob("**/package.conf.d/*.conf", limit: 4 << 20)] }

    /// One library of a package.
    struct Registration: Sendable {
        var package: String
        var version: String
        var identifier: String
        /// Set for a library of the package beside its main one.
        var library: String?
        var needs: [String]
        var licence: String?
        var author: String?
        var homepage: String?
        var summary: String?
        /// Directories of which it says that they hold its files.
        var directories: [String]
        /// Names of libraries without `lib` and suffix, such as `HSaeson-2.0.3.0-H8BOQwtT8HYFvWPR1b6zvB`.
        var libraries: [String]
    }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "package of GHC: expected the fields name, version and id"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        // Descriptions may hold empty lines, which end a block.
        let blocks = HeaderBlocks(file.bytes).map(\.self)
        func field(_ name: StaticString) -> String? {
            blocks.lazy.compactMap { $0[name] }.first.flatMap { $0.isEmpty ? nil : $0 }
        }
        func words(_ name: StaticString) -> [String] {
            (field(name) ?? "").split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
        }
        guard let name = field("name"), let version = field("version"), let identifier = field("id") else {
            throw Malformed()
        }
        let package = field("package-name") ?? name
        // Directories may start from the one that holds the database.
        let root = RootPath.parent(file.directory)
        let directories = ["import-dirs", "library-dirs", "dynamic-library-dirs", "data-dir"].flatMap { name in
            words(name).compactMap { text -> String? in
                let path = text.split(separator: "\"").joined()
                let tail = path.hasPrefix("${pkgroot}") ? path.dropFirst(10).drop { $0 == "/" } : path[...]
                return RootPath.join(path.hasPrefix("${pkgroot}") ? root : "", tail)
            }
        }
        yield.fact(
            Registration(
                package: package, version: version, identifier: identifier,
                library: field("lib-name") ?? (package == name ? nil : name), needs: words("depends"),
                licence: field("license"), author: field("author") ?? field("maintainer"), homepage: field("homepage"),
                summary: field("synopsis"), directories: directories, libraries: words("hs-libraries")))
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var libraries: [Substring: [String]] = [:]
        for (path, _) in view.executables {
            if let name = Self.libraryName(path) { libraries[name, default: []].append(path) }
        }
        var packages: [String: Component] = [:]
        for (path, entry) in view.facts(Registration.self) {
            let key = "\(RootPath.parent(path))\0\(entry.package)\0\(entry.version)"
            var component =
                packages[key]
                ?? HaskellPackage.component(entry.package, version: entry.version, presence: .installed)
            component.evidence.append(Evidence(path: path, technique: .manifestAnalysis))
            component.files.append(ClaimedFile(path))
            component.provides.append(entry.identifier)
            component.requirements += entry.needs.map { Requirement($0) }
            component.licences = entry.licence.map { [Licence(LicenceExpression.normalise($0) ?? $0)] } ?? []
            component.supplier = entry.author
            component.homepage = entry.homepage
            component.summary = component.summary ?? entry.summary
            // A directory of all packages is nobody's.
            let own = "\(entry.package)-\(entry.version)"
            component.directories += entry.directories.filter { RootPath.name($0).hasPrefix(own) }
            for library in entry.libraries {
                let files = libraries.removeValue(forKey: library[...]) ?? []
                component.files += files.map { ClaimedFile($0) }
            }
            packages[key] = component
        }
        for key in packages.keys.sorted() {
            guard var component = packages[key] else { continue }
            component.directories = Set(component.directories).sorted()
            yield.component(component)
        }
        for name in libraries.keys.sorted() {
            guard let paths = libraries[name], let (package, version) = HaskellPackage.split(name.dropFirst(2)) else {
                continue
            }
            var component = HaskellPackage.component(package, version: version, presence: .inferred)
            component.evidence = paths.map { Evidence(path: $0, technique: .filename, confidence: 0.7) }
            component.provides = [String(name.dropFirst(2))]
            component.files = paths.map { ClaimedFile($0) }
            yield.component(component)
        }
    }

    /// `HSNAME-VERSION-HASH` of `libHSNAME-VERSION-HASH-ghcVERSION.so`, the name that GHC gives a shared library.
    static func libraryName(_ path: String) -> Substring? {
        let name = RootPath.name(path)
        guard name.hasPrefix("libHS"), name.hasSuffix(".so"), let end = name.range(ofLast: "-ghc") else { return nil }
        let compiler = name[end.upperBound...].dropLast(3)
        guard HaskellPackage.isVersion(compiler) else { return nil }
        return name[..<end.lowerBound].dropFirst(3)
    }
}

extension String {
    /// Where `text` stands last.
    fileprivate func range(ofLast text: String) -> Range<String.Index>? { ranges(of: text).last }
}
