/// The compressions in which layers and files come.
package enum Compression: String, Sendable, CaseIterable {
    case none, gzip, zstd, xz, bzip2

    /// Recognises a stream by its first bytes; six suffice.
    package init(start bytes: UnsafeRawBufferPointer) {
        func starts(with magic: [UInt8]) -> Bool {
            bytes.count >= magic.count && zip(bytes, magic).allSatisfy { $0 == $1 }
        }
        if starts(with: [0x1f, 0x8b]) {
            self = .gzip
        } else if starts(with: [0x28, 0xb5, 0x2f, 0xfd]) || Self.isSkippableFrame(bytes) {
            self = .zstd
        } else if starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) {
            self = .xz
        } else if starts(with: [0x42, 0x5a, 0x68]) {
            self = .bzip2
        } else {
            self = .none
        }
    }

    /// A zstd stream may start with a skippable frame (RFC 8878 §3.1.2), as seekable and chunked layers do.
    private static func isSkippableFrame(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 4 && bytes[0] & 0xf0 == 0x50 && bytes[1] == 0x2a && bytes[2] == 0x4d && bytes[3] == 0x18
    }

    /// A decoder for one stream of this compression; `nil` for `.none`.
    package func makeInflater() throws(ArchiveError) -> (any Inflater)? {
        switch self {
        case .none: nil
        case .gzip: GzipInflater()
        case .zstd: try ZstdInflater()
        case .xz: try XZInflater()
        case .bzip2: try Bzip2Inflater()
        }
    }

    /// The first bytes of what `bytes` expand to; fewer when there are no more.
    package static func prefix(of bytes: UnsafeRawBufferPointer, count: Int) throws(ArchiveError) -> [UInt8] {
        guard let inflater = try Compression(start: bytes).makeInflater() else { return Array(bytes.prefix(count)) }
        var output = [UInt8](repeating: 0, count: count)
        var filled = 0
        var consumed = 0
        while filled < count {
            var failure: ArchiveError?
            var step = (consumed: 0, produced: 0)
            output.withUnsafeMutableBytes { buffer in
                do throws(ArchiveError) {
                    step = try inflater.process(
                        UnsafeRawBufferPointer(rebasing: bytes[consumed...]),
                        into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                } catch { failure = error }
            }
            if let failure { throw failure }
            if step.consumed == 0, step.produced == 0 { break }
            consumed += step.consumed
            filled += step.produced
        }
        output.removeLast(count - filled)
        return output
    }

    /// Expands bytes at hand, whatever compression they start with.
    ///
    /// - Parameter limit: bytes of output above which the input is refused.
    package static func inflate(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(ArchiveError) -> [UInt8] {
        let compression = Compression(start: bytes)
        guard let inflater = try compression.makeInflater() else {
            guard bytes.count <= limit else {
                throw .expandsTooMuch(format: "data", limit: limit, from: bytes.count)
            }
            return Array(bytes)
        }
        var output: [UInt8] = []
        var consumed = 0
        let size = max(4096, min(limit, max(64 << 10, bytes.count &* 4), 4 << 20))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let step = try inflater.process(UnsafeRawBufferPointer(rebasing: bytes[consumed...]), into: buffer)
            consumed += step.consumed
            guard output.count + step.produced <= limit else {
                throw .expandsTooMuch(format: compression.rawValue, limit: limit, from: bytes.count)
            }
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<step.produced]))
            if inflater.isAtEnd, consumed == bytes.count { return output }
            if step.consumed == 0, step.produced == 0 {
                throw .truncated(format: compression.rawValue, offset: output.count)
            }
        }
    }
}

/// A streaming decoder of one compression.
package protocol Inflater: AnyObject {
    /// Decodes as much of `input` as fits into `output`.
    ///
    /// Concatenated members or frames are decoded as one stream, as their formats say.
    func process(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> (consumed: Int, produced: Int)

    /// Whether the input may end here: all members so far are complete.
    var isAtEnd: Bool { get }
}
