/// Seconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    /// Reads RFC 3339 (`2024-05-01T12:00:00.5+02:00`), also without zone (taken as UTC), with a space in place of the
    /// `T`, or the day alone.
    ///
    /// - Returns: `nil` for anything else, and for times before 1970, which stand for "not known" in some feeds.
    package init?(_ text: some StringProtocol) {
        var digits = text.utf8.makeIterator()
        var pending: UInt8?
        func next() -> UInt8? {
            if let byte = pending {
                pending = nil
                return byte
            }
            return digits.next()
        }
        func number(_ count: Int) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<count {
                guard let byte = next(), (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard let year = number(4), next() == UInt8(ascii: "-"), let month = number(2), next() == UInt8(ascii: "-"),
            let day = number(2), (1...12).contains(month), day >= 1, day <= Self.days(month: month, year: year)
        else { return nil }
        var value = Self.day(year: year, month: month, day: day) * 86400
        if let separator = next() {
            guard [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(separator),
                let hour = number(2), next() == UInt8(ascii: ":"), let minute = number(2), hour < 24, minute < 60
            else { return nil }
            value += hour * 3600 + minute * 60
            var zone = next()
            if zone == UInt8(ascii: ":") {
                guard let second = number(2), second <= 60 else { return nil }
                value += second
                zone = next()
            }
            if zone == UInt8(ascii: ".") {
                repeat { zone = next() } while zone.map { (0x30...0x39).contains($0) } ?? false
            }
            switch zone {
            case nil, UInt8(ascii: "Z"), UInt8(ascii: "z"): break
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard let hours = number(2) else { return nil }
                if let colon = next(), colon != UInt8(ascii: ":") { pending = colon }
                guard let minutes = number(2) else { return nil }
                let offset = hours * 3600 + minutes * 60
                value += zone == UInt8(ascii: "+") ? -offset : offset
            default: return nil
            }
            guard next() == nil else { return nil }
        }
        guard value >= 0 else { return nil }
        seconds = value
    }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

    /// `2024-05-01T10:00:00Z`
    package var text: String {
        let second = seconds % 86400
        return "\(day)T\(Self.two(second / 3600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))Z"
    }

    /// `2024-05-01`
    package var day: String {
        // Civil from days, after the proleptic Gregorian calendar with years that begin in March.
        let shifted = seconds / 86400 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            + "-\(Self.two(month))-\(Self.two(day))"
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func days(month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
