internal import Content

/// Checks EdDSA signatures over edwards25519 with a prefix that the crypto library does not offer (RFC 8032 §5.1).
///
/// Only for Ed25519ph, which old Sigstore clients made. All inputs are public, so nothing here runs in constant time,
/// and nothing here may touch a secret. The same code without the prefix is Ed25519, which the tests use to compare
/// it with the library.
enum Edwards25519 {
    /// `dom2(1, "")` of RFC 8032 §2.
    private static let prehashPrefix = Array("SigEd25519 no Ed25519 collisions".utf8) + [1, 0]

    /// Whether `signature` is of `key` over a message whose SHA-512 is `digest`.
    static func verifies(_ signature: [UInt8], prehashed digest: [UInt8], key: [UInt8]) -> Bool {
        verifies(signature, prefix: prehashPrefix, message: digest, key: key)
    }

    /// Without cofactor, comparing encodings of R, as the library does for Ed25519.
    static func verifies(_ signature: [UInt8], prefix: [UInt8], message: [UInt8], key: [UInt8]) -> Bool {
        guard signature.count == 64, key.count == 32, let point = Point(encoded: key) else { return false }
        let r = Array(signature.prefix(32))
        guard let s = Scalar(canonical: Array(signature.suffix(32))) else { return false }
        let k = Scalar(reducing: Digest.of(prefix + r + key + message, .sha512).bytes)
        return Point.combine(s, .base, k, point.negated).encoded == r
    }
}

/// An integer modulo the order of the base point, L = 2^252 + 27742317777372353535851937790883648493.
private struct Scalar {
    /// Least significant first.
    private(set) var words: [UInt64]

    private static let order: [UInt64] = [
        0x5812_631a_5cf5_d3ed, 0x14de_f9de_a2f7_9cd6, 0, 0x1000_0000_0000_0000,
    ]

    /// - Returns: `nil` unless the number is below L (RFC 8032 §5.1.7).
    init?(canonical bytes: [UInt8]) {
        words = (0..<4).map { word in (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[word * 8 + $1]) } }
        guard !Self.isAtLeastOrder(words) else { return nil }
    }

    /// A number of any length, least significant byte first, bit by bit.
    init(reducing bytes: [UInt8]) {
        words = [0, 0, 0, 0]
        for byte in bytes.reversed() {
            for bit in (0..<8).reversed() {
                var carry = UInt64(byte >> UInt8(bit) & 1)
                for index in 0..<4 {
                    let next = words[index] >> 63
                    words[index] = words[index] << 1 | carry
                    carry = next
                }
                if Self.isAtLeastOrder(words) {
                    var borrow = false
                    for index in 0..<4 {
                        let (first, one) = words[index].subtractingReportingOverflow(Self.order[index])
                        let (second, two) = first.subtractingReportingOverflow(borrow ? 1 : 0)
                        words[index] = second
                        borrow = one || two
                    }
                }
            }
        }
    }

    private static func isAtLeastOrder(_ words: [UInt64]) -> Bool {
        for index in (0..<4).reversed() where words[index] != order[index] { return words[index] > order[index] }
        return true
    }

    func bit(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }
}

/// A point in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z (RFC 8032 §5.1.4).
private struct Point {
    var x: Field
    var y: Field
    var z: Field
    var t: Field

    static let identity = Point(x: .zero, y: .one, z: .one, t: .zero)

    /// y = 4/5 and an even x (RFC 8032 §5.1).
    static let base: Point = {
        let encoded = (Field(4) * Field(5).inverse).bytes
        return Point(encoded: encoded) ?? .identity
    }()

    private init(x: Field, y: Field, z: Field, t: Field) {
        self.x = x
        self.y = y
        self.z = z
        self.t = t
    }

