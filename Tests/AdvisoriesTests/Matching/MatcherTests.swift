import Content
import Inventory
import Testing

@testable import Advisories

@Suite struct MatcherTests {
    private static let debian = Ecosystem(.debian, "12")
    private static let redhat = Ecosystem(.redhat, "9")

    private static func affected(
        _ ecosystem: Ecosystem, _ name: String, _ naming: Affected.Naming = .source, below fix: String? = nil,
        _ change: (inout Affected) -> Void = { _ in }
    ) -> Affected {
        var affected = Affected(ecosystem, name, naming: naming)
        affected.ranges = [fix.map { .before($0) } ?? .everything]
        affected.fix = fix.map { Fix(.fixed, [$0]) } ?? Fix(.notFixed)
        change(&affected)
        return affected
    }

    private static func record(
        _ id: String, _ affected: Affected, from source: String = "test", of flaw: String = "CVE-2024-1",
        status: Advisory.Status = .published
    ) -> Advisory {
        var advisory = Advisory(source: source, id: id, document: Digest.of(Array(id.utf8)))
        if flaw != id { advisory.aliases = [flaw] }
        advisory.status = status
        advisory.affected = [affected]
        return advisory
    }

    private static func package(_ purl: String, source: String? = nil, owner: String? = nil) throws -> ScannedPackage {
        let url = try #require(PackageURL(purl), "\(purl)")
        var package = ScannedPackage(ref: purl, name: url.name, version: url.version ?? "", purl: url)
        package.source = source
        package.owner = owner
        return package
    }

