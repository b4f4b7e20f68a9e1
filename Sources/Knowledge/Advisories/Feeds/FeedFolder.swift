internal import Archive
internal import Content

/// Reads advisory feeds from folders and files as their publishers deliver them.
///
/// Comes in: paths of folders and files, compressed or not, archives or not, one document a file or thousands. Goes
/// out: what the feeds take out of them, by source, with the digest of every file. The order is that of the paths given
/// and of the names in a folder, so the same bytes give the same records.
///
/// What cannot be trusted is an error and not a shorter result: a file that cannot be opened, is damaged, differs
/// from its `SHA256SUMS` or exceeds a limit. A document that its feed cannot read is listed and passed over; so is a
/// file that no feed recognises.
package struct FeedFolder {
    package var feeds: [any Feed]
    package var limits: FeedLimits

    package init(feeds: [any Feed] = Feeds.all, limits: FeedLimits = FeedLimits()) {
        self.feeds = feeds
        self.limits = limits
    }

    /// Reads all files below `paths`.
    ///
    /// - Throws: `FeedError` or `FileError` that names the file.
    package func read(_ paths: [String]) throws -> FeedReading {
        var reader = FeedFolderReader(feeds: try feeds(for: paths), limits: limits, receive: nil)
        for path in paths { try reader.read(path) }
        return reader.finish()
    }

    /// The feeds, with what they have to know before the first document is read: the list of Debian's flaws says of most
    /// releases nothing, and is read with what the archive holds where its files are among those given.
    private func feeds(for paths: [String]) throws -> [any Feed] {
        guard feeds.contains(where: { ($0 as? DebianCVEFeed)?.archive == nil && $0 is DebianCVEFeed }) else {
            return feeds
        }
        let gathering = DebianArchiveReading()
        var reader = FeedFolderReader(feeds: gathering.feeds, limits: limits, receive: nil)
        try reader.read(paths, where: DebianArchiveReading.isNamed)
        guard let archive = gathering.archive else { return feeds }
        return feeds.map { $0 is DebianCVEFeed ? DebianCVEFeed(archive: archive) : $0 }
    }

    /// Reads all files below `paths` and hands on what each document gives, so that no more than that is held.
    ///
    /// - Parameter receive: takes a document's yield and the name of its feed; what it throws ends the reading.
    /// - Returns: all but advisories, annotations and lifecycles.
    package func read(
        _ paths: [String], handingOn receive: (FeedYield, _ source: String) throws -> Void
    ) throws -> FeedReading {
        let feeds = try feeds(for: paths)
        do {
            return try withoutActuallyEscaping(receive) { receive in
                var reader = FeedFolderReader(feeds: feeds, limits: limits, receive: receive)
                for path in paths { try reader.read(path) }
                return reader.finish()
            }
        } catch let refusal as Refusal {
            throw refusal.error
        }
    }

    /// What a receiver threw, so that it is not taken for an error of the file at hand.
    fileprivate struct Refusal: Error { var error: any Error }
}

private struct FeedFolderReader {
    let feeds: [any Feed]
    let limits: FeedLimits
    /// Nothing: records are kept.
    let receive: ((FeedYield, String) throws -> Void)?
    private var reading = FeedReading()
    /// One for each feed.
    private var sources: [FeedSource]
    /// Documents of the file at hand, by feed.
    private var documents: [Int]
    private var checksums = ChecksumList()
    private var walk: FeedWalk

    init(feeds: [any Feed], limits: FeedLimits, receive: ((FeedYield, String) throws -> Void)?) {
        self.feeds = feeds
        self.limits = limits
        self.receive = receive
        sources = feeds.map { FeedSource(name: $0.name) }
        documents = feeds.map { _ in 0 }
        walk = FeedWalk(limits: limits)
    }

    consuming func finish() -> FeedReading {
        reading.sources = sources.filter { !$0.files.isEmpty }.sorted { $0.name < $1.name }
        return reading
    }

    /// Reads those files below `paths` whose names are wanted, when one of them is a list of source packages.
    mutating func read(_ paths: [String], where isWanted: (String) -> Bool) throws {
        var files: [FeedWalk.File] = []
        for path in paths {
            try walk.walk(path)
            files += walk.files.filter { isWanted($0.path) }
        }
        guard files.contains(where: { DebianSourcesFeed.isNamed($0.path) }) else { return }
        for file in files { try read(file) }
    }

    mutating func read(_ path: String) throws {
        try walk.walk(path)
        checksums = ChecksumList()
        // Given a file alone, the list beside it is asked all the same.
        let isFile = walk.files.count == 1 && walk.files[0].path == path
        let lists = isFile ? FeedWalk.list(beside: path).map { [$0] } ?? [] : walk.lists
        for list in lists {
            try checksums.add(try OpenFile.contents(of: list.path, limit: limits.document), name: list.name)
        }
        for file in walk.files { try read(file) }
        guard !isFile else { return }
        let names = Set(walk.files.map(\.name))
        reading.missing += checksums.digests.keys.filter { !names.contains($0) && !FeedWalk.isPaper($0) }.sorted()
    }

    private mutating func read(_ file: FeedWalk.File) throws {
        for index in documents.indices { documents[index] = 0 }
        let raw = HashingReader(FileReader(try OpenFile(file.path)))
        do {
            try readContent(raw, name: file.name)
            // Only what is used, or what a list vouches for, is worth reading to its end.
            guard documents.contains(where: { $0 > 0 }) || checksums.digests[file.name] != nil else { return }
            let digest = try raw.finish()
            try checksums.check(file.name, digest)
            for index in sources.indices where documents[index] > 0 {
                sources[index].files.append(
                    FeedSource.File(
                        path: file.name, digest: digest, size: raw.count, documents: documents[index]))
            }
        } catch {
            throw Self.naming(file.name, error)
        }
    }

