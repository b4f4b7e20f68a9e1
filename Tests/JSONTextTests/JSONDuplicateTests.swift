import Testing

@testable import JSONText

@Suite struct JSONDuplicateTests {
    @Test(
        arguments: [
            (#"{"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]}"#, nil), (#"{"a":1,"a":1}"#, "a"),
            (#"{"a":1,"\u0061":1}"#, "a"),
            (#"[[{"x":{"y":0,"y":0}}]]"#, "y"), ("1", nil), ("[]", nil), (#"{"":0,"":1}"#, ""),
            // Canonically equivalent, but two names to JSON.
            ("{\"\u{e9}\":1,\"e\u{301}\":2}", nil), ("{\"\u{e9}\":1,\"\u{e9}\":2}", "\u{e9}"),
        ] as [(String, String?)]) func `a name that stands twice in one object is found`(
            text: String, name: String?
        ) throws
    {
        #expect(try JSONDocument(text).firstDuplicateName == name)
    }

    @Test func `many objects in many arrays are walked without recursion`() throws {
        let text = String(repeating: #"[{"a":"#, count: 200) + "0" + String(repeating: "}]", count: 200)
        #expect(try JSONDocument(text).firstDuplicateName == nil)
    }
}
