internal import Content

/// Which segments of an index file count.
struct IndexCommit: Equatable {
    private typealias Layout = ComponentIndexLayout

    struct Place: Equatable {
        var offset: Int
        var length: Int
        var root: Digest
    }

    var number: UInt64 = 0
    var segments: [Place] = []

    /// Where the next segment may begin.
    var end: Int {
        let end = segments.reduce(Layout.segmentsStart) { max($0, $1.offset + $1.length) }
        return (end + Layout.alignment - 1) / Layout.alignment * Layout.alignment
    }

    func encode() -> [UInt8] {
        var out = ByteWriter()
        out.append(Layout.magic)
        out.append(Layout.format)
        out.append(UInt32(segments.count))
        out.append(number)
        out.append(UInt64(end))
        for segment in segments {
            out.append(UInt64(segment.offset))
            out.append(UInt64(segment.length))
            out.append(segment.root.bytes)
        }
        while out.count < Layout.commitSize - Layout.digestSize { out.append(UInt8(0)) }
        out.append(Digest.of(out.bytes).bytes)
        return out.bytes
    }

    /// The newer of the two copies that is whole.
    static func read(_ file: UnsafeRawBufferPointer, path: String) throws(ComponentIndexError) -> IndexCommit {
        var best: IndexCommit?
        var foreign: UInt32?
        for copy in 0..<2 {
            let bytes = UnsafeRawBufferPointer(
                rebasing: file[copy * Layout.commitSize..<(copy + 1) * Layout.commitSize])
            let content = UnsafeRawBufferPointer(rebasing: bytes[..<(Layout.commitSize - Layout.digestSize)])
            guard bytes[..<8].elementsEqual(Layout.magic) else { continue }
            guard Digest.of(content).bytes.elementsEqual(bytes[content.count...]) else { continue }
            let format = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
            guard format == Layout.format else {
                foreign = format
                continue
            }
            let commit = try IndexCommit(content)
            if commit.number >= best?.number ?? 0 { best = commit }
        }
        if let best {
            let needed = best.segments.reduce(Layout.segmentsStart) { max($0, $1.offset + $1.length) }
            guard needed <= file.count else { throw .truncated(expected: needed, found: file.count) }
            return best
        }
        if let foreign { throw .format(found: foreign) }
        let isOurs =
            file[..<8].elementsEqual(Layout.magic)
            || file[Layout.commitSize..<Layout.commitSize + 8].elementsEqual(Layout.magic)
        throw isOurs ? .damaged("both copies of its commit") : .notAnIndex(path: path)
    }

    init() {}

    private init(_ bytes: UnsafeRawBufferPointer) throws(ComponentIndexError) {
        func small(_ offset: Int) -> Int {
            Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
        func large(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        number = large(16)
        let count = small(12)
        guard count <= Layout.mostSegments else { throw .damaged("its commit") }
        for row in 0..<count {
            let start = Layout.commitHeader + row * Layout.segmentRow
            guard let offset = Int(exactly: large(start)), let length = Int(exactly: large(start + 8)),
                offset >= Layout.segmentsStart, offset < Layout.largest, length < Layout.largest,
                let root = Digest(algorithm: .sha256, bytes: bytes[start + 16..<start + 48])
            else { throw .damaged("its commit") }
            segments.append(Place(offset: offset, length: length, root: root))
        }
    }
}
