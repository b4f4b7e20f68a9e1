/// Why a text does not follow a layout, in Go's words.
struct TimeParseError: Error, CustomStringConvertible {
    var layout: String
    var value: String
    var layoutElement = ""
    var valueElement = ""
    /// Replaces the mention of the layout.
    var message = ""

    var description: String {
        message.isEmpty
            ? "parsing time \(GoQuoting.quote(value)) as \(GoQuoting.quote(layout)): cannot parse "
                + "\(GoQuoting.quote(valueElement)) as \(GoQuoting.quote(layoutElement))"
            : "parsing time \(GoQuoting.quote(value))\(message)"
    }
}

extension TimeLayout {
    /// The time that `value` tells; without a zone in the layout it is UTC.
    func parse(_ value: String) throws(TimeParseError) -> ZonedTime {
        var parser = TimeParser(layout: self, value: value)
        return try parser.run()
    }
}

private struct TimeParser {
    let layout: TimeLayout
    let value: String
    private var rest: ArraySlice<UInt8>
    private var year: Int?
    private var month: Int?
    private var day: Int?
    private var yearDay: Int?
    private var hour = 0
    private var minute = 0
    private var second = 0
    private var nanoseconds = 0
    private var isPM = false
    private var isAM = false
    private var offset: Int?
    private var zoneName: String?
    private var outOfRange: String?

    init(layout: TimeLayout, value: String) {
        self.layout = layout
        self.value = value
        rest = Array(value.utf8)[...]
    }

    mutating func run() throws(TimeParseError) -> ZonedTime {
        let elements = layout.elements
        for index in elements.indices {
            let (element, text) = elements[index]
            let before = rest
            let next = index + 1 < elements.count ? elements[index + 1].element : nil
            guard take(element, next) else {
                throw TimeParseError(
                    layout: layout.text, value: value, layoutElement: text,
                    valueElement: String(
                        decoding: rest.count < before.count && !isLiteral(element) ? before : rest, as: UTF8.self))
            }
            if let outOfRange {
                throw TimeParseError(layout: layout.text, value: value, message: ": \(outOfRange) out of range")
            }
        }
        guard rest.isEmpty else {
            throw TimeParseError(
                layout: layout.text, value: value,
                message: ": extra text: \(GoQuoting.quote(String(decoding: rest, as: UTF8.self)))")
        }
        return try finish()
    }

    private func isLiteral(_ element: TimeLayout.Element) -> Bool {
        if case .literal = element { true } else { false }
    }

    private func finish() throws(TimeParseError) -> ZonedTime {
        func range(_ what: String) -> TimeParseError {
            TimeParseError(layout: layout.text, value: value, message: ": \(what) out of range")
        }
        var hour = self.hour
        if isPM && hour < 12 { hour += 12 } else if isAM && hour == 12 { hour = 0 }
        let year = self.year ?? 0
        var month = self.month ?? -1
        var day = self.day ?? -1
        if let yearDay {
            guard (1...(CivilDate.isLeap(year) ? 366 : 365)).contains(yearDay) else { throw range("day-of-year") }
            let date = CivilDate(days: CivilDate(year: year, month: 1, day: 1).days + yearDay - 1)
            if month >= 0 && month != date.month {
                throw TimeParseError(layout: layout.text, value: value, message: ": day-of-year does not match month")
            }
            if day >= 0 && day != date.day {
                throw TimeParseError(layout: layout.text, value: value, message: ": day-of-year does not match day")
            }
            (month, day) = (date.month, date.day)
        }
        if month < 0 { month = 1 }
        if day < 0 { day = 1 }
        guard day >= 1, day <= CivilDate.daysIn(month: month, year: year) else { throw range("day") }
        let local = CivilDate(year: year, month: month, day: day).days * 86_400 + hour * 3600 + minute * 60 + second
        var offset = self.offset
        if offset == nil, let zoneName, zoneName != "UTC" {
            // An abbreviation says nothing without a place, but for those that carry their offset.
            offset = TimeZoneRules.named("Local")?.offset(ofAbbreviation: zoneName)
            if offset == nil, zoneName.hasPrefix("GMT"), let hours = Int(zoneName.dropFirst(3)) {
                offset = hours * 3600
            }
        }
        return ZonedTime(
            seconds: local - (offset ?? 0), nanoseconds: nanoseconds, offset: offset ?? 0,
            abbreviation: zoneName ?? (offset == nil || offset == 0 ? "UTC" : ""))
    }

    // MARK: Elements

