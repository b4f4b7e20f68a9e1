/// Numbers as values. Most are immediate integers, for which everything here is a few instructions.
extension Value {
    /// The exact number; nil for anything else.
    package var decimal: Decimal? {
        if isImmediateInteger { return Decimal(immediateInteger) }
        guard has(.number) else { return nil }
        return Decimal(normalNegative: isNegativeBoxed, limbs: limbs, exponent: exponent)
    }

    /// The number when it is an integer of 64 bits, however it was written; nil for anything else.
    @inline(__always)
    package var integer: Int? {
        if isImmediateInteger { return immediateInteger }
        return has(.number) ? boxedInteger : nil
    }

    private var boxedInteger: Int? {
        guard exponent >= 0, exponent < 20, limbs.count <= 1 else { return nil }
        return decimal?.int
    }

    /// The text of a number as it was written, or as arithmetic writes it.
    package var numberBytes: [UInt8]? {
        if isImmediateInteger { return Array(String(immediateInteger).utf8) }
        return has(.number) ? Array(numberText) : nil
    }

    /// Compares two numbers of which at least one is boxed.
    static func compareNumbers(_ left: Value, _ right: Value) -> Int {
        if left.has(.number), right.has(.number), left.exponent == right.exponent,
            left.limbs.count == 1, right.limbs.count == 1, left.isNegativeBoxed == right.isNegativeBoxed
        {
            let (one, two) = (left.limbs[0], right.limbs[0])
            let order = one < two ? -1 : one > two ? 1 : 0
            return left.isNegativeBoxed ? -order : order
        }
        guard let one = left.decimal, let two = right.decimal else { return 0 }
        return Decimal.compare(one, two)
    }
}

/// Arithmetic on values: the fast path for immediate integers, exact decimals for all others.
enum Arithmetic {
    @inline(__always)
    static func add(_ left: Value, _ right: Value, in heap: Heap) throws(BuiltinError) -> Value {
        if left.bits & right.bits & 1 == 1 {
            // Immediate integers have 63 bits, so their sum cannot overflow.
            let sum = left.immediateInteger &+ right.immediateInteger
            if let value = Value(immediate: sum) { return value }
            return try heap.number(sum)
        }
        return try exact(left, right, in: heap) { $0 + $1 }
    }

    @inline(__always)
    static func subtract(_ left: Value, _ right: Value, in heap: Heap) throws(BuiltinError) -> Value {
        if left.bits & right.bits & 1 == 1 {
            let difference = left.immediateInteger &- right.immediateInteger
            if let value = Value(immediate: difference) { return value }
            return try heap.number(difference)
        }
        return try exact(left, right, in: heap) { $0 - $1 }
    }

    @inline(__always)
    static func multiply(_ left: Value, _ right: Value, in heap: Heap) throws(BuiltinError) -> Value {
        if left.bits & right.bits & 1 == 1 {
            let (product, overflow) = left.immediateInteger.multipliedReportingOverflow(by: right.immediateInteger)
            if !overflow, let value = Value(immediate: product) { return value }
        }
        return try exact(left, right, in: heap) { $0 * $1 }
    }

    static func divide(_ left: Value, _ right: Value, in heap: Heap) throws(BuiltinError) -> Value {
        try check(left, right)
        if left.bits & right.bits & 1 == 1, right.immediateInteger != 0,
            left.immediateInteger.isMultiple(of: right.immediateInteger)
        {
            return try heap.number(left.immediateInteger / right.immediateInteger)
        }
        guard let one = left.decimal, let two = right.decimal, let quotient = one / two else {
            throw .message("divide by zero")
        }
        return try heap.number(quotient)
    }

    static func remainder(_ left: Value, _ right: Value, in heap: Heap) throws(BuiltinError) -> Value {
        try check(left, right)
        if left.bits & right.bits & 1 == 1, right.immediateInteger != 0 {
            return try heap.number(left.immediateInteger % right.immediateInteger)
        }
        guard let one = left.decimal, let two = right.decimal else { return .undefined }
        guard one.isInteger, two.isInteger else { throw .message("modulo on floating-point number") }
        guard let rest = one % two else { throw .message("modulo by zero") }
        return try heap.number(rest)
    }

    @inline(never)
    private static func exact(
        _ left: Value, _ right: Value, in heap: Heap, _ combine: (Decimal, Decimal) -> Decimal
    ) throws(BuiltinError) -> Value {
        try check(left, right)
        guard let one = left.decimal, let two = right.decimal else { return .undefined }
        return try heap.number(combine(one, two))
    }

    private static func check(_ left: Value, _ right: Value) throws(BuiltinError) {
        guard left.isNumber else { throw .operand(1, "must be number but got \(left.kind.name)") }
        guard right.isNumber else { throw .operand(2, "must be number but got \(right.kind.name)") }
    }
}
