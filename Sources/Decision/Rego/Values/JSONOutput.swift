/// Writes values as JSON: compact, keys sorted, sets as sorted arrays, a key that is no string as its JSON text.
package struct JSONOutput {
    package private(set) var bytes: [UInt8] = []
    /// Whether `<`, `>` and `&` are escaped, as Go's encoder does.
    private let escapesHTML: Bool
    /// Whether U+2028 and U+2029 are escaped, as Go's encoder does even where it leaves markup as it is.
    private let escapesSeparators: Bool

    package init(escapingHTML escapesHTML: Bool = false, escapingSeparators: Bool = false) {
        self.escapesHTML = escapesHTML
        escapesSeparators = escapesHTML || escapingSeparators
    }

    package static func text(of value: Value, escapingHTML: Bool = false) -> String {
        var output = JSONOutput(escapingHTML: escapingHTML)
        output.write(value)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// A string of JSON.
    package static func quoted(_ text: String, escapingHTML: Bool = false) -> String {
        var output = JSONOutput(escapingHTML: escapingHTML)
        Array(text.utf8).withUnsafeBufferPointer { output.write(quoted: $0) }
        return String(decoding: output.bytes, as: UTF8.self)
    }

    package mutating func write(raw text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes text that is JSON already.
    package mutating func write(json text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

    /// A string of JSON.
    package mutating func write(quoting text: String) {
        var text = text
        text.withUTF8 { write(quoted: $0) }
    }

    /// Depth is bounded by `Heap.depthLimit`.
    package mutating func write(_ value: Value) {
        switch value.kind {
        case .undefined, .null:
            write(raw: "null")
        case .boolean:
            if value.isTrue { write(raw: "true") } else { write(raw: "false") }
        case .number:
            writeNumber(value)
        case .string:
            write(quoted: value.utf8)
        case .array, .set:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in value.elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object:
            writeObject(value)
        }
    }

    private mutating func writeNumber(_ value: Value) {
        if value.isImmediateInteger {
            bytes.append(contentsOf: String(value.immediateInteger).utf8)
        } else {
            bytes.append(contentsOf: value.numberText)
        }
    }

    private mutating func writeObject(_ value: Value) {
        bytes.append(UInt8(ascii: "{"))
        let keys = value.keys
        if keys.last?.isString ?? true, keys.first?.isString ?? true {
            for index in 0..<keys.count {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(quoted: keys[index].utf8)
                bytes.append(UInt8(ascii: ":"))
                write(value.values[index])
            }
        } else {
            // The total order of keys is not that of their texts, and keys may share a text: the last wins.
            var members: [(text: [UInt8], value: Value)] = []
            for (key, member) in zip(keys, value.values) { members.append((JSONOutput.keyText(key), member)) }
            members.sort { $0.text.lexicographicallyPrecedes($1.text) }
            var isFirst = true
            for index in members.indices {
                if index + 1 < members.count, members[index].text == members[index + 1].text { continue }
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                members[index].text.withUnsafeBufferPointer { write(quoted: $0) }
                bytes.append(UInt8(ascii: ":"))
                write(members[index].value)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// The name a key gets in JSON.
    package static func keyText(_ key: Value) -> [UInt8] {
        if key.isString { return Array(key.utf8) }
        var output = JSONOutput()
        output.write(key)
        return output.bytes
    }

    package mutating func write(quoted text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var clean = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            let isSeparator =
                escapesSeparators && byte == 0xe2 && index + 2 < text.count && text[index + 1] == 0x80
                && text[index + 2] | 1 == 0xa9
            let isMarkup = escapesHTML && (byte == 0x3c || byte == 0x3e || byte == 0x26)
            guard byte < 0x20 || byte == 0x22 || byte == 0x5c || isMarkup || isSeparator else {
                index += 1
                continue
            }
            bytes.append(contentsOf: text[clean..<index])
            if isSeparator {
                bytes.append(contentsOf: (text[index + 2] == 0xa8 ? "\\u2028" : "\\u2029").utf8)
                index += 3
            } else {
                writeEscape(byte)
                index += 1
            }
            clean = index
        }
        bytes.append(contentsOf: text[clean...])
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(_ byte: UInt8) {
        switch byte {
        case 0x08: write(raw: "\\b")
        case 0x09: write(raw: "\\t")
        case 0x0a: write(raw: "\\n")
        case 0x0c: write(raw: "\\f")
        case 0x0d: write(raw: "\\r")
        case 0x22: write(raw: "\\\"")
        case 0x5c: write(raw: "\\\\")
        default:
            write(raw: "\\u00")
            let digits: StaticString = "0123456789abcdef"
            bytes.append(digits.utf8Start[Int(byte >> 4)])
            bytes.append(digits.utf8Start[Int(byte & 15)])
        }
    }
}
