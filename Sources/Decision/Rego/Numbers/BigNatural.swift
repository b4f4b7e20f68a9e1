/// A natural number of any size: limbs of 64 bits, lowest first, without a zero at the top.
///
/// Sizes are bounded by `Decimal.digitLimit`, so that the quadratic algorithms here stay in the milliseconds.
struct BigNatural: Equatable, Sendable {
    private(set) var limbs: [UInt64]

    static let zero = BigNatural(limbs: [])
    static let one = BigNatural(1)

    init(_ small: UInt64) { limbs = small == 0 ? [] : [small] }

    init(limbs: [UInt64]) {
        self.limbs = limbs
        trim()
    }

    private mutating func trim() { while limbs.last == 0 { limbs.removeLast() } }

    var isZero: Bool { limbs.isEmpty }
    var isOdd: Bool { limbs.first.map { $0 & 1 == 1 } ?? false }

    /// The value when it fits in a word.
    var word: UInt64? { limbs.count > 1 ? nil : limbs.first ?? 0 }

    var bitWidth: Int {
        guard let top = limbs.last else { return 0 }
        return limbs.count * 64 - top.leadingZeroBitCount
    }

    func bit(_ index: Int) -> Bool {
        let limb = index >> 6
        return index >= 0 && limb < limbs.count && limbs[limb] >> UInt64(index & 63) & 1 == 1
    }

    static func compare(_ left: BigNatural, _ right: BigNatural) -> Int {
        if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count ? -1 : 1 }
        for index in stride(from: left.limbs.count - 1, through: 0, by: -1)
        where left.limbs[index] != right.limbs[index] {
            return left.limbs[index] < right.limbs[index] ? -1 : 1
        }
        return 0
    }

    static func + (left: BigNatural, right: BigNatural) -> BigNatural {
        let (long, short) =
            left.limbs.count >= right.limbs.count ? (left.limbs, right.limbs) : (right.limbs, left.limbs)
        var sum = long
        var carry = false
        for index in 0..<sum.count {
            if index >= short.count, !carry { break }
            let (first, overflow) = sum[index].addingReportingOverflow(index < short.count ? short[index] : 0)
            let (second, again) = first.addingReportingOverflow(carry ? 1 : 0)
            sum[index] = second
            carry = overflow || again
        }
        if carry { sum.append(1) }
        return BigNatural(limbs: sum)
    }

    /// The difference, or nil when `right` is the greater.
    static func subtracting(_ right: BigNatural, from left: BigNatural) -> BigNatural? {
        guard compare(left, right) >= 0 else { return nil }
        var difference = left.limbs
        var borrow = false
        for index in 0..<difference.count {
            if index >= right.limbs.count, !borrow { break }
            let subtrahend = index < right.limbs.count ? right.limbs[index] : 0
            let (first, overflow) = difference[index].subtractingReportingOverflow(subtrahend)
            let (second, again) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            difference[index] = second
            borrow = overflow || again
        }
        return BigNatural(limbs: difference)
    }

    static func * (left: BigNatural, right: BigNatural) -> BigNatural {
        if left.isZero || right.isZero { return .zero }
        var product = [UInt64](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (offset, factor) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (index, limb) in right.limbs.enumerated() {
                // (2^64-1)^2 + 2 (2^64-1) is below 2^128, so the high word takes both carries.
                let (high, low) = factor.multipliedFullWidth(by: limb)
                let (first, one) = low.addingReportingOverflow(product[offset + index])
                let (second, two) = first.addingReportingOverflow(carry)
                product[offset + index] = second
                carry = high &+ (one ? 1 : 0) &+ (two ? 1 : 0)
            }
            product[offset + right.limbs.count] = carry
        }
        return BigNatural(limbs: product)
    }

    /// `self × factor + addend`, in place.
    mutating func multiply(by factor: UInt64, adding addend: UInt64 = 0) {
        var carry = addend
        for index in limbs.indices {
            let (high, low) = limbs[index].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            limbs[index] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
        if carry != 0 { limbs.append(carry) }
        trim()
    }

    /// Divides in place by a divisor that is not zero and returns the remainder.
    mutating func divide(by divisor: UInt64) -> UInt64 {
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            (limbs[index], remainder) = divisor.dividingFullWidth((remainder, limbs[index]))
        }
        trim()
        return remainder
    }

    static func << (value: BigNatural, shift: Int) -> BigNatural {
        if shift <= 0 || value.isZero { return value }
        let (whole, part) = (shift / 64, UInt64(shift % 64))
        var limbs = [UInt64](repeating: 0, count: whole)
        var carry: UInt64 = 0
        for limb in value.limbs {
            limbs.append(limb << part | carry)
            carry = part == 0 ? 0 : limb >> (64 - part)
        }
        limbs.append(carry)
        return BigNatural(limbs: limbs)
    }

    static func >> (value: BigNatural, shift: Int) -> BigNatural {
        if shift <= 0 { return value }
        let (whole, part) = (shift / 64, UInt64(shift % 64))
        guard whole < value.limbs.count else { return .zero }
        var limbs = Array(value.limbs[whole...])
        if part > 0 {
            for index in limbs.indices {
                let above = index + 1 < limbs.count ? limbs[index + 1] << (64 - part) : 0
                limbs[index] = limbs[index] >> part | above
            }
        }
        return BigNatural(limbs: limbs)
    }

    /// Quotient and remainder by a divisor that is not zero (Knuth, TAOCP 2, algorithm D).
    func quotientAndRemainder(by divisor: BigNatural) -> (quotient: BigNatural, remainder: BigNatural) {
        if BigNatural.compare(self, divisor) < 0 { return (.zero, self) }
        if let small = divisor.word {
            var quotient = self
            guard small > 0 else { return (.zero, self) }
            let remainder = quotient.divide(by: small)
            return (quotient, BigNatural(remainder))
        }
        let shift = divisor.limbs.last?.leadingZeroBitCount ?? 0
        let normal = (divisor << shift).limbs
        var rest = (self << shift).limbs
        let size = normal.count
        while rest.count <= limbs.count { rest.append(0) }
        let (top, second) = (normal[size - 1], normal[size - 2])
        var quotient = [UInt64](repeating: 0, count: rest.count - size)
        for position in stride(from: rest.count - size - 1, through: 0, by: -1) {
            var guess = UInt64.max
            var left = rest[position + size - 1]
            var exhausted = false
            if rest[position + size] < top {
                (guess, left) = top.dividingFullWidth((rest[position + size], rest[position + size - 1]))
            } else {
                (left, exhausted) = left.addingReportingOverflow(top)
            }
            while !exhausted {
                let (high, low) = guess.multipliedFullWidth(by: second)
                if high < left || high == left && low <= rest[position + size - 2] { break }
                guess &-= 1
                (left, exhausted) = left.addingReportingOverflow(top)
            }
            if BigNatural.subtract(normal, times: guess, from: &rest, at: position) {
                guess &-= 1
                BigNatural.add(normal, to: &rest, at: position)
            }
            quotient[position] = guess
        }
        return (BigNatural(limbs: quotient), BigNatural(limbs: rest) >> shift)
    }

    /// Subtracts and says whether it went below zero.
    private static func subtract(
        _ normal: [UInt64], times guess: UInt64, from rest: inout [UInt64], at position: Int
    ) -> Bool {
        var carry: UInt64 = 0
        var borrow = false
        for index in normal.indices {
            let (high, low) = normal[index].multipliedFullWidth(by: guess)
            let (product, over) = low.addingReportingOverflow(carry)
            carry = high &+ (over ? 1 : 0)
            let (first, one) = rest[position + index].subtractingReportingOverflow(product)
            let (second, two) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            rest[position + index] = second
            borrow = one || two
        }
        let (first, one) = rest[position + normal.count].subtractingReportingOverflow(carry)
        let (second, two) = first.subtractingReportingOverflow(borrow ? 1 : 0)
        rest[position + normal.count] = second
        return one || two
    }

    private static func add(_ normal: [UInt64], to rest: inout [UInt64], at position: Int) {
        var carry = false
        for index in normal.indices {
            let (first, one) = rest[position + index].addingReportingOverflow(normal[index])
            let (second, two) = first.addingReportingOverflow(carry ? 1 : 0)
            rest[position + index] = second
            carry = one || two
        }
        rest[position + normal.count] &+= carry ? 1 : 0
    }
}

