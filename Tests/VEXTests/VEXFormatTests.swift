import Attestation
import Content
import Inventory
import JSONText
import Testing

@testable import VEX

@Suite struct VEXFormatTests {
    private static let publisher = VEXPublisher(category: .vendor, namespace: "https://example.org")

    private static var all: VEXDocument {
        var document = Sample.document([
            Sample.statement(.affected, "CVE-2021-44228"),
            Sample.statement(.notAffected, "CVE-2022-40303", at: "2026-01-02T00:00:00Z"),
            Sample.statement(.fixed, "CVE-2023-0001"), Sample.statement(.underInvestigation, "GHSA-xxxx-yyyy-zzzz"),
        ])
        document.statements[3].vulnerability.aliases = ["CVE-2023-9999"]
        return document
    }

    /// What statements say, whatever the format keeps beside it.
    private static func gist(_ document: VEXDocument) -> [String] {
        document.statements.map { statement in
            let parts = statement.products.flatMap(\.subcomponents).flatMap(\.purls).map(\.description)
            let wholes = statement.products.map(\.component).flatMap(\.hashes).map(\.value)
            return [
                statement.vulnerability.names.sorted().joined(separator: ","), statement.status.rawValue,
                statement.justification?.rawValue ?? "", statement.action ?? "", Set(parts).sorted().joined(),
                Set(wholes).sorted().joined(),
            ].joined(separator: "|")
        }.sorted()
    }

    @Test(arguments: VEXFormat.allCases)
    func `what is written in a format is read back from it`(format: VEXFormat) throws {
        let document = Self.all
        let bytes = try document.written(as: format, publisher: Self.publisher, toolVersion: "1")
        let read = try VEXDocument.read(bytes)
        #expect(read.defects == [])
        #expect(read.format == format)
        #expect(Self.gist(read) == Self.gist(document))
        #expect(read.author == "Example")
        let again = try read.written(as: format, publisher: Self.publisher, toolVersion: "1")
        #expect(try Self.gist(VEXDocument.read(again)) == Self.gist(document))
        #expect(bytes == (try document.written(as: format, publisher: Self.publisher, toolVersion: "1")))
    }

    @Test(arguments: VEXJustification.allCases)
    func `a label goes to CycloneDX and back`(label: VEXJustification) throws {
        var statement = Sample.statement(.notAffected)
        statement.justification = label
        let bytes = try Sample.document([statement]).written(as: .cycloneDX, toolVersion: "1")
        #expect(try VEXDocument.read(bytes).statements.first?.justification == label)
    }

    @Test func `spellings of one image are one product in CSAF and CycloneDX, and several in OpenVEX`() throws {
        var other = VEXComponent(
            named: "pkg:oci/app@sha256:\(Sample.manifest)?repository_url=registry.example.org/team/app")
        other.hashes = [.init("sha-256", Sample.manifest)]
        var statement = Sample.statement(.notAffected)
        statement.products.append(VEXProduct(other, subcomponents: [Sample.part()]))
        let document = Sample.document([statement])
        let open = try VEXDocument.read(document.written(as: .openVEX, toolVersion: "1"))
        #expect(open.statements.first?.products.count == 2)
        for format in [VEXFormat.csaf, .cycloneDX] {
            let bytes = try document.written(as: format, publisher: Self.publisher, toolVersion: "1")
            #expect(try VEXDocument.read(bytes).statements.first?.products.count == 1, "\(format)")
        }
    }

    @Test func `OpenVEX takes a justification or an impact statement and not both`() throws {
        let bytes = try Self.all.written(as: .openVEX, toolVersion: "1")
        let root = try JSONDocument(bytes).root
        for statement in root["statements"]?.elements.map({ $0 }) ?? [] where statement["justification"] != nil {
            #expect(statement["impact_statement"] == nil)
            #expect(statement["status_notes"]?.string == "Nothing that starts links it.")
        }
    }

