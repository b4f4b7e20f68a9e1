import Testing

@testable import Advisories

@Suite struct JSONStartTests {
    private static func start(_ text: String, isEnough: (JSONStart) -> Bool = { _ in false }) -> JSONStart? {
        Array(text.utf8).withUnsafeBytes { JSONStart($0, inner: ["ecosystem"], isEnough: isEnough) }
    }

    @Test func seesTheOutermostMembersAndTheInnerOnesAskedFor() throws {
        let start = try #require(
            Self.start(#"{"id":"A\"b","n":[{"id":"x","ecosystem":"Go"},{"ecosystem":"npm"}],"t":true,"e":"#))
        #expect(start.keys == ["id", "n", "t", "e"])
        #expect(start.values == ["id": #"A\"b"#])
        #expect(start.inner == ["ecosystem": "Go"])
    }

    @Test(arguments: [
        (#"{"id":"A","summary":"breaks o"#, ["id", "summary"], ["id": "A"]), (#"{"id":"A\"#, ["id"], [:]),
        (#"{"i"#, [], [:]), ("{", [], [:]), ("\u{feff}{\"a\":\"b\"}", ["a"], ["a": "b"]),
        (#" [ {"a":"b"},{"c":"d"}]"#, ["a"], ["a": "b"]), (#"{"a":{"b":"c"}}"#, ["a"], [:]),
        (#"{}}}{"a":"b"}"#, [], [:]),
    ])
    func seesNoMoreThanIsThere(text: String, keys: [String], values: [String: String]) {
        let start = Self.start(text)
        #expect(start?.keys == keys)
        #expect(start?.values == values)
    }

    @Test(arguments: ["", "  ", "x", "[]", "[1", "\"{\""])
    func answersNothingForWhatIsNoObject(text: String) { #expect(Self.start(text) == nil) }

    @Test func stopsWhenItIsEnough() {
        let start = Self.start(#"{"a":"1","b":"2","c":"3"}"#) { $0.values["b"] != nil }
        #expect(start?.keys == ["a", "b"])
    }
}
