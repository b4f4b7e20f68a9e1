package import Content

extension BillOfMaterials {
    /// Digest of everything the document says, but for the name by which the artifact was called.
    package var contentDigest: Digest { Digest.of(InventoryDocument.write(self, isCanonical: true)) }

    /// A UUID that follows from the content: version 8, SHA-256 (RFC 9562 §5.8, appendix B.2).
    package var identity: String {
        var bytes = Array(contentDigest.bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x80
        bytes[8] = bytes[8] & 0x3f | 0x80
        let hex = Array(Hex.encode(bytes).utf8)
        var text: [UInt8] = []
        for (index, digit) in hex.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// References as parts of identifiers: letters, digits and `.` stay, `-` is doubled, any other byte is `-` and two
/// hexadecimal digits. Reversible, and within what SPDX 2.3 §3.2 allows.
enum ReferenceText {
    static func encode(_ ref: String, prefix: StaticString) -> String {
        var ref = ref
        return ref.withUTF8 { source in
            String(unsafeUninitializedCapacity: source.count * 3 + prefix.utf8CodeUnitCount) { buffer in
                var count = 0
                func put(_ byte: UInt8) {
                    buffer[count] = byte
                    count += 1
                }
                for index in 0..<prefix.utf8CodeUnitCount { put((prefix.utf8Start + index).pointee) }
                for byte in source {
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
                        put(byte)
                    case UInt8(ascii: "-"):
                        put(byte)
                        put(byte)
                    default:
                        put(UInt8(ascii: "-"))
                        put(hex(byte >> 4))
                        put(hex(byte & 15))
                    }
                }
                return count
            }
        }
    }

    private static func hex(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// - Returns: `nil` for a text that `encode` does not write.
    static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "-") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next() else { return nil }
            if high == UInt8(ascii: "-") {
                bytes.append(high)
                continue
            }
            guard let upper = Hex.value(high), let lower = iterator.next().flatMap(Hex.value) else { return nil }
            bytes.append(upper << 4 | lower)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
