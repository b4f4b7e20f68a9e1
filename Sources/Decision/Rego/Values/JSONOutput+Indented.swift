extension JSONOutput {
    /// Puts the members and elements of compact JSON text on lines of their own, two blanks deeper each time.
    package static func indented(_ compact: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        func newline(_ result: inout [UInt8]) { result += [0x0a] + [UInt8](repeating: 0x20, count: depth * 2) }
        for byte in compact {
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
        return result
    }
}
