import JSONText
import Testing

@testable import Advisories
@testable import Commands
@testable import Exploitability

@Suite struct ScanSARIFTests {
    @Test func `a flaw is a rule, a flaw in a package a result that points to it`() throws {
        let run = try #require(document(.sarif, SampleReport.full).root["runs"]?[0])
        let rules = try #require(run["tool"]?["driver"]?["rules"])
        #expect(rules.elements.map { $0["id"]?.string }.prefix(2) == ["CVE-2021-44228", "CVE-2023-0001"])
        #expect(rules[0]?["properties"]?["security-severity"]?.string == "9.8")
        #expect(rules[1]?["properties"]?["security-severity"]?.string == "5.5")
        #expect(rules[2]?["properties"]?["security-severity"] == nil)
        let help = try #require(rules[0]?["help"]?["text"]?.string)
        #expect(help.contains("upgrade org.apache.logging.log4j:log4j-core to 2.15.0"))
        #expect(help.contains("within 3 days"))
        for result in try #require(run["results"]).elements {
            let index = try #require(result["ruleIndex"]?.int)
            #expect(rules[index]?["id"]?.string == result["ruleId"]?.string)
        }
    }

    @Test func `level and kind follow severity, exploitation and verdict`() throws {
        let results = try #require(document(.sarif, SampleReport.full).root["runs"]?[0]?["results"])
        let levels = results.elements.map { "\($0["kind"]?.string ?? "") \($0["level"]?.string ?? "")" }
        #expect(levels == ["fail error", "fail warning", "open none", "fail warning"])
    }

    @Test func `what is suppressed says by whom, why and until when`() throws {
        let results = try #require(document(.sarif, SampleReport.full).root["runs"]?[0]?["results"])
        #expect(results[0]?["suppressions"]?.count == 0)
        let suppression = try #require(results[3]?["suppressions"]?[0])
        #expect(suppression["status"]?.string == "accepted")
        #expect(suppression["justification"]?.string?.contains("2026-06-30 by team@example.com: not reachable") == true)
    }

    @Test func `a location has the image, the path where there is one, and the package`() throws {
        let results = try #require(document(.sarif, SampleReport.full).root["runs"]?[0]?["results"])
        func uri(_ index: Int) -> String? {
            results[index]?["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"]?.string
        }
        #expect(uri(0) == "registry.example/app%3A1.0/opt/app/lib/log4j%20core.jar")
        #expect(uri(1) == "registry.example/app%3A1.0")
        #expect(
            results[1]?["locations"]?[0]?["logicalLocations"]?[0]?["fullyQualifiedName"]?.string
                == "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64")
    }

    @Test func `what is not known is told by the invocation`() throws {
        let invocation = try #require(document(.sarif, SampleReport.full).root["runs"]?[0]?["invocations"]?[0])
        #expect(invocation["executionSuccessful"]?.bool == true)
        let ids = try #require(invocation["toolExecutionNotifications"]).elements.map {
            $0["descriptor"]?["id"]?.string
        }
        #expect(ids == ["stale-database", "unknown-packages", "gap", "expired-rule"])
        let clean = try document(.sarif, SampleReport.empty).root["runs"]?[0]?["invocations"]?[0]
        #expect(clean?["toolExecutionNotifications"]?.count == 0)
    }

    @Test func `messages have no placeholders and no links from outside`() {
        #expect(SARIFText.message("a{0}[x](https://evil.example)\u{1b}") == "a{{0}}[x] (https://evil.example)\u{fffd}")
        #expect(SARIFText.relativeURI("/a b:1") == "a%20b%3A1")
        #expect(SARIFText.relativeURI("") == "artifact")
    }
}

@Suite struct ScanCycloneDXTests {
    @Test func `a vulnerability refers to a component of the document`() throws {
        let root = try document(.cycloneDXJSON, SampleReport.full).root
        let refs = try #require(root["components"]).elements.compactMap { $0["bom-ref"]?.string }
        #expect(refs.count == 4 && Set(refs).count == 4)
        let vulnerabilities = try #require(root["vulnerabilities"])
        #expect(vulnerabilities.count == 4)
        for vulnerability in vulnerabilities.elements {
            #expect(refs.contains(try #require(vulnerability["affects"]?[0]?["ref"]?.string)))
        }
        let first = try #require(vulnerabilities[0])
        #expect(first["ratings"]?[0]?["method"]?.string == "CVSSv31")
        #expect(first["ratings"]?[0]?["vector"]?.string?.hasPrefix("CVSS:3.1/") == true)
        #expect(first["cwes"]?.elements.compactMap(\.int) == [20, 917])
        #expect(first["advisories"]?.elements.map { $0["url"]?.string } == ["https://logging.apache.org/security.html"])
        #expect(first["affects"]?[0]?["versions"]?[0]?["status"]?.string == "affected")
        #expect(first["analysis"] == nil)
        #expect(vulnerabilities[1]?["ratings"]?[0]?["method"]?.string == "other")
        #expect(vulnerabilities[2]?["affects"]?[0]?["versions"]?[0]?["status"]?.string == "unknown")
        #expect(vulnerabilities[3]?["ratings"]?[0]?["method"]?.string == "CVSSv2")
        #expect(vulnerabilities[3]?["analysis"]?["detail"]?.string?.contains("not reachable") == true)
    }

