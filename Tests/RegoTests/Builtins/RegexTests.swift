import Testing

@testable import Rego

@Suite struct RegexTests {
    private static func find(_ pattern: String, _ text: String) throws -> [String] {
        let regex = try Regex(pattern)
        var text = text
        return text.withUTF8 { bytes in
            regex.findAll(bytes).map { match in String(decoding: bytes[match[0]..<match[1]], as: UTF8.self) }
        }
    }

    @Test(
        "finds what RE2 prefers, leftmost first",
        arguments: [
            ("a*", "baac", ["", "aa", ""]), ("a|ab", "ab", ["a"]), ("(?:a|ab)$", "ab", ["ab"]),
            ("a+?", "aaa", ["a", "a", "a"]), ("(?U)a+", "aa", ["a", "a"]), ("(?U)a+?", "aa", ["aa"]),
            ("^a", "aa", ["a"]), ("(?m)^a$", "a\na\nb", ["a", "a"]), ("\\bx", "x ax x", ["x", "x"]),
            ("\\Bx", "x ax", ["x"]), ("(?i)k", "kK\u{212A}", ["k", "K", "\u{212A}"]), (".", "é\n€", ["é", "€"]),
            ("[^a]", "a\nb", ["\n", "b"]), ("\\p{Greek}+", "abγδ", ["γδ"]), ("\\pN", "a1", ["1"]),
            ("[[:alpha:]]+", "ab1", ["ab"]), ("x{2,3}", "xxxxx", ["xxx", "xx"]), ("x{2}", "xxx", ["xx"]),
            ("a{,2}", "a{,2}", ["a{,2}"]), ("\\x{41}\\x42\\103", "ABC", ["ABC"]), ("\\Qa.b\\E", "a.b", ["a.b"]),
            ("(?s).", "\n", ["\n"]), ("", "ab", ["", "", ""]), ("(|a)*", "aa", ["", "", ""]),
            ("(|a)+", "aa", ["", "", ""]),
            ("[a-]+", "a-b", ["a-"]), ("[]a]+", "]a", ["]a"]), ("\\d+", "٣4", ["4"]), ("\\z", "a", [""]),
            ("[\\d.]+", "1.2", ["1.2"]), ("(?i)[k]", "\u{212A}", ["\u{212A}"]), ("[𝒳-𝒵]", "a𝒴", ["𝒴"]),
        ])
    func finds(_ pattern: String, _ text: String, _ expected: [String]) throws {
        #expect(try Self.find(pattern, text) == expected)
    }

    @Test(
        "refuses what RE2 does not have, in Go's words",
        arguments: [
            ("(", "missing closing ): `(`"), (")", "unexpected ): `)`"), ("a)", "unexpected ): `a)`"),
            ("[a", "missing closing ]: `[a`"), ("a**", "invalid nested repetition operator: `**`"),
            ("*", "missing argument to repetition operator: `*`"), ("a{1001}", "invalid repeat count: `{1001}`"),
            ("(a{1000}){2}", "invalid repeat count: `{2}`"), ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
            (#"\1"#, #"invalid escape sequence: `\1`"#), (#"\Z"#, #"invalid escape sequence: `\Z`"#),
            ("[b-a]", "invalid character class range: `b-a`"), (#"\p{X}"#, #"invalid character class range: `\p{X}`"#),
            (#"\"#, "trailing backslash at end of expression: ``"),
            ("(?x)a", "invalid or unsupported Perl syntax: `(?x`"),
            ("a{2,1}", "invalid repeat count: `{2,1}`"), ("(?P<>a)", "invalid named capture: `(?P<>`"),
            ("[[:x:]]", "invalid character class range: `[:x:]`"), ("a++", "invalid nested repetition operator: `++`"),
        ])
    func refuses(_ pattern: String, _ message: String) {
        let error = #expect(throws: RegexError.self) { try Regex(pattern) }
        #expect(error?.description == "error parsing regexp: " + message)
    }

    @Test(
        "replaces by templates",
        arguments: [
            ("a(x*)b", "-ab-axxb-", "$1", "--xx-"), ("a(x*)b", "-ab-axxb-", "$1W", "---"),
            ("a(x*)b", "-ab-axxb-", "${1}W", "-W-xxW-"), ("a*", "baac", "x", "xbxcx"), ("a", "a", "$$", "$"),
            ("(?P<n>a)", "a", "<${n}>", "<a>"), ("a", "aa", "$", "$$"), ("é*", "aé", "-", "-a-"),
        ])
    func replaces(_ pattern: String, _ text: String, _ template: String, _ expected: String) throws {
        let regex = try Regex(pattern)
        var text = text
        let result = text.withUTF8 { regex.replaceAll($0, with: Array(template.utf8)) }
        #expect(String(decoding: result, as: UTF8.self) == expected)
    }

    @Test(
        "splits between matches",
        arguments: [
            ("a*", "baaac", ["b", "c"]), ("/", "a/b/", ["a", "b", ""]), ("x", "", [""]), ("", "", []),
            ("", "ab", ["a", "b"]), ("z+", "pizza", ["pi", "a"]),
        ])
    func splits(_ pattern: String, _ text: String, _ expected: [String]) throws {
        let regex = try Regex(pattern)
        var text = text
        let parts = text.withUTF8 { bytes in regex.split(bytes).map { String(decoding: bytes[$0], as: UTF8.self) } }
        #expect(parts == expected)
    }

    @Test func `catastrophic expressions take linear time`() throws {
        let text = String(repeating: "a", count: 20_000) + "!"
        for pattern in ["^(a+)+$", "^(a|a)*$", "(a*)*b", "(.*)(.*)(.*)(.*)x"] {
            #expect(try !Regex(pattern).matches(text))
            #expect(try Self.find(pattern, text).isEmpty)
        }
    }

    @Test func `the automaton and the threads agree when the table of states overflows`() throws {
        // Two to the twelfth states, over and over.
        let regex = try Regex("(?:a|b)*a(?:a|b){14}$")
        var seed: UInt64 = 7
        for _ in 0..<20 {
            var text = String(
                (0..<3000).map { _ -> Character in
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return seed >> 40 & 1 == 0 ? "a" : "b"
                })
            let expected = Array(text)[text.count - 15] == "a"
            #expect(regex.matches(text) == expected)
            #expect((text.withUTF8 { regex.find($0) } != nil) == expected)
        }
    }
}
