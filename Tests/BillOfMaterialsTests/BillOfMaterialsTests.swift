import Content
import Glibc
import Inventory
import JSONText
import Testing

@testable import BillOfMaterials

private let formats = [
    "spdx-json", "spdx3-json", "cyclonedx-json", "cyclonedx-json@1.7", "cyclonedx-xml", "cyclonedx-xml@1.7", "json",
]
private let created = "2024-02-29T10:00:00Z"

private func bill(_ inventory: Inventory = Sample.inventory()) -> BillOfMaterials {
    BillOfMaterials(inventory, created: created, toolVersion: "0.1.0")
}

@Suite struct BillOfMaterialsTests {
    @Test("What a format carries comes back from it", arguments: formats)
    func roundTrip(_ name: String) throws {
        let format = try SBOMFormat(name)
        let original = bill()
        var expected = original
        // An address that no schema accepts is left out of the standard formats.
        if format.name != .json {
            for index in expected.parts.indices where expected.parts[index].name == "shop" {
                expected.parts[index].homepage = nil
            }
        }
        if format.name != .json, format.name != .spdx3JSON {
            expected.files.removeAll { $0.status.isAccounted }
        }
        let read = try BillOfMaterials.read(original.write(format))
        #expect(read.artifact == expected.artifact)
        #expect(read.parts.count == expected.parts.count)
        for (left, right) in zip(read.parts, expected.parts) { #expect(left == right) }
        #expect(read.edges == expected.edges)
        #expect(read.files == expected.files)
        #expect(read.gaps == expected.gaps)
        #expect(read == expected)
        // What was read writes the same bytes again, where nothing was left out.
        if format.name == .json { #expect(try read.write(format) == original.write(format)) }
    }

    @Test("Reading identities gives of everything what it names", arguments: formats)
    func identities(_ name: String) throws {
        let document = try bill().write(SBOMFormat(name))
        let read = try BillOfMaterials.read(document, .identities)
        var expected = try BillOfMaterials.read(document)
        expected.files = []
        expected.edges.removeAll { $0.relation != .ownedBy && $0.relation != .dependsOn }
        for index in expected.parts.indices {
            let part = expected.parts[index]
            var kept = BillOfMaterials.Part(ref: part.ref, name: part.name, version: part.version, kind: part.kind)
            kept.presence = part.presence
            kept.layer = part.layer
            kept.purl = part.purl
            kept.cpes = part.cpes
            kept.properties = part.properties
            kept.evidence = part.evidence
            expected.parts[index] = kept
        }
        #expect(read.artifact == expected.artifact)
        #expect(read.edges == expected.edges)
        for relation in [Yield.Relation.ownedBy, .dependsOn] {
            #expect(read.edges.contains { $0.relation == relation })
        }
        #expect(read.layers == expected.layers)
        #expect(read.files.isEmpty)
        #expect(read.gaps == expected.gaps)
        #expect(!read.gaps.isEmpty)
        #expect(read.parts.count == expected.parts.count)
        for (left, right) in zip(read.parts, expected.parts) {
            #expect(left.ref == right.ref)
            #expect(left.name == right.name)
            #expect(left.version == right.version)
            #expect(left.kind == right.kind)
            #expect(left.presence == right.presence)
            #expect(left.purl == right.purl)
            #expect(left.cpes == right.cpes)
            #expect(left.layer == right.layer)
            #expect(left.properties == right.properties)
            #expect(left.evidence.first?.path == right.evidence.first?.path)
        }
    }

    @Test("Equal content gives equal bytes, whatever the transport", arguments: formats)
    func deterministic(_ name: String) throws {
        let format = try SBOMFormat(name)
        var other = Sample.inventory()
        other.subject.manifest = nil
        for index in other.layers.indices { other.layers[index].blob = nil }
        other.files.files.reverse()
        #expect(try bill().write(format) == bill(other).write(format))
        #expect(bill().identity == bill(Sample.inventory(name: "other")).identity)
        other.components[0].version = "5.2.16"
        #expect(bill().identity != bill(other).identity)
    }

    @Test("Every component names a supplier and says on whose word")
    func suppliers() {
        let parts = bill().parts
        func part(_ name: String) -> BillOfMaterials.Part? { parts.first { $0.name == name } }
        #expect(part("bash")?.supplier == Agent(name: "Matthias Klose", email: "doko@debian.org", isPerson: true))
        #expect(part("zlib1g")?.supplier?.name == "Debian GNU/Linux")
        #expect(part("zlib1g")?.supplierBasis == .distribution)
        #expect(part("openssl")?.supplierBasis == .image)
        #expect(part("zlib1g")?.licences == [Licence("Zlib")])
    }

    @Test(
        "A package URL names an origin unless it names another repository",
        arguments: [
            ("pkg:pypi/x@1", "pypi.org"), ("pkg:golang/github.com/a/b@v1", "github.com/a"),
            ("pkg:swift/github.com/apple/x@1", "github.com/apple"), ("pkg:composer/v/x@1", "v"),
            ("pkg:pypi/x@1?repository_url=https://r.example", nil),
            ("pkg:npm/x@1?download_url=https://r.example/x", nil),
            ("pkg:generic/x@1", nil), ("pkg:deb/debian/x@1", nil),
            ("pkg:conan/x@1?rrev=5", "Conan Center"), ("pkg:conan/x@1?channel=stable&user=a", nil),
        ] as [(String, String?)])
    func origins(_ purl: String, _ name: String?) throws {
        #expect(PackageOrigin.agent(of: try #require(PackageURL(purl)))?.name == name)
    }

    @Test("Maintainer lines become agents")
    func agents() {
        #expect(Agent(line: "Debian Bash Team <b@d.org>")?.isPerson == false)
        #expect(Agent(line: "  <x@y.z> ") == Agent(name: "x@y.z", email: "x@y.z", isPerson: true))
        #expect(Agent(line: "\n\t") == nil)
        #expect(Agent(spdx: "Organization: A [b] (c@d.e)") == Agent(name: "A [b]", email: "c@d.e"))
        #expect(Agent(spdx: "Organization: X ()") == Agent(name: "X"))
        #expect(Agent(spdx: "NOASSERTION") == nil)
    }

    @Test("A document cut short or altered anywhere is an error or a document, never a trap", arguments: formats)
    func hostile(_ name: String) throws {
        let bytes = try bill().write(SBOMFormat(name))
        for count in stride(from: 0, to: bytes.count - 2, by: 97) {
            #expect(throws: BillOfMaterialsError.self) { try BillOfMaterials.read(Array(bytes.prefix(count))) }
        }
        for index in stride(from: 0, to: bytes.count, by: 53) {
            var altered = bytes
            altered[index] = altered[index] ^ UInt8(truncatingIfNeeded: index | 1)
            do throws(BillOfMaterialsError) { _ = try BillOfMaterials.read(altered).write(.json) } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test(
        "Texts that are no document are refused with what was expected",
        arguments: [
            "", " ", "[]", "{}", "{\"spdxVersion\":\"SPDX-1.2\"}", "{\"schemaVersion\":\"99\"}", "<a/>", "<bom/>",
            "SPDXVersion: SPDX-2.3",
        ])
    func refused(_ text: String) {
        #expect(throws: BillOfMaterialsError.self) { try BillOfMaterials.read(Array(text.utf8)) }
    }

    @Test("Texts nested without end are refused")
    func nested() {
        for unit in ["{\"a\":", "[", "<a>"] {
            let text = String(repeating: unit, count: 100_000)
            #expect(throws: BillOfMaterialsError.self) { try BillOfMaterials.read(Array(text.utf8)) }
        }
    }

    @Test("Documents of other tools and older versions are read")
    func foreign() throws {
        let cyclone = """
            {"bomFormat":"CycloneDX","specVersion":"1.4","metadata":{"tools":[{"vendor":"v","name":"t","version":"2"}],
            "timestamp":"2024-01-01T00:00:00.123+01:00"},"extra":{"deep":[1]},
            "components":[{"type":"library","bom-ref":"a","group":"g","name":"n","version":"1","purl":"pkg:npm/n@1",
            "licenses":[{"expression":"MIT OR ISC"}],"components":[{"type":"library","name":"inner"}]}],
            "dependencies":[{"ref":"a","dependsOn":["component-1","gone"]}]}
            """
        let first = try BillOfMaterials.read(Array(cyclone.utf8))
        #expect(first.tool == .init(name: "t", version: "2"))
        #expect(first.created == "2023-12-31T23:00:00Z")
        #expect(first.parts.map(\.name) == ["g/n", "inner"])
        #expect(first.parts.first?.licences == [Licence("MIT OR ISC")])
        #expect(first.edges.map(\.relation) == [.contains, .dependsOn])
        let spdx = """
            {"spdxVersion":"SPDX-2.2","name":"d","documentDescribes":["SPDXRef-root"],"packages":[
            {"SPDXID":"SPDXRef-root","name":"image","versionInfo":"2"},
            {"SPDXID":"SPDXRef-x","name":"x","versionInfo":"3","licenseDeclared":"LicenseRef-q",
            "externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:pypi/x@3"}]}],
            "files":[{"SPDXID":"SPDXRef-File","fileName":"/bin/x"}],
            "hasExtractedLicensingInfos":[{"licenseId":"LicenseRef-q","extractedText":"do as you like"}],
            "relationships":[{"spdxElementId":"SPDXRef-x","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-File"}]}
            """
        let second = try BillOfMaterials.read(Array(spdx.utf8))
        #expect(second.artifact.name == "image")
        #expect(second.parts.map(\.licences) == [[Licence("do as you like")]])
        #expect(second.parts.first?.ecosystem == "pypi")
        #expect(second.files.first?.path == "bin/x")
        #expect(second.files.first?.owners == ["x"])
        let syft = """
            {"artifacts":[{"id":"1","name":"a","version":"1","purl":"pkg:deb/debian/a@1","cpes":[{"cpe":"cpe:2.3:a"}],
            "licenses":[{"value":"MIT","spdxExpression":"MIT"}],"locations":[{"path":"/x"}]},{"id":"2","name":"b"}],
            "artifactRelationships":[{"parent":"1","child":"2","type":"dependency-of"}],"schema":{},
            "source":{"type":"image","name":"i"},"descriptor":{"name":"syft","version":"1.18.1"}}
            """
        let third = try BillOfMaterials.read(Array(syft.utf8))
        #expect(third.parts.first?.evidence.first?.path == "x")
        #expect(third.edges == [.init(from: "2", relation: .dependsOn, to: "1")])
    }

    @Test("Differences list what came, went and changed")
    func difference() {
        var after = Sample.inventory()
        after.components[1].purl = PackageURL(type: "deb", namespace: "debian", name: "zlib1g", version: "2")
        after.components[1].version = "2"
        after.components[2].licences = [Licence("MIT")]
        after.components[5].name = "bsd"
        after.files.files[0].sha256 = Sample.digest("changed")
        after.files.files.removeLast()
        let result = BillOfMaterials.difference(from: bill(), to: bill(after))
        #expect(result.versions == [.init(name: "zlib1g", before: ["1:1.2.13.dfsg-1"], after: ["2"])])
        #expect(
            result.licences == [
                .init(name: "@scope/left-pad", before: ["MIT OR Apache-2.0"], after: ["MIT"])
            ])
        #expect(result.added.map(\.name) == ["bsd"])
        #expect(result.removed.map(\.name) == ["linux"])
        #expect(result.filesChanged == ["opt/tool ünïcode/run"])
        #expect(result.filesRemoved == ["usr/lib/libz.so.1"])
        #expect(result.filesAdded.isEmpty)
        #expect(result.suppliers.isEmpty)
        #expect(result.counts.before.components == result.counts.after.components)
        #expect(BillOfMaterials.difference(from: bill(), to: bill()).isEmpty)
        var other = bill()
        other.parts[0].supplier = Agent(name: "Somebody", email: "s@e.x")
        other.completeness = 0.25
        let changed = BillOfMaterials.difference(from: bill(), to: other)
        #expect(changed.suppliers.map(\.after) == [["Somebody <s@e.x>"]])
        #expect(changed.completeness?.after == 0.25)
        #expect(!changed.isEmpty)
    }

    @Test("A dynamic link is a dependency in CycloneDX, and still a link when it comes back")
    func dynamicLinks() throws {
        var linked = bill()
        let refs = linked.parts.map(\.ref)
        try #require(refs.count > 3)
        // One link alone, and one beside a dependency.
        linked.edges = [
            .init(from: refs[0], relation: .dynamicLink, to: refs[1]),
            .init(from: refs[0], relation: .dependsOn, to: refs[2]),
            .init(from: refs[0], relation: .dynamicLink, to: refs[2]),
        ]
        linked.sort()
        let bytes = try linked.write(SBOMFormat("cyclonedx-json"))
        let dependencies = try #require(try JSONDocument(bytes).root["dependencies"])
        let first = dependencies.elements.first { $0["ref"]?.string == "c:" + refs[0] }
        #expect(first?["dependsOn"]?.elements.compactMap(\.string) == [refs[1], refs[2]].map { "c:" + $0 }.sorted())
        #expect(try BillOfMaterials.read(bytes).edges == linked.edges)
    }

    @Test("Large documents are written and read back")
    func large() throws {
        let clock = ContinuousClock()
        let large = bill(Sample.large(components: 800, files: 4000))
        for name in formats {
            let format = try SBOMFormat(name)
            var bytes: [UInt8] = []
            let write = try clock.measure { bytes = try large.write(format) }
            var read: BillOfMaterials?
            let reading = try clock.measure { read = try BillOfMaterials.read(bytes) }
            #expect(read?.parts.count == 800)
            if getenv("OBRYZA_TIMES") != nil { print("\(format): \(bytes.count) bytes, \(write), read \(reading)") }
        }
    }

    /// For the official validators: `OBRYZA_DOCUMENTS=FOLDER swift test --filter BillOfMaterials`.
    @Test("Documents for the validators", .enabled(if: getenv("OBRYZA_DOCUMENTS") != nil))
    func documents() throws {
        let folder = try #require(getenv("OBRYZA_DOCUMENTS").map { String(cString: $0) })
        mkdir(folder, 0o755)
        let bills = ["partial": bill(), "complete": bill(Sample.inventory(isComplete: true))]
        for (kind, bill) in bills {
            for name in formats {
                let format = try SBOMFormat(name)
                let path = "\(folder)/\(kind)-\(format)" + (format.name == .cycloneDXXML ? ".xml" : ".json")
                let file = try #require(fopen(path, "wb"))
                defer { fclose(file) }
                let bytes = try bill.write(format)
                #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
            }
        }
    }
}

@Suite struct DocumentTimeTests {
    @Test(
        "Times lose fraction and offset",
        arguments: [
            ("2024-02-29T12:00:00.5+02:00", "2024-02-29T10:00:00Z"), ("1970-01-01t00:00:00z", "1970-01-01T00:00:00Z"),
            ("2023-12-31T23:30:00-01:00", "2024-01-01T00:30:00Z"),
            ("1900-03-01T00:00:00+00:01", "1900-02-28T23:59:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ])
    func normalise(_ text: String, _ expected: String) { #expect(DocumentTime.normalise(text) == expected) }

    @Test(
        "What is no time is refused",
        arguments: [
            "", "yesterday", "2023-02-29T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00",
            "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+1", "0000-01-01T00:00:00+23:00",
        ])
    func refused(_ text: String) { #expect(DocumentTime.normalise(text) == nil) }

    @Test("Seconds since the epoch become times and come back")
    func epoch() {
        #expect(DocumentTime.format(epoch: 1_709_164_800) == "2024-02-29T00:00:00Z")
        #expect(DocumentTime.format(epoch: -1) == "1969-12-31T23:59:59Z")
        #expect(DocumentTime.format(epoch: Int.max) == nil)
        for epoch in stride(from: -60_000_000_000, to: 250_000_000_000, by: 86_399_999) {
            let text = DocumentTime.format(epoch: epoch)
            #expect(text.flatMap(DocumentTime.normalise) == text)
        }
    }
}

@Suite struct SBOMFormatTests {
    @Test("Names take a version, and errors list what there is")
    func names() throws {
        #expect(try SBOMFormat("cyclonedx-json").version == "1.6")
        #expect(try SBOMFormat("cyclonedx-json@1.7").description == "cyclonedx-json@1.7")
        #expect(try SBOMFormat("table").description == "table")
        for text in ["cyclonedx-json@1.8", "spdx", "table@1", "", "@", "spdx-json@"] {
            #expect(throws: BillOfMaterialsError.self) { try SBOMFormat(text) }
        }
        do throws(BillOfMaterialsError) { _ = try SBOMFormat("cyclonedx-xml@2") } catch {
            #expect(error.description.contains("1.6, 1.7"))
        }
    }

    @Test("References survive their encoding", arguments: ["", "a-b", "npm:@s/x@1 ü\n", "--", "-2d"])
    func references(_ text: String) {
        let encoded = ReferenceText.encode(text, prefix: "")
        #expect(ReferenceText.decode(encoded) == text)
    }
}
