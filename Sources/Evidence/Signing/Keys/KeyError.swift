/// Why a key cannot be read or used.
package enum KeyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No PEM block, or one that is cut or not base 64.
    case pem(String)
    /// The PEM label is not that of a key of the kind asked for.
    case label(expected: String, found: String)
    /// The structure inside is malformed.
    case der(DERError)
    /// An algorithm, curve or parameter that is not supported.
    case unsupported(String)
    /// The numbers are no key: a point off its curve, a modulus too short, a seed of the wrong length.
    case invalid(String)
    /// The key is encrypted and no password was given.
    case passwordRequired
    /// The password is wrong, or the file was changed: encryption does not tell these apart.
    case wrongPassword
    /// The file asks for more work or memory to derive its key than is allowed.
    case excessiveWork(String)
    /// The algorithm signs whole messages, and only a digest is at hand.
    case needsMessage(algorithm: String)
    /// The digest at hand is of another algorithm than the signature's.
    case digestAlgorithm(expected: String, found: String)
    /// The key cannot make or check signatures of this scheme.
    case scheme(key: String, scheme: String)
    /// The library could not sign.
    case signing(String)

    package var description: String {
        switch self {
        case .pem(let what): "key: expected a PEM block, found \(what)"
        case .label(let expected, let found): "key: expected \(expected), found “\(found.prefix(60))”"
        case .der(let error): "key: \(error)"
        case .unsupported(let what): "key: \(what) is not supported"
        case .invalid(let what): "key: \(what)"
        case .passwordRequired: "key: it is encrypted; give its password"
        case .wrongPassword: "key: the password is wrong, or the file is damaged"
        case .excessiveWork(let what): "key: \(what)"
        case .needsMessage(let algorithm):
            "key: \(algorithm) signs whole messages; the artifact's content is needed, a digest is not enough"
        case .digestAlgorithm(let expected, let found):
            "key: expected a digest of \(expected), found \(found)"
        case .scheme(let key, let scheme): "key: a key of \(key) makes no signature of \(scheme)"
        case .signing(let what): "key: cannot sign: \(what)"
        }
    }
}
