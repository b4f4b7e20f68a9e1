internal import Archive
internal import Content

/// `ImageView` over a merged tree, for one cataloguer.
struct TreeView: ImageView {
    let tree: TreeBox
    let cataloguer: Int
    let release: OSRelease?
    let isImage: Bool
    let components: [Component]

    func facts<Fact: Sendable>(_ type: Fact.Type) -> [(path: String, fact: Fact)] {
        var found: [(path: String, fact: Fact)] = []
        for reading in tree.visibleReadings where reading.cataloguer == cataloguer {
            for fact in reading.yield.facts {
                if let fact = fact as? Fact { found.append((reading.path, fact)) }
            }
        }
        return found
    }

    func exists(_ path: String) -> Bool {
        tree.merged.paths.find(path).map { tree.merged.exists($0) } ?? false
    }

    func resolve(_ path: String) -> String? {
        tree.merged.resolve(path).map { tree.merged.paths.string($0) }
    }

    func children(of directory: String) -> [String] {
        guard let id = tree.merged.paths.find(directory) else { return [] }
        var names: [String] = []
        var child = tree.merged.paths.firstChild(id)
        while child >= 0 {
            if tree.merged.exists(child) {
                names.append(String(decoding: tree.merged.paths.name(child), as: UTF8.self))
            }
            child = tree.merged.paths.nextSibling(child)
        }
        return names.sorted()
    }

    func file(_ path: String) -> (kind: FileKind, size: Int)? {
        guard let id = tree.merged.paths.find(path), let entry = tree.merged.entry(id), entry.kind == .file else {
            return nil
        }
        return (entry.fileKind, entry.size)
    }

    func digest(_ path: String) -> Digest? {
        tree.merged.paths.find(path).flatMap { tree.merged.digest($0, .sha256) }
    }

    func executable(_ path: String) -> ExecutableFacts? {
        tree.merged.paths.find(path).flatMap { tree.merged.executable($0) }
    }

    var executables: [(path: String, facts: ExecutableFacts)] { tree.executables }
}

/// A merged tree shared by the views of all cataloguers.
final class TreeBox {
    /// What a cataloguer yielded from a file, with the path it landed at.
    struct PlacedReading {
        let path: String
        let pathID: Int32
        let layer: Int
        let cataloguer: Int
        let yield: Yield
    }

    let merged: MergedTree
    /// Readings of visible files, sorted by path, then cataloguer.
    let visibleReadings: [PlacedReading]
    /// Readings of files that upper layers replaced or removed.
    let hiddenReadings: [PlacedReading]
    /// Visible ELF files, sorted by path.
    let executables: [(path: String, facts: ExecutableFacts)]

    init(_ scans: [LayerScan]) {
        let tree = MergedTree(scans)
        var visible: [PlacedReading] = []
        var hidden: [PlacedReading] = []
        for (layer, scan) in scans.enumerated() {
            for reading in scan.readings {
                let path = tree.landings[layer][Int(reading.entry)]
                guard path >= 0 else { continue }
                let placed = PlacedReading(
                    path: tree.paths.string(path), pathID: path, layer: layer, cataloguer: reading.cataloguer,
                    yield: reading.yield)
                if tree.isVisible(layer: layer, entry: reading.entry) {
                    visible.append(placed)
                } else {
                    hidden.append(placed)
                }
            }
        }
        func precedes(_ left: PlacedReading, _ right: PlacedReading) -> Bool {
            if left.path != right.path { return left.path < right.path }
            return (left.cataloguer, left.layer) < (right.cataloguer, right.layer)
        }
        visibleReadings = visible.sorted(by: precedes)
        hiddenReadings = hidden.sorted(by: precedes)
        var executables: [(path: String, facts: ExecutableFacts)] = []
        tree.forEachVisible { path, _ in
            if let facts = tree.executable(path) { executables.append((tree.paths.string(path), facts)) }
        }
        self.executables = executables.sorted { $0.path < $1.path }
        merged = tree
    }
}
