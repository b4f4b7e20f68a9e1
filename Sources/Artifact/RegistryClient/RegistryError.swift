package import Content

/// Why a registry did not give what was asked of it.
package enum RegistryError: Error, Equatable, Sendable, CustomStringConvertible {
    case offline(subject: String)
    case plainHTTP(registry: String)
    case distrusted(registry: String, reason: String)
    case unreachable(subject: String, url: String, reason: String)
    case unauthorized(subject: String, url: String, hint: String)
    case notFound(subject: String, url: String)
    case status(subject: String, url: String, expected: String, found: Int, message: String)
    case digestMismatch(subject: String, url: String, expected: Digest, found: Digest)
    case sizeMismatch(subject: String, url: String, expected: Int64, found: Int64)
    case tooLarge(subject: String, url: String, limit: Int)
    case tooSlow(subject: String, url: String, seconds: Int)
    case malformed(subject: String, url: String, expected: String, found: String)
    case credentials(place: String, reason: String)
    case configuration(place: String, reason: String)
    case blocked(reference: String, prefix: String)
    case cancelled

    package var description: String {
        switch self {
        case .offline(let subject): "\(subject): needs the network, and --offline forbids it. Use a local layout"
        case .plainHTTP(let registry):
            "\(registry): expected https, found plain http to another machine. Use --insecure if you trust the network"
        case .distrusted(let registry, let reason):
            "\(registry): expected a certificate of a known authority for this name, found another (\(reason)). Put the authority's certificate into /etc/containers/certs.d/\(registry)/ca.crt"
        case .unreachable(let subject, let url, let reason):
            "\(subject): expected an answer from \(url), found: \(reason). Check the name and the network"
        case .unauthorized(let subject, let url, let hint): "\(subject): \(url) refuses access. \(hint)"
        case .notFound(let subject, let url):
            "\(subject): not found at \(url). Check repository, tag and digest; private repositories may answer so too"
        case .status(let subject, let url, let expected, let found, let message):
            "\(subject): expected status \(expected) of \(url), found \(found)\(message.isEmpty ? "" : " (\(message))")."
                + " Try again later or ask the registry's operator"
        case .digestMismatch(let subject, let url, let expected, let found):
            "\(subject): expected digest \(expected), found \(found) at \(url). Do not use it: it was altered or damaged"
        case .sizeMismatch(let subject, let url, let expected, let found):
            "\(subject): expected \(expected) bytes, found \(found) at \(url). Fetch it again"
        case .tooLarge(let subject, let url, let limit):
            "\(subject): larger than \(limit) bytes at \(url). Do not use it"
        case .tooSlow(let subject, let url, let seconds):
            "\(subject): expected bytes of \(url), found next to none for \(seconds) s. Try again later"
        case .malformed(let subject, let url, let expected, let found):
            "\(subject): expected \(expected), found \(found) at \(url). Ask the registry's operator"
        case .credentials(let place, let reason): "credentials in \(place): \(reason). Log in again or correct the file"
        case .configuration(let place, let reason): "\(place): \(reason). Correct the file"
        case .blocked(let reference, let prefix):
            "\(reference): registries.conf blocks \(prefix). Use another registry or change that file"
        case .cancelled: "the transfer was cancelled"
        }
    }

    /// Whether a registry may mean by it that it does not know what it was asked for. It should say 404; older ones
    /// refuse the method, the path or the media type.
    var isMissingInterface: Bool {
        switch self {
        case .notFound: true
        case .status(_, _, _, let found, _): [400, 405, 406, 501].contains(found)
        default: false
        }
    }
}
