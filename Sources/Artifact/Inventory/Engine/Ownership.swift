internal import Content

/// Which components say of which files that they are theirs.
struct Ownership {
    struct Claim {
        var component: Int
        var digest: Digest?
        var isConfiguration: Bool
    }

    /// By path; claims of operating system packages come first.
    private(set) var claims: [Int32: [Claim]] = [:]
    /// By directory: components all of whose files are below it.
    private(set) var directories: [Int32: [Int]] = [:]
    /// By path: components of which the file itself is the evidence.
    private(set) var identified: [Int32: [Int]] = [:]
    /// Listed files that are not there.
    private(set) var missing: [String] = []
    /// Components identified by looking into a file that an operating system package owns: the package says it better.
    private(set) var supersededBinaries: Set<Int> = []

    static let systemEcosystems: Set<String> = ["deb", "rpm", "apk", "alpm", "ebuild", "opkg", "nix", "brew"]

    static func isSystemPackage(_ component: Component) -> Bool {
        component.presence == .installed && systemEcosystems.contains(component.ecosystem)
    }

    init(_ components: [Component], _ box: TreeBox) {
        // Directories repeat from file to file; remember where each leads.
        var resolver = DirectoryResolver()
        for system in [true, false] {
            for (index, component) in components.enumerated()
            where Self.isSystemPackage(component) == system && component.presence != .declared {
                for file in component.files {
                    guard let path = resolver.resolve(file.path, box) else {
                        if system { missing.append(file.path) }
                        continue
                    }
                    claims[path, default: []].append(
                        Claim(component: index, digest: file.digest, isConfiguration: file.isConfiguration))
                }
                for directory in component.directories {
                    if let path = box.merged.resolve(directory) { directories[path, default: []].append(index) }
                }
                for evidence in component.evidence {
                    let file =
                        evidence.path.firstRange(of: "!/").map { String(evidence.path[..<$0.lowerBound]) }
                        ?? evidence.path
                    guard let path = box.merged.paths.find(file) else { continue }
                    if identified[path]?.last != index { identified[path, default: []].append(index) }
                }
            }
        }
        missing.sort()
        for (index, component) in components.enumerated() where Self.isSupersedable(component) {
            let isOwned = component.evidence.allSatisfy { evidence in
                guard let path = box.merged.paths.find(evidence.path) else { return false }
                return claims[path]?.contains { Self.isSystemPackage(components[$0.component]) } ?? false
            }
            if isOwned { supersededBinaries.insert(index) }
        }
    }

    private static func isSupersedable(_ component: Component) -> Bool {
        (component.ecosystem == "generic" || systemEcosystems.contains(component.ecosystem))
            && !component.evidence.isEmpty
            && component.evidence.allSatisfy { $0.technique == .binaryAnalysis || $0.technique == .filename }
    }

    /// The same with components renumbered; claims of removed ones go.
    func renumbered(_ renumbering: [Int?]) -> Ownership {
        var result = self
        result.claims = claims.mapValues { list in
            list.compactMap { claim in
                renumbering[claim.component].map {
                    Claim(component: $0, digest: claim.digest, isConfiguration: claim.isConfiguration)
                }
            }
        }.filter { !$0.value.isEmpty }
        result.directories = directories.mapValues { $0.compactMap { renumbering[$0] } }.filter { !$0.value.isEmpty }
        result.identified = identified.mapValues { $0.compactMap { renumbering[$0] } }.filter { !$0.value.isEmpty }
        result.supersededBinaries = []
        return result
    }

    /// Edges from components of language ecosystems to the operating system packages that brought their files.
    func ownedBy(_ components: [Component]) -> Set<Relationship> {
        var edges: Set<Relationship> = []
        for (path, owned) in identified {
            guard let claims = claims[path] else { continue }
            for claim in claims where Self.isSystemPackage(components[claim.component]) {
                for index in owned where !Self.isSystemPackage(components[index]) {
                    edges.insert(Relationship(from: index, relation: .ownedBy, to: claim.component))
                }
            }
        }
        return edges
    }
}

/// Resolves file paths whose directories are mostly the same ones.
private struct DirectoryResolver {
    private var directory: Substring = ""
    private var resolved: Int32?
    private var isFirst = true

    /// The path of a listed file, links in its directories followed but not one at its end.
    mutating func resolve(_ path: String, _ box: TreeBox) -> Int32? {
        if let id = box.merged.paths.find(path) {
            // Known as written: only a link on the way, which has no entries below it, could lead elsewhere.
            if box.merged.entry(id) != nil { return id }
        }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let parent = path[..<slash]
        if isFirst || parent != directory {
            isFirst = false
            directory = parent
            resolved = box.merged.resolve(String(parent))
        }
        guard let resolved else { return nil }
        let name = path[path.utf8.index(after: slash)...]
        let full = resolved == PathTable.root ? String(name) : "\(box.merged.paths.string(resolved))/\(name)"
        guard let id = box.merged.paths.find(full), box.merged.exists(id) else { return nil }
        return id
    }
}
