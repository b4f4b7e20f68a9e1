import Content
import Crypto

/// Signing of requests to Amazon Web Services (Signature Version 4).
enum AWSBuiltins {
    static let table: Builtins.Table = ["providers.aws.sign_req": sign]

    /// The request with the headers that authorise it.
    static func sign(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let heap = context.heap
        let request = try operands.require(.object, at: 0)
        let configuration = try operands.require(.object, at: 1)
        try checkStrings(request, ["method", "url"], 1, "request parameters(s)")
        let needed = ["aws_access_key", "aws_region", "aws_secret_access_key", "aws_service"]
        try checkStrings(configuration, needed, 2, "AWS config parameters(s)")
        let disables = configuration.member("disable_payload_signing")
        guard disables.isUndefined || disables.boolean != nil else {
            throw .operand(2, "invalid value for 'disable_payload_signing' in AWS config")
        }
        guard operands[2].isNumber else { throw operands.mismatch(2, "number") }
        guard let time = operands[2].integer, time >= 0 else {
            throw .operand(3, "could not convert time_ns value into a unix timestamp")
        }
        let text = request.member("url").string ?? ""
        let url: GoURL
        do throws(GoURL.Failure) {
            url = try GoURL(text)
        } catch {
            throw .message("failed to parse URL: \(error.description)")
        }
        let body = try body(of: request)
        let content = disables.isTrue ? "UNSIGNED-PAYLOAD" : hash(body)
        let moment = ZonedTime(nanoseconds: Int64(time))
        let stamp = TimeLayout("20060102T150405Z").format(moment)
        let day = TimeLayout("20060102").format(moment)

        var headers: [String: String] = [:]
        if request.member("headers").isDefined {
            let list = request.member("headers")
            guard list.isObject else { throw .operand(1, "headers must be an object") }
            for (key, value) in zip(list.keys, list.values) {
                guard let name = key.string else { continue }
                headers[name] = value.string ?? value.elements.compactMap(\.string).joined(separator: ",")
            }
        }
        let given = headers
        headers["host"] = url.host
        headers["x-amz-content-sha256"] = content
        headers["x-amz-date"] = stamp
        if let token = configuration.member("aws_session_token").string { headers["x-amz-security-token"] = token }

        let names = headers.keys.filter {
            !["authorization", "user-agent", "x-amzn-trace-id"].contains($0.lowercased())
        }
        .sorted { $0.lowercased().utf8.lexicographicallyPrecedes($1.lowercased().utf8) }
        let signedNames = names.map { $0.lowercased() }.joined(separator: ";")
        // Method, path and query stand as they were given, as OPA has them.
        var canonical = (request.member("method").string ?? "") + "\n"
        canonical += url.escapedPath + "\n" + url.rawQuery + "\n"
        // What a caller gives is signed, even where it is then replaced.
        for name in names { canonical += name.lowercased() + ":" + squeezed(given[name] ?? headers[name] ?? "") + "\n" }
        canonical += "\n" + signedNames + "\n" + content

        let scope = [
            day, configuration.member("aws_region").string ?? "", configuration.member("aws_service").string ?? "",
            "aws4_request",
        ]
        let toSign = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope.joined(separator: "/"))\n\(hash(Array(canonical.utf8)))"
        var key = Array("AWS4".utf8) + Array((configuration.member("aws_secret_access_key").string ?? "").utf8)
        for part in scope { key = code(Array(part.utf8), key) }
        let credential = (configuration.member("aws_access_key").string ?? "") + "/" + scope.joined(separator: "/")
        headers["Authorization"] =
            "AWS4-HMAC-SHA256 Credential=\(credential),SignedHeaders=\(signedNames),"
            + "Signature=\(Hex.encode(code(Array(toSign.utf8), key)))"

        var members = zip(request.keys, request.values).map { (key: $0, value: $1) }
        var signed: [(key: Value, value: Value)] = []
        for (name, value) in headers { signed.append((try heap.string(name), try heap.string(value))) }
        members.append((try heap.string("headers"), try heap.object(signed)))
        return try heap.object(members)
    }

    private static func checkStrings(
        _ object: Value, _ names: [String], _ operand: Int, _ what: String
    ) throws(BuiltinError) {
        let missing = names.filter { object.member($0).isUndefined }
        if !missing.isEmpty { throw .operand(operand, "missing required \(what): \(set(missing))") }
        let invalid = names.filter { !object.member($0).isString }
        if !invalid.isEmpty { throw .operand(operand, "invalid values for required \(what): \(set(invalid))") }
    }

    private static func set(_ names: [String]) -> String {
        "{" + names.map { GoQuoting.quote($0) }.joined(separator: ", ") + "}"
    }

    /// `raw_body` before `body`, which is written as JSON.
    private static func body(of request: Value) throws(BuiltinError) -> [UInt8] {
        let raw = request.member("raw_body")
        if raw.isDefined {
            guard raw.isString else { throw .operand(1, "raw_body must be a string") }
            return Array(raw.utf8)
        }
        let body = request.member("body")
        return body.isDefined ? Array(JSONOutput.text(of: body, escapingHTML: true).utf8) : []
    }

    /// Without blanks at the ends and with single ones between.
    private static func squeezed(_ text: String) -> String {
        text.split(separator: " ").joined(separator: " ")
    }

    private static func hash(_ bytes: [UInt8]) -> String { Hex.encode(Array(SHA256.hash(data: bytes))) }

    private static func code(_ message: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}
