import Advisories
import Content
import Inventory
import Testing

@testable import VEX

/// The rules by which consumers match products, and what is made of several opinions.
@Suite struct VEXApplicationTests {
    @Test(arguments: [
        // Digest of the manifest, and of the index.
        ("pkg:oci/app@sha256:\(Sample.manifest)", true), ("pkg:oci/app@sha256:\(Sample.index)", true),
        // Escaped colon, qualifiers of two scanners: the digest says enough.
        ("pkg:oci/app@sha256%3A\(Sample.manifest)?arch=amd64&repository_url=registry.example.org/team/app", true),
        ("pkg:oci/app@sha256:\(Sample.manifest)?repository_url=registry.example.org/team", true),
        ("sha256:\(Sample.manifest)", true), ("registry.example.org/team/app@sha256:\(Sample.manifest)", true),
        ("pkg:oci/app?repository_url=registry.example.org/team/app", true),
        ("pkg:oci/app?repository_url=registry.example.org/team", true),
        // Any image that has this name, a tag, another repository, another digest.
        ("pkg:oci/app", false), ("pkg:oci/app?repository_url=registry.example.org/team/app&tag=1", false),
        ("registry.example.org/team/app:1", false), ("pkg:oci/app?repository_url=other.example/team/app", false),
        ("pkg:oci/app@sha256:\(String(repeating: "c", count: 64))", false),
    ]) func `a product is the artifact by its digest or its repository`(id: String, isMeant: Bool) throws {
        #expect(try Sample.artifact().isMeant(by: VEXComponent(named: id)) == isMeant)
    }

    @Test func `a hash of other content outweighs a name`() throws {
        var component = VEXComponent(named: "pkg:oci/app?repository_url=registry.example.org/team/app")
        component.hashes = [.init("sha-256", String(repeating: "c", count: 64))]
        #expect(try !Sample.artifact().isMeant(by: component))
        component.hashes = [.init("sha-256", Sample.manifest.uppercased())]
        #expect(try Sample.artifact().isMeant(by: component))
    }

    @Test(arguments: [
        ("nginx", "index.docker.io/library/nginx"), ("nginx", "docker.io/nginx"),
        ("team/app", "registry-1.docker.io/team/app"),
    ]) func `Docker Hub has one name`(a: String, b: String) {
        #expect(VEXArtifact.normalised(a) == VEXArtifact.normalised(b))
    }

    @Test(arguments: [
        ("pkg:deb/debian/libxml2", true), ("pkg:deb/debian/libxml2@2.9.14", true),
        ("pkg:deb/debian/libxml2@2.9.14?arch=amd64", true), ("pkg:deb/debian/libxml2?distro=debian-12", true),
        ("pkg:deb/debian/libxml2@2.9.13", false), ("pkg:deb/debian/libxml2?arch=arm64", false),
        ("pkg:deb/ubuntu/libxml2", false), ("pkg:deb/debian/libxml", false), ("pkg:rpm/debian/libxml2", false),
    ]) func `a package URL is a pattern`(pattern: String, matches: Bool) throws {
        let product = VEXProduct(Sample.image(), subcomponents: [Sample.part(pattern)])
        let document = Sample.document([Sample.statement(.notAffected, product: product)])
        #expect((try Sample.resolve([document]) != nil) == matches)
    }

    @Test func `the epoch stands in the version or beside it`() throws {
        let product = VEXProduct(
            Sample.image(), subcomponents: [Sample.part("pkg:rpm/fedora/bind@32:9.18?arch=x86_64")])
        let document = Sample.document([Sample.statement(.notAffected, product: product)])
        let finding = Sample.finding(purl: "pkg:rpm/fedora/bind@9.18?arch=x86_64&epoch=32")
        #expect(try Sample.resolve([document], finding)?.clears == true)
        let other = Sample.finding(purl: "pkg:rpm/fedora/bind@9.18?arch=x86_64&epoch=31")
        #expect(try Sample.resolve([document], other) == nil)
    }

    @Test func `a statement on another image says nothing here`() throws {
        let product = VEXProduct(
            Sample.image(String(repeating: "c", count: 64)), subcomponents: [Sample.part()])
        let document = Sample.document([Sample.statement(.notAffected, product: product)])
        #expect(try Sample.resolve([document]) == nil)
        let source = VEXSource(document, author: "a", isVerified: false, origin: "f")
        #expect(VEXApplication([source], to: try Sample.artifact()).foreign.count == 1)
    }