    private static func match(
        _ records: [Advisory], _ packages: [ScannedPackage], on distribution: (id: String, version: String?)? = nil
    ) throws -> MatchResult {
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes(records))
        let result = try Matcher(database, distribution: distribution, keepsRuledOut: true).match(packages)
        // What is kept besides changes no finding.
        let brief = try Matcher(database, distribution: distribution).match(packages)
        #expect(brief.findings.map(\.proofs) == result.findings.map(\.proofs))
        #expect(brief.ruledOut.isEmpty)
        return result
    }

    /// `affected`, `unknown`, `ruled out`, `nothing`, or why nothing can be said of the package.
    private static func verdict(
        _ records: [Advisory], _ purl: String, source: String? = nil,
        on distribution: (id: String, version: String?)? = nil
    ) throws -> String {
        let result = try match(records, [try package(purl, source: source)], on: distribution)
        #expect(result.findings.count + result.ruledOut.count + result.unknown.count <= 1)
        return result.findings.first?.verdict.rawValue ?? result.unknown.first?.reason
            ?? (result.ruledOut.isEmpty ? "nothing" : "ruled out")
    }

    @Test(arguments: [
        ("pkg:deb/debian/libssl3@3.0.10-1?distro=debian-12&upstream=openssl", "affected"),
        ("pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl", "ruled out"),
        ("pkg:deb/debian/libssl3@3.0.11-1~deb12u1?distro=debian-12&upstream=openssl", "affected"),
        ("pkg:deb/debian/libssl3@3.0.11-1%2Bb1?distro=debian-12&upstream=openssl", "ruled out"),
        ("pkg:deb/debian/libssl3@1:1.0?distro=debian-12&upstream=openssl%403.0.10-1", "affected"),
        ("pkg:deb/debian/libssl3@1.0?distro=debian-12&upstream=openssl%401:1.0", "ruled out"),
        ("pkg:deb/debian/openssl@3.0.10-1?distro=bookworm", "affected"),
        // A binary package of another source that has the name of the source.
        ("pkg:deb/debian/openssl@3.0.10-1?distro=debian-12&upstream=other", "nothing"),
        ("pkg:deb/debian/libssl3@3.0.10-1?distro=debian-12", "nothing"),
        ("pkg:deb/debian/openssl@3.0.10-1?distro=debian-11", "the database has no data for debian:11"),
        ("pkg:deb/debian/openssl@3.0.10-1", "the release of the distribution debian is not known"),
        ("pkg:deb/ubuntu/openssl@3.0.10-1?distro=ubuntu-22.04", "the database has no data for ubuntu"),
        (
            "pkg:deb/nowhere/openssl@3.0.10-1?distro=nowhere-1",
            "no advisories are kept for packages of type deb/nowhere"
        ),
        ("pkg:deb/debian/openssl?distro=debian-12", "its version is not known"),
        ("pkg:generic/openssl@1", "no advisories are kept for packages of type generic"),
    ])
    func `judges Debian's packages by their source and its version`(_ purl: String, _ expected: String) throws {
        let records = [Self.record("DSA-1", Self.affected(Self.debian, "openssl", below: "3.0.11-1"))]
        #expect(try Self.verdict(records, purl) == expected)
    }

    @Test func `a rebuild and a repacked source keep their order`() throws {
        let records = [Self.record("DSA-1", Self.affected(Self.debian, "tiff", below: "4.5.0+dfsg-6+deb12u2"))]
        for (version, expected) in [
            ("4.5.0%2Bdfsg-6%2Bdeb12u1", "affected"), ("4.5.0%2Bdfsg-6%2Bdeb12u1%2Bb1", "affected"),
            ("4.5.0%2Bdfsg-6%2Bdeb12u2%2Bb3", "ruled out"), ("4.5.0-6", "affected"), ("1:1.0-1", "ruled out"),
        ] {
            #expect(
                try Self.verdict(records, "pkg:deb/debian/tiff@\(version)?distro=debian-12") == expected, "\(version)")
        }
    }

    @Test func `the release of one distribution says nothing of another's packages`() throws {
        let records = [Self.record("DSA-1", Self.affected(Self.debian, "openssl", below: "9"))]
        let purl = "pkg:deb/debian/openssl@1"
        #expect(try Self.verdict(records, purl, on: ("debian", "12")) == "affected")
        #expect(
            try Self.verdict(records, purl, on: ("ubuntu", "12.04"))
                == "the release of the distribution debian is not known")
    }

    @Test func `a source package's file name has the epoch of what it is compared with`() throws {
        let errno = "pkg:rpm/redhat/perl-Errno@1.28-419.el9?distro=rhel-9.2&upstream=perl-"
        let below = [Self.record("RHSA-1", Self.affected(Self.redhat, "perl", below: "4:5.26.3-419"))]
        #expect(try Self.verdict(below, errno + "5.26.3-418.src.rpm") == "affected")
        #expect(try Self.verdict(below, errno + "5.26.3-420.src.rpm") == "ruled out")
        let since = [
            Self.record(
                "RHSA-1",
                Self.affected(Self.redhat, "perl") {
                    $0.ranges = [.events([.introduced("4:5.20"), .fixed("4:5.26.3-419")])]
                })
        ]
        #expect(try Self.verdict(since, errno + "5.26.3-418.src.rpm") == "affected")
        #expect(try Self.verdict(since, errno + "5.10.0-1.src.rpm") == "ruled out")
        // Its own version without an epoch has the epoch 0.
        let own = [Self.record("RHSA-1", Self.affected(Self.redhat, "perl", .binary, below: "4:5.26.3-419"))]
        #expect(try Self.verdict(own, "pkg:rpm/redhat/perl@5.26.3-420?distro=rhel-9") == "affected")
        #expect(try Self.verdict(own, "pkg:rpm/redhat/perl@5.26.3-420?distro=rhel-9&epoch=4") == "ruled out")
    }

    @Test(arguments: [
        ("18.14.2-2.module%2Bel9.2.0", "rpmmod=nodejs:18:920:abc", "affected"),
        ("18.14.2-2.module%2Bel9.2.0", "rpmmod=nodejs:16:920:abc", "ruled out"),
        ("18.14.2-2.module%2Bel9.2.0", "", "unknown"),
        ("16.19.1-1.el9_2", "", "ruled out"),
        ("18.15.0-1.module%2Bel9.2.0", "", "ruled out"),
    ])
    func `a module's record speaks of its own stream`(_ version: String, _ module: String, _ expected: String) throws {
        let records = [
            Self.record(
                "RHSA-1", Self.affected(Self.redhat, "nodejs", .binary, below: "18.15.0") { $0.module = "nodejs:18" })
        ]
        let purl = "pkg:rpm/redhat/nodejs@\(version)?distro=rhel-9" + (module.isEmpty ? "" : "&\(module)")
        #expect(try Self.verdict(records, purl) == expected)
    }

    @Test func `what is said of another channel, architecture, module or system neither accuses nor clears`() throws {
        let changes: [(inout Affected) -> Void] = [
            { $0.channel = "eus" }, { $0.architectures = ["s390x"] }, { $0.module = "a:1" },
            { $0.platforms = ["windows"] },
        ]
        let purl = "pkg:rpm/redhat/sudo@1.9-1?distro=rhel-9&arch=x86_64"
        for change in changes {
            let accuses = [Self.record("RHSA-1", Self.affected(Self.redhat, "sudo", .binary, below: "2", change))]
            #expect(try Self.verdict(accuses, purl) == "ruled out")
            let clears = [
                Self.record("RHSA-1", Self.affected(Self.redhat, "sudo", .binary, below: "2")),
                Self.record(
                    "VEX-1",
                    Self.affected(Self.redhat, "sudo", .binary) {
                        $0.verdict = .unaffected
                        $0.ranges = []
                        change(&$0)
                    }),
            ]
            #expect(try Self.verdict(clears, purl) == "affected")
        }
        let own = [
            Self.record(
                "RHSA-1", Self.affected(Self.redhat, "sudo", .binary, below: "2") { $0.architectures = ["x86_64"] })
        ]
        #expect(try Self.verdict(own, purl) == "affected")
    }

    @Test func `Alpine's records are of the origin`() throws {
        let records = [
            Self.record("ALPINE-1", Self.affected(Ecosystem(.alpine, "v3.20"), "openssl", below: "3.3.1-r1"))
        ]
        let purl = "pkg:apk/alpine/libcrypto3@3.3.1-"
        #expect(try Self.verdict(records, purl + "r0?distro=alpine-3.20.3&upstream=openssl") == "affected")
        #expect(try Self.verdict(records, purl + "r1?distro=alpine-3.20.3&upstream=openssl") == "ruled out")
        #expect(
            try Self.verdict(records, purl + "r0?distro=alpine-3.19.1&upstream=openssl")
                == "the database has no data for alpine:v3.19")
    }

    @Test func `a record that clears a package outranks what others say, not what its own source says`() throws {
        let accuses = Self.record("A-1", Self.affected(Self.debian, "x", below: "9"), from: "a")
        func clears(_ source: String, _ ranges: [RangeStatement]) -> Advisory {
            Self.record(
                "C-1",
                Self.affected(Self.debian, "x") {
                    $0.verdict = .unaffected
                    $0.ranges = ranges
                }, from: source)
        }
        let purl = "pkg:deb/debian/x@1?distro=debian-12"
        #expect(try Self.verdict([accuses, clears("b", [])], purl) == "ruled out")
        #expect(try Self.verdict([accuses, clears("b", [.everything])], purl) == "ruled out")
        #expect(try Self.verdict([accuses, clears("b", [.events([.introduced("2")])])], purl) == "affected")
        #expect(try Self.verdict([accuses, clears("a", [])], purl) == "affected")
        #expect(try Self.verdict([clears("b", [.events([.introduced("2")])])], purl) == "ruled out")
    }

    @Test func `a changelog counts where nobody states anything`() throws {
        func changelog(_ version: String) -> Advisory {
            Self.record(
                "CVE-2024-1",
                Self.affected(Self.debian, "x") {
                    $0.verdict = .unaffected
                    $0.basis = .changelog
                    $0.ranges = [.events([.introduced(version)])]
                    $0.fix = Fix(.fixed, [version])
                }, from: "debian-changelog")
        }
        let stated = Self.record("DSA-1", Self.affected(Self.debian, "x", below: "2"), from: "debian-dsa")
        let purl = "pkg:deb/debian/x@1?distro=debian-12"
        #expect(try Self.verdict([stated, changelog("1")], purl) == "affected")
        #expect(try Self.verdict([stated, changelog("1")], "pkg:deb/debian/x@2?distro=debian-12") == "ruled out")
        #expect(try Self.verdict([changelog("1")], purl) == "ruled out")
        // It tells since when the fix is there, not that anything older has the flaw.
        #expect(try Self.verdict([changelog("2")], purl) == "unknown")
    }

    @Test(arguments: [Advisory.Status.withdrawn, .rejected])
    func `what was taken back never matches`(_ status: Advisory.Status) throws {
        let records = [
            Self.record("DSA-1", Self.affected(Self.debian, "x"), of: "CVE-1", status: status),
            Self.record("DSA-2", Self.affected(Self.debian, "y"), of: "CVE-2"),
        ]
        #expect(try Self.verdict(records, "pkg:deb/debian/x@1?distro=debian-12") == "nothing")
        let database = try AdvisoryDatabase(AdvisoryDatabase.bytes(records))
        #expect(try database.advisory(0).status == status)
    }

    @Test func `what cannot be decided is unknown, not outside`() throws {
        let go = Ecosystem(.golang)
        let fixed = [Self.record("GO-1", Self.affected(go, "example.org/a", .only, below: "1.2.3"))]
        #expect(try Self.verdict(fixed, "pkg:golang/example.org/a@(devel)") == "unknown")
        #expect(try Self.verdict(fixed, "pkg:golang/example.org/a@v1.2.2") == "affected")
        #expect(try Self.verdict(fixed, "pkg:golang/Example.org/A@v1.2.3") == "ruled out")
        let undecidable = [Self.record("GO-1", Self.affected(go, "example.org/a", .only, below: "(devel)"))]
        #expect(try Self.verdict(undecidable, "pkg:golang/example.org/a@v1.0.0") == "unknown")
        let silent = [Self.record("GO-1", Self.affected(go, "example.org/a", .only) { $0.ranges = [] })]
        #expect(try Self.verdict(silent, "pkg:golang/example.org/a@v1.0.0") == "unknown")
        let pending = [
            Self.record("GO-1", Self.affected(go, "example.org/a", .only) { $0.verdict = .underInvestigation })
        ]
        #expect(try Self.verdict(pending, "pkg:golang/example.org/a@v1.0.0") == "unknown")
        let listed = [
            Self.record(
                "GO-1",
                Self.affected(go, "example.org/a", .only) {
                    $0.ranges = []
                    $0.versions = ["(devel)", "1.0.0"]
                })
        ]
        #expect(try Self.verdict(listed, "pkg:golang/example.org/a@(devel)") == "affected")
        #expect(try Self.verdict(listed, "pkg:golang/example.org/a@v1.0.0") == "affected")
        #expect(try Self.verdict(listed, "pkg:golang/example.org/a@v1.0.1") == "ruled out")
    }

    @Test func `several records of one flaw are one finding with its proofs`() throws {
        let npm = Ecosystem(.npm)
        let records = [
            Self.record("GHSA-a", Self.affected(npm, "x", .only, below: "2.0.0"), from: "ghsa"),
            Self.record("OTHER-1", Self.affected(npm, "x", .only, below: "1.5.0"), from: "other"),
        ]
        let result = try Self.match(records, [Self.package("pkg:npm/x@1.7.0")])
        #expect(result.findings.count == 1)
        #expect(result.findings.first?.proofs.map(\.source) == ["ghsa", "other"])
        #expect(result.findings.first?.proofs.map(\.outcome) == [.inside(.below("2.0.0")), .outside])
        #expect(result.findings.first?.fix.version == "2.0.0")
    }

    @Test func `a language's package is judged through the distribution's that owns it, if that is judged`() throws {
        let records = [
            Self.record("DSA-1", Self.affected(Self.debian, "requests", below: "9")),
            Self.record("PYSEC-1", Self.affected(Ecosystem(.pypi), "requests", .only, below: "9")),
        ]
        func packages(_ release: String, owner: String) throws -> [ScannedPackage] {
            let os = try Self.package("pkg:deb/debian/python3-requests@1?distro=debian-\(release)&upstream=requests")
            return [os, try Self.package("pkg:pypi/requests@1", owner: owner == "it" ? os.ref : owner)]
        }
        let owned = try Self.match(records, packages("12", owner: "it"))
        #expect(owned.findings.map(\.package) == [0])
        #expect(owned.judgedByOwner == 1)
        // An owner of which nothing is known, or that is not there, answers for nothing.
        let unknown = try Self.match(records, packages("13", owner: "it"))
        #expect(unknown.findings.map(\.package) == [1])
        #expect(unknown.unknown.map(\.package) == [0])
        #expect(try Self.match(records, packages("12", owner: "nobody")).findings.map(\.package) == [0, 1])
    }

    @Test func `names are looked up as their registry writes them`() throws {
        var random = FixedRandom(9)
        let letters = Array("aBz09-_./é")
        for family in Ecosystem.Family.allCases {
            for _ in 0..<200 {
                let name = String(
                    (0..<Int.random(in: 1...8, using: &random)).map { _ in
                        letters[Int.random(in: 0..<letters.count, using: &random)]
                    })
                var bytes = Array(name.utf8)
                let isPlain = Ecosystem(family).normalise(bytes: &bytes)
                #expect(isPlain == !name.contains("é"))
                if isPlain {
                    #expect(
                        String(decoding: bytes, as: UTF8.self) == Ecosystem(family).normalise(name), "\(family) \(name)"
                    )
                }
            }
        }
    }

    @Test func `the fix is that of the package's own branch`() throws {
        let records = [
            Self.record(
                "GHSA-a",
                Self.affected(Ecosystem(.npm), "x", .only) {
                    $0.ranges = [.before("1.5.3"), .events([.introduced("2.0.0"), .fixed("2.0.1")])]
                    $0.fix = Fix(.fixed, ["1.5.3", "2.0.1"])
                })
        ]
        for (version, fix) in [("1.0.0", "1.5.3"), ("2.0.0", "2.0.1")] {
            let result = try Self.match(records, [Self.package("pkg:npm/x@\(version)")])
            #expect(result.findings.first?.fix.version == fix)
        }
    }
}
