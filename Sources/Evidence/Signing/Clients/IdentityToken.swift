internal import Content
internal import JSONText

/// A token of an identity provider that says who signs (OpenID Connect Core §2, RFC 7519): read, not believed.
///
/// The certificate authority checks its signature. Here it is read so that one that is of no use goes nowhere: it is
/// worth what a password is worth while it lasts, and so its text appears in no description and no error.
package struct IdentityToken: Sendable, CustomStringConvertible, CustomReflectable {
    /// To be sent to the certificate authority and to no one else.
    package let text: String
    package let issuer: String
    package let subject: String
    package let audiences: [String]
    package let expiry: Instant
    /// When it begins to count: the later of its issue and `nbf`.
    package let start: Instant
    /// The issuer that an issuer of issuers asked, which certificates then name (dex's `federated_claims`).
    package let connector: String?
    /// What ties the token to a login.
    let nonce: String?

    package static let limit = 64 << 10
    /// How far clocks may differ, in seconds.
    static let leeway: Int64 = 60

    /// - Parameter text: white space around it is passed over, as files end with a line feed.
    package init(_ text: some StringProtocol) throws(IdentityTokenError) {
        let bytes = Array(text.utf8.drop { $0 <= 0x20 })
        let trimmed = bytes.prefix((bytes.lastIndex { $0 > 0x20 } ?? -1) + 1)
        guard trimmed.count <= Self.limit else { throw .malformed("more than \(Self.limit) bytes") }
        let parts = trimmed.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, trimmed.allSatisfy(Self.isTokenByte) else {
            throw .malformed("expected three parts of base 64 with dots between them")
        }
        guard let json = Base64.decode(parts[1]) else { throw .malformed("its claims are not base 64") }
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(json, limits: JSONLimits(depth: 16, size: Self.limit))
        } catch {
            throw .malformed("its claims are not JSON")
        }
        let claims = document.root
        guard claims.kind == .object, document.firstDuplicateName == nil else {
            throw .malformed("its claims are no object of distinct names")
        }
        self.text = String(decoding: trimmed, as: UTF8.self)
        issuer = try Self.text("iss", claims)
        subject = try Self.text("sub", claims)
        if let audience = claims["aud"]?.string {
            audiences = [audience]
        } else if let list = claims["aud"], list.kind == .array, list.count <= 64 {
            audiences = list.elements.compactMap(\.string)
        } else {
            throw .claim("aud", expected: "a text or a list of texts")
        }
        guard let expiry = try Self.time("exp", claims) else { throw .claim("exp", expected: "a time") }
        self.expiry = expiry
        start = max(
            try Self.time("iat", claims) ?? Instant(seconds: 0), try Self.time("nbf", claims) ?? Instant(seconds: 0))
        nonce = claims["nonce"]?.string
        connector = claims["federated_claims"]?["connector_id"]?.string
    }

    /// Whether a text looks like a token, and so is no file's name.
    package static func isToken(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 3 && text.hasPrefix("ey") && text.utf8.allSatisfy(isTokenByte)
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "="):
            true
        default: false
        }
    }

    private static func text(_ name: String, _ claims: JSONValue) throws(IdentityTokenError) -> String {
        guard let text = claims[name]?.string, !text.isEmpty, text.utf8.count <= 4096 else {
            throw .claim(name, expected: "a text")
        }
        return text
    }

    private static func time(_ name: String, _ claims: JSONValue) throws(IdentityTokenError) -> Instant? {
        guard let value = claims[name] else { return nil }
        // Some issuers write fractions of a second; what matters is the second.
        guard let number = value.double, number >= 0, number < 4e11 else { throw .claim(name, expected: "a time") }
        return Instant(seconds: Int64(number))
    }

    /// That the token is of use now, for an audience.
    package func check(audience: String, at now: Instant) throws(IdentityTokenError) {
        guard audiences.contains(audience) else {
            throw .audience(expected: audience, found: audiences.joined(separator: ", "))
        }
        guard now < expiry else { throw .expired(at: expiry, now: now) }
        guard start.seconds <= now.seconds + Self.leeway else { throw .notYetValid(from: start, now: now) }
    }

    /// The issuers that a certificate for this token may name.
    var issuers: [String] { [issuer, connector].compactMap(\.self) }

    package var description: String { "identity token of \(subject) from \(issuer)" }
    package var customMirror: Mirror { Mirror(self, children: ["token": description]) }
}

/// Why an identity token is of no use. Nothing of its text is told.
package enum IdentityTokenError: Error, Equatable, Sendable, CustomStringConvertible {
    case malformed(String)
    case claim(String, expected: String)
    case audience(expected: String, found: String)
    case expired(at: Instant, now: Instant)
    case notYetValid(from: Instant, now: Instant)

    package var description: String {
        switch self {
        case .malformed(let what): "identity token: expected a JSON web token, found another text: \(what)"
        case .claim(let name, let expected): "identity token: expected \(expected) as “\(name)”, found none"
        case .audience(let expected, let found):
            "identity token: expected the audience \(expected), found “\(found.prefix(200))”. "
                + "Ask the issuer for a token for \(expected)"
        case .expired(let at, let now):
            "identity token: expected one that is valid at \(now), found one that expired at \(at). Get a new one"
        case .notYetValid(let from, let now):
            "identity token: expected one that is valid at \(now), found one that begins to be at \(from). "
                + "Compare the clocks"
        }
    }
}
