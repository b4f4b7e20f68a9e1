import Testing

@testable import Archive

@Suite struct TarReaderHostileTests {
    /// Every kind of header, so that cuts fall into each.
    private static func rich() -> [UInt8] {
        let sparse = TestTar.header("s", type: "S", size: TestTar.octal(3), magic: "ustar  \0") { block in
            for (offset, text) in [(386, "00000001000\0"), (398, "00000000003\0"), (483, "00000002000\0")] {
                for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
            }
        }
        return TestTar.file("a", "hello") + TestTar.pax(TestTar.record("path", "long/name")) + TestTar.file("b", "x")
            + TestTar.header("././@LongLink", type: "L", size: TestTar.octal(4), magic: "ustar  \0")
            + TestTar.padded(Array("gnu\0".utf8)) + TestTar.file("c", "y") + sparse
            + TestTar.padded(Array("abc".utf8)) + TestTar.header("l", type: "2", link: "a") + TestTar.end
    }

    @Test func `survives a cut anywhere and never invents an entry`() throws {
        let bytes = Self.rich()
        let all = try TestTar.entries(bytes).entries
        #expect(all.map(\.path) == ["a", "long/name", "gnu", "s", "l"])
        #expect(
            all[3].content == [UInt8](repeating: 0, count: 512) + Array("abc".utf8) + [UInt8](repeating: 0, count: 509))
        for cut in 0..<bytes.count {
            do {
                let seen = try TestTar.entries(Array(bytes[..<cut]), chunk: 512).entries
                #expect(seen == Array(all.prefix(seen.count)), "cut at \(cut)")
            } catch is ArchiveError {}
        }
    }

    @Test func `survives any byte changed`() throws {
        let bytes = Self.rich()
        var random = FixedRandom(1)
        for position in 0..<bytes.count {
            var changed = bytes
            changed[position] = UInt8.random(in: 0...255, using: &random)
            // Also with a checksum that is right, so that the fields behind it are reached.
            let block = position / 512 * 512
            if bytes[block + 257] == 0x75 {
                changed.replaceSubrange(block..<block + 512, with: TestTar.summed(Array(changed[block..<block + 512])))
            }
            do {
                var limits = TarReader.Limits()
                limits.holes = 1 << 16
                _ = try TestTar.entries(changed, limits: limits)
            } catch is ArchiveError {}
        }
    }

    @Test func `refuses a wrong checksum`() throws {
        var bytes = TestTar.file("a", "x") + TestTar.end
        bytes[0] = 0x62
        #expect(throws: ArchiveError.malformed(format: "tar", reason: "header checksum does not match", offset: 0)) {
            try TestTar.entries(bytes)
        }
    }

    @Test func `accepts the checksum of bytes with a sign`() throws {
        var block = TestTar.header("\u{e9}")
        let sum = String(
            8 * 32
                + block.enumerated().reduce(0) {
                    (148..<156).contains($1.offset) ? $0 : $0 + Int(Int8(bitPattern: $1.element))
                },
            radix: 8)
        for (index, byte) in (String(repeating: "0", count: 6 - sum.count) + sum).utf8.enumerated() {
            block[148 + index] = byte
        }
        #expect(try TestTar.entries(block + TestTar.end).entries.count == 1)
    }

    static let absurdSizes: [[UInt8]] = [
        Array("77777777777\0".utf8),
        [0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd, 0xff],
        [0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0xbf] + [UInt8](repeating: 0xff, count: 11),
        [UInt8](repeating: 0xff, count: 12),
        Array("-0000000001\0".utf8), Array("0x000000010\0".utf8), Array("99999999999\0".utf8),
    ]

    @Test(arguments: absurdSizes) func `refuses absurd sizes`(_ size: [UInt8]) throws {
        for type in ["0", "x", "L", "S", "Z"] as [Character] {
            #expect(throws: ArchiveError.self) {
                try TestTar.entries(TestTar.header("a", type: type, size: size) + TestTar.end)
            }
        }
    }

    @Test(arguments: absurdSizes) func `indexes no member of an absurd size`(_ size: [UInt8]) throws {
        let folder = try TemporaryFolder()
        try folder.write(TestTar.header("a", size: size) + TestTar.end, to: "t.tar")
        #expect(throws: ArchiveError.self) { try TarFile("\(folder.path)/t.tar") }
    }

    static let malformedRecords = [
        "5", "99 path=a\n", "0 path=a\n", "10 path=abc", "11 path=abc\n\n", "-9 path=a\n", " 9 path=a\n",
        "10 pathabc\n",
        "99999999999999999999999 path=a\n", "9 size=x\n", "10 size=-1\n", "28 size=99999999999999999999\n",
        "27 size=9223372036854775807\n", "22 GNU.sparse.map=a,\n", "x", "3 \n", "8 =abcd", "\0\0\0x",
    ]

    @Test(arguments: malformedRecords) func `refuses malformed pax records`(_ text: String) throws {
        #expect(throws: ArchiveError.self) {
            try TestTar.entries(TestTar.pax(Array(text.utf8)) + TestTar.file("a", "x") + TestTar.end)
        }
    }

    @Test(arguments: ["1", "0,5,2,5", "0,99999", "9223372036854775807,9223372036854775807", "-1,1"])
    func `refuses impossible sparse maps`(_ map: String) throws {
        let records = TestTar.record("GNU.sparse.map", map) + TestTar.record("GNU.sparse.size", "20")
        #expect(throws: ArchiveError.self) {
            try TestTar.entries(TestTar.pax(records) + TestTar.file("a", "x") + TestTar.end)
        }
    }

    @Test(arguments: ["\n", "1\n", "1\n0\n", "2000000\n", "x\n", "99999999999999999999\n", "1\n0\n999999\n"])
    func `refuses impossible sparse maps before the content`(_ map: String) throws {
        let records =
            TestTar.record("GNU.sparse.major", "1") + TestTar.record("GNU.sparse.minor", "0")
            + TestTar.record("GNU.sparse.realsize", "20")
        #expect(throws: ArchiveError.self) {
            try TestTar.entries(TestTar.pax(records) + TestTar.file("a", map) + TestTar.end)
        }
    }

    @Test(arguments: [
        "../a", "a/../../b", "/../a", "..", "a/./../../x",
    ]) func `skips paths that leave the root, and says so`(_ path: String) throws {
        let result = try TestTar.entries(TestTar.file(path, "x") + TestTar.file("b", "y") + TestTar.end)
        #expect(result.entries.map(\.path) == ["b"])
        #expect(result.skipped.map(\.path) == [path])
    }

    @Test(arguments: [
        ("/a", "a"), ("./a/./b//c", "a/b/c"), ("a/../b", "b"), ("a/b/../../c/", "c"), ("a/..b/...", "a/..b/..."),
        ("a/b/..", "a"), ("./", ""),
    ]) func `makes paths relative by name`(_ written: String, _ path: String) {
        #expect(ArchivePath.normalise(written.utf8) == Array(path.utf8))
    }

    @Test func `skips names with NUL in pax records`() throws {
        let bytes = TestTar.pax(TestTar.record("path", "a\0b")) + TestTar.file("c", "x") + TestTar.end
        let result = try TestTar.entries(bytes)
        #expect(result.entries.isEmpty)
        #expect(result.skipped.count == 1)
    }

    @Test func `refuses a huge extended header before it is read`() throws {
        for type in ["x", "g", "L", "K"] as [Character] {
            #expect(throws: ArchiveError.self) {
                try TestTar.entries(TestTar.header("p", type: type, size: TestTar.octal(1 << 21)))
            }
        }
    }

    @Test func `reads a header full of sparse records in linear time`() throws {
        var records: [UInt8] = []
        for index in 0..<15_000 {
            records +=
                TestTar.record("GNU.sparse.offset", String(index * 10)) + TestTar.record("GNU.sparse.numbytes", "0")
        }
        records += TestTar.record("GNU.sparse.size", "200000")
        let entries = try TestTar.entries(TestTar.pax(records) + TestTar.file("a", "") + TestTar.end).entries
        #expect(entries.first?.content.count == 200_000)
    }

    @Test func `bounds the holes of all sparse files together`() throws {
        let records = TestTar.record("GNU.sparse.map", "0,0") + TestTar.record("GNU.sparse.size", "600000")
        let one = TestTar.pax(records) + TestTar.file("a", "")
        var limits = TarReader.Limits()
        limits.holes = 1_000_000
        #expect(try TestTar.entries(one + TestTar.end, limits: limits).entries.count == 1)
        #expect(throws: ArchiveError.self) { try TestTar.entries(one + one + TestTar.end, limits: limits) }
    }

    @Test func `skips paths no kernel takes`() throws {
        let path = String(repeating: "d/", count: 2048) + "x"
        let result = try TestTar.entries(
            TestTar.pax(TestTar.record("path", path)) + TestTar.file("a", "x") + TestTar.file("b", "") + TestTar.end)
        #expect(result.entries.map(\.path) == ["b"])
        #expect(result.skipped.count == 1)
    }

    @Test func `bounds the number of entries`() throws {
        var limits = TarReader.Limits()
        limits.entries = 2
        let one = TestTar.file("a", "x")
        #expect(try TestTar.entries(one + one + TestTar.end, limits: limits).entries.count == 2)
        #expect(throws: ArchiveError.self) { try TestTar.entries(one + one + one + TestTar.end, limits: limits) }
    }
}
