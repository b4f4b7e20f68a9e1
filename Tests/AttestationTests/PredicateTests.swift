import Content
import JSONText
import Testing

@testable import Attestation

@Suite struct PredicateTests {
    private func value(_ text: String) throws -> JSONValue { try JSONDocument(text).root }

    private func written(_ predicate: some Predicate) -> String {
        var writer = JSONWriter()
        predicate.write(into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static let provenance = """
        {"buildDefinition":{"buildType":"https://b.example/t/v1","externalParameters":{"a":[1,2.50]},\
        "internalParameters":{"b":null},"resolvedDependencies":[{"uri":"git+https://h/r@refs/heads/main",\
        "digest":{"gitCommit":"01"}}],"vendor_x":1},"runDetails":{"builder":{"id":"https://b.example",\
        "builderDependencies":[{"uri":"u"}],"version":{"b":"1"},"vendor_y":2},"metadata":{"invocationId":"i",\
        "startedOn":"2026-01-01T00:00:00Z","finishedOn":"2026-01-01T00:01:00Z","vendor_z":3},\
        "byproducts":[{"name":"log"}],"vendor_r":4},"vendor_t":5}
        """

    private static let summary = """
        {"verifier":{"id":"https://v.example","version":{"v":"1"}},"timeVerified":"2026-01-01T00:00:00Z",\
        "resourceUri":"pkg:oci/a","policy":{"uri":"https://p.example","digest":{"sha256":"00"}},\
        "inputAttestations":[{"digest":{"sha256":"01"}}],"verificationResult":"PASSED",\
        "verifiedLevels":["SLSA_BUILD_LEVEL_3","SLSA_SOURCE_LEVEL_4","CUSTOM"],"dependencyLevels":{"SLSA_BUILD_LEVEL_1":2},\
        "slsaVersion":"1.2","vendor_x":1}
        """

    @Test func `provenance of version 1 survives a round trip with all that is unknown`() throws {
        let provenance = try SLSAProvenance(value(Self.provenance))
        #expect(provenance.builder.id == "https://b.example")
        #expect(provenance.metadata?.invocationID == "i")
        #expect(written(provenance) == Self.provenance)
    }

    @Test func `provenance of version 0.2 is read in the terms of version 1`() throws {
        let text = """
            {"builder":{"id":"b"},"buildType":"t","invocation":{"configSource":{"uri":"git+https://h/r","digest":{"sha1":"02"},\
            "entryPoint":"e"},"parameters":{"p":1},"environment":{"e":2}},"buildConfig":{"s":[]},"metadata":{\
            "buildInvocationId":"i","buildStartedOn":"s","buildFinishedOn":"f","completeness":{"materials":true},\
            "reproducible":false},"materials":[{"uri":"m","digest":{"sha256":"03"}}]}
            """
        let old = try SLSAProvenanceV02(value(text))
        #expect(written(old) == text)
        #expect(old.hasCompleteMaterials == true)
        let new = try old.upgraded()
        #expect(
            written(new) == """
                {"buildDefinition":{"buildType":"t","externalParameters":{"configSource":"git+https://h/r","entryPoint":"e",\
                "parameters":{"p":1}},"internalParameters":{"e":2},"resolvedDependencies":[{"uri":"m","digest":{"sha256":"03"}},\
                {"uri":"git+https://h/r","digest":{"sha1":"02"}}]},"runDetails":{"builder":{"id":"b"},"metadata":{\
                "invocationId":"i","startedOn":"s","finishedOn":"f"}}}
                """)
    }

    @Test func `verification summaries say their levels only when they passed`() throws {
        var summary = try VerificationSummary(value(Self.summary))
        #expect(written(summary) == Self.summary)
        #expect(summary.level(of: "BUILD") == 3)
        #expect(summary.level(of: "SOURCE") == 4)
        #expect(summary.level(of: "DEPENDENCY") == nil)
        summary.verdict = .failed
        #expect(summary.level(of: "BUILD") == nil)
        let made = VerificationSummary(
            verifierID: "v", resourceURI: "r", policy: ResourceDescriptor(uri: "p"), verdict: .passed,
            verifiedLevels: [])
        let statement = try made.statement(about: [ResourceDescriptor(digest: Digest.of([]))])
        #expect(try VerificationSummary.read(from: statement)?.verifierID == "v")
        #expect(try SLSAProvenance.read(from: statement) == nil)
    }

    @Test func `the small predicates survive a round trip`() throws {
        let tests = """
            {"result":"WARNED","configuration":[{"name":"c"}],"url":"u","passedTests":["a"],"warnedTests":["b"],"x":1}
            """
        #expect(written(try TestResult(value(tests))) == tests)
        let attributes = """
            {"attributes":[{"attribute":"A","target":{"uri":"t"},"conditions":{"c":1},"evidence":{"uri":"e"},"x":1}],\
            "producer":{"uri":"p"},"y":2}
            """
        #expect(written(try AttributeReport(value(attributes))) == attributes)
        let release = #"{"purl":"pkg:npm/a@1","packageId":"7","x":1}"#
        #expect(written(try Release(value(release))) == release)
        let reference =
            #"{"attester":{"id":"a"},"references":[{"downloadLocation":"https://d","mediaType":"m"}],"x":1}"#
        #expect(written(try Reference(value(reference))) == reference)
        for (text, id) in [
            (#"{"scanner":{"uri":"s","result":[{"id":"CVE-1","severity":[{"method":"m","score":"9.8"}]}]}}"#, "CVE-1"),
            (
                #"{"scanner":{"uri":"s","result":[{"vulnerability":{"id":"CVE-2","severity":[{"method":"m","score":7.5}]}}]}}"#,
                "CVE-2"
            ),
        ] {
            let scan = try VulnerabilityScan(value(text))
            #expect(scan.findings.map(\.id) == [id])
            #expect(scan.findings.first?.severities.count == 1)
            #expect(written(scan) == text)
        }
    }

    @Test func `our own predicates survive a round trip and refuse what would read as clean`() throws {
        let scan = """
            {"tool":{"name":"obryza"},"database":{"digest":{"sha256":"00"}},"dataOf":"d","scannedOn":"s","findings":[\
            {"vulnerability":"CVE-1","component":"pkg:deb/a@1","severity":"high","fixedIn":"2"}],"gaps":["x"],"later":1}
            """
        #expect(written(try ScanRecord(value(scan))) == scan)
        let review = """
            {"repository":"git+https://h/r","reference":"refs/heads/main","from":{"gitCommit":"01"},"result":{"gitTree":"02"},\
            "author":"a","reviewer":"b","decision":"approved","decidedOn":"d","later":1}
            """
        #expect(written(try ReviewRecord(value(review))) == review)
        #expect(try ReviewRecord(value(review)).isTwoParty)
        #expect(try !ReviewRecord(value(review.replacing(#""reviewer":"b""#, with: #""reviewer":"a""#))).isTwoParty)
        let rebuild = """
            {"builder":{"id":"b"},"provenance":{"digest":{"sha256":"01"}},"rebuilt":{"digest":{"sha256":"02"}},\
            "identical":false,"differences":[{"name":"layer"}],"finishedOn":"f","later":1}
            """
        #expect(written(try RebuildRecord(value(rebuild))) == rebuild)
        let runtime = """
            {"monitor":{"name":"m"},"workload":"w","startedOn":"s","finishedOn":"f","executed":[{"name":"/bin/a"}],\
            "loaded":[{"name":"libc"}],"lostEvents":0,"later":1}
            """
        #expect(written(try RuntimeRecord(value(runtime))) == runtime)
        let decision = """
            {"policy":{"uri":"p"},"verdict":"unknown","reasons":["r"],"evidence":[{"digest":{"sha256":"03"}}],"decidedOn":"d",\
            "later":1}
            """
        #expect(written(try DecisionRecord(value(decision))) == decision)
        // Left out, each of these would turn a missing answer into a good one.
        for member in ["findings", "gaps"] {
            #expect(throws: AttestationError.self) {
                try ScanRecord(value(scan.replacing("\"\(member)\"", with: "\"x\"")))
            }
        }
        for member in ["lostEvents", "executed"] {
            #expect(throws: AttestationError.self) {
                try RuntimeRecord(value(runtime.replacing("\"\(member)\"", with: "\"x\"")))
            }
        }
        for member in ["verdict", "reasons", "evidence"] {
            #expect(throws: AttestationError.self) {
                try DecisionRecord(value(decision.replacing("\"\(member)\"", with: "\"x\"")))
            }
        }
        #expect(throws: AttestationError.self) { try RebuildRecord(value(rebuild.replacing("false", with: "true"))) }
        #expect(throws: AttestationError.self) { try RebuildRecord(value(rebuild.replacing("identical", with: "x"))) }
    }

    @Test func `documents are told apart by type and by what they say`() throws {
        func document(_ type: String, _ text: String) throws -> DocumentPredicate? {
            try DocumentPredicate(Statement(subjects: [], predicateType: type, predicate: value(text)))
        }
        #expect(try document("https://spdx.dev/Document", #"{"spdxVersion":"SPDX-2.3"}"#)?.version == "SPDX-2.3")
        #expect(
            try document("https://cyclonedx.org/bom/v1.4", #"{"bomFormat":"CycloneDX","specVersion":"1.4"}"#)?.format
                == .cycloneDX)
        #expect(
            try document("https://openvex.dev/ns/v0.2.0", #"{"@context":"https://openvex.dev/ns/v0.2.0"}"#)?.format
                == .openVEX)
        #expect(try document("https://example.org", "{}") == nil)
        #expect(throws: AttestationError.self) { try document("https://cyclonedx.org/bom", "{}") }
    }

    @Test(arguments: [
        "{}", "[]", #"{"buildDefinition":{},"runDetails":{"builder":{"id":"b"}}}"#,
        #"{"buildDefinition":{"buildType":"t","externalParameters":{}},"runDetails":{"builder":{}}}"#,
        #"{"buildDefinition":{"buildType":"t","externalParameters":[]},"runDetails":{"builder":{"id":"b"}}}"#,
        #"{"buildDefinition":{"buildType":1,"externalParameters":{}},"runDetails":{"builder":{"id":"b"}}}"#,
        #"{"buildDefinition":{"buildType":"t","externalParameters":{},"resolvedDependencies":{}},"runDetails":{"builder":{"id":"b"}}}"#,
    ]) func `what lacks required members is refused`(text: String) throws {
        #expect(throws: AttestationError.self) { try SLSAProvenance(value(text)) }
        #expect(throws: AttestationError.self) { try VerificationSummary(value(text)) }
        #expect(throws: AttestationError.self) { try TestResult(value(text)) }
        #expect(throws: AttestationError.self) { try VulnerabilityScan(value(text)) }
        #expect(throws: AttestationError.self) { try AttributeReport(value(text)) }
        #expect(throws: AttestationError.self) { try Release(value(text)) }
        #expect(throws: AttestationError.self) { try Reference(value(text)) }
    }
}