    @Test func `a whole product, a package everywhere, and a part by BOM-Link have their scopes`() throws {
        let link = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#component-7"
        for (component, scope) in [
            (Sample.image(), VEXOpinion.Scope.artifact), (Sample.part("pkg:deb/debian/libxml2"), .package),
            (VEXComponent(id: link), .component),
        ] {
            let document = Sample.document([Sample.statement(.notAffected, product: VEXProduct(component))])
            #expect(try Sample.resolve([document])?.decisive.scope == scope)
        }
        let other = VEXComponent(id: "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/2#component-7")
        let document = Sample.document([Sample.statement(.notAffected, product: VEXProduct(other))])
        #expect(try Sample.resolve([document]) == nil)
    }

    @Test func `names of a flaw match in any letter case and by alias`() throws {
        var statement = Sample.statement(.notAffected, "GHSA-abcd-efgh-ijkl")
        statement.vulnerability.aliases = ["cve-2022-40303"]
        #expect(try Sample.resolve([Sample.document([statement])])?.clears == true)
    }

    @Test func `of one author the newest statement counts`() throws {
        let old = Sample.statement(.notAffected, at: "2026-01-01T00:00:00Z")
        let new = Sample.statement(.affected, at: "2026-02-01T00:00:00Z")
        for statements in [[old, new], [new, old]] {
            let resolution = try Sample.resolve([Sample.document(statements)])
            #expect(resolution?.decisive.status == .affected)
            #expect(resolution?.superseded.map(\.status) == [.notAffected])
            #expect(resolution?.clears == false)
        }
    }

    @Test func `of two statements of one time the one that asks for more counts`() throws {
        let document = Sample.document([Sample.statement(.notAffected), Sample.statement(.underInvestigation)])
        #expect(try Sample.resolve([document])?.decisive.status == .underInvestigation)
    }

    @Test func `authors who contradict each other clear nothing, and both are shown`() throws {
        let documents = [
            Sample.document([Sample.statement(.notAffected)], author: "A", at: "2026-05-01T00:00:00Z"),
            Sample.document([Sample.statement(.affected)], author: "B"),
        ]
        for order in [documents, documents.reversed()] {
            let resolution = try Sample.resolve(order)
            #expect(resolution?.clears == false)
            #expect(resolution?.conflicts.map(\.author) == ["A"])
        }
    }

    @Test func `who is trusted more is believed, and the other is still shown`() throws {
        let documents = [
            Sample.document([Sample.statement(.notAffected)], author: "A"),
            Sample.document([Sample.statement(.affected)], author: "B"),
        ]
        let resolution = try Sample.resolve(documents, ranks: [0, 1])
        #expect(resolution?.clears == true)
        #expect(resolution?.conflicts.map(\.author) == ["B"])
    }

    @Test func `an author speaks of the packages that are theirs alone`() throws {
        let document = Sample.document([Sample.statement(.notAffected)])
        let theirs = try #require(PackageURL("pkg:deb/debian/libxml2"))
        let others = try #require(PackageURL("pkg:deb/debian/openssl"))
        #expect(try Sample.resolve([document], packages: [theirs])?.clears == true)
        #expect(try Sample.resolve([document], packages: [others]) == nil)
    }

    @Test func `a statement alone does not clear what is known to be exploited`() throws {
        let document = Sample.document([Sample.statement(.notAffected)])
        let resolution = try Sample.resolve([document], Sample.finding(isKnownExploited: true))
        #expect(resolution?.clears == false)
        #expect(resolution?.heldBack?.contains("exploited") ?? false)
        #expect(resolution?.decisive.status == .notAffected)
    }

    @Test(arguments: [VEXStatus.notAffected, .affected])
    func `versions that cannot be told are warned of and not cleared`(status: VEXStatus) throws {
        var part = VEXComponent(named: "pkg:generic/libxml2")
        for (versions, expected) in [
            (VEXComponent.Versions(exact: ["2.9.14"]), true), (.init(exact: ["2.9.13"]), false),
            (.init(ranges: [try VersRange("vers:generic/>=2.9|<3")]), true),
            (.init(ranges: [try VersRange("vers:generic/<2.9")]), false),
        ] {
            part.versions = versions
            let document = Sample.document([
                Sample.statement(status, product: VEXProduct(Sample.image(), subcomponents: [part]))
            ])
            let known = Sample.finding(purl: "pkg:generic/libxml2@2.9.14")
            #expect((try Sample.resolve([document], known) != nil) == expected)
            let unknown = Sample.finding(purl: "pkg:generic/libxml2")
            #expect((try Sample.resolve([document], unknown) != nil) == !status.clears)
        }
    }
}
