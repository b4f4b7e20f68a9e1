import Content

@testable import Inventory

/// An image of which only facts, paths and the release are known.
struct FactsView: ImageView {
    var release: OSRelease?
    var isImage = true
    var paths: Set<String> = []
    var found: [(path: String, fact: any Sendable)] = []
    var executables: [(path: String, facts: ExecutableFacts)] { [] }
    var components: [Component] = []

    /// Runs `read` on each file and keeps its facts.
    init(_ cataloguer: some Cataloguer, _ files: [(path: String, bytes: [UInt8])], release: OSRelease? = nil) throws {
        self.release = release
        for (path, bytes) in files {
            var yield = Yield()
            try bytes.withUnsafeBytes { try cataloguer.read(WantedFile(path: path, bytes: $0), into: &yield) }
            found += yield.facts.map { (path, $0) }
            paths.insert(path)
        }
    }

    func facts<Fact: Sendable>(_ type: Fact.Type) -> [(path: String, fact: Fact)] {
        found.compactMap { entry in (entry.fact as? Fact).map { (entry.path, $0) } }.sorted { $0.0 < $1.0 }
    }

    func exists(_ path: String) -> Bool { paths.contains(path) }
    func resolve(_ path: String) -> String? { paths.contains(path) ? path : nil }

    func children(of directory: String) -> [String] {
        var names: Set<String> = []
        for path in paths where path.hasPrefix(directory + "/") {
            if let name = path.dropFirst(directory.count + 1).split(separator: "/").first { names.insert(String(name)) }
        }
        return names.sorted()
    }

    func file(_ path: String) -> (kind: FileKind, size: Int)? { nil }
    func digest(_ path: String) -> Digest? { nil }
    func executable(_ path: String) -> ExecutableFacts? { nil }
}
