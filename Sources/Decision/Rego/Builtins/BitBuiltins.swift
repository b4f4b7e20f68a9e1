/// Bits of integers of any size, negative ones in two's complement.
enum BitBuiltins {
    static let table: Builtins.Table = [
        "bits.and": { context, operands throws(BuiltinError) in try combine(context, operands) { $0 & $1 } },
        "bits.or": { context, operands throws(BuiltinError) in try combine(context, operands) { $0 | $1 } },
        "bits.xor": { context, operands throws(BuiltinError) in try combine(context, operands) { $0 ^ $1 } },
        "bits.negate": { context, operands throws(BuiltinError) in
            // ¬x = -x - 1
            try context.heap.number(-(try operands.bigInteger(0)) - Decimal(1))
        },
        "bits.lsh": shiftLeft, "bits.rsh": shiftRight,
    ]

    private static func combine(
        _ context: BuiltinContext, _ operands: BuiltinArguments, _ operation: (UInt64, UInt64) -> UInt64
    ) throws(BuiltinError) -> Value? {
        let (left, right) = (try operands.bigInteger(0), try operands.bigInteger(1))
        // One limb more than the longer has holds the sign.
        let size = max(left.magnitude?.limbs.count ?? 0, right.magnitude?.limbs.count ?? 0) + 1
        let (one, two) = (complement(left, size), complement(right, size))
        return try context.heap.number(integer(zip(one, two).map(operation)))
    }

    private static func complement(_ number: Decimal, _ size: Int) -> [UInt64] {
        var limbs = number.magnitude?.limbs ?? []
        limbs += [UInt64](repeating: 0, count: max(0, size - limbs.count))
        if number.isNegative { negate(&limbs) }
        return limbs
    }

    private static func negate(_ limbs: inout [UInt64]) {
        var carry = true
        for index in limbs.indices {
            let (sum, overflow) = (~limbs[index]).addingReportingOverflow(carry ? 1 : 0)
            limbs[index] = sum
            carry = overflow
        }
    }

    private static func integer(_ limbs: [UInt64]) -> Decimal {
        var limbs = limbs
        let isNegative = (limbs.last ?? 0) >> 63 == 1
        if isNegative { negate(&limbs) }
        return Decimal(isNegative: isNegative, coefficient: BigNatural(limbs: limbs), exponent: 0)
    }

    private static func shift(_ operands: BuiltinArguments) throws(BuiltinError) -> (Decimal, Decimal) {
        let (number, count) = (try operands.bigInteger(0), try operands.bigInteger(1))
        guard !count.isNegative else {
            throw .operand(2, "must be an unsigned integer number but got a negative integer")
        }
        return (number, count)
    }

    static func shiftLeft(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (number, count) = try shift(operands)
        guard !number.isZero else { return Value(small: 0) }
        guard let magnitude = number.magnitude, let count = count.int, count <= 100_000 else {
            throw .message("number too big")
        }
        return try context.heap.number(
            Decimal(isNegative: number.isNegative, coefficient: magnitude << count, exponent: 0))
    }

    /// Rounds towards negative infinity.
    static func shiftRight(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (number, count) = try shift(operands)
        let (bits, isFar) = (count.int ?? .max, count.int == nil)
        guard let magnitude = number.magnitude else { return nil }
        let shifted = isFar ? .zero : magnitude >> bits
        let isExact =
            isFar ? magnitude.isZero : BigNatural.compare(shifted << min(bits, magnitude.bitWidth), magnitude) == 0
        let result = Decimal(isNegative: number.isNegative, coefficient: shifted, exponent: 0)
        return try context.heap.number(number.isNegative && !isExact ? result - Decimal(1) : result)
    }
}
