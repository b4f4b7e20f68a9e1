/// A day of the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    var year: Int
    /// 1 to 12.
    var month: Int
    var day: Int

    /// Days since 1970-01-01, of any year that 64 bits of seconds can tell.
    init(days: Int) {
        // Eras of 400 years begin on the first of March of year 0, so that leap days end a year.
        let shifted = days + 719_468
        let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01. Months and days out of range carry over, as Go's `time.Date` has them.
    var days: Int {
        var year = self.year
        var month = self.month - 1
        year += month >= 0 ? month / 12 : (month - 11) / 12
        month = ((month % 12) + 12) % 12 + 1
        if month <= 2 { year -= 1 }
        let era = year >= 0 ? year / 400 : (year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468 + self.day - 1
    }

    /// 0 for Sunday.
    static func weekday(ofDays days: Int) -> Int { ((days % 7) + 11) % 7 }

    var dayOfYear: Int { days - CivilDate(year: year, month: 1, day: 1).days + 1 }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}

/// A moment and the zone it is told in.
struct ZonedTime {
    /// Seconds since 1970-01-01T00:00:00Z.
    var seconds: Int
    /// 0 to 999,999,999.
    var nanoseconds: Int
    /// Seconds east of Greenwich.
    var offset: Int
    var abbreviation: String

    init(seconds: Int, nanoseconds: Int, offset: Int = 0, abbreviation: String = "UTC") {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
        self.offset = offset
        self.abbreviation = abbreviation
    }

    init(nanoseconds: Int64, zone: TimeZoneRules = .utc) {
        var seconds = Int(nanoseconds / 1_000_000_000)
        var rest = Int(nanoseconds % 1_000_000_000)
        if rest < 0 {
            seconds -= 1
            rest += 1_000_000_000
        }
        let local = zone.local(at: seconds)
        self.init(seconds: seconds, nanoseconds: rest, offset: local.offset, abbreviation: local.abbreviation)
    }

    private var localSeconds: Int { seconds + offset }
    private var localDays: Int { localSeconds >= 0 ? localSeconds / 86_400 : (localSeconds - 86_399) / 86_400 }

    var date: CivilDate { CivilDate(days: localDays) }
    var weekday: Int { CivilDate.weekday(ofDays: localDays) }
    var secondOfDay: Int { localSeconds - localDays * 86_400 }
    var hour: Int { secondOfDay / 3600 }
    var minute: Int { secondOfDay / 60 % 60 }
    var second: Int { secondOfDay % 60 }

    /// Nanoseconds since 1970, if 64 bits hold them: from 1677-09-21 to 2262-04-11.
    var unixNanoseconds: Int64? {
        let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        if !overflow {
            let (sum, overflow) = product.addingReportingOverflow(Int64(nanoseconds))
            return overflow ? nil : sum
        }
        // The earliest second is only partly representable.
        guard seconds < 0 else { return nil }
        let (later, tooEarly) = Int64(seconds + 1).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflows) = later.addingReportingOverflow(Int64(nanoseconds) - 1_000_000_000)
        return tooEarly || overflows ? nil : sum
    }
}
