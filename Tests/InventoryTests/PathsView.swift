import Content

@testable import Inventory

/// A file system of texts for one cataloguer: reads them all, then answers as the merged image would.
struct PathsView: ImageView {
    var release: OSRelease?
    var isImage = true
    var executables: [(path: String, facts: ExecutableFacts)] = []
    var components: [Component] = []
    private var collected: [(path: String, fact: any Sendable)] = []
    private var paths: Set<String> = []
    private var links: [String: String]
    private(set) var failures: [String] = []

    init(_ files: [String: String], links: [String: String] = [:], cataloguer: any Cataloguer) {
        self.links = links
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            add(path)
            let yield = Array(text.utf8).withUnsafeBytes { bytes in
                var yield = Yield()
                do { try cataloguer.read(WantedFile(path: path, bytes: bytes), into: &yield) } catch {
                    failures.append("\(path): \(error)")
                }
                return yield
            }
            components += yield.components
            for fact in yield.facts { collected.append((path, fact)) }
        }
        for path in links.keys { add(path) }
    }

    private mutating func add(_ path: String) {
        var path = path
        while !path.isEmpty {
            paths.insert(path)
            path = RootPath.parent(path)
        }
    }

    func facts<Fact: Sendable>(_ type: Fact.Type) -> [(path: String, fact: Fact)] {
        collected.compactMap { entry in (entry.fact as? Fact).map { (entry.path, $0) } }
    }

    func exists(_ path: String) -> Bool { paths.contains(path) }

    func resolve(_ path: String) -> String? { links[path] ?? (paths.contains(path) ? path : nil) }

    func children(of directory: String) -> [String] {
        paths.filter { RootPath.parent($0) == directory }.map(RootPath.name).sorted()
    }

    func file(_ path: String) -> (kind: FileKind, size: Int)? { nil }
    func digest(_ path: String) -> Digest? { nil }
    func executable(_ path: String) -> ExecutableFacts? { nil }
}

/// What a cataloguer reads from one text.
func yielded(_ cataloguer: any Cataloguer, _ path: String, _ text: String) throws -> Yield {
    var yield = Yield()
    try Array(text.utf8).withUnsafeBytes { try cataloguer.read(WantedFile(path: path, bytes: $0), into: &yield) }
    return yield
}

/// Edges of a yield as `a -> b` by name and version, sorted.
func edgeNames(_ yield: Yield) -> [String] {
    func label(_ handle: Yield.Handle) -> String {
        let component = yield.components[handle.index]
        return "\(component.name)@\(component.version)"
    }
    return yield.edges.map { "\(label($0.from)) -> \(label($0.to))" }.sorted()
}
