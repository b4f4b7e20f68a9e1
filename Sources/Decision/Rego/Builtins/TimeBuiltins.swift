/// Moments, as nanoseconds since 1970, in the years that 64 bits can tell: 1677 to 2262.
enum TimeBuiltins {
    static let table: Builtins.Table = [
        "time.now_ns": { context, _ throws(BuiltinError) in try context.heap.number(Int(context.nanoseconds)) },
        "time.parse_ns": parse, "time.parse_rfc3339_ns": parseRFC3339, "time.parse_duration_ns": parseDuration,
        "time.format": format, "time.date": date, "time.clock": clock, "time.weekday": weekday,
        "time.add_date": addDate, "time.diff": difference,
    ]

    static func parse(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let layout = try operands.string(0)
        return try parse(operands.string(1), TimeLayout(TimeLayout.named[layout] ?? layout), in: context.heap)
    }

    static func parseRFC3339(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        try parse(operands.string(0), .rfc3339, in: context.heap)
    }

    private static func parse(_ text: String, _ layout: TimeLayout, in heap: Heap) throws(BuiltinError) -> Value {
        let time: ZonedTime
        do throws(TimeParseError) {
            time = try layout.parse(text)
        } catch {
            throw .message(error.description)
        }
        return try nanoseconds(time, in: heap)
    }

    private static func nanoseconds(_ time: ZonedTime, in heap: Heap) throws(BuiltinError) -> Value {
        guard let nanoseconds = time.unixNanoseconds else { throw .message("time outside of valid range") }
        return try heap.number(Int(nanoseconds))
    }

    static func parseDuration(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let text = try operands.string(0)
        let duration: Int64
        do throws(GoDuration.Failure) {
            duration = try GoDuration.parse(text)
        } catch {
            throw .message(error.description)
        }
        return try context.heap.number(Int(duration))
    }

    static func format(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let (time, layout, _) = try moment(&context, operands, 0)
        return try context.heap.string((layout ?? .rfc3339Nano).format(time))
    }

    static func date(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let date = try moment(&context, operands, 0).time.date
        return try numbers([date.year, date.month, date.day], in: context.heap)
    }

    static func clock(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let time = try moment(&context, operands, 0).time
        return try numbers([time.hour, time.minute, time.second], in: context.heap)
    }

    static func weekday(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        try context.heap.string(CivilDate.weekdayNames[moment(&context, operands, 0).time.weekday])
    }

    private static func numbers(_ values: [Int], in heap: Heap) throws(BuiltinError) -> Value {
        try heap.array(values.compactMap { Value(immediate: $0) })
    }

    /// Days beyond the end of a month run into the next.
    static func addDate(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var (time, _, zone) = try moment(&context, operands, 0)
        let (years, months, days) = (try operands.integer(1), try operands.integer(2), try operands.integer(3))
        // What is further away than this leaves the valid range whatever the start.
        let limit = 1_000_000
        guard abs(years) <= limit, abs(months) <= limit * 12, abs(days) <= limit * 366,
            years != .min, months != .min, days != .min
        else { throw .message("time outside of valid range") }
        let date = time.date
        let moved = CivilDate(year: date.year + years, month: date.month + months, day: date.day + days).days
        let local = moved * 86_400 + time.secondOfDay
        time.seconds = local - zone.offset(ofLocal: local)
        return try nanoseconds(time, in: context.heap)
    }

    /// Years, months, days, hours, minutes and seconds between two moments, whichever is first.
    static func difference(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        // Both are told in the zone of the first.
        let (time, _, zone) = try moment(&context, operands, 0)
        let (one, two) = (time.unixNanoseconds ?? 0, try moment(&context, operands, 1).time.unixNanoseconds ?? 0)
        let first = ZonedTime(nanoseconds: min(one, two), zone: zone)
        let second = ZonedTime(nanoseconds: max(one, two), zone: zone)
        let (from, to) = (first.date, second.date)
        var parts = [
            to.year - from.year, to.month - from.month, to.day - from.day, second.hour - first.hour,
            second.minute - first.minute, second.second - first.second,
        ]
        if parts[5] < 0 { (parts[5], parts[4]) = (parts[5] + 60, parts[4] - 1) }
        if parts[4] < 0 { (parts[4], parts[3]) = (parts[4] + 60, parts[3] - 1) }
        if parts[3] < 0 { (parts[3], parts[2]) = (parts[3] + 24, parts[2] - 1) }
        if parts[2] < 0 {
            parts[2] += CivilDate.daysIn(month: from.month, year: from.year)
            parts[1] -= 1
        }
        if parts[1] < 0 { (parts[1], parts[0]) = (parts[1] + 12, parts[0] - 1) }
        return try numbers(parts, in: context.heap)
    }

    /// Nanoseconds, or an array of them, a zone and perhaps a layout.
    private static func moment(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments, _ index: Int
    ) throws(BuiltinError) -> (time: ZonedTime, layout: TimeLayout?, zone: TimeZoneRules) {
        let operand = operands[index]
        if operand.isNumber {
            return (ZonedTime(nanoseconds: try timestamp(operand, index)), nil, .utc)
        }
        guard operand.isArray else { throw operands.mismatch(index, oneOf: "number", "array") }
        let parts = operand.elements
        guard let first = parts.first, first.isNumber else {
            throw operands.foreign(parts.first ?? .undefined, in: operand, index, "number")
        }
        let time = try timestamp(first, index)
        guard parts.count > 1 else { return (ZonedTime(nanoseconds: time), nil, .utc) }
        guard let name = parts[1].string else { throw operands.foreign(parts[1], in: operand, index, "string") }
        let zones = context.store(TimeZones.self) { TimeZones() }
        guard let zone = zones.named(name) else { throw .message("unknown time zone \(name)") }
        guard parts.count > 2 else { return (ZonedTime(nanoseconds: time, zone: zone), nil, zone) }
        guard let layout = parts[2].string else { throw operands.foreign(parts[2], in: operand, index, "string") }
        return (
            ZonedTime(nanoseconds: time, zone: zone),
            layout.isEmpty ? nil : TimeLayout(TimeLayout.named[layout] ?? layout),
            zone
        )
    }

    private static func timestamp(_ value: Value, _ index: Int) throws(BuiltinError) -> Int64 {
        guard let integer = value.integer else { throw .message("timestamp too big") }
        return Int64(integer)
    }
}

/// Zones that were read, kept from one decision to the next.
final class TimeZones {
    private var known: [String: TimeZoneRules] = [:]

    func named(_ name: String) -> TimeZoneRules? {
        if let zone = known[name] { return zone }
        guard let zone = TimeZoneRules.named(name) else { return nil }
        known[name] = zone
        return zone
    }
}
