/// A point in time, to the nanosecond, without calendar or time zone.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z; may be negative.
    package var seconds: Int64
    /// 0 to 999,999,999.
    package var nanoseconds: Int32

    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// From a date and time of the Gregorian calendar in UTC.
    ///
    /// - Returns: `nil` for dates that are none; a leap second is the second before it.
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanoseconds: Int32 = 0) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (0...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        // Years begin in March, so that the leap day is the last; eras have 400 years.
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        seconds = Int64(days * 86_400 + hour * 3600 + minute * 60 + min(second, 59))
        self.nanoseconds = nanoseconds
    }

    /// Reads RFC 3339 §5.6: `2025-06-12T12:02:16.5Z`, or with an offset.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19])
        else { return nil }
        var rest = bytes[19...]
        guard let fraction = Self.fraction(&rest) else { return nil }
        guard
            let instant = Instant(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanoseconds: fraction)
        else { return nil }
        self = instant
        guard let sign = rest.popFirst() else { return nil }
        switch sign {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): guard rest.isEmpty else { return nil }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard rest.count == 5, rest[rest.startIndex + 2] == UInt8(ascii: ":"),
                let hours = Self.number(rest.prefix(2)),
                let minutes = Self.number(rest.suffix(2)), hours < 24, minutes < 60
            else { return nil }
            seconds += Int64(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "+") ? -1 : 1)
        default: return nil
        }
    }

    /// Reads a UTCTime or GeneralizedTime as certificates (RFC 5280 §4.1.2.5) and timestamps (RFC 3161 §2.4.2) write
    /// them: in UTC with seconds; a fraction only in the latter and only if asked for.
    init(_ element: DERElement, allowingFraction: Bool = false) throws(DERError) {
        let failure = DERError(.malformed("time"), at: element.encoded.startIndex)
        var digits = element.content
        guard digits.popLast() == UInt8(ascii: "Z") else { throw failure }
        var year: Int
        switch element.tag {
        case DERTag.utcTime:
            guard digits.count == 12, let short = Self.number(digits.prefix(2)) else { throw failure }
            year = short < 50 ? 2000 + short : 1900 + short
            digits = digits.dropFirst(2)
        case DERTag.generalizedTime:
            guard digits.count >= 14, let long = Self.number(digits.prefix(4)) else { throw failure }
            year = long
            digits = digits.dropFirst(4)
        default: throw failure
        }
        var parts: [Int] = []
        for _ in 0..<5 {
            guard let part = Self.number(digits.prefix(2)) else { throw failure }
            parts.append(part)
            digits = digits.dropFirst(2)
        }
        var nanoseconds: Int32 = 0
        if !digits.isEmpty {
            // X.690 §11.7: no trailing zeros.
            guard allowingFraction, digits.last != UInt8(ascii: "0"), let fraction = Self.fraction(&digits),
                digits.isEmpty
            else { throw failure }
            nanoseconds = fraction
        }
        guard
            let instant = Instant(
                year: year, month: parts[0], day: parts[1], hour: parts[2], minute: parts[3], second: parts[4],
                nanoseconds: nanoseconds)
        else { throw failure }
        self = instant
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count >= 2, digits.count <= 4, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Takes `.` and digits off the front, if they are there; digits beyond nanoseconds are dropped.
    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int32? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        rest = rest.dropFirst()
        let digits = rest.prefix { 0x30...0x39 ~= $0 }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        var value: Int32 = 0
        for index in 0..<9 {
            value = value * 10
            if index < digits.count { value += Int32(digits[digits.startIndex + index] - 0x30) }
        }
        return value
    }

    /// RFC 3339 in UTC; with a fraction only when there is one.
    package var description: String {
        var days = seconds / 86_400
        var rest = seconds % 86_400
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ number: some BinaryInteger, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        var fraction = ""
        if nanoseconds > 0 {
            fraction = "." + padded(nanoseconds, 9)
            while fraction.hasSuffix("0") { fraction.removeLast() }
        }
        return """
            \(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\
            \(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))\(fraction)Z
            """
    }
}

/// When a key or certificate counts. Both ends belong to it; without an end it goes on.
package struct ValidityPeriod: Hashable, Sendable, CustomStringConvertible {
    package var start: Instant
    package var end: Instant?

    package init(start: Instant, end: Instant?) {
        self.start = start
        self.end = end
    }

    package func contains(_ time: Instant) -> Bool { start <= time && end.map { time <= $0 } ?? true }

    package var description: String { end.map { "\(start) to \($0)" } ?? "from \(start)" }
}
