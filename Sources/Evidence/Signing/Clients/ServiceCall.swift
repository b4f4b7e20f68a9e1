/// What a service of Sigstore is asked, whatever carries it.
package struct ServiceRequest: Sendable {
    package enum Method: Sendable { case get, post }

    package var method: Method
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// Bytes of an answer that are accepted.
    package var limit: Int

    init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)], body: [UInt8] = [],
        limit: Int = 1 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limit = limit
    }
}

/// What a service answered, whatever it means.
package struct ServiceAnswer: Sendable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Makes a request. This module opens no socket: who uses it brings the network, and the bounds on time.
package typealias ServiceCall = @Sendable (ServiceRequest) async throws -> ServiceAnswer

/// Why no signature came of asking a service.
package enum SigningServiceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The service does not do what was asked.
    case refused(service: String, url: String, status: Int, message: String)
    /// Its answer is none.
    case malformed(service: String, url: String, expected: String, found: String)

    package var description: String {
        switch self {
        case .refused(let service, let url, let status, let message):
            "\(service) \(url): expected an answer, found status \(status)\(message.isEmpty ? "" : ": \(message)")"
        case .malformed(let service, let url, let expected, let found):
            "\(service) \(url): expected \(expected), found \(found)"
        }
    }
}

extension ServiceAnswer {
    /// The body of an answer with one of the statuses.
    ///
    /// - Parameter secret: what was sent and must not be shown, should the service repeat it.
    func body(
        of service: String, _ url: String, expecting statuses: Set<Int>, hiding secret: IdentityToken? = nil
    ) throws(SigningServiceError) -> [UInt8] {
        guard statuses.contains(status) else {
            throw .refused(
                service: service, url: url, status: status, message: ServiceMessage.text(of: body, hiding: secret))
        }
        return body
    }
}
