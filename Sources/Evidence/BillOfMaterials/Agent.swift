/// A person or organization that makes or distributes something.
package struct Agent: Hashable, Sendable {
    package var name: String
    package var email: String?
    package var isPerson: Bool

    package init(name: String, email: String? = nil, isPerson: Bool = false) {
        self.name = name
        self.email = email
        self.isPerson = isPerson
    }

    /// Reads a maintainer line: `Name <address>`, `Name (address)` or a bare name.
    ///
    /// A line with an address is taken for a person unless a word of its name says that several stand behind it.
    ///
    /// - Returns: `nil` when the line has no name.
    package init?(line: String) {
        var name = Agent.oneLine(line)
        var email: String?
        for (open, close) in [("<", ">"), ("(", ")")] {
            guard name.hasSuffix(close), let start = name.lastIndex(of: Character(open)) else { continue }
            let inner = name[name.index(after: start)...].dropLast()
            guard inner.utf8.contains(UInt8(ascii: "@")) else { continue }
            email = String(inner)
            name = Agent.oneLine(String(name[..<start]))
            break
        }
        if name.isEmpty, let email { name = email }
        guard !name.isEmpty, name != "NOASSERTION" else { return nil }
        self.name = name
        self.email = email
        isPerson = email != nil && !Agent.isGroup(name)
    }

    /// Control characters and runs of spaces become one space.
    static func oneLine(_ text: String) -> String {
        text.split { $0.isWhitespace || ($0.asciiValue ?? 0x20) < 0x20 }.joined(separator: " ")
    }

    private static let groupWords: Set<String> = [
        "team", "maintainers", "group", "project", "developers", "inc", "ltd", "llc", "gmbh", "corporation",
        "foundation", "packagers", "committee", "authors", "contributors", "community", "packages", "debian", "ubuntu",
        "alpine", "fedora",
    ]

    private static func isGroup(_ name: String) -> Bool {
        name.lowercased().split { !$0.isLetter }.contains { groupWords.contains(String($0)) }
    }

    /// Name and address for people.
    package var text: String { email.map { $0 == name ? name : "\(name) <\($0)>" } ?? name }

    /// The form of SPDX 2.3 §7.5. Round brackets in the name would read as an address.
    var spdx: String {
        let name = String(self.name.map { $0 == "(" ? "[" : $0 == ")" ? "]" : $0 })
        return (isPerson ? "Person: " : "Organization: ") + name + (email.map { " (\($0))" } ?? "")
    }

    /// Reads the form of SPDX 2.3 §7.5.
    init?(spdx: String) {
        let isPerson = spdx.hasPrefix("Person:")
        guard isPerson || spdx.hasPrefix("Organization:"), let colon = spdx.firstIndex(of: ":") else { return nil }
        var name = Agent.oneLine(String(spdx[spdx.index(after: colon)...]))
        var email: String?
        if name.hasSuffix(")"), let start = name.lastIndex(of: "(") {
            let inner = String(name[name.index(after: start)...].dropLast())
            email = inner.isEmpty ? nil : inner
            name = Agent.oneLine(String(name[..<start]))
        }
        guard !name.isEmpty, name != "NOASSERTION" else { return nil }
        self.init(name: name, email: email, isPerson: isPerson)
    }
}
