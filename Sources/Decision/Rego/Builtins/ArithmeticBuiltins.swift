/// Arithmetic on exact numbers, and ranges of them.
enum ArithmeticBuiltins {
    static let table: Builtins.Table = [
        "plus": plus, "minus": minus, "mul": times, "div": divide, "rem": remainder, "abs": absolute, "ceil": ceiling,
        "floor": floor, "round": round, "format_int": formatInteger, "to_number": toNumber, "numbers.range": range,
        "numbers.range_step": rangeStep,
    ]

    static func plus(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try Arithmetic.add(operands[0], operands[1], in: context.heap)
    }

    /// Of numbers the difference; of sets what the second does not have.
    static func minus(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (left, right) = (operands[0], operands[1])
        if left.isSet {
            guard right.isSet else { throw operands.mismatch(1, "set") }
            return try SetBuiltins.difference(&context, operands)
        }
        guard left.isNumber else { throw operands.mismatch(0, oneOf: "number", "set") }
        return try Arithmetic.subtract(left, right, in: context.heap)
    }

    static func times(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try Arithmetic.multiply(operands[0], operands[1], in: context.heap)
    }

    static func divide(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try Arithmetic.divide(operands[0], operands[1], in: context.heap)
    }

    static func remainder(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        try Arithmetic.remainder(operands[0], operands[1], in: context.heap)
    }

    static func absolute(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let number = try operands.number(0)
        return number.isNegative ? try context.heap.number(number.absolute) : operands[0]
    }

    static func ceiling(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.number(operands.number(0).rounded(.up))
    }

    static func floor(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.number(operands.number(0).rounded(.down))
    }

    static func round(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.number(operands.number(0).rounded(.halfAwayFromZero))
    }

    static func formatInteger(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let number = try operands.number(0)
        guard operands[1].isNumber else { throw operands.mismatch(1, "number") }
        guard let base = operands[1].integer, [2, 8, 10, 16].contains(base) else {
            throw .operand(2, "must be one of {2, 8, 10, 16}")
        }
        // What stands after the point is cut off.
        let whole = number.absolute.rounded(.down)
        let digits = DecimalDigits.convert(whole.text, radix: UInt32(base))
        return try context.heap.string((number.isNegative && !whole.isZero ? "-" : "") + digits)
    }

    static func toNumber(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let value = operands[0]
        switch value.kind {
        case .null: return Value(small: 0)
        case .boolean: return Value(small: value.isTrue ? 1 : 0)
        case .number: return value
        case .string:
            if isNoNumber(String(decoding: value.utf8, as: UTF8.self)) { throw .operand(1, "must be valid number") }
            do throws(Decimal.TextError) {
                return try context.heap.number(text: value.utf8)
            } catch {
                let text = GoQuoting.quote(String(decoding: value.utf8, as: UTF8.self))
                throw .message(
                    "strconv.ParseFloat: parsing \(text): "
                        + (error == .tooBig ? "value out of range" : "invalid syntax"))
            }
        default: throw operands.mismatch(0, oneOf: "null", "boolean", "number", "string")
        }
    }

    /// Infinities and what is not a number, in any spelling.
    private static func isNoNumber(_ text: String) -> Bool {
        let name = (text.hasPrefix("-") || text.hasPrefix("+") ? String(text.dropFirst()) : text).lowercased()
        return ["nan", "inf", "infinity"].contains(name)
    }

    static func range(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try range(from: operands.bigInteger(0), to: operands.bigInteger(1), step: Decimal(1), in: context.heap)
    }

    static func rangeStep(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (start, end, step) = (try operands.bigInteger(0), try operands.bigInteger(1), try operands.bigInteger(2))
        guard !step.isNegative, !step.isZero else { throw .message("step must be a positive integer") }
        return try range(from: start, to: end, step: step, in: context.heap)
    }

    /// Both ends belong to it; it descends when the first is the greater.
    private static func range(
        from start: Decimal, to end: Decimal, step: Decimal, in heap: Heap
    ) throws(BuiltinError) -> Value {
        var values: [Value] = []
        let isDescending = Decimal.compare(start, end) > 0
        // An array of more would not fit in the heap.
        let limit = heap.byteLimit / 8
        if let start = start.int, let end = end.int, let step = step.int {
            var current = start
            while isDescending ? current >= end : current <= end {
                guard values.count < limit else { throw .limit(.memory) }
                values.append(try heap.number(current))
                let (next, overflow) =
                    isDescending ? current.subtractingReportingOverflow(step) : current.addingReportingOverflow(step)
                if overflow { break }
                current = next
            }
            return try heap.array(values)
        }
        var current = start
        while isDescending ? Decimal.compare(current, end) >= 0 : Decimal.compare(current, end) <= 0 {
            guard values.count < limit else { throw .limit(.memory) }
            values.append(try heap.number(current))
            current = isDescending ? current - step : current + step
        }
        return try heap.array(values)
    }
}
