internal import Content
internal import Rego

/// A message as JSON, in the form that Protocol Buffers give it: names in camel case, what is not set left out.
struct ProtobufJSON {
    /// What a message may hold, beyond which it is refused.
    private static let depthLimit = 64
    private static let fieldLimit = 100_000

    private(set) var output = JSONOutput()
    private var fields = 0

    /// - Throws: `ProtobufReader.Malformed`.
    mutating func write(
        _ bytes: ArraySlice<UInt8>, as shape: ProtobufShape, depth: Int = 0
    ) throws(ProtobufReader.Malformed) {
        output.write(raw: "{")
        try members(of: bytes, as: shape, depth: depth)
        output.write(raw: "}")
    }

    /// The members of a message's object, without its braces.
    mutating func members(
        of bytes: ArraySlice<UInt8>, as shape: ProtobufShape, depth: Int = 0
    ) throws(ProtobufReader.Malformed) {
        guard depth < Self.depthLimit else {
            throw .init(offset: 0, reason: "messages are nested more than \(Self.depthLimit) deep")
        }
        var isFirst = true
        for (number, contents) in try collected(bytes).sorted(by: { $0.key < $1.key }) {
            guard let (name, kind) = shape.fields[number] else { continue }
            var value = ProtobufJSON()
            value.fields = fields
            guard try value.write(contents, as: kind, depth: depth) else { continue }
            fields = value.fields
            if !isFirst { output.write(raw: ",") }
            isFirst = false
            output.write(quoting: name)
            output.write(raw: ":")
            output.write(json: value.output.bytes)
        }
    }

    /// All contents of each field, in their order.
    private mutating func collected(
        _ bytes: ArraySlice<UInt8>
    ) throws(ProtobufReader.Malformed) -> [Int: [ProtobufReader.Content]] {
        var reader = ProtobufReader(bytes)
        var result: [Int: [ProtobufReader.Content]] = [:]
        while let (number, content) = try reader.next() {
            fields += 1
            guard fields <= Self.fieldLimit else {
                throw .init(offset: 0, reason: "more than \(Self.fieldLimit) fields")
            }
            result[number, default: []].append(content)
        }
        return result
    }

    /// - Returns: false for a default, which is left out.
    private mutating func write(
        _ contents: [ProtobufReader.Content], as kind: ProtobufShape.Kind, depth: Int
    ) throws(ProtobufReader.Malformed) -> Bool {
        switch kind {
        case .text:
            // Of a field that may be there once the last counts.
            let text = Self.bytes(contents.last)
            guard !text.isEmpty else { return false }
            output.write(quoting: String(decoding: text, as: UTF8.self))
        case .bytes:
            let content = Self.bytes(contents.last)
            guard !content.isEmpty else { return false }
            output.write(quoting: Base64.encode(Array(content)))
        case .int64:
            let value = Int64(bitPattern: Self.number(contents.last))
            guard value != 0 else { return false }
            output.write(quoting: "\(value)")
        case .uint32:
            let value = UInt32(truncatingIfNeeded: Self.number(contents.last))
            guard value != 0 else { return false }
            output.write(json: "\(value)".utf8)
        case .boolean:
            guard Self.number(contents.last) != 0 else { return false }
            output.write(raw: "true")
        case .enumeration(let names):
            let value = Self.number(contents.last)
            guard value != 0 else { return false }
            if value < UInt64(names.count) {
                output.write(quoting: names[Int(value)])
            } else {
                output.write(json: "\(Int32(truncatingIfNeeded: value))".utf8)
            }
        case .message(let shape): try write(Self.joined(contents), as: shape, depth: depth + 1)
        case .timestamp: return try writeTime(Self.joined(contents))
        case .structure: try writeStructure(Self.joined(contents), depth: depth + 1)
        case .any: try writeType(Self.joined(contents))
        case .list(let kind):
            output.write(raw: "[")
            for (index, content) in contents.enumerated() {
                if index > 0 { output.write(raw: ",") }
                if try !write([content], as: kind, depth: depth) { output.write(raw: "\"\"") }
            }
            output.write(raw: "]")
        case .map(let kind): try writeMap(contents, of: kind, depth: depth)
        }
        return true
    }

