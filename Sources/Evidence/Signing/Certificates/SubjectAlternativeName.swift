/// Who a certificate is for (RFC 5280 §4.2.1.6).
package enum SubjectAlternativeName: Hashable, Sendable, CustomStringConvertible {
    case email(String)
    case uri(String)
    case dns(String)
    /// Fulcio's `name!domain` for issuers that know users by name only.
    case username(String)
    /// Kinds that identify no one here, by their tag.
    case other(UInt8)

    /// The text that policies compare; `nil` for kinds that identify no one.
    package var value: String? {
        switch self {
        case .email(let text), .uri(let text), .dns(let text), .username(let text): text
        case .other: nil
        }
    }

    package var description: String { value ?? "a name of another kind" }

    static let limit = 64

    /// Reads GeneralNames.
    static func read(_ bytes: ArraySlice<UInt8>) throws(DERError) -> [SubjectAlternativeName] {
        var outer = DERReader(bytes)
        var names = try outer.sequence()
        try outer.finish()
        var found: [SubjectAlternativeName] = []
        while !names.isAtEnd {
            guard found.count < limit else { throw names.failure(.unexpectedValue("more than \(limit) names")) }
            let element = try names.next()
            func text() throws(DERError) -> String {
                // IA5String; a zero byte has fooled readers in C before.
                guard element.content.allSatisfy({ (0x20..<0x7f).contains($0) }) else {
                    throw DERError(.malformed("name"), at: element.encoded.startIndex)
                }
                return String(decoding: element.content, as: UTF8.self)
            }
            switch element.tag {
            case DERTag.implicit(1): found.append(.email(try text()))
            case DERTag.implicit(2): found.append(.dns(try text()))
            case DERTag.implicit(6): found.append(.uri(try text()))
            case DERTag.context(0):
                var other = element.inside
                guard try other.objectIdentifier() == FulcioExtension.otherName else {
                    found.append(.other(element.tag))
                    continue
                }
                var value = try other.next(DERTag.context(0)).inside
                found.append(.username(try value.text()))
                try value.finish()
                try other.finish()
            default: found.append(.other(element.tag))
            }
        }
        return found
    }
}
