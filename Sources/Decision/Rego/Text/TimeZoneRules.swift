import Glibc

/// The offsets of a time zone over time, read from the system's database (RFC 8536).
struct TimeZoneRules: Sendable {
    struct Local: Equatable, Sendable {
        var offset: Int
        var abbreviation: String
        var isDaylight: Bool
    }

    /// When each of `locals` begins; sorted.
    private var transitions: [Int] = []
    private var locals: [Local] = []
    private var types: [Local] = []
    /// Before the first transition.
    private var initial: Local
    /// After the last transition.
    private var rule: PosixTimeZone?

    static let utc = TimeZoneRules(initial: Local(offset: 0, abbreviation: "UTC", isDaylight: false))

    private init(initial: Local) { self.initial = initial }

    /// - Parameter name: a name of the IANA database; empty and `UTC` need none, `Local` is the machine's zone.
    /// - Returns: `nil` for a name that the database does not have.
    static func named(_ name: String, in folder: String = "/usr/share/zoneinfo") -> TimeZoneRules? {
        if name.isEmpty || name == "UTC" { return .utc }
        if name == "Local" { return read("/etc/localtime") ?? .utc }
        // A name is a path below the folder and nothing else.
        let isSafe =
            !name.utf8.contains(UInt8(ascii: "\\")) && name.utf8.first != UInt8(ascii: "/") && name.utf8.count < 256
            && !name.utf8.contains(0)
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { $0 != ".." && !$0.isEmpty }
        return isSafe ? read(folder + "/" + name) : nil
    }

    private static func read(_ path: String) -> TimeZoneRules? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var filled = 0
        while filled < bytes.count {
            let size = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            }
            if size == 0 { break }
            guard size > 0 else { return nil }
            filled += size
        }
        return TimeZoneRules(file: Array(bytes[..<filled]))
    }

    /// - Parameter file: a file of the format TZif, version 2 or later, or 1.
    init?(file: [UInt8]) {
        struct Header {
            var version: UInt8
            var counts: [Int]
            /// Bytes of the block after the header.
            func size(timeSize: Int) -> Int {
                counts[3] * timeSize + counts[3] + counts[4] * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1]
                    + counts[0]
            }
        }
        func integer(_ offset: Int, _ size: Int) -> Int? {
            guard offset >= 0, offset + size <= file.count else { return nil }
            var value: UInt64 = 0
            for byte in file[offset..<offset + size] { value = value << 8 | UInt64(byte) }
            return size == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
        }
        func header(at offset: Int) -> Header? {
            guard offset + 44 <= file.count, file[offset..<offset + 4].elementsEqual("TZif".utf8) else { return nil }
            var counts: [Int] = []
            for index in 0..<6 {
                guard let count = integer(offset + 20 + index * 4, 4), (0...100_000).contains(count) else { return nil }
                counts.append(count)
            }
            return Header(version: file[offset + 4], counts: counts)
        }
        guard var head = header(at: 0) else { return nil }
        var base = 44
        var timeSize = 4
        if head.version >= UInt8(ascii: "2") {
            let second = 44 + head.size(timeSize: 4)
            guard let next = header(at: second) else { return nil }
            head = next
            base = second + 44
            timeSize = 8
        }
        let (timeCount, typeCount, nameSize) = (head.counts[3], head.counts[4], head.counts[5])
        let indices = base + timeCount * timeSize
        let typeStart = indices + timeCount
        let names = typeStart + typeCount * 6
        guard typeCount > 0, base + head.size(timeSize: timeSize) <= file.count else { return nil }
        var types: [Local] = []
        for index in 0..<typeCount {
            let start = typeStart + index * 6
            guard let offset = integer(start, 4) else { return nil }
            let name = Int(file[start + 5])
            guard name < nameSize else { return nil }
            let text = file[(names + name)..<(names + nameSize)].prefix { $0 != 0 }
            types.append(
                Local(
                    offset: offset, abbreviation: String(decoding: text, as: UTF8.self),
                    isDaylight: file[start + 4] != 0))
        }
        self.types = types
        initial = types.first { !$0.isDaylight } ?? types[0]
        for index in 0..<timeCount {
            let type = Int(file[indices + index])
            guard let time = integer(base + index * timeSize, timeSize), type < types.count else { return nil }
            transitions.append(time)
            locals.append(types[type])
        }
        if timeSize == 8 {
            let footer = file[(base + head.size(timeSize: 8))...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
            rule = PosixTimeZone(String(decoding: footer, as: UTF8.self))
        }
    }

    func local(at seconds: Int) -> Local {
        guard let last = transitions.last else { return rule?.local(at: seconds) ?? initial }
        if seconds >= last, let rule { return rule.local(at: seconds) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? locals[low - 1] : initial
    }

    /// The offset of a local time: where clocks are set back the earlier reading, where they are set forward the
    /// offset from before, as Go's `time.Date` decides.
    func offset(ofLocal localSeconds: Int) -> Int {
        let guess = local(at: localSeconds).offset
        guard guess != 0 else {
            return guess
        }
        let moment = localSeconds - guess
        let there = local(at: moment).offset
        guard there != guess else { return guess }
        return local(at: localSeconds - there).offset == there ? there : local(at: moment).offset
    }

    /// The offset that an abbreviation stands for in this zone.
    func offset(ofAbbreviation name: String) -> Int? {
        types.first { $0.abbreviation == name }?.offset
    }
}

