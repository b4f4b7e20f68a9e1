/// Version numbers in the strings of programs.
enum VersionText {
    /// A version and where it ends.
    struct Found: Equatable {
        var text: String
        var end: Int
    }

    private static let longest = 40

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a }
    static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == 0x5f }

    /// Reads numbers joined by points, with an optional suffix such as `w`, `p1`, `rc2` or `-beta1`.
    ///
    /// - Parameters:
    ///   - parts: how many numbers there may be.
    ///   - keepsSuffix: whether the suffix belongs to the version.
    /// - Returns: `nil` where there is none, or where it is part of a longer word or a pattern (`9.1*`).
    static func read(
        _ bytes: UnsafeRawBufferPointer, at start: Int, parts: ClosedRange<Int>, keepsSuffix: Bool
    ) -> Found? {
        guard start >= 0 else { return nil }
        var at = start
        var count = 0
        let last = min(bytes.count, start + longest)
        while at < last, isDigit(bytes[at]) {
            while at < last, isDigit(bytes[at]) { at += 1 }
            count += 1
            guard at + 1 < last, bytes[at] == 0x2e, isDigit(bytes[at + 1]) else { break }
            at += 1
        }
        guard parts.contains(count) else { return nil }
        let numbers = at
        // A hyphen is part of the version only before a word for what precedes a release.
        var suffix = at
        if suffix < last, bytes[suffix] == 0x2d { suffix += 1 }
        let word = suffix
        while suffix < last, isLetter(bytes[suffix]) { suffix += 1 }
        let letters = suffix - word
        if letters > 0, letters <= 5 {
            let name = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[word..<suffix]), as: UTF8.self)
            let isPrerelease = ["rc", "alpha", "beta", "pre", "dev"].contains(name.lowercased())
            if word == at || isPrerelease {
                if isPrerelease, suffix + 1 < last, bytes[suffix] == 0x2e, isDigit(bytes[suffix + 1]) { suffix += 1 }
                while suffix < last, isDigit(bytes[suffix]) { suffix += 1 }
                at = suffix
            }
        }
        if at < bytes.count, isWord(bytes[at]) || bytes[at] == 0x2a { return nil }
        let end = keepsSuffix ? at : numbers
        return Found(
            text: String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self), end: at)
    }

    /// The version in the word that ends at `end`.
    static func readBackwards(
        _ bytes: UnsafeRawBufferPointer, endingAt end: Int, parts: ClosedRange<Int>, keepsSuffix: Bool
    ) -> (text: String, start: Int)? {
        var start = end
        while start > 0, end - start < longest, bytes[start - 1] > 0x20, bytes[start - 1] < 0x7f { start -= 1 }
        while start < end, !isDigit(bytes[start]) { start += 1 }
        return read(bytes, at: start, parts: parts, keepsSuffix: keepsSuffix).map { ($0.text, start) }
    }

    /// The versions that are strings of their own: ended by a NUL, or followed by a date (`10.42 2022-12-11`).
    static func standalone(
        _ bytes: UnsafeRawBufferPointer, limit: Int
    ) -> [(text: String, parts: Int, offset: Int)] {
        var found: [(text: String, parts: Int, offset: Int)] = []
        var at = 0
        while at < bytes.count, found.count < limit {
            guard isDigit(bytes[at]), isStart(bytes, at),
                let version = read(bytes, at: at, parts: 2...4, keepsSuffix: true),
                version.end < bytes.count, bytes[version.end] == 0 || isDate(bytes, at: version.end)
            else {
                at += 1
                continue
            }
            let numbers = version.text.utf8.prefix { isDigit($0) || $0 == 0x2e }
            found.append((version.text, numbers.split(separator: 0x2e).count, at))
            at = version.end
        }
        return found
    }

    /// Linkers align some strings behind tables, whose last byte may be any.
    private static func isStart(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        func opens(_ at: Int) -> Bool { at % 8 == 0 || bytes[at - 1] < 0x20 || bytes[at - 1] >= 0x7f }
        return opens(at) || (bytes[at - 1] == UInt8(ascii: "v") && opens(at - 1))
    }

    /// ` YYYY-MM-DD` and a NUL.
    private static func isDate(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start + 12 <= bytes.count, bytes[start] == 0x20, bytes[start + 11] == 0 else { return false }
        for index in 1...10 {
            let isHyphen = index == 5 || index == 8
            guard isHyphen ? bytes[start + index] == 0x2d : isDigit(bytes[start + index]) else { return false }
        }
        return true
    }
}
