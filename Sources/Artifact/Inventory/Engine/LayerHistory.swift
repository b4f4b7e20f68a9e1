/// Finds the layer that brought a component, although a package database is rewritten as a whole by every layer that
/// touches it: the first of the unbroken run of layers whose copy of the file already had the component.
struct LayerHistory {
    private struct Key: Hashable {
        let path: Int32
        let cataloguer: Int
    }

    /// Readings of one file by layer, topmost first, the visible one included.
    private var versions: [Key: [TreeBox.PlacedReading]] = [:]
    private let box: TreeBox

    init(_ box: TreeBox) {
        self.box = box
        for reading in box.hiddenReadings + box.visibleReadings {
            versions[Key(path: reading.pathID, cataloguer: reading.cataloguer), default: []].append(reading)
        }
        for key in versions.keys { versions[key]?.sort { $0.layer > $1.layer } }
    }

    /// For a component that `read` yielded.
    func origin(of component: Component, reading: TreeBox.PlacedReading) -> Int? {
        let key = Key(path: reading.pathID, cataloguer: reading.cataloguer)
        return origin(key, from: reading.layer) { version in
            version.yield.components.contains {
                $0.name == component.name && $0.version == component.version && $0.purl == component.purl
            }
        }
    }

    /// For a component that `conclude` yielded: judged by the facts of the file its evidence names first.
    func origin(of component: Component, cataloguer: Int) -> Int? {
        guard let evidence = component.evidence.first else { return nil }
        let file = evidence.path.firstRange(of: "!/").map { String(evidence.path[..<$0.lowerBound]) } ?? evidence.path
        guard let path = box.merged.paths.find(file), let place = box.merged.place(path) else { return nil }
        let layer = Int(place.layer)
        guard let layerKey = component.properties["layerKey"] else { return layer }
        return origin(Key(path: path, cataloguer: cataloguer), from: layer) { version in
            version.yield.facts.contains { ($0 as? any LayeredFact)?.keys.contains(layerKey) ?? false }
        }
    }

    private func origin(
        _ key: Key, from layer: Int, has: (TreeBox.PlacedReading) -> Bool
    ) -> Int {
        var origin = layer
        for version in versions[key] ?? [] where version.layer < layer {
            guard has(version) else { break }
            origin = version.layer
        }
        return origin
    }
}
