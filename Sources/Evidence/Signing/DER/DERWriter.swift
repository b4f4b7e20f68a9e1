/// Builds distinguished encodings (X.690 §10) from the inside out.
package enum DER {
    package static func element(_ tag: UInt8, _ content: some Collection<UInt8>) -> [UInt8] {
        let count = content.count
        var bytes: [UInt8] = [tag]
        bytes.reserveCapacity(count + 6)
        if count < 0x80 {
            bytes.append(UInt8(count))
        } else {
            var digits: [UInt8] = []
            var rest = count
            while rest > 0 {
                digits.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
            }
            bytes.append(0x80 | UInt8(digits.count))
            bytes.append(contentsOf: digits.reversed())
        }
        bytes.append(contentsOf: content)
        return bytes
    }

    package static func sequence(_ elements: [UInt8]...) -> [UInt8] {
        element(DERTag.sequence, Array(elements.joined()))
    }

    package static func set(_ elements: [UInt8]...) -> [UInt8] {
        // The elements of a SET OF stand in the order of their encodings (§11.6).
        element(DERTag.set, Array(elements.sorted { $0.lexicographicallyPrecedes($1) }.joined()))
    }

    package static func octetString(_ bytes: some Collection<UInt8>) -> [UInt8] { element(DERTag.octetString, bytes) }

    package static func bitString(_ bytes: some Collection<UInt8>) -> [UInt8] {
        element(DERTag.bitString, [0] + Array(bytes))
    }

    package static func objectIdentifier(_ identifier: ObjectIdentifier) -> [UInt8] {
        element(DERTag.objectIdentifier, identifier.content)
    }

    package static let null: [UInt8] = [DERTag.null, 0]

    package static func boolean(_ value: Bool) -> [UInt8] { [DERTag.boolean, 1, value ? 0xff : 0] }

    package static func integer(_ value: Int) -> [UInt8] {
        var bytes = withUnsafeBytes(of: value.bigEndian) { Array($0) }
        while bytes.count > 1, bytes[0] == 0 && bytes[1] < 0x80 || bytes[0] == 0xff && bytes[1] >= 0x80 {
            bytes.removeFirst()
        }
        return element(DERTag.integer, bytes)
    }

    /// An INTEGER that is not negative, from its bytes, most significant first.
    package static func unsigned(_ magnitude: some Collection<UInt8>) -> [UInt8] {
        var bytes = Array(magnitude.drop { $0 == 0 })
        if bytes.first.map({ $0 >= 0x80 }) ?? true { bytes.insert(0, at: 0) }
        return element(DERTag.integer, bytes)
    }
}
