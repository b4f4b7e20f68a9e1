import Testing

@testable import StructuredText

@Suite struct YAMLTests {
    @Test(arguments: [
        ("null", StructuredValue.null), ("~", .null), ("", .null), ("'null'", .string("null")),
        ("true", .boolean(true)), ("False", .boolean(false)), ("yes", .string("yes")), ("\"true\"", .string("true")),
        ("1.10", .number("1.10")), ("-1e3", .number("-1e3")), ("0x1F", .number("0x1F")), ("0o17", .number("0o17")),
        ("+.inf", .number("+.inf")), (".NaN", .number(".NaN")), ("1.2.3", .string("1.2.3")), (".", .string(".")),
        ("0x", .string("0x")), ("1e", .string("1e")), ("'1'", .string("1")), ("!!str 12", .string("12")),
        ("!!int '12'", .number("12")), ("2024-01-01", .string("2024-01-01")),
    ])
    func resolvesScalarsByTheCoreSchema(text: String, value: StructuredValue) throws {
        #expect(try yaml("k: \(text)\n").first?["k"] == value)
    }

    @Test func keepsTheOrderOfMembersAndTheLastOfEqualKeys() throws {
        let root = try #require(try yaml("b: 1\na: 2\nb: 3\n").first)
        #expect(root.members.map(\.key) == ["b", "a"])
        #expect(root["b"]?.scalar == "3")
    }

    @Test func keepsKeysUniqueInLargeMappings() throws {
        let text = (0..<50).map { "k\($0 % 25): \($0)\n" }.joined()
        let root = try #require(try yaml(text).first)
        #expect(root.members.count == 25)
        #expect(root["k3"]?.int == 28)
    }

    @Test func readsEveryDocumentOfAStream() throws {
        let documents = try yaml("---\na: 1\n---\n- 2\n...\n")
        #expect(documents == [.mapping([.init("a", .number("1"))]), .sequence([.number("2")])])
        #expect(try yaml("").isEmpty)
    }

    @Test func expandsAliasesAndMerges() throws {
        let root = try #require(
            try yaml("base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nall:\n  <<: [*b, *m]\n  x: 9\nq: {'<<': 1}\n").first
        )
        #expect(
            root["all"] == .mapping([.init("x", .number("9")), .init("y", .number("2")), .init("z", .number("4"))]))
        #expect(root["q"]?["<<"]?.int == 1)
    }

    @Test func letsExplicitKeysWinOverMergedOnesWrittenLater() throws {
        let root = try #require(try yaml("b: &b {x: 1}\nc:\n  x: 2\n  <<: *b\n").first)
        #expect(root["c"]?["x"]?.int == 2)
    }

    @Test func countsNodesAfterExpansion() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            let alias = "*a\(level - 1)"
            text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
        }
        #expect(throws: StructuredTextError.self) { try yaml(text) }
    }

    @Test func boundsDepthAlsoThroughAliases() {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(throws: StructuredTextError.self) { try yaml(deep) }
        #expect(throws: StructuredTextError.self) { try yaml(String(repeating: "[", count: 100_000)) }
        let chain = "- &a [[[x]]]\n- [[*a]]\n"
        #expect(throws: StructuredTextError.self) { try yaml(chain, limits: .init(depth: 5)) }
        #expect(throws: Never.self) { try yaml(chain, limits: .init(depth: 6)) }
    }

    @Test(arguments: [
        "a: [1, 2", "a: *nowhere", "&a [*a]", "? [1]\n: 2", "{a: 1}: 2", "a: b: c", "\ta: 1", "'open", "<<: 3",
        "%YAML 9.9\n---\na", "a: \u{1}",
    ])
    func refusesMalformedTexts(text: String) {
        #expect(throws: StructuredTextError.self) { try yaml(text) }
    }

    @Test func refusesInvalidUTF8AndNamesTheLine() {
        #expect(throws: StructuredTextError.self) { try yaml(bytes: [0x61, 0x3a, 0x20, 0xff, 0xfe, 0xc0]) }
        #expect { try yaml("a: 1\nb: 2\nc: *x\n") } throws: { ($0 as? StructuredTextError)?.line == 3 }
    }

    @Test func neverTrapsOnATruncatedText() {
        let whole = Array("a: &x {b: [1, 'two', \"thr\\u00e9e\"]}\nc: *x\n<<: *x\n? |\n  key\n: >-\n  text\n".utf8)
        for length in 0..<whole.count { _ = try? yaml(bytes: Array(whole.prefix(length))) }
    }
}
