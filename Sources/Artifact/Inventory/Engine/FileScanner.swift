internal import Archive
internal import Content

/// Takes the files of one layer as they pass: digests, kind, headers, and the cataloguers that asked for them.
///
/// A file that arrives in one piece is read where it lies; another is gathered only if somebody asked for it.
final class FileScanner {
    let scan = LayerScan()
    private let cataloguers: [any Cataloguer]
    private let index: WantIndex
    private let isImage: Bool
    private let plan: PlanHint
    private let isBase: Bool

    private var matches: [WantIndex.Match] = []
    private let gathered: GatherBuffer
    private let pool: MD5Pool

    /// Files other than ELF are gathered up to this size, if a cataloguer takes them.
    private static let gatherLimit = 128 << 20
    private static let executableLimit = 2 << 30

    /// - Parameter buffers: used by nobody else until `finish`.
    init(
        _ cataloguers: [any Cataloguer], index: WantIndex, isImage: Bool, plan: PlanHint, isBase: Bool,
        buffers: ScanBuffers
    ) {
        self.cataloguers = cataloguers
        self.index = index
        self.isImage = isImage
        self.plan = plan
        self.isBase = isBase
        gathered = buffers.gathered
        pool = buffers.pool
        pool.deliver = { [scan] in scan.fill(md5: $1, of: $0) }
    }

    /// Records an entry and, for a file, takes its content.
    ///
    /// - Parameter body: calls its argument with the content in order; not called for anything but files.
    func add(
        _ entry: TarEntry, body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        let start = scan.paths.count
        guard start + entry.path.count <= Int(UInt32.max), scan.entries.count < Int(Int32.max) else {
            throw ArchiveError.malformed(format: "layer", reason: "more paths than can be held", offset: start)
        }
        scan.paths.append(contentsOf: entry.path)
        var record = LayerScan.Entry(
            pathStart: UInt32(start), pathLength: UInt32(entry.path.count), kind: entry.kind, fileKind: .other,
            mode: entry.mode, hasCapabilities: entry.hasCapabilities, size: entry.size)
        if entry.kind == .symbolicLink || entry.kind == .hardLink {
            record.link = Int32(scan.links.count)
            scan.links.append(entry.link)
        }
        if isBase { entry.path.withUnsafeBytes { plan.observe($0) } }
        if entry.kind == .file {
            do {
                try take(entry, record: &record, body)
            } catch let error as ArchiveError {
                guard case .expandsTooMuch = error else { throw error }
                scan.gaps.append(Yield.Gap(path: String(decoding: entry.path, as: UTF8.self), reason: "\(error)"))
            }
        }
        scan.entries.append(record)
    }

    /// Completes what was put off; call after the last entry.
    func finish() { pool.finish() }

    private func take(
        _ entry: TarEntry, record: inout LayerScan.Entry,
        _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        matches.removeAll(keepingCapacity: true)
        entry.path.withUnsafeBytes { index.match($0, into: &matches) }
        let size = entry.size
        var kind = FileKind.other
        var isGathered = false
        var done = false
        var digests = PendingDigests()
        var isFirst = true
        var isPooled = false

        func begin(_ piece: UnsafeRawBufferPointer) {
            isFirst = false
            kind = FileKind(start: piece)
            for match in index.matches(kind) where !matches.contains(where: { $0.cataloguer == match.cataloguer }) {
                matches.append(match)
            }
            let isCounted = Accountable.isCounted(entry.path, kind: kind, mode: entry.mode)
            let plan = plan.current
            isPooled = plan.md5
            if isPooled { pool.begin() }
            digests = PendingDigests(plan, sha256: isCounted || Accountable.hasRecordedSHA256(entry.path))
            let isRelease = isReleaseFile(entry.path)
            if piece.count == size {
                digests.update(piece)
                if isPooled { pool.append(piece) }
                read(piece, entry: entry, kind: kind, record: &record)
                done = true
                return
            }
            if kind == .elf {
                isGathered = size <= Self.executableLimit
            } else {
                isGathered = size <= Self.gatherLimit && (isRelease || matches.contains { $0.limit >= size })
            }
            if isGathered { gathered.begin(size: size, start: piece, isELF: kind == .elf) }
        }

        try body { piece in
            if isFirst { begin(piece) }
            guard !done else { return }
            digests.update(piece)
            if isPooled { pool.append(piece) }
            if isGathered { gathered.append(piece) }
        }
        if isFirst { begin(UnsafeRawBufferPointer(start: nil, count: 0)) }
        if !done {
            read(
                isGathered ? gathered.bytes : UnsafeRawBufferPointer(start: nil, count: 0), entry: entry, kind: kind,
                record: &record)
            gathered.release()
        }
        record.fileKind = kind
        record.digests = digests.keep(in: scan, awaitsMD5: isPooled)
        if isPooled { pool.end(record.digests) }
    }

    /// Reads a file of which all or, when nobody asked for more, the first bytes are at hand.
    private func read(
        _ bytes: UnsafeRawBufferPointer, entry: TarEntry, kind: FileKind, record: inout LayerScan.Entry
    ) {
        let isWhole = bytes.count == entry.size
        if kind == .elf, !bytes.isEmpty {
            record.executable = Int32(scan.executables.count)
            scan.executables.append(ELFFile.facts(bytes, isTruncated: !isWhole))
        }
        if isWhole, isReleaseFile(entry.path) {
            scan.releaseTexts[String(decoding: entry.path, as: UTF8.self)] = String(decoding: bytes, as: UTF8.self)
        }
        guard !matches.isEmpty else { return }
        let path = String(decoding: entry.path, as: UTF8.self)
        let file = WantedFile(
            path: path, kind: kind, bytes: bytes, isExecutable: entry.mode & 0o111 != 0, isImage: isImage)
        for match in matches {
            guard isWhole, bytes.count <= match.limit else {
                scan.oversized.append(
                    LayerScan.Oversized(
                        entry: Int32(scan.entries.count), cataloguer: match.cataloguer, limit: match.limit))
                continue
            }
            var yield = Yield()
            do {
                try cataloguers[match.cataloguer].read(file, into: &yield)
            } catch {
                yield.gap(path, "\(cataloguers[match.cataloguer].name): \(error)")
            }
            guard !yield.isEmpty else { continue }
            scan.readings.append(
                LayerScan.Reading(entry: Int32(scan.entries.count), cataloguer: match.cataloguer, yield: yield))
        }
    }

    private func isReleaseFile(_ path: [UInt8]) -> Bool {
        guard path.count <= 40 else { return false }
        return Self.releasePaths.contains { $0.elementsEqual(path) }
    }

    private static let releasePaths = OSReleaseReader.candidates.map { Array($0.utf8) }
}

/// Digests of one file while its pieces pass; MD5 comes from the pool.
private struct PendingDigests {
    private var sha256: DigestHasher?
    private var sha1: DigestHasher?

    init() {}

    init(_ plan: DigestPlan, sha256 isWanted: Bool) {
        if plan.sha256 || isWanted { sha256 = DigestHasher(.sha256) }
        if plan.sha1 { sha1 = DigestHasher(.sha1) }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        sha256?.update(bytes)
        sha1?.update(bytes)
    }

    func keep(in scan: LayerScan, awaitsMD5: Bool) -> Int32 {
        scan.keep(
            sha256: sha256?.finalize(), sha1: sha1?.finalize(), awaitsMD5: awaitsMD5)
    }
}
