import Testing

@testable import Inventory

@Suite struct ELFPackageNoteTests {
    private static func file(_ json: String) -> [UInt8] {
        var file = TestELF()
        file.sections = [
            .init(
                name: ".note.package", bytes: TestELF.note("FDO", 0xcafe_1a7e, Array(json.utf8) + [0, 0]), type: 7)
        ]
        file.segments = [(4, 4, 0)]
        file.hasSectionHeaders = false
        return file.data()
    }

    @Test(arguments: [
        (
            #"{"type":"deb","os":"debian","name":"fsverity-utils","version":"1.3-1","architecture":"amd64"}"#,
            "pkg:deb/debian/fsverity-utils@1.3-1?arch=amd64&distro=debian"
        ),
        (
            #"{"type":"rpm","name":"hello","version":"2:1.0-1.fc35","osCpe":"cpe:/o:fedoraproject:fedora:35"}"#,
            "pkg:rpm/fedora/hello@1.0-1.fc35?distro=fedora-35&epoch=2"
        ),
        (
            #"{"type":"apk","name":"zlib","version":"1.3-r0","os":"alpine","osVersion":"3.20"}"#,
            "pkg:apk/alpine/zlib@1.3-r0?distro=alpine-3.20"
        ),
        (#"{"type":"alpm","name":"zlib","version":"1:1.3-1"}"#, "pkg:alpm/arch/zlib@1:1.3-1"),
        (#"{"type":"odd","name":"a","version":"1"}"#, "pkg:generic/a@1"),
    ]) func givesThePackageURLOfItsEcosystem(_ json: String, _ purl: String) throws {
        let notes = try Self.file(json).withUnsafeBytes { buffer in
            try ELFPackageNote.all(in: try #require(ELFFile(buffer)))
        }
        #expect(notes.map { $0.purl?.description } == [purl])
    }

    @Test func severalFilesOfOnePackageGiveOneComponent() throws {
        let json = #"{"type":"rpm","name":"a","version":"1-1","appCpe":"cpe:2.3:a:a:a:1:*:*:*:*:*:*:*"}"#
        let view = try FactsView(
            ELFPackageNoteCataloguer(), [("usr/bin/a", Self.file(json)), ("usr/lib/liba.so", Self.file(json))])
        var yield = Yield()
        ELFPackageNoteCataloguer().conclude(view, into: &yield)
        #expect(yield.components.count == 1)
        #expect(yield.components.first?.evidence.map(\.path) == ["usr/bin/a", "usr/lib/liba.so"])
        #expect(yield.components.first?.cpes == ["cpe:2.3:a:a:a:1:*:*:*:*:*:*:*"])
    }

    @Test func aNoteThatIsNoJSONIsReported() {
        var yield = Yield()
        #expect(throws: (any Error).self) {
            try Self.file("{\"name\":").withUnsafeBytes {
                try ELFPackageNoteCataloguer().read(WantedFile(path: "a", bytes: $0), into: &yield)
            }
        }
    }
}
