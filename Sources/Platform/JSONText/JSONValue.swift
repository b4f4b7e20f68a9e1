/// A value inside a `JSONDocument`.
///
/// Accessors answer `nil` for a value of another kind, so that a chain over a hostile text never traps.
package struct JSONValue: Sendable {
    let document: JSONDocument
    let index: Int

    package enum Kind: Sendable { case null, boolean, number, string, array, object }

    private var node: Node { document.nodes[index] }

    package var kind: Kind {
        switch node.tag {
        case .null: .null
        case .false, .true: .boolean
        case .number: .number
        case .string, .escapedString: .string
        case .array: .array
        case .object: .object
        }
    }

    package var isNull: Bool { node.tag == .null }

    package var bool: Bool? {
        switch node.tag {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The text of a string, escapes resolved. An unpaired surrogate becomes U+FFFD.
    package var string: String? {
        let node = node
        switch node.tag {
        case .string: return String(decoding: document.text[range(node)], as: UTF8.self)
        case .escapedString: return unescape(document.text[range(node)])
        default: return nil
        }
    }

    /// A number exactly as written.
    package var number: String? {
        let node = node
        return node.tag == .number ? String(decoding: document.text[range(node)], as: UTF8.self) : nil
    }

    /// A number without fraction or exponent that fits.
    package var int: Int? { number.flatMap { Int($0) } }

    package var double: Double? { number.flatMap { Double($0) } }

    /// Number of elements or members; 0 for scalars.
    package var count: Int {
        let node = node
        return node.tag == .array || node.tag == .object ? Int(node.length) : 0
    }

    /// Elements of an array; empty for any other kind.
    package var elements: Elements { Elements(value: self) }

    /// Members of an object in the order written, duplicates included; empty for any other kind.
    package var members: Members { Members(value: self) }

    /// The value of the last member named `key` of an object. Linear in the number of members.
    package subscript(key: String) -> JSONValue? {
        let node = node
        guard node.tag == .object else { return nil }
        let text = document.text
        let nodes = document.nodes
        var found: Int?
        var cursor = index + 1
        var key = key
        key.withUTF8 { wanted in
            for _ in 0..<node.length {
                let name = nodes[cursor]
                if name.tag == .string {
                    if Int(name.length) == wanted.count, text[range(name)].elementsEqual(wanted) { found = cursor + 1 }
                } else if unescape(text[range(name)]).utf8.elementsEqual(wanted) {
                    found = cursor + 1
                }
                cursor = Int(nodes[cursor + 1].next)
            }
        }
        return found.map { JSONValue(document: document, index: $0) }
    }

    /// The element at `position` of an array. Linear in `position`.
    package subscript(position: Int) -> JSONValue? {
        guard node.tag == .array, position >= 0, position < Int(node.length) else { return nil }
        var cursor = index + 1
        for _ in 0..<position { cursor = Int(document.nodes[cursor].next) }
        return JSONValue(document: document, index: cursor)
    }

    package struct Elements: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var cursor: Int
        private var left: UInt32

        init(value: JSONValue) {
            document = value.document
            cursor = value.index + 1
            let node = value.node
            left = node.tag == .array ? node.length : 0
        }

        package mutating func next() -> JSONValue? {
            guard left > 0 else { return nil }
            left -= 1
            let value = JSONValue(document: document, index: cursor)
            cursor = Int(document.nodes[cursor].next)
            return value
        }
    }

    package struct Members: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var cursor: Int
        private var left: UInt32

        init(value: JSONValue) {
            document = value.document
            cursor = value.index + 1
            let node = value.node
            left = node.tag == .object ? node.length : 0
        }

        package mutating func next() -> (key: String, value: JSONValue)? {
            guard left > 0 else { return nil }
            left -= 1
            let key = JSONValue(document: document, index: cursor).string ?? ""
            let value = JSONValue(document: document, index: cursor + 1)
            cursor = Int(document.nodes[cursor + 1].next)
            return (key, value)
        }
    }
}

private func range(_ node: Node) -> Range<Int> {
    Int(node.offset)..<Int(node.offset) + Int(node.length)
}

/// Resolves the escapes of a string that the parser accepted.
func unescape(_ slice: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(slice.count)
    var index = slice.startIndex
    let end = slice.endIndex

    func unit(at position: Int) -> UInt32? {
        guard position + 6 <= end, slice[position] == UInt8(ascii: "\\"), slice[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt32 = 0
        for offset in 2..<6 {
            guard let digit = hexValue(slice[position + offset]) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    while index < end {
        let byte = slice[index]
        guard byte == UInt8(ascii: "\\"), index + 1 < end else {
            bytes.append(byte)
            index += 1
            continue
        }
        switch slice[index + 1] {
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var scalar = unit(at: index) ?? 0xfffd
            index += 6
            if (0xd800..<0xdc00).contains(scalar), let low = unit(at: index), (0xdc00..<0xe000).contains(low) {
                scalar = 0x10000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
                index += 6
            }
            bytes.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
            continue
        case let other: bytes.append(other)
        }
        index += 2
    }
    return String(decoding: bytes, as: UTF8.self)
}
