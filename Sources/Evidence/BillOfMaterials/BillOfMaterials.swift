package import Content
package import Inventory

/// What an artifact is made of, independent of the format in which it is written down.
///
/// Comes in from an `Inventory` or from a document of any supported format (`read`), goes out as bytes (`write`).
/// Everything is kept in one order, so that equal contents give equal bytes. Nothing in it depends on how the image
/// was transported: no blob digests, no paths of the machine that read it.
package struct BillOfMaterials: Sendable, Equatable {
    /// The artifact described.
    package struct Artifact: Sendable, Equatable {
        package var kind: Subject.Kind
        package var name: String
        /// Digest of the image's configuration, or of the content listed here for a directory.
        package var version: String?
        package var configuration: Digest?
        package var platform: String?
        package var supplier: Agent?
        package var labels: [String: String]

        package init(kind: Subject.Kind, name: String) {
            self.kind = kind
            self.name = name
            labels = [:]
        }
    }

    /// One component.
    package struct Part: Sendable, Equatable {
        /// Unique within the document.
        package var ref: String
        package var name: String
        /// Empty when unknown.
        package var version: String
        package var ecosystem: String
        package var kind: Component.Kind
        package var presence: Component.Presence
        package var purl: String?
        package var cpes: [String]
        package var supplier: Agent?
        /// Where the supplier comes from.
        package var supplierBasis: SupplierBasis
        /// SPDX expressions where the text could be read as one, else the text as found. Sorted.
        package var licences: [Licence]
        package var homepage: String?
        package var summary: String?
        package var digests: [Digest]
        package var evidence: [Evidence]
        package var layer: Int?
        package var properties: [String: String]

        package init(ref: String, name: String, version: String = "", kind: Component.Kind = .library) {
            self.ref = ref
            self.name = name
            self.version = version
            self.kind = kind
            ecosystem = ""
            presence = .stated
            cpes = []
            supplierBasis = .package
            licences = []
            digests = []
            evidence = []
            properties = [:]
        }
    }

    /// On whose word a supplier is named.
    package enum SupplierBasis: String, Sendable {
        /// The package's own metadata.
        case package
        /// The distribution whose package database lists it.
        case distribution
        /// Whoever distributes the image: its vendor label, or the distribution it is built on.
        case image
        /// Whom the package URL names: the owner of its namespace, or the registry that its type stands for.
        case origin
    }

    /// A relation between two components, by `ref`.
    package struct Edge: Hashable, Sendable, Comparable {
        package var from: String
        package var relation: Yield.Relation
        package var to: String

        package init(from: String, relation: Yield.Relation, to: String) {
            self.from = from
            self.relation = relation
            self.to = to
        }

        package static func < (left: Edge, right: Edge) -> Bool {
            (left.from, left.relation.rawValue, left.to) < (right.from, right.relation.rawValue, right.to)
        }
    }

    /// An executable, library, archive or script.
    package struct File: Sendable, Equatable {
        package var path: String
        package var kind: FileKind
        package var size: Int
        package var sha256: Digest?
        package var buildID: String?
        package var status: FileAccount.Status
        package var reason: String?
        /// `ref` of each owner, sorted.
        package var owners: [String]
        package var layer: Int?

        package init(path: String, kind: FileKind = .other, size: Int = 0, status: FileAccount.Status = .listed) {
            self.path = path
            self.kind = kind
            self.size = size
            self.status = status
            owners = []
        }
    }

    package var artifact: Artifact
    /// `YYYY-MM-DDThh:mm:ssZ`.
    package var created: String
    package var tool: Tool
    package var authors: [Agent]
    /// Sorted by `ref`.
    package var parts: [Part]
    /// Sorted.
    package var edges: [Edge]
    /// Sorted by path.
    package var files: [File]
    package var gaps: [Yield.Gap]
    /// Base first; without digests of blobs.
    package var layers: [Layer]
    /// Accounted bytes over all bytes of executables; `nil` when nobody counted.
    package var completeness: Double?

    package struct Tool: Sendable, Equatable {
        package var name: String
        package var version: String

        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    package init(artifact: Artifact, created: String, tool: Tool) {
        self.artifact = artifact
        self.created = created
        self.tool = tool
        authors = []
        parts = []
        edges = []
        files = []
        gaps = []
        layers = []
    }

    /// Whether everything was read and every executable has an owner.
    package var isComplete: Bool { gaps.isEmpty && completeness == 1 }

    package static let artifactRef = "artifact"

    /// Brings every list into its order and drops what is said twice.
    package mutating func sort() {
        for index in parts.indices {
            // Most lists have one element or none.
            if parts[index].licences.count > 1 { parts[index].licences = unique(parts[index].licences.sorted()) }
            if parts[index].cpes.count > 1 { parts[index].cpes = unique(parts[index].cpes.sorted()) }
            if parts[index].digests.count > 1 { parts[index].digests = unique(parts[index].digests.sorted()) }
            if parts[index].evidence.count > 1 { parts[index].evidence.sort(by: BillOfMaterials.precedes) }
        }
        // What is read from a document that was written in order, is in order.
        if !parts.indices.dropFirst().allSatisfy({ parts[$0 - 1].ref <= parts[$0].ref }) {
            parts.sort { $0.ref < $1.ref }
        }
        if !edges.indices.dropFirst().allSatisfy({ edges[$0 - 1] < edges[$0] }) { edges = unique(edges.sorted()) }
        for index in files.indices { files[index].owners = unique(files[index].owners.sorted()) }
        files.sort { ($0.path, $0.sha256?.hex ?? "") < ($1.path, $1.sha256?.hex ?? "") }
        gaps.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
    }

    private static func precedes(_ left: Evidence, _ right: Evidence) -> Bool {
        if left.path != right.path { return left.path < right.path }
        if left.confidence != right.confidence { return left.confidence > right.confidence }
        return (left.technique.rawValue, left.cataloguer, left.detail ?? "")
            < (right.technique.rawValue, right.cataloguer, right.detail ?? "")
    }
}

/// Without neighbours that are equal.
func unique<Element: Equatable>(_ sorted: [Element]) -> [Element] {
    var kept: [Element] = []
    kept.reserveCapacity(sorted.count)
    for element in sorted where kept.last != element { kept.append(element) }
    return kept
}

/// Why a bill of materials cannot be read or a format is not known.
package struct BillOfMaterialsError: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
