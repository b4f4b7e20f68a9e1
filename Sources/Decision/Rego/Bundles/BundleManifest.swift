internal import JSONText

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#else
    private import Darwin
#endif

/// What a bundle says of itself in the file `.manifest`.
package struct BundleManifest: Sendable, Equatable {
    package var revision = ""
    /// The paths that the bundle owns; one empty path owns everything.
    package var roots: [String] = [""]
    package var version: RegoVersion?
    /// Versions of single files, by pattern.
    package var fileVersions: [FileVersion] = []

    package struct FileVersion: Sendable, Equatable {
        package var pattern: String
        package var version: RegoVersion
    }

    package init() {}

    /// - Throws: `LoadingError` for a manifest that is malformed or whose roots overlap.
    package init(json text: [UInt8], of file: String) throws {
        let root: JSONValue
        do { root = try JSONDocument(text).root } catch { throw LoadingError(file, "\(error)") }
        guard root.kind == .object else { throw LoadingError(file, "the manifest must be an object") }
        if let value = root["revision"], !value.isNull {
            guard let text = value.string else { throw LoadingError(file, "revision must be a string") }
            revision = text
        }
        if let value = root["roots"], !value.isNull {
            guard value.kind == .array else { throw LoadingError(file, "roots must be an array of strings") }
            roots = try value.elements.map { element in
                guard let text = element.string else { throw LoadingError(file, "roots must be an array of strings") }
                return text.split(separator: "/").joined(separator: "/")
            }
        }
        if let value = root["rego_version"], !value.isNull { version = try Self.version(value, file) }
        if let value = root["file_rego_versions"], !value.isNull {
            guard value.kind == .object else { throw LoadingError(file, "file_rego_versions must be an object") }
            for (pattern, value) in value.members {
                fileVersions.append(FileVersion(pattern: pattern, version: try Self.version(value, file)))
            }
        }
        for (index, one) in roots.enumerated() {
            for other in roots[..<index] where Self.contains(one, other) || Self.contains(other, one) {
                throw LoadingError(file, "manifest has overlapped roots: '\(other)' and '\(one)'")
            }
        }
    }

    private static func version(_ value: JSONValue, _ file: String) throws -> RegoVersion {
        guard let number = value.int, let version = RegoVersion(rawValue: number) else {
            throw LoadingError(file, "a version of the language must be 0 or 1")
        }
        return version
    }

    /// The version of a policy file: its own, or the bundle's, or the one given.
    package func version(of path: String, otherwise: RegoVersion) -> RegoVersion {
        for entry in fileVersions {
            let pattern = entry.pattern.hasPrefix("/") ? entry.pattern : "/" + entry.pattern
            if fnmatch(pattern, "/" + path, FNM_PATHNAME) == 0 { return entry.version }
        }
        return version ?? otherwise
    }

    /// Whether a path lies under one of the roots.
    package func owns(_ path: [String]) -> Bool {
        let text = path.joined(separator: "/")
        return roots.contains { Self.contains($0, text) }
    }

    private static func contains(_ root: String, _ path: String) -> Bool {
        root.isEmpty || path == root || path.hasPrefix(root + "/")
    }
}
