internal import JSONText
internal import NIOHTTP1

/// A whole request.
struct HTTPRequest: Sendable {
    var method: HTTPMethod
    /// Without the query, not decoded: no path of this server has anything to decode.
    var path: String
    /// What stands behind the first question mark, not decoded.
    var query = ""
    var headers: HTTPHeaders
    var body: [UInt8]

    /// The type of the body without its parameters, in small letters; `nil` when the client names none.
    var mediaType: String? {
        headers.first(name: "content-type").map { type in
            String(type.prefix { $0 != ";" }).filter { $0 != " " && $0 != "\t" }.lowercased()
        }
    }
}

/// An answer.
struct HTTPAnswer: Sendable {
    var status: HTTPResponseStatus
    var headers: [(String, String)]
    var body: [UInt8]

    init(_ status: HTTPResponseStatus = .ok, type: String, _ body: [UInt8], headers: [(String, String)] = []) {
        self.status = status
        self.headers = [("Content-Type", type)] + headers
        self.body = body
    }

    static func json(_ body: [UInt8], status: HTTPResponseStatus = .ok) -> HTTPAnswer {
        HTTPAnswer(status, type: "application/json", body)
    }

    /// What is served to browsers and clients again and again.
    static func cached(_ type: String, _ body: [UInt8], seconds: Int) -> HTTPAnswer {
        HTTPAnswer(type: type, body, headers: [("Cache-Control", "public, max-age=\(seconds)")])
    }
}

/// Why a request is not fulfilled, in the words of RFC 9457.
struct Problem: Error, Sendable {
    var status: HTTPResponseStatus
    var detail: String
    var headers: [(String, String)] = []

    init(_ status: HTTPResponseStatus, _ detail: String, headers: [(String, String)] = []) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    /// Clients of Sigstore's services look for `code` and `message` as gRPC's gateway writes them; they stand beside.
    private var code: Int {
        switch status {
        case .badRequest: 3
        case .unauthorized: 16
        case .forbidden: 7
        case .notFound: 5
        case .conflict: 6
        case .payloadTooLarge, .tooManyRequests: 8
        case .serviceUnavailable: 14
        case .internalServerError: 13
        default: 2
        }
    }

    var answer: HTTPAnswer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "about:blank")
            writer.member("title", status.reasonPhrase)
            writer.member("status", status.code)
            writer.member("detail", detail)
            writer.member("code", code)
            writer.member("message", detail)
        }
        return HTTPAnswer(status, type: "application/problem+json", writer.bytes, headers: headers)
    }
}

extension Problem {
    /// Why a log does not take an entry; `nil` when that is not the asker's business.
    init?(_ error: LogError, duplicate: (_ index: UInt64) -> Problem) {
        switch error {
        case .duplicate(let index): self = duplicate(index)
        case .entrySize: self.init(.badRequest, "\(error)")
        case .busy: self.init(.serviceUnavailable, "try again", headers: [("Retry-After", "1")])
        case .unwitnessed:
            self.init(
                .serviceUnavailable, "the witnesses of this log do not answer; the entry waits for them",
                headers: [("Retry-After", "5")])
        default: return nil
        }
    }
}
