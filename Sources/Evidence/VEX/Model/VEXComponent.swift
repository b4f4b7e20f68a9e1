package import Advisories
package import Inventory

/// What a statement is about, by the names that it gives: a product, or a part of one.
package struct VEXComponent: Sendable, Hashable {
    /// An IRI, or whatever else the author calls it by; very often a package URL.
    package var id: String?
    /// Package URLs in the form they were written in, as far as they are such.
    package var purls: [PackageURL] = []
    /// CPE 2.2 or 2.3 names.
    package var cpes: [String] = []
    package var hashes: [Hash] = []
    /// The versions of it that are meant, where the name says none; `nil`: those that the name says.
    package var versions: Versions?
    /// For people.
    package var label: String?

    /// Versions by themselves, and in ranges (`vers:`).
    package struct Versions: Sendable, Hashable {
        package var exact: [String]
        package var ranges: [VersRange]

        package init(exact: [String] = [], ranges: [VersRange] = []) {
            self.exact = exact
            self.ranges = ranges
        }

        /// `nil` when nobody can tell, for want of a version or of an order.
        func contain(_ version: String?) -> Bool? {
            guard let version else { return nil }
            if exact.contains(version) { return true }
            var isUnknown = false
            for range in ranges {
                switch range.contains(version) {
                case true?: return true
                case nil: isUnknown = true
                case false?: break
                }
            }
            return isUnknown ? nil : false
        }
    }

    /// A hash of its content. Names are OpenVEX's: `sha-256`.
    package struct Hash: Sendable, Hashable, Comparable {
        package var algorithm: String
        /// Lower-case hexadecimal.
        package var value: String

        package init(_ algorithm: String, _ value: String) {
            self.algorithm = algorithm
            self.value = value.lowercased()
        }

        package static func < (a: Hash, b: Hash) -> Bool { (a.algorithm, a.value) < (b.algorithm, b.value) }
    }

    package init(id: String? = nil, purls: [PackageURL] = [], hashes: [Hash] = [], label: String? = nil) {
        self.id = id
        self.purls = purls
        self.hashes = hashes
        self.label = label
    }

    /// What an author calls by one text: a package URL is one, whatever member it stands in.
    package init(named text: String) {
        id = text
        if let purl = PackageURL(text) { purls = [purl] }
    }

    /// Whether it names anything at all.
    var isNamed: Bool { id != nil || !purls.isEmpty || !cpes.isEmpty || !hashes.isEmpty }

    /// A text that tells it apart from others, for order and comparison.
    var key: String {
        ([id ?? ""] + purls.map(\.description).sorted() + cpes.sorted() + hashes.sorted().map(\.value)
            + (versions.map { $0.exact.sorted() + $0.ranges.map { $0.text } } ?? []))
            .joined(separator: "\u{1f}")
    }

    /// As one line for people.
    package var text: String {
        label ?? id ?? purls.first?.description ?? cpes.first ?? hashes.first.map { "\($0.algorithm):\($0.value)" }
            ?? ""
    }
}

/// A product of a statement, and the parts of it that the statement is about.
package struct VEXProduct: Sendable, Hashable {
    package var component: VEXComponent
    /// Empty: the product as a whole, with all its parts.
    package var subcomponents: [VEXComponent]

    package init(_ component: VEXComponent, subcomponents: [VEXComponent] = []) {
        self.component = component
        self.subcomponents = subcomponents
    }

    var key: String { ([component.key] + subcomponents.map(\.key).sorted()).joined(separator: "\u{1e}") }
}
