/// Identifier octets (X.690 §8.1.2) of the elements this module reads.
package enum DERTag {
    package static let boolean: UInt8 = 0x01
    package static let integer: UInt8 = 0x02
    package static let bitString: UInt8 = 0x03
    package static let octetString: UInt8 = 0x04
    package static let null: UInt8 = 0x05
    package static let objectIdentifier: UInt8 = 0x06
    package static let utf8String: UInt8 = 0x0c
    package static let printableString: UInt8 = 0x13
    package static let ia5String: UInt8 = 0x16
    package static let utcTime: UInt8 = 0x17
    package static let generalizedTime: UInt8 = 0x18
    package static let sequence: UInt8 = 0x30
    package static let set: UInt8 = 0x31

    /// Context-specific and primitive: an implicitly tagged simple value.
    package static func implicit(_ number: UInt8) -> UInt8 { 0x80 | number }
    /// Context-specific and constructed: an explicitly tagged value, or an implicitly tagged structure.
    package static func context(_ number: UInt8) -> UInt8 { 0xa0 | number }
}

/// One element: a tag, and its content as a slice of the bytes that were read.
package struct DERElement: Sendable {
    package let tag: UInt8
    /// The whole element, tag and length included, exactly as written.
    package let encoded: ArraySlice<UInt8>
    package let content: ArraySlice<UInt8>

    /// A reader of the elements inside.
    package var inside: DERReader { DERReader(content) }
}