    @Test(arguments: [
        (VEXStatus.notAffected, "justification"), (.affected, "action"),
    ]) func `what lacks what its status needs is not written`(status: VEXStatus, word: String) throws {
        var statement = Sample.statement(status)
        statement.justification = nil
        statement.impact = nil
        statement.action = nil
        let document = Sample.document([statement])
        for format in VEXFormat.allCases {
            let error = #expect(throws: VEXError.self) {
                try document.written(as: format, publisher: Self.publisher, toolVersion: "1")
            }
            #expect(error?.description.contains(word) ?? false)
        }
    }

    @Test func `CSAF refuses two statements on one product`() throws {
        let document = Sample.document([Sample.statement(.notAffected), Sample.statement(.fixed)])
        let error = #expect(throws: VEXError.self) {
            try document.written(as: .csaf, publisher: Self.publisher, toolVersion: "1")
        }
        #expect(error?.description.contains("merge") ?? false)
    }

    @Test func `a statement without products takes the subjects of the in-toto statement around it`() throws {
        let text = #"""
            {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"app","digest":{"sha256":"\#(Sample.manifest)"}}],
            "predicateType":"https://openvex.dev/ns/v0.2.0","predicate":{"@context":"https://openvex.dev/ns/v0.2.0",
            "@id":"x:1","author":"a","timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[
            {"vulnerability":{"name":"CVE-2022-40303"},"status":"fixed"}]}}
            """#
        let document = try VEXDocument.read(Array(text.utf8))
        #expect(try Sample.resolve([document])?.clears == true)
    }

    @Test func `OpenVEX 0.0.1 is read`() throws {
        let text = #"""
            {"@context":"https://openvex.dev/ns","@id":"x:1","author":"a","timestamp":"2023-01-01T00:00:00Z","version":"1",
            "statements":[{"vulnerability":"CVE-2022-40303","products":["pkg:oci/app@sha256:\#(Sample.manifest)"],
            "subcomponents":["pkg:deb/debian/libxml2@2.9.14"],"status":"not_affected",
            "justification":"vulnerable_code_not_present"}]}
            """#
        let resolution = try Sample.resolve([VEXDocument.read(Array(text.utf8))])
        #expect(resolution?.clears == true)
        #expect(resolution?.decisive.scope == .component)
    }

    private static func open(_ statement: String) -> [UInt8] {
        Array(
            #"{"@context":"https://openvex.dev/ns/v0.2.0","@id":"x:1","author":"a","timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[\#(statement)]}"#
                .utf8)
    }

    @Test(arguments: [
        (#"{"vulnerability":{"name":"CVE-1"},"status":"not_affected","products":[{"@id":"x:p"}]}"#, "justification"),
        (#"{"vulnerability":{"name":"CVE-1"},"status":"harmless","products":[{"@id":"x:p"}]}"#, "not_affected"),
        (#"{"vulnerability":{"name":""},"status":"fixed","products":[{"@id":"x:p"}]}"#, "name"),
        (#"{"vulnerability":{"name":"CVE-1"},"status":"fixed"}"#, "no product"),
        (#"{"vulnerability":{"name":"CVE-1"},"status":"fixed","products":[{}]}"#, "a name"),
        (
            #"{"vulnerability":{"name":"CVE-1"},"status":"fixed","products":[{"identifiers":{"purl":"nonsense"}}]}"#,
            "package URL"
        ),
        (
            #"{"vulnerability":{"name":"CVE-1"},"status":"fixed","timestamp":"yesterday","products":[{"@id":"x:p"}]}"#,
            "time"
        ),
    ]) func `a statement that breaks the rules is left out and named`(statement: String, reason: String) throws {
        let document = try VEXDocument.read(Self.open(statement))
        #expect(document.statements.isEmpty)
        #expect(document.defects.count == 1)
        #expect(document.defects.first?.contains(reason) ?? false, "\(document.defects)")
    }

    @Test(arguments: [
        ("{}", "an object with the members"), ("[]", "something else"),
        (#"{"@context":"https://openvex.dev/ns/v9"}"#, "version"),
        (#"{"bomFormat":"CycloneDX","specVersion":"9"}"#, "version"),
        (#"{"document":{"csaf_version":"2.1"}}"#, "version"),
        (#"{"@context":"https://openvex.dev/ns","@context":"https://openvex.dev/ns"}"#, "twice"),
    ]) func `what is no document is refused with its reason`(text: String, reason: String) {
        let error = #expect(throws: VEXError.self) { try VEXDocument.read(Array(text.utf8)) }
        #expect(error?.description.contains(reason) ?? false, "\(error?.description ?? "")")
    }

    @Test func `an identifier follows from what is said`() throws {
        let document = Self.all
        #expect(document.contentID == Self.all.contentID)
        var other = document
        other.statements[0].action = "Another."
        #expect(other.contentID != document.contentID)
        #expect(document.contentID.hasPrefix("urn:uuid:"))
    }
}
