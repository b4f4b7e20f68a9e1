import Testing

@testable import Advisories

@Suite struct FeedsTests {
    @Test func areSortedByNamesOfTheirOwn() {
        let names = Feeds.all.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        (
            "amazon-updateinfo", "updateinfo.xml",
            #"<?xml version="1.0"?><updates><update from="x@amazon.com"><id>ALAS2-1-1</id>"#
        ),
        ("cve-list", "cves/CVE-2024-0001.json", #"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{}"#),
        ("debian-changelog", "changes.tsv", "acl\t2.2.49-2\tunstable\tCVE-2009-4411\n"),
        ("debian-cve", "list", "CVE-2024-0001 (x)\n\t- a 1\n"),
        ("debian-dla", "list", "[01 Apr 2023] DLA-3380-1 firmware-nonfree - security update\n\t{CVE-2020-12362}\n"),
        ("debian-dsa", "list", "[29 Mar 2023] DSA-5380-1 xorg-server - security update\n\t{CVE-2023-1393}\n"),
        ("debian-sources", "dists/bookworm/main/source/Sources", "Package: acl\nBinary: acl\nVersion: 2.3\n"),
        (
            "debian-tracker", "json",
            #"{"a": {"CVE-2024-0001": {"releases": {"sid": {"status": "open", "repositories": {"sid": "1"}}}}}}"#
        ),
        ("endoflife", "debian.json", #"[{"cycle":"12","eol":"2028-06-30"}]"#),
        ("endoflife", "debian.json", #"{"schema_version":"1.2.0","result":{"releases":[{"isEol":false}]}}"#),
        (
            "epss", "epss.csv",
            "#model_version:v1,score_date:2025-05-01T00:00:00Z\ncve,epss,percentile\nCVE-2024-0001,0,0\n"
        ),
        ("kev", "kev.json", #"{"title":"x","catalogVersion":"1","count":0,"vulnerabilities":[]}"#),
        (
            "nvd", "nvdcve-2.0-2024.json",
            #"{"resultsPerPage":1,"format":"NVD_CVE","version":"2.0","vulnerabilities":[]}"#
        ),
        (
            "oracle-oval", "oval.xml",
            #"<?xml version="1.0"?><oval_definitions><definition id="oval:com.oracle.elsa:def:1">"#
        ),
        ("redhat-csaf", "cve.json", #"{"document":{"csaf_version":"2.0","publisher":{"name":"Red Hat"}}}"#),
        ("suse-csaf", "su.json", #"{"document":{"csaf_version":"2.0","publisher":{"name":"SUSE"}}}"#),
        ("vulnrichment", "vulnrichment.ndjson", #"{"dataType":"CVE_RECORD","containers":{"adp":[]}}"#),
    ])
    func recogniseTheirOwnAndNoOther(name: String, path: String, start: String) {
        #expect(Feeds.all.filter { FeedProbe($0).recognises(start, path: path) }.map(\.name) == [name])
    }

    @Test(arguments: [
        "", "{}", "[]", "\u{feff}{", #"{"schema_version":"1.7.0","id":"GO-2024-0001","affected":[]}"#,
        "distroversion: v3.20\nreponame: main\npackages:\n", "gem: rails\ncve: 2024-1\n", "Package: a\nVersion: 1\n",
    ])
    func leaveOtherFilesAlone(start: String) {
        let own = Set([
            "amazon-updateinfo", "cve-list", "debian-changelog", "debian-cve", "debian-dla", "debian-dsa",
            "debian-sources", "debian-tracker", "endoflife", "epss", "kev", "nvd", "oracle-oval", "redhat-csaf",
            "suse-csaf",
            "vulnrichment",
        ])
        let found = Feeds.all.filter { own.contains($0.name) && FeedProbe($0).recognises(start) }.map(\.name)
        #expect(found == [])
    }
}
