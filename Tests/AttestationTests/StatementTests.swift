import Content
import JSONText
import Testing

@testable import Attestation

@Suite struct StatementTests {
    private static let full = """
        {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a","uri":"pkg:x/a","digest":{"sha256":"\
        ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","gitCommit":"01"},"content":"aGk=",\
        "downloadLocation":"https://x.org","mediaType":"text/plain","annotations":{"k":[1,null]},"later":true}],\
        "predicateType":"https://example.org/t/v1","predicate":{"a":{"b":[1.0,"\\u00e9"]}},"future":{"x":1}}
        """

    private func statement(_ text: String) throws -> Statement { try Statement(json: Array(text.utf8)) }

    @Test func `every member and every unknown one survives a round trip`() throws {
        let text = Self.full.replacing("\\u00e9", with: "é")
        let written = try statement(Self.full).json
        #expect(String(decoding: written, as: UTF8.self) == text)
        #expect(try Statement(json: written).json == written)
    }

    @Test func `version 0.1 is read and keeps its type`() throws {
        let text = #"{"_type":"https://in-toto.io/Statement/v0.1","subject":[],"predicateType":"t","predicate":{}}"#
        let read = try statement(text)
        #expect(read.version == .v01)
        #expect(String(decoding: read.json, as: UTF8.self) == text)
    }

    @Test func `subjects match by digest only, and every accepted algorithm must agree`() throws {
        let abc = [Digest.of(Array("abc".utf8)), Digest.of(Array("abc".utf8), .sha512)]
        let read = try statement(Self.full)
        #expect(read.matches(abc) == .equal)
        #expect(read.matches([Digest.of([])]) == .different)
        #expect(read.matches([]) == .different)
        var set = DigestSet(abc)
        #expect(set.matches(abc) == .equal)
        set["sha512"] = Digest.of([], .sha512).hex
        #expect(set.matches(abc) == .split)
        #expect(set.matches([abc[0]]) == .equal)
    }

    @Test func `weak digests prove nothing`() {
        let content = Array("abc".utf8)
        let weak = DigestSet([Digest.of(content, .sha1), Digest.of(content, .md5)])
        #expect(weak.matches([Digest.of(content, .sha1), Digest.of(content)]) == .different)
    }

    @Test(arguments: [
        (#"{"_type":"https://in-toto.io/Statement/v2","subject":[],"predicateType":"t"}"#, "Statement/v2"),
        (#"{"_type":"https://in-toto.io/Statement/v1","predicateType":"t"}"#, "subject"),
        (#"{"_type":"https://in-toto.io/Statement/v1","subject":[1],"predicateType":"t"}"#, "subject[0]"),
        (
            #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":1}}],"predicateType":"t"}"#,
            "digest.sha256"
        ),
        (#"{"_type":"https://in-toto.io/Statement/v1","subject":[]}"#, "predicateType"),
        (#"{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"t","predicate":"x"}"#, "predicate"),
        (#"{"_type":"https://in-toto.io/Statement/v1","subject":[],"subject":[],"predicateType":"t"}"#, "twice"),
        (
            #"{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"t","predicate":{"a":1,"a":2}}"#,
            "twice"
        ),
    ]) func `what is no statement is refused with its reason`(text: String, reason: String) {
        let error = #expect(throws: AttestationError.self) { try statement(text) }
        #expect(error?.description.contains(reason) ?? false, "\(error?.description ?? "")")
    }

    @Test func `a deep predicate is refused and not descended into`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: AttestationError.self) {
            try statement(
                #"{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"t","predicate":\#(deep)"#)
        }
    }

    @Test func `only payload types of in-toto hold statements`() throws {
        let inner = try statement(Self.full)
        var envelope = inner.envelope
        #expect(try Statement(payloadOf: envelope).predicateType == inner.predicateType)
        envelope.payloadType = "application/vnd.in-toto.provenance+json"
        #expect(try Statement(payloadOf: envelope).predicateType == inner.predicateType)
        envelope.payloadType = "application/json"
        #expect(throws: AttestationError.self) { try Statement(payloadOf: envelope) }
    }
}
