import Testing

@testable import Archive

@Suite struct ArReaderTests {
    /// From GNU ar 2.40.
    private static let gnu =
        "!<arch>\n//                                              32        `\na-name-longer-than-fifteen.txt/\n"
        + "short.txt/      0           0     0     644     4         `\none\n"
        + "/0              1700000000  7     8     644     5         `\nthree\n"

    private func members(_ text: String) throws -> [(name: String, content: String)] {
        try Self.members(Array(text.utf8))
    }

    private static func members(_ bytes: [UInt8]) throws -> [(name: String, content: String)] {
        try bytes.withUnsafeBytes { bytes throws in
            var reader = try ArReader(bytes)
            var members: [(name: String, content: String)] = []
            while let member = try reader.next() {
                members.append(
                    (String(decoding: member.name, as: UTF8.self), String(decoding: member.content, as: UTF8.self)))
            }
            return members
        }
    }

    @Test func `reads short and long GNU names`() throws {
        let members = try members(Self.gnu)
        #expect(members.map(\.name) == ["short.txt", "a-name-longer-than-fifteen.txt"])
        #expect(members.map(\.content) == ["one\n", "three"])
    }

    @Test func `reads owner, time and mode`() throws {
        try Array(Self.gnu.utf8).withUnsafeBytes { bytes throws in
            var reader = try ArReader(bytes)
            _ = try reader.next()
            let member = try #require(try reader.next())
            #expect(member.modified == 1_700_000_000)
            #expect((member.userID, member.groupID) == (7, 8))
            #expect(member.mode == 0o644)
        }
    }

    @Test func `reads BSD names and plain names, and hides symbol tables`() throws {
        let text =
            "!<arch>\n#1/20           0           0     0     644     24        `\n"
            + "a name with spaces\0\0four"
            + "debian-binary   0           0     0     100644  4         `\n2.0\n"
            + "/               0           0     0     0       4         `\n\0\0\0\0"
        let members = try members(text)
        #expect(members.map(\.name) == ["a name with spaces", "debian-binary"])
        #expect(members.map(\.content) == ["four", "2.0\n"])
    }

    @Test(arguments: [
        "!<thin>\n", "!<arch>", "!<arch>\nx",
        "!<arch>\nshort.txt/      0           0     0     644     5         `\none\n",
        "!<arch>\nshort.txt/      0           0     0     644     x         `\none\n",
        "!<arch>\nshort.txt/      0           0     0     644     4         xyone\n",
        "!<arch>\n/9              0           0     0     644     4         `\none\n",
        "!<arch>\n#1/99           0           0     0     644     4         `\none\n",
    ])
    func `refuses what breaks the format`(text: String) {
        #expect(throws: ArchiveError.self) { try members(text) }
    }

    @Test func `never traps on a truncated or damaged archive`() {
        let bytes = Array(Self.gnu.utf8)
        for count in bytes.indices { _ = try? Self.members(Array(bytes.prefix(count))) }
        for index in bytes.indices {
            for value: UInt8 in [0, 0x20, 0x2f, 0x39, 0xff] {
                var damaged = bytes
                damaged[index] = value
                _ = try? Self.members(damaged)
            }
        }
    }
}
