/// One element of a DER encoding (ITU-T X.690): its identifier and the bytes it stands in.
struct DER {
    struct Failure: Error, CustomStringConvertible {
        var description: String
        static let structure = Failure(description: "asn1: structure error: tags don't match")
        static let truncated = Failure(description: "asn1: syntax error: data truncated")
    }

    /// The identifier octet; identifiers of more octets do not occur in what is read here.
    let tag: UInt8
    let content: ArraySlice<UInt8>
    /// With identifier and length.
    let whole: ArraySlice<UInt8>

    enum Tag {
        static let boolean: UInt8 = 1
        static let integer: UInt8 = 2
        static let bitString: UInt8 = 3
        static let octetString: UInt8 = 4
        static let identifier: UInt8 = 6
        static let utf8: UInt8 = 12
        static let latin: UInt8 = 20
        static let utcTime: UInt8 = 23
        static let generalizedTime: UInt8 = 24
        static let bmp: UInt8 = 30
        static let sequence: UInt8 = 0x30
        static let set: UInt8 = 0x31
    }

    /// The element at the start of `bytes`; the rest is left in it.
    static func take(from bytes: inout ArraySlice<UInt8>) throws(Failure) -> DER {
        let start = bytes.startIndex
        guard let tag = bytes.first, let first = bytes.dropFirst().first else { throw .truncated }
        guard tag & 0x1F != 0x1F else { throw .structure }
        var header = 2
        var length = Int(first)
        if first >= 0x80 {
            // Indefinite lengths and those of more than four octets are no DER that anybody needs.
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), bytes.count >= 2 + count else { throw .structure }
            length = bytes[(start + 2)..<(start + 2 + count)].reduce(0) { $0 << 8 | Int($1) }
            guard length >= 0x80, bytes[start + 2] != 0 else {
                throw Failure(description: "asn1: structure error: non-minimal length")
            }
            header += count
        }
        guard bytes.count - header >= length else { throw .truncated }
        let whole = bytes[start..<(start + header + length)]
        bytes = bytes[whole.endIndex...]
        return DER(tag: tag, content: whole.dropFirst(header), whole: whole)
    }

    /// The only element of `bytes`.
    static func parse(_ bytes: some Collection<UInt8>) throws(Failure) -> DER {
        var rest = Array(bytes)[...]
        let element = try take(from: &rest)
        guard rest.isEmpty else { throw Failure(description: "asn1: syntax error: trailing data") }
        return element
    }

    func children() throws(Failure) -> [DER] {
        guard tag & 0x20 != 0 else { throw .structure }
        var children: [DER] = []
        var rest = content
        while !rest.isEmpty { children.append(try DER.take(from: &rest)) }
        return children
    }

    /// The children of a sequence.
    func sequence() throws(Failure) -> [DER] {
        guard tag == Tag.sequence else { throw .structure }
        return try children()
    }

    /// An element of the same content and another identifier, for implicit tagging.
    func retagged(_ tag: UInt8) -> DER { DER(tag: tag, content: content, whole: whole) }

    /// The arcs of an object identifier.
    func objectIdentifier() throws(Failure) -> [Int] {
        guard tag == Tag.identifier, !content.isEmpty, content.count < 128 else { throw .structure }
        var arcs: [Int] = []
        var value = 0
        for byte in content {
            guard value < 1 << 48 else { throw .structure }
            value = value << 7 | Int(byte & 0x7F)
            guard byte & 0x80 == 0 else { continue }
            if arcs.isEmpty {
                let first = min(value / 40, 2)
                arcs = [first, value - first * 40]
            } else {
                arcs.append(value)
            }
            value = 0
        }
        return arcs
    }

    /// An integer of any size.
    func integer() throws(Failure) -> Decimal {
        guard tag == Tag.integer, let first = content.first, content.count <= 4096 else { throw .structure }
        if first < 0x80 { return Decimal(isNegative: false, coefficient: BigNatural(bytes: content), exponent: 0) }
        // Two's complement: the magnitude is one more than the inverted bits.
        let inverted = BigNatural(bytes: content.map { ~$0 })
        return Decimal(isNegative: true, coefficient: inverted + .one, exponent: 0)
    }

    /// The magnitude of an integer that is not negative.
    func unsigned() throws(Failure) -> BigNatural {
        guard tag == Tag.integer, let first = content.first, first < 0x80, content.count <= 4096 else {
            throw .structure
        }
        return BigNatural(bytes: content)
    }

    func smallInteger() throws(Failure) -> Int {
        guard tag == Tag.integer, let first = content.first, content.count <= 7 else { throw .structure }
        return content.dropFirst().reduce(Int(Int8(bitPattern: first))) { $0 << 8 | Int($1) }
    }

    func boolean() throws(Failure) -> Bool {
        guard tag == Tag.boolean, let byte = content.first, content.count == 1 else { throw .structure }
        return byte != 0
    }

    /// The bytes of a bit string, and how many bits of the last are not used.
    func bitString() throws(Failure) -> (bytes: ArraySlice<UInt8>, unused: Int) {
        guard tag == Tag.bitString, let unused = content.first, unused < 8 else { throw .structure }
        return (content.dropFirst(), Int(unused))
    }

    func octets() throws(Failure) -> ArraySlice<UInt8> {
        guard tag == Tag.octetString else { throw .structure }
        return content
    }

    /// The text of any of the string types.
    var text: String? {
        switch tag {
        case Tag.bmp:
            guard content.count.isMultiple(of: 2) else { return nil }
            var units: [UInt16] = []
            for index in stride(from: content.startIndex, to: content.endIndex, by: 2) {
                units.append(UInt16(content[index]) << 8 | UInt16(content[index + 1]))
            }
            return String(decoding: units, as: UTF16.self)
        case Tag.latin:
            var text = ""
            text.unicodeScalars.append(contentsOf: content.map { Unicode.Scalar($0) })
            return text
        case Tag.utf8, 18, 19, 22, 26, 27: return String(decoding: content, as: UTF8.self)
        default: return nil
        }
    }

    /// Seconds since 1970 of a time of either type (RFC 5280 §4.1.2.5).
    func time() throws(Failure) -> Int {
        let digits = Array(content)
        guard tag == Tag.utcTime && digits.count == 13 || tag == Tag.generalizedTime && digits.count == 15,
            digits.last == UInt8(ascii: "Z"), digits.dropLast().allSatisfy({ 0x30...0x39 ~= $0 })
        else { throw Failure(description: "x509: unsupported time format") }
        var pairs: [Int] = []
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
            let (tens, ones) = (Int(digits[index] - 0x30), Int(digits[index + 1] - 0x30))
            pairs.append(tens * 10 + ones)
        }
        if tag == Tag.utcTime { pairs.insert(pairs[0] >= 50 ? 19 : 20, at: 0) }
        let date = CivilDate(year: pairs[0] * 100 + pairs[1], month: pairs[2], day: pairs[3])
        let (hour, minute, second) = (pairs[4], pairs[5], pairs[6])
        guard (1...12).contains(date.month), date.day >= 1,
            date.day <= CivilDate.daysIn(month: date.month, year: date.year),
            hour < 24, minute < 60, second < 60
        else { throw Failure(description: "x509: malformed time") }
        return date.days * 86_400 + hour * 3600 + minute * 60 + second
    }
}

