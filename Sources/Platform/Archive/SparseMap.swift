/// Where the stored bytes of a sparse file belong (GNU tar manual, "Storing Sparse Files").
struct SparseMap {
    struct Segment { var offset: Int, length: Int }

    /// Ascending, without overlap.
    var segments: [Segment] = []
    /// Size of the file with its holes.
    var size = 0
    /// Bytes of the body that hold the map itself (format 1.0).
    var headerBytes = 0

    private static let segmentLimit = 1_000_000

    /// The old GNU format: four segments in the header, more in the blocks after it.
    init(
        gnu block: UnsafeRawBufferPointer, offset: Int, nextBlock: () throws -> UnsafeRawBufferPointer
    ) throws {
        guard let size = TarHeader.number(block, 483..<495) else {
            throw ArchiveError.malformed(format: "tar", reason: "malformed sparse header", offset: offset)
        }
        self.size = Int(size)
        var extended = block[482] != 0
        try take(block, from: 386, count: 4, offset: offset)
        while extended {
            let next = try nextBlock()
            extended = next[504] != 0
            try take(next, from: 0, count: 21, offset: offset)
        }
        try check(offset)
    }

    /// pax format 0.0 and 0.1: offsets and lengths in the extended header.
    init(version0 list: [Int], size: Int, offset: Int) throws {
        guard list.count.isMultiple(of: 2), list.count <= 2 * Self.segmentLimit else {
            throw ArchiveError.malformed(format: "tar", reason: "malformed sparse map", offset: offset)
        }
        self.size = size
        for index in stride(from: 0, to: list.count, by: 2) {
            segments.append(Segment(offset: list[index], length: list[index + 1]))
        }
        try check(offset)
    }

    /// pax format 1.0: decimal numbers, a line each, in blocks before the content.
    init(version1Size size: Int, offset: Int, nextBlock: () throws -> UnsafeRawBufferPointer) throws {
        self.size = size
        var numbers: [Int] = []
        var wanted = 1
        var current = 0
        var digits = 0
        reading: while true {
            let block = try nextBlock()
            headerBytes += 512
            for byte in block {
                if byte == 0x0a {
                    guard digits > 0 else {
                        throw ArchiveError.malformed(format: "tar", reason: "malformed sparse map", offset: offset)
                    }
                    numbers.append(current)
                    if numbers.count == 1 {
                        guard current <= Self.segmentLimit else {
                            throw ArchiveError.malformed(format: "tar", reason: "huge sparse map", offset: offset)
                        }
                        wanted = 1 + 2 * current
                    }
                    current = 0
                    digits = 0
                    if numbers.count == wanted { break reading }
                } else {
                    guard byte >= 0x30, byte <= 0x39, digits < 18 else {
                        throw ArchiveError.malformed(format: "tar", reason: "malformed sparse map", offset: offset)
                    }
                    current = current * 10 + Int(byte - 0x30)
                    digits += 1
                }
            }
        }
        for index in stride(from: 1, to: numbers.count - 1, by: 2) {
            segments.append(Segment(offset: numbers[index], length: numbers[index + 1]))
        }
        try check(offset)
    }

    private mutating func take(
        _ block: UnsafeRawBufferPointer, from start: Int, count: Int, offset: Int
    ) throws {
        for index in 0..<count {
            let place = start + index * 24
            guard let position = TarHeader.number(block, place..<place + 12),
                let length = TarHeader.number(block, place + 12..<place + 24)
            else { throw ArchiveError.malformed(format: "tar", reason: "malformed sparse header", offset: offset) }
            if position == 0, length == 0, block[place] == 0 { continue }
            guard segments.count < Self.segmentLimit else {
                throw ArchiveError.malformed(format: "tar", reason: "huge sparse map", offset: offset)
            }
            segments.append(Segment(offset: Int(position), length: Int(length)))
        }
    }

    private func check(_ offset: Int) throws {
        guard size >= 0 else {
            throw ArchiveError.malformed(format: "tar", reason: "negative size of a sparse file", offset: offset)
        }
        var position = 0
        for segment in segments {
            let (end, overflow) = segment.offset.addingReportingOverflow(segment.length)
            guard segment.offset >= position, segment.length >= 0, !overflow, end <= size else {
                throw ArchiveError.malformed(format: "tar", reason: "sparse map out of order", offset: offset)
            }
            position = end
        }
    }
}
