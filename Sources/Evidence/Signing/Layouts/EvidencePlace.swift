package import Content
package import OCI

/// Where signatures of images are kept: a repository of a registry, an image layout, an archive of one.
///
/// All bytes that come out are those of the descriptor that was asked for, in digest and size. What a place does not
/// give although it names it is an `EvidencePlaceError`; any other error ends the search.
package protocol EvidencePlace: Sendable {
    /// In words, for reports: `layout ./image`.
    var place: String { get }

    /// What a tag names; `nil` when there is no such tag.
    func manifest(tagged tag: String) async throws -> Descriptor?

    /// The manifests that say `digest` is their subject, by the referrers API or the tag that stands for it (OCI
    /// distribution specification 1.1, “Listing Referrers”). The list is not to be believed.
    func referrers(of digest: Digest) async throws -> [Descriptor]

    /// What a layout's index marks as signatures without saying of which image, as `cosign save` does.
    func marked() async throws -> [Descriptor]

    /// A manifest or index, at most `Manifest.limit` bytes.
    func manifest(_ descriptor: Descriptor) async throws -> [UInt8]

    /// A blob of at most `limit` bytes.
    func blob(_ descriptor: Descriptor, limit: Int) async throws -> [UInt8]
}

extension EvidencePlace {
    package func marked() async throws -> [Descriptor] { [] }
}

/// Something that a place names and does not give as it should.
package struct EvidencePlaceError: Error, Sendable {
    package enum Trouble: Sendable {
        /// The bytes are not those of their digest or size.
        case altered
        /// It is not there, too large, or cannot be understood.
        case unreadable
    }

    package var trouble: Trouble
    package var found: String

    package init(_ trouble: Trouble, found: String) {
        self.trouble = trouble
        self.found = found
    }

    package init(_ error: OCIError) {
        switch error {
        case .digestMismatch, .sizeMismatch: self.init(.altered, found: "\(error)")
        default: self.init(.unreadable, found: "\(error)")
        }
    }
}
