import Testing

@testable import StructuredText

@Suite struct TOMLTests {
    @Test(arguments: [
        (#""a\tb\u00e9\U0001F600\"""#, StructuredValue.string("a\tb\u{e9}\u{1F600}\"")),
        ("'C:\\new'", .string("C:\\new")), ("\"\"\"\nx\ny\"\"\"", .string("x\ny")),
        ("\"\"\"a \\\n\n   b\"\"\"", .string("a b")), ("'''\nI'm '''''", .string("I'm ''")),
        ("\"\"\"\"q\"\"\"\"\"", .string("\"q\"\"")), ("1_000", .number("1000")), ("+0", .number("+0")),
        ("0xDEAD_beef", .number("0xDEADbeef")), ("0o755", .number("0o755")), ("0b1_0", .number("0b10")),
        ("6.626e-3_4", .number("6.626e-34")), ("-inf", .number("-inf")), ("true", .boolean(true)),
        ("1979-05-27T07:32:00.5-07:00", .string("1979-05-27T07:32:00.5-07:00")),
        ("1979-05-27 07:32:00Z", .string("1979-05-27 07:32:00Z")), ("2024-02-29", .string("2024-02-29")),
        ("07:32:00", .string("07:32:00")),
        ("[ 1, # one\n  [2,],\n]", .sequence([.number("1"), .sequence([.number("2")])])),
        ("{ x.y = 1, z = '' }", .mapping([.init("x", .mapping([.init("y", .number("1"))])), .init("z", .string(""))])),
        ("{}", .mapping([])),
    ])
    func readsEveryKindOfValue(text: String, value: StructuredValue) throws {
        #expect(try toml("k = \(text) # end\r\n")["k"] == value)
    }

    @Test func buildsTablesFromHeadersAndDottedKeys() throws {
        let root = try toml(
            """
            title = "t"
            [a.b.c]
            z = 9
            [a]
            "x y".'.w' = 1
            b.q = 2
            [[p]]
            n = 1
            [p.sub]
            m = 2
            [[p]]
            n = 3
            [[p.inner]]
            [[p.inner]]
            """)
        #expect(root["a"]?["b"]?["c"]?["z"]?.int == 9)
        #expect(root["a"]?["b"]?["q"]?.int == 2)
        #expect(root["a"]?["x y"]?[".w"]?.int == 1)
        #expect(root["p"]?.elements.count == 2)
        #expect(root["p"]?.elements.first?["sub"]?["m"]?.int == 2)
        #expect(root["p"]?.elements.last?["inner"]?.elements.count == 2)
    }

    @Test(arguments: [
        "a = 1\na = 2", "[a]\n[a]", "a.b = 1\n[a]", "[a]\nb = 1\n[a.b]", "a = {}\na.b = 1", "a = {}\n[a.b]",
        "a = []\n[[a]]", "[[a]]\n[a]", "[a]\n[[a]]", "[a.b.c]\nz = 9\n[a]\nb.c.t = 1", "a = {b = 1, b = 2}",
        "a = {b = {c = 1}, b.d = 2}", "[t]\na.b = 1\n[t.a]", "[[x.y]]\n[x]\ny.z = 1",
    ])
    func refusesRedefinitions(text: String) {
        #expect(throws: StructuredTextError.self) { try toml(text) }
    }

    @Test(arguments: [
        "a", "a =", "= 1", "a = 1 b = 2", "[a", "[a]]", "a = [1 2]", "a = {b = 1,}", "a = {b = 1\n}", "a = 01",
        "a = 1_", "a = _1", "a = 1__0", "a = 1.", "a = .5", "a = 0x", "a = +0x1", "a = 1e", "a = \"\n\"", "a = 'x",
        "a = \"\\q\"", "a = \"\\ud800\"", "a = \"\u{1}\"", "a = 2023-02-29", "a = 25:00:00", "a = 1979-05-27T",
        "a = True", "a = \"\"\"x", "# \u{7f}", "a = 1\rb = 2", "\u{e9} = 1", "a..b = 1", "[]",
    ])
    func refusesMalformedTexts(text: String) {
        #expect(throws: StructuredTextError.self) { try toml(text) }
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: StructuredTextError.self) { try toml(bytes: Array("a = \"".utf8) + [0xff, 0x22]) }
    }

    @Test func boundsDepthAndNodes() {
        #expect(throws: StructuredTextError.self) { try toml("a = " + String(repeating: "[", count: 100_000)) }
        #expect(throws: StructuredTextError.self) { try toml(String(repeating: "a.", count: 5000) + "a = 1") }
        #expect(throws: StructuredTextError.self) {
            try toml("a = [" + String(repeating: "1,", count: 100) + "]", limits: .init(nodes: 50))
        }
    }

    @Test func namesTheLineOfAnError() {
        #expect { try toml("a = 1\n\nb = ?\n") } throws: { ($0 as? StructuredTextError)?.line == 3 }
    }

    @Test func neverTrapsOnATruncatedText() {
        let whole = Array(
            "a.b = \"\"\"x\\\n y\"\"\"\nd = 1979-05-27 07:32:00Z\n[[t]]\nq = { r = [1, '''z'''], s = 0xff }\n".utf8)
        for length in 0..<whole.count { _ = try? toml(bytes: Array(whole.prefix(length))) }
    }
}
