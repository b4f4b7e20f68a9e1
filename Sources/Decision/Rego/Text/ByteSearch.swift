/// Searching bytes in bytes.
enum ByteSearch {
    /// Where `pattern` first stands at or after `start`; an empty pattern stands everywhere.
    static func first(
        _ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int? {
        guard let head = pattern.first else { return start <= text.count ? start : nil }
        var index = start
        let last = text.count - pattern.count
        while index <= last {
            if text[index] == head, stands(pattern, in: text, at: index) { return index }
            index += 1
        }
        return nil
    }

    static func stands(
        _ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Bool {
        guard start >= 0, pattern.count <= text.count - start else { return false }
        for index in 0..<pattern.count where text[start + index] != pattern[index] { return false }
        return true
    }

    static func hasPrefix(_ text: UnsafeBufferPointer<UInt8>, _ prefix: UnsafeBufferPointer<UInt8>) -> Bool {
        stands(prefix, in: text, at: 0)
    }

    static func hasSuffix(_ text: UnsafeBufferPointer<UInt8>, _ suffix: UnsafeBufferPointer<UInt8>) -> Bool {
        stands(suffix, in: text, at: text.count - suffix.count)
    }

    /// Places of `pattern`, which is not empty, that do not overlap.
    static func all(_ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> [Int] {
        var found: [Int] = []
        var position = 0
        while let index = first(pattern, in: text, from: position) {
            found.append(index)
            position = index + max(pattern.count, 1)
        }
        return found
    }

    /// Where each code point begins, and the end.
    static func boundaries(_ text: UnsafeBufferPointer<UInt8>) -> [Int] {
        text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.count]
    }
}
