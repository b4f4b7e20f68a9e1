import JSONText
import Testing

@testable import Advisories
@testable import Commands
@testable import Exploitability

@Suite struct ScanFormatTests {
    static let documents = ScanFormat.allCases.filter { $0 != .table }

    @Test func `these are the formats, and each reads back from its name`() throws {
        #expect(
            ScanFormat.allCases.map(\.rawValue) == [
                "table", "json", "sarif", "cyclonedx-json", "gitlab", "junit", "markdown", "csv",
            ])
        for format in ScanFormat.allCases { #expect(try ScanFormat(format.rawValue) == format) }
    }

    @Test(arguments: ["", "JSON", "xml", "cyclonedx"])
    func `anything else is refused with the list of what is known`(_ text: String) throws {
        let error = #expect(throws: ScanFormatError.self) { try ScanFormat(text) }
        for format in ScanFormat.allCases { #expect(try #require(error).description.contains(format.rawValue)) }
    }

    @Test func `a table is no document`() {
        #expect(throws: ScanFormatError.notADocument) {
            try ScanFormat.table.write(SampleReport.full, toolVersion: "1")
        }
    }

    @Test(arguments: documents)
    func `the same report gives the same bytes, and a time given is written`(_ format: ScanFormat) throws {
        let first = try format.write(SampleReport.full, toolVersion: "1")
        #expect(first == (try format.write(SampleReport.full, toolVersion: "1")))
        let timed = try text(format, SampleReport.full, at: Timestamp(seconds: 1_767_225_600))
        #expect(timed.contains("2026-01-01T00:00:00") == (format != .markdown && format != .csv))
    }

    @Test(arguments: documents)
    func `every finding, what is suppressed, and what is not known are in every format`(_ format: ScanFormat) throws {
        let text = try text(format, SampleReport.full)
        for needed in [
            "CVE-2021-44228", "CVE-2023-0001", "CVE-2023-0002", "CVE-2020-8203", "2026-06-30", "team@example.com",
            "not reachable", "it has no package URL", "blob", "2.15.0",
        ] {
            #expect(text.contains(needed), "\(format.rawValue) lacks \(needed)")
        }
        guard format != .csv else { return }
        for needed in ["usr/lib/x.jar: damaged", "2025-12-31", "2023-11-19"] {
            #expect(text.contains(needed), "\(format.rawValue) lacks \(needed)")
        }
    }

    @Test(arguments: documents)
    func `what has reached its end of life is in every format, and not clean`(_ format: ScanFormat) throws {
        #expect(!SampleReport.ended.isComplete)
        let text = try text(format, SampleReport.ended)
        for needed in ["debian 10 (buster) has reached its end of life on 2024-06-30", "python 3.8"] {
            #expect(text.contains(needed), "\(format.rawValue) lacks \(needed)")
        }
        guard format != .csv else { return }
        #expect(text.contains("CVE-2000-0001"), "\(format.rawValue) lacks the rule that no finding meets")
    }

    @Test(arguments: documents)
    func `no text from outside steers a terminal`(_ format: ScanFormat) throws {
        let bytes = try format.write(SampleReport.hostile, toolVersion: "1")
        #expect(bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0a || (format == .csv && $0 == 0x0d) })
    }

    @Test func `a fingerprint stays when version, name of the image and rules change`() throws {
        func fingerprints(_ version: String, _ subject: String, _ rules: [IgnoreRule]) -> [String] {
            let package = SampleReport.package("a", version, purl: "pkg:npm/a@\(version)")
            let proof = SampleReport.proof("npm", "a", version, advisory: "CVE-1", source: "s", outcome: .inside(nil))
            let report = SampleReport.report(
                subject: subject, [package, package],
                [
                    SampleReport.assessment(["CVE-1"], package: 0, proofs: [proof]),
                    SampleReport.assessment(["CVE-1"], package: 1, proofs: [proof]),
                    SampleReport.assessment(["CVE-2"], package: 0, proofs: [proof]),
                ], rules: rules)
            let content = ReportContent(report, toolVersion: "1", time: nil)
            return (content.findings + content.suppressed).map(\.fingerprint).sorted()
        }
        let first = fingerprints("1.0", "a:1", [])
        #expect(Set(first).count == 3)
        #expect(first == fingerprints("1.1", "b:2", [SampleReport.rule("CVE-1")]))
    }
}

