/// Why metadata or a target of a TUF repository is not accepted.
package enum TUFError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not JSON, or not the metadata it should be.
    case format(role: String, String)
    /// Too few of the role's keys have signed.
    case threshold(role: String, expected: Int, verified: Int)
    /// Another version than was announced, or than follows.
    case version(role: String, expected: Int, found: Int)
    /// Older than what was seen before: someone shows the past (rollback).
    case rollback(role: String, seen: Int, found: Int)
    /// A file that was listed before is no longer.
    case removed(role: String)
    case expired(role: String, at: String)
    /// More bytes than announced or allowed (endless data).
    case length(name: String, limit: Int)
    /// Other bytes than announced (mix and match).
    case hash(name: String, expected: String, found: String)
    /// The repository does not have it.
    case missing(String)
    /// More new roots, or delegated roles, than any honest repository has.
    case tooMany(String, limit: Int)
    /// No role speaks of this target.
    case unknownTarget(String)

    package var description: String {
        switch self {
        case .format(let role, let what): "TUF \(role): \(what)"
        case .threshold(let role, let expected, let verified):
            "TUF \(role): expected signatures of \(expected) keys of its role, found \(verified)"
        case .version(let role, let expected, let found): "TUF \(role): expected version \(expected), found \(found)"
        case .rollback(let role, let seen, let found):
            "TUF \(role): expected version \(seen) or newer, which was seen before, found \(found)"
        case .removed(let role): "TUF snapshot: expected \(role), which was listed before, found nothing"
        case .expired(let role, let at): "TUF \(role): expected metadata of today, found some that expired \(at)"
        case .length(let name, let limit): "TUF \(name): expected at most \(limit) bytes, found more"
        case .hash(let name, let expected, let found): "TUF \(name): expected \(expected), found \(found)"
        case .missing(let name): "TUF: the repository has no \(name)"
        case .tooMany(let what, let limit): "TUF: more than \(limit) \(what)"
        case .unknownTarget(let name): "TUF: no role lists the target “\(name)”"
        }
    }
}
