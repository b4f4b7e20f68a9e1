/// Finds the layer that brought a component, although a package database is rewritten as a whole by every layer that
/// touches it: the first of the unbroken run of layers whose copy of the file already had the component.
struct LayerHistory {
    private struct Key: Hashable {
        let path: Int32
        let cataloguer: Int
    }

    private struct Identity: Hashable {
        let name: String
        let version: String
        let purl: PackageURL?

        init(_ component: Component) {
            name = component.name
            version = component.version
            purl = component.purl
        }
    }

    /// One layer's copy of a file. What it holds is gathered when it is first asked for: most files have one copy.
    private final class Version {
        let layer: Int
        private let yield: Yield
        private(set) lazy var components = Set(yield.components.map(Identity.init))
        private(set) lazy var keys = Set(yield.facts.lazy.compactMap { $0 as? any LayeredFact }.flatMap(\.keys))

        init(_ reading: TreeBox.PlacedReading) {
            layer = reading.layer
            yield = reading.yield
        }
    }

    /// By file: its copies, topmost first, the visible one included.
    private var versions: [Key: [Version]] = [:]
    private let box: TreeBox

    init(_ box: TreeBox) {
        self.box = box
        for reading in box.hiddenReadings + box.visibleReadings {
            versions[Key(path: reading.pathID, cataloguer: reading.cataloguer), default: []].append(Version(reading))
        }
        for key in versions.keys { versions[key]?.sort { $0.layer > $1.layer } }
    }

    /// For a component that `read` yielded.
    func origin(of component: Component, reading: TreeBox.PlacedReading) -> Int? {
        let key = Key(path: reading.pathID, cataloguer: reading.cataloguer)
        let identity = Identity(component)
        return origin(key, from: reading.layer) { $0.components.contains(identity) }
    }

    /// For a component that `conclude` yielded: judged by the facts of the file its evidence names first.
    func origin(of component: Component, cataloguer: Int) -> Int? {
        guard let evidence = component.evidence.first else { return nil }
        let file = evidence.path.firstRange(of: "!/").map { String(evidence.path[..<$0.lowerBound]) } ?? evidence.path
        guard let path = box.merged.paths.find(file), let place = box.merged.place(path) else { return nil }
        let layer = Int(place.layer)
        guard let layerKey = component.properties["layerKey"] else { return layer }
        return origin(Key(path: path, cataloguer: cataloguer), from: layer) { $0.keys.contains(layerKey) }
    }

    private func origin(_ key: Key, from layer: Int, has: (Version) -> Bool) -> Int {
        var origin = layer
        for version in versions[key] ?? [] where version.layer < layer {
            guard has(version) else { break }
            origin = version.layer
        }
        return origin
    }
}
