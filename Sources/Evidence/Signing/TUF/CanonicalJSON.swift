package import JSONText

/// The form in which TUF metadata is signed (OLPC canonical JSON): names in order, no spaces, only quotes and backslashes
/// escaped, whole numbers only.
package enum CanonicalJSON {
    /// - Returns: `nil` for numbers that are not whole, and for values nested deeper than `depth`.
    package static func encode(_ value: JSONValue, depth: Int = 64) -> [UInt8]? {
        var bytes: [UInt8] = []
        return write(value, depth, &bytes) ? bytes : nil
    }

    private static func write(_ value: JSONValue, _ depth: Int, _ bytes: inout [UInt8]) -> Bool {
        guard depth > 0 else { return false }
        switch value.kind {
        case .null: bytes += "null".utf8
        case .boolean: bytes += (value.bool == true ? "true" : "false").utf8
        case .number:
            guard let number = value.number, number.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") })
            else {
                return false
            }
            bytes += number.utf8
        case .string: write(value.string ?? "", &bytes)
        case .array:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in value.elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                guard write(element, depth - 1, &bytes) else { return false }
            }
            bytes.append(UInt8(ascii: "]"))
        case .object:
            bytes.append(UInt8(ascii: "{"))
            let members = value.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, (name, member)) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(name, &bytes)
                bytes.append(UInt8(ascii: ":"))
                guard write(member, depth - 1, &bytes) else { return false }
            }
            bytes.append(UInt8(ascii: "}"))
        }
        return true
    }

    private static func write(_ text: String, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
