import Testing

@testable import Archive

@Suite struct ZipArchiveTests {
    /// Two entries made with Python's zipfile: `a.txt` deflated (1000 times `x`), `d/b.bin` stored (`hello`).
    static let small = TestZip.bytes([
        .init(name: "a.txt", content: Array(repeating: UInt8(ascii: "x"), count: 1000), deflated: TestZip.xs),
        .init(name: "d/b.bin", content: Array("hello".utf8)),
    ])

    private func open<Result>(_ bytes: [UInt8], _ body: (ZipArchive) throws -> Result) throws -> Result {
        try bytes.withUnsafeBytes { try body(ZipArchive($0)) }
    }

    @Test func `reads deflated and stored entries`() throws {
        try open(Self.small) { archive throws in
            #expect(archive.entries.map(\.name) == ["a.txt", "d/b.bin"])
            #expect(try archive.read(archive.entries[0], limit: 1000) == Array(repeating: 0x78, count: 1000))
            #expect(try archive.read(archive.entries[1], limit: 5) == Array("hello".utf8))
            #expect(archive.stored(archive.entries[1]).map { Array($0) } == Array("hello".utf8))
            #expect(archive.stored(archive.entries[0]) == nil)
        }
    }

    @Test func `finds the archive behind a prefix and before a comment`() throws {
        var bytes = Array("#!/bin/sh\nexec java -jar \"$0\"\n".utf8) + Self.small
        bytes[bytes.count - 2] = 3
        bytes += Array("end".utf8)
        try open(bytes) { archive throws in
            #expect(archive.prefixSize == 31 - 1)
            #expect(try archive.read(archive.entries[0], limit: 1000).count == 1000)
        }
    }

    @Test func `reads a ZIP64 archive`() throws {
        try open(TestZip.bytes([.init(name: "n", content: [1, 2, 3])], zip64: true)) { archive throws in
            #expect(archive.entries.first?.uncompressedSize == 3)
            #expect(try archive.read(archive.entries[0], limit: 3) == [1, 2, 3])
        }
    }

    @Test(arguments: [
        (TestZip.Lie.size(999), ZipError.sizeMismatch("e")),
        (.size(1001), .sizeMismatch("e")),
        (.size(1 << 31 - 1), .tooLarge("e", limit: 1 << 20)),
        (.checksum, .checksumMismatch("e")),
        (.flags(1), .encrypted("e")),
        (.method(12), .unsupportedMethod(12, "e")),
        (.header(1), .malformed("local header of e")),
    ])
    func `refuses an entry that lies`(lie: TestZip.Lie, error: ZipError) throws {
        let content = [UInt8](repeating: UInt8(ascii: "x"), count: 1000)
        let bytes = TestZip.bytes([.init(name: "e", content: content, deflated: TestZip.xs, lie: lie)])
        try open(bytes) { archive throws in
            _ = #expect(throws: error) { try archive.read(archive.entries[0], limit: 1 << 20) }
        }
    }

    @Test func `refuses entries that share their bytes`() {
        let entry = TestZip.Entry(name: "e", content: [1, 2, 3])
        let bytes = TestZip.bytes([entry, .init(name: "f", content: [1, 2, 3], lie: .header(0))])
        #expect(throws: ZipError.overlappingEntries) { try open(bytes) { _ in } }
    }

    @Test func `spends one budget over all archives of an inflater`() throws {
        let inflater = ZipInflater(budget: 1500)
        try Self.small.withUnsafeBytes { bytes throws in
            let first = try ZipArchive(bytes, inflater: inflater)
            let second = try ZipArchive(bytes, inflater: inflater)
            #expect(try first.read(first.entries[0], limit: 1000).count == 1000)
            #expect(throws: ZipError.budgetExhausted) { try second.read(second.entries[0], limit: 1000) }
        }
    }

    @Test func `never traps on a truncated or damaged archive`() {
        for archive in [Self.small, TestZip.bytes([.init(name: "n", content: [1, 2, 3])], zip64: true)] {
            for count in 0..<archive.count { exercise(Array(archive.prefix(count))) }
            for index in archive.indices {
                for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                    var damaged = archive
                    damaged[index] = value
                    exercise(damaged)
                }
            }
        }
    }

    private func exercise(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            // Any outcome but a trap will do.
            guard let archive = try? ZipArchive(bytes) else { return }
            for entry in archive.entries { _ = try? archive.read(entry, limit: 1 << 16) }
        }
    }

    @Test func `bounds the number of entries and the length of names`() {
        Self.small.withUnsafeBytes { bytes in
            #expect(throws: ZipError.tooManyEntries(limit: 1)) { try ZipArchive(bytes, limits: ZipLimits(entries: 1)) }
            #expect(throws: ZipError.nameTooLong(limit: 4)) { try ZipArchive(bytes, limits: ZipLimits(nameLength: 4)) }
        }
    }
}
