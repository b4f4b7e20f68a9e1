internal import JSONText
package import Signing

/// The issuers whose tokens are believed, and how.
package struct TrustedIssuers: Sendable {
    struct Issuer: Sendable {
        var url: String
        var audience: String
        var kind: IssuerKind
        var keys: [String: VerificationKey]
    }

    private let issuers: [String: Issuer]

    /// How far clocks may differ, in seconds.
    private static let leeway: Int64 = 60

    init(_ list: [Issuer]) {
        issuers = Dictionary(list.map { ($0.url, $0) }) { first, _ in first }
    }

    var all: [Issuer] { issuers.values.sorted { $0.url < $1.url } }

    /// A token that is believed, and until when.
    package struct Believed: Sendable {
        package var principal: Principal
        package var expiry: Instant
    }

    /// Whom a token speaks of, if its issuer is trusted and has signed it, it is for this authority and of now.
    package func verify(_ text: String, at now: Instant) throws(TokenError) -> Believed {
        let token = try JSONWebToken(text)
        guard let url = token.claims["iss"]?.string else { throw .claim("expected an issuer (iss)") }
        guard let issuer = issuers[url] else { throw .unknownIssuer(url) }
        guard let keyID = token.keyID, let key = issuer.keys[keyID] else { throw .unknownKey(token.keyID ?? "") }
        guard token.isSigned(by: key) else { throw .signature }
        let audiences: [String]
        if let audience = token.claims["aud"]?.string {
            audiences = [audience]
        } else if let list = token.claims["aud"], list.kind == .array, list.count <= 16 {
            audiences = list.elements.compactMap(\.string)
        } else {
            audiences = []
        }
        guard audiences.contains(issuer.audience) else {
            throw .audience(expected: issuer.audience, found: audiences.joined(separator: ", "))
        }
        func time(_ name: String) throws(TokenError) -> Int64? {
            guard let value = token.claims[name] else { return nil }
            // Some issuers write fractions of a second; what matters is the second.
            guard let number = value.double, number >= 0, number < 4e11 else {
                throw .claim("expected a time in \(name)")
            }
            return Int64(number)
        }
        guard let expiry = try time("exp"), let issued = try time("iat") else {
            throw .claim("expected times of issue and expiry (iat, exp)")
        }
        guard now.seconds < expiry + Self.leeway else { throw .expired }
        guard issued <= now.seconds + Self.leeway, try time("nbf") ?? 0 <= now.seconds + Self.leeway else {
            throw .notYetValid
        }
        return Believed(
            principal: try issuer.kind.principal(token.claims, issuer: url),
            expiry: Instant(seconds: expiry + Self.leeway))
    }
}

/// Makes tokens of the authority's own issuer.
package struct TokenIssuer: Sendable {
    let url: String
    let key: SigningKey

    package static let audience = "sigstore"

    /// - Parameter subject: an address (`dev@example.org`), a URI, or a user's name.
    package func token(
        subject: String, audience: String = Self.audience, lifetime: Int64, at now: Instant
    ) throws -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("iss", url)
            writer.member("sub", subject)
            writer.member("aud", audience)
            writer.member("iat", now.seconds)
            writer.member("nbf", now.seconds)
            writer.member("exp", now.seconds + lifetime)
            if subject.utf8.contains(UInt8(ascii: "@")), !subject.contains("://") {
                writer.member("email", subject)
                writer.member("email_verified", true)
            }
        }
        return try JSONWebToken.signed(claims: writer.bytes, key: key)
    }

    /// A token of a person who has logged in: the name that nobody else has is the subject, and the address is the one
    /// that was verified when the user was added.
    func token(_ grant: LoginGrant, lifetime: Int64, at now: Instant) throws -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("iss", url)
            writer.member("sub", grant.user)
            writer.member("aud", grant.client)
            writer.member("iat", now.seconds)
            writer.member("nbf", now.seconds)
            writer.member("exp", now.seconds + lifetime)
            writer.member("nonce", grant.nonce)
            writer.member("email", grant.email)
            writer.member("email_verified", true)
        }
        return try JSONWebToken.signed(claims: writer.bytes, key: key)
    }
}
