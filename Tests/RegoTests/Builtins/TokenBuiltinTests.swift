import Testing

@testable import Rego

@Suite struct TokenBuiltinTests {
    /// RFC 7515 appendix A.1.
    private static let key =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
    private static let token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
        + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        + "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    @Test func `signs the example of the standard`() {
        let header = RegoOutput.quoted("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}")
        let payload = RegoOutput.quoted(
            "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}")
        let key = RegoOutput.quoted("{\"kty\":\"oct\",\"k\":\"\(Self.key)\"}")
        #expect(BuiltinCalls.value("io.jwt.encode_sign_raw(\(header), \(payload), \(key))") == "\"\(Self.token)\"")
    }

    @Test(
        "what is signed verifies until it expires, and nothing else does",
        arguments: [
            (#"{"secret": "42"}"#, #"[true, {"alg": "HS256"}, {"exp": 1700000001}]"#),
            (#"{"secret": "42", "time": 1700000001000000000}"#, "[false, {}, {}]"),
            (#"{"secret": "43"}"#, "[false, {}, {}]"), (#"{"secret": "42", "iss": "x"}"#, "[false, {}, {}]"),
            (#"{"secret": "42", "alg": "HS512"}"#, "[false, {}, {}]"),
            (#"{"secret": "42", "aud": "x"}"#, "[false, {}, {}]"), ("{}", "io.jwt.decode_verify: no key constraint"),
            (#"{"secret": "42", "x": 1}"#, #"io.jwt.decode_verify: unknown token validation constraint: "x""#),
        ])
    func verifies(_ constraints: String, _ expected: String) {
        let sign =
            "io.jwt.encode_sign({\"alg\": \"HS256\"}, {\"exp\": 1700000001}, {\"kty\": \"oct\", \"k\": base64url.encode_no_pad(\"42\")})"
        #expect(BuiltinCalls.value("io.jwt.decode_verify(\(sign), \(constraints))") == expected)
    }

    @Test(
        "malformed tokens are errors",
        arguments: [
            (#"io.jwt.decode("abc")"#, "io.jwt.decode: encoded JWT had no period separators"),
            (#"io.jwt.decode("a.b")"#, "io.jwt.decode: encoded JWT must have 3 sections, found 2"),
            (
                #"io.jwt.decode("e^0.e30.")"#,
                "io.jwt.decode: JWT header had invalid encoding: illegal base64 data at input byte 1"
            ),
            (
                #"io.jwt.decode("eyJlbmMiOiJ4In0.e30.")"#,
                "io.jwt.decode: JWT is a JWE object, which is not supported"
            ),
            (
                #"io.jwt.verify_rs256("e30.e30.", "{}")"#,
                "io.jwt.verify_rs256: failed to parse a JWK key (set): unknown key type"
            ),
            (
                #"io.jwt.encode_sign({"alg": "dummy"}, {}, {"kty": "oct", "k": ""})"#,
                "io.jwt.encode_sign: unknown JWS algorithm: dummy"
            ),
        ])
    func malformed(_ call: String, _ expected: String) { #expect(BuiltinCalls.value(call) == expected) }

    @Test func `certificates that are none are errors, and chains of them do not verify`() {
        #expect(
            BuiltinCalls.value("crypto.x509.parse_certificates(\"YmFkc3RyaW5n\")")
                == "crypto.x509.parse_certificates: x509: malformed certificate")
        #expect(
            BuiltinCalls.value("crypto.x509.parse_certificates(\"foobar\")")
                == "crypto.x509.parse_certificates: illegal base64 data at input byte 4")
        #expect(BuiltinCalls.value("crypto.x509.parse_and_verify_certificates(\"x\")") == "[false, []]")
        #expect(BuiltinCalls.value("crypto.parse_private_keys(\"\")") == "null")
        #expect(BuiltinCalls.value("crypto.parse_private_keys(\"nope\")") == "[]")
    }
}
