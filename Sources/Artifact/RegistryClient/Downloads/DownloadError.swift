/// Why a file could not be fetched from a web server.
package enum DownloadError: Error, Equatable, Sendable, CustomStringConvertible {
    case offline(url: String)
    case notAnAddress(String)
    case plainHTTP(url: String)
    /// A loop, or more redirects than honest servers need.
    case redirects(url: String)
    case unreachable(url: String, reason: String)
    case distrusted(host: String, reason: String)
    case status(url: String, found: Int)
    case tooLarge(url: String, limit: Int64)
    case tooSlow(url: String, seconds: Int)
    case malformed(url: String, expected: String, found: String)
    case cancelled

    package var description: String {
        switch self {
        case .offline(let url): "\(url): needs the network, and --offline forbids it. Use a folder or a layout"
        case .notAnAddress(let text): "\(text): expected an https URL without a user name, found another text"
        case .plainHTTP(let url):
            "\(url): expected https, found plain http, which anybody on the way may alter. Use https"
        case .redirects(let url): "\(url): expected a file after a few redirects, found ever more of them"
        case .unreachable(let url, let reason):
            "\(url): expected an answer, found: \(reason). Check the name and the network"
        case .distrusted(let host, let reason):
            "\(host): expected a certificate of a known authority for this name, found another (\(reason)). "
                + "Put the authority's certificates into the file that $SSL_CERT_FILE names"
        case .status(let url, let found): "\(url): expected the file, found status \(found)"
        case .tooLarge(let url, let limit): "\(url): larger than the \(limit) bytes that are accepted"
        case .tooSlow(let url, let seconds): "\(url): expected the file, found too little of it within \(seconds) s"
        case .malformed(let url, let expected, let found): "\(url): expected \(expected), found \(found)"
        case .cancelled: "the download was cancelled"
        }
    }
}
