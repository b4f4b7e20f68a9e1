/// The uncompressed bytes of a stream, whatever compression it starts with.
///
/// Refuses what expands beyond `limit`, and what expands further than honest data does: more than `honestRatio` times
/// once `alwaysAllowed` bytes have come out.
package final class InflatingReader: ByteReader {
    private let source: any ByteReader
    private let limit: Int
    private let input: UnsafeMutableRawBufferPointer
    private var available: Range<Int> = 0..<0
    private var sourceEnded = false
    private var inflater: (any Inflater)?
    private var isOpen = false
    private var ended = false
    private var consumed = 0
    private var produced = 0

    /// Known after the first read.
    package private(set) var compression = Compression.none

    package static let honestRatio = 250
    package static let alwaysAllowed = 1 << 30

    package init(_ source: any ByteReader, limit: Int = Int.max, inputSize: Int = 256 << 10) {
        self.source = source
        self.limit = limit
        input = .allocate(byteCount: inputSize, alignment: 64)
    }

    deinit { input.deallocate() }

    private func refill() throws {
        guard !sourceEnded, available.isEmpty else { return }
        let count = try source.fill(input)
        available = 0..<count
        if count < input.count { sourceEnded = true }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if !isOpen {
            try refill()
            compression = Compression(start: UnsafeRawBufferPointer(rebasing: input[available]))
            inflater = try compression.makeInflater()
            isOpen = true
        }
        guard !ended, !buffer.isEmpty else { return 0 }
        guard let inflater else {
            if available.isEmpty { try refill() }
            let count = min(buffer.count, available.count)
            if count == 0 {
                ended = true
                return 0
            }
            buffer.copyMemory(
                from: UnsafeRawBufferPointer(
                    rebasing: input[available.lowerBound..<available.lowerBound + count]))
            available = available.lowerBound + count..<available.upperBound
            return try account(consumed: count, produced: count)
        }
        while true {
            if available.isEmpty { try refill() }
            let step = try inflater.process(UnsafeRawBufferPointer(rebasing: input[available]), into: buffer)
            available = available.lowerBound + step.consumed..<available.upperBound
            if step.produced > 0 { return try account(consumed: step.consumed, produced: step.produced) }
            consumed += step.consumed
            if available.isEmpty, sourceEnded {
                if inflater.isAtEnd {
                    ended = true
                    return 0
                }
                if step.consumed == 0 {
                    throw ArchiveError.truncated(format: compression.rawValue, offset: produced)
                }
            } else if step.consumed == 0, !available.isEmpty {
                throw ArchiveError.malformed(format: compression.rawValue, reason: "no progress", offset: produced)
            }
        }
    }

    private func account(consumed used: Int, produced made: Int) throws(ArchiveError) -> Int {
        consumed += used
        produced += made
        guard produced <= limit else {
            throw .expandsTooMuch(format: compression.rawValue, limit: limit, from: consumed)
        }
        if produced > Self.alwaysAllowed, produced / Self.honestRatio > consumed {
            throw .expandsTooMuch(
                format: compression.rawValue, limit: max(Self.alwaysAllowed, consumed * Self.honestRatio),
                from: consumed)
        }
        return made
    }
}
