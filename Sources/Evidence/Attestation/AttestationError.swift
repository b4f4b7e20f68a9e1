package import JSONText

/// Why bytes are not the envelope or statement they should be.
package enum AttestationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is not JSON.
    case json(subject: String, JSONError)
    /// An object names a member twice, so that two readers could see two documents.
    case duplicateName(subject: String, String)
    /// A member is absent or of another kind than the specification gives it.
    case member(subject: String, path: String, expected: String)
    /// `_type` names no version of the in-toto Statement that is known.
    case statementType(found: String)
    /// More of something than any honest document holds.
    case tooMany(subject: String, what: String, limit: Int)

    package var description: String {
        switch self {
        case .json(let subject, let error): "\(subject): \(error)"
        case .duplicateName(let subject, let name):
            "\(subject): expected distinct member names, found “\(name.prefix(80))” twice in one object"
        case .member(let subject, let path, let expected):
            "\(subject): expected \(expected) at “\(path)”, found something else or nothing"
        case .statementType(let found):
            """
            in-toto statement: expected _type \(StatementVersion.v1.rawValue) or \(StatementVersion.v01.rawValue), \
            found “\(found.prefix(120))”
            """
        case .tooMany(let subject, let what, let limit): "\(subject): more than \(limit) \(what)"
        }
    }
}

/// Bounds on what an envelope or a statement from outside may hold.
package enum AttestationLimits {
    /// Bytes of an envelope. The predicate may be the bill of materials of a large image.
    package static let envelope = 256 << 20
    /// Nesting of JSON values.
    package static let depth = 128
    /// Signatures of one envelope.
    package static let signatures = 64
    /// Subjects of one statement; what Sigstore's Go client allows.
    package static let subjects = 1024
    /// Digests of one resource; what Sigstore's Go client allows.
    package static let digests = 32
}
