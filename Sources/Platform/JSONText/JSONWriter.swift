/// Writes JSON text into bytes.
///
/// The caller gives members in the order it wants them; the writer places commas, escapes and, when asked,
/// indentation of two spaces. Same calls, same bytes.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private let isPretty: Bool
    private var depth = 0
    private var needsComma = false
    private var afterKey = false

    package init(pretty: Bool = false, reserving capacity: Int = 4096) {
        isPretty = pretty
        bytes.reserveCapacity(capacity)
    }

    package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    package mutating func key(_ name: String) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        if isPretty { bytes.append(0x20) }
        afterKey = true
    }

    package mutating func value(_ string: String) {
        separate()
        quoted(string)
        needsComma = true
    }

    package mutating func value(_ integer: some FixedWidthInteger) {
        raw(String(integer))
    }

    package mutating func value(_ boolean: Bool) {
        raw(boolean ? "true" : "false")
    }

    package mutating func null() { raw("null") }

    /// A number or other JSON text already in its final form.
    package mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// Copies a value of a document, numbers as written, in the style of this writer.
    package mutating func value(_ value: JSONValue) {
        switch value.kind {
        case .null: null()
        case .boolean: self.value(value.bool ?? false)
        case .number: raw(value.number ?? "0")
        case .string: self.value(value.string ?? "")
        case .array: array { for element in value.elements { $0.value(element) } }
        case .object:
            object {
                for member in value.members {
                    $0.key(member.key)
                    $0.value(member.value)
                }
            }
        }
    }

    package mutating func member(_ name: String, _ string: String) {
        key(name)
        value(string)
    }

    /// Writes nothing for `nil`.
    package mutating func member(_ name: String, _ string: String?) {
        if let string { member(name, string) }
    }

    package mutating func member(_ name: String, _ integer: some FixedWidthInteger) {
        key(name)
        value(integer)
    }

    package mutating func member(_ name: String, _ boolean: Bool) {
        key(name)
        value(boolean)
    }

    package mutating func newline() { bytes.append(0x0a) }

    /// Gives the bytes away and starts anew, so that a long document can be written out in pieces.
    package mutating func drain() -> [UInt8] {
        let full = bytes
        bytes.removeAll(keepingCapacity: true)
        return full
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        depth -= 1
        if needsComma { indent() }
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if afterKey {
            afterKey = false
            return
        }
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
        if depth > 0 { indent() }
    }

    private mutating func indent() {
        guard isPretty else { return }
        bytes.append(0x0a)
        for _ in 0..<depth {
            bytes.append(0x20)
            bytes.append(0x20)
        }
    }

    private mutating func quoted(_ string: String) {
        var string = string
        bytes.append(UInt8(ascii: "\""))
        string.withUTF8 { text in
            guard let base = text.baseAddress else { return }
            var start = 0
            var index = 0
            while index < text.count {
                let byte = base[index]
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                    index += 1
                    continue
                }
                bytes.append(contentsOf: UnsafeBufferPointer(start: base + start, count: index - start))
                escape(byte)
                index += 1
                start = index
            }
            bytes.append(contentsOf: UnsafeBufferPointer(start: base + start, count: text.count - start))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0a: bytes.append(UInt8(ascii: "n"))
        case 0x0c: bytes.append(UInt8(ascii: "f"))
        case 0x0d: bytes.append(UInt8(ascii: "r"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}
