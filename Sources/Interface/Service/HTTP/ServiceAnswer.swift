internal import NIOHTTP1
internal import Rego

/// An answer.
struct ServiceAnswer: Sendable {
    var status: HTTPResponseStatus
    var contentType: String
    var body: [UInt8]
    var headers: [(String, String)] = []

    init(_ status: HTTPResponseStatus = .ok, contentType: String = "application/json", body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// An answer whose status says everything.
    static func empty(_ status: HTTPResponseStatus) -> ServiceAnswer {
        ServiceAnswer(status, contentType: "", body: [])
    }

    /// JSON text, on several lines where the client asks for it.
    static func json(_ body: [UInt8], isPretty: Bool) -> ServiceAnswer {
        var body = isPretty ? JSONOutput.indented(body) : body
        body.append(0x0a)
        return ServiceAnswer(body: body)
    }
}

/// Why a request is not fulfilled, in the form that clients of OPA know.
struct ServiceProblem: Error, Sendable {
    enum Code: String, Sendable {
        case internalError = "internal_error"
        case unauthorized
        case invalidParameter = "invalid_parameter"
        case invalidOperation = "invalid_operation"
        case notFound = "resource_not_found"
        case conflict = "resource_conflict"
        case undefined = "undefined_document"
    }

    var status: HTTPResponseStatus
    var code: Code
    var message: String
    var errors: [RegoError]
    var headers: [(String, String)]

    init(
        _ status: HTTPResponseStatus, _ code: Code, _ message: String, errors: [RegoError] = [],
        headers: [(String, String)] = []
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.headers = headers
    }

    static func invalid(_ message: String, errors: [RegoError] = []) -> ServiceProblem {
        ServiceProblem(.badRequest, .invalidParameter, message, errors: errors)
    }

    /// An error that ended a decision.
    init(evaluation error: RegoError) {
        self.init(.internalServerError, .internalError, "error(s) occurred while evaluating query", errors: [error])
    }

    var answer: ServiceAnswer {
        var output = JSONOutput(escapingHTML: true)
        output.write(raw: "{\"code\":")
        output.write(quoting: code.rawValue)
        output.write(raw: ",\"message\":")
        output.write(quoting: message)
        if !errors.isEmpty {
            output.write(raw: ",\"errors\":[")
            for (index, error) in errors.enumerated() {
                if index > 0 { output.write(raw: ",") }
                output.write(error)
            }
            output.write(raw: "]")
        }
        output.write(raw: "}")
        var answer = ServiceAnswer(status, body: JSONOutput.indented(output.bytes) + [0x0a])
        answer.headers = headers
        return answer
    }
}

extension JSONOutput {
    /// An error of the language: code, message, place and, where there are some, further lines.
    mutating func write(_ error: RegoError) {
        write(raw: "{\"code\":")
        write(quoting: error.code.rawValue)
        write(raw: ",\"message\":")
        write(quoting: error.message)
        if let position = error.position {
            write(raw: ",\"location\":{\"file\":")
            write(quoting: position.file)
            write(json: ",\"row\":\(position.row),\"col\":\(position.column)}".utf8)
        }
        if !error.details.isEmpty {
            write(raw: ",\"details\":[")
            for (index, line) in error.details.enumerated() {
                if index > 0 { write(raw: ",") }
                write(quoting: line)
            }
            write(raw: "]")
        }
        write(raw: "}")
    }
}