/// Reads elements one after the other, accepting only distinguished encoding (X.690 §10, §11).
///
/// Each thing has one encoding, so that what is signed and what is read cannot differ. The reader never recurses:
/// depth is that of the structures the callers know. Nothing is copied but what is asked for.
package struct DERReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    package var isAtEnd: Bool { position == bytes.endIndex }

    /// The tag of the next element, if there is one.
    package var nextTag: UInt8? { isAtEnd ? nil : bytes[position] }

    package func failure(_ reason: DERError.Reason) -> DERError { DERError(reason, at: position) }

    /// The next element, whatever it is.
    package mutating func next() throws(DERError) -> DERElement {
        let start = position
        var cursor = start
        func fail(_ reason: DERError.Reason) -> DERError { DERError(reason, at: start) }
        guard bytes.endIndex - cursor >= 2 else { throw fail(.truncated) }
        let tag = bytes[cursor]
        guard tag & 0x1f != 0x1f else { throw fail(.tagForm) }
        let first = bytes[cursor + 1]
        cursor += 2
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7f)
            // Four bytes of length are more than any document that this module admits.
            guard (1...4).contains(count) else { throw fail(.lengthForm) }
            guard bytes.endIndex - cursor >= count else { throw fail(.truncated) }
            length = 0
            for _ in 0..<count {
                length = length << 8 | Int(bytes[cursor])
                cursor += 1
            }
            guard length >= 0x80, length >> (8 * (count - 1)) != 0 else { throw fail(.lengthForm) }
        }
        guard bytes.endIndex - cursor >= length else { throw fail(.truncated) }
        position = cursor + length
        return DERElement(tag: tag, encoded: bytes[start..<position], content: bytes[cursor..<position])
    }

    /// The next element, which must have this tag.
    package mutating func next(_ tag: UInt8) throws(DERError) -> DERElement {
        guard nextTag == tag else { throw failure(.unexpectedTag(expected: tag, found: nextTag)) }
        return try next()
    }

    /// The next element if it has this tag.
    package mutating func optional(_ tag: UInt8) throws(DERError) -> DERElement? {
        nextTag == tag ? try next() : nil
    }

    /// That nothing is left.
    package func finish() throws(DERError) {
        guard isAtEnd else { throw failure(.trailingBytes) }
    }

    package mutating func sequence() throws(DERError) -> DERReader { try next(DERTag.sequence).inside }
    package mutating func set() throws(DERError) -> DERReader { try next(DERTag.set).inside }
    package mutating func octetString() throws(DERError) -> ArraySlice<UInt8> { try next(DERTag.octetString).content }

    /// The content of an INTEGER: two's complement in as few bytes as hold it (§8.3.2).
    package mutating func integer() throws(DERError) -> ArraySlice<UInt8> {
        let at = position
        let content = try next(DERTag.integer).content
        guard let first = content.first else { throw DERError(.malformed("INTEGER"), at: at) }
        if content.count > 1 {
            let second = content[content.startIndex + 1]
            guard !(first == 0 && second < 0x80), !(first == 0xff && second >= 0x80) else {
                throw DERError(.malformed("INTEGER"), at: at)
            }
        }
        return content
    }

    /// An INTEGER that is not negative, without the leading zero byte.
    package mutating func unsigned() throws(DERError) -> ArraySlice<UInt8> {
        let at = position
        let content = try integer()
        guard let first = content.first, first < 0x80 else {
            throw DERError(.unexpectedValue("expected an INTEGER that is not negative"), at: at)
        }
        return first == 0 && content.count > 1 ? content.dropFirst() : content
    }

    /// An INTEGER between 0 and 2³¹ - 1.
    package mutating func small() throws(DERError) -> Int {
        let at = position
        let content = try unsigned()
        let value = content.prefix(5).reduce(0) { $0 << 8 | Int($1) }
        guard content.count <= 4, value <= Int(Int32.max) else {
            throw DERError(.unexpectedValue("expected an INTEGER below 2^31"), at: at)
        }
        return value
    }

    package mutating func boolean() throws(DERError) -> Bool {
        let at = position
        let content = try next(DERTag.boolean).content
        switch (content.count, content.first) {
        case (1, 0x00): return false
        case (1, 0xff): return true
        default: throw DERError(.malformed("BOOLEAN"), at: at)
        }
    }

    package mutating func null() throws(DERError) {
        let at = position
        guard try next(DERTag.null).content.isEmpty else { throw DERError(.malformed("NULL"), at: at) }
    }

    package mutating func objectIdentifier() throws(DERError) -> ObjectIdentifier {
        let at = position
        guard let identifier = ObjectIdentifier(content: try next(DERTag.objectIdentifier).content) else {
            throw DERError(.malformed("OBJECT IDENTIFIER"), at: at)
        }
        return identifier
    }

    /// The bytes of a BIT STRING that has a whole number of them.
    package mutating func bitString() throws(DERError) -> ArraySlice<UInt8> {
        let at = position
        let (bytes, unused) = try bits()
        guard unused == 0 else { throw DERError(.unexpectedValue("expected whole bytes in a BIT STRING"), at: at) }
        return bytes
    }

    /// A BIT STRING and how many bits of its last byte do not count; those must be zero (§11.2.1).
    package mutating func bits() throws(DERError) -> (bytes: ArraySlice<UInt8>, unused: Int) {
        let at = position
        let content = try next(DERTag.bitString).content
        guard let unused = content.first, unused < 8, content.count > 1 || unused == 0,
            content.count == 1 || (content.last ?? 0) & ((1 << unused) - 1) == 0
        else { throw DERError(.malformed("BIT STRING"), at: at) }
        return (content.dropFirst(), Int(unused))
    }

    /// A string of one of the kinds that hold text, read as UTF-8.
    package mutating func text() throws(DERError) -> String {
        let at = position
        let element = try next()
        guard let text = Self.text(element) else { throw DERError(.malformed("string"), at: at) }
        return text
    }

    /// - Returns: `nil` for other kinds of element, and bytes that are not of the alphabet of the kind.
    static func text(_ element: DERElement) -> String? {
        switch element.tag {
        case DERTag.utf8String: return String(validating: element.content, as: UTF8.self)
        case DERTag.printableString, DERTag.ia5String:
            guard element.content.allSatisfy({ $0 < 0x80 }) else { return nil }
            return String(decoding: element.content, as: UTF8.self)
        default: return nil
        }
    }
}
