package import Content

/// Where an image or a file tree is, as written on the command line.
package enum ImageReference: Hashable, Sendable {
    /// `oci:DIR[:tag|@digest]`
    case layout(path: String, tag: String?, digest: Digest?)
    /// `oci-archive:FILE[:tag|@digest]`
    case archive(path: String, tag: String?, digest: Digest?)
    /// `docker-archive:FILE[:name]`
    case dockerArchive(path: String, name: String?)
    /// `dir:PATH`
    case directory(path: String)
    /// `registry:`, `docker://` or no scheme
    case registry(RegistryReference)

    /// Reads a reference.
    ///
    /// A path ends at the last colon behind which a valid tag stands (for a docker archive: `:name` or `:name:tag`).
    /// - Parameter kind: tells what is at a path, so that a path written without scheme earns a suggestion.
    /// - Throws: `ReferenceError`.
    package init(_ text: String, kind: (String) -> PathKind = { _ in .missing }) throws(ReferenceError) {
        guard !text.isEmpty else { throw .empty }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { throw .controlCharacter }
        if let rest = text.after("oci:") {
            let place = try Self.place(rest, of: text)
            self = .layout(path: place.path, tag: place.tag, digest: place.digest)
        } else if let rest = text.after("oci-archive:") {
            let place = try Self.place(rest, of: text)
            self = .archive(path: place.path, tag: place.tag, digest: place.digest)
        } else if let rest = text.after("docker-archive:") {
            self = try Self.dockerArchive(rest, of: text)
        } else if let rest = text.after("dir:") {
            guard !rest.isEmpty else { throw .missingPath(reference: text) }
            self = .directory(path: String(rest))
        } else if let rest = text.after("docker://") ?? text.after("registry:") {
            self = .registry(try RegistryReference(String(rest)))
        } else {
            switch kind(text) {
            case .file: throw .pathWithoutScheme(path: text, schemes: ["oci-archive", "docker-archive"])
            case .directory: throw .pathWithoutScheme(path: text, schemes: ["dir", "oci"])
            case .missing: break
            }
            if text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") {
                throw .pathWithoutScheme(path: text, schemes: ["dir", "oci", "oci-archive", "docker-archive"])
            }
            self = .registry(try RegistryReference(text))
        }
    }

    package enum PathKind: Sendable { case missing, file, directory }

    private static func place(
        _ rest: Substring, of text: String
    ) throws(ReferenceError) -> (path: String, tag: String?, digest: Digest?) {
        var path = rest
        var digest: Digest?
        var tag: String?
        if let at = rest.lastIndex(of: "@"), rest[at...].contains(":"), !rest[at...].contains("/") {
            let written = rest[rest.index(after: at)...]
            guard let value = Digest(written) else { throw .invalidDigest(reference: text, found: String(written)) }
            digest = value
            path = rest[..<at]
        } else if let colon = rest.lastIndex(of: ":") {
            let written = rest[rest.index(after: colon)...]
            if RegistryReference.isTag(written) {
                tag = String(written)
                path = rest[..<colon]
            }
        }
        guard !path.isEmpty else { throw .missingPath(reference: text) }
        return (String(path), tag, digest)
    }

    private static func dockerArchive(_ rest: Substring, of text: String) throws(ReferenceError) -> ImageReference {
        var search = rest.startIndex
        // The leftmost colon whose remainder names an image ends the path: the name itself may hold one.
        while let colon = rest[search...].firstIndex(of: ":") {
            let name = rest[rest.index(after: colon)...]
            if colon > rest.startIndex, !name.hasPrefix("/"), isName(String(name)) {
                return .dockerArchive(path: String(rest[..<colon]), name: String(name))
            }
            search = rest.index(after: colon)
        }
        guard !rest.isEmpty else { throw .missingPath(reference: text) }
        return .dockerArchive(path: String(rest), name: nil)
    }

    private static func isName(_ text: String) -> Bool {
        // Only whether it can be read matters here; the reason is of no use, as the text may be part of a path.
        (try? RegistryReference(text)) != nil
    }
}

extension ImageReference: CustomStringConvertible {
    package var description: String {
        func suffix(_ tag: String?, _ digest: Digest?) -> String {
            digest.map { "@\($0)" } ?? tag.map { ":\($0)" } ?? ""
        }
        return switch self {
        case .layout(let path, let tag, let digest): "oci:\(path)\(suffix(tag, digest))"
        case .archive(let path, let tag, let digest): "oci-archive:\(path)\(suffix(tag, digest))"
        case .dockerArchive(let path, let name): "docker-archive:\(path)\(suffix(name, nil))"
        case .directory(let path): "dir:\(path)"
        case .registry(let reference): "registry:\(reference)"
        }
    }
}

/// Why a text is no image reference.
package enum ReferenceError: Error, Equatable, Sendable, CustomStringConvertible {
    case empty
    case controlCharacter
    case missingPath(reference: String)
    case pathWithoutScheme(path: String, schemes: [String])
    case invalidRegistry(reference: String, found: String)
    case invalidRepository(reference: String, found: String)
    case invalidTag(reference: String, found: String)
    case invalidDigest(reference: String, found: String)
    case tooLong(text: String, limit: Int)

    package var description: String {
        switch self {
        case .empty: "image reference: expected a name such as oci:DIR:TAG or registry.example/app:1.0, found nothing"
        case .controlCharacter: "image reference: found a control character. Write the reference without it"
        case .missingPath(let reference): "\(reference): expected a path after the scheme, found none. Add the path"
        case .pathWithoutScheme(let path, let schemes):
            "\(path): a path needs a scheme. Write \(schemes.map { "\($0):\(path)" }.joined(separator: " or "))"
        case .invalidRegistry(let reference, let found):
            "\(reference): expected a registry as host[:port], found \"\(found)\". Correct the host or the port"
        case .invalidRepository(let reference, let found):
            "\(reference): expected a repository of lower-case letters, digits and single separators . _ - /,"
                + " found \"\(found)\". Correct the name"
        case .invalidTag(let reference, let found):
            "\(reference): expected a tag of at most 128 letters, digits, . _ -, found \"\(found)\". Correct the tag"
        case .invalidDigest(let reference, let found):
            "\(reference): expected a digest such as sha256: and 64 lower-case hexadecimal digits,"
                + " found \"\(found)\". Correct the digest"
        case .tooLong(let text, let limit): "\(text): longer than \(limit) characters. Shorten the name"
        }
    }
}

extension String {
    fileprivate func after(_ prefix: String) -> Substring? {
        hasPrefix(prefix) ? self[index(startIndex, offsetBy: prefix.count)...] : nil
    }
}
