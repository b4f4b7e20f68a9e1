import Testing

@testable import Archive

/// The reader against archives of GNU tar and libarchive: it must see what lies on the disk.
@Suite struct TarReaderTests {
    static let formats = ["v7", "oldgnu", "gnu", "ustar", "pax"]

    /// A tree with what each format stores in its own way.
    private static func tree(longNames: Bool) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.run(
            "mkdir tree; cd tree; mkdir -p d/e; printf hello > d/a; ln d/a d/b; ln -s ../d/a d/e/s; : > empty")
        try folder.run(
            "cd tree; head -c 100000 /dev/zero | tr '\\0' x > big; chmod 4755 big; ln -s /abs link; mkfifo f")
        if longNames {
            // 100 to 130 bytes cross the field; the deep one crosses the ustar prefix as well.
            try folder.run(
                """
                cd tree; p=$(printf 'n%.0s' $(seq 130)); printf long > $p; ln -s $p$p sl; ln $p hl
                q=$(printf 'q%.0s' $(seq 60)); mkdir -p $q/$q/$q/$q/$q; printf deep > $q/$q/$q/$q/$q/$q
                """)
        }
        return folder
    }

    /// What `find` says of a tree, in the same words.
    private static func expected(_ folder: TemporaryFolder) throws -> Set<String> {
        let text = try folder.run("cd tree; find . -mindepth 1 -printf '%y %m %P|%l|%s\\n'")
        return Set(
            String(decoding: text, as: UTF8.self).split(separator: "\n").map { line in
                // The size of a directory and of a link is no content.
                line.hasPrefix("f ")
                    ? String(line)
                    : line.split(separator: "|", omittingEmptySubsequences: false)
                        .dropLast().joined(separator: "|") + "|0"
            })
    }

    /// The same of what the reader saw, hard links read through.
    private static func seen(_ entries: [SeenEntry]) -> Set<String> {
        var contents: [String: Int] = [:]
        var lines: Set<String> = []
        for entry in entries where !entry.path.isEmpty {
            let letter: String
            switch entry.kind {
            case .file:
                contents[entry.path] = entry.content.count
                letter = "f"
            case .hardLink: letter = "f"
            case .directory: letter = "d"
            case .symbolicLink: letter = "l"
            case .fifo: letter = "p"
            default: letter = "?"
            }
            let size = entry.kind == .hardLink ? contents[entry.link] ?? -1 : entry.content.count
            let link = entry.kind == .symbolicLink ? entry.link : ""
            lines.insert("\(letter) \(String(entry.mode, radix: 8)) \(entry.path)|\(link)|\(size)")
        }
        return lines
    }

    @Test(arguments: formats) func `sees what GNU tar stored`(_ format: String) throws {
        guard Shell.has("tar") else { return }
        let folder = try Self.tree(longNames: format == "gnu" || format == "pax" || format == "oldgnu")
        // v7 has no type for a pipe.
        if format == "v7" { try folder.run("rm tree/f") }
        try folder.run("tar --format=\(format) -C tree -cf t.tar .")
        let result = try TestTar.entries(try folder.read("t.tar"))
        #expect(result.skipped == [])
        #expect(try Self.seen(result.entries) == Self.expected(folder))
    }

    @Test(arguments: ["ustar", "pax", "gnutar"]) func `sees what libarchive stored`(_ format: String) throws {
        guard Shell.has("bsdtar") else { return }
        let folder = try Self.tree(longNames: format != "ustar")
        try folder.run("bsdtar --format=\(format) -C tree -cf t.tar .")
        let result = try TestTar.entries(try folder.read("t.tar"))
        #expect(result.skipped == [])
        #expect(try Self.seen(result.entries) == Self.expected(folder))
    }

    @Test(arguments: [
        "--format=gnu --sparse", "--format=pax --sparse-version=0.0", "--format=pax --sparse-version=0.1",
        "--format=pax --sparse-version=1.0",
    ])
    func `fills the holes of sparse files`(_ options: String) throws {
        guard Shell.has("tar", "truncate") else { return }
        let folder = try TemporaryFolder()
        // Thirty islands need more than the four segments of the old header and more than one extension block.
        try folder.run(
            """
            truncate -s 2500000 holes; for i in $(seq 1 30)
            do printf island$i | dd of=holes bs=1 seek=$((i * 81920)) conv=notrunc; done
            printf after > after; truncate -s 300000 empty
            tar --hole-detection=raw \(options) -cf t.tar holes empty after
            """)
        let entries = try TestTar.entries(try folder.read("t.tar")).entries
        #expect(entries.map(\.path) == ["holes", "empty", "after"])
        #expect(try entries[0].content == folder.read("holes"))
        #expect(entries[1].content == [UInt8](repeating: 0, count: 300_000))
        #expect(entries[2].content == Array("after".utf8))
        #expect(try folder.read("t.tar").count < 500_000, "the archive is sparse at all")
    }

    @Test func `sees every one of duplicate entries`() throws {
        let bytes = TestTar.file("a", "one") + TestTar.file("a", "two") + TestTar.end
        #expect(try TestTar.entries(bytes).entries.map(\.content) == [Array("one".utf8), Array("two".utf8)])
    }

    @Test func `reads sizes in base 256`() throws {
        var size = [UInt8](repeating: 0, count: 12)
        size[0] = 0x80
        size[11] = 5
        let bytes = TestTar.header("a", size: size) + TestTar.padded(Array("hello".utf8)) + TestTar.end
        #expect(try TestTar.entries(bytes).entries.first?.content == Array("hello".utf8))
    }

    @Test(arguments: [512, 1024, 4096, 65536]) func `sees the same whatever the chunks are`(_ chunk: Int) throws {
        guard Shell.has("tar") else { return }
        let folder = try Self.tree(longNames: true)
        try folder.run("tar --format=pax -C tree -cf t.tar .")
        let bytes = try folder.read("t.tar")
        #expect(try TestTar.entries(bytes, chunk: chunk).entries == TestTar.entries(bytes, chunk: 1 << 20).entries)
    }

    @Test func `does without the end mark and without the last padding`() throws {
        let whole = TestTar.file("a", "hello")
        #expect(try TestTar.entries(whole).entries.count == 1)
        #expect(try TestTar.entries(Array(whole[..<517])).entries.first?.content == Array("hello".utf8))
    }

    @Test func `stops at the end mark, whatever follows`() throws {
        let bytes = TestTar.file("a", "x") + TestTar.end + TestTar.file("b", "y") + Array("garbage".utf8)
        #expect(try TestTar.entries(bytes).entries.map(\.path) == ["a"])
    }
}