    /// Decodes as RFC 8032 §5.1.3 says; a y that is not reduced is refused.
    init?(encoded: [UInt8]) {
        var bytes = encoded
        let sign = bytes[31] >> 7
        bytes[31] &= 0x7f
        let y = Field(bytes)
        guard y.bytes == bytes else { return nil }
        let square = y * y
        let numerator = square - .one
        let denominator = Field.d * square + .one
        let cube = denominator * denominator * denominator
        var x = numerator * cube * (numerator * cube * cube * denominator).power2252m3
        let check = denominator * x * x
        if check.bytes != numerator.bytes {
            guard check.bytes == (Field.zero - numerator).bytes else { return nil }
            x = x * Field.squareRootOfMinusOne
        }
        if x.bytes.allSatisfy({ $0 == 0 }), sign == 1 { return nil }
        if x.bytes[0] & 1 != sign { x = .zero - x }
        self.init(x: x, y: y, z: .one, t: x * y)
    }

    var encoded: [UInt8] {
        let inverse = z.inverse
        var bytes = (y * inverse).bytes
        bytes[31] |= ((x * inverse).bytes[0] & 1) << 7
        return bytes
    }

    var negated: Point { Point(x: .zero - x, y: y, z: z, t: .zero - t) }

    /// Complete on this curve: it also doubles.
    static func + (left: Point, right: Point) -> Point {
        let a = (left.y - left.x) * (right.y - right.x)
        let b = (left.y + left.x) * (right.y + right.x)
        let c = left.t * right.t * Field.twiceD
        let d = left.z * right.z
        let e = b - a
        let f = d + d - c
        let g = d + d + c
        let h = b + a
        return Point(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    /// a·A + b·B with one run of doublings.
    static func combine(_ a: Scalar, _ pointA: Point, _ b: Scalar, _ pointB: Point) -> Point {
        let both = pointA + pointB
        var sum = identity
        for index in (0..<253).reversed() {
            sum = sum + sum
            switch (a.bit(index), b.bit(index)) {
            case (true, true): sum = sum + both
            case (true, false): sum = sum + pointA
            case (false, true): sum = sum + pointB
            case (false, false): break
            }
        }
        return sum
    }
}

/// An element of the field of 2^255 - 19, in five limbs of 51 bits, least significant first.
///
/// Invariant: limbs are below 2^52 between operations, so that products of sums fit 128 bits.
private struct Field {
    private var a: (UInt64, UInt64, UInt64, UInt64, UInt64)

    private static let mask: UInt64 = (1 << 51) - 1

    static let zero = Field(0)
    static let one = Field(1)
    /// -121665/121666 (RFC 8032 §5.1).
    static let d = (zero - Field(121665)) * Field(121666).inverse
    static let twiceD = d + d
    /// 2^((p - 1) / 4).
    static let squareRootOfMinusOne: Field = {
        // (p - 1) / 4 = 2 · (2^252 - 3) + 1.
        let root = Field(2).power2252m3
        return root * root * Field(2)
    }()

    init(_ small: UInt64) { a = (small, 0, 0, 0, 0) }

    private init(_ a: (UInt64, UInt64, UInt64, UInt64, UInt64)) { self.a = a }

    /// 32 bytes, least significant first; the top bit is ignored.
    init(_ bytes: [UInt8]) {
        let words = (0..<4).map { word in
            (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[word * 8 + $1]) }
        }
        a = (
            words[0] & Self.mask, (words[0] >> 51 | words[1] << 13) & Self.mask,
            (words[1] >> 38 | words[2] << 26) & Self.mask, (words[2] >> 25 | words[3] << 39) & Self.mask,
            words[3] >> 12 & Self.mask
        )
    }

    /// The one representative below the modulus.
    var bytes: [UInt8] {
        var value = Self.carried(a)
        value = Self.carried(value)
        // Adding 19 overflows 2^255 just when the value is not below the modulus.
        var carry = (value.0 + 19) >> 51
        carry = (value.1 + carry) >> 51
        carry = (value.2 + carry) >> 51
        carry = (value.3 + carry) >> 51
        carry = (value.4 + carry) >> 51
        value.0 += 19 * carry
        value.1 += value.0 >> 51
        value.2 += value.1 >> 51
        value.3 += value.2 >> 51
        value.4 += value.3 >> 51
        let limbs = [
            value.0 & Self.mask, value.1 & Self.mask, value.2 & Self.mask, value.3 & Self.mask, value.4 & Self.mask,
        ]
        let words = [
            limbs[0] | limbs[1] << 51, limbs[1] >> 13 | limbs[2] << 38, limbs[2] >> 26 | limbs[3] << 25,
            limbs[3] >> 39 | limbs[4] << 12,
        ]
        return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
    }

    private static func carried(
        _ a: (UInt64, UInt64, UInt64, UInt64, UInt64)
    ) -> (UInt64, UInt64, UInt64, UInt64, UInt64) {
        let c0 = a.0 >> 51
        let c1 = (a.1 + c0) >> 51
        let c2 = (a.2 + c1) >> 51
        let c3 = (a.3 + c2) >> 51
        let c4 = (a.4 + c3) >> 51
        return (
            (a.0 & mask) + 19 * c4, (a.1 + c0) & mask, (a.2 + c1) & mask, (a.3 + c2) & mask, (a.4 + c3) & mask
        )
    }

    static func + (left: Field, right: Field) -> Field {
        Field(
            carried(
                (
                    left.a.0 + right.a.0, left.a.1 + right.a.1, left.a.2 + right.a.2, left.a.3 + right.a.3,
                    left.a.4 + right.a.4
                )))
    }

    static func - (left: Field, right: Field) -> Field {
        // Four times the modulus keeps every limb from going below zero.
        let low: UInt64 = 4 * ((1 << 51) - 19)
        let high: UInt64 = 4 * ((1 << 51) - 1)
        return Field(
            carried(
                (
                    left.a.0 + low - right.a.0, left.a.1 + high - right.a.1, left.a.2 + high - right.a.2,
                    left.a.3 + high - right.a.3, left.a.4 + high - right.a.4
                )))
    }

    static func * (left: Field, right: Field) -> Field {
        let (a, b) = (left.a, right.a)
        func product(_ x: UInt64, _ y: UInt64) -> UInt128 { UInt128(x) * UInt128(y) }
        let r0 =
            product(a.0, b.0) + 19 * (product(a.1, b.4) + product(a.2, b.3) + product(a.3, b.2) + product(a.4, b.1))
        let r1 =
            product(a.0, b.1) + product(a.1, b.0) + 19 * (product(a.2, b.4) + product(a.3, b.3) + product(a.4, b.2))
        let r2 =
            product(a.0, b.2) + product(a.1, b.1) + product(a.2, b.0) + 19 * (product(a.3, b.4) + product(a.4, b.3))
        let r3 =
            product(a.0, b.3) + product(a.1, b.2) + product(a.2, b.1) + product(a.3, b.0) + 19 * product(a.4, b.4)
        let r4 =
            product(a.0, b.4) + product(a.1, b.3) + product(a.2, b.2) + product(a.3, b.1) + product(a.4, b.0)
        let mask = UInt128(Self.mask)
        let c0 = r0 >> 51
        let c1 = (r1 + c0) >> 51
        let c2 = (r2 + c1) >> 51
        let c3 = (r3 + c2) >> 51
        let c4 = (r4 + c3) >> 51
        let low = (r0 & mask) + 19 * c4
        return Field(
            (
                UInt64(truncatingIfNeeded: low & mask),
                UInt64(truncatingIfNeeded: ((r1 + c0) & mask) + (low >> 51)),
                UInt64(truncatingIfNeeded: (r2 + c1) & mask), UInt64(truncatingIfNeeded: (r3 + c2) & mask),
                UInt64(truncatingIfNeeded: (r4 + c3) & mask)
            ))
    }

    /// The value to the power of 2^252 - 3 = (p - 5) / 8.
    var power2252m3: Field {
        // The exponent in binary is 250 ones, a zero and a one.
        var result = self
        for _ in 0..<249 { result = result * result * self }
        result = result * result
        return result * result * self
    }

    /// The value to the power of p - 2.
    var inverse: Field {
        // p - 2 in binary is 250 ones, then 01011.
        var result = self
        for _ in 0..<249 { result = result * result * self }
        for bit in [false, true, false, true, true] {
            result = result * result
            if bit { result = result * self }
        }
        return result
    }
}
