internal import Content
internal import NIOHTTP1

/// The fields of a query or a form (application/x-www-form-urlencoded), each of which stands there once.
///
/// A field without a value is one that is not there (RFC 6749 §3.1).
struct FormFields: Sendable {
    private let values: [String: String]

    static let countLimit = 32
    /// Bytes of a query or a form.
    static let limit = 16 << 10
    static let type = "application/x-www-form-urlencoded"

    init(_ text: some Collection<UInt8>) throws(FormError) {
        guard text.count <= Self.limit else { throw FormError("expected at most \(Self.limit) bytes of fields") }
        var values: [String: String] = [:]
        var count = 0
        for pair in text.split(separator: UInt8(ascii: "&")) {
            count += 1
            guard count <= Self.countLimit else { throw FormError("expected at most \(Self.countLimit) fields") }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(parts[0])
            let value = parts.count > 1 ? try Self.decoded(parts[1]) : ""
            guard values.updateValue(value, forKey: name) == nil else {
                throw FormError("expected the field “\(name.prefix(60))” once")
            }
        }
        self.values = values.filter { !$0.value.isEmpty }
    }

    /// The fields of a request's body.
    init(_ request: HTTPRequest) throws {
        guard request.mediaType == Self.type else { throw Problem(.unsupportedMediaType, "expected \(Self.type)") }
        do throws(FormError) {
            try self.init(request.body)
        } catch {
            throw Problem(.badRequest, error.description)
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    private static func decoded(_ text: some Sequence<UInt8>) throws(FormError) -> String {
        var bytes: [UInt8] = []
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(Hex.value), let low = iterator.next().flatMap(Hex.value) else {
                    throw FormError("expected two hexadecimal digits after each %")
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw FormError("expected UTF-8") }
        return text
    }
}

/// Why a text holds no fields.
struct FormError: Error, Equatable, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
