extension Decimal {
    /// Why a text is no number.
    package enum TextError: Error, Equatable, Sendable { case malformed, tooBig }

    /// Reads a number as JSON writes it (RFC 8259 §6); other spellings, such as a leading `+`, are malformed.
    package init(_ text: some Collection<UInt8>) throws(TextError) {
        try self.init(bytes: Array(text))
    }

    private init(bytes: [UInt8]) throws(TextError) {
        var position = 0
        var digits: [UInt8] = []
        var exponent = 0
        let isNegative = bytes.first == 0x2d
        if isNegative { position += 1 }
        func isDigit(_ index: Int) -> Bool { index < bytes.count && bytes[index] >= 0x30 && bytes[index] <= 0x39 }
        guard isDigit(position) else { throw .malformed }
        if bytes[position] == 0x30, isDigit(position + 1) { throw .malformed }
        while isDigit(position) {
            if !digits.isEmpty || bytes[position] != 0x30 { digits.append(bytes[position]) }
            position += 1
        }
        if position < bytes.count, bytes[position] == 0x2e {
            position += 1
            guard isDigit(position) else { throw .malformed }
            while isDigit(position) {
                if !digits.isEmpty || bytes[position] != 0x30 { digits.append(bytes[position]) }
                exponent -= 1
                position += 1
            }
        }
        if position < bytes.count, bytes[position] | 0x20 == 0x65 {
            position += 1
            var isDown = false
            if position < bytes.count, bytes[position] == 0x2b || bytes[position] == 0x2d {
                isDown = bytes[position] == 0x2d
                position += 1
            }
            guard isDigit(position) else { throw .malformed }
            var written = 0
            while isDigit(position) {
                written = min(written * 10 + Int(bytes[position] - 0x30), 1_000_000_000)
                position += 1
            }
            exponent += isDown ? -written : written
        }
        guard position == bytes.count else { throw .malformed }
        while digits.last == 0x30 {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty { exponent = 0 }
        guard digits.count <= Decimal.digitLimit, abs(exponent) <= Decimal.digitLimit,
            abs(exponent + digits.count) <= Decimal.digitLimit
        else { throw .tooBig }
        self.init(isNegative: isNegative, coefficient: BigNatural(digits: digits), exponent: exponent)
    }

    /// How the result of arithmetic is written: integers in plain digits, others in exponent form below 10^-4 and
    /// from 10^6 on, as OPA does.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    var bytes: [UInt8] {
        var result: [UInt8] = isNegative ? [0x2d] : []
        let digits = coefficient.digits
        if exponent >= 0 {
            result += digits
            result += [UInt8](repeating: 0x30, count: isZero ? 0 : exponent)
            return result
        }
        let leading = digits.count + exponent - 1
        if leading < -4 || leading >= 6 {
            result.append(digits[0])
            if digits.count > 1 { result += [0x2e] + digits[1...] }
            result += [0x65, leading < 0 ? 0x2d : 0x2b]
            let magnitude = String(abs(leading)).utf8
            return result + (magnitude.count < 2 ? [0x30] : []) + magnitude
        }
        if leading < 0 {
            return result + [0x30, 0x2e] + [UInt8](repeating: 0x30, count: -leading - 1) + digits
        }
        return result + digits[...leading] + [0x2e] + digits[(leading + 1)...]
    }
}
