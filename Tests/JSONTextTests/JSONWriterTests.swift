import Testing

@testable import JSONText

@Suite struct JSONWriterTests {
    private func written(pretty: Bool = false, _ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(pretty: pretty)
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("places commas, colons and indentation")
    func layout() {
        func document(_ writer: inout JSONWriter) {
            writer.object {
                $0.member("a", 1)
                $0.key("b")
                $0.array {
                    $0.value("x")
                    $0.object { _ in }
                    $0.array { _ in }
                    $0.null()
                }
                $0.member("c", nil as String?)
                $0.member("d", true)
            }
        }
        #expect(written(document) == #"{"a":1,"b":["x",{},[],null],"d":true}"#)
        #expect(
            written(pretty: true, document) == """
                {
                  "a": 1,
                  "b": [
                    "x",
                    {},
                    [],
                    null
                  ],
                  "d": true
                }
                """)
    }

    @Test("escapes what must be escaped, wherever it stands, and nothing else")
    func escapes() throws {
        for padding in 0..<18 {
            let plain = String(repeating: "é", count: padding % 3) + String(repeating: "x", count: padding)
            for scalar in (UInt8(0)...0x7f).map({ String(Unicode.Scalar($0)) }) + ["é", "\u{2028}", "😀"] {
                let text = plain + scalar + plain + "\""
                let json = written { $0.value(text) }
                #expect(try JSONDocument(json).root.string == text)
            }
        }
        #expect(written { $0.value("\u{1}\u{1f}\n\"\\/") } == #""\u0001\u001f\n\"\\/""#)
    }

    @Test("a copied document equals the written one in either style", arguments: [false, true])
    func copies(pretty: Bool) throws {
        let text =
            #"{"n":[1.0,-0,1e400],"s\n":"a\u0041\/\ud83d\ude00","e":[{},[],{"x":{"y":[]}}],"é":[null,true,false]}"#
        let root = try JSONDocument(text).root
        func slow(_ value: JSONValue, _ writer: inout JSONWriter) {
            switch value.kind {
            case .array: writer.array { for element in value.elements { slow(element, &$0) } }
            case .object:
                writer.object {
                    for member in value.members {
                        $0.key(member.key)
                        slow(member.value, &$0)
                    }
                }
            case .string: writer.value(value.string ?? "")
            case .number: writer.raw(value.number ?? "")
            case .boolean: writer.value(value.bool ?? false)
            case .null: writer.null()
            }
        }
        #expect(written(pretty: pretty) { $0.value(root) } == written(pretty: pretty) { slow(root, &$0) })
        // Inside a document of another's making, and a part only.
        #expect(
            written {
                $0.array {
                    $0.value(1)
                    if let part = root["e"] { $0.value(part) }
                    $0.value(2)
                }
            } == #"[1,[{},[],{"x":{"y":[]}}],2]"#)
    }

    @Test("gives its bytes away in pieces")
    func drains() {
        var writer = JSONWriter()
        var all: [UInt8] = []
        writer.array {
            for index in 0..<3 {
                $0.value(index)
                all += $0.drain()
            }
        }
        all += writer.drain()
        #expect(String(decoding: all, as: UTF8.self) == "[0,1,2]")
    }
}
