/// A value that PHP's `serialize` wrote. Objects are not read: nothing that is looked for here holds one.
indirect enum SerializedPHP: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    case double(String)
    case string(String)
    /// Entries in the order written; integer keys as text.
    case array([Entry])

    struct Entry: Sendable, Equatable {
        var key: String
        var value: SerializedPHP
    }

    struct Failure: Error, Equatable, CustomStringConvertible {
        let offset: Int
        var description: String { "serialized PHP: unexpected content at byte \(offset)" }
    }

    private static let depthLimit = 64

    init(_ buffer: UnsafeRawBufferPointer) throws(Failure) {
        var reader = Reader(bytes: CheckedBytes(buffer))
        self = try reader.value(depth: 0)
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var entries: [Entry] { if case .array(let entries) = self { entries } else { [] } }
    subscript(key: String) -> SerializedPHP? { entries.last { $0.key == key }?.value }

    private struct Reader {
        let bytes: CheckedBytes
        var position = 0

        init(bytes: CheckedBytes) { self.bytes = bytes }

        mutating func expect(_ byte: UInt8) throws(Failure) {
            guard bytes.byte(position) == byte else { throw Failure(offset: position) }
            position += 1
        }

        mutating func text(until end: UInt8) throws(Failure) -> String {
            let start = position
            guard let stop = bytes.index(of: end, from: position), stop - start <= 64,
                let slice = bytes.slice(start, stop - start)
            else { throw Failure(offset: start) }
            position = stop + 1
            return String(decoding: slice, as: UTF8.self)
        }

        mutating func number(until end: UInt8) throws(Failure) -> Int {
            let start = position
            guard let value = Int(try text(until: end)) else { throw Failure(offset: start) }
            return value
        }

        mutating func value(depth: Int) throws(Failure) -> SerializedPHP {
            guard depth < SerializedPHP.depthLimit, let kind = bytes.byte(position) else {
                throw Failure(offset: position)
            }
            position += 1
            let colon = UInt8(ascii: ":")
            let semicolon = UInt8(ascii: ";")
            switch kind {
            case UInt8(ascii: "N"):
                try expect(semicolon)
                return .null
            case UInt8(ascii: "b"):
                try expect(colon)
                return .boolean(try number(until: semicolon) != 0)
            case UInt8(ascii: "i"):
                try expect(colon)
                return .integer(try number(until: semicolon))
            case UInt8(ascii: "d"):
                try expect(colon)
                return .double(try text(until: semicolon))
            case UInt8(ascii: "s"):
                try expect(colon)
                let length = try number(until: colon)
                try expect(UInt8(ascii: "\""))
                guard let slice = bytes.slice(position, length) else { throw Failure(offset: position) }
                position += length
                try expect(UInt8(ascii: "\""))
                try expect(semicolon)
                return .string(String(decoding: slice, as: UTF8.self))
            case UInt8(ascii: "a"):
                try expect(colon)
                let count = try number(until: colon)
                try expect(UInt8(ascii: "{"))
                // An entry takes at least six bytes.
                guard count >= 0, count <= (bytes.count - position) / 6 else { throw Failure(offset: position) }
                var entries: [Entry] = []
                for _ in 0..<count {
                    let start = position
                    let key: String
                    switch try value(depth: depth + 1) {
                    case .string(let text): key = text
                    case .integer(let number): key = String(number)
                    default: throw Failure(offset: start)
                    }
                    entries.append(Entry(key: key, value: try value(depth: depth + 1)))
                }
                try expect(UInt8(ascii: "}"))
                return .array(entries)
            default: throw Failure(offset: position - 1)
            }
        }
    }
}
