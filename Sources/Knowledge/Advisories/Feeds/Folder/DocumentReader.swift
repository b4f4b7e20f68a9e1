internal import Archive
internal import Glibc

/// Cuts a stream into documents, holding no more of it than one of them.
final class DocumentReader: ByteReader {
    private let source: any ByteReader
    /// Bytes of one document.
    var limit: Int
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var hasEnded = false

    init(_ source: any ByteReader, limit: Int) {
        self.source = source
        self.limit = limit
        buffer = .allocate(byteCount: 256 << 10, alignment: 64)
    }

    deinit { buffer.deallocate() }

    private var held: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[start..<end])
    }

    /// The first bytes of what is left; fewer when there are no more.
    func peek(_ count: Int) throws -> UnsafeRawBufferPointer {
        while end - start < count, !hasEnded { try more() }
        return UnsafeRawBufferPointer(rebasing: held.prefix(count))
    }

    private func more() throws {
        if end == buffer.count {
            if start > 0 {
                // Copies correctly where the two overlap.
                buffer.copyMemory(from: held)
                end -= start
                start = 0
            }
            // What is asked for never exceeds the limit by more than a buffer.
            if end > buffer.count / 2 {
                let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
                larger.copyMemory(from: held)
                buffer.deallocate()
                buffer = larger
            }
        }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        end += count
        if count == 0 { hasEnded = true }
    }

    /// All that is left.
    ///
    /// - Throws: `FeedError` when that is more than the limit.
    func whole() throws -> UnsafeRawBufferPointer {
        while !hasEnded {
            guard end - start <= limit else { throw tooLarge }
            try more()
        }
        guard end - start <= limit else { throw tooLarge }
        let bytes = held
        start = end
        return bytes
    }

    private var tooLarge: FeedError { FeedError("a document of more than \(limit) bytes") }

    /// The next line without its end; `nil` when there are no more. Valid until the next call.
    func line() throws -> UnsafeRawBufferPointer? {
        guard let length = try lineLength() else { return nil }
        let line = UnsafeRawBufferPointer(rebasing: held.prefix(length))
        start += min(length + 1, end - start)
        return line
    }

    private func lineLength() throws -> Int? {
        var searched = 0
        while true {
            let bytes = held
            if let base = bytes.baseAddress, searched < bytes.count,
                let found = memchr(base + searched, 0x0a, bytes.count - searched)
            {
                return UnsafeRawPointer(found) - base
            }
            searched = bytes.count
            guard searched <= limit else { throw tooLarge }
            if hasEnded { return searched == 0 ? nil : searched }
            try more()
        }
    }

    /// Whether what is left is one JSON document a line.
    ///
    /// It is, when the first line that is not blank holds a whole JSON value and something follows it.
    func hasDocumentsInLines() throws -> Bool {
        while let byte = try peek(1).first, Self.isBlank(byte) { start += 1 }
        guard let byte = try peek(1).first, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { return false }
        guard let length = try lineLength(), Self.isBalanced(held.prefix(length)) else { return false }
        var position = length
        while true {
            let bytes = held
            while position < bytes.count {
                if !Self.isBlank(bytes[position]) { return true }
                position += 1
            }
            if hasEnded { return false }
            // White space without end is no document.
            guard position <= limit else { throw tooLarge }
            try more()
        }
    }

    /// Whether every bracket that opens is closed.
    private static func isBalanced(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        return depth == 0 && !isInString
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    // MARK: As a stream again, for archives

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if start == end, !hasEnded {
            start = 0
            end = 0
            try more()
        }
        let count = min(target.count, end - start)
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: held.prefix(count)))
        start += count
        return count
    }
}
