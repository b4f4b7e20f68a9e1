/// Why a text is not JSON (RFC 8259), or is more than the reader was told to accept.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case invalidNumber
        case invalidEscape
        case invalidUTF8
        case controlCharacterInString
        case trailingBytes
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
    }

    package var reason: Reason
    /// Offset in bytes from the start of the text.
    package var offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String {
        let what =
            switch reason {
            case .unexpectedEnd: "the text ends inside a value"
            case .unexpectedByte(let byte): "unexpected byte 0x\(String(byte, radix: 16))"
            case .invalidNumber: "malformed number"
            case .invalidEscape: "malformed escape sequence"
            case .invalidUTF8: "invalid UTF-8"
            case .controlCharacterInString: "unescaped control character in a string"
            case .trailingBytes: "more bytes after the value"
            case .tooDeep(let limit): "nested deeper than \(limit) levels"
            case .tooLarge(let limit): "larger than \(limit) bytes"
            }
        return "JSON: \(what) at byte \(offset)"
    }
}

/// Bounds on a JSON text from outside.
package struct JSONLimits: Sendable {
    /// Nesting of arrays and objects.
    package var depth: Int
    /// Bytes of text.
    package var size: Int

    package init(depth: Int = 512, size: Int = 1 << 30) {
        self.depth = max(0, depth)
        self.size = max(0, min(size, Int(UInt32.max) - 64))
    }
}
