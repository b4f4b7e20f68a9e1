/// A positive number rounded to 64 significant bits, `mantissa × 2^exponent`, half to even.
struct BinaryFraction: Equatable {
    private(set) var mantissa: UInt64
    private(set) var exponent: Int

    /// Rounds the quotient of two numbers that are not zero.
    init(rounding dividend: BigNatural, over divisor: BigNatural) {
        // Enough bits that the quotient has 65 or 66: the mantissa, a bit to round by, and the rest in `sticky`.
        let shift = 66 - (dividend.bitWidth - divisor.bitWidth)
        let (scaled, unit) = shift >= 0 ? (dividend << shift, divisor) : (dividend, divisor << -shift)
        let (quotient, remainder) = scaled.quotientAndRemainder(by: unit)
        let extra = quotient.bitWidth - 64
        var mantissa = (quotient >> extra).word ?? 0
        var exponent = extra - shift
        let half = quotient.bit(extra - 1)
        var sticky = !remainder.isZero
        for index in 0..<max(extra - 1, 0) where quotient.bit(index) { sticky = true }
        if half, sticky || mantissa & 1 == 1 {
            let (next, overflow) = mantissa.addingReportingOverflow(1)
            mantissa = overflow ? 1 << 63 : next
            if overflow { exponent += 1 }
        }
        self.mantissa = mantissa
        self.exponent = exponent
    }

    /// The decimal of fewest digits between the neighbours' midpoints (Steele and White's criterion: the first prefix
    /// of the exact digits that, rounded down or up, stays between them).
    var shortest: (coefficient: BigNatural, exponent: Int) {
        // Everything over 2^(exponent - 2), scaled to an integer by 10^places.
        let places = max(0, 2 - exponent)
        func scaled(_ quarters: BigNatural) -> BigNatural {
            // x · 2^(e-2) · 10^places = x · 5^places · 2^(e - 2 + places)
            let twos = exponent - 2 + places
            let product = quarters * .power(of: 5, places)
            return twos >= 0 ? product << twos : product >> -twos
        }
        let exact = BigNatural(mantissa) << 2
        let below = BigNatural.subtracting(BigNatural(mantissa == 1 << 63 ? 1 : 2), from: exact) ?? .zero
        let digits = scaled(exact).digits
        let lower = BinaryFraction.padded(scaled(below).digits, to: digits.count)
        let upper = BinaryFraction.padded(scaled(exact + BigNatural(2)).digits, to: digits.count)
        guard lower.count == digits.count, upper.count == digits.count else {
            return (BigNatural(digits: digits), -places)
        }
        let inclusive = mantissa & 1 == 0
        for index in digits.indices {
            let (low, digit, high) = (lower[index], digits[index], upper[index])
            let down = low != digit || inclusive && index + 1 == digits.count
            let up = digit != high && (inclusive || digit + 1 < high || index + 1 < digits.count)
            if !down && !up { continue }
            let rest = digits.count - index - 1
            var prefix = BigNatural(digits: digits[...index])
            let next = index + 1 < digits.count ? digits[index + 1] : 0x30
            // Exactly half is rounded to even; it cannot be the exact value's end unless all digits are taken.
            let isHalf = next == 0x35 && digits[(index + 2)...].allSatisfy { $0 == 0x30 }
            let roundsUp = isHalf ? digit & 1 == 1 : next >= 0x35
            if up && (!down || roundsUp) { prefix = prefix + .one }
            return (prefix, rest - places)
        }
        return (BigNatural(digits: digits), -places)
    }

    private static func padded(_ digits: [UInt8], to count: Int) -> [UInt8] {
        digits.count < count ? [UInt8](repeating: 0x30, count: count - digits.count) + digits : digits
    }
}
