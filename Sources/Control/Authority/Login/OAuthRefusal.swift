internal import JSONText
internal import NIOHTTP1

/// Why the token endpoint gives nothing (RFC 6749 §5.2, RFC 8628 §3.5): a problem of RFC 9457 that has OAuth's members too.
struct OAuthRefusal: Error {
    var error: String
    var reason: String
    var status: HTTPResponseStatus = .badRequest
    var headers: [(String, String)] = []

    init(_ error: String, _ reason: String, status: HTTPResponseStatus = .badRequest, headers: [(String, String)] = [])
    {
        self.error = error
        self.reason = reason
        self.status = status
        self.headers = headers
    }

    /// - Parameter accept: the client's Accept header: who asks for JSON by name gets it under that name.
    func answer(accept: String?) -> HTTPAnswer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "about:blank")
            writer.member("title", status.reasonPhrase)
            writer.member("status", status.code)
            writer.member("detail", reason)
            writer.member("error", error)
            writer.member("error_description", reason)
        }
        let isPlain = accept?.lowercased().contains("application/json") ?? false
        return HTTPAnswer(
            status, type: isPlain ? "application/json" : "application/problem+json", writer.bytes,
            headers: [("Cache-Control", "no-store")] + headers)
    }
}