    private mutating func take(_ element: TimeLayout.Element, _ next: TimeLayout.Element?) -> Bool {
        switch element {
        case .literal(let text): return literal(Array(text.utf8))
        case .year:
            guard let two = digits(least: 2, most: 2) else { return false }
            year = two >= 69 ? two + 1900 : two + 2000
        case .longYear:
            guard let four = digits(least: 4, most: 4) else { return false }
            year = four
        case .month: return name(CivilDate.monthNames.map { String($0.prefix(3)) }) { $0.month = $1 + 1 }
        case .longMonth: return name(CivilDate.monthNames) { $0.month = $1 + 1 }
        case .numericMonth, .zeroMonth:
            guard let number = digits(least: element == .zeroMonth ? 2 : 1, most: 2) else { return false }
            month = number
            if !(1...12).contains(number) { outOfRange = "month" }
        case .weekday: return name(CivilDate.weekdayNames.map { String($0.prefix(3)) }) { _, _ in }
        case .longWeekday: return name(CivilDate.weekdayNames) { _, _ in }
        case .day, .underscoreDay, .zeroDay:
            if element == .underscoreDay, rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
            guard let number = digits(least: element == .zeroDay ? 2 : 1, most: 2) else { return false }
            day = number
        case .underscoreYearDay, .zeroYearDay:
            if element == .underscoreYearDay {
                for _ in 0..<2 where rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
            }
            guard let number = digits(least: element == .zeroYearDay ? 3 : 1, most: 3) else { return false }
            yearDay = number
        case .hour, .hour12, .zeroHour12:
            guard let number = digits(least: element == .zeroHour12 ? 2 : 1, most: 2) else { return false }
            hour = number
            if element == .hour ? number >= 24 : number > 12 { outOfRange = "hour" }
        case .minute, .zeroMinute:
            guard let number = digits(least: element == .zeroMinute ? 2 : 1, most: 2) else { return false }
            minute = number
            if number >= 60 { outOfRange = "minute" }
        case .second, .zeroSecond:
            guard let number = digits(least: element == .zeroSecond ? 2 : 1, most: 2) else { return false }
            second = number
            if number >= 60 {
                outOfRange = "second"
                return true
            }
            // A fraction may follow even when the layout has none here.
            if case .fraction = next { return true }
            if let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","),
                rest.dropFirst().first.map(isDigit) == true
            {
                fraction(Array(rest.dropFirst().prefix(while: isDigit)))
            }
        case .upperPM, .lowerPM:
            let (am, pm) = element == .upperPM ? ("AM", "PM") : ("am", "pm")
            if rest.starts(with: pm.utf8) {
                isPM = true
            } else if rest.starts(with: am.utf8) {
                isAM = true
            } else {
                return false
            }
            rest = rest.dropFirst(2)
        case .zoneName: return abbreviation()
        case .zone(let form, let isUTCZ): return zone(form, isUTCZ)
        case .fraction(_, let count, let isTrimmed):
            if isTrimmed {
                guard let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","),
                    rest.dropFirst().first.map(isDigit) == true
                else { return true }
                fraction(Array(rest.dropFirst().prefix(while: isDigit)))
                return true
            }
            guard rest.count > count, rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") else {
                return false
            }
            let found = Array(rest.dropFirst().prefix(count))
            guard found.allSatisfy(isDigit) else { return false }
            fraction(found)
        }
        return true
    }

    /// One or more blanks of the layout stand for any number of them.
    private mutating func literal(_ text: [UInt8]) -> Bool {
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: " ") {
                guard rest.isEmpty || rest.first == UInt8(ascii: " ") else { return false }
                while index < text.count, text[index] == UInt8(ascii: " ") { index += 1 }
                rest = rest.drop { $0 == UInt8(ascii: " ") }
                continue
            }
            guard rest.first == text[index] else { return false }
            rest = rest.dropFirst()
            index += 1
        }
        return true
    }

    private mutating func name(_ names: [String], _ set: (inout TimeParser, Int) -> Void) -> Bool {
        for (index, name) in names.enumerated() where rest.count >= name.utf8.count {
            if zip(rest, name.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
                rest = rest.dropFirst(name.utf8.count)
                set(&self, index)
                return true
            }
        }
        return false
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private mutating func digits(least: Int, most: Int) -> Int? {
        let found = rest.prefix(most).prefix(while: isDigit)
        guard found.count >= least else { return nil }
        rest = rest.dropFirst(found.count)
        return Int(String(decoding: found, as: UTF8.self))
    }

    private mutating func fraction(_ digits: [UInt8]) {
        rest = rest.dropFirst(digits.count + 1)
        var value = 0
        for index in 0..<9 { value = value * 10 + (index < digits.count ? Int(digits[index]) - 0x30 : 0) }
        nanoseconds = value
    }

    private mutating func zone(_ form: TimeLayout.ZoneForm, _ isUTCZ: Bool) -> Bool {
        if isUTCZ, rest.first == UInt8(ascii: "Z") {
            rest = rest.dropFirst()
            offset = 0
            zoneName = "UTC"
            return true
        }
        guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
        rest = rest.dropFirst()
        guard let hours = digits(least: 2, most: 2) else { return false }
        var parts = [hours, 0, 0]
        let hasColons = form == .colonMinutes || form == .colonSeconds
        let count = form == .hours ? 1 : form == .minutes || form == .colonMinutes ? 2 : 3
        for index in 1..<max(count, 1) {
            if hasColons {
                guard rest.first == UInt8(ascii: ":") else { return false }
                rest = rest.dropFirst()
            }
            guard let part = digits(least: 2, most: 2) else { return false }
            parts[index] = part
        }
        if parts[0] > 24 { outOfRange = "time zone offset hour" }
        if parts[1] > 60 { outOfRange = "time zone offset minute" }
        if parts[2] > 60 { outOfRange = "time zone offset second" }
        let size = parts[0] * 3600 + parts[1] * 60 + parts[2]
        offset = sign == UInt8(ascii: "-") ? -size : size
        return true
    }

    /// Abbreviations as Go tells them from other text: three letters, or four that end in T, ChST, MeST, WITA, GMT with
    /// an offset, or a signed offset.
    private mutating func abbreviation() -> Bool {
        func accept(_ length: Int) -> Bool {
            zoneName = String(decoding: rest.prefix(length), as: UTF8.self)
            rest = rest.dropFirst(length)
            return true
        }
        if rest.starts(with: "UTC".utf8) { return accept(3) }
        if rest.count < 3 { return false }
        if rest.starts(with: "ChST".utf8) || rest.starts(with: "MeST".utf8) { return accept(4) }
        func signedHours(_ bytes: ArraySlice<UInt8>) -> Int {
            guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return 0 }
            let digits = bytes.dropFirst().prefix(while: isDigit)
            guard let hours = Int(String(decoding: digits, as: UTF8.self)), hours <= 23 else { return 0 }
            return digits.count + 1
        }
        if rest.starts(with: "GMT".utf8) { return accept(3 + signedHours(rest.dropFirst(3))) }
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
            let length = signedHours(rest)
            return length > 0 ? accept(length) : false
        }
        let capitals = rest.prefix(6).prefix { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
        switch capitals.count {
        case 3: return accept(3)
        case 4: return capitals.last == UInt8(ascii: "T") || capitals.elementsEqual("WITA".utf8) ? accept(4) : false
        case 5: return capitals.last == UInt8(ascii: "T") ? accept(5) : false
        default: return false
        }
    }
}

