/// Why a service on the web gave no answer.
package enum ServiceError: Error, Equatable, Sendable, CustomStringConvertible {
    case offline(url: String)
    case notAnAddress(String)
    case plainHTTP(url: String)
    case unreachable(url: String, reason: String)
    case distrusted(host: String, reason: String)
    case redirected(url: String, to: String)
    case tooLarge(url: String, limit: Int)
    case tooSlow(url: String, seconds: Int)
    case cancelled

    package var description: String {
        switch self {
        case .offline(let url): "\(url): needs the network, and --offline forbids it"
        case .notAnAddress(let text):
            "\(text.prefix(200)): expected an https URL without a user name, found another text"
        case .plainHTTP(let url):
            "\(url): expected https, found plain http, which anybody on the way may read and alter. Use https"
        case .unreachable(let url, let reason):
            "\(url): expected an answer, found: \(reason). Check the name and the network"
        case .distrusted(let host, let reason):
            "\(host): expected a certificate of a known authority for this name, found another (\(reason)). "
                + "Put the authority's certificates into the file that $SSL_CERT_FILE names"
        case .redirected(let url, let target):
            "\(url): expected an answer, found a redirect to \(target.prefix(200)). "
                + "What is sent may be secret and goes nowhere else: name the service itself"
        case .tooLarge(let url, let limit): "\(url): its answer is larger than the \(limit) bytes that are accepted"
        case .tooSlow(let url, let seconds): "\(url): expected an answer, found too little of it within \(seconds) s"
        case .cancelled: "the request was cancelled"
        }
    }
}
