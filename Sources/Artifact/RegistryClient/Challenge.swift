/// What a registry asks for with status 401 (RFC 9110 §11.6.1; distribution token authentication).
struct Challenge: Equatable, Sendable {
    /// In lower case: `basic` or `bearer`.
    var scheme: String
    /// Names in lower case; the first of several.
    var parameters: [String: String]

    /// Reads the value of one `WWW-Authenticate` header, which may hold several challenges.
    ///
    /// What stands before a malformed part counts, what follows it does not.
    static func all(in header: String) -> [Challenge] {
        var text = Scanner(header)
        var challenges: [Challenge] = []
        while challenges.count < 16 {
            text.skip(commas: true)
            let word = text.token()
            guard !word.isEmpty else { break }
            text.skip(commas: false)
            if text.takes(UInt8(ascii: "=")) {
                // A parameter of the challenge before.
                text.skip(commas: false)
                guard !challenges.isEmpty, let value = text.value() else { break }
                let last = challenges.count - 1
                if challenges[last].parameters[word.lowercased()] == nil {
                    challenges[last].parameters[word.lowercased()] = value
                }
            } else {
                challenges.append(Challenge(scheme: word.lowercased(), parameters: [:]))
            }
        }
        return challenges
    }

    private struct Scanner {
        private let bytes: [UInt8]
        private var index = 0

        init(_ text: String) {
            let all = Array(text.utf8)
            bytes = all.count <= 8192 ? all : []
        }

        mutating func skip(commas: Bool) {
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 || (commas && bytes[index] == 0x2c)
            {
                index += 1
            }
        }

        mutating func takes(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        /// Up to a blank, comma, equals sign or quote.
        mutating func token() -> String {
            let start = index
            while index < bytes.count, bytes[index] > 0x20, ![0x2c, 0x3d, 0x22].contains(bytes[index]) { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }

        /// A token or a quoted text; `nil` when the quote does not end.
        mutating func value() -> String? {
            guard takes(0x22) else { return token() }
            var value: [UInt8] = []
            while index < bytes.count, bytes[index] != 0x22 {
                if bytes[index] == 0x5c { index += 1 }
                guard index < bytes.count else { return nil }
                value.append(bytes[index])
                index += 1
            }
            return takes(0x22) ? String(decoding: value, as: UTF8.self) : nil
        }
    }
}
