import Content
import Testing

@testable import Signing

@Suite struct IdentityTokenTests {
    private static let now = Instant(seconds: 1_790_000_000)

    private static func token(_ claims: String) -> String {
        let encoded = Base64.encode(Array(claims.utf8)).replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
        return "eyJhbGciOiJub25lIn0.\(encoded).c2ln"
    }

    private static func claims(
        issuer: String = #""https://i.example""#, subject: String = #""dev""#, audience: String = #""sigstore""#,
        expiry: String = "1790000100", more: String = ""
    ) -> String {
        #"{"iss":\#(issuer),"sub":\#(subject),"aud":\#(audience),"iat":1790000000,"exp":\#(expiry)\#(more)}"#
    }

    @Test func `what a token says is read, and white space around it is not`() throws {
        let text = Self.token(Self.claims(more: #","federated_claims":{"connector_id":"https://g.example"}"#))
        let token = try IdentityToken("\n \(text)\r\n")
        #expect(token.text == text && token.issuer == "https://i.example" && token.subject == "dev")
        #expect(token.issuers == ["https://i.example", "https://g.example"])
        #expect(token.expiry == Instant(seconds: 1_790_000_100))
        try token.check(audience: "sigstore", at: Self.now)
        #expect(IdentityToken.isToken(text) && !IdentityToken.isToken("token.jwt") && !IdentityToken.isToken("a/b.c.d"))
    }

    @Test(arguments: [#""sigstore""#, #"["other","sigstore"]"#]) func `one of several audiences is enough`(
        audience: String
    ) throws {
        try IdentityToken(Self.token(Self.claims(audience: audience))).check(audience: "sigstore", at: Self.now)
    }

    @Test func `the last second of a token is its last but one`() throws {
        let token = try IdentityToken(Self.token(Self.claims(more: #","nbf":1790000010.5"#)))
        try token.check(audience: "sigstore", at: Instant(seconds: 1_790_000_099, nanoseconds: 999_999_999))
        let end = Instant(seconds: 1_790_000_100)
        #expect(throws: IdentityTokenError.expired(at: end, now: end)) {
            try token.check(audience: "sigstore", at: end)
        }
        // Clocks differ by a minute.
        try token.check(audience: "sigstore", at: Instant(seconds: 1_789_999_950))
        #expect(throws: IdentityTokenError.self) {
            try token.check(audience: "sigstore", at: Instant(seconds: 1_789_999_949))
        }
        #expect(throws: IdentityTokenError.audience(expected: "other", found: "sigstore")) {
            try token.check(audience: "other", at: Self.now)
        }
    }

    @Test(arguments: [
        "", "a", "a.b", "a.b.c.d", "ey.!.c", "ey.e30.c", Self.token("[]"), Self.token("{"),
        Self.token(#"{"iss":"a","iss":"b","sub":"c","aud":"d","exp":1}"#), Self.token(Self.claims(issuer: "1")),
        Self.token(Self.claims(issuer: #""""#)), Self.token(Self.claims(subject: "null")),
        Self.token(Self.claims(audience: "{}")), Self.token(Self.claims(expiry: "-1")),
        Self.token(Self.claims(expiry: "1e300")), Self.token(Self.claims(expiry: #""soon""#)),
        Self.token(Self.claims(subject: "\"" + String(repeating: "x", count: 5000) + "\"")),
        "ey" + String(repeating: "a", count: 70_000) + ".b.c",
    ]) func `what is no token is refused, and not repeated`(text: String) throws {
        let error = #expect(throws: IdentityTokenError.self) { try IdentityToken(text) }
        if text.utf8.count > 20 { #expect(!"\(try #require(error))".contains(text.suffix(12))) }
    }
}
