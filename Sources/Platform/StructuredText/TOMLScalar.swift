/// Booleans, numbers, dates and times of TOML, by their shape.
enum TOMLScalar {
    /// - Returns: `nil` when the bytes are none of them.
    static func value(of token: UnsafeRawBufferPointer) -> StructuredValue? {
        let text = String(decoding: token, as: UTF8.self)
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "inf", "+inf", "-inf", "nan", "+nan", "-nan": return .number(text)
        default: break
        }
        if isNumber(token) { return .number(String(text.filter { $0 != "_" })) }
        return isDateOrTime(token) ? .string(text) : nil
    }

    private static func isNumber(_ token: UnsafeRawBufferPointer) -> Bool {
        var cursor = Cursor(bytes: token)
        if cursor.take("0x") { return cursor.digits { isDigit($0) || 0x61...0x66 ~= $0 | 0x20 } && cursor.isAtEnd }
        if cursor.take("0o") { return cursor.digits { 0x30...0x37 ~= $0 } && cursor.isAtEnd }
        if cursor.take("0b") { return cursor.digits { $0 == 0x30 || $0 == 0x31 } && cursor.isAtEnd }
        if !cursor.take("+") { _ = cursor.take("-") }
        let start = cursor.position
        guard cursor.digits(isDigit) else { return false }
        // No leading zeros, also not `0_1`.
        guard cursor.position == start + 1 || token[start] != 0x30 else { return false }
        if cursor.take(".") { guard cursor.digits(isDigit) else { return false } }
        if cursor.take("e") || cursor.take("E") {
            if !cursor.take("+") { _ = cursor.take("-") }
            guard cursor.digits(isDigit) else { return false }
        }
        return cursor.isAtEnd
    }

    private static func isDateOrTime(_ token: UnsafeRawBufferPointer) -> Bool {
        var cursor = Cursor(bytes: token)
        guard token.count >= 3 else { return false }
        if token[2] == UInt8(ascii: ":") { return cursor.time() && cursor.isAtEnd }
        guard let year = cursor.number(digits: 4), cursor.take("-"), let month = cursor.number(digits: 2),
            cursor.take("-"), let day = cursor.number(digits: 2), 1...12 ~= month, day >= 1,
            day <= days(of: month, in: year)
        else { return false }
        if cursor.isAtEnd { return true }
        guard cursor.take("T") || cursor.take("t") || cursor.take(" "), cursor.time() else { return false }
        if cursor.isAtEnd { return true }
        if cursor.take("Z") || cursor.take("z") { return cursor.isAtEnd }
        guard cursor.take("+") || cursor.take("-"), let hour = cursor.number(digits: 2), cursor.take(":"),
            let minute = cursor.number(digits: 2)
        else { return false }
        return hour < 24 && minute < 60 && cursor.isAtEnd
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

    private struct Cursor {
        let bytes: UnsafeRawBufferPointer
        var position = 0

        init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        var isAtEnd: Bool { position >= bytes.count }

        mutating func take(_ letters: StaticString) -> Bool {
            let matches = letters.withUTF8Buffer { bytes.dropFirst(position).prefix($0.count).elementsEqual($0) }
            if matches { position += letters.utf8CodeUnitCount }
            return matches
        }

        /// Takes digits with single underscores between them; at least one digit.
        mutating func digits(_ isDigit: (UInt8) -> Bool) -> Bool {
            guard position < bytes.count, isDigit(bytes[position]) else { return false }
            while position < bytes.count {
                if isDigit(bytes[position]) {
                    position += 1
                } else if bytes[position] == UInt8(ascii: "_"), position + 1 < bytes.count,
                    isDigit(bytes[position + 1])
                {
                    position += 2
                } else {
                    break
                }
            }
            return true
        }

        mutating func number(digits: Int) -> Int? {
            guard position + digits <= bytes.count else { return nil }
            var value = 0
            for _ in 0..<digits {
                guard TOMLScalar.isDigit(bytes[position]) else { return nil }
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            return value
        }

        /// `hh:mm:ss` with a fraction of any length; second 60 is a leap second.
        mutating func time() -> Bool {
            guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2), take(":"),
                let second = number(digits: 2), hour < 24, minute < 60, second <= 60
            else { return false }
            guard take(".") else { return true }
            let start = position
            while position < bytes.count, TOMLScalar.isDigit(bytes[position]) { position += 1 }
            return position > start
        }
    }
}
