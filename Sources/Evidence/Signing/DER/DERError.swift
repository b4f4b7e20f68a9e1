/// Why bytes are not the DER they should be (ITU-T X.690, 2021).
package struct DERError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// The bytes end inside an element.
        case truncated
        /// A length that DER writes in fewer bytes (§10.1), or BER's indefinite form.
        case lengthForm
        /// A tag number of 31 or more; nothing that this module reads has one.
        case tagForm
        /// Another element than the structure has here.
        case unexpectedTag(expected: UInt8, found: UInt8?)
        /// More elements than the structure has.
        case trailingBytes
        /// A value that is not in its one canonical form.
        case malformed(String)
        /// A value that is well formed and not allowed here.
        case unexpectedValue(String)
    }

    package var reason: Reason
    /// Offset in bytes from the start of what was read.
    package var offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String {
        let what =
            switch reason {
            case .truncated: "the bytes end inside an element"
            case .lengthForm: "expected a length in its shortest definite form"
            case .tagForm: "expected a tag number below 31"
            case .unexpectedTag(let expected, let found):
                "expected tag 0x\(String(expected, radix: 16)), found "
                    + (found.map { "0x\(String($0, radix: 16))" } ?? "the end")
            case .trailingBytes: "more elements than expected"
            case .malformed(let kind): "malformed \(kind)"
            case .unexpectedValue(let what): what
            }
        return "DER: \(what) at byte \(offset)"
    }
}
