import Archive
import Content
import Testing

@testable import Inventory

@Suite struct PacmanDatabaseCataloguerTests {
    @Test func joinsDescriptionListAndTree() throws {
        let desc = """
            %NAME%
            zlib

            %VERSION%
            1:1.3.1-1

            %BASE%
            zlib-src

            %ARCH%
            x86_64

            %URL%
            https://www.zlib.net/

            %LICENSE%
            Zlib

            %REASON%
            1

            %DEPENDS%
            glibc>=2.38
            libz.so=1-64

            %OPTDEPENDS%
            python: for scripts

            %PROVIDES%
            libz.so=1-64

            """
        let files =
            "%FILES%\nusr/\nusr/lib/\nusr/lib/libz.so.1\netc/z.conf\nusr/share/a b\n\n%BACKUP%\netc/z.conf\td41d8cd98f00b204e9800998ecf8427e\n"
        let sum = Digest.of(Array("x".utf8)).hex
        let mtree = """
            #mtree
            /set type=file uid=0 gid=0 mode=644
            ./.PKGINFO time=1.0 size=1 sha256digest=\(sum)
            ./usr time=1.0 type=dir
            ./usr/lib/libz.so.1 time=1.0 size=1 md5digest=00 sha256digest=\(sum)
            ./usr/share/a\\040b time=1.0 size=1 sha256digest=\(sum)
            """
        let root = "var/lib/pacman/local/zlib-1:1.3.1-1"
        let view = try FactsView(
            PacmanDatabaseCataloguer(),
            [
                (root + "/desc", Array(desc.utf8)), (root + "/files", Array(files.utf8)),
                (root + "/mtree", Array(mtree.utf8)),
            ], release: OSRelease(id: "arch"))
        var yield = Yield()
        PacmanDatabaseCataloguer().conclude(view, into: &yield)
        let zlib = try #require(yield.components.first)
        #expect(zlib.purl?.description == "pkg:alpm/arch/zlib@1:1.3.1-1?arch=x86_64&distro=arch&upstream=zlib-src")
        #expect(zlib.files.map(\.path) == ["usr/lib/libz.so.1", "etc/z.conf", "usr/share/a b"])
        #expect(zlib.files.map { $0.digest?.algorithm } == [.sha256, .md5, .sha256])
        #expect(zlib.files[1].isConfiguration)
        #expect(
            zlib.requirements == [
                Requirement("glibc"), Requirement("libz.so"), Requirement("python", relation: .optional),
            ])
        #expect(zlib.provides == ["libz.so"])
        #expect(zlib.properties["explicit"] == nil)
    }

    @Test func refusesADescriptionWithoutAName() {
        var yield = Yield()
        #expect(throws: (any Error).self) {
            try Array("%%\n%VERSION%\n".utf8).withUnsafeBytes {
                try PacmanDatabaseCataloguer().read(
                    WantedFile(path: "var/lib/pacman/local/x/desc", bytes: $0), into: &yield)
            }
        }
    }
}

@Suite struct PortageDatabaseCataloguerTests {
    @Test func readsContentsAndVariables() throws {
        let root = "var/db/pkg/dev-libs/openssl-3.1.4-r2"
        let contents = """
            dir /usr
            obj /usr/share/a file d41d8cd98f00b204e9800998ecf8427e 1700000000
            sym /usr/lib/libssl.so -> libssl.so.3 1700000000
            """
        let view = try FactsView(
            PortageDatabaseCataloguer(),
            [
                (root + "/CONTENTS", Array(contents.utf8)), (root + "/LICENSE", Array("Apache-2.0\n".utf8)),
                (
                    root + "/RDEPEND",
                    Array("|| ( a/b >=c/d-e-1.2:0= ) zlib? ( sys-libs/zlib[x] ) !x/y dev-lang/perl".utf8)
                ),
            ])
        var yield = Yield()
        PortageDatabaseCataloguer().conclude(view, into: &yield)
        let component = try #require(yield.components.first)
        #expect(component.purl?.description == "pkg:ebuild/dev-libs/openssl@3.1.4-r2")
        #expect(component.licences == [Licence("Apache-2.0")])
        #expect(component.files.map(\.path) == ["usr/share/a file", "usr/lib/libssl.so"])
        #expect(component.files[0].digest?.algorithm == .md5)
        #expect(
            component.requirements == [
                Requirement(["a/b", "c/d-e"]), Requirement("sys-libs/zlib", relation: .optional),
                Requirement("dev-lang/perl"),
            ])
    }

    @Test(arguments: [
        ("gtk+-2.24.33-r3", "gtk+", "2.24.33-r3"), ("font-adobe-100dpi-1.0.4", "font-adobe-100dpi", "1.0.4"),
        ("a-1", "a", "1"),
    ])
    func cutsNamesFromVersions(_ text: String, _ name: String, _ version: String) {
        let parts = PortageAtom.split(text)
        #expect(parts?.name == name)
        #expect(parts?.version == version)
    }

    @Test(arguments: ["", "-", "a", "-1", "a-r1", "a-b"]) func refusesNamesWithoutAVersion(_ text: String) {
        #expect(PortageAtom.split(text) == nil)
    }
}

@Suite struct OpkgDatabaseCataloguerTests {
    @Test func readsStatusAndLists() throws {
        let status = """
            Package: dnsmasq
            Version: 2.90-1
            Depends: libc, libubus20230605 | ubus (>= 1)
            Provides: dns
            Status: install user installed
            Architecture: x86_64
            Conffiles:
             /etc/config/dhcp abc

            Package: gone
            Version: 1
            Status: deinstall ok not-installed

            Version: 2

            """
        let view = try FactsView(
            OpkgDatabaseCataloguer(),
            [
                ("usr/lib/opkg/status", Array(status.utf8)),
                ("usr/lib/opkg/info/dnsmasq.list", Array("/usr/sbin/dnsmasq\n/etc/config/dhcp\n".utf8)),
            ], release: OSRelease(id: "openwrt", versionID: "23.05.3"))
        var yield = Yield()
        OpkgDatabaseCataloguer().conclude(view, into: &yield)
        #expect(yield.components.count == 1)
        let component = try #require(yield.components.first)
        #expect(component.purl?.description == "pkg:opkg/dnsmasq@2.90-1?arch=x86_64&distro=openwrt-23.05.3")
        #expect(component.files.map(\.path) == ["etc/config/dhcp", "usr/sbin/dnsmasq"])
        #expect(component.requirements == [Requirement("libc"), Requirement(["libubus20230605", "ubus"])])
        #expect(component.provides == ["dns"])
    }
}