@Suite struct ScanJSONTests {
    @Test(arguments: [SampleReport.full, SampleReport.hostile, SampleReport.ended, SampleReport.empty])
    func `what is written keeps to the published schema`(_ report: ScanReport) throws {
        let schema = try Repository.schema()
        #expect(try JSONSchemaChecker(schema).offences(document(.json, report)) == [])
    }

    @Test func `a document that does not keep to the schema is noticed`() throws {
        let schema = try Repository.schema()
        let text = try text(.json, SampleReport.full)
        for (good, bad) in [
            ("\"isStale\"", "\"stale\""), ("\"affected\"", "\"maybe\""), ("\"score\": 9.8", "\"score\": 98"),
            ("\"outcome\": \"inside\"", "\"outcome\": 1"), ("\"expires\": \"2026-06-30\"", "\"expires\": \"soon\""),
        ] {
            let broken = text.replacing(good, with: bad)
            #expect(broken != text)
            #expect(try !JSONSchemaChecker(schema).offences(JSONDocument(Array(broken.utf8))).isEmpty, "\(bad)")
        }
    }

    @Test func `a finding carries its proofs, its basis and its fix`() throws {
        let root = try document(.json, SampleReport.full).root
        #expect(root["isComplete"]?.bool == false)
        let finding = try #require(root["findings"]?[0])
        #expect(finding["proofs"]?.count == 2)
        #expect(finding["proofs"]?[0]?["interval"]?.string == "[2.13.0,2.15.0)")
        #expect(finding["proofs"]?[0]?["identity"]?["name"]?.string == "org.apache.logging.log4j:log4j-core")
        #expect(finding["proofs"]?[1]?["outcome"]?.string == "elsewhere")
        #expect(finding["proofs"]?[1]?["reason"]?.string == "another platform")
        #expect(finding["severity"]?["score"]?.number == "9.8")
        #expect(finding["exploitation"]?["isKnown"]?.bool == true)
        #expect(finding["exploitation"]?["probability"]?.number == "0.97565")
        #expect(finding["due"]?["class"]?.string == "3DF")
        #expect(finding["due"]?["assumed"]?[0]?.string == "Publicly Exposed")
        #expect(finding["due"]?["derived"]?.count == 2)
        #expect(finding["fix"]?["version"]?.string == "2.15.0")
        #expect(finding["package"]?["path"]?.string == "opt/app/lib/log4j core.jar")
        #expect(root["findings"]?[2]?["exploitation"]?["isKnown"]?.isNull == true)
        #expect(root["suppressed"]?[0]?["rule"]?["reason"]?.string == "not reachable")
        #expect(root["expiredRules"]?[0]?["vulnerability"]?.string == "CVE-2023-0001")
        #expect(root["actions"]?[0]?["target"]?.string == "2.15.0")
    }

    @Test func `texts from outside are as they were found`() throws {
        let root = try document(.json, SampleReport.hostile).root
        #expect(root["subject"]?["name"]?.string == SampleReport.nasty)
        #expect(root["findings"]?[0]?["package"]?["ref"]?.string == SampleReport.nasty)
    }

    @Test(arguments: [(0, "0.0"), (1, "0.000000001"), (975_650_000, "0.97565"), (1_000_000_000, "1.0")])
    func `probabilities are exact`(_ billionths: Int, _ text: String) {
        #expect(ScanJSON.decimal(billionths) == text)
    }
}

func text(_ format: ScanFormat, _ report: ScanReport, at time: Timestamp? = nil) throws -> String {
    String(decoding: try format.write(report, toolVersion: "1.2.3", at: time), as: UTF8.self)
}

func document(_ format: ScanFormat, _ report: ScanReport) throws -> JSONDocument {
    try JSONDocument(format.write(report, toolVersion: "1.2.3"))
}
