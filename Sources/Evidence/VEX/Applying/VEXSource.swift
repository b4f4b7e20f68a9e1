package import Inventory

/// A document and the trust in whom it is by.
package struct VEXSource: Sendable {
    package var document: VEXDocument
    /// As whom it is believed: an identity that a signature has shown, or the name that the document gives.
    package var author: String
    /// Whether a signature shows that they said it.
    package var isVerified: Bool
    /// Of two who contradict each other the one with the smaller number is believed.
    package var rank: Int
    /// Packages that they may speak of, as patterns; empty: all.
    package var packages: [PackageURL]
    /// Where it came from, for people: a file, an attestation's digest.
    package var origin: String

    package init(
        _ document: VEXDocument, author: String, isVerified: Bool, rank: Int = 0, packages: [PackageURL] = [],
        origin: String
    ) {
        self.document = document
        self.author = author
        self.isVerified = isVerified
        self.rank = rank
        self.packages = packages
        self.origin = origin
    }

    func maySpeak(of purls: [PackageURL]) -> Bool {
        packages.isEmpty || packages.contains { allowed in purls.contains { VEXPattern(allowed).matches($0) } }
    }
}
