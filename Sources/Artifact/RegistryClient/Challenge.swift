/// What a registry asks for with status 401 (RFC 9110 §11.6.1; distribution token authentication).
struct Challenge: Equatable, Sendable {
    /// In lower case: `basic` or `bearer`.
    var scheme: String
    /// Names in lower case.
    var parameters: [String: String]

    /// Reads the value of one `WWW-Authenticate` header with one challenge; `nil` when it is malformed.
    init?(_ header: String) {
        let bytes = Array(header.utf8)
        guard bytes.count <= 8192 else { return nil }
        var index = 0
        func skip() {
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x2c {
                index += 1
            }
        }
        func token() -> String {
            let start = index
            while index < bytes.count, bytes[index] > 0x20, bytes[index] != 0x2c, bytes[index] != 0x3d { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        scheme = token().lowercased()
        parameters = [:]
        guard !scheme.isEmpty else { return nil }
        skip()
        while index < bytes.count {
            let name = token().lowercased()
            guard !name.isEmpty, index < bytes.count, bytes[index] == 0x3d else { return nil }
            index += 1
            if index < bytes.count, bytes[index] == 0x22 {
                index += 1
                var value: [UInt8] = []
                while index < bytes.count, bytes[index] != 0x22 {
                    if bytes[index] == 0x5c { index += 1 }
                    guard index < bytes.count else { return nil }
                    value.append(bytes[index])
                    index += 1
                }
                guard index < bytes.count else { return nil }
                index += 1
                parameters[name] = String(decoding: value, as: UTF8.self)
            } else {
                parameters[name] = token()
            }
            skip()
        }
    }
}
