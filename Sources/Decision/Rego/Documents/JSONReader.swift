/// Why a document could not be read.
public struct DocumentError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case invalidUTF8
        case invalidEscape
        case numberTooBig
        case tooDeep(limit: Int)
        case outOfMemory
        case trailingText
    }

    public var reason: Reason
    /// Where, in bytes from the start.
    public var offset: Int

    public var description: String {
        let what =
            switch reason {
            case .unexpectedEnd: "the text ends where a value goes on"
            case .unexpectedByte(let byte): "byte 0x\(String(byte, radix: 16)) is not expected here"
            case .invalidUTF8: "the text is not UTF-8"
            case .invalidEscape: "a string holds an escape that JSON does not have"
            case .numberTooBig: "a number has more than \(Decimal.digitLimit) digits"
            case .tooDeep(let limit): "values are nested deeper than \(limit)"
            case .outOfMemory: "the document does not fit into the memory it may use"
            case .trailingText: "text follows the value"
            }
        return "invalid JSON at byte \(offset): \(what)"
    }
}

/// Reads JSON text straight into values: one pass, an explicit stack, and short strings kept once.
///
/// Numbers keep their text and exact value; of equal keys the last wins.
package struct JSONReader {
    private let heap: Heap
    private let interning: StringTable?
    private let base: UnsafePointer<UInt8>
    private let end: Int
    private var position = 0
    private var stack: [Value] = []
    private var keys: [Value] = []
    private var values: [Value] = []

    /// Reads one document.
    ///
    /// - Parameter interning: The strings of documents read before into the same heap, or one it outlives.
    package static func value(
        _ text: UnsafeBufferPointer<UInt8>, in heap: Heap, interning: StringTable? = nil
    ) throws(DocumentError) -> Value {
        guard let base = text.baseAddress else { throw DocumentError(reason: .unexpectedEnd, offset: 0) }
        var reader = JSONReader(heap: heap, interning: interning, base: base, end: text.count)
        let value = try reader.run()
        reader.skipSpace()
        guard reader.position == reader.end else {
            throw DocumentError(reason: .trailingText, offset: reader.position)
        }
        return value
    }

    package static func value(
        _ text: String, in heap: Heap, interning: StringTable? = nil
    ) throws(DocumentError) -> Value {
        try value(Array(text.utf8), in: heap, interning: interning)
    }

    package static func value(
        _ text: [UInt8], in heap: Heap, interning: StringTable? = nil
    ) throws(DocumentError) -> Value {
        try text.withUnsafeBufferPointer { buffer throws(DocumentError) in
            try value(buffer, in: heap, interning: interning)
        }
    }

    private init(heap: Heap, interning: StringTable?, base: UnsafePointer<UInt8>, end: Int) {
        self.heap = heap
        self.interning = interning
        self.base = base
        self.end = end
    }

    private func failure(_ reason: DocumentError.Reason) -> DocumentError {
        DocumentError(reason: reason, offset: position)
    }

    private func unexpected() -> DocumentError {
        failure(position < end ? .unexpectedByte(base[position]) : .unexpectedEnd)
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < end, base[position] <= 0x20,
            base[position] == 0x20 || base[position] == 0x0a || base[position] == 0x0d || base[position] == 0x09
        {
            position &+= 1
        }
    }

    /// A container that is open: where its children begin on the stack.
    private struct Open {
        var start: Int
        var isObject: Bool
    }

    private mutating func run() throws(DocumentError) -> Value {
        var open: [Open] = []
        if end >= 3, base[0] == 0xef, base[1] == 0xbb, base[2] == 0xbf { position = 3 }
        value: while true {
            skipSpace()
            guard position < end else { throw unexpected() }
            if let last = open.last, last.isObject {
                guard base[position] == UInt8(ascii: "\"") else { throw unexpected() }
                stack.append(try string())
                skipSpace()
                guard position < end, base[position] == UInt8(ascii: ":") else { throw unexpected() }
                position &+= 1
                skipSpace()
                guard position < end else { throw unexpected() }
            }
            switch base[position] {
            case UInt8(ascii: "\""):
                stack.append(try string())
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard open.count < Heap.depthLimit else { throw failure(.tooDeep(limit: Heap.depthLimit)) }
                let isObject = base[position] == UInt8(ascii: "{")
                position &+= 1
                skipSpace()
                open.append(Open(start: stack.count, isObject: isObject))
                guard position < end else { throw unexpected() }
                if base[position] != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { continue value }
                position &+= 1
                try close(open.removeLast())
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                stack.append(try number())
            case UInt8(ascii: "t"):
                stack.append(try literal("true", .true))
            case UInt8(ascii: "f"):
                stack.append(try literal("false", .false))
            case UInt8(ascii: "n"):
                stack.append(try literal("null", .null))
            default:
                throw unexpected()
            }
            while let container = open.last {
                skipSpace()
                guard position < end else { throw unexpected() }
                if base[position] == UInt8(ascii: ",") {
                    position &+= 1
                    continue value
                }
                guard base[position] == (container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw unexpected()
                }
                position &+= 1
                open.removeLast()
                try close(container)
            }
            return stack.removeLast()
        }
    }

    private mutating func close(_ container: Open) throws(DocumentError) {
        let start = container.start
        let heap = heap
        do throws(BuiltinError) {
            let value: Value
            if container.isObject {
                keys.removeAll(keepingCapacity: true)
                values.removeAll(keepingCapacity: true)
                var index = start
                while index &+ 1 < stack.count {
                    keys.append(stack[index])
                    values.append(stack[index &+ 1])
                    index &+= 2
                }
                value = try keys.withUnsafeBufferPointer { keys throws(BuiltinError) in
                    try values.withUnsafeBufferPointer { values throws(BuiltinError) in
                        try heap.object(keys: keys, values: values)
                    }
                }
            } else {
                value = try stack.withUnsafeBufferPointer { stack throws(BuiltinError) in
                    try heap.array(UnsafeBufferPointer(rebasing: stack[start...]))
                }
            }
            stack.removeSubrange(start...)
            stack.append(value)
        } catch {
            throw failure(error == .limit(.depth) ? .tooDeep(limit: Heap.depthLimit) : .outOfMemory)
        }
    }

    private mutating func literal(_ text: StaticString, _ value: Value) throws(DocumentError) -> Value {
        for index in 0..<text.utf8CodeUnitCount {
            guard position < end, base[position] == text.utf8Start[index] else { throw unexpected() }
            position &+= 1
        }
        return value
    }

    private mutating func number() throws(DocumentError) -> Value {
        let start = position
        let isNegative = base[position] == UInt8(ascii: "-")
        if isNegative { position &+= 1 }
        var magnitude = 0
        let first = position
        while position < end, base[position] >= 0x30, base[position] <= 0x39, position &- first < 18 {
            magnitude = magnitude &* 10 &+ Int(base[position] &- 0x30)
            position &+= 1
        }
        let isPlain =
            position > first && (base[first] != 0x30 || position == first &+ 1 && !isNegative)
            && !(position < end && JSONReader.continuesNumber(base[position]))
        if isPlain, let value = Value(immediate: isNegative ? -magnitude : magnitude) { return value }
        while position < end, JSONReader.continuesNumber(base[position]) { position &+= 1 }
        do throws(Decimal.TextError) {
            return try heap.number(text: UnsafeBufferPointer(start: base + start, count: position - start))
        } catch {
            position = start
            throw failure(error == .tooBig ? .numberTooBig : .unexpectedByte(base[start]))
        }
    }

    private static func continuesNumber(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte == 0x2e || byte | 0x20 == 0x65 || byte == 0x2b || byte == 0x2d
    }

    private mutating func string() throws(DocumentError) -> Value {
        position &+= 1
        let start = position
        var gathered: UInt8 = 0
        while position < end {
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                let text = UnsafeBufferPointer(start: base + start, count: position &- start)
                if gathered >= 0x80, !JSONReader.isUTF8(text) { throw failure(.invalidUTF8) }
                position &+= 1
                return try made(text)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw unexpected() }
            gathered |= byte
            position &+= 1
        }
        throw failure(.unexpectedEnd)
    }

    private func made(_ text: UnsafeBufferPointer<UInt8>) throws(DocumentError) -> Value {
        do throws(BuiltinError) {
            if let interning { return try interning.string(text, in: heap) }
            return try heap.string(utf8: text)
        } catch {
            throw failure(.outOfMemory)
        }
    }

    private static func isUTF8(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        String(validating: text, as: UTF8.self) != nil
    }

    private mutating func escapedString(from start: Int) throws(DocumentError) -> Value {
        var text = Array(UnsafeBufferPointer(start: base + start, count: position &- start))
        while position < end {
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                position &+= 1
                return try text.withUnsafeBufferPointer { text throws(DocumentError) in
                    if !JSONReader.isUTF8(text) { throw failure(.invalidUTF8) }
                    return try made(text)
                }
            }
            guard byte >= 0x20 else { throw unexpected() }
            position &+= 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard position < end else { throw failure(.unexpectedEnd) }
            let escape = base[position]
            position &+= 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0c)
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text.append(contentsOf: try unicodeEscape())
            default: throw failure(.invalidEscape)
            }
        }
        throw failure(.unexpectedEnd)
    }

    /// The character of `\uXXXX`, or of two that form a surrogate pair; a lone surrogate becomes U+FFFD.
    private mutating func unicodeEscape() throws(DocumentError) -> [UInt8] {
        let first = try hexadecimal()
        var code = first
        if first >= 0xd800, first < 0xdc00, position &+ 1 < end, base[position] == UInt8(ascii: "\\"),
            base[position &+ 1] == UInt8(ascii: "u")
        {
            let before = position
            position &+= 2
            let second = try hexadecimal()
            if second >= 0xdc00, second < 0xe000 {
                code = 0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00)
            } else {
                position = before
            }
        }
        let scalar = Unicode.Scalar(code) ?? "\u{fffd}"
        return UTF8.encode(scalar).map(Array.init) ?? []
    }

    private mutating func hexadecimal() throws(DocumentError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < end, let digit = Character(Unicode.Scalar(base[position])).hexDigitValue else {
                throw failure(.invalidEscape)
            }
            code = code << 4 | UInt32(digit)
            position &+= 1
        }
        return code
    }
}
