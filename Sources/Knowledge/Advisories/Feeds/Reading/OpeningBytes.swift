/// The first bytes of a file, asked what they are of.
struct OpeningBytes {
    let bytes: UnsafeRawBufferPointer

    /// A byte order mark and white space before the first byte that says something are left out.
    init(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { start = 3 }
        while start < bytes.count, bytes[start] == 0x20 || (0x09...0x0d).contains(bytes[start]) { start += 1 }
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[start...])
    }

    var first: UInt8? { bytes.first }

    func begins(with text: StaticString) -> Bool { matches(text, at: 0) }

    func contains(_ text: StaticString) -> Bool { position(of: text) != nil }

    /// Of the first occurrence.
    func position(of text: StaticString) -> Int? {
        let count = text.utf8CodeUnitCount
        guard count > 0, bytes.count >= count else { return nil }
        return (0...bytes.count - count).first { matches(text, at: $0) }
    }

    private func matches(_ text: StaticString, at start: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard start + count <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in
            wanted.elementsEqual(UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
        }
    }

    /// Without its line feed; all there is when the bytes end before one.
    var firstLine: String {
        var lines = TextLines(bytes)
        return lines.next().map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// The lines of a text, without line feed and carriage return.
struct TextLines: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func next() -> UnsafeRawBufferPointer? {
        guard position < bytes.count else { return nil }
        let start = position
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        position = end + 1
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }
}
