import Testing

@testable import Inventory

@Suite struct ELFFileTests {
    /// A library with a soname, two needed libraries, a run path and a build identifier.
    private static func library() -> TestELF {
        let strings = "\0libx.so.1\0libc.so.6\0libz.so.1\0/opt/a:$ORIGIN/b\0"
        var file = TestELF()
        file.sections = [
            .init(name: ".dynstr", bytes: Array(strings.utf8), type: 3),
            .init(name: ".note.gnu.build-id", bytes: TestELF.note("GNU", 3, [0xde, 0xad, 0xbe, 0xef]), type: 7),
            .init(name: ".dynamic", bytes: [], type: 6),
        ]
        file.segments = [(1, 4, 0), (4, 4, 1), (2, 6, 2)]
        var dynamic: [UInt8] = []
        let table = TestELF.base + UInt64(file.offset(0))
        for (tag, value) in [(5, table), (14, 1), (1, 11), (1, 21), (29, 31), (0, 0)] as [(UInt64, UInt64)] {
            TestELF.append(tag, to: &dynamic)
            TestELF.append(value, to: &dynamic)
        }
        file.sections[2].bytes = dynamic
        return file
    }

    @Test(arguments: [true, false]) func readsTheFactsWithAndWithoutSectionHeaders(_ hasHeaders: Bool) {
        var file = Self.library()
        file.hasSectionHeaders = hasHeaders
        let facts = file.data().withUnsafeBytes { ELFFile.facts($0, isTruncated: false) }
        #expect(facts.machine == "x86_64")
        #expect(facts.soname == "libx.so.1")
        #expect(facts.needed == ["libc.so.6", "libz.so.1"])
        #expect(facts.searchPaths == ["/opt/a", "$ORIGIN/b"])
        #expect(facts.buildID == "deadbeef")
        #expect(facts.isLibrary)
        #expect(facts.opaque == nil)
    }

    /// A shared object with these entries in its dynamic section and, if asked for, an interpreter.
    private static func facts(
        hasInterpreter: Bool, soname: String? = nil, flags: UInt64? = nil, type: UInt16 = 3
    ) -> ExecutableFacts {
        var file = TestELF()
        file.type = type
        file.sections = [
            .init(name: ".dynstr", bytes: Array("\0\(soname ?? "")\0".utf8), type: 3),
            .init(name: ".interp", bytes: Array("/lib64/ld-linux-x86-64.so.2\0".utf8)),
            .init(name: ".dynamic", bytes: [], type: 6),
        ]
        file.segments = [(1, 4, 0), (2, 6, 2)] + (hasInterpreter ? [(3, 4, 1)] : [])
        var dynamic: [UInt8] = []
        let table = TestELF.base + UInt64(file.offset(0))
        var entries: [(UInt64, UInt64)] = [(5, table)]
        if soname != nil { entries.append((14, 1)) }
        if let flags { entries.append((0x6fff_fffb, flags)) }
        entries.append((0, 0))
        for (tag, value) in entries {
            TestELF.append(tag, to: &dynamic)
            TestELF.append(value, to: &dynamic)
        }
        file.sections[2].bytes = dynamic
        return file.data().withUnsafeBytes { ELFFile.facts($0, isTruncated: false) }
    }

    @Test func tellsLibrariesFromPrograms() {
        let pie: UInt64 = 0x0800_0001
        #expect(Self.facts(hasInterpreter: true, soname: "libc.so.6").isLibrary)
        #expect(Self.facts(hasInterpreter: false, soname: "ld-linux-x86-64.so.2").isLibrary)
        #expect(Self.facts(hasInterpreter: false).isLibrary)
        #expect(!Self.facts(hasInterpreter: true, flags: pie).isLibrary)
        #expect(!Self.facts(hasInterpreter: true).isLibrary)
        #expect(!Self.facts(hasInterpreter: false, flags: pie).isLibrary)
        #expect(!Self.facts(hasInterpreter: true, soname: "libc.so.6", type: 2).isLibrary)
        #expect(Self.facts(hasInterpreter: true, soname: "libc.so.6").interpreter == "/lib64/ld-linux-x86-64.so.2")
    }

    @Test(arguments: [
        ("/lib/x86_64-linux-gnu/libc.so.6", true), ("/lib64/ld-linux-x86-64.so.2", true),
        ("/lib/x86_64-linux-gnu/libpthread.so.0", true), ("/bin/bash", false), ("/sbin/ldconfig", false),
    ])
    func tellsThoseOfThisMachine(path: String, isLibrary: Bool) throws {
        guard let bytes = InstalledFile.bytes(path) else { return }
        #expect(bytes.withUnsafeBytes { ELFFile.facts($0, isTruncated: false) }.isLibrary == isLibrary)
    }

    @Test func everyPrefixAndEveryDamagedByteIsSurvived() {
        var bytes = Self.library().data()
        for count in 0...bytes.count {
            bytes[..<count].withUnsafeBytes { buffer in
                _ = ELFFile.facts(buffer, isTruncated: true)
                _ = ExecutableImage.all(in: buffer).first?.goBuildInfo
            }
        }
        for index in bytes.indices.dropFirst(4) {
            let old = bytes[index]
            for value in [0, 0x7f, 0xff] as [UInt8] {
                bytes[index] = value
                bytes.withUnsafeBytes { buffer in
                    _ = ELFFile.facts(buffer, isTruncated: false)
                    _ = ELFFile(buffer)?.notes
                    _ = ExecutableImage.all(in: buffer).first?.memory(.max - 3, 8)
                }
            }
            bytes[index] = old
        }
    }

    @Test func aDynamicSegmentAtTheEndOfTheNumberRangeIsNoTrap() {
        var bytes = Self.library().data()
        // Offset and size of the third program header.
        for (at, value) in [(64 + 2 * 56 + 8, UInt64(Int.max - 5)), (64 + 2 * 56 + 32, 3)] as [(Int, UInt64)] {
            withUnsafeBytes(of: value.littleEndian) { bytes.replaceSubrange(at..<at + 8, with: $0) }
        }
        #expect(bytes.withUnsafeBytes { ELFFile.facts($0, isTruncated: false).needed } == [])
    }

    @Test func numbersOfSectionsThatDoNotFitStandInTheFirstSection() {
        var bytes = Self.library().data()
        bytes.withUnsafeBytes { #expect(ELFFile($0)?.section(".dynstr") != nil) }
        let table = bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: 40, as: UInt64.self)) }
        bytes[table + 32] = 5
        bytes[table + 40] = 4
        bytes.replaceSubrange(60..<64, with: [0, 0, 0xff, 0xff])
        bytes.withUnsafeBytes { #expect(ELFFile($0)?.section(".dynstr") != nil) }
    }
}
