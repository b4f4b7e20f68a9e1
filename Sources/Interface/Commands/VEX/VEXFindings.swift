internal import Advisories
internal import BillOfMaterials
internal import Exploitability
internal import Inventory
internal import OCI
internal import VEX

/// Holds statements against the findings of a scan.
struct VEXFindings {
    private let application: VEXApplication
    private let packages: [ScannedPackage]

    init(_ input: VEXInput, text: String, _ bill: BillOfMaterials, _ packages: [ScannedPackage]) {
        application = VEXApplication(input.sources, to: Self.artifact(input, text, bill))
        self.packages = packages
    }

    /// Documents that are about something else.
    var foreign: [VEXSource] { application.foreign }

    private static func artifact(_ input: VEXInput, _ text: String, _ bill: BillOfMaterials) -> VEXArtifact {
        var repositories: [String] = []
        for name in [text, bill.artifact.name] {
            guard let reference = try? RegistryReference(name), name.contains("/"), !name.contains("oci:") else {
                continue
            }
            let repository = "\(reference.registry)/\(reference.repository)"
            if !repositories.contains(repository) { repositories.append(repository) }
        }
        return VEXArtifact(
            digests: input.digests, repositories: repositories,
            bomLinks: input.bomLinks + ["urn:cdx:\(bill.identity)/1"])
    }

    func statement(on assessment: Assessment) -> AppliedStatement? {
        let package = packages[assessment.finding.package]
        let names = assessment.names + assessment.finding.proofs.map(\.advisoryID)
        let finding = VEXFinding(
            names: names, purls: Self.purls(package), refs: [package.ref, "c:\(package.ref)"],
            isKnownExploited: assessment.isKnownExploited)
        return application.resolve(finding).map(AppliedStatement.init)
    }

    /// A package by its own package URL and by that of its source, each with the version.
    static func purls(_ package: ScannedPackage) -> [PackageURL] {
        guard let purl = package.purl else { return [] }
        var purls = [purl]
        if let source = package.sourceName,
            let other = PackageURL(
                type: purl.type, namespace: purl.namespace, name: source,
                version: package.sourceVersion ?? purl.version,
                qualifiers: Dictionary(
                    purl.qualifiers.filter { $0.key != "arch" }.map { ($0.key, $0.value) },
                    uniquingKeysWith: { a, _ in a }))
        {
            purls.append(other)
        }
        return purls
    }
}

extension AppliedStatement {
    init(_ resolution: VEXResolution) {
        let agreeing = resolution.opinions.dropFirst().filter {
            $0.status.clears == resolution.decisive.status.clears
        }
        self.init(
            decisive: Opinion(resolution.decisive), clears: resolution.decisive.status.clears,
            heldBack: resolution.heldBack, conflicts: resolution.conflicts.map(Opinion.init),
            others: agreeing.map(Opinion.init), superseded: resolution.superseded.map(Opinion.init))
    }
}

extension AppliedStatement.Opinion {
    init(_ opinion: VEXOpinion) {
        let statement = opinion.statement
        self.init(
            author: opinion.author, isVerified: opinion.isVerified, status: statement.status.rawValue,
            justification: statement.justification?.rawValue,
            text: statement.impact ?? statement.action ?? statement.notes, time: opinion.time, origin: opinion.origin)
    }
}
