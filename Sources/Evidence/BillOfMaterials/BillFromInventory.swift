import Content
package import Inventory

extension BillOfMaterials {
    /// Writes down an inventory.
    ///
    /// - Parameter created: `YYYY-MM-DDThh:mm:ssZ`, from the image or `SOURCE_DATE_EPOCH`; never the clock.
    package init(_ inventory: Inventory, created: String, toolVersion: String) {
        var artifact = Artifact(kind: inventory.subject.kind, name: inventory.subject.name)
        artifact.configuration = inventory.subject.configuration
        artifact.platform = inventory.subject.platform
        artifact.labels = inventory.subject.labels
        artifact.supplier = Self.distributor(of: inventory)
        self.init(artifact: artifact, created: created, tool: Tool(name: "obryza", version: toolVersion))

        let distribution = Self.distribution(of: inventory)
        var taken: Set<String> = [Self.artifactRef]
        var refs: [String] = []
        for (index, component) in inventory.components.enumerated() {
            var ref = component.id.isEmpty ? "component-\(index)" : component.id
            while !taken.insert(ref).inserted { ref += "~\(index)" }
            refs.append(ref)
            parts.append(
                Part(component, ref: ref, distribution: distribution, distributor: self.artifact.supplier))
        }
        for relationship in inventory.relationships {
            guard refs.indices ~= relationship.from, refs.indices ~= relationship.to else { continue }
            edges.append(
                Edge(from: refs[relationship.from], relation: relationship.relation, to: refs[relationship.to]))
        }
        files = inventory.files.files.map { entry in
            var file = File(path: entry.path, kind: entry.kind, size: entry.size, status: entry.status)
            file.sha256 = entry.sha256
            file.buildID = entry.buildID
            file.reason = entry.reason
            file.layer = entry.layer
            file.owners = entry.owners.compactMap { refs.indices ~= $0 ? refs[$0] : nil }
            return file
        }
        gaps = inventory.gaps
        layers = inventory.layers.map { Layer(diffID: $0.diffID, createdBy: $0.createdBy) }
        completeness = inventory.files.completeness
        sort()
        self.artifact.version = inventory.subject.configuration?.description ?? contentDigest.description
    }

    /// The distribution of the operating system, when `os-release` names one.
    private static func distribution(of inventory: Inventory) -> Agent? {
        inventory.release.flatMap { Agent(line: $0.name ?? $0.id) }
    }

    /// Who distributes the whole: the image's own labels say so, else the distribution it is made of.
    private static func distributor(of inventory: Inventory) -> Agent? {
        let labels = inventory.subject.labels
        for key in ["org.opencontainers.image.vendor", "org.opencontainers.image.authors", "maintainer", "vendor"] {
            if let agent = labels[key].flatMap(Agent.init(line:)) { return agent }
        }
        return distribution(of: inventory)
    }
}

extension BillOfMaterials.Part {
    /// Ecosystems whose packages come from the distribution of the operating system.
    private static let distributed: Set<String> = ["deb", "rpm", "apk", "alpm", "ebuild", "opkg", "nix"]

    init(_ component: Component, ref: String, distribution: Agent?, distributor: Agent?) {
        self.init(ref: ref, name: component.name, version: component.version, kind: component.kind)
        ecosystem = component.ecosystem
        presence = component.presence
        purl = component.purl?.description
        cpes = component.cpes
        if let stated = component.supplier.flatMap(Agent.init(line:)) {
            supplier = stated
        } else if Self.distributed.contains(component.ecosystem), let distribution {
            supplier = distribution
            supplierBasis = .distribution
        } else if let distributor {
            supplier = distributor
            supplierBasis = .image
        } else if let origin = component.purl.flatMap(PackageOrigin.agent) {
            supplier = origin
            supplierBasis = .origin
        }
        licences = component.licences.compactMap { licence in
            let text = Agent.oneLine(licence.text)
            guard !text.isEmpty, text != "NOASSERTION" else { return nil }
            return Licence(LicenceText.normalised(text) ?? text, isDeclared: licence.isDeclared)
        }
        homepage = component.homepage.map(Agent.oneLine).flatMap { $0.isEmpty ? nil : $0 }
        summary = component.summary.map(Agent.oneLine).flatMap { $0.isEmpty ? nil : $0 }
        digests = component.digests
        evidence = component.evidence
        layer = component.layer
        properties = component.properties
    }
}
