/// The bytes of a version, borrowed; the one place of the version order that touches memory. Every access is checked.
struct VersionBytes {
    private let buffer: UnsafeRawBufferPointer

    init(_ buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

    /// The bytes of a literal, which outlive everything.
    init(_ word: StaticString) {
        buffer = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    }

    @inline(__always)
    var count: Int { buffer.count }

    @inline(__always)
    subscript(_ index: Int) -> UInt8 {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: buffer.count), "a version is read beyond its end")
        return buffer[index]
    }

    /// The byte at an index, or a space at and after the end: for questions that a space answers with no.
    @inline(__always)
    func peek(_ index: Int) -> UInt8 { index < count ? self[index] : .space }

    /// The bytes of a range that must lie inside.
    @inline(__always)
    func slice(_ from: Int, _ to: Int) -> VersionBytes {
        precondition(from >= 0 && from <= to && to <= count, "a part of a version lies outside it")
        return VersionBytes(UnsafeRawBufferPointer(rebasing: buffer[from..<to]))
    }

    /// Where the digits that start at an index end.
    @inline(__always)
    func digitsEnd(_ from: Int) -> Int {
        var index = from
        while index < count, self[index].isDigit { index += 1 }
        return index
    }

    @inline(__always)
    func lettersEnd(_ from: Int) -> Int {
        var index = from
        while index < count, self[index].isLetter { index += 1 }
        return index
    }

    /// Without spaces and line ends at either side.
    var trimmed: VersionBytes {
        var from = 0
        var to = count
        while from < to, self[from].isSpace { from += 1 }
        while from < to, self[to - 1].isSpace { to -= 1 }
        return slice(from, to)
    }

    var isNumber: Bool { count > 0 && digitsEnd(0) == count }

    /// The first index of a byte at or after another.
    @inline(__always)
    func first(_ byte: UInt8, from: Int = 0) -> Int? {
        var index = from
        while index < count {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    @inline(__always)
    func last(_ byte: UInt8, from: Int = 0) -> Int? {
        var index = count
        while index > from {
            index -= 1
            if self[index] == byte { return index }
        }
        return nil
    }

    /// Whether a word in lower case stands at an index, in any case.
    @inline(__always)
    func has(_ word: StaticString, at index: Int) -> Bool {
        guard index >= 0, index <= count, word.utf8CodeUnitCount <= count - index else { return false }
        return word.withUTF8Buffer { word in
            for offset in 0..<word.count where self[index + offset].lowered != word[offset] { return false }
            return true
        }
    }

    /// Whether this is a word in lower case, in any case.
    @inline(__always)
    func isWord(_ word: StaticString) -> Bool { count == word.utf8CodeUnitCount && has(word, at: 0) }

    /// How many bytes both begin with.
    @inline(__always)
    func sharedPrefix(with other: VersionBytes) -> Int {
        let shared = min(count, other.count)
        var index = 0
        while index < shared, self[index] == other[index] { index += 1 }
        return index
    }

    /// By bytes; the longer is greater where one begins with the other.
    func order(bytes other: VersionBytes) -> VersionOrder {
        let shared = min(count, other.count)
        var index = 0
        while index < shared {
            if self[index] != other[index] { return VersionOrder(self[index], other[index]) }
            index += 1
        }
        return VersionOrder(count, other.count)
    }

    /// By bytes, ASCII letters in lower case.
    func order(lowered other: VersionBytes) -> VersionOrder {
        let shared = min(count, other.count)
        var index = 0
        while index < shared {
            let (a, b) = (self[index].lowered, other[index].lowered)
            if a != b { return VersionOrder(a, b) }
            index += 1
        }
        return VersionOrder(count, other.count)
    }

    /// Digits as numbers of any size: without leading zeros the longer is greater. No digits are zero.
    @inline(__always)
    func order(number other: VersionBytes) -> VersionOrder {
        var i = 0
        var j = 0
        while i < count, self[i] == .zero { i += 1 }
        while j < other.count, other[j] == .zero { j += 1 }
        if count - i != other.count - j { return VersionOrder(count - i, other.count - j) }
        while i < count {
            if self[i] != other[j] { return VersionOrder(self[i], other[j]) }
            i += 1
            j += 1
        }
        return .equal
    }

    /// Whether these digits are all zeros, as no digits are.
    var isZero: Bool {
        var index = 0
        while index < count, self[index] == .zero { index += 1 }
        return index == count
    }
}

extension UInt8 {
    static let space = UInt8(ascii: " ")
    static let zero = UInt8(ascii: "0")
    static let dot = UInt8(ascii: ".")
    static let hyphen = UInt8(ascii: "-")
    static let plus = UInt8(ascii: "+")
    static let colon = UInt8(ascii: ":")
    static let tilde = UInt8(ascii: "~")
    static let caret = UInt8(ascii: "^")
    static let underscore = UInt8(ascii: "_")

    @inline(__always)
    var isDigit: Bool { self &- .zero < 10 }

    @inline(__always)
    var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

    @inline(__always)
    var isLowerLetter: Bool { self &- UInt8(ascii: "a") < 26 }

    @inline(__always)
    var isSpace: Bool { self == .space || self &- 9 < 5 }

    /// In lower case when it is an ASCII letter.
    @inline(__always)
    var lowered: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}
