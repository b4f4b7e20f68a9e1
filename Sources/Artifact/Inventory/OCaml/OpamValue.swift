/// A value of opam's file format (opam manual, "Common file format"), as far as names and texts matter.
struct OpamValue: Equatable {
    /// Of a string; operators and words have none.
    var string: String?
    /// Of an operator or word.
    var word: String?
    /// Of a list or a group in brackets.
    var elements: [OpamValue] = []
    /// What stands behind it in braces: a filter or constraint.
    var options: [OpamValue] = []
    var isGroup = false

    /// All words within, at any depth.
    var words: [String] { (word.map { [$0] } ?? []) + (elements + options).flatMap(\.words) }
}

/// Reads opam files: fields of values, and sections of fields, whose names are joined as in `url.src`.
struct OpamFileReader {
    struct Malformed: Error, CustomStringConvertible {
        let reason: String
        let offset: Int
        var description: String { "opam file: \(reason) at byte \(offset)" }
    }

    private static let depthLimit = 64

    private let bytes: CheckedBytes
    private var position = 0
    private var depth = 0
    private var fields: [String: [OpamValue]] = [:]

    /// Values of all fields; what a field has is one value or several with operators between.
    static func fields(_ buffer: UnsafeRawBufferPointer) throws(Malformed) -> [String: [OpamValue]] {
        var reader = OpamFileReader(bytes: CheckedBytes(buffer))
        try reader.readFields(prefix: "", isSection: false)
        return reader.fields
    }

    private init(bytes: CheckedBytes) { self.bytes = bytes }

    private func malformed(_ reason: String) -> Malformed { Malformed(reason: reason, offset: position) }

    private mutating func readFields(prefix: String, isSection: Bool) throws(Malformed) {
        guard depth < Self.depthLimit else { throw malformed("nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        while true {
            try skipBlanks()
            if isSection, accept("}") { return }
            guard position < bytes.count else {
                if isSection { throw malformed("a section without end") }
                return
            }
            let name = run(Self.isWord)
            guard !name.isEmpty else { throw malformed("expected the name of a field") }
            try skipBlanks()
            if accept(":") {
                fields[prefix + name, default: []] += try values()
                continue
            }
            var section = prefix + name
            if bytes.byte(position) == UInt8(ascii: "\"") {
                section += "." + (try string())
                try skipBlanks()
            }
            guard accept("{") else { throw malformed("expected a colon or a section") }
            try readFields(prefix: section + ".", isSection: true)
        }
    }

    /// Values up to the next field.
    private mutating func values() throws(Malformed) -> [OpamValue] {
        var found: [OpamValue] = []
        while true {
            try skipBlanks()
            guard let byte = bytes.byte(position), byte != UInt8(ascii: "}") else { return found }
            if !found.isEmpty, startsField { return found }
            found.append(try value())
        }
    }

    /// Whether `name:` or `name {` or `name "text" {` is here, the latter two at the start of a line.
    private var startsField: Bool {
        var ahead = self
        let name = ahead.run(Self.isWord)
        guard !name.isEmpty else { return false }
        let startsLine = position == 0 || bytes.byte(position - 1) == UInt8(ascii: "\n")
        while let byte = ahead.bytes.byte(ahead.position), byte == 0x20 || byte == 0x09 { ahead.position += 1 }
        switch ahead.bytes.byte(ahead.position) {
        case UInt8(ascii: ":"): return true
        case UInt8(ascii: "{"), UInt8(ascii: "\""): return startsLine
        default: return false
        }
    }

    private mutating func value() throws(Malformed) -> OpamValue {
        guard depth < Self.depthLimit else { throw malformed("nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        guard let byte = bytes.byte(position) else { throw malformed("unexpected end") }
        var value = OpamValue()
        switch byte {
        case UInt8(ascii: "\""): value.string = try string()
        case UInt8(ascii: "["):
            position += 1
            value.elements = try sequence(to: "]")
        case UInt8(ascii: "("):
            position += 1
            value.isGroup = true
            value.elements = try sequence(to: ")")
        default:
            let isText = Self.isWord(byte)
            let word = run { Self.isWord($0) == isText && (isText || Self.isOperator($0)) }
            guard !word.isEmpty else { throw malformed("what is no value") }
            value.word = word
        }
        try skipBlanks()
        if value.word == nil || depth > 1, accept("{") { value.options = try sequence(to: "}") }
        return value
    }

    private mutating func sequence(to end: StaticString) throws(Malformed) -> [OpamValue] {
        var elements: [OpamValue] = []
        while true {
            try skipBlanks()
            if accept(end) { return elements }
            elements.append(try value())
        }
    }

    private mutating func string() throws(Malformed) -> String {
        let isLong = accept("\"\"\"")
        if !isLong { position += 1 }
        var text: [UInt8] = []
        while let byte = bytes.byte(position) {
            if isLong ? accept("\"\"\"") : accept("\"") { return String(decoding: text, as: UTF8.self) }
            position += 1
            if byte == UInt8(ascii: "\\"), let next = bytes.byte(position) {
                position += 1
                text.append(next == UInt8(ascii: "n") ? 0x0a : next == UInt8(ascii: "t") ? 0x09 : next)
                continue
            }
            text.append(byte)
        }
        throw malformed("a text without end")
    }

    private mutating func skipBlanks() throws(Malformed) {
        while let byte = bytes.byte(position) {
            if byte <= 0x20 {
                position += 1
            } else if byte == UInt8(ascii: "#") {
                position = bytes.index(of: UInt8(ascii: "\n"), from: position) ?? bytes.count
            } else if accept("(*") {
                while !accept("*)") {
                    guard position < bytes.count else { throw malformed("a comment without end") }
                    position += 1
                }
            } else {
                return
            }
        }
    }

    private mutating func accept(_ text: StaticString) -> Bool {
        guard let found = bytes.slice(position, text.utf8CodeUnitCount),
            text.withUTF8Buffer({ found.elementsEqual($0) })
        else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func run(_ belongs: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = bytes.byte(position), belongs(byte) { position += 1 }
        return bytes.slice(start, position - start).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "%"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isOperator(_ byte: UInt8) -> Bool { "!=<>&|~?^/*$,;".utf8.contains(byte) }
}
