package import Content

/// One thing of which an artifact is made: a package, a library, a runtime, a kernel.
package struct Component: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case operatingSystem = "operating-system"
        case application, library, framework, firmware, kernel, container, data
    }

    /// How much a component's presence is worth.
    package enum Presence: String, Sendable {
        /// Its files are here: an installed package, an archive, a linked-in module.
        case installed
        /// A lock file or manifest names it; nothing shows that it was installed.
        case declared
        /// Some other document (an SBOM inside the image) states it.
        case stated
        /// Worked out from what was left behind, such as version strings or documentation.
        case inferred
    }

    /// Stable within an inventory and between runs; the engine fills it in.
    package var id: String
    /// Index of the layer that brought it; `nil` where there are no layers. The engine fills it in.
    package var layer: Int?
    package var name: String
    /// Empty when unknown.
    package var version: String
    /// The ecosystem's short name, normally the purl type: `deb`, `npm`, `generic`.
    package var ecosystem: String
    package var purl: PackageURL?
    package var kind: Kind
    package var presence: Presence
    package var licences: [Licence]
    /// Who distributes it, as the package says: a maintainer, vendor or author line.
    package var supplier: String?
    package var homepage: String?
    package var summary: String?
    package var cpes: [String]
    /// Digests of the artifact as its ecosystem records them, such as an npm `integrity`.
    package var digests: [Digest]
    package var evidence: [Evidence]
    /// Files that belong to it, with what its database says of them.
    package var files: [ClaimedFile]
    /// Directories of which every file belongs to it, unless a claim nearer to the file says otherwise: an installed
    /// npm package, say.
    package var directories: [String]
    /// Names of what it needs; each element is satisfied by any one of its alternatives.
    package var requirements: [Requirement]
    /// Further names under which requirements of the same realm find it. Its own name always counts.
    package var provides: [String]
    /// Requirements are looked up among components of the same realm, such as one `node_modules` tree.
    /// Empty: the ecosystem as a whole.
    package var realm: String
    /// Facts of the ecosystem that have no field here, such as `source` or `architecture`.
    package var properties: [String: String]

    package init(
        name: String, version: String = "", ecosystem: String, purl: PackageURL? = nil, kind: Kind = .library,
        presence: Presence = .installed
    ) {
        id = ""
        self.name = name
        self.version = version
        self.ecosystem = ecosystem
        self.purl = purl
        self.kind = kind
        self.presence = presence
        licences = []
        cpes = []
        digests = []
        evidence = []
        files = []
        directories = []
        requirements = []
        provides = []
        realm = ""
        properties = [:]
    }
}

/// A licence as it was found.
package struct Licence: Hashable, Sendable, Comparable {
    /// An SPDX expression or a free name; `LicenceExpression` tells which.
    package var text: String
    /// True when the component's own metadata declares it, false when a text was recognised.
    package var isDeclared: Bool

    package init(_ text: String, isDeclared: Bool = true) {
        self.text = text
        self.isDeclared = isDeclared
    }

    package static func < (left: Licence, right: Licence) -> Bool {
        left.text == right.text ? left.isDeclared && !right.isDeclared : left.text < right.text
    }
}

/// Why we say that a component is there.
package struct Evidence: Hashable, Sendable {
    /// The techniques of CycloneDX 1.6, `component.evidence.identity.methods`.
    package enum Technique: String, Sendable {
        case manifestAnalysis = "manifest-analysis"
        case binaryAnalysis = "binary-analysis"
        case hashComparison = "hash-comparison"
        case filename
        case attestation
        case other
    }

    /// Path from the root, without a leading slash; `!/` separates an archive from the entry inside it.
    package var path: String
    package var technique: Technique
    /// 0 (a guess) to 1 (the ecosystem's own record).
    package var confidence: Double
    /// Name of the cataloguer that found it; the engine fills it in.
    package var cataloguer: String
    /// What exactly was seen, such as the version string matched.
    package var detail: String?

    package init(
        path: String, technique: Technique, confidence: Double = 1, cataloguer: String = "", detail: String? = nil
    ) {
        self.path = path
        self.technique = technique
        self.confidence = confidence
        self.cataloguer = cataloguer
        self.detail = detail
    }
}

/// A file that a component says is its own.
package struct ClaimedFile: Sendable {
    /// Path from the root, without a leading slash.
    package var path: String
    /// What the owner recorded of the content, where it did.
    package var digest: Digest?
    /// Configuration files are expected to change after installation.
    package var isConfiguration: Bool

    package init(_ path: String, digest: Digest? = nil, isConfiguration: Bool = false) {
        self.path = path
        self.digest = digest
        self.isConfiguration = isConfiguration
    }
}

/// A need that any of `alternatives` satisfies.
package struct Requirement: Hashable, Sendable {
    package enum Relation: String, Sendable {
        case runtime, build, development, optional
    }

    package var alternatives: [String]
    package var relation: Relation

    package init(_ alternatives: [String], relation: Relation = .runtime) {
        self.alternatives = alternatives
        self.relation = relation
    }

    package init(_ name: String, relation: Relation = .runtime) {
        self.init([name], relation: relation)
    }
}
