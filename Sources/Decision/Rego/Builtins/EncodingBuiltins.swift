import Content

/// Bytes as text: base 64 in both alphabets, and base 16.
///
/// Decoded bytes that are no UTF-8 become the replacement character, since strings hold text.
enum EncodingBuiltins {
    static let table: Builtins.Table = [
        "base64.encode": { context, operands throws(BuiltinError) in
            try context.heap.string(utf8: GoBase64.encode(try operands.utf8(0)))
        },
        "base64.decode": { context, operands throws(BuiltinError) in
            try text(decode(operands.utf8(0)), in: context.heap)
        },
        "base64.is_valid": { _, operands throws(BuiltinError) in
            let text = try operands.utf8(0)
            do throws(GoBase64.Corrupt) {
                _ = try GoBase64.decode(text)
                return .true
            } catch {
                return .false
            }
        },
        "base64url.encode": { context, operands throws(BuiltinError) in
            try context.heap.string(utf8: GoBase64.encode(try operands.utf8(0), isURL: true))
        },
        "base64url.encode_no_pad": { context, operands throws(BuiltinError) in
            try context.heap.string(utf8: GoBase64.encode(try operands.utf8(0), isURL: true, padded: false))
        },
        "base64url.decode": { context, operands throws(BuiltinError) in
            var bytes = Array(try operands.utf8(0))
            // Padding may be left out.
            while bytes.last == UInt8(ascii: "=") { bytes.removeLast() }
            return try text(decode(bytes, isURL: true, padded: false), in: context.heap)
        },
        "hex.encode": { context, operands throws(BuiltinError) in
            try context.heap.string(Hex.encode(try operands.utf8(0)))
        },
        "hex.decode": { context, operands throws(BuiltinError) in
            let bytes = Array(try operands.utf8(0))
            guard let decoded = Hex.decode(bytes) else { throw .message(hexFailure(bytes)) }
            return try text(decoded, in: context.heap)
        },
    ]

    static func text(_ bytes: [UInt8], in heap: Heap) throws(BuiltinError) -> Value {
        try heap.string(String(decoding: bytes, as: UTF8.self))
    }

    private static func decode(
        _ text: some Collection<UInt8>, isURL: Bool = false, padded: Bool = true
    ) throws(BuiltinError) -> [UInt8] {
        do throws(GoBase64.Corrupt) {
            return try GoBase64.decode(text, isURL: isURL, padded: padded)
        } catch {
            throw .message(error.description)
        }
    }

    private static func hexFailure(_ bytes: [UInt8]) -> String {
        for byte in bytes where !(Character(Unicode.Scalar(byte)).isHexDigit && byte < 0x80) {
            let code = String(byte, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: 4 - code.utf8.count)
            return "encoding/hex: invalid byte: U+\(padding)\(code) \(GoQuoting.quote(Unicode.Scalar(byte)))"
        }
        return "encoding/hex: odd length hex string"
    }
}