// MARK: Decimal digits

extension BigNatural {
    private static let chunk: UInt64 = 10_000_000_000_000_000_000
    private static let chunkDigits = 19

    /// Reads decimal digits; other bytes must not occur.
    init(digits: some Collection<UInt8>) {
        self = .zero
        var pending: UInt64 = 0
        var scale: UInt64 = 1
        for digit in digits {
            pending = pending &* 10 &+ UInt64(digit &- 0x30)
            scale &*= 10
            if scale == BigNatural.chunk {
                multiply(by: scale, adding: pending)
                (pending, scale) = (0, 1)
            }
        }
        if scale > 1 { multiply(by: scale, adding: pending) }
        // Multiplying zero drops the addend only when there are no limbs to carry into, which `multiply` appends.
    }

    /// Decimal digits, the highest first; `0` for zero.
    var digits: [UInt8] {
        if isZero { return [0x30] }
        var rest = self
        var reversed: [UInt8] = []
        while !rest.isZero {
            var part = rest.divide(by: BigNatural.chunk)
            for _ in 0..<BigNatural.chunkDigits {
                reversed.append(UInt8(truncatingIfNeeded: part % 10) + 0x30)
                part /= 10
            }
        }
        while reversed.last == 0x30 { reversed.removeLast() }
        return reversed.reversed()
    }

    static func power(of base: UInt64, _ exponent: Int) -> BigNatural {
        var result = BigNatural.one
        var square = BigNatural(base)
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return result
    }

    /// Takes the zeros off the decimal end and returns how many there were.
    mutating func removeTrailingZeros() -> Int {
        if isZero { return 0 }
        var removed = 0
        for (power, count) in [(BigNatural.chunk, 19), (100_000_000, 8), (100, 2), (10, 1)] as [(UInt64, Int)] {
            while true {
                // A multiple of 10^n has n zero bits at its end, which costs nothing to see.
                var quotient = self
                guard (limbs.first ?? 1).trailingZeroBitCount >= Swift.min(count, 63), quotient.divide(by: power) == 0
                else {
                    break
                }
                self = quotient
                removed += count
            }
        }
        return removed
    }
}
