internal import Content
internal import Rego

/// What commands about policies print: JSON as OPA's users know it, and errors.
enum PolicyReport {
    /// A string of JSON.
    static func quoted(_ text: String) -> String { JSONOutput.quoted(text, escapingHTML: true) }

    static func object(_ members: [(name: String, json: String?)]) -> String {
        let present = members.compactMap { member in member.json.map { "\(quoted(member.name)):\($0)" } }
        return "{" + present.joined(separator: ",") + "}"
    }

    static func array(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

    static func location(_ position: RegoError.Position, withFile: Bool = true) -> String {
        object([
            ("file", withFile ? quoted(position.file) : nil), ("row", "\(position.row)"),
            ("col", "\(position.column)"),
        ])
    }

    /// An error as an array of objects with a message and, of the language, a code and a place.
    static func errors(_ error: any Error) -> String {
        let list: [RegoError]
        switch error {
        case let errors as RegoErrors: list = errors.errors
        case let error as RegoError: list = [error]
        default: return array([object([("message", quoted("\(error)"))])])
        }
        return array(
            list.map { error in
                object([
                    ("message", quoted(error.message)), ("code", quoted(error.code.rawValue)),
                    ("location", error.position.map { location($0) }),
                    ("details", error.details.isEmpty ? nil : array(error.details.map(quoted))),
                ])
            })
    }

    /// Tells an error on lines of its own; names in it cannot steer the terminal.
    static func narrate(_ error: any Error) {
        for line in printableLines("\(error)") { Console.narrate(line) }
    }

    /// Text of policies as lines that cannot steer the terminal.
    static func printableLines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Table.printable(String($0).replacing("\t", with: "    ")) }
    }

    /// Puts the members and elements of compact JSON text on lines of their own, two blanks deeper each time.
    static func indented(_ compact: String) -> String {
        var result: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        func newline(_ result: inout [UInt8]) { result += [0x0a] + [UInt8](repeating: 0x20, count: depth * 2) }
        for byte in compact.utf8 {
            if isInString {
                result.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if result.last == UInt8(ascii: "{") || result.last == UInt8(ascii: "[") { newline(&result) }
                depth += 1
                result.append(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if result.last != UInt8(ascii: "{"), result.last != UInt8(ascii: "[") { newline(&result) }
                result.append(byte)
            case UInt8(ascii: ","):
                result.append(byte)
                newline(&result)
            case UInt8(ascii: ":"): result += [byte, 0x20]
            default:
                if result.last == UInt8(ascii: "{") || result.last == UInt8(ascii: "[") { newline(&result) }
                isInString = byte == UInt8(ascii: "\"")
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