/// The rule for the future at the end of a zone's file (RFC 8536 §3.3.1; POSIX.1-2017 §8.3, `TZ`).
struct PosixTimeZone: Sendable {
    private enum Day: Sendable {
        /// 1 to 365; the leap day is never counted.
        case julian(Int)
        /// 0 to 365.
        case ordinal(Int)
        case weekday(month: Int, week: Int, day: Int)
    }

    private struct Change: Sendable {
        var day: Day
        var seconds: Int
    }

    private var standard: TimeZoneRules.Local
    private var daylight: TimeZoneRules.Local?
    private var changes: (start: Change, end: Change)?

    init?(_ text: String) {
        var reader = PosixReader(text)
        guard let name = reader.name(), let offset = reader.offset() else { return nil }
        standard = .init(offset: -offset, abbreviation: name, isDaylight: false)
        guard !reader.isAtEnd else { return }
        guard let daylightName = reader.name() else { return nil }
        var daylightOffset = standard.offset + 3600
        if !reader.isNext(","), !reader.isAtEnd {
            guard let offset = reader.offset() else { return nil }
            daylightOffset = -offset
        }
        daylight = .init(offset: daylightOffset, abbreviation: daylightName, isDaylight: true)
        guard let start = Self.change(&reader), let end = Self.change(&reader) else { return nil }
        changes = (start, end)
    }

    private static func change(_ reader: inout PosixReader) -> Change? {
        guard reader.take(",") else { return nil }
        let day: Day
        if reader.take("M") {
            guard let month = reader.number(), (1...12).contains(month), reader.take("."), let week = reader.number(),
                (1...5).contains(week), reader.take("."), let weekday = reader.number(), (0...6).contains(weekday)
            else { return nil }
            day = .weekday(month: month, week: week, day: weekday)
        } else if reader.take("J") {
            guard let number = reader.number(), (1...365).contains(number) else { return nil }
            day = .julian(number)
        } else {
            guard let number = reader.number(), (0...365).contains(number) else { return nil }
            day = .ordinal(number)
        }
        var seconds = 7200
        if reader.take("/") {
            guard let time = reader.offset() else { return nil }
            seconds = time
        }
        return Change(day: day, seconds: seconds)
    }

    func local(at seconds: Int) -> TimeZoneRules.Local {
        guard let daylight, let changes else { return standard }
        let local = seconds + standard.offset
        let year = CivilDate(days: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400).year
        let start = moment(of: changes.start, year, standard.offset)
        let end = moment(of: changes.end, year, daylight.offset)
        let isDaylight = start < end ? start <= seconds && seconds < end : seconds >= start || seconds < end
        return isDaylight ? daylight : standard
    }

    private func moment(of change: Change, _ year: Int, _ offset: Int) -> Int {
        let first = CivilDate(year: year, month: 1, day: 1).days
        let day: Int
        switch change.day {
        case .julian(let number): day = first + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
        case .ordinal(let number): day = first + number
        case .weekday(let month, let week, let weekday):
            let firstOfMonth = CivilDate(year: year, month: month, day: 1).days
            var date = 1 + (weekday - CivilDate.weekday(ofDays: firstOfMonth) + 7) % 7 + (week - 1) * 7
            if date > CivilDate.daysIn(month: month, year: year) { date -= 7 }
            day = firstOfMonth + date - 1
        }
        return day * 86_400 + change.seconds - offset
    }
}

private struct PosixReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    func isNext(_ scalar: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: scalar) }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard isNext(scalar) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func name() -> String? {
        if take("<") {
            let name = rest.prefix { $0 != UInt8(ascii: ">") }
            rest = rest.dropFirst(name.count)
            return take(">") ? String(Substring(name)) : nil
        }
        let name = rest.prefix { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
        rest = rest.dropFirst(name.count)
        return name.count >= 3 ? String(Substring(name)) : nil
    }

    mutating func number() -> Int? {
        let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.prefix(4)
        rest = rest.dropFirst(digits.count)
        return Int(Substring(digits))
    }

    /// Hours, minutes and seconds.
    mutating func offset() -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number() else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where take(":") {
            guard let number = number() else { return nil }
            seconds += number * unit
        }
        return isNegative ? -seconds : seconds
    }
}
