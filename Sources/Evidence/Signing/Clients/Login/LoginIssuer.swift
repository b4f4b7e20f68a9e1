internal import Content
internal import JSONText

/// An issuer of identity tokens, as its metadata describes it (OpenID Connect Discovery §3, §4).
package struct LoginIssuer: Sendable {
    let url: String
    let authorizationEndpoint: String?
    let tokenEndpoint: String
    let deviceEndpoint: String?
    private let call: ServiceCall

    private static let limit = 256 << 10

    /// Asks the issuer for its metadata.
    package init(_ url: String, call: @escaping ServiceCall) async throws {
        let base = SigningServices.base(url)
        let answer = try await call(
            ServiceRequest(
                .get, "\(base)/.well-known/openid-configuration", headers: [("Accept", "application/json")],
                limit: Self.limit))
        guard answer.status == 200 else {
            throw LoginError.malformed(issuer: base, expected: "its metadata", found: "status \(answer.status)")
        }
        let root = try Self.object(answer.body, base)
        // §4.3: else one issuer could speak for another.
        guard let named = root["issuer"]?.string, SigningServices.base(named) == base else {
            throw LoginError.malformed(
                issuer: base, expected: "metadata of this issuer",
                found: "“\(root["issuer"]?.string?.prefix(200) ?? "none")”")
        }
        guard let tokenEndpoint = try Self.endpoint("token_endpoint", root, base) else {
            throw LoginError.malformed(issuer: base, expected: "a token_endpoint in its metadata", found: "none")
        }
        self.url = base
        self.tokenEndpoint = tokenEndpoint
        authorizationEndpoint = try Self.endpoint("authorization_endpoint", root, base)
        deviceEndpoint = try Self.endpoint("device_authorization_endpoint", root, base)
        self.call = call
    }

    /// An address of the metadata: https, or http where the issuer itself is on this machine.
    private static func endpoint(_ name: String, _ root: JSONValue, _ issuer: String) throws(LoginError) -> String? {
        guard let url = root[name]?.string else { return nil }
        let isAddress = url.utf8.count <= 2048 && url.utf8.allSatisfy { (0x21..<0x7f).contains($0) }
        guard isAddress, url.hasPrefix("https://") || issuer.hasPrefix("http://") && url.hasPrefix("http://") else {
            throw .malformed(
                issuer: issuer, expected: "an https address as \(name)", found: "“\(url.prefix(200))”")
        }
        return url
    }

    private static func object(_ body: [UInt8], _ issuer: String) throws(LoginError) -> JSONValue {
        do throws(JSONError) {
            let document = try JSONDocument(body, limits: JSONLimits(depth: 16, size: limit))
            if document.root.kind == .object, document.firstDuplicateName == nil { return document.root }
        } catch {
            throw .malformed(issuer: issuer, expected: "JSON", found: "\(error)")
        }
        throw .malformed(issuer: issuer, expected: "an object of distinct names", found: "something else")
    }

    /// Posts a form; the answer may hold a token, so that nothing of it is quoted but the reasons that RFC 6749 §5.2 has.
    func post(_ url: String, _ fields: [(name: String, value: String)]) async throws -> (status: Int, body: JSONValue) {
        let text = fields.map { "\(FormText.encoded($0.name))=\(FormText.encoded($0.value))" }.joined(separator: "&")
        let answer = try await call(
            ServiceRequest(
                .post, url,
                headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
                body: Array(text.utf8), limit: Self.limit))
        return (answer.status, try Self.object(answer.body, self.url))
    }

    /// The identity token of an answer of the token endpoint.
    func token(_ answer: JSONValue) throws -> IdentityToken {
        guard let text = answer["id_token"]?.string else {
            throw LoginError.malformed(issuer: url, expected: "an id_token", found: "none")
        }
        let token = try IdentityToken(text)
        // OpenID Connect Core §3.1.3.7
        guard SigningServices.base(token.issuer) == url else {
            throw LoginError.malformed(
                issuer: url, expected: "a token of this issuer", found: "one of “\(token.issuer.prefix(200))”")
        }
        return token
    }

    /// What an answer that is none says.
    func refusal(_ answer: JSONValue, _ status: Int) -> LoginError {
        func printable(_ text: String?) -> String {
            String(
                decoding: (text ?? "").utf8.prefix(200).map { (0x20..<0x7f).contains($0) ? $0 : 0x3f }, as: UTF8.self)
        }
        let (error, text) = (printable(answer["error"]?.string), printable(answer["error_description"]?.string))
        let reason = error.isEmpty ? "status \(status)" : text.isEmpty ? error : "\(error) (\(text))"
        return .refused(issuer: url, reason: reason)
    }
}

/// The text of forms and queries: unreserved characters stay (RFC 3986 §2.3).
package enum FormText {
    package static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return encoded
    }

    /// The fields of a query, the first of each name.
    static func fields(of query: some StringProtocol) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in query.split(separator: "&").prefix(32) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : "") else { continue }
            if fields[name] == nil { fields[name] = value }
        }
        return fields
    }

    private static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard rest.count >= 2, let decoded = Hex.decode(rest.prefix(2)) else { return nil }
                bytes += decoded
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
