import Content
import JSONText
import Testing

@testable import Attestation

@Suite struct EnvelopeTests {
    @Test func `the signed bytes are those of the specification's example`() {
        // DSSE protocol, “PAE”.
        let bytes = DSSE.preAuthenticationEncoding(
            type: "http://example.com/HelloWorld", payload: Array("hello world".utf8))
        #expect(String(decoding: bytes, as: UTF8.self) == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
        let short = DSSE.preAuthenticationEncoding(type: "é", payload: [])
        #expect(String(decoding: short, as: UTF8.self) == "DSSEv1 2 é 0 ")
    }

    @Test func `unknown members survive a round trip`() throws {
        let text = """
            {"payload":"aGk=","payloadType":"t","signatures":[{"sig":"AQI=","keyid":"k","cert":"x"}],"extra":[1,{"a":2.50}]}
            """
        let envelope = try Envelope(json: Array(text.utf8))
        #expect(envelope.payload == Array("hi".utf8))
        #expect(envelope.signatures.first?.keyID == "k")
        #expect(String(decoding: envelope.json, as: UTF8.self) == text)
    }

    @Test func `base 64 is read in both alphabets`() throws {
        let text = #"{"payload":"_-8","payloadType":"t","signatures":[]}"#
        #expect(try Envelope(json: Array(text.utf8)).payload == [0xff, 0xef])
    }

    @Test(arguments: [
        (#"{"payload":"aGk=","payloadType":"t"}"#, "signatures"),
        (#"{"payload":"a","payloadType":"t","signatures":[]}"#, "payload"),
        (#"{"payload":"aGk=","signatures":[]}"#, "payloadType"),
        (#"{"payload":"aGk=","payloadType":"t","signatures":[{}]}"#, "signatures[0].sig"),
        (#"{"payload":"aGk=","payloadType":"t","signatures":[{"sig":"AA==","keyid":1}]}"#, "signatures[0].keyid"),
        (#"{"payload":"aGk=","payloadType":"t","payload":"aGo=","signatures":[]}"#, "twice"),
        (#"{"payload":"aGk=","payloadType":"t","p\u0061yload":"aGo=","signatures":[]}"#, "twice"),
        ("[]", "an object"), ("{", "JSON"),
    ]) func `what is no envelope is refused with its reason`(text: String, reason: String) {
        let error = #expect(throws: AttestationError.self) { try Envelope(json: Array(text.utf8)) }
        #expect(error?.description.contains(reason) ?? false, "\(error?.description ?? "")")
    }

    @Test func `more signatures than any honest envelope has are refused`() {
        let signatures = [String](repeating: #"{"sig":"AA=="}"#, count: 65).joined(separator: ",")
        let text = #"{"payload":"","payloadType":"t","signatures":[\#(signatures)]}"#
        #expect(throws: AttestationError.tooMany(subject: "DSSE envelope", what: "signatures", limit: 64)) {
            try Envelope(json: Array(text.utf8))
        }
    }
}
