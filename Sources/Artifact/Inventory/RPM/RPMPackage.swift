import Content

/// What the rpm database says of one package.
struct RPMPackage: Sendable {
    struct File: Sendable {
        var path: String
        var digest: Digest?
        var isConfiguration: Bool
        /// Listed, but rpm itself does not expect it to be there: a ghost, a skipped document or language.
        var isOptional: Bool
    }

    var name: String
    var version: String
    var release: String
    /// `nil` when the package has none, which compares like 0.
    var epoch: Int?
    var architecture: String
    var summary: String?
    var vendor: String?
    var licence: String?
    var homepage: String?
    /// File name of the source package: `bash-5.1.8-6.el9.src.rpm`.
    var sourcePackage: String?
    var modularityLabel: String?
    var provides: [String]
    var requirements: [Requirement]
    var files: [File]

    /// `version-release`, the version of a purl.
    var versionRelease: String { release.isEmpty ? version : "\(version)-\(release)" }

    /// `epoch:version-release`; an epoch of 0 is left out.
    var fullVersion: String {
        epoch.flatMap { $0 > 0 ? "\($0):\(versionRelease)" : nil } ?? versionRelease
    }

    var key: String { "\(name)|\(architecture)|\(fullVersion)" }

    /// Keys for signatures are stored like packages but are no software.
    var isSoftware: Bool { name != "gpg-pubkey" }

    init(
        name: String, version: String, release: String = "", epoch: Int? = nil, architecture: String = ""
    ) {
        self.name = name
        self.version = version
        self.release = release
        self.epoch = epoch
        self.architecture = architecture
        provides = []
        requirements = []
        files = []
    }

    init(_ header: RPMHeader) throws(RPMHeader.Failure) {
        guard let name = header.text(.name) else { throw RPMHeader.Failure("a package without a name") }
        self.init(
            name: name, version: header.text(.version) ?? "", release: header.text(.release) ?? "",
            epoch: header.number(.epoch), architecture: header.text(.architecture) ?? "")
        summary = header.text(.summary)
        vendor = header.text(.vendor) ?? header.text(.packager)
        licence = header.text(.licence)
        homepage = header.text(.homepage)
        sourcePackage = header.text(.sourcePackage)
        modularityLabel = header.text(.modularityLabel)
        var seen: Set<String> = []
        provides = header.texts(.provideNames).filter { $0 != name && seen.insert($0).inserted }
        requirements = Self.requirements(header)
        files = Self.files(header)
    }

    private static func requirements(_ header: RPMHeader) -> [Requirement] {
        var requirements: [Requirement] = []
        var seen: Set<Requirement> = []
        let flags = header.numbers(.requireFlags)
        for (index, name) in header.texts(.requireNames).enumerated() {
            // RPMSENSE_RPMLIB: a feature of rpm itself, not of a package.
            let isFeature = index < flags.count && flags[index] & 1 << 24 != 0
            guard !isFeature, !name.hasPrefix("rpmlib("), let alternatives = RPMDependency.alternatives(name) else {
                continue
            }
            let requirement = Requirement(alternatives)
            if seen.insert(requirement).inserted { requirements.append(requirement) }
        }
        for name in header.texts(.recommendNames) {
            guard let alternatives = RPMDependency.alternatives(name) else { continue }
            let requirement = Requirement(alternatives, relation: .optional)
            if seen.insert(requirement).inserted { requirements.append(requirement) }
        }
        return requirements
    }

    private static func files(_ header: RPMHeader) -> [File] {
        let paths = paths(header)
        let modes = header.numbers(.fileModes)
        let flags = header.numbers(.fileFlags)
        let states = header.numbers(.fileStates)
        let digests = header.texts(.fileDigests)
        let algorithm: Digest.Algorithm? =
            switch header.number(.digestAlgorithm) {
            case nil, 1: .md5
            case 2: .sha1
            case 8: .sha256
            case 9: .sha384
            case 10: .sha512
            default: nil
            }
        var files: [File] = []
        files.reserveCapacity(paths.count)
        for (index, path) in paths.enumerated() where !path.isEmpty {
            let mode = index < modes.count ? modes[index] & 0o170000 : 0o100000
            guard mode != 0o040000 else { continue }
            // RPMFILE_CONFIG 1, RPMFILE_MISSINGOK 8, RPMFILE_GHOST 64.
            let flag = index < flags.count ? flags[index] : 0
            // 0 normal, 1 replaced by another package's file, 2 not installed, 3 on a shared file system,
            // 4 left out in favour of another architecture's.
            let state = index < states.count ? states[index] : 0
            let isGhost = flag & 64 != 0
            let hasDigest = mode == 0o100000 && !isGhost && state == 0 && index < digests.count
            files.append(
                File(
                    path: path,
                    digest: hasDigest
                        ? algorithm.flatMap { Digest(algorithm: $0, hex: digests[index]) } : nil,
                    isConfiguration: flag & 1 != 0,
                    isOptional: isGhost || flag & 8 != 0 || state != 0))
        }
        return files
    }

    /// Paths without the leading slash, one for each file of the header in order.
    private static func paths(_ header: RPMHeader) -> [String] {
        let names = header.texts(.baseNames)
        guard !names.isEmpty else { return header.texts(.oldFileNames).map(Self.relative) }
        let directories = header.texts(.directoryNames)
        let indexes = header.numbers(.directoryIndexes)
        return names.enumerated().map { index, name in
            // One long directory name must not be repeated for every file.
            guard index < indexes.count, indexes[index] < directories.count,
                directories[indexes[index]].utf8.count + name.utf8.count <= pathLimit
            else { return "" }
            return relative(directories[indexes[index]] + name)
        }
    }

    /// Linux's own limit.
    private static let pathLimit = 4096

    private static func relative(_ path: String) -> String {
        path.hasPrefix("/") ? String(path.dropFirst()) : path
    }
}

/// Reads the names out of a dependency, plain or rich (rpm `doc/manual/boolean_dependencies`).
enum RPMDependency {
    /// The names of which one suffices.
    ///
    /// - Returns: `nil` for a rich dependency that is more than a choice, such as one with a condition: whether it
    ///   holds depends on what else is installed.
    static func alternatives(_ text: String) -> [String]? {
        guard text.hasPrefix("(") else { return text.isEmpty ? nil : [text] }
        guard text.hasSuffix(")") else { return nil }
        let inner = text.dropFirst().dropLast()
        // A name may itself hold a balanced pair without a blank, as in `perl(Carp)`; nested clauses start one.
        var names: [String] = []
        var expectsName = true
        var words = inner.split(separator: " ")[...]
        while let word = words.popFirst() {
            if expectsName {
                guard !word.hasPrefix("(") else { return nil }
                names.append(String(word))
                expectsName = false
                if let comparison = words.first, ["=", "<", ">", "<=", ">="].contains(comparison) {
                    words = words.dropFirst(2)
                }
            } else {
                guard word == "or" else { return nil }
                expectsName = true
            }
        }
        return expectsName || names.isEmpty ? nil : names
    }
}
