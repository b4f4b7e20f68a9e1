/// Reads TOML texts (TOML 1.0.0).
package enum TOML {
    /// The root table.
    ///
    /// Numbers are kept as written, without the underscores between digits; dates and times are strings as written.
    ///
    /// - Throws: `StructuredTextError` for a text that is no TOML (a redefined key or table included) or that
    ///   exceeds `limits`.
    package static func document(
        _ bytes: UnsafeRawBufferPointer, limits: StructuredTextLimits = .init()
    ) throws(StructuredTextError) -> StructuredValue {
        var parser = TOMLParser(bytes: bytes, limits: limits)
        try parser.run()
        return try parser.tables.value(of: 0, depth: limits.depth)
    }
}

/// One pass over the bytes; recursion only into arrays and inline tables, bounded by the depth limit.
private struct TOMLParser {
    let bytes: UnsafeRawBufferPointer
    let limits: StructuredTextLimits
    var tables: TOMLTables
    private var position = 0
    private var current = 0

    init(bytes: UnsafeRawBufferPointer, limits: StructuredTextLimits) {
        self.bytes = bytes
        self.limits = limits
        tables = TOMLTables(limit: limits.nodes)
    }

    mutating func run() throws(StructuredTextError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw error("invalid UTF-8") }
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { position = 3 }
        while true {
            try skipBlankLines()
            guard let byte = peek() else { return }
            if byte == UInt8(ascii: "[") {
                try header()
            } else {
                try keyValue(in: current, depth: 0)
            }
            try endLine()
        }
    }

    // MARK: Lines

    private mutating func header() throws(StructuredTextError) {
        position += 1
        let isElement = peek() == UInt8(ascii: "[")
        if isElement { position += 1 }
        let keys = try keys()
        try expect("]")
        if isElement { try expect("]") }
        current = try located { tables throws(TOMLConflict) in
            isElement ? try tables.appendElement(keys) : try tables.openTable(keys)
        }
    }

    private mutating func keyValue(in table: Int, depth: Int) throws(StructuredTextError) {
        let keys = try keys()
        try expect("=")
        skipSpace()
        // The table that the dotted part names is found first, so that errors come in the order of the text.
        let owner = try located { tables throws(TOMLConflict) in try tables.openDotted(keys.dropLast(), in: table) }
        let value = try value(depth: depth)
        guard let name = keys.last else { throw error("a key is missing") }
        try located { tables throws(TOMLConflict) in try tables.set(name, value, in: owner) }
    }

    /// The names of a dotted key, at least one.
    private mutating func keys() throws(StructuredTextError) -> [String] {
        var keys: [String] = []
        while true {
            skipSpace()
            guard keys.count < limits.depth else { throw error("a key of more than \(limits.depth) parts") }
            keys.append(try key())
            skipSpace()
            guard peek() == UInt8(ascii: ".") else { return keys }
            position += 1
        }
    }

    private mutating func key() throws(StructuredTextError) -> String {
        switch peek() {
        case UInt8(ascii: "\""): return try basicString(multiline: false)
        case UInt8(ascii: "'"): return try literalString(multiline: false)
        default: break
        }
        let start = position
        while let byte = peek(), isBareKeyByte(byte) { position += 1 }
        guard position > start else { throw unexpected("a key") }
        return text(start..<position)
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(StructuredTextError) -> TOMLTables.Index {
        guard let byte = peek() else { throw unexpected("a value") }
        switch byte {
        case UInt8(ascii: "\""):
            let multiline = startsWith("\"\"\"")
            let string = try basicString(multiline: multiline)
            return try add(.string(string))
        case UInt8(ascii: "'"):
            let multiline = startsWith("'''")
            let string = try literalString(multiline: multiline)
            return try add(.string(string))
        case UInt8(ascii: "["):
            return try array(depth: depth + 1)
        case UInt8(ascii: "{"):
            return try inlineTable(depth: depth + 1)
        default:
            return try add(try plain())
        }
    }

    private mutating func add(_ value: StructuredValue) throws(StructuredTextError) -> TOMLTables.Index {
        try located { tables throws(TOMLConflict) in try tables.add(.value(value)) }
    }

    private mutating func array(depth: Int) throws(StructuredTextError) -> TOMLTables.Index {
        guard depth <= limits.depth else { throw error("nested deeper than \(limits.depth) levels") }
        position += 1
        var elements: [TOMLTables.Index] = []
        while true {
            try skipBlankLines()
            if peek() == UInt8(ascii: "]") { break }
            elements.append(try value(depth: depth))
            try skipBlankLines()
            if peek() == UInt8(ascii: ",") {
                position += 1
            } else if peek() != UInt8(ascii: "]") {
                throw unexpected("`,` or `]`")
            }
        }
        position += 1
        let finished = elements
        return try located { tables throws(TOMLConflict) in try tables.add(.array(finished)) }
    }

    private mutating func inlineTable(depth: Int) throws(StructuredTextError) -> TOMLTables.Index {
        guard depth <= limits.depth else { throw error("nested deeper than \(limits.depth) levels") }
        position += 1
        let table = try located { tables throws(TOMLConflict) in try tables.add(.table(.init(origin: .dotted))) }
        skipSpace()
        if peek() == UInt8(ascii: "}") {
            position += 1
        } else {
            while true {
                try keyValue(in: table, depth: depth)
                skipSpace()
                if peek() == UInt8(ascii: "}") {
                    position += 1
                    break
                }
                try expect(",")
            }
        }
        tables.freeze(table)
        return table
    }

    private mutating func plain() throws(StructuredTextError) -> StructuredValue {
        let start = position
        func isPlain(_ byte: UInt8) -> Bool {
            isBareKeyByte(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
        }
        while let byte = peek(), isPlain(byte) { position += 1 }
        // A space may stand between date and time.
        if position - start == 10, bytes[start + 4] == UInt8(ascii: "-"), peek() == UInt8(ascii: " "),
            let digit = peek(1), isDigit(digit)
        {
            position += 1
            while let byte = peek(), isPlain(byte) { position += 1 }
        }
        guard position > start else { throw unexpected("a value") }
        let token = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
        if let value = TOMLScalar.value(of: token) { return value }
        throw error("`\(String(decoding: token.prefix(40), as: UTF8.self))` is no value")
    }

    // MARK: Strings

    private mutating func basicString(multiline: Bool) throws(StructuredTextError) -> String {
        position += multiline ? 3 : 1
        if multiline { skipLineEnd() }
        var text: [UInt8] = []
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                if !multiline {
                    position += 1
                    return String(decoding: text, as: UTF8.self)
                }
                if closesMultiline(byte, &text) { return String(decoding: text, as: UTF8.self) }
            case UInt8(ascii: "\\"):
                position += 1
                try escape(multiline: multiline, into: &text)
            default:
                try character(byte, multiline: multiline, into: &text)
            }
        }
        throw error("a string does not end")
    }

    private mutating func literalString(multiline: Bool) throws(StructuredTextError) -> String {
        position += multiline ? 3 : 1
        if multiline { skipLineEnd() }
        var text: [UInt8] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "'") {
                if !multiline {
                    position += 1
                    return String(decoding: text, as: UTF8.self)
                }
                if closesMultiline(byte, &text) { return String(decoding: text, as: UTF8.self) }
            } else {
                try character(byte, multiline: multiline, into: &text)
            }
        }
        throw error("a string does not end")
    }

    /// Takes a run of quotes: three close the string, of which up to two more before them belong to the text.
    private mutating func closesMultiline(_ quote: UInt8, _ text: inout [UInt8]) -> Bool {
        var count = 0
        while count < 5, peek() == quote {
            count += 1
            position += 1
        }
        text.append(contentsOf: repeatElement(quote, count: count < 3 ? count : count - 3))
        return count >= 3
    }

    private mutating func character(
        _ byte: UInt8, multiline: Bool, into text: inout [UInt8]
    ) throws(StructuredTextError) {
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && peek(1) == UInt8(ascii: "\n") {
            guard multiline else { throw error("a line break in a string of one line") }
        } else if byte < 0x20 && byte != 0x09 || byte == 0x7f {
            throw error("a control character in a string")
        }
        text.append(byte)
        position += 1
        if byte == UInt8(ascii: "\r") {
            text.append(UInt8(ascii: "\n"))
            position += 1
        }
    }

    private mutating func escape(multiline: Bool, into text: inout [UInt8]) throws(StructuredTextError) {
        guard let byte = peek() else { throw error("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"): try scalar(digits: 4, into: &text)
        case UInt8(ascii: "U"): try scalar(digits: 8, into: &text)
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            position -= 1
            skipSpace()
            guard multiline, skipLineEnd() else { throw error("an unknown escape in a string") }
            repeat { skipSpace() } while skipLineEnd()
        default: throw error("an unknown escape in a string")
        }
    }

    private mutating func scalar(digits: Int, into text: inout [UInt8]) throws(StructuredTextError) {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = peek(), let digit = hexDigit(byte) else { throw error("a malformed Unicode escape") }
            // At most eight digits: fits.
            value = value << 4 | UInt32(digit)
            position += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw error("an escape that is no Unicode scalar value") }
        text.append(contentsOf: String(Character(scalar)).utf8)
    }

    // MARK: Bytes

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private func startsWith(_ letters: StaticString) -> Bool {
        letters.withUTF8Buffer { bytes[position...].prefix($0.count).elementsEqual($0) }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
    }

    /// Whether a line end was there.
    @discardableResult
    private mutating func skipLineEnd() -> Bool {
        if peek() == UInt8(ascii: "\n") {
            position += 1
            return true
        }
        if peek() == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") {
            position += 2
            return true
        }
        return false
    }

    private mutating func skipComment() throws(StructuredTextError) {
        guard peek() == UInt8(ascii: "#") else { return }
        while let byte = peek(), byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { return }
            guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else { throw error("a control character in a comment") }
            position += 1
        }
    }

    private mutating func skipBlankLines() throws(StructuredTextError) {
        repeat {
            skipSpace()
            try skipComment()
        } while skipLineEnd()
    }

    private mutating func endLine() throws(StructuredTextError) {
        skipSpace()
        try skipComment()
        guard peek() == nil || skipLineEnd() else { throw unexpected("the end of the line") }
    }

    private mutating func expect(_ letter: Unicode.Scalar) throws(StructuredTextError) {
        skipSpace()
        guard peek() == UInt8(ascii: letter) else { throw unexpected("`\(letter)`") }
        position += 1
    }

    // MARK: Errors

    private func error(_ reason: String) -> StructuredTextError {
        var line = 1
        for byte in bytes.prefix(position) where byte == UInt8(ascii: "\n") { line += 1 }
        return StructuredTextError(format: "TOML", reason: reason, line: line)
    }

    private func unexpected(_ wanted: String) -> StructuredTextError {
        guard let byte = peek() else { return error("the text ends where \(wanted) is expected") }
        return error("\(wanted) expected, found byte 0x\(String(byte, radix: 16))")
    }

    /// Gives a conflict its line.
    @discardableResult
    private mutating func located<Result>(
        _ body: (inout TOMLTables) throws(TOMLConflict) -> Result
    ) throws(StructuredTextError) -> Result {
        do throws(TOMLConflict) {
            return try body(&tables)
        } catch let conflict {
            throw error(conflict.reason)
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

private func isBareKeyByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 && byte >= 0x41
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte - UInt8(ascii: "0") }
    let letter = byte | 0x20
    return UInt8(ascii: "a")...UInt8(ascii: "f") ~= letter ? letter - UInt8(ascii: "a") + 10 : nil
}