/// Durations as Go writes them, with days, weeks and years beside (`1h30m`, `1.5d`, `-2w`).
package enum GoDuration {
    private static let units: [String: Int64] = [
        "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
        "h": 3_600_000_000_000, "d": 86_400_000_000_000, "w": 604_800_000_000_000, "y": 31_536_000_000_000_000,
    ]

    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// Nanoseconds.
    package static func parse(_ text: String) throws(Failure) -> Int64 {
        let quoted = GoQuoting.quote(text)
        let invalid = Failure(description: "time: invalid duration \(quoted)")
        var rest = Array(text.utf8)[...]
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        if rest.elementsEqual("0".utf8) { return 0 }
        guard !rest.isEmpty else { throw invalid }
        let isDigit = { (byte: UInt8) in UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
        // One more than the largest positive duration may be negative.
        let limit = UInt64(1) << 63
        var total: UInt64 = 0
        while !rest.isEmpty {
            let whole = rest.prefix(while: isDigit)
            rest = rest.dropFirst(whole.count)
            var fraction: ArraySlice<UInt8> = []
            if rest.first == UInt8(ascii: ".") {
                rest = rest.dropFirst()
                fraction = rest.prefix(while: isDigit)
                rest = rest.dropFirst(fraction.count)
            }
            guard !whole.isEmpty || !fraction.isEmpty else { throw invalid }
            let name = rest.prefix { $0 != UInt8(ascii: ".") && !isDigit($0) }
            rest = rest.dropFirst(name.count)
            let unitName = String(decoding: name, as: UTF8.self)
            guard !name.isEmpty else { throw Failure(description: "time: missing unit in duration \(quoted)") }
            guard let unit = units[unitName] else {
                throw Failure(description: "time: unknown unit \(GoQuoting.quote(unitName)) in duration \(quoted)")
            }
            guard let count = whole.isEmpty ? 0 : UInt64(String(decoding: whole, as: UTF8.self)) else { throw invalid }
            let (product, overflow) = count.multipliedReportingOverflow(by: UInt64(unit))
            guard !overflow, product <= limit else { throw invalid }
            // floor(unit × 0.fraction); digits beyond the eighteenth tell nothing of a nanosecond.
            let digits = fraction.prefix(18)
            var part: UInt64 = 0
            if let numerator = UInt64(String(decoding: digits, as: UTF8.self)) {
                let scale = digits.reduce(UInt64(1)) { scale, _ in scale * 10 }
                part = scale.dividingFullWidth(numerator.multipliedFullWidth(by: UInt64(unit))).quotient
            }
            total += product + part
            guard total <= limit else { throw invalid }
        }
        guard isNegative || total < limit else { throw invalid }
        return isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total)
    }
}
