/// Layouts of Go's package `time`: the text of a reference time, Mon Jan 2 15:04:05 MST 2006, shows the form.
struct TimeLayout {
    enum Element: Equatable {
        case literal(String)
        case longMonth, month, numericMonth, zeroMonth
        case longWeekday, weekday
        case day, underscoreDay, zeroDay, underscoreYearDay, zeroYearDay
        case hour, hour12, zeroHour12, minute, zeroMinute, second, zeroSecond
        case longYear, year
        case upperPM, lowerPM
        case zoneName
        /// `isUTCZ`: zero is written `Z`.
        case zone(ZoneForm, isUTCZ: Bool)
        /// Digits after the point or comma; `isTrimmed` leaves out zeros at the end.
        case fraction(separator: Character, digits: Int, isTrimmed: Bool)
    }

    enum ZoneForm: Equatable { case hours, minutes, colonMinutes, seconds, colonSeconds }

    /// With the text of each in the layout, for messages.
    let elements: [(element: Element, text: String)]
    let text: String

    /// Names that built-in functions accept for a layout.
    static let named: [String: String] = [
        "ANSIC": "Mon Jan _2 15:04:05 2006", "UnixDate": "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate": "Mon Jan 02 15:04:05 -0700 2006", "RFC822": "02 Jan 06 15:04 MST",
        "RFC822Z": "02 Jan 06 15:04 -0700",
        "RFC850": "Monday, 02-Jan-06 15:04:05 MST", "RFC1123": "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z": "Mon, 02 Jan 2006 15:04:05 -0700", "RFC3339": "2006-01-02T15:04:05Z07:00",
        "RFC3339Nano": "2006-01-02T15:04:05.999999999Z07:00",
    ]
    static let rfc3339 = TimeLayout("2006-01-02T15:04:05Z07:00")
    static let rfc3339Nano = TimeLayout("2006-01-02T15:04:05.999999999Z07:00")

    /// Longer texts first where one begins another.
    private static let fixed: [(String, Element)] = [
        ("January", .longMonth), ("Monday", .longWeekday), ("MST", .zoneName), ("002", .zeroYearDay),
        ("01", .zeroMonth), ("02", .zeroDay), ("03", .zeroHour12), ("04", .zeroMinute), ("05", .zeroSecond),
        ("06", .year), ("15", .hour), ("1", .numericMonth), ("2006", .longYear), ("2", .day),
        ("__2", .underscoreYearDay), ("3", .hour12), ("4", .minute), ("5", .second), ("PM", .upperPM), ("pm", .lowerPM),
        ("-070000", .zone(.seconds, isUTCZ: false)), ("-07:00:00", .zone(.colonSeconds, isUTCZ: false)),
        ("-0700", .zone(.minutes, isUTCZ: false)), ("-07:00", .zone(.colonMinutes, isUTCZ: false)),
        ("-07", .zone(.hours, isUTCZ: false)), ("Z070000", .zone(.seconds, isUTCZ: true)),
        ("Z07:00:00", .zone(.colonSeconds, isUTCZ: true)), ("Z0700", .zone(.minutes, isUTCZ: true)),
        ("Z07:00", .zone(.colonMinutes, isUTCZ: true)), ("Z07", .zone(.hours, isUTCZ: true)),
    ]