extension BigNatural {
    /// Bytes, highest first.
    init(bytes: some BidirectionalCollection<UInt8>) {
        var limbs: [UInt64] = []
        var limb: UInt64 = 0
        var shift: UInt64 = 0
        for byte in bytes.reversed() {
            limb |= UInt64(byte) << shift
            shift += 8
            if shift == 64 {
                limbs.append(limb)
                (limb, shift) = (0, 0)
            }
        }
        limbs.append(limb)
        self.init(limbs: limbs)
    }

    /// The bytes, highest first, with zeros in front up to `count`.
    func bytes(count: Int = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        for limb in limbs {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: limb >> shift))
            }
        }
        while bytes.last == 0, bytes.count > count { bytes.removeLast() }
        while bytes.count < count { bytes.append(0) }
        return bytes.reversed()
    }

    /// `self ^ exponent` modulo a number that is not zero.
    func power(_ exponent: BigNatural, modulo modulus: BigNatural) -> BigNatural {
        var result = BigNatural.one
        let base = quotientAndRemainder(by: modulus).remainder
        for bit in stride(from: exponent.bitWidth - 1, through: 0, by: -1) {
            result = (result * result).quotientAndRemainder(by: modulus).remainder
            if exponent.bit(bit) { result = (result * base).quotientAndRemainder(by: modulus).remainder }
        }
        return result
    }
}
