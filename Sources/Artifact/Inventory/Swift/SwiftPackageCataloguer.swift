import JSONText

/// Reads what SwiftPM resolved: `Package.resolved`, versions 1 to 3, and its hidden form.
struct SwiftPackageCataloguer: Cataloguer {
    static let name = "swift-package-resolved"

    var wants: [Want] { [.name("Package.resolved", limit: 16 << 20), .name(".package.resolved", limit: 16 << 20)] }

    enum Failure: Error, CustomStringConvertible {
        case unknownVersion(String)

        var description: String {
            switch self {
            case .unknownVersion(let version): "Package.resolved: expected version 1, 2 or 3, found \(version)"
            }
        }
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(Array(file.bytes)).root
        let pins: JSONValue?
        switch root["version"]?.int {
        case 1: pins = root["object"]?["pins"]
        case 2, 3: pins = root["pins"]
        case let other: throw Failure.unknownVersion(other.map(String.init) ?? "none")
        }
        guard let pins, pins.kind == .array else {
            yield.gap(file.path, "Package.resolved has no list of pins")
            return
        }
        for (index, pin) in pins.elements.enumerated() {
            let location = pin["location"]?.string ?? pin["repositoryURL"]?.string
            guard let location, let place = RepositoryPlace(location) ?? RepositoryPlace(registry: pin) else {
                yield.gap(file.path, "pin \(index) names no repository")
                continue
            }
            let state = pin["state"]
            let revision = state?["revision"]?.string
            let version = state?["version"]?.string ?? revision ?? ""
            var component = Component(
                name: place.namespace.isEmpty ? place.name : place.namespace + "/" + place.name, version: version,
                ecosystem: "swift",
                purl: place.namespace.isEmpty
                    ? nil
                    : PackageURL(type: "swift", namespace: place.namespace, name: place.name, version: version),
                presence: .declared)
            component.properties["identity"] = pin["identity"]?.string ?? pin["package"]?.string
            component.properties["revision"] = revision
            component.properties["branch"] = state?["branch"]?.string
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: location)]
            yield.component(component)
        }
    }
}

/// The host, owner and name of a repository address: `https://host/org/name.git`, `git@host:org/name.git`.
struct RepositoryPlace: Equatable {
    var namespace: String
    var name: String

    init?(_ location: String) {
        var rest = location[...]
        if let scheme = rest.firstRange(of: "://") {
            rest = rest[scheme.upperBound...]
            let authority = rest.prefix { $0 != "/" }
            if let at = authority.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        } else if let at = rest.firstIndex(of: "@"), !rest[..<at].contains("/") {
            rest = rest[rest.index(after: at)...]
        }
        // A local path or a registry identity has no host.
        guard let first = rest.first, first != "/", first != "." else { return nil }
        var parts = rest.split(whereSeparator: { $0 == "/" || $0 == ":" })
        if parts.count > 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        {
            parts.remove(at: 1)
        }
        guard parts.count > 1, var last = parts.popLast() else { return nil }
        if last.hasSuffix(".git") { last = last.dropLast(4) }
        guard !last.isEmpty else { return nil }
        namespace = parts.joined(separator: "/")
        name = String(last)
    }

    /// A pin of a registry, or of a local repository, which is known by its identity alone.
    init?(registry pin: JSONValue) {
        guard let identity = pin["identity"]?.string ?? pin["package"]?.string, !identity.isEmpty else { return nil }
        namespace = ""
        name = identity
    }
}
