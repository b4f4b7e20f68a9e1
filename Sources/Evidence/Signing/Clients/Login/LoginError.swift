/// Why a login brought no token.
package enum LoginError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The issuer said so (RFC 6749 §5.2), or the person did.
    case refused(issuer: String, reason: String)
    case malformed(issuer: String, expected: String, found: String)
    /// The issuer has no such way of logging in.
    case unsupported(issuer: String, flow: String)
    /// Nobody answered in time.
    case expired(seconds: Int)

    package var description: String {
        switch self {
        case .refused(let issuer, let reason): "login at \(issuer): expected an identity token, found: \(reason)"
        case .malformed(let issuer, let expected, let found):
            "login at \(issuer): expected \(expected), found \(found)"
        case .unsupported(let issuer, let flow):
            "login at \(issuer): expected an issuer with the flow “\(flow)”, found one without. Choose another --oidc-flow"
        case .expired(let seconds):
            "login: expected an answer within \(seconds) s, found none. Begin again"
        }
    }
}
