/// Short names of predicate types, as cosign's `--type` has them.
enum PredicateNames {
    private static let types: [String: [String]] = [
        "slsaprovenance": ["https://slsa.dev/provenance/v0.2"],
        "slsaprovenance02": ["https://slsa.dev/provenance/v0.2"],
        "slsaprovenance1": ["https://slsa.dev/provenance/v1"],
        "spdx": ["https://spdx.dev/Document"],
        "spdxjson": ["https://spdx.dev/Document"],
        "cyclonedx": ["https://cyclonedx.org/bom"],
        "link": ["https://in-toto.io/Link/v1"],
        "vuln": ["https://cosign.sigstore.dev/attestation/vuln/v1"],
        "openvex": ["https://openvex.dev/ns", "https://openvex.dev/ns/v0.2.0"],
        "custom": ["https://cosign.sigstore.dev/attestation/v1"],
    ]

    static var all: [String] { types.keys.sorted() }

    /// The type URIs of a name, or the URI itself; `nil` for what is neither.
    static func types(of text: String) -> [String]? {
        types[text] ?? (text.contains(":") ? [text] : nil)
    }
}
