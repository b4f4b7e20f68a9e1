/// Reads files of Lua that are data: assignments of constants to names, and `return` of one (Lua 5.4 manual, §3).
///
/// Nothing is run. Known are tables, strings, numbers, names that were assigned before, and `..`; a call, a function
/// or a condition is an error, and what was read before it stays in `globals`.
struct LuaDataReader {
    struct Malformed: Error, CustomStringConvertible {
        let reason: String
        let offset: Int
        var description: String { "Lua data: \(reason) at byte \(offset)" }
    }

    private static let depthLimit = 64
    private static let textLimit = 1 << 20

    /// What was assigned, local names included.
    private(set) var globals: [String: LuaValue] = [:]
    private(set) var returned: LuaValue?

    private let bytes: CheckedBytes
    private var position = 0
    private var depth = 0

    init(_ buffer: UnsafeRawBufferPointer) { bytes = CheckedBytes(buffer) }

    /// Reads all statements.
    mutating func read() throws(Malformed) {
        if bytes.byte(0) == UInt8(ascii: "#") { skipLine() }
        while true {
            try skipBlanks()
            guard position < bytes.count else { return }
            if accept(";") { continue }
            var name = try word()
            if name == "return" {
                returned = try expression()
                try skipBlanks()
                _ = accept(";")
                try skipBlanks()
                guard position == bytes.count else { throw malformed("a statement after return") }
                return
            }
            if name == "local" {
                try skipBlanks()
                name = try word()
            }
            var names = [name]
            try skipBlanks()
            while accept(",") {
                try skipBlanks()
                names.append(try word())
                try skipBlanks()
            }
            guard bytes.byte(position + 1) != UInt8(ascii: "="), accept("=") else {
                throw malformed("expected an assignment")
            }
            var values = [try expression()]
            try skipBlanks()
            while accept(",") {
                values.append(try expression())
                try skipBlanks()
            }
            for (index, name) in names.enumerated() { globals[name] = index < values.count ? values[index] : .null }
        }
    }

    private func malformed(_ reason: String) -> Malformed { Malformed(reason: reason, offset: position) }

    private mutating func skipLine() {
        position = bytes.index(of: UInt8(ascii: "\n"), from: position) ?? bytes.count
    }

