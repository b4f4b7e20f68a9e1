import Content

/// Universally unique identifiers (RFC 4122).
enum UUIDBuiltins {
    static let table: Builtins.Table = ["uuid.parse": parse, "uuid.rfc4122": random]

    /// Its fields; undefined for what is none.
    static func parse(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        guard let text = operands[0].string, let bytes = bytes(text) else { return nil }
        let heap = context.heap
        let version = Int(bytes[6] >> 4)
        var members: [(key: Value, value: Value)] = [
            (try heap.string("version"), try heap.number(version)),
            (try heap.string("variant"), try heap.string(variant(bytes[8]))),
        ]
        if version == 1 || version == 2 {
            let fields = bytes.map { UInt64($0) }
            func number(_ range: Range<Int>) -> UInt64 { fields[range].reduce(0) { $0 << 8 | $1 } }
            // Steps of 100 ns since 15 October 1582.
            let steps = Int64(number(6..<8) & 0xFFF) << 48 | Int64(number(4..<6)) << 32 | Int64(number(0..<4))
            let nanoseconds = (Decimal(Int(steps)) - Decimal(122_192_928_000_000_000)) * Decimal(100)
            let node = bytes[10...].map { Hex.encode([$0]) }.joined(separator: "-")
            let scope = bytes[10] & 2 != 0 ? "local" : "global"
            let cast = bytes[10] & 1 != 0 ? "multicast" : "unicast"
            members += [
                (try heap.string("time"), try heap.number(nanoseconds)),
                (try heap.string("nodeid"), try heap.string(node)),
                (try heap.string("macvariables"), try heap.string("\(scope):\(cast)")),
                (try heap.string("clocksequence"), try heap.number(Int(number(8..<10) & 0x3FFF))),
            ]
            if version == 2 {
                let domains = ["Person", "Group", "Org"]
                let domain = Int(bytes[9])
                members += [
                    (try heap.string("domain"), try heap.string(domain < 3 ? domains[domain] : "Domain\(domain)")),
                    (try heap.string("id"), try heap.number(Int(number(0..<4)))),
                ]
            }
        }
        return try heap.object(members)
    }

    private static func variant(_ byte: UInt8) -> String {
        if byte & 0xC0 == 0x80 { return "RFC4122" }
        if byte & 0xE0 == 0xC0 { return "Microsoft" }
        return byte & 0xE0 == 0xE0 ? "Future" : "Reserved"
    }

    /// With or without hyphens, in brackets of any kind, or as a URN.
    private static func bytes(_ text: String) -> [UInt8]? {
        var rest = Array(text.utf8)[...]
        switch rest.count {
        case 32:
            return Hex.decode(rest)
        case 36: break
        case 38: rest = rest.dropFirst().dropLast()
        case 45:
            guard String(decoding: rest.prefix(9), as: UTF8.self).lowercased() == "urn:uuid:" else { return nil }
            rest = rest.dropFirst(9)
        default: return nil
        }
        let start = rest.startIndex
        guard [8, 13, 18, 23].allSatisfy({ rest[start + $0] == UInt8(ascii: "-") }) else { return nil }
        let digits = rest.enumerated().filter { ![8, 13, 18, 23].contains($0.offset) }.map(\.element)
        return Hex.decode(digits)
    }

    /// Version 4. That the same key gives the same in one query is the machine's doing.
    static func random(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        _ = try operands.utf8(0)
        var bytes: [UInt8] = []
        for _ in 0..<2 {
            let word = context.random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let parts = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
        let text = parts.map { Hex.encode($0) }.joined(separator: "-")
        return try context.heap.string(text)
    }
}

enum RandomBuiltins {
    static let table: Builtins.Table = ["rand.intn": integer]

    /// At least zero and less than the bound's magnitude. That the same operands give the same in one query is the
    /// machine's doing.
    static func integer(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        _ = try operands.utf8(0)
        let bound = Int(clamping: try operands.integer(1).magnitude)
        guard bound > 0 else { return Value(small: 0) }
        // The high word of a product with 64 random bits; its bias is below one in 2^64 divided by the bound.
        let value = Int(context.random.next().multipliedFullWidth(by: UInt64(bound)).high)
        return try context.heap.number(value)
    }
}
