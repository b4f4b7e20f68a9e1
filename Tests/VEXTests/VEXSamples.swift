import Advisories
import Content
import Inventory

@testable import VEX

/// Pieces that tests build statements from.
enum Sample {
    static let manifest = String(repeating: "a1", count: 32)
    static let index = String(repeating: "b2", count: 32)

    static func time(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(seconds: 0) }

    static func digest(_ hex: String) throws -> Digest {
        guard let digest = Digest(algorithm: .sha256, hex: hex) else { throw NotADigest() }
        return digest
    }

    struct NotADigest: Error {}

    static func artifact() throws -> VEXArtifact {
        VEXArtifact(
            digests: [try digest(manifest), try digest(index)], repositories: ["registry.example.org/team/app"],
            bomLinks: ["urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1"])
    }

    static func image(_ hex: String = manifest, name: String = "app") -> VEXComponent {
        var component = VEXComponent(named: "pkg:oci/\(name)@sha256:\(hex)")
        component.hashes = [.init("sha-256", hex)]
        return component
    }

    static func part(_ purl: String = "pkg:deb/debian/libxml2@2.9.14") -> VEXComponent { VEXComponent(named: purl) }

    static func statement(
        _ status: VEXStatus, _ name: String = "CVE-2022-40303", product: VEXProduct? = nil, at time: String? = nil
    ) -> VEXStatement {
        var statement = VEXStatement(
            .init(name: name), products: [product ?? VEXProduct(image(), subcomponents: [part()])], status: status)
        switch status {
        case .notAffected:
            statement.justification = .codeNotInExecutePath
            statement.impact = "Nothing that starts links it."
        case .affected: statement.action = "Update to 2.9.15."
        case .fixed, .underInvestigation: statement.notes = "Looked at."
        }
        statement.time = time.map(Self.time)
        return statement
    }

    static func document(
        _ statements: [VEXStatement], author: String = "Example", at time: String = "2026-01-01T00:00:00Z"
    ) -> VEXDocument {
        VEXDocument(
            id: "https://example.org/vex/1", author: author, time: Self.time(time), statements: statements)
    }

    static func finding(
        _ names: [String] = ["CVE-2022-40303"],
        purl: String = "pkg:deb/debian/libxml2@2.9.14?arch=amd64&distro=debian-12", isKnownExploited: Bool? = false
    ) -> VEXFinding {
        VEXFinding(
            names: names, purls: PackageURL(purl).map { [$0] } ?? [], refs: ["component-7"],
            isKnownExploited: isKnownExploited)
    }

    static func resolve(
        _ documents: [VEXDocument], _ finding: VEXFinding = finding(), ranks: [Int] = [], packages: [PackageURL] = []
    ) throws -> VEXResolution? {
        let sources = documents.enumerated().map { index, document in
            VEXSource(
                document, author: document.author, isVerified: false, rank: index < ranks.count ? ranks[index] : 0,
                packages: packages, origin: "document \(index)")
        }
        return VEXApplication(sources, to: try artifact()).resolve(finding)
    }
}
