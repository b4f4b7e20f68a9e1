/// What Fulcio writes into certificates about the workload that asked for them (1.3.6.1.4.1.57264.1.x).
///
/// The first six are old and hold bare text; from 8 on they hold a DER UTF8String.
package enum FulcioExtension: UInt8, CaseIterable, Sendable {
    case issuerV1 = 1
    case workflowTriggerV1 = 2
    case workflowSHAV1 = 3
    case workflowNameV1 = 4
    case workflowRepositoryV1 = 5
    case workflowRefV1 = 6
    case issuer = 8
    case buildSignerURI = 9
    case buildSignerDigest = 10
    case runnerEnvironment = 11
    case sourceRepositoryURI = 12
    case sourceRepositoryDigest = 13
    case sourceRepositoryRef = 14
    case sourceRepositoryIdentifier = 15
    case sourceRepositoryOwnerURI = 16
    case sourceRepositoryOwnerIdentifier = 17
    case buildConfigURI = 18
    case buildConfigDigest = 19
    case buildTrigger = 20
    case runInvocationURI = 21
    case sourceRepositoryVisibilityAtSigning = 22
    case deploymentEnvironment = 23
    case tokenSubject = 24

    static let root: [UInt8] = ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 1).content
    static let otherName = ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 1, 7)

    /// The extension that this identifier names.
    init?(_ identifier: ObjectIdentifier) {
        guard identifier.content.count == Self.root.count + 1, identifier.content.starts(with: Self.root),
            let last = identifier.content.last
        else { return nil }
        self.init(rawValue: last)
    }

    var isBareText: Bool { rawValue <= 6 }

    /// The name by which policies speak of it.
    package var name: String {
        switch self {
        case .issuerV1: "issuer-v1"
        case .workflowTriggerV1: "github-workflow-trigger"
        case .workflowSHAV1: "github-workflow-sha"
        case .workflowNameV1: "github-workflow-name"
        case .workflowRepositoryV1: "github-workflow-repository"
        case .workflowRefV1: "github-workflow-ref"
        case .issuer: "issuer"
        case .buildSignerURI: "build-signer-uri"
        case .buildSignerDigest: "build-signer-digest"
        case .runnerEnvironment: "runner-environment"
        case .sourceRepositoryURI: "source-repository-uri"
        case .sourceRepositoryDigest: "source-repository-digest"
        case .sourceRepositoryRef: "source-repository-ref"
        case .sourceRepositoryIdentifier: "source-repository-identifier"
        case .sourceRepositoryOwnerURI: "source-repository-owner-uri"
        case .sourceRepositoryOwnerIdentifier: "source-repository-owner-identifier"
        case .buildConfigURI: "build-config-uri"
        case .buildConfigDigest: "build-config-digest"
        case .buildTrigger: "build-trigger"
        case .runInvocationURI: "run-invocation-uri"
        case .sourceRepositoryVisibilityAtSigning: "source-repository-visibility-at-signing"
        case .deploymentEnvironment: "deployment-environment"
        case .tokenSubject: "token-subject"
        }
    }

    package init?(name: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