    private mutating func writeMap(
        _ contents: [ProtobufReader.Content], of kind: ProtobufShape.Kind, depth: Int
    ) throws(ProtobufReader.Malformed) {
        // Of equal keys the last counts.
        var entries: [String: [ProtobufReader.Content]] = [:]
        for content in contents {
            let entry = try collected(Self.bytes(content))
            entries[String(decoding: Self.bytes(entry[1]?.last), as: UTF8.self)] = entry[2] ?? []
        }
        output.write(raw: "{")
        for (index, (key, value)) in entries.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { output.write(raw: ",") }
            output.write(quoting: key)
            output.write(raw: ":")
            if try !write(value, as: kind, depth: depth) { output.write(raw: "\"\"") }
        }
        output.write(raw: "}")
    }

    private mutating func writeTime(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) -> Bool {
        let parts = try collected(bytes)
        let seconds = Int64(bitPattern: Self.number(parts[1]?.last))
        let nanos = Int64(Int32(truncatingIfNeeded: Self.number(parts[2]?.last)))
        // From year 1 to 9999, as the type allows; what is beyond what can be told in nanoseconds is left out as well.
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow, (0..<1_000_000_000).contains(nanos), seconds >= 0 else { return false }
        let (time, isBeyond) = scaled.addingReportingOverflow(nanos)
        guard !isBeyond else { return false }
        output.write(quoting: TimeText.utc(time))
        return true
    }

    private mutating func writeType(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        let type = Self.bytes(try collected(bytes)[1]?.last)
        output.write(raw: "{\"@type\":")
        output.write(quoting: String(decoding: type, as: UTF8.self))
        output.write(raw: "}")
    }

    // MARK: google.protobuf.Struct

    private mutating func writeStructure(_ bytes: ArraySlice<UInt8>, depth: Int) throws(ProtobufReader.Malformed) {
        var entries: [String: ArraySlice<UInt8>] = [:]
        for content in try collected(bytes)[1] ?? [] {
            let entry = try collected(Self.bytes(content))
            entries[String(decoding: Self.bytes(entry[1]?.last), as: UTF8.self)] = Self.joined(entry[2] ?? [])
        }
        output.write(raw: "{")
        for (index, (key, value)) in entries.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { output.write(raw: ",") }
            output.write(quoting: key)
            output.write(raw: ":")
            try writeValue(value, depth: depth)
        }
        output.write(raw: "}")
    }

    private mutating func writeValue(_ bytes: ArraySlice<UInt8>, depth: Int) throws(ProtobufReader.Malformed) {
        guard depth < Self.depthLimit else {
            throw .init(offset: 0, reason: "messages are nested more than \(Self.depthLimit) deep")
        }
        var reader = ProtobufReader(bytes)
        // Of one-of fields the last that is there counts.
        var last: (number: Int, content: ProtobufReader.Content)?
        while let field = try reader.next() {
            fields += 1
            guard fields <= Self.fieldLimit else {
                throw .init(offset: 0, reason: "more than \(Self.fieldLimit) fields")
            }
            if (1...6).contains(field.number) { last = field }
        }
        switch last?.number {
        case 2:
            var double = 0.0
            if case .fixed64(let bits)? = last?.content { double = Double(bitPattern: bits) }
            write(double)
        case 3: output.write(quoting: String(decoding: Self.bytes(last?.content), as: UTF8.self))
        case 4: output.write(json: (Self.number(last?.content) != 0 ? "true" : "false").utf8)
        case 5: try writeStructure(Self.bytes(last?.content), depth: depth + 1)
        case 6:
            output.write(raw: "[")
            for (index, element) in (try collected(Self.bytes(last?.content))[1] ?? []).enumerated() {
                if index > 0 { output.write(raw: ",") }
                try writeValue(Self.bytes(element), depth: depth + 1)
            }
            output.write(raw: "]")
        default: output.write(raw: "null")
        }
    }

    private mutating func write(_ double: Double) {
        if let whole = Int(exactly: double) {
            output.write(json: "\(whole)".utf8)
        } else if double.isFinite {
            output.write(json: "\(double)".utf8)
        } else {
            // What JSON has no number for is a text there.
            output.write(quoting: double.isNaN ? "NaN" : double < 0 ? "-Infinity" : "Infinity")
        }
    }

    // MARK: Contents

    private static func bytes(_ content: ProtobufReader.Content?) -> ArraySlice<UInt8> {
        if case .bytes(let bytes)? = content { return bytes }
        return []
    }

    private static func number(_ content: ProtobufReader.Content?) -> UInt64 {
        switch content {
        case .varint(let value)?: value
        case .fixed64(let value)?: value
        case .fixed32(let value)?: UInt64(value)
        default: 0
        }
    }

    /// A message that is there several times is what its parts are one after the other.
    private static func joined(_ contents: [ProtobufReader.Content]) -> ArraySlice<UInt8> {
        if contents.count == 1 { return bytes(contents[0]) }
        var whole: [UInt8] = []
        for content in contents { whole += bytes(content) }
        return whole[...]
    }
}
