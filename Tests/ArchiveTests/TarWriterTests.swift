import Testing

@testable import Archive

@Suite struct TarWriterTests {
    static let long = String(repeating: "n", count: 120)
    static let deep = (0..<6).map { _ in String(repeating: "q", count: 60) }.joined(separator: "/")

    static func entries() -> [(TarEntry, [UInt8])] {
        func path(_ text: String) -> [UInt8] { Array(text.utf8) }
        return [
            (TarEntry(path: path("d"), kind: .directory, mode: 0o755), []),
            (TarEntry(path: path("d/a"), kind: .file, mode: 0o4755, modified: 1_700_000_000), path("hello")),
            (TarEntry(path: path("d/h"), kind: .hardLink, link: path("d/a")), []),
            (TarEntry(path: path("s"), kind: .symbolicLink, mode: 0o777, link: path("../\(long)")), []),
            (TarEntry(path: path(long), kind: .file, userID: 4_000_000_000, groupID: 7), path("long")),
            (TarEntry(path: path(deep), kind: .file), [UInt8](repeating: 7, count: 1024)),
            (TarEntry(path: path("d/" + String(repeating: "z", count: 99)), kind: .file), path("prefix")),
            (TarEntry(path: path("\u{e4}"), kind: .fifo), []),
        ]
    }

    @Test func `writes what the reader reads back`() throws {
        let seen = try TestTar.entries(TestTar.write(Self.entries())).entries
        let wanted = Self.entries().map { entry, content in
            SeenEntry(
                path: String(decoding: entry.path, as: UTF8.self), kind: entry.kind, mode: entry.mode,
                link: String(decoding: entry.link, as: UTF8.self), content: content)
        }
        #expect(seen == wanted)
    }

    @Test func `keeps owners that do not fit the header`() throws {
        let bytes = try TestTar.write(Self.entries())
        var tar = TarReader(ReaderChunks(MemoryReader(bytes)))
        var owners: [UInt32] = []
        while let entry = try tar.nextEntry() { owners.append(entry.userID) }
        #expect(owners.max() == 4_000_000_000)
    }

    @Test(arguments: ["tar", "bsdtar"]) func `writes what other programs list`(_ tool: String) throws {
        guard Shell.has(tool) else { return }
        let folder = try TemporaryFolder()
        try folder.write(try TestTar.write(Self.entries()), to: "t.tar")
        let listed = String(decoding: try folder.run("\(tool) -tf t.tar"), as: UTF8.self).split(separator: "\n")
        // In the C locale both escape what is not ASCII.
        #expect(
            listed.dropLast().map { $0.last == "/" ? $0.dropLast() : $0 }
                == Self.entries().dropLast().map { Substring(decoding: $0.0.path, as: UTF8.self) })
        #expect(listed.count == Self.entries().count)
        #expect(try folder.run("\(tool) -xOf t.tar d/a \(Self.long)") == Array("hellolong".utf8))
    }

    @Test func `gives the root a name that others unpack`() throws {
        guard Shell.has("tar") else { return }
        let folder = try TemporaryFolder()
        try folder.write(try TestTar.write([(TarEntry(path: [], kind: .directory), [])]), to: "t.tar")
        #expect(try folder.run("tar -tf t.tar") == Array("./\n".utf8))
    }
}

@Suite struct TarFileTests {
    private func file(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> TarFile {
        try folder.write(bytes, to: "t.tar")
        return try TarFile("\(folder.path)/t.tar")
    }

    @Test func `opens members by name, the last of duplicates, links resolved`() throws {
        let folder = try TemporaryFolder()
        let tar = try file(
            TestTar.file("x/a", "old") + TestTar.file("x/a", "new") + TestTar.header("y/l", type: "2", link: "../x/a")
                + TestTar.header("h", type: "1", link: "y/l")
                + TestTar.header("out", type: "2", link: "../../etc/passwd")
                + TestTar.end, folder)
        #expect(tar.paths == ["h", "x/a", "y/l"])
        for path in tar.paths { #expect(try tar.contents(of: path, limit: 3) == Array("new".utf8)) }
        #expect(throws: (any Error).self) { try tar.contents(of: "x/a", limit: 2) }
        #expect(try tar.contents(of: "out", limit: 100) == nil)
    }

    @Test func `goes round links in circles`() throws {
        let folder = try TemporaryFolder()
        let tar = try file(
            TestTar.header("a", type: "2", link: "b") + TestTar.header("b", type: "2", link: "a") + TestTar.end, folder)
        #expect(tar.paths == [])
    }

    @Test(arguments: ["gzip", "zstd -q", "xz", "bzip2"]) func `reads a compressed archive alike`(_ tool: String) throws
    {
        guard Shell.has(String(tool.prefix { $0 != " " })) else { return }
        let folder = try TemporaryFolder()
        let plain = try file(TestTar.file("a", "one") + TestTar.file("b", "two") + TestTar.end, folder)
        try folder.run("\(tool) -c < t.tar > t.packed")
        let packed = try TarFile("\(folder.path)/t.packed")
        #expect(packed.paths == plain.paths)
        #expect(try packed.contents(of: "b", limit: 10) == plain.contents(of: "b", limit: 10))
    }

    @Test func `says which members are there of a sparse archive`() throws {
        guard Shell.has("tar", "truncate") else { return }
        let folder = try TemporaryFolder()
        try folder.run("truncate -s 1000000 holes; printf x > a; tar --hole-detection=raw -Scf t.tar holes a")
        #expect(try TarFile("\(folder.path)/t.tar").paths == ["a"])
    }
}
