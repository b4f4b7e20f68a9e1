import Content
import Testing

@testable import Inventory

@Suite struct SBOMDocumentCataloguerTests {
    private static let hash = String(repeating: "ab", count: 32)

    /// Every format states the same: `a` 1 (MIT) depends on `@s/b` 2.
    private static let documents: [(path: String, text: String)] = [
        (
            "x.cdx.json",
            #"{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"type":"container","name":"img"}},"components":[{"type":"library","bom-ref":"1","name":"a","version":"1","purl":"pkg:npm/a@1","licenses":[{"license":{"id":"MIT"}}],"hashes":[{"alg":"SHA-256","content":"\#(hash)"}]},{"type":"file","name":"f","components":[{"type":"library","bom-ref":"2","group":"@s","name":"b","version":"2","purl":"pkg:npm/%40s/b@2"}]}],"dependencies":[{"ref":"1","dependsOn":["2","gone"]}]}"#
        ),
        (
            "usr/share/bom.xml",
            #"<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library" bom-ref="1"><name>a</name><version>1</version><hashes><hash alg="SHA-256">\#(hash)</hash></hashes><licenses><license><id>MIT</id></license></licenses><purl>pkg:npm/a@1</purl></component><component type="library" bom-ref="2"><group>@s</group><name>b</name><version>2</version><purl>pkg:npm/%40s/b@2</purl></component></components><dependencies><dependency ref="1"><dependency ref="2"/></dependency></dependencies></bom>"#
        ),
        (
            "var/lib/db/sbom/a.spdx.json",
            #"{"spdxVersion":"SPDX-2.3","name":"img","packages":[{"SPDXID":"SPDXRef-1","name":"a","versionInfo":"1","licenseDeclared":"LicenseRef-x","checksums":[{"algorithm":"SHA256","checksumValue":"\#(hash)"}],"externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:npm/a@1"}]},{"SPDXID":"SPDXRef-2","name":"@s/b","versionInfo":"2","licenseDeclared":"NOASSERTION","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:npm/%40s/b@2"}]},{"SPDXID":"SPDXRef-3","name":"img","primaryPackagePurpose":"CONTAINER"}],"hasExtractedLicensingInfos":[{"licenseId":"LicenseRef-x","name":"MIT"}],"relationships":[{"spdxElementId":"SPDXRef-2","relationshipType":"DEPENDENCY_OF","relatedSpdxElement":"SPDXRef-1"}]}"#
        ),
        (
            "a.spdx",
            "SPDXVersion: SPDX-2.3\nDocumentName: img\nFileName: ./f\nSPDXID: SPDXRef-f\n\nPackageName: a\nSPDXID: SPDXRef-1\nPackageVersion: 1\n"
                + "PackageLicenseDeclared: MIT\nPackageChecksum: SHA256: \(hash)\nPackageComment: <text>of\nPackageName: z\nlines</text>\n"
                + "ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1\nPackageName: @s/b\nSPDXID: SPDXRef-2\nPackageVersion: 2\n"
                + "ExternalRef: PACKAGE_MANAGER purl pkg:npm/%40s/b@2\nRelationship: SPDXRef-1 DEPENDS_ON SPDXRef-2\n"
        ),
        (
            "p.dist-info/sboms/s",
            #"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"software_Package","spdxId":"u:1","name":"a","software_packageVersion":"1","software_packageUrl":"pkg:npm/a@1","verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":"\#(hash)"}]},{"type":"software_Package","spdxId":"u:2","name":"@s/b","software_packageVersion":"2","externalIdentifier":[{"externalIdentifierType":"packageUrl","identifier":"pkg:npm/%40s/b@2"}]},{"type":"simplelicensing_LicenseExpression","spdxId":"u:l","simplelicensing_licenseExpression":"MIT"},{"type":"Relationship","from":"u:1","to":["u:l"],"relationshipType":"hasDeclaredLicense"},{"type":"LifecycleScopedRelationship","from":"u:1","to":["u:2"],"relationshipType":"dependsOn"}]}"#
        ),
        (
            "a.syft.json",
            #"{"artifacts":[{"id":"1","name":"a","version":"1","purl":"pkg:npm/a@1","licenses":[{"value":"MIT","spdxExpression":"MIT"}],"cpes":[{"cpe":"cpe:2.3:a:a:a:1"}]},{"id":"2","name":"@s/b","version":"2","purl":"pkg:npm/%40s/b@2","licenses":[],"cpes":[]}],"artifactRelationships":[{"parent":"2","child":"1","type":"dependency-of"}],"schema":{"version":"16.0.21"}}"#
        ),
    ]

