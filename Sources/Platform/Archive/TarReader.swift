/// Supplies a tar stream in chunks.
///
/// Every chunk but the last has a length that is a multiple of 512, so that no header straddles two chunks.
package protocol ChunkSource: AnyObject {
    /// The next chunk, valid until the following call; `nil` at the end.
    func nextChunk() throws -> UnsafeRawBufferPointer?

    /// Passes over bytes after the last chunk without reading them, where the source can.
    ///
    /// - Parameter count: a multiple of 512.
    /// - Returns: the number of bytes passed over, a multiple of 512 too.
    func skip(_ count: Int) throws -> Int
}

extension ChunkSource {
    package func skip(_ count: Int) throws -> Int { 0 }
}

/// Walks a tar archive (POSIX ustar and pax, GNU and old formats) without copying what it passes.
///
/// Entries come in the order stored, duplicates included. The content of each must be taken with `readBody` or is
/// skipped by the next `nextEntry`.
package struct TarReader: ~Copyable {
    package struct Limits: Sendable {
        /// Bytes of one extended header or long name.
        package var extendedHeader = 1 << 20
        /// Bytes of a path or link target: `PATH_MAX` of Linux, beyond which no runtime can unpack.
        package var path = 4096
        package var entries = 20_000_000
        /// Bytes of holes in all sparse files together that are read out as zeros.
        package var holes = 1 << 30
        package init() {}
    }

    /// An entry that was passed over, and why.
    package struct Skipped: Sendable, Equatable {
        package var path: String
        package var reason: String
    }

    private let source: any ChunkSource
    private let limits: Limits
    private var chunk = UnsafeRawBufferPointer(start: nil, count: 0)
    private var position = 0
    /// Uncompressed bytes before the current chunk.
    private var chunkOffset = 0
    private var ended = false
    /// Stored bytes of the current entry still to come, and the padding after them.
    private var bodyLeft = 0
    private var padding = 0
    private var sparse: SparseMap?
    private var holesLeft: Int
    private var entryCount = 0
    package private(set) var skipped: [Skipped] = []

    package init(_ source: any ChunkSource, limits: Limits = Limits()) {
        self.source = source
        self.limits = limits
        holesLeft = limits.holes
    }

    /// Bytes of the stream read so far.
    package var offset: Int { chunkOffset + position }

    /// Moves to the next chunk if the current one is used up.
    ///
    /// - Returns: false at the end of the stream.
    private mutating func ensureChunk() throws -> Bool {
        while position == chunk.count {
            guard !ended else { return false }
            chunkOffset += chunk.count
            position = 0
            guard let next = try source.nextChunk() else {
                chunk = UnsafeRawBufferPointer(start: nil, count: 0)
                ended = true
                return false
            }
            chunk = next
        }
        return true
    }

    /// Takes up to `count` bytes of the current chunk.
    private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer? {
        guard try ensureChunk() else { return nil }
        let length = min(count, chunk.count - position)
        let slice = UnsafeRawBufferPointer(rebasing: chunk[position..<position + length])
        position += length
        return slice
    }

    private mutating func skip(_ count: Int) throws {
        var left = count
        while left > 0 {
            if position == chunk.count, left >= 512 {
                let passed = try source.skip(left & ~511)
                chunkOffset += passed
                left -= passed
                if left == 0 { break }
            }
            guard let slice = try take(left) else { throw ArchiveError.truncated(format: "tar", offset: offset) }
            left -= slice.count
        }
    }

    private mutating func collect(_ count: Int) throws -> [UInt8] {
        guard count <= limits.extendedHeader else {
            throw ArchiveError.malformed(
                format: "tar", reason: "extended header of \(count) bytes, above the limit of \(limits.extendedHeader)",
                offset: offset)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            guard let slice = try take(count - bytes.count) else {
                throw ArchiveError.truncated(format: "tar", offset: offset)
            }
            bytes.append(contentsOf: slice)
        }
        try skip(TarHeader.padding(count))
        return bytes
    }

    /// Whether the content of the current entry is stored with its holes left out.
    package var isSparse: Bool { sparse != nil }

    /// Reads the rest of the stream, so that digests over it cover all of it.
    package mutating func drain() throws {
        while try ensureChunk() { position = chunk.count }
    }

    /// The next entry, or `nil` after the end mark or at the end of the stream.
    ///
    /// - Throws: `ArchiveError` when the stream breaks off or a header is damaged.
    package mutating func nextEntry() throws -> TarEntry? {
        try finishBody()
        var pax = PaxRecords()
        var longName: [UInt8]?
        var longLink: [UInt8]?
        var zeroBlocks = 0
        while true {
            guard let block = try take(512) else {
                guard longName == nil, longLink == nil, !pax.isLocal else {
                    throw ArchiveError.truncated(format: "tar", offset: offset)
                }
                return nil
            }
            guard block.count == 512 else { throw ArchiveError.truncated(format: "tar", offset: offset) }
            if TarHeader.isZero(block) {
                zeroBlocks += 1
                if zeroBlocks == 2 { return nil }
                continue
            }
            zeroBlocks = 0
            let start = offset - 512
            let header = try TarHeader(block, offset: start)
            switch header.typeflag {
            case UInt8(ascii: "x"):
                pax = PaxRecords()
                try pax.merge(try collect(header.size), offset: start)
                pax.isLocal = true
            case UInt8(ascii: "g"):
                // Container runtimes pass over global headers, and so must a reader that sees what they see.
                var global = PaxRecords()
                try global.merge(try collect(header.size), offset: start)
                if global.changesContent { note(header.path, "global header that changes the entries after it") }
            case UInt8(ascii: "L"):
                longName = Self.untilNUL(try collect(header.size))
            case UInt8(ascii: "K"):
                longLink = Self.untilNUL(try collect(header.size))
            default:
                entryCount += 1
                guard entryCount <= limits.entries else {
                    throw ArchiveError.malformed(
                        format: "tar", reason: "more than \(limits.entries) entries", offset: start)
                }
                if let entry = try begin(header, block: block, pax: pax, longName: longName, longLink: longLink) {
                    return entry
                }
                try finishBody()
                pax = PaxRecords()
                longName = nil
                longLink = nil
            }
        }
    }

    /// Turns a header with its extensions into an entry and sets up its body.
    private mutating func begin(
        _ header: TarHeader, block: UnsafeRawBufferPointer, pax: PaxRecords, longName: [UInt8]?, longLink: [UInt8]?
    ) throws -> TarEntry? {
        // The order of precedence is the one of container runtimes.
        let rawPath =
            pax.isSparse
            ? pax.sparseName ?? longName ?? pax.path ?? header.path
            : longName ?? pax.path ?? header.path
        let rawLink = longLink ?? pax.link ?? header.link
        var stored = pax.size ?? header.size
        var kind: TarEntry.Kind
        switch header.typeflag {
        case 0:
            // Before POSIX, a directory was a file whose name ends with a slash.
            kind = rawPath.last == UInt8(ascii: "/") ? .directory : .file
        case UInt8(ascii: "0"), UInt8(ascii: "7"), UInt8(ascii: "S"): kind = .file
        case UInt8(ascii: "1"): kind = .hardLink
        case UInt8(ascii: "2"): kind = .symbolicLink
        case UInt8(ascii: "3"): kind = .characterDevice
        case UInt8(ascii: "4"): kind = .blockDevice
        case UInt8(ascii: "5"): kind = .directory
        case UInt8(ascii: "6"): kind = .fifo
        default:
            bodyLeft = stored
            padding = TarHeader.padding(stored)
            note(rawPath, "entry of unknown type 0x\(String(header.typeflag, radix: 16))")
            return nil
        }
        // Only files have content; a size elsewhere, such as that of a link's target, is not followed by any.
        if kind != .file { stored = 0 }
        bodyLeft = stored
        padding = TarHeader.padding(stored)
        sparse = nil
        var size = stored
        if header.typeflag == UInt8(ascii: "S") {
            let map = try SparseMap(gnu: block, offset: offset) { try self.collectBlock() }
            size = map.size
            sparse = map
        } else if kind == .file, pax.isSparse, pax.sparseMajor == 1 {
            let used = bodyLeft
            let map = try SparseMap(version1Size: pax.sparseSize ?? 0, offset: offset) { try self.collectBlock() }
            bodyLeft = used - map.headerBytes
            guard bodyLeft >= 0 else {
                throw ArchiveError.malformed(format: "tar", reason: "sparse map longer than the file", offset: offset)
            }
            size = map.size
            sparse = map
        } else if kind == .file, pax.isSparse, let list = pax.sparseList {
            let map = try SparseMap(version0: list, size: pax.sparseSize ?? 0, offset: offset)
            size = map.size
            sparse = map
        }
        if kind == .file, pax.hasUnknownSparseVersion { note(rawPath, "sparse file of an unknown version") }

        guard rawPath.count <= limits.path, rawLink.count <= limits.path else {
            note(rawPath.prefix(80), "path longer than \(limits.path) bytes")
            return nil
        }
        guard size <= Int.max - 512 - offset else {
            throw ArchiveError.malformed(format: "tar", reason: "impossible size", offset: offset)
        }
        guard let path = ArchivePath.normalise(rawPath) else {
            note(rawPath, "path that leaves the root")
            return nil
        }
        var link = rawLink
        if kind == .hardLink {
            guard let target = ArchivePath.normalise(rawLink) else {
                note(rawPath, "hard link that leaves the root")
                return nil
            }
            link = target
        }
        return TarEntry(
            path: path, kind: kind, mode: header.mode, userID: pax.userID ?? header.userID,
            groupID: pax.groupID ?? header.groupID, size: size,
            link: kind == .hardLink || kind == .symbolicLink ? link : [],
            modified: pax.modified ?? header.modified, hasCapabilities: pax.hasCapabilities)
    }

    private mutating func note(_ path: some Sequence<UInt8>, _ reason: String) {
        guard skipped.count < 1000 else { return }
        skipped.append(Skipped(path: String(decoding: Array(path), as: UTF8.self), reason: reason))
    }

    private mutating func collectBlock() throws -> UnsafeRawBufferPointer {
        guard let block = try take(512), block.count == 512 else {
            throw ArchiveError.truncated(format: "tar", offset: offset)
        }
        return block
    }

    private mutating func finishBody() throws {
        try skip(bodyLeft)
        bodyLeft = 0
        // Writers may leave out the padding of the very last entry.
        var left = padding
        padding = 0
        while left > 0, let slice = try take(left) { left -= slice.count }
        sparse = nil
    }

    /// Hands the content of the current entry to `body` in order; holes of sparse files come as zeros.
    ///
    /// The first piece has at least 512 bytes unless the file is shorter or sparse.
    ///
    /// - Throws: `ArchiveError.expandsTooMuch` when a sparse file has more holes than the limit.
    package mutating func readBody(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        if let sparse {
            self.sparse = nil
            var position = 0
            for segment in sparse.segments {
                try zeros(segment.offset - position, body)
                guard segment.length <= bodyLeft else {
                    throw ArchiveError.malformed(format: "tar", reason: "sparse map beyond the file", offset: offset)
                }
                try pass(segment.length, body)
                position = segment.offset + segment.length
            }
            try zeros(sparse.size - position, body)
        } else {
            try pass(bodyLeft, body)
        }
    }

    private mutating func pass(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var left = count
        while left > 0 {
            guard let slice = try take(left) else { throw ArchiveError.truncated(format: "tar", offset: offset) }
            left -= slice.count
            bodyLeft -= slice.count
            try body(slice)
        }
    }

    private static let zeroPage = [UInt8](repeating: 0, count: 64 << 10)

    private mutating func zeros(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard count <= holesLeft else {
            throw ArchiveError.expandsTooMuch(format: "tar", limit: limits.holes, from: bodyLeft)
        }
        holesLeft -= max(count, 0)
        var left = count
        while left > 0 {
            let length = min(left, Self.zeroPage.count)
            try Self.zeroPage.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            left -= length
        }
    }

    private static func untilNUL(_ bytes: [UInt8]) -> [UInt8] {
        bytes.firstIndex(of: 0).map { Array(bytes[..<$0]) } ?? bytes
    }
}
