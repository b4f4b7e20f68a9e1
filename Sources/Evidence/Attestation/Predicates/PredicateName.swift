internal import JSONText

/// Short names of predicate types, for people; those that cosign has are named as there.
package enum PredicateName: String, Sendable, CaseIterable {
    case slsaprovenance1, slsaprovenance02, vsa, spdx, cyclonedx, openvex, vulns
    case testResult = "test-result"
    case scai, release, reference, scan, review, rebuild, runtime, decision

    /// Largest predicate that is signed; its statement fits an envelope that is read.
    package static let limit = 128 << 20

    package var type: String {
        switch self {
        case .slsaprovenance1: SLSAProvenance.type
        case .slsaprovenance02: SLSAProvenanceV02.type
        case .vsa: VerificationSummary.type
        case .spdx: "https://spdx.dev/Document"
        case .cyclonedx: "https://cyclonedx.org/bom"
        case .openvex: "https://openvex.dev/ns"
        case .vulns: VulnerabilityScan.type
        case .testResult: TestResult.type
        case .scai: AttributeReport.type
        case .release: Release.type
        case .reference: Reference.type
        case .scan: ScanRecord.type
        case .review: ReviewRecord.type
        case .rebuild: RebuildRecord.type
        case .runtime: RuntimeRecord.type
        case .decision: DecisionRecord.type
        }
    }

    /// The type that a name or a type URI (RFC 3986 §3: a scheme, a colon, and more) stands for.
    package static func type(_ text: String) -> String? {
        if let name = PredicateName(rawValue: text) { return name.type }
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex, text.index(after: colon) != text.endIndex,
            text.utf8.allSatisfy({ 0x21...0x7e ~= $0 })
        else { return nil }
        return text
    }
}

extension Statement {
    private static let readable: [any Predicate.Type] = [
        SLSAProvenance.self, SLSAProvenanceV02.self, VerificationSummary.self, VulnerabilityScan.self, TestResult.self,
        AttributeReport.self, Release.self, Reference.self, ScanRecord.self, ReviewRecord.self, RebuildRecord.self,
        RuntimeRecord.self, DecisionRecord.self,
    ]

    /// Whether the predicate is what its type says, as far as the type is known; it is an object in any case.
    package func checkPredicate() throws(AttestationError) {
        guard let predicate, predicate.kind == .object else {
            throw .member(subject: "in-toto statement", path: "predicate", expected: "an object")
        }
        _ = try DocumentPredicate(self)
        for type in Self.readable where type.types.contains(predicateType) { _ = try type.init(predicate) }
    }
}
