/// Why a signed note, or what it says, is not accepted.
package enum NoteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes are no signed note, or the text no checkpoint.
    case format(String)
    /// No line is of a key that is trusted.
    case noKnownSignature(expected: [String], found: [String])
    /// A line is of a trusted key and its signature is bad.
    case signature(key: String)
    /// The checkpoint is of another log.
    case origin(expected: String, found: String)
    /// Fewer witnesses than the policy asks for.
    case quorum(expected: String, found: [String])
    /// A key or policy that cannot be read.
    case key(String)
    case policy(line: Int, String)

    package var description: String {
        switch self {
        case .format(let what): "signed note: \(what)"
        case .noKnownSignature(let expected, let found):
            """
            signed note: expected a signature of \(expected.joined(separator: ", ")), \
            found \(found.isEmpty ? "none" : found.prefix(8).joined(separator: ", "))
            """
        case .signature(let key): "signed note: the signature of \(key) does not verify"
        case .origin(let expected, let found):
            "checkpoint: expected the origin “\(expected)”, found “\(found.prefix(120))”"
        case .quorum(let expected, let found):
            """
            checkpoint: expected cosignatures that fulfil “\(expected)”, \
            found \(found.isEmpty ? "none" : found.joined(separator: ", "))
            """
        case .key(let what): "note key: \(what)"
        case .policy(let line, let what): "witness policy, line \(line): \(what)"
        }
    }
}
