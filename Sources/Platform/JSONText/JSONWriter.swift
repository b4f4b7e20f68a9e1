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
    ///
    /// Strings without escapes are copied as bytes; those with escapes are written as `value(_: String)` would.
    /// However deep the value is, the stack is not.
    package mutating func value(_ value: JSONValue) {
        let document = value.document
        document.text.withUnsafeBufferPointer { text in
            document.nodes.withUnsafeBufferPointer { nodes in
                copy(from: value, nodes: nodes, text: text)
            }
        }
    }

    private mutating func copy(
        from value: JSONValue, nodes: UnsafeBufferPointer<Node>, text: UnsafeBufferPointer<UInt8>
    ) {
        // Nodes stand in the order of the text, so that copying is one walk; the stack holds what is left of
        // each open container, keys counted as values.
        var open: [(left: Int, isObject: Bool)] = []
        var index = value.index
        while true {
            let node = nodes[index]
            let bytes = UnsafeBufferPointer(
                rebasing: text[Int(node.offset)..<Int(node.offset) + (node.tag < .array ? Int(node.length) : 0)])
            let isKey = open.last.map { $0.isObject && $0.left % 2 == 0 } ?? false
            separate()
            needsComma = true
            switch node.tag {
            case .string:
                self.bytes.append(UInt8(ascii: "\""))
                self.bytes.append(contentsOf: bytes)
                self.bytes.append(UInt8(ascii: "\""))
            case .escapedString: quoted(JSONValue(document: value.document, index: index).string ?? "")
            case .null, .true, .false, .number: self.bytes.append(contentsOf: bytes)
            case .array, .object:
                needsComma = false
                let isObject = node.tag == .object
                self.bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
                depth += 1
                open.append((Int(node.length) * (isObject ? 2 : 1) + 1, isObject))
            }
            if isKey {
                self.bytes.append(UInt8(ascii: ":"))
                if isPretty { self.bytes.append(0x20) }
                afterKey = true
            }
            index += 1
            while let last = open.indices.last {
                open[last].left -= 1
                if open[last].left > 0 { break }
                close(open.removeLast().isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
            }
            if open.isEmpty { return }
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
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func quoted(_ string: String) {
        var string = string
        bytes.append(UInt8(ascii: "\""))
        string.withUTF8 { text in
            var rest = text[...]
            while let special = Self.firstToEscape(in: rest) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: rest[rest.startIndex..<special]))
                escape(text[special])
                rest = text[(special + 1)...]
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: rest))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The first quote, backslash or control character (RFC 8259 §7).
    private static func firstToEscape(in text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let bytes = text.base
        var index = text.startIndex
        while index + 8 <= text.endIndex, let base = bytes.baseAddress {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            // Bytes above ASCII are marked too; they are passed over one at a time below.
            if Parser.special(word) != 0 { break }
            index += 8
        }
        while index < text.endIndex {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return nil
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
