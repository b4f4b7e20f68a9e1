/// A literal of Erlang or Elixir.
indirect enum BeamTerm: Equatable {
    case atom(String)
    /// A string, binary or charlist.
    case string(String)
    case number(String)
    case tuple([BeamTerm])
    case list([BeamTerm])
    /// Keys that are atoms, strings or numbers, as text.
    case map([(String, BeamTerm)])

    static func == (left: BeamTerm, right: BeamTerm) -> Bool {
        switch (left, right) {
        case (.atom(let a), .atom(let b)), (.string(let a), .string(let b)), (.number(let a), .number(let b)): a == b
        case (.tuple(let a), .tuple(let b)), (.list(let a), .list(let b)): a == b
        case (.map(let a), .map(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
        default: false
        }
    }

    /// The text of an atom, string or number.
    var text: String? {
        switch self {
        case .atom(let text), .string(let text), .number(let text): text
        case .tuple, .list, .map: nil
        }
    }

    /// Elements of a tuple or list; empty for any other kind.
    var elements: [BeamTerm] {
        switch self {
        case .tuple(let elements), .list(let elements): elements
        case .atom, .string, .number, .map: []
        }
    }

    var isTuple: Bool { if case .tuple = self { true } else { false } }

    /// The value of `key` in a list of pairs or in a map.
    subscript(key: String) -> BeamTerm? {
        switch self {
        case .list(let pairs):
            for pair in pairs where pair.isTuple && pair.elements.count == 2 && pair.elements[0].text == key {
                return pair.elements[1]
            }
            return nil
        case .map(let members): return members.first { $0.0 == key }?.1
        case .atom, .string, .number, .tuple: return nil
        }
    }
}

/// Reads literals of Erlang (`file:consult/1`) and of Elixir, as the tools of both write them; nothing is run.
struct BeamTermReader {
    enum Dialect { case erlang, elixir }

    struct Malformed: Error, CustomStringConvertible {
        let reason: String
        let offset: Int
        var description: String { "term: \(reason) at byte \(offset)" }
    }

    private static let depthLimit = 64

    private let bytes: CheckedBytes
    private let dialect: Dialect
    private var position = 0
    private var depth = 0

    init(_ buffer: UnsafeRawBufferPointer, _ dialect: Dialect) {
        bytes = CheckedBytes(buffer)
        self.dialect = dialect
    }

    /// The next term and the full stop after it; `nil` at the end.
    mutating func next() throws(Malformed) -> BeamTerm? {
        skipBlanks()
        guard position < bytes.count else { return nil }
        let term = try term()
        skipBlanks()
        if bytes.byte(position) == UInt8(ascii: ".") { position += 1 }
        return term
    }

    private func malformed(_ reason: String) -> Malformed { Malformed(reason: reason, offset: position) }

    private mutating func skipBlanks() {
        let comment = dialect == .erlang ? UInt8(ascii: "%") : UInt8(ascii: "#")
        while let byte = bytes.byte(position) {
            if byte == comment {
                position = bytes.index(of: UInt8(ascii: "\n"), from: position) ?? bytes.count
            } else if byte <= 0x20 || byte == 0xef || byte == 0xbb || byte == 0xbf {
                position += 1
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

    private mutating func term() throws(Malformed) -> BeamTerm {
        guard depth < Self.depthLimit else { throw malformed("nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        skipBlanks()
        if accept("%{") || accept("#{") { return .map(try members()) }
        if accept("{") { return .tuple(try sequence("}")) }
        if accept("[") { return .list(try sequence("]")) }
        if accept("<<") {
            let parts = try sequence(">>")
            return .string(parts.compactMap(\.text).joined())
        }
        guard let byte = bytes.byte(position) else { throw malformed("unexpected end") }
        switch byte {
        case UInt8(ascii: "\""):
            return .string(try adjacentStrings())
        case UInt8(ascii: "'"):
            let text = try quoted(byte)
            return dialect == .erlang ? .atom(text) : .string(text)
        case UInt8(ascii: ":") where dialect == .elixir:
            position += 1
            if bytes.byte(position) == UInt8(ascii: "\"") { return .atom(try quoted(UInt8(ascii: "\""))) }
            return .atom(try word())
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
            position += 1
            return .number(String(UnicodeScalar(byte)) + rest())
        default:
            return .atom(try word())
        }
    }

    /// Erlang joins strings that follow each other.
    private mutating func adjacentStrings() throws(Malformed) -> String {
        var text = try quoted(UInt8(ascii: "\""))
        guard dialect == .erlang else { return text }
        while true {
            skipBlanks()
            guard bytes.byte(position) == UInt8(ascii: "\"") else { return text }
            text += try quoted(UInt8(ascii: "\""))
        }
    }

    private mutating func sequence(_ end: StaticString) throws(Malformed) -> [BeamTerm] {
        var elements: [BeamTerm] = []
        while true {
            skipBlanks()
            if accept(end) { return elements }
            let element = try term()
            skipBlanks()
            if dialect == .elixir, isKeywordColon, let key = element.text {
                // `key: value` is the pair `{:key, value}`.
                position += 1
                elements.append(.tuple([.atom(key), try term()]))
            } else {
                elements.append(element)
            }
            skipBlanks()
            if accept("/") { _ = rest() }  // the type of a binary's part: `<<"é"/utf8>>`
            skipBlanks()
            if accept(",") || accept("|") { continue }
            guard accept(end) else { throw malformed("expected a comma or the end of a sequence") }
            return elements
        }
    }

    private var isKeywordColon: Bool {
        bytes.byte(position) == UInt8(ascii: ":") && (bytes.byte(position + 1).map { $0 <= 0x20 } ?? false)
    }

    private mutating func members() throws(Malformed) -> [(String, BeamTerm)] {
        var members: [(String, BeamTerm)] = []
        while true {
            skipBlanks()
            if accept("}") { return members }
            guard let key = try term().text else { throw malformed("a key that is no text") }
            skipBlanks()
            guard accept("=>") || accept(":=") || accept(":") else { throw malformed("a key without value") }
            members.append((key, try term()))
            skipBlanks()
            if accept(",") { continue }
            guard accept("}") else { throw malformed("expected a comma or the end of a map") }
            return members
        }
    }

    private mutating func quoted(_ quote: UInt8) throws(Malformed) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = bytes.byte(position) {
            position += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), let next = bytes.byte(position) {
                position += 1
                switch next {
                case UInt8(ascii: "n"): text.append(0x0a)
                case UInt8(ascii: "t"): text.append(0x09)
                default: text.append(next)
                }
                continue
            }
            text.append(byte)
        }
        throw malformed("a string without end")
    }

    private mutating func word() throws(Malformed) -> String {
        let word = rest()
        guard !word.isEmpty else { throw malformed("what is no literal") }
        return word
    }

    private mutating func rest() -> String {
        let start = position
        while let byte = bytes.byte(position) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "#"),
                UInt8(ascii: "?"), UInt8(ascii: "!"), 0x80...:
                position += 1
            case UInt8(ascii: "."):
                // A full stop ends a term; within a word or number something follows it.
                guard let next = bytes.byte(position + 1), next > 0x20, next != UInt8(ascii: "%") else {
                    return text(from: start)
                }
                position += 1
            default: return text(from: start)
            }
        }
        return text(from: start)
    }

    private func text(from start: Int) -> String {
        bytes.slice(start, position - start).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
