import Testing

@testable import JSONText

@Suite struct JSONDocumentTests {
    @Test(
        "accepts every text of RFC 8259",
        arguments: [
            "0", "-0", "1e5", "1E+5", "1.25e-7", "-12.0", "123456789012345678901234567890", "true", "false", "null",
            "\"\"", "[]", "{}", " [ ] ", "\t\r\n{ }\n", "[[],{}]", "{\"\":0}", "{\"a\":{\"a\":[]}}", "[1,2 , 3]",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\uD83D\\uDE00\"", "\"\\ud800\"", "\"\u{7f}\"",
            "\"\u{2028}\"", "\"é\u{10ffff}\"", "\u{feff}1", "{\"a\":1,\"a\":2}", "[0.1,-0.0e-0]",
        ])
    func accepts(_ text: String) throws {
        let document = try JSONDocument(text)
        var writer = JSONWriter()
        writer.value(document.root)
        // What is written reads back as the same text.
        var again = JSONWriter()
        again.value(try JSONDocument(writer.bytes).root)
        #expect(again.bytes == writer.bytes)
    }

    @Test(
        "refuses what RFC 8259 does not allow, at the byte where it goes wrong",
        arguments: [
            ("", 0), (" ", 1), ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1}", 2),
            ("{", 1), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("{1:1}", 1), ("{\"a\" 1}", 5),
            ("{\"a\":1]", 6), ("{'a':1}", 1), ("]", 0), ("1 2", 2), ("[] x", 3), ("tru", 3), ("trux", 3),
            ("nul", 3), ("nil", 1), ("falsy", 4), ("TRUE", 0), ("NaN", 0), ("Infinity", 0), ("-Infinity", 0),
            ("01", 1), ("-01", 2), ("+1", 0), (".5", 0), ("1.", 2), ("-", 1), ("1e", 2), ("1e+", 3), ("1.e1", 0),
            ("0x1", 1), ("1a", 1), ("--1", 0), ("\"", 1), ("\"\\", 2), ("\"\\x\"", 1), ("\"\\u12g4\"", 1),
            ("\"\\u12", 5), ("\"a\nb\"", 2), ("\"\t\"", 1), ("\"\u{0}\"", 1), ("[1]//", 3), ("/**/1", 0),
            ("\u{a0}1", 0), ("\u{b}1", 0), ("\u{feff}\u{feff}1", 3),
        ])
    func refuses(_ text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
        #expect(error?.offset == offset, "\(text)")
    }

    @Test(
        "refuses each class of invalid UTF-8",
        arguments: [
            [0x80], [0xbf], [0xc0, 0xaf], [0xc1, 0xbf], [0xc2], [0xc2, 0x20], [0xe0, 0x80, 0x80], [0xe0, 0x9f, 0xbf],
            [0xe2, 0x82], [0xe2, 0x28, 0xa1], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0x80],
            [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff], [0xfe],
        ] as [[UInt8]])
    func invalidUTF8(_ sequence: [UInt8]) {
        // At every distance from a word boundary, since words of eight bytes are looked at together.
        for padding in 0..<9 {
            let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + sequence + Array("aaaaaaaa\"".utf8)
            let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
            #expect(error?.reason == .invalidUTF8)
            #expect(error?.offset == padding + 1)
        }
    }

    @Test("finds the byte that needs a look wherever it stands")
    func wordsOfEight() throws {
        for padding in 0..<20 {
            let plain = String(repeating: "x", count: padding)
            for (written, value) in [("\\n", "\n"), ("é", "é"), ("\\u00e9", "é"), ("!", "!"), ("\u{7f}", "\u{7f}")] {
                let root = try JSONDocument("\"\(plain)\(written)\(plain)\"").root
                #expect(root.string == plain + value + plain)
            }
            let bad = Array("\"\(plain)".utf8) + [0x1f] + Array("\(plain)\"".utf8)
            #expect(throws: JSONError(.controlCharacterInString, at: padding + 1)) { try JSONDocument(bad) }
        }
    }

    @Test("marks exactly the lowest byte that needs a look, as a byte loop would")
    func specialEqualsTheSlowWay() {
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<20_000 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            // Bytes near the borders of the classes.
            var word: UInt64 = 0
            for index in 0..<8 {
                let choices: [UInt8] = [0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x61, 0x7f, 0x80, 0xff, 0, 1]
                word |= UInt64(choices[Int(state >> (index * 7) & 0x7f) % choices.count]) << (index * 8)
            }
            let slow = (0..<8).first { index in
                let byte = UInt8(truncatingIfNeeded: word >> (index * 8))
                return byte < 0x20 || byte == 0x22 || byte == 0x5c || byte >= 0x80
            }
            let mark = Parser.special(word)
            #expect((mark == 0 ? nil : mark.trailingZeroBitCount >> 3) == slow)
        }
    }

    @Test("keeps numbers as written")
    func numbers() throws {
        let texts = ["1.10", "-0", "1E400", "0.1e-0007", "18446744073709551616", "9007199254740993"]
        let root = try JSONDocument("[" + texts.joined(separator: ",") + "]").root
        #expect(root.elements.map(\.number) == texts)
        var writer = JSONWriter()
        writer.value(root)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[" + texts.joined(separator: ",") + "]")
        #expect(root[5]?.int == 9_007_199_254_740_993)
        #expect(root[4]?.int == nil)
    }

    @Test("100,000 levels are an error by default and no trap when allowed", arguments: ["[", "{\"a\":"])
    func deep(_ opening: String) throws {
        let levels = 100_000
        let open = String(repeating: opening, count: levels)
        let text = open + "1" + String(repeating: opening == "[" ? "]" : "}", count: levels)
        let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
        #expect(error?.reason == .tooDeep(limit: 512))
        #expect(error?.description.contains("512 levels") == true)
        for limit in [levels, Int.max] {
            let root = try JSONDocument(text, limits: JSONLimits(depth: limit)).root
            var writer = JSONWriter()
            writer.value(root)
            #expect(writer.bytes == Array(text.utf8))
            #expect(throws: JSONError(.unexpectedEnd, at: open.utf8.count)) {
                try JSONDocument(open, limits: JSONLimits(depth: limit))
            }
        }
        #expect(throws: JSONError.self) { try JSONDocument("[]", limits: JSONLimits(depth: -1)) }
        #expect(try JSONDocument("1", limits: JSONLimits(depth: Int.min)).root.int == 1)
    }

    @Test("has room for the densest texts")
    func densest() throws {
        for count in [1, 2, 3, 1000] {
            let flat = "[" + [String](repeating: "1", count: count).joined(separator: ",") + "]"
            #expect(try JSONDocument(flat).root.count == count)
            #expect(throws: JSONError.self) { try JSONDocument(String(flat.dropLast())) }
            let comb = String(repeating: "[1,", count: min(count, 500))
            #expect(throws: JSONError.self) { try JSONDocument(comb) }
            let members = [String](repeating: "\"\":[]", count: count).joined(separator: ",")
            #expect(try JSONDocument("{\(members)}").root.count == count)
        }
    }

    @Test("every prefix of a document is an error, not a trap")
    func prefixes() throws {
        let text = Array(#"{"a":[1,-2.5e3,true,null,{"b\u00e9\ud83d\ude00":"é😀\\"}],"c":false,"d":{}}"#.utf8)
        #expect(try JSONDocument(text).root.count == 3)
        for length in 0..<text.count {
            let error = #expect(throws: JSONError.self) { try JSONDocument(Array(text[..<length])) }
            #expect(error?.reason == .unexpectedEnd)
        }
    }

    @Test("bounds the size of a text")
    func size() {
        #expect(throws: JSONError(.tooLarge(limit: 3), at: 3)) { try JSONDocument("[12]", limits: JSONLimits(size: 3)) }
    }

    @Test("the last of several members of one name counts; all are listed")
    func duplicates() throws {
        let root = try JSONDocument(#"{"a":1,"b":2,"\u0061":3}"#).root
        #expect(root["a"]?.int == 3)
        #expect(root.members.map(\.key) == ["a", "b", "a"])
        #expect(root["c"] == nil)
    }

    @Test("unpaired surrogates become U+FFFD, pairs one character")
    func surrogates() throws {
        let cases = [
            (#""\ud800""#, "\u{fffd}"), (#""\udc00x""#, "\u{fffd}x"), (#""\ud800\u0041""#, "\u{fffd}A"),
            (#""\ud800\ud83d\ude00""#, "\u{fffd}😀"), (#""\ud83d\ude00""#, "😀"), (#""\ud800\n""#, "\u{fffd}\n"),
        ]
        for (text, value) in cases { #expect(try JSONDocument(text).root.string == value) }
    }

    @Test("answers nil or nothing for a value of another kind")
    func otherKinds() throws {
        for text in ["null", "true", "1", "\"s\"", "[1]", "{\"k\":1}"] {
            let value = try JSONDocument(text).root
            #expect(value["k"] == nil || value.kind == .object)
            #expect(value[0] == nil || value.kind == .array)
            #expect(value[-1] == nil)
            #expect(value[1] == nil)
            #expect(value.elements.map(\.kind).isEmpty || value.kind == .array)
            #expect(value.members.map(\.key).isEmpty || value.kind == .object)
        }
    }

    @Test("reads a string of many megabytes")
    func hugeString() throws {
        let plain = String(repeating: "0123456789abcdé", count: 500_000)
        #expect(try JSONDocument("[\"\(plain)\"]").root[0]?.string?.utf8.count == plain.utf8.count)
        let escaped = String(repeating: #"\u0041\n"#, count: 200_000)
        #expect(try JSONDocument("\"\(escaped)\"").root.string?.utf8.count == 400_000)
    }

    @Test("A view answers as the value does")
    func views() throws {
        let text = #"{"a": [1, "x", "\u00e9\n", null, {"b": {}, "b": "last"}], "\u0062": true, "": "", "a": {"c": 2}}"#
        func compare(_ value: JSONValue, _ view: JSONView) {
            #expect(view.string == value.string)
            #expect(view.isObject == (value.kind == .object))
            #expect(view.int == value.int)
            #expect(view.bytes.map { String(decoding: $0, as: UTF8.self) } == (value.number ?? plain(value)))
            var members = view.members
            for member in value.members {
                guard let seen = members.next() else {
                    Issue.record("a member is missing")
                    return
                }
                #expect(seen.key.string == member.key)
                compare(member.value, seen.value)
            }
            #expect(members.next() == nil)
            var elements = view.elements
            for element in value.elements {
                guard let seen = elements.next() else {
                    Issue.record("an element is missing")
                    return
                }
                compare(element, seen)
            }
            #expect(elements.next() == nil)
        }
        /// Those strings of the text above that are written without escapes.
        func plain(_ value: JSONValue) -> String? {
            value.string.flatMap { $0.utf8.allSatisfy { $0 < 0x80 && $0 > 31 } ? $0 : nil }
        }
        let root = try JSONDocument(text).root
        root.withView { view in
            compare(root, view)
            #expect(view["b"].map { $0.isText("true") } == false)
            #expect(view["a"]?["c"]?.bytes.map { Array($0) } == Array("2".utf8))
            #expect(view["x"] == nil)
            #expect(view[""]?.isText("") == true)
        }
        try #require(root["a"]).withView { #expect($0["c"] != nil) }
    }
}
