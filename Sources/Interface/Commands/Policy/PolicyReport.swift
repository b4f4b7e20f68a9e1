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
    static func narrate(_ error: any Error) { narrate("\(error)") }

    static func narrate(_ text: String) {
        for line in printableLines(text) { Console.narrate(line) }
    }

    /// Text of policies as lines that cannot steer the terminal.
    static func printableLines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Table.printable(String($0).replacing("\t", with: "    ")) }
    }

    /// Compact JSON text with members and elements on lines of their own.
    static func indented(_ compact: String) -> String {
        String(decoding: JSONOutput.indented(compact.utf8), as: UTF8.self)
    }
}