    @Test(arguments: documents)
    func readsComponentsAndEdgesOfEveryFormat(path: String, text: String) throws {
        let yield = try SBOMDocumentCataloguer().yield(path, text)
        #expect(yield.gaps.isEmpty)
        #expect(yield.components.map { $0.purl?.description } == ["pkg:npm/a@1", "pkg:npm/%40s/b@2"])
        #expect(yield.components.map(\.name) == ["a", "@s/b"])
        #expect(edgeNames(yield) == ["a@1 -> @s/b@2"])
        let first = try #require(yield.components.first)
        #expect(first.licences == [Licence("MIT")])
        #expect(first.presence == .stated)
        #expect(first.evidence.map(\.technique) == [.attestation])
        #expect(first.properties["sbom"] == path)
        if !path.hasSuffix("syft.json") { #expect(first.digests.map(\.hex) == [Self.hash]) }
    }

    @Test(arguments: documents)
    func survivesEveryTruncation(path: String, text: String) {
        let bytes = Array(text.utf8)
        for length in stride(from: 0, to: bytes.count, by: 3) {
            // The outcome is an error or part of the document; it must only not trap.
            _ = try? SBOMDocumentCataloguer().yield(path, Array(bytes[..<length]))
        }
    }

    @Test(arguments: [
        ("bom.json", #"{"name":"a toy"}"#), ("sbom-list.json", "[1]"), ("x.spdx", "about SPDX files"),
        ("bom.json", "{ not JSON"), ("bom.xml", "<project/>"), ("sbom.json", ""),
    ])
    func leavesOtherFilesAlone(path: String, text: String) throws {
        #expect(try SBOMDocumentCataloguer().yield(path, text).isEmpty)
    }

    @Test(arguments: [
        ("bom.json", #"{"bomFormat":"CycloneDX","components":["#), ("x.spdx.json", "{"),
        ("x.spdx.json", #"{"spdxVersion":"SPDX-9.9"}"#),
        ("bom.xml", #"<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>"#),
    ])
    func refusesBrokenDocuments(path: String, text: String) {
        #expect(throws: (any Error).self) { try SBOMDocumentCataloguer().yield(path, text) }
    }

    @Test func keepsTheOthersWhenOneComponentIsBroken() throws {
        let yield = try SBOMDocumentCataloguer().yield(
            "bom.json",
            #"{"bomFormat":"CycloneDX","components":[{"version":"1"},{"name":"b","purl":"none"},{"name":3},{"name":"c"}]}"#
        )
        #expect(yield.components.map(\.name) == ["b", "c"])
        #expect(yield.components[0].properties["statedPurl"] == "none")
        #expect(yield.gaps.count == 2)
    }

    @Test func readsWhatBitnamiUnpacked() throws {
        let yield = try BitnamiCataloguer().yield(
            "opt/bitnami/.bitnami_components.json",
            #"{"nginx":{"arch":"amd64","distro":"debian-12","type":"NAMI","version":"1.27.0-1"},"broken":{}}"#)
        let nginx = try #require(yield.components.first)
        #expect(nginx.purl?.description == "pkg:bitnami/nginx@1.27.0-1?arch=amd64&distro=debian-12")
        #expect(nginx.directories == ["opt/bitnami/nginx"])
        #expect(yield.gaps.count == 1)
        let document = try SBOMDocumentCataloguer().yield(
            "opt/bitnami/nginx/.spdx-nginx.spdx",
            #"{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"SPDXRef-n","name":"nginx","versionInfo":"1"},{"SPDXID":"SPDXRef-z","name":"zlib"}],"relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-n"},{"spdxElementId":"SPDXRef-n","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-z"}]}"#
        )
        #expect(document.components.map(\.directories) == [["opt/bitnami/nginx"], []])
        #expect(document.edges.map(\.relation) == [.contains])
    }

    @Test func readsDocumentsInsideJavaArchives() throws {
        let jar = TestJar.text([
            "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\nImplementation-Title: app\nImplementation-Version: 1\n\n",
            "META-INF/sbom/application.cdx.json":
                #"{"bomFormat":"CycloneDX","components":[{"name":"z","version":"9","purl":"pkg:maven/g/z@9"}]}"#,
            "META-INF/sbom/broken.cdx.json": "{",
        ])
        let yield = try JavaArchiveCataloguer().yield("app/app-1.jar", jar)
        let stated = try #require(yield.components.first { $0.presence == .stated })
        #expect(stated.properties["sbom"] == "app/app-1.jar!/META-INF/sbom/application.cdx.json")
        #expect(yield.edges.map(\.relation) == [.contains])
        #expect(yield.gaps.map(\.path) == ["app/app-1.jar!/META-INF/sbom/broken.cdx.json"])
    }
}