/// Where two readers can be made to see different files, ours sees what container runtimes see.
@Suite struct TarReaderAmbiguityTests {
    @Test func `passes over global headers and says so when they would change entries`() throws {
        let harmless = TestTar.pax(TestTar.record("comment", "made by git"), type: "g")
        let result = try TestTar.entries(harmless + TestTar.file("a", "x") + TestTar.end)
        #expect(result.entries.map(\.path) == ["a"])
        #expect(result.skipped.isEmpty)

        let swallowing = TestTar.pax(TestTar.record("size", "1024"), type: "g")
        let other = try TestTar.entries(
            swallowing + TestTar.file("a", "x") + TestTar.file("b", "y") + TestTar.end)
        #expect(other.entries.map(\.path) == ["a", "b"])
        #expect(other.skipped.count == 1)
    }

    @Test(arguments: ["1", "2", "3", "4", "5", "6"] as [Character])
    func `takes no content for what is no file`(_ type: Character) throws {
        let bytes =
            TestTar.header("x", type: type, size: TestTar.octal(512), link: "a") + TestTar.file("b", "y")
            + TestTar.end
        #expect(try TestTar.entries(bytes).entries.map(\.path) == ["x", "b"])
    }

    @Test func `takes a name with a slash for a directory only in archives without types`() throws {
        let bytes = TestTar.file("f/", "x") + TestTar.file("d/", "", type: "\0") + TestTar.end
        #expect(try TestTar.entries(bytes).entries.map(\.kind) == [.file, .directory])
    }

    @Test func `prefers the long name of GNU to that of pax`() throws {
        let long =
            TestTar.header("././@LongLink", type: "L", size: TestTar.octal(4), magic: "ustar  \0")
            + TestTar.padded(Array("gnu\0".utf8))
        let bytes = long + TestTar.pax(TestTar.record("path", "pax")) + TestTar.file("plain", "x") + TestTar.end
        #expect(try TestTar.entries(bytes).entries.map(\.path) == ["gnu"])
    }

    @Test func `takes the name of a sparse file only with a sparse file`() throws {
        let bytes = TestTar.pax(TestTar.record("GNU.sparse.name", "hidden")) + TestTar.file("shown", "x") + TestTar.end
        #expect(try TestTar.entries(bytes).entries.map(\.path) == ["shown"])
    }

    @Test func `notes a sparse file of an unknown version`() throws {
        let bytes =
            TestTar.pax(
                TestTar.record("GNU.sparse.major", "2") + TestTar.record("GNU.sparse.minor", "0"))
            + TestTar.file("a", "x") + TestTar.end
        #expect(try TestTar.entries(bytes).skipped.count == 1)
    }
}
