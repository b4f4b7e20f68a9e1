/// The version a program was given with `-X` when the build information does not record the flag, as with `-trimpath`.
///
/// The linker writes such values with a NUL after them, while strings of the program are packed without one; so a
/// version that stands alone among the read-only data is almost always the program's own.
enum GoEmbeddedVersion {
    private static let longest = 48

    /// - Returns: the only version that stands alone, or the one that all others extend; `nil` when they disagree.
    static func find(in data: UnsafeRawBufferPointer) -> String? {
        var candidates: Set<String> = []
        var index = 0
        while index < data.count {
            // After a NUL comes the candidate.
            guard index == 0 || data[index - 1] == 0, startsVersion(data, index) else {
                index += 1
                continue
            }
            var end = index
            while end < data.count, end - index <= longest, isVersionByte(data[end]) { end += 1 }
            if end < data.count, data[end] == 0, end - index <= longest {
                let text = String(decoding: data[index..<end], as: UTF8.self)
                if isVersion(text) { candidates.insert(text) }
                if candidates.count > 16 { return nil }
            }
            index = end + 1
        }
        guard let shortest = candidates.min(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) else { return nil }
        return candidates.allSatisfy { $0.hasPrefix(shortest) } ? shortest : nil
    }

    private static func startsVersion(_ data: UnsafeRawBufferPointer, _ index: Int) -> Bool {
        if isDigit(data[index]) { return true }
        return data[index] == UInt8(ascii: "v") && index + 1 < data.count && isDigit(data[index + 1])
    }

    /// At least three numbers, then nothing or a suffix.
    private static func isVersion(_ text: String) -> Bool {
        var rest = text.utf8.drop { $0 == UInt8(ascii: "v") }
        for position in 0..<3 {
            let digits = rest.prefix(while: isDigit)
            guard (1...5).contains(digits.count) else { return false }
            rest = rest.dropFirst(digits.count)
            if position < 2 {
                guard rest.first == UInt8(ascii: ".") else { return false }
                rest = rest.dropFirst()
            }
        }
        guard let next = rest.first else { return true }
        return next == UInt8(ascii: "-") || next == UInt8(ascii: "+") || next == UInt8(ascii: "~")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static func isVersionByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "~")
    }
}
