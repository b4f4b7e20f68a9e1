package import ArgumentParser
internal import Attestation
internal import Content
internal import OCI
internal import Signing
internal import VEX

/// Statements on exploitability that `scan`, `why` and `vex` take.
package struct VEXArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A document with statements on exploitability, which are held against the findings. May be given several times.",
            discussion: """
                OpenVEX, CSAF or CycloneDX, as it is, in an in-toto statement, or in a Sigstore bundle. Without \
                --vex-authors whoever the document names is believed, since you gave it.
                """))
    package var vex: [String] = []

    @Option(help: "A file that says whose statements count, for which packages, and who is believed first (JSON).")
    package var vexAuthors: String?

    @Flag(help: "Also look for signed statements beside the image; needs --vex-authors.")
    package var vexAttached = false

    @OptionGroup package var trust: TrustArguments

    package init() {}

    package mutating func validate() throws {
        guard !vexAttached || vexAuthors != nil else {
            throw ValidationError("--vex-attached needs --vex-authors: what anybody can attach, nobody has to believe")
        }
        guard vexAuthors == nil || !vex.isEmpty || vexAttached else {
            throw ValidationError("--vex-authors says whom to believe; give --vex or --vex-attached as well")
        }
        // A document given twice would be an author who says everything twice.
        guard Set(vex).count == vex.count else { throw ValidationError("a --vex document is given twice") }
    }

    var isUsed: Bool { !vex.isEmpty || vexAttached }

    /// What the documents say, and what of them does not count.
    func statements(about text: String, _ options: SourceOptions) async throws -> VEXInput {
        var input = VEXInput()
        guard isUsed else { return input }
        let authors = try vexAuthors.map { try VEXAuthorsFile(path: $0) }
        let verifier = try authors.flatMap { try $0.verifier(trust.root()) }
        var digests: [Digest] = []
        var found: [FoundEvidence] = []
        if let evidence = try await Self.evidence(text, options, searching: vexAttached) {
            digests = evidence.images.map(\.digest)
            found = evidence.found
        } else if vexAttached {
            throw ValidationError("--vex-attached: '\(text)' is no image, so nothing can be attached to it")
        } else if ArtifactOpener.kind(text) == .file {
            input.bomLinks = try VEXInput.bomLink(OpenFile.contents(of: text, limit: 512 << 20)).map { [$0] } ?? []
        }
        input.digests = digests
        for path in vex {
            let bytes = try OpenFile.contents(of: path, limit: VEXLimits.document)
            try input.add(bytes, path: path, authors, verifier)
        }
        for evidence in found where evidence.kind == .attestation {
            guard let type = evidence.predicateType, VEXInput.isVEX(type) else { continue }
            guard let authors, let verifier else {
                input.notes.append("attached \(type): not counted, for --vex-authors names nobody who signs")
                continue
            }
            input.add(evidence.verify(verifier), at: "attestation \(evidence.origin)", authors)
        }
        return input
    }

    /// The image's digests and what is beside it; `nil` for what is no image.
    private static func evidence(
        _ text: String, _ options: SourceOptions, searching: Bool
    ) async throws -> ImageEvidence? {
        guard SubjectKind(text) == .image else { return nil }
        return try await ImageEvidence.collect(text, options, searching: searching)
    }
}

/// What a subject's text names, as far as statements are concerned.
enum SubjectKind {
    /// With a manifest, by which statements name it.
    case image
    case other

    init(_ text: String) {
        for scheme in ["docker-archive:", "dir:"] where text.hasPrefix(scheme) {
            self = .other
            return
        }
        self = ArtifactOpener.kind(text) == .file ? .other : .image
    }
}
