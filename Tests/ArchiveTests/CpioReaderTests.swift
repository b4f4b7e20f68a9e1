import Testing

@testable import Archive

@Suite struct CpioReaderTests {
    /// From GNU cpio 2.13, without the padding of the last block.
    private static let archives = [
        "07070100000000000081A40000000000000000000000016553F10000000004000000000000000000000000000000000000000A"
            + "00000000short.txt\0one\n"
            + "07070100000001000081A40000000000000000000000016553F10000000005000000000000000000000000000000000000001F"
            + "00000000a-name-longer-than-fifteen.txt\0\0\0\0three\0\0\0"
            + "07070100000000000000000000000000000000000000010000000000000000000000000000000000000000000000000000000B"
            + "00000000TRAILER!!!\0\0\0\0",
        "07070200000000000081A40000000000000000000000016553F10000000004000000000000000000000000000000000000000A"
            + "0000014Cshort.txt\0one\n"
            + "07070200000001000081A40000000000000000000000016553F10000000005000000000000000000000000000000000000001F"
            + "00000218a-name-longer-than-fifteen.txt\0\0\0\0three\0\0\0"
            + "07070200000000000000000000000000000000000000010000000000000000000000000000000000000000000000000000000B"
            + "00000000TRAILER!!!\0\0\0\0",
        "0707070000000000001006440000000000000000010000001452477040000001200000000004short.txt\0one\n"
            + "0707070000000000011006440000000000000000010000001452477040000003700000000005"
            + "a-name-longer-than-fifteen.txt\0three"
            + "0707070000000000000000000000000000000000010000000000000000000001300000000000TRAILER!!!\0",
    ]

    private func members(_ bytes: [UInt8]) throws -> [(name: String, content: String)] {
        try bytes.withUnsafeBytes { bytes throws in
            var reader = CpioReader(bytes)
            var members: [(name: String, content: String)] = []
            while let member = try reader.next() {
                #expect(member.mode == 0o100644)
                #expect(member.modified == 1_700_000_000)
                members.append(
                    (String(decoding: member.name, as: UTF8.self), String(decoding: member.content, as: UTF8.self)))
            }
            return members
        }
    }

    @Test(arguments: archives.indices)
    func `reads each of the formats`(index: Int) throws {
        let members = try members(Array(Self.archives[index].utf8))
        #expect(members.map(\.name) == ["short.txt", "a-name-longer-than-fifteen.txt"])
        #expect(members.map(\.content) == ["one\n", "three"])
    }

    @Test func `refuses content that does not match its checksum`() {
        var bytes = Array(Self.archives[1].utf8)
        let content = bytes.indices.first { bytes[$0...].starts(with: "three".utf8) }
        if let content { bytes[content] = UInt8(ascii: "x") }
        #expect(throws: ArchiveError.self) { try members(bytes) }
    }

    @Test(arguments: archives.indices)
    func `refuses a truncated archive and never traps on a damaged one`(index: Int) {
        let bytes = Array(Self.archives[index].utf8)
        for count in bytes.indices.dropLast() {
            #expect(throws: ArchiveError.self) { try exercise(Array(bytes.prefix(count))) }
        }
        for position in bytes.indices {
            for value: UInt8 in [0, 0x37, 0x46, 0xff] {
                var damaged = bytes
                damaged[position] = value
                // Any outcome but a trap will do.
                try? exercise(damaged)
            }
        }
    }

    private func exercise(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes throws in
            var reader = CpioReader(bytes)
            while try reader.next() != nil {}
        }
    }
}
