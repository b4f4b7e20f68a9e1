import Testing

@testable import Rego

@Suite("Values")
struct ValueTests {
    private let heap = Heap()

    private func json(_ text: String) throws -> Value { try JSONReader.value(text, in: heap) }

    @Test(
        "A document is written as it was read, with sorted keys",
        arguments: [
            ("null", "null"), ("true", "true"), ("[]", "[]"), ("{}", "{}"), ("-12", "-12"),
            ("[1,2.50,1e400,-0.0]", "[1,2.50,1e400,-0.0]"),
            ("{\"b\":1,\"a\":[{}]}", "{\"a\":[{}],\"b\":1}"), ("{\"a\":1,\"a\":2}", "{\"a\":2}"),
            ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("\"\\u00e9\\ud83d\\ude00\\n\"", "\"é😀\\n\""), ("-0", "-0"),
        ])
    func roundTrip(text: String, expected: String) throws {
        #expect(JSONOutput.text(of: try json(text)) == expected)
    }

    @Test(
        "Malformed documents are refused",
        arguments: [
            "", "[", "[1,]", "{\"a\"}", "01", "1.", "-", "+1", "nul", "\"", "\"\\x\"", "[1] 2", "1e", "\"\u{1}\"",
            String(repeating: "[", count: 100_000), "1e99999",
        ])
    func malformed(text: String) { #expect(throws: DocumentError.self) { try json(text) } }

    @Test("Values are in the total order, and only equal ones have equal places")
    func order() throws {
        let texts = [
            "null", "false", "true", "-1e400", "-2", "-1.5", "0", "1e-400", "0.5", "1", "1.5", "10.0", "1e400", "\"\"",
            "\"a\"", "\"aa\"", "\"b\"", "[]", "[1]", "[1,0]", "[2]", "{}", "{\"a\":1}", "{\"a\":2}", "{\"b\":0}",
        ]
        let values = try texts.map { try json($0) }
        for (one, left) in values.enumerated() {
            for (two, right) in values.enumerated() {
                #expect((left < right) == (one < two), "\(texts[one]) < \(texts[two])")
                #expect((left == right) == (one == two), "\(texts[one]) == \(texts[two])")
            }
        }
    }

    @Test("Equal numbers are equal values however they are written")
    func equalNumbers() throws {
        for group in [
            ["1", "1.0", "1e0", "10e-1"], ["0", "-0", "0.0", "0e9"], ["1e30", "1" + String(repeating: "0", count: 30)],
        ] {
            let values = try group.map { try json($0) }
            #expect(try heap.set(values).count == 1)
            for value in values { #expect(values[0] == value && values[0].hash == value.hash) }
        }
        #expect(try heap.set([json("1.10"), json("1.1")]).elements.map { JSONOutput.text(of: $0) } == ["1.10"])
    }

    @Test("Members are found in objects of every size")
    func lookup() throws {
        for size in [0, 1, 7, 8, 9, 100, 5000] {
            let text = "{" + (0..<size).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
            let object = try json(text)
            #expect(object.count == size)
            for index in 0..<size { #expect(object.member(try heap.string("k\(index)")).integer == index) }
            #expect(object.member(try heap.string("absent")).isUndefined)
            #expect(object.member(Value(small: 3)).isUndefined)
            let set = try heap.set(Array(object.values))
            for index in 0..<size { #expect(set.contains(try json("\(index).0"))) }
            #expect(!set.contains(try json("\(size)")))
        }
    }

    @Test("Hashes spread over an index")
    func spread() throws {
        var numbers: Set<Int> = []
        var strings: Set<Int> = []
        for index in 0..<1000 {
            numbers.insert(Value.slot(of: Value(small: Int32(index)).hash, in: 1333))
            strings.insert(Value.slot(of: try heap.string("key\(index)").hash, in: 1333))
        }
        // Evenly spread, 1,000 balls leave about 47 % of 1,333 bins empty.
        #expect(numbers.count > 650 && strings.count > 650)
    }

    @Test("A heap that is full says so, and is empty after a reset")
    func limits() throws {
        let small = Heap(byteLimit: 200_000)
        #expect(throws: BuiltinError.limit(.memory)) {
            for _ in 0..<10_000 { _ = try small.string("a string of some length, many times") }
        }
        small.reset()
        #expect(try small.string("again").string == "again")
        var nested = try small.array([Value]())
        #expect(throws: BuiltinError.limit(.depth)) { for _ in 0..<5000 { nested = try small.array([nested]) } }
    }

    @Test("Terms are written in Rego's own form")
    func regoText() throws {
        let set = try heap.set([json("[1,\"a\\t\"]"), json("null")])
        let object = try heap.object([(set, json("{}")), (json("\"k\""), try heap.set([Value]()))])
        #expect(RegoOutput.text(of: object) == #"{"k": set(), {null, [1, "a\t"]}: {}}"#)
        #expect(JSONOutput.text(of: object) == #"{"[null,[1,\"a\\t\"]]":{},"k":[]}"#)
    }
}
