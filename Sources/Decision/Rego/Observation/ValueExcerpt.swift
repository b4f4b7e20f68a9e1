/// The beginning of a value as a term of the language: what is longer than some bytes is cut, and not looked at.
struct ValueExcerpt {
    private var bytes: [UInt8] = []
    private let limit: Int

    static func text(of value: Value, limit: Int = 120) -> String {
        var excerpt = ValueExcerpt(limit: limit)
        excerpt.write(value)
        let text = String(decoding: excerpt.bytes, as: UTF8.self)
        return text.utf8.count > limit ? text.prefix(limit) + "…" : text
    }

    private init(limit: Int) { self.limit = limit }

    private var isFull: Bool { bytes.count > limit }

    private mutating func write(_ value: Value) {
        guard !isFull else { return }
        switch value.kind {
        case .array: write(value.elements, between: "[", "]")
        case .set where value.count > 0: write(value.elements, between: "{", "}")
        case .object:
            bytes += "{".utf8
            for index in 0..<value.count where !isFull {
                if index > 0 { bytes += ", ".utf8 }
                write(value.keys[index])
                bytes += ": ".utf8
                write(value.values[index])
            }
            bytes += "}".utf8
        case .string where value.utf8.count > limit:
            var output = RegoOutput()
            output.write(quoted: UnsafeBufferPointer(rebasing: value.utf8.prefix(limit)))
            bytes += output.bytes
        default:
            var output = RegoOutput()
            output.write(value)
            bytes += output.bytes
        }
    }

    private mutating func write(
        _ elements: UnsafeBufferPointer<Value>, between open: String, _ close: String
    ) {
        bytes += open.utf8
        for (index, element) in elements.enumerated() {
            if isFull { break }
            if index > 0 { bytes += ", ".utf8 }
            write(element)
        }
        bytes += close.utf8
    }
}
