internal import Content

/// Turns what the cataloguers yielded into one inventory: attributes layers, resolves dependencies, merges findings of
/// the same thing, settles who owns which file, and accounts for every executable.
struct Assembly {
    private let box: TreeBox
    private let cataloguers: [any Cataloguer]
    private let isImage: Bool

    init(_ box: TreeBox, cataloguers: [any Cataloguer], isImage: Bool) {
        self.box = box
        self.cataloguers = cataloguers
        self.isImage = isImage
    }

    func finish(_ start: Inventory) -> Inventory {
        var inventory = start
        let release = release()
        inventory.release = release

        let history = LayerHistory(box)
        var found = collect(history, into: &inventory)
        var explanations = explanations(found.explained)
        conclude(release, history, &found, &inventory, &explanations)
        if let release { found.add(Self.component(of: release), layer: nil) }

        let edges = found.edges + DependencyResolver(found.components).edges()
        var merged = ComponentMerger(found.components, found.layers, edges)
        let ownership = Ownership(merged.components, box)
        merged.remove(ownership.supersededBinaries)
        let owners = ownership.renumbered(merged.renumbering)

        var account = Accounting(box, owners, merged.components, explanations).account()
        if !isImage { account.missing = [] }
        inventory.components = merged.components
        var relationships = Set(merged.relationships)
        relationships.formUnion(owners.ownedBy(merged.components))
        relationships.formUnion(DynamicLinks(box, owners).relationships())
        inventory.relationships = relationships.sorted()
        inventory.files = account
        inventory.gaps = Set(inventory.gaps + gaps(account)).sorted { ($0.path, $0.reason) < ($1.path, $1.reason) }
        if start.layers.isEmpty {
            for index in inventory.components.indices { inventory.components[index].layer = nil }
            for index in inventory.files.files.indices { inventory.files.files[index].layer = nil }
        }
        return inventory
    }

    // MARK: Collecting

    private struct Found {
        var components: [Component] = []
        var layers: [Int?] = []
        var edges: [Relationship] = []
        var explained: [Yield.Explanation] = []

        mutating func add(_ component: Component, layer: Int?) {
            components.append(component)
            layers.append(layer)
        }

        /// Takes the components and edges of one yield.
        mutating func add(_ yield: Yield, cataloguer: String, layer: (Component) -> Int?) {
            let base = components.count
            for var component in yield.components {
                for index in component.evidence.indices where component.evidence[index].cataloguer.isEmpty {
                    component.evidence[index].cataloguer = cataloguer
                }
                add(component, layer: layer(component))
                components[components.count - 1].properties["layerKey"] = nil
            }
            for edge in yield.edges
            where edge.from.index < yield.components.count && edge.to.index < yield.components.count {
                edges.append(
                    Relationship(from: base + edge.from.index, relation: edge.relation, to: base + edge.to.index))
            }
            explained.append(contentsOf: yield.explanations)
        }
    }

    private func collect(_ history: LayerHistory, into inventory: inout Inventory) -> Found {
        var found = Found()
        for reading in box.visibleReadings {
            inventory.gaps.append(contentsOf: reading.yield.gaps)
            found.add(reading.yield, cataloguer: cataloguers[reading.cataloguer].name) {
                history.origin(of: $0, reading: reading)
            }
        }
        for scan in box.merged.scans { inventory.gaps.append(contentsOf: scan.gaps) }
        inventory.gaps.append(contentsOf: box.merged.gaps)
        return found
    }

    private func conclude(
        _ release: OSRelease?, _ history: LayerHistory, _ found: inout Found, _ inventory: inout Inventory,
        _ explanations: inout [String: String]
    ) {
        let read = found.components
        for (index, cataloguer) in cataloguers.enumerated() {
            var yield = Yield()
            cataloguer.conclude(
                TreeView(tree: box, cataloguer: index, release: release, isImage: isImage, components: read),
                into: &yield)
            inventory.gaps.append(contentsOf: yield.gaps)
            for explanation in yield.explanations { explanations[explanation.path] = explanation.reason }
            found.add(yield, cataloguer: cataloguer.name) { history.origin(of: $0, cataloguer: index) }
        }
    }

    private func explanations(_ list: [Yield.Explanation]) -> [String: String] {
        var map: [String: String] = [:]
        for explanation in list { map[explanation.path] = explanation.reason }
        return map
    }

    /// A visible, unowned executable that was too large for a cataloguer that reads its kind was not fully looked at.
    private func gaps(_ account: FileAccount) -> [Yield.Gap] {
        let unowned = Set(account.files.filter { $0.status == .unowned }.map(\.path))
        var gaps: [Yield.Gap] = []
        for (layer, scan) in box.merged.scans.enumerated() {
            for skip in scan.oversized where box.merged.isVisible(layer: layer, entry: skip.entry) {
                let entry = scan.entries[Int(skip.entry)]
                let path = scan.path(entry)
                guard unowned.contains(path) || entry.fileKind == .other else { continue }
                gaps.append(
                    Yield.Gap(
                        path: path,
                        reason: "\(entry.size) bytes, above the limit of \(skip.limit) for "
                            + cataloguers[skip.cataloguer].name))
            }
        }
        return gaps
    }

    // MARK: The operating system

    private func release() -> OSRelease? {
        var texts: [String: String] = [:]
        for candidate in OSReleaseReader.candidates {
            guard let path = box.merged.resolve(candidate), let scan = box.merged.scan(path),
                let entry = box.merged.entry(path)
            else { continue }
            texts[candidate] = scan.releaseTexts[scan.path(entry)]
        }
        return OSReleaseReader.read(texts)
    }

    private static func component(of release: OSRelease) -> Component {
        var component = Component(
            name: release.id, version: release.pointRelease ?? release.versionID ?? "", ecosystem: "os",
            kind: .operatingSystem)
        component.supplier = release.name
        component.homepage = release.homepage
        component.summary = release.prettyName
        if let cpe = release.cpe { component.cpes = [cpe] }
        component.properties["codename"] = release.codename
        component.evidence = [
            Evidence(path: release.path, technique: .manifestAnalysis, cataloguer: "os-release")
        ]
        return component
    }
}
