import Content
import Testing

@testable import Inventory

@Suite struct AlpineDatabaseCataloguerTests {
    static let database = """
        C:Q1pSfCJmfaL7nGkZbOCWGxE9RKGUQ=
        P:libcrypto3
        V:3.1.4-r5
        A:x86_64
        S:1710604
        I:4476928
        T:Crypto library from openssl
        U:https://www.openssl.org/
        L:Apache-2.0
        o:openssl
        m:Ariadne Conill <ariadne@dereferenced.org>
        t:1706309063
        c:b784a22cad0c452586b438cb7a597d846fc09ff4
        D:so:libc.musl-x86_64.so.1 busybox>=1.36 !uclibc
        p:so:libcrypto.so.3=3.1.4-r5 pc:libcrypto=3.1.4
        F:etc
        F:etc/ssl
        R:openssl.cnf
        Z:Q12kE4D4dSr4NS3RZ5oTrHwAG0YLQ=
        F:
        R:top
        a:0:0:755
        Z:Q2LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=

        V:1

        P:.build-deps
        V:20240101.000000
        D:gcc~12 make

        P:busybox
        V:1.36.1-r15
        A:x86_64
        L:GPL-2.0-only
        o:busybox
        """

    private func conclude(_ text: String, world: String = "", release: OSRelease? = nil) throws -> (Yield, [Yield.Gap])
    {
        let cataloguer = AlpineDatabaseCataloguer()
        var read = Yield()
        try Array(text.utf8).withUnsafeBytes {
            try cataloguer.read(WantedFile(path: "lib/apk/db/installed", bytes: $0), into: &read)
        }
        let view = try FactsView(
            cataloguer, [("lib/apk/db/installed", Array(text.utf8)), ("etc/apk/world", Array(world.utf8))],
            release: release)
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        return (yield, read.gaps)
    }

    @Test func readsFieldsThatDifferByCase() throws {
        let (yield, gaps) = try conclude(
            Self.database, world: "busybox>1\n.build-deps=20240101.000000\n",
            release: OSRelease(id: "alpine", versionID: "3.19.1"))
        #expect(gaps.map(\.reason) == ["record 2 has no name"])
        #expect(yield.components.map(\.name) == ["libcrypto3", ".build-deps", "busybox"])
        let crypto = yield.components[0]
        #expect(
            crypto.purl?.description
                == "pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=alpine-3.19.1&upstream=openssl")
        #expect(crypto.licences == [Licence("Apache-2.0")])
        #expect(crypto.supplier == "Ariadne Conill <ariadne@dereferenced.org>")
        #expect(crypto.requirements == [Requirement("so:libc.musl-x86_64.so.1"), Requirement("busybox")])
        #expect(crypto.provides == ["so:libcrypto.so.3", "pc:libcrypto"])
        #expect(crypto.files.map(\.path) == ["etc/ssl/openssl.cnf", "top"])
        #expect(crypto.files[0].digest?.algorithm == .sha1)
        #expect(crypto.files[1].digest == Digest.of(Array("hello".utf8)))
        #expect(crypto.properties["explicit"] == nil)
        #expect(crypto.properties["layerKey"] == "libcrypto3|x86_64|3.1.4-r5")
        let virtual = yield.components[1]
        #expect(virtual.purl == nil)
        #expect(virtual.properties["virtual"] == "true")
        #expect(virtual.requirements == [Requirement("gcc"), Requirement("make")])
        #expect(yield.components[2].properties["explicit"] == "true")
        #expect(yield.components[2].purl?.qualifier("upstream") == nil)
    }

    @Test func noticesADatabaseThatWasEmptied() throws {
        #expect(try conclude("").0.gaps.count == 1)
        #expect(try conclude("garbage\n").0.gaps.count == 1)
    }

    @Test func readsARecordWithAVeryLongField() throws {
        let long = "P:big\nV:1\nD:" + String(repeating: "a b ", count: 1 << 16) + "\n"
        #expect(try conclude(long).0.components.first?.requirements.count == 1 << 17)
    }

    @Test(arguments: [
        ("Q1", nil), ("Q1!!!!", nil), ("Q9AAAA", nil), ("d41d8cd98f00b204e9800998ecf8427e", Digest.Algorithm.md5),
        ("Q12kE4D4dSr4NS3RZ5oTrHwAG0YLQ=", .sha1),
    ])
    func readsChecksums(_ text: String, _ algorithm: Digest.Algorithm?) {
        let digest = Array(text.utf8).withUnsafeBytes { AlpineDatabase.checksum($0) }
        #expect(digest?.algorithm == algorithm)
    }
}