    @Test func `packages with one reference are told apart`() throws {
        let refs = try #require(document(.cycloneDXJSON, SampleReport.hostile).root["components"]).elements
            .compactMap { $0["bom-ref"]?.string }
        #expect(Set(refs).count == 2)
    }
}

@Suite struct ScanGitLabTests {
    @Test func `the members that the schema requires are there`() throws {
        for report in [SampleReport.full, SampleReport.hostile, SampleReport.empty] {
            let root = try document(.gitlab, report).root
            let scan = try #require(root["scan"])
            for key in ["analyzer", "end_time", "scanner", "start_time", "status", "type"] { #expect(scan[key] != nil) }
            #expect(scan["start_time"]?.string == "2023-11-14T22:13:20")
            for vulnerability in try #require(root["vulnerabilities"]).elements {
                #expect(vulnerability["id"]?.string?.utf8.count == 36)
                #expect(try #require(vulnerability["name"]?.string).unicodeScalars.count <= 255)
                #expect(vulnerability["identifiers"]?[0]?["value"]?.string?.isEmpty == false)
                let location = try #require(vulnerability["location"])
                for key in ["dependency", "operating_system", "image"] { #expect(location[key] != nil) }
            }
        }
    }

    @Test func `what is suppressed and what is unknown are messages, not vulnerabilities`() throws {
        let root = try document(.gitlab, SampleReport.full).root
        #expect(root["vulnerabilities"]?.count == 3)
        let levels = try #require(root["scan"]?["messages"]).elements.map { $0["level"]?.string }
        #expect(levels == ["warn", "warn", "warn", "warn", "info"])
    }

    @Test func `a long name is cut to what GitLab takes`() throws {
        let package = SampleReport.package("a", "1", purl: "pkg:npm/a@1")
        let proof = SampleReport.proof("npm", "a", "1", advisory: "CVE-1", source: "s", outcome: .inside(nil))
        let long = SampleReport.assessment(
            ["CVE-1"], package: 0, proofs: [proof], summary: String(repeating: "é", count: 400))
        let root = try document(.gitlab, SampleReport.report([package], [long])).root
        #expect(root["vulnerabilities"]?[0]?["name"]?.string?.unicodeScalars.count == 255)
    }
}

@Suite struct ScanJUnitTests {
    @Test func `findings fail, what is suppressed is skipped, what is unknown is an error`() throws {
        let xml = try text(.junit, SampleReport.full)
        #expect(xml.contains("tests=\"7\" failures=\"2\" errors=\"3\" skipped=\"2\""))
        #expect(xml.components(of: "<testcase ") == 7)
        #expect(xml.components(of: "<failure ") == 2)
        #expect(xml.components(of: "<error ") == 3)
        #expect(xml.components(of: "<skipped ") == 2)
        #expect(xml.contains("<testcase classname=\"maven\" name=\"log4j-core 2.14.1\">"))
    }

    @Test func `a package of which nothing is decided is an error, not passed`() throws {
        let package = SampleReport.package("a", "1", purl: "pkg:npm/a@1")
        let proof = SampleReport.proof("npm", "a", "1", advisory: "CVE-1", source: "s", outcome: .unknown("no order"))
        let report = SampleReport.report(
            [package], [SampleReport.assessment(["CVE-1"], package: 0, proofs: [proof], verdict: .unknown)])
        #expect(try text(.junit, report).contains("failures=\"0\" errors=\"1\""))
    }

    @Test func `markup is escaped and forbidden characters are replaced`() throws {
        #expect(
            XMLText.escaped("<a b=\"c\" d='e'>&\n\u{0}\u{ffff}")
                == "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;&#10;\u{fffd}\u{fffd}")
        #expect(XMLText.line("a\nb") == "a\u{fffd}b")
        #expect(try !text(.junit, SampleReport.hostile).contains("<b>"))
    }
}

