/// What a bundle says of itself in the file `.manifest`.
package struct BundleManifest: Sendable, Equatable {
    package var revision = ""
    /// The paths that the bundle owns; one empty path owns everything.
    package var roots: [String] = [""] { didSet { rootSet = Set(roots) } }
    private var rootSet: Set<String> = [""]
    package var version: RegoVersion?
    /// Versions of single files, by pattern.
    package var fileVersions: [FileVersion] = []
    /// An object for whoever makes and reads the bundle, as JSON; nil when there is none.
    package var metadata: String?

    package struct FileVersion: Sendable, Equatable {
        package var pattern: String
        package var version: RegoVersion
    }

    private static let patternLimit = 1000
    private static let rootLimit = 10_000

    package init() {}

    /// - Throws: `LoadingError` for a manifest that is malformed or whose roots overlap.
    package init(json text: [UInt8], of file: String) throws {
        let document = try Document.read(text, of: file)
        defer { withExtendedLifetime(document) {} }
        let root = document.root
        guard root.isObject else { throw LoadingError(file, "the manifest must be an object") }
        func given(_ name: String) -> Value? {
            let value = root.member(name)
            return value.isUndefined || value.isNull ? nil : value
        }
        if let value = given("revision") {
            guard let text = value.string else { throw LoadingError(file, "revision must be a string") }
            revision = text
        }
        if let value = given("roots") {
            guard value.isArray, value.count <= Self.rootLimit else {
                throw LoadingError(file, "roots must be an array of strings, \(Self.rootLimit) at most")
            }
            roots = try value.elements.map { element in
                guard let text = element.string else { throw LoadingError(file, "roots must be an array of strings") }
                return text.split(separator: "/").joined(separator: "/")
            }
        }
        if let value = given("rego_version") { version = try Self.version(value, file) }
        if let value = given("file_rego_versions") {
            guard value.isObject, value.count <= Self.patternLimit else {
                throw LoadingError(file, "file_rego_versions must be an object of \(Self.patternLimit) members at most")
            }
            for (pattern, value) in zip(value.keys, value.values) {
                fileVersions.append(
                    FileVersion(pattern: pattern.string ?? "", version: try Self.version(value, file)))
            }
        }
        if let value = given("metadata") {
            guard value.isObject else { throw LoadingError(file, "metadata must be an object") }
            metadata = JSONOutput.text(of: value)
        }
        if let value = given("wasm"), !value.isArray || value.count > 0 {
            throw LoadingError(file, "decisions compiled to WebAssembly cannot be evaluated; build the bundle for rego")
        }
        // No observer is called while a value is made.
        rootSet = Set(roots)
        // Sorted with a slash behind, a root stands directly before those that lie under it.
        let sorted = roots.map { (root: $0, key: Array(($0.isEmpty ? "" : $0 + "/").utf8)) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (one, other) in zip(sorted, sorted.dropFirst()) where other.key.starts(with: one.key) {
            throw LoadingError(file, "its roots overlap: '\(one.root)' and '\(other.root)'")
        }
    }

    private static func version(_ value: Value, _ file: String) throws -> RegoVersion {
        guard let number = value.integer, let version = RegoVersion(rawValue: number) else {
            throw LoadingError(file, "a version of the language must be 0 or 1")
        }
        return version
    }

    /// The versions of policy files: their own, or the bundle's, or the one given. A star of a pattern stands for any
    /// run of characters, slashes too.
    ///
    /// - Throws: `LoadingError` for a pattern that is no glob.
    package func versions(of paths: [String], otherwise: RegoVersion) throws -> [RegoVersion] {
        guard !fileVersions.isEmpty else { return paths.map { _ in version ?? otherwise } }
        let patterns = try fileVersions.map { entry in
            do {
                let pattern = entry.pattern.hasPrefix("/") ? entry.pattern : "/" + entry.pattern
                return (glob: try Glob.compile(pattern, delimiters: []), version: entry.version)
            } catch {
                throw LoadingError(".manifest", "the pattern \(entry.pattern) of file_rego_versions: \(error)")
            }
        }
        return paths.map { path in
            patterns.first { $0.glob.matches("/" + path) }?.version ?? version ?? otherwise
        }
    }

    /// Whether a path lies under one of the roots.
    package func owns(_ path: [String]) -> Bool {
        if rootSet.contains("") { return true }
        var prefix = ""
        for name in path {
            prefix += prefix.isEmpty ? name : "/" + name
            if rootSet.contains(prefix) { return true }
        }
        return false
    }

    /// Whether some root lies under a path.
    private func reaches(_ path: [String]) -> Bool {
        let text = path.joined(separator: "/")
        return roots.contains { Self.contains(text, $0) }
    }

    /// Whether two bundles own a place both.
    package func overlaps(_ other: BundleManifest) -> Bool {
        func isOwned(_ root: String, by manifest: BundleManifest) -> Bool {
            manifest.owns(root.split(separator: "/").map(String.init))
        }
        return roots.contains { isOwned($0, by: other) } || other.roots.contains { isOwned($0, by: self) }
    }

    /// - Throws: `LoadingError` when a part of a document lies under none of the roots.
    func check(_ value: Value, of file: String, at path: [String]) throws {
        if owns(path) { return }
        guard value.isObject, reaches(path) else {
            throw LoadingError(
                file,
                "/\(path.joined(separator: "/")) lies under none of the manifest's roots (\(listedRoots))")
        }
        for (key, inner) in zip(value.keys, value.values) {
            try check(inner, of: file, at: path + [key.string ?? ""])
        }
    }

    package var listedRoots: String { roots.map { "'\($0)'" }.joined(separator: ", ") }

    private static func contains(_ root: String, _ path: String) -> Bool {
        root.isEmpty || path == root || path.hasPrefix(root + "/")
    }

    /// The text of the file, the same for equal manifests.
    package var json: String {
        var members = ["\"revision\":\(JSONOutput.quoted(revision))"]
        members.append("\"roots\":[\(roots.map { JSONOutput.quoted($0) }.joined(separator: ","))]")
        if let version { members.append("\"rego_version\":\(version.rawValue)") }
        if !fileVersions.isEmpty {
            let entries = fileVersions.sorted { $0.pattern < $1.pattern }
            let text = entries.map { "\(JSONOutput.quoted($0.pattern)):\($0.version.rawValue)" }
            members.append("\"file_rego_versions\":{\(text.joined(separator: ","))}")
        }
        if let metadata { members.append("\"metadata\":\(metadata)") }
        return "{\(members.joined(separator: ","))}"
    }
}