    private mutating func skipBlanks() throws(Malformed) {
        while let byte = bytes.byte(position) {
            if byte <= 0x20 || byte == 0xef || byte == 0xbb || byte == 0xbf {
                position += 1
            } else if accept("--") {
                if longBracketLevel() != nil { _ = try longText() } else { skipLine() }
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

    private mutating func expression() throws(Malformed) -> LuaValue {
        var value = try operand()
        try skipBlanks()
        while bytes.byte(position + 2) != UInt8(ascii: "."), accept("..") {
            guard let left = Self.text(of: value), let right = Self.text(of: try operand()) else {
                throw malformed("a table where text should be")
            }
            guard left.utf8.count + right.utf8.count <= Self.textLimit else { throw malformed("a text too long") }
            value = .string(left + right)
            try skipBlanks()
        }
        return value
    }

    private static func text(of value: LuaValue) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        case .null, .boolean, .table: nil
        }
    }

    private mutating func operand() throws(Malformed) -> LuaValue {
        guard depth < Self.depthLimit else { throw malformed("nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        try skipBlanks()
        guard let byte = bytes.byte(position) else { throw malformed("unexpected end") }
        switch byte {
        case UInt8(ascii: "{"): return .table(try table())
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try quoted(byte))
        case UInt8(ascii: "["): return .string(try longText())
        case UInt8(ascii: "("):
            position += 1
            let value = try expression()
            try skipBlanks()
            guard accept(")") else { throw malformed("expected a closing bracket") }
            return value
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            position += 1
            return .number(String(UnicodeScalar(byte)) + run { Self.isWord($0) || $0 == UInt8(ascii: ".") })
        default:
            let name = try word()
            switch name {
            case "nil": return .null
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            default:
                // A table that stands in many places would be many tables to those who walk through it.
                guard let value = globals[name], Self.text(of: value) != nil else {
                    throw malformed("\(name.prefix(40)) is no constant")
                }
                return value
            }
        }
    }

    private mutating func table() throws(Malformed) -> [(key: String, value: LuaValue)] {
        position += 1
        var members: [(key: String, value: LuaValue)] = []
        var count = 0
        while true {
            try skipBlanks()
            if accept("}") { return members }
            if let key = try key() {
                members.append((key, try expression()))
            } else {
                count += 1
                members.append((String(count), try expression()))
            }
            try skipBlanks()
            if accept(",") || accept(";") { continue }
            guard accept("}") else { throw malformed("expected a comma or the end of a table") }
            return members
        }
    }

    /// `name =` or `[constant] =`; nothing is consumed of an element without key.
    private mutating func key() throws(Malformed) -> String? {
        let start = position
        var key: String?
        if bytes.byte(position) == UInt8(ascii: "["), longBracketLevel() == nil {
            position += 1
            guard let text = Self.text(of: try expression()) else { throw malformed("a key that is no text") }
            try skipBlanks()
            guard accept("]") else { throw malformed("expected the end of a key") }
            key = text
        } else {
            let name = run(Self.isWord)
            if !name.isEmpty { key = name }
        }
        try skipBlanks()
        if let key, bytes.byte(position + 1) != UInt8(ascii: "="), accept("=") { return key }
        position = start
        return nil
    }

    /// The number of equals signs between the brackets that open a long text, if one is here.
    private func longBracketLevel() -> Int? {
        guard bytes.byte(position) == UInt8(ascii: "[") else { return nil }
        var level = 0
        while bytes.byte(position + 1 + level) == UInt8(ascii: "=") { level += 1 }
        return bytes.byte(position + 1 + level) == UInt8(ascii: "[") ? level : nil
    }

    private mutating func longText() throws(Malformed) -> String {
        guard let level = longBracketLevel() else { throw malformed("expected a long text") }
        position += level + 2
        if bytes.byte(position) == UInt8(ascii: "\r") { position += 1 }
        if bytes.byte(position) == UInt8(ascii: "\n") { position += 1 }
        let start = position
        while let bracket = bytes.index(of: UInt8(ascii: "]"), from: position) {
            var end = bracket + 1
            while end - bracket - 1 < level, bytes.byte(end) == UInt8(ascii: "=") { end += 1 }
            if end - bracket - 1 == level, bytes.byte(end) == UInt8(ascii: "]") {
                position = end + 1
                return bytes.slice(start, bracket - start).map { String(decoding: $0, as: UTF8.self) } ?? ""
            }
            position = bracket + 1
        }
        throw malformed("a long text without end")
    }

    private mutating func quoted(_ quote: UInt8) throws(Malformed) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = bytes.byte(position) {
            position += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\"), let next = bytes.byte(position) else {
                text.append(byte)
                continue
            }
            position += 1
            switch next {
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "z"):
                while let blank = bytes.byte(position), blank <= 0x20 { position += 1 }
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                var code = Int(next - UInt8(ascii: "0"))
                for _ in 0..<2 {
                    guard let digit = bytes.byte(position), UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else {
                        break
                    }
                    code = code * 10 + Int(digit - UInt8(ascii: "0"))
                    position += 1
                }
                guard let value = UInt8(exactly: code) else { throw malformed("an escape beyond 255") }
                text.append(value)
            case UInt8(ascii: "x"), UInt8(ascii: "u"): throw malformed("an escape by number in base 16")
            default: text.append(next)
            }
        }
        throw malformed("a text without end")
    }

    private mutating func word() throws(Malformed) -> String {
        let word = run(Self.isWord)
        guard !word.isEmpty else { throw malformed("expected a name") }
        return word
    }

    private mutating func run(_ belongs: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = bytes.byte(position), belongs(byte) { position += 1 }
        return bytes.slice(start, position - start).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
