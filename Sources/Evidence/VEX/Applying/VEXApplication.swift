internal import Advisories
internal import Inventory

/// Statements of trusted authors, ready to be held against the findings of one artifact.
///
/// Of each author the newest statement counts, and of two of one time the one that asks for more. Among authors the
/// smallest rank counts, and in one rank again what asks for more: a contradiction never clears anything by itself.
package struct VEXApplication: Sendable {
    private let sources: [VEXSource]
    private let artifact: VEXArtifact
    /// By every name of the vulnerability, in one letter case.
    private var places: [String: [Place]] = [:]
    /// Statements that spoke of a finding, per source.
    private struct Place: Hashable {
        var source: Int
        var statement: Int
    }

    package init(_ sources: [VEXSource], to artifact: VEXArtifact) {
        self.sources = sources
        self.artifact = artifact
        for (index, source) in sources.enumerated() {
            for (number, statement) in source.document.statements.enumerated() {
                for name in Set(statement.vulnerability.names.map { $0.uppercased() }) {
                    places[name, default: []].append(Place(source: index, statement: number))
                }
            }
        }
    }

    /// Whether any statement is about this artifact or a package in any; a document that is about another one says nothing
    /// here, and whoever gave it should hear of it.
    package var foreign: [VEXSource] {
        sources.filter { source in
            !source.document.statements.isEmpty
                && !source.document.statements.contains { statement in
                    statement.products.contains {
                        artifact.isMeant(by: $0.component) || $0.subcomponents.isEmpty && Self.isPackage($0.component)
                    }
                }
        }
    }

    private static func isPackage(_ component: VEXComponent) -> Bool {
        component.purls.contains { $0.type != "oci" && $0.type != "docker" }
    }

    /// - Returns: `nil` when nobody says anything of the finding.
    package func resolve(_ finding: VEXFinding) -> VEXResolution? {
        var seen: Set<Place> = []
        var byAuthor: [String: [VEXOpinion]] = [:]
        var authors: [String] = []
        for name in finding.names {
            for place in places[name.uppercased()] ?? [] where seen.insert(place).inserted {
                let source = sources[place.source]
                let statement = source.document.statements[place.statement]
                guard source.maySpeak(of: finding.purls),
                    let scope = statement.products.lazy.compactMap({ self.scope($0, finding, statement.status) }).first
                else { continue }
                if byAuthor[source.author] == nil { authors.append(source.author) }
                byAuthor[source.author, default: []].append(
                    VEXOpinion(
                        author: source.author, isVerified: source.isVerified, rank: source.rank, origin: source.origin,
                        document: source.document.id, statement: statement, time: source.document.time(of: statement),
                        scope: scope))
            }
        }
        var current: [VEXOpinion] = []
        var superseded: [VEXOpinion] = []
        for author in authors.sorted() {
            let ordered = (byAuthor[author] ?? []).enumerated().sorted { a, b in
                let times = (a.element.time?.seconds ?? .min, b.element.time?.seconds ?? .min)
                if times.0 != times.1 { return times.0 > times.1 }
                if a.element.status != b.element.status { return a.element.status.weight > b.element.status.weight }
                return a.offset < b.offset
            }.map(\.element)
            if let newest = ordered.first { current.append(newest) }
            superseded += ordered.dropFirst()
        }
        let opinions = current.enumerated().sorted { a, b in
            if a.element.rank != b.element.rank { return a.element.rank < b.element.rank }
            if a.element.status != b.element.status { return a.element.status.weight > b.element.status.weight }
            return a.offset < b.offset
        }.map(\.element)
        guard let decisive = opinions.first else { return nil }
        var resolution = VEXResolution(decisive: decisive, opinions: opinions, superseded: superseded)
        if decisive.status.clears, finding.isKnownExploited == true {
            resolution.heldBack = "it is known to be exploited, and a statement alone does not clear that"
        }
        return resolution
    }

    private func scope(_ product: VEXProduct, _ finding: VEXFinding, _ status: VEXStatus) -> VEXOpinion.Scope? {
        if artifact.isMeant(by: product.component) {
            // Of which version the artifact is, is nowhere told.
            guard Self.covers(product.component.versions, artifact.purl?.version, status) else { return nil }
            if product.subcomponents.isEmpty { return .artifact }
            return product.subcomponents.contains { isMeant($0, finding, status) } ? .component : nil
        }
        guard product.subcomponents.isEmpty else { return nil }
        // A part of a bill of materials that is this artifact's, by BOM-Link.
        if let id = product.component.id,
            artifact.bomLinks.contains(where: { link in finding.refs.contains { id == "\(link)#\($0)" } })
        {
            let version = finding.purls.lazy.compactMap(\.version).first
            return Self.covers(product.component.versions, version, status) ? .component : nil
        }
        return isMeant(product.component, finding, status) ? .package : nil
    }

    private func isMeant(_ component: VEXComponent, _ finding: VEXFinding, _ status: VEXStatus) -> Bool {
        if let id = component.id, !id.hasPrefix("pkg:"), finding.refs.contains(id) {
            return Self.covers(component.versions, finding.purls.lazy.compactMap(\.version).first, status)
        }
        return component.purls.contains { pattern in
            finding.purls.contains {
                VEXPattern(pattern).matches($0) && Self.covers(component.versions, $0.version, status)
            }
        }
    }

    /// Where nobody can tell whether a version is meant, what clears does not reach it and what warns does.
    private static func covers(_ versions: VEXComponent.Versions?, _ version: String?, _ status: VEXStatus) -> Bool {
        guard let versions else { return true }
        return versions.contain(version) ?? !status.clears
    }
}
