import Testing

@testable import Inventory

@Suite struct OSReleaseReaderTests {
    @Test func readsQuotesAsAShellWould() throws {
        let text = """
            # comment
            NAME="Red Hat \\"Linux\\" \\$5"
            ID='rhel'
            ID_LIKE="fedora centos"
            VERSION_ID=9.4
            VERSION_CODENAME=plow extra
            CPE_NAME="cpe:/o:redhat:enterprise_linux:9::baseos"\r
            BROKEN="unterminated
            """
        let release = try #require(OSReleaseReader.parse(text, path: "etc/os-release"))
        #expect(release.id == "rhel")
        #expect(release.idLike == ["fedora", "centos"])
        #expect(release.name == "Red Hat \"Linux\" $5")
        #expect(release.codename == "plow")
        #expect(release.cpe == "cpe:/o:redhat:enterprise_linux:9::baseos")
        #expect(release.distro == "rhel-9.4")
    }

    @Test func saysNothingWhereNothingIsNamed() {
        #expect(OSReleaseReader.parse("VERSION_ID=1", path: "x") == nil)
        #expect(OSReleaseReader.parse("ID=\"", path: "x") == nil)
        #expect(OSReleaseReader.read([:]) == nil)
    }

    @Test(arguments: [
        (["etc/redhat-release": "CentOS release 6.10 (Final)\n"], "centos-6.10", "6.10" as String?),
        (["etc/system-release-cpe": "cpe:/o:amazon:linux:2018.03:ga\n"], "amzn-2018.03", nil),
        (["etc/system-release-cpe": "cpe:2.3:o:amazon:amazon_linux:2\n"], "amzn-2", nil),
        (["etc/alpine-release": "3.4.6\n"], "alpine-3.4.6", "3.4.6"),
        (["etc/debian_version": "8.11\n"], "debian-8", "8.11"),
        (["etc/debian_version": "trixie/sid\n"], "debian", "trixie/sid"),
        (["usr/lib/os-release": "ID=debian\nVERSION_ID=\"12\"", "etc/debian_version": "12.5"], "debian-12", "12.5"),
        (["etc/os-release": "ID=ubuntu\nVERSION_ID=22.04", "etc/debian_version": "bookworm/sid"], "ubuntu-22.04", nil),
        (["etc/openwrt_release": "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='23.05.2'\n"], "openwrt-23.05.2", nil),
    ])
    func fallsBackToOlderFiles(_ files: [String: String], _ distro: String, _ point: String?) throws {
        let release = try #require(OSReleaseReader.read(files))
        #expect(release.distro == distro)
        #expect(release.pointRelease == point)
    }
}
