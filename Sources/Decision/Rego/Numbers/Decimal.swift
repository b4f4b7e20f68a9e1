/// An exact decimal number: `± coefficient × 10^exponent`, in normal form (the coefficient ends in no zero; zero is
/// positive and has exponent 0), so that equal numbers are equal field by field.
///
/// Rego's numbers are decimal texts. Sums, differences, products and comparisons here are exact; quotients are
/// rounded to 64 significant bits, half to even, as OPA's are.
package struct Decimal: Equatable, Sendable {
    package private(set) var isNegative: Bool
    private(set) var coefficient: BigNatural
    private(set) var exponent: Int

    /// Digits before or after the point, and digits in all, beyond which a number is refused: 2^100,000 has 30,103.
    static let digitLimit = 30_103

    package static let zero = Decimal(isNegative: false, coefficient: .zero, exponent: 0)

    init(isNegative: Bool, coefficient: BigNatural, exponent: Int) {
        var coefficient = coefficient
        let zeros = coefficient.removeTrailingZeros()
        let isZero = coefficient.isZero
        self.isNegative = isNegative && !isZero
        self.coefficient = coefficient
        self.exponent = isZero ? 0 : exponent + zeros
    }

    package init(_ integer: Int) {
        self.init(isNegative: integer < 0, coefficient: BigNatural(UInt64(integer.magnitude)), exponent: 0)
    }

    /// Normal form is the caller's promise.
    init(normalNegative isNegative: Bool, limbs: UnsafeBufferPointer<UInt64>, exponent: Int) {
        self.isNegative = isNegative
        coefficient = BigNatural(limbs: Array(limbs))
        self.exponent = exponent
    }

    package var isZero: Bool { coefficient.isZero }
    package var isInteger: Bool { exponent >= 0 }

    /// Digits of the coefficient, roughly (never too few).
    private var digitEstimate: Int { coefficient.bitWidth * 30103 / 100_000 + 1 }

    var isWithinLimit: Bool {
        digitEstimate <= Decimal.digitLimit + 20 && abs(exponent) <= Decimal.digitLimit
            && exponent + digitEstimate <= Decimal.digitLimit + 20
    }

    /// The magnitude of an integer.
    var magnitude: BigNatural? {
        guard exponent >= 0 else { return nil }
        return exponent == 0 ? coefficient : coefficient * .power(of: 10, exponent)
    }

    /// The value when it is an integer that fits.
    package var int: Int? {
        guard exponent >= 0, exponent < 20, let word = magnitude?.word else { return nil }
        return isNegative
            ? (word <= UInt64(Int.max) + 1 ? Int(truncatingIfNeeded: 0 &- word) : nil) : Int(exactly: word)
    }

    package static prefix func - (value: Decimal) -> Decimal {
        Decimal(isNegative: !value.isNegative, coefficient: value.coefficient, exponent: value.exponent)
    }

    package var absolute: Decimal { Decimal(isNegative: false, coefficient: coefficient, exponent: exponent) }

    /// Both coefficients over one exponent.
    private static func aligned(_ left: Decimal, _ right: Decimal) -> (BigNatural, BigNatural, Int) {
        let exponent = min(left.exponent, right.exponent)
        func scaled(_ value: Decimal) -> BigNatural {
            value.exponent == exponent
                ? value.coefficient : value.coefficient * .power(of: 10, value.exponent - exponent)
        }
        return (scaled(left), scaled(right), exponent)
    }

    package static func + (left: Decimal, right: Decimal) -> Decimal {
        if left.isZero { return right }
        if right.isZero { return left }
        let (one, two, exponent) = aligned(left, right)
        if left.isNegative == right.isNegative {
            return Decimal(isNegative: left.isNegative, coefficient: one + two, exponent: exponent)
        }
        if let difference = BigNatural.subtracting(two, from: one) {
            return Decimal(isNegative: left.isNegative, coefficient: difference, exponent: exponent)
        }
        let difference = BigNatural.subtracting(one, from: two) ?? .zero
        return Decimal(isNegative: right.isNegative, coefficient: difference, exponent: exponent)
    }

    package static func - (left: Decimal, right: Decimal) -> Decimal { left + (-right) }

    package static func * (left: Decimal, right: Decimal) -> Decimal {
        Decimal(
            isNegative: left.isNegative != right.isNegative, coefficient: left.coefficient * right.coefficient,
            exponent: left.exponent + right.exponent)
    }

    /// Negative, zero or positive as `left` is less than, equal to or greater than `right`.
    package static func compare(_ left: Decimal, _ right: Decimal) -> Int {
        if left.isZero || right.isZero || left.isNegative != right.isNegative {
            let (one, two) = (left.signum, right.signum)
            return one < two ? -1 : one > two ? 1 : 0
        }
        let order = compareMagnitudes(left, right)
        return left.isNegative ? -order : order
    }

    private var signum: Int { isZero ? 0 : isNegative ? -1 : 1 }

    private static func compareMagnitudes(_ left: Decimal, _ right: Decimal) -> Int {
        if left.exponent == right.exponent { return BigNatural.compare(left.coefficient, right.coefficient) }
        // Far apart: the estimates are at most one digit too high.
        let (one, two) = (left.exponent + left.digitEstimate, right.exponent + right.digitEstimate)
        if one > two + 2 { return 1 }
        if two > one + 2 { return -1 }
        let (first, second, _) = aligned(left, right)
        return BigNatural.compare(first, second)
    }

    /// The remainder of two integers, with the sign of the dividend; nil unless both are integers and `right` is not 0.
    package static func % (left: Decimal, right: Decimal) -> Decimal? {
        guard !right.isZero, let one = left.magnitude, let two = right.magnitude else { return nil }
        let remainder = one.quotientAndRemainder(by: two).remainder
        return Decimal(isNegative: left.isNegative, coefficient: remainder, exponent: 0)
    }

    /// The quotient: exact when it is an integer, else rounded to 64 significant bits and from those the shortest
    /// decimal that reads as the same 64 bits. Nil when `right` is 0.
    package static func / (left: Decimal, right: Decimal) -> Decimal? {
        guard !right.isZero else { return nil }
        if left.isZero { return .zero }
        var (one, two) = (left.coefficient, right.coefficient)
        let exponent = left.exponent - right.exponent
        if exponent > 0 { one = one * .power(of: 10, exponent) }
        if exponent < 0 { two = two * .power(of: 10, -exponent) }
        let isNegative = left.isNegative != right.isNegative
        let (quotient, remainder) = one.quotientAndRemainder(by: two)
        if remainder.isZero { return Decimal(isNegative: isNegative, coefficient: quotient, exponent: 0) }
        let rounded = BinaryFraction(rounding: one, over: two).shortest
        return Decimal(isNegative: isNegative, coefficient: rounded.coefficient, exponent: rounded.exponent)
    }

    // MARK: Rounding to integers

    package enum Rounding: Sendable { case down, up, halfAwayFromZero }

    package func rounded(_ rule: Rounding) -> Decimal {
        if isInteger { return self }
        // Below 10^-limit only the sign matters; the power stays bounded by the limit on exponents.
        let unit = BigNatural.power(of: 10, -exponent)
        let (whole, fraction) = coefficient.quotientAndRemainder(by: unit)
        let increment =
            switch rule {
            case .down: isNegative
            case .up: !isNegative
            case .halfAwayFromZero: BigNatural.compare(fraction + fraction, unit) >= 0
            }
        return Decimal(isNegative: isNegative, coefficient: increment ? whole + .one : whole, exponent: 0)
    }
}