    init(_ text: String) {
        self.text = text
        var elements: [(element: Element, text: String)] = []
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        func finishLiteral() {
            guard !literal.isEmpty else { return }
            let text = String(decoding: literal, as: UTF8.self)
            elements.append((.literal(text), text))
            literal = []
        }
        while index < bytes.count {
            if let (element, length) = Self.element(bytes, at: index) {
                finishLiteral()
                elements.append((element, String(decoding: bytes[index..<index + length], as: UTF8.self)))
                index += length
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        finishLiteral()
        self.elements = elements
    }

    private static func element(_ bytes: [UInt8], at index: Int) -> (Element, Int)? {
        let rest = bytes[index...]
        func begins(_ text: String) -> Bool { rest.starts(with: text.utf8) }
        func isLower(_ offset: Int) -> Bool {
            index + offset < bytes.count && UInt8(ascii: "a")...UInt8(ascii: "z") ~= bytes[index + offset]
        }
        switch bytes[index] {
        case UInt8(ascii: "J") where begins("Jan") && !begins("January"):
            // `Janet` is a name and no month.
            return isLower(3) ? nil : (.month, 3)
        case UInt8(ascii: "M") where begins("Mon") && !begins("Monday"):
            return isLower(3) ? nil : (.weekday, 3)
        case UInt8(ascii: "_") where begins("_2006"):
            // A blank and a year, and no day of the month.
            return nil
        case UInt8(ascii: "_") where begins("_2"):
            return (.underscoreDay, 2)
        case UInt8(ascii: "."), UInt8(ascii: ","):
            guard let digit = rest.dropFirst().first, digit == UInt8(ascii: "0") || digit == UInt8(ascii: "9") else {
                return nil
            }
            let run = rest.dropFirst().prefix { $0 == digit }
            guard !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= rest.dropFirst(run.count + 1).first ?? 0) else {
                return nil
            }
            return (
                .fraction(
                    separator: Character(Unicode.Scalar(bytes[index])), digits: run.count,
                    isTrimmed: digit == UInt8(ascii: "9")), run.count + 1
            )
        default:
            guard let (text, element) = fixed.first(where: { begins($0.0) }) else { return nil }
            return (element, text.utf8.count)
        }
    }

    // MARK: Writing

    func format(_ time: ZonedTime) -> String {
        var result = ""
        let date = time.date
        for (element, _) in elements {
            switch element {
            case .literal(let text): result += text
            case .longMonth: result += CivilDate.monthNames[date.month - 1]
            case .month: result += CivilDate.monthNames[date.month - 1].prefix(3)
            case .numericMonth: result += String(date.month)
            case .zeroMonth: result += Self.padded(date.month, 2)
            case .longWeekday: result += CivilDate.weekdayNames[time.weekday]
            case .weekday: result += CivilDate.weekdayNames[time.weekday].prefix(3)
            case .day: result += String(date.day)
            case .underscoreDay: result += Self.padded(date.day, 2, " ")
            case .zeroDay: result += Self.padded(date.day, 2)
            case .underscoreYearDay: result += Self.padded(date.dayOfYear, 3, " ")
            case .zeroYearDay: result += Self.padded(date.dayOfYear, 3)
            case .hour: result += Self.padded(time.hour, 2)
            case .hour12: result += String((time.hour + 11) % 12 + 1)
            case .zeroHour12: result += Self.padded((time.hour + 11) % 12 + 1, 2)
            case .minute: result += String(time.minute)
            case .zeroMinute: result += Self.padded(time.minute, 2)
            case .second: result += String(time.second)
            case .zeroSecond: result += Self.padded(time.second, 2)
            case .longYear: result += Self.padded(date.year, 4)
            case .year: result += Self.padded(abs(date.year) % 100, 2)
            case .upperPM: result += time.hour >= 12 ? "PM" : "AM"
            case .lowerPM: result += time.hour >= 12 ? "pm" : "am"
            case .zoneName:
                if time.abbreviation.isEmpty {
                    result += Self.zone(time.offset, .minutes)
                } else {
                    result += time.abbreviation
                }
            case .zone(let form, let isUTCZ):
                result += isUTCZ && time.offset == 0 ? "Z" : Self.zone(time.offset, form)
            case .fraction(let separator, let digits, let isTrimmed):
                var text = Self.padded(time.nanoseconds, 9)
                text = String(text.prefix(digits)) + String(repeating: "0", count: max(0, digits - 9))
                if isTrimmed { while text.utf8.last == UInt8(ascii: "0") { text.removeLast() } }
                if !text.isEmpty { result += String(separator) + text }
            }
        }
        return result
    }

    static func padded(_ value: Int, _ width: Int, _ filling: Character = "0") -> String {
        let digits = String(abs(value))
        return (value < 0 ? "-" : "") + String(repeating: filling, count: max(0, width - digits.utf8.count)) + digits
    }

    private static func zone(_ offset: Int, _ form: ZoneForm) -> String {
        let size = abs(offset)
        let colon = form == .colonMinutes || form == .colonSeconds ? ":" : ""
        var text = (offset / 60 < 0 || offset < 0 ? "-" : "+") + padded(size / 3600, 2)
        if form != .hours { text += colon + padded(size / 60 % 60, 2) }
        if form == .seconds || form == .colonSeconds { text += colon + padded(size % 60, 2) }
        return text
    }
}