@Suite struct ScanMarkdownTests {
    @Test func `what to do comes first, then the findings, then what is left out and not known`() throws {
        let markdown = try text(.markdown, SampleReport.full)
        let order = ["# `registry", "## What to do", "## Findings", "## Left out by rules", "## Not known"]
        let places = try order.map { try #require(markdown.firstRange(of: $0)?.lowerBound) }
        #expect(places == places.sorted())
        #expect(markdown.contains("| `CVE-2021-44228` | `log4j-core` | `2.14.1` | critical 9.8 | **yes** |"))
        #expect(markdown.contains("the answer is not complete"))
        #expect(try !text(.markdown, SampleReport.empty).contains("##"))
    }

    @Test func `a hostile name stays within its code span and its cell`() throws {
        #expect(MarkdownText.code("a`b|c\nd") == "`a\u{fffd}b\u{fffd}c\u{fffd}d`")
        #expect(MarkdownText.code("") == "`-`")
        for line in try text(.markdown, SampleReport.hostile).split(separator: "\n") {
            #expect(line.count { $0 == "`" }.isMultiple(of: 2))
            if line.hasPrefix("| ") { #expect(line.count { $0 == "|" } == 8) }
            let outside = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
            #expect(!outside.contains("evil.example") && !outside.contains("<") && !outside.contains("@all"))
        }
    }

    @Test func `a long list is cut and what is left out is counted`() throws {
        let packages = (0..<130).map { SampleReport.package("p\($0)", "1", purl: "pkg:npm/p\($0)@1") }
        let assessments = packages.indices.map { index in
            SampleReport.assessment(
                ["CVE-\(index)"], package: index,
                proofs: [
                    SampleReport.proof("npm", "p", "1", advisory: "CVE", source: "s", outcome: .inside(nil))
                ])
        }
        let markdown = try text(.markdown, SampleReport.report(packages, assessments))
        #expect(markdown.contains("**130 vulnerabilities**"))
        #expect(markdown.contains("and 30 more"))
        #expect(markdown.components(of: "| `CVE-") == ScanMarkdown.mostRows)
    }
}

@Suite struct ScanCSVTests {
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""),
        ("-1", "\"'-1\""), ("@angular/core", "\"'@angular/core\""), (" =1", "\"' =1\""),
        ("a\r\nb", "a\u{fffd}\u{fffd}b"),
        ("\t=1", "\u{fffd}=1"), ("", ""), ("＝1", "\"'＝1\""),
    ])
    func `cells are quoted, and no cell is a formula`(_ text: String, _ cell: String) {
        #expect(ScanCSV.cell(text) == cell)
    }

    @Test func `there is a row for each finding, suppressed or not, and for each unknown package`() throws {
        let rows = try text(.csv, SampleReport.full).split(separator: "\r\n")
        let statuses = rows.dropFirst().map { $0.prefix { $0 != "," } }
        #expect(statuses == ["affected", "affected", "unknown", "suppressed", "not judged"])
        #expect(rows.last?.count { $0 == "," } == rows.first?.count { $0 == "," })
    }
}

@Suite struct FlawNameTests {
    @Test(arguments: [
        ("CVE-2024-3094", "https://nvd.nist.gov/vuln/detail/CVE-2024-3094"),
        ("RUSTSEC-2021-0001", "https://rustsec.org/advisories/RUSTSEC-2021-0001.html"),
        ("CVE-1\"><script>", nil), ("TEMP-1", nil), ("", nil), ("-", nil), ("CVE-1/../../x", nil),
    ])
    func `links are made only of names that are names`(_ name: String, _ link: String?) {
        #expect(FlawName.link(name) == link)
    }

    @Test(arguments: [
        ("https://a.example/x", true), ("http://a.example/%20", true), ("javascript:alert(1)", false),
        ("https://a.example/\"", false), ("https://a.example/%2", false), ("https://a.example/ x", false),
        ("https://", false), ("https://a.example/#a#b", false),
    ])
    func `only web addresses are links`(_ text: String, _ isLink: Bool) { #expect(FlawName.isLink(text) == isLink) }

    @Test(arguments: [("CWE-79", 79), ("NVD-CWE-Other", nil), ("CWE-", nil), ("CWE-99999999999", nil)])
    func `weaknesses are numbers`(_ text: String, _ number: Int?) { #expect(FlawName.weakness(text) == number) }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
