internal import Content
internal import StructuredText

/// A stanza of the dpkg status database (deb-control(5), Debian policy 5).
struct DpkgPackage: Sendable, Equatable {
    var name: String
    var version: String
    var architecture: String
    /// Source package, where it is named otherwise or has another version.
    var source: String?
    var sourceVersion: String?
    var maintainer: String?
    var homepage: String?
    var summary: String?
    var section: String?
    var isEssential: Bool
    /// Third word of `Status`; `nil` in the stanzas of distroless images, which mean installed.
    var state: String?
    var depends: [[String]]
    var provides: [String]
    /// Configuration files with the MD5 of the version the package shipped; `nil` for `newconffile` and obsolete ones.
    var configurationFiles: [(path: String, digest: Digest?)]

    /// Files of such a package are on disk; after `config-files` only configuration is left (dpkg(1)).
    var isPresent: Bool {
        guard let state else { return true }
        return state != "not-installed" && state != "config-files"
    }

    var key: String { "\(name)|\(architecture)|\(version)" }

    static func == (left: DpkgPackage, right: DpkgPackage) -> Bool {
        left.key == right.key && left.state == right.state
    }

    enum Reading {
        case package(DpkgPackage)
        /// Not a package stanza, or one cut short.
        case incomplete(String)
    }

    static func read(_ block: HeaderBlocks.Block) -> Reading {
        guard let name = block["Package"], !name.isEmpty else {
            return .incomplete("a stanza without a package name")
        }
        let status = block["Status"]?.utf8.split(whereSeparator: isBlank).map { String(Substring($0)) }
        if let status, status.count != 3 { return .incomplete("package \(name) has a malformed status") }
        guard let version = block["Version"], !version.isEmpty else {
            // Packages known but never installed have no version; that is no gap.
            if status?.last == "not-installed" {
                return .package(DpkgPackage(name: name, state: "not-installed"))
            }
            return .incomplete("package \(name) has no version")
        }
        var package = DpkgPackage(name: name, state: status?.last)
        package.version = version
        package.architecture = block["Architecture"] ?? ""
        if let source = block["Source"] {
            let parts = source.split(separator: " ", maxSplits: 1)
            package.source = parts.first.map(String.init)
            if parts.count == 2 {
                package.sourceVersion = String(parts[1].drop { $0 == "(" || $0 == " " }.prefix { $0 != ")" })
            }
        }
        package.maintainer = block["Maintainer"]
        package.homepage = block["Homepage"]
        package.summary = block["Description"]?.utf8.split(separator: 0x0a, maxSplits: 1).first.map {
            String(Substring($0))
        }
        package.section = block["Section"]
        package.isEssential = block["Essential"] == "yes"
        for field in [block["Pre-Depends"], block["Depends"]] {
            if let field { package.depends += relations(field) }
        }
        package.provides = block["Provides"].map { relations($0).flatMap(\.self) } ?? []
        if let text = block["Conffiles"] {
            for line in text.utf8.split(separator: 0x0a).map(Substring.init) {
                // The path may hold blanks; the digest and an `obsolete` or `remove-on-upgrade` mark follow it.
                var words = line.split(separator: " ")
                while let last = words.last, last == "obsolete" || last == "remove-on-upgrade" { words.removeLast() }
                guard words.count >= 2, let digest = words.popLast() else { continue }
                package.configurationFiles.append(
                    (
                        DpkgListing.relative(words.joined(separator: " ")), Digest(algorithm: .md5, hex: digest)
                    ))
            }
        }
        return .package(package)
    }

    private init(name: String, state: String?) {
        self.name = name
        self.state = state
        version = ""
        architecture = ""
        isEssential = false
        depends = []
        provides = []
        configurationFiles = []
    }

    /// Package names of a relation field: `a (>= 1) | b [amd64], c:any` (Debian policy 7.1).
    static func relations(_ text: String) -> [[String]] {
        text.utf8.split(separator: UInt8(ascii: ",")).compactMap { clause in
            let names = clause.split(separator: UInt8(ascii: "|")).compactMap { alternative -> String? in
                let name = alternative.drop(while: isBlank).prefix { !isBlank($0) && !Self.endsName.contains($0) }
                return name.isEmpty ? nil : String(Substring(name))
            }
            return names.isEmpty ? nil : names
        }
    }

    /// `(`, `[`, `:`, `<`
    private static let endsName: [UInt8] = [0x28, 0x5b, 0x3a, 0x3c]

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}

/// The packages of one status file.
struct DpkgStatus: LayeredFact {
    let packages: [DpkgPackage]
    let keys: [String]

    /// Reads every stanza, in order; what is no package is told by `problem`.
    init(_ bytes: UnsafeRawBufferPointer, problem: (String) -> Void) {
        var packages: [DpkgPackage] = []
        for block in HeaderBlocks(bytes) {
            switch DpkgPackage.read(block) {
            case .package(let package): packages.append(package)
            case .incomplete(let reason): problem(reason)
            }
        }
        self.packages = packages
        keys = packages.map(\.key)
    }
}
