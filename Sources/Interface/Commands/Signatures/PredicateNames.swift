internal import Attestation

/// Which predicate types a name asks for when attestations are looked for: those that are written, and those that
/// cosign's `--type` stands for.
enum PredicateNames {
    private static let more: [String: [String]] = [
        "slsaprovenance": [SLSAProvenanceV02.type],
        "spdxjson": [PredicateName.spdx.type],
        "link": ["https://in-toto.io/Link/v1"],
        "vuln": [VulnerabilityScan.type],
        "openvex": [PredicateName.openvex.type, "https://openvex.dev/ns/v0.2.0"],
        "custom": ["https://cosign.sigstore.dev/attestation/v1"],
    ]

    static var all: [String] { Set(more.keys).union(PredicateName.allCases.map(\.rawValue)).sorted() }

    /// The type URIs of a name, or the URI itself; `nil` for what is neither.
    static func types(of text: String) -> [String]? {
        more[text] ?? PredicateName.type(text).map { [$0] }
    }
}