    /// An error with the name of the file or member that it is about.
    private static func naming(_ name: String, _ error: any Error) -> any Error {
        if error is FileError || error is FeedFolder.Refusal { return error }
        let text = "\(error)"
        return FeedError(text.hasPrefix(name) ? text : "\(name): \(text)")
    }

    private mutating func readContent(_ raw: HashingReader, name: String) throws {
        let start = DocumentReader(raw, limit: limits.document)
        if Self.isZip(try start.peek(4)) {
            try readZip(start, name: name)
            return
        }
        let expanded = DocumentReader(InflatingReader(start, limit: limits.expanded), limit: limits.document)
        if Self.isTar(try expanded.peek(512)) {
            try readTar(expanded, name: name)
        } else {
            try readDocuments(expanded, name: Self.withoutSuffix(name))
        }
    }

    // MARK: Archives

    private static func isZip(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.elementsEqual([0x50, 0x4b, 0x03, 0x04]) || bytes.elementsEqual([0x50, 0x4b, 0x05, 0x06])
    }

    /// POSIX and GNU archives both say `ustar` at offset 257.
    private static func isTar(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 512 && bytes[257..<262].elementsEqual("ustar".utf8)
    }

    private mutating func readZip(_ source: any ByteReader, name: String) throws {
        let bytes = try Self.all(of: source, limit: limits.archive)
        try bytes.withUnsafeBytes { bytes in
            let archive = try ZipArchive(
                bytes, limits: ZipLimits(entries: limits.files), inflater: ZipInflater(budget: limits.expanded))
            for entry in archive.entries where !entry.isDirectory && !entry.isSymbolicLink {
                let member = "\(name)/\(entry.name)"
                if FeedWalk.isPaper(member) { continue }
                try readMember(try archive.read(entry, limit: limits.archive), name: member)
            }
        }
    }

    private mutating func readTar(_ source: any ByteReader, name: String) throws {
        var tarLimits = TarReader.Limits()
        tarLimits.entries = limits.files
        var tar = TarReader(ReaderChunks(source), limits: tarLimits)
        while let entry = try tar.nextEntry() {
            guard entry.kind == .file else { continue }
            let member = "\(name)/\(String(decoding: entry.path, as: UTF8.self))"
            if FeedWalk.isPaper(member) { continue }
            guard entry.size <= limits.archive else {
                throw FeedError("\(member): more than \(limits.archive) bytes")
            }
            var content: [UInt8] = []
            try tar.readBody { content.append(contentsOf: $0) }
            try readMember(content, name: member)
        }
        for skipped in tar.skipped { unrecognised("\(name)/\(skipped.path) (\(skipped.reason))") }
        try tar.drain()
    }

    /// A member may be compressed by itself; an archive within an archive is not entered.
    private mutating func readMember(_ content: [UInt8], name: String) throws {
        let expanded = InflatingReader(MemoryReader(content), limit: limits.expanded)
        do {
            try readDocuments(DocumentReader(expanded, limit: limits.document), name: Self.withoutSuffix(name))
        } catch {
            throw Self.naming(name, error)
        }
    }

    private static func all(of source: any ByteReader, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw FeedError("an archive of more than \(limit) bytes") }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    // MARK: Documents

    /// The name under which a feed sees a file: what a compression adds is taken off with it.
    private static func withoutSuffix(_ name: String) -> String {
        for suffix in [".gz", ".zst", ".xz", ".bz2"] where name.hasSuffix(suffix) {
            return String(name.dropLast(suffix.count))
        }
        return name
    }

    private mutating func readDocuments(_ reader: DocumentReader, name: String) throws {
        let start = try reader.peek(4096)
        guard let index = feeds.firstIndex(where: { $0.recognises(path: name, start: start) }) else {
            unrecognised(name)
            return
        }
        if let limit = feeds[index].documentLimit { reader.limit = max(reader.limit, limit) }
        if case .lines = feeds[index].framing, try reader.hasDocumentsInLines() {
            var line = 0
            while let bytes = try reader.line() {
                line += 1
                let text = Self.trimmed(bytes)
                if !text.isEmpty { try read(text, name: name, line: line, feed: index) }
            }
        } else {
            try read(try reader.whole(), name: name, line: 0, feed: index)
        }
    }

    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let first = bytes.firstIndex(where: { !DocumentReader.isBlank($0) }),
            let last = bytes.lastIndex(where: { !DocumentReader.isBlank($0) })
        else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[first...last])
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, name: String, line: Int, feed index: Int) throws {
        documents[index] += 1
        var yield = FeedYield()
        do {
            try feeds[index].read(
                FeedDocument(path: name, line: line, bytes: bytes, digest: Digest.of(bytes)), into: &yield)
        } catch {
            sources[index].skip(line == 0 ? name : "\(name):\(line)", "\(error)", limit: limits.listed)
            return
        }
        sources[index].take(yield, keepingRecords: receive == nil, limit: limits.listed)
        do {
            try receive?(yield, sources[index].name)
        } catch {
            throw FeedFolder.Refusal(error: error)
        }
    }

    private mutating func unrecognised(_ name: String) {
        reading.unrecognisedCount += 1
        if reading.unrecognised.count < limits.listed { reading.unrecognised.append(name) }
    }
}
