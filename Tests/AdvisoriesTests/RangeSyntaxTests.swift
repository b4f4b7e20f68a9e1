import Testing

@testable import Advisories

/// What each notation means, as intervals.
@Suite struct RangeSyntaxTests {
    private static let npm: [(String, String)] = [
        ("", "(,)"), ("*", "(,)"), ("1.2.3", "[1.2.3,1.2.3]"), ("=v1.2.3", "[1.2.3,1.2.3]"),
        (">=1.2.3 <2.0.0", "[1.2.3,2.0.0)"), (">= 1.2.3, < 2.0.0", "[1.2.3,2.0.0)"), ("<2", "(,2.0.0-0)"),
        ("^1.2.3", "[1.2.3,2.0.0-0)"), ("^0.2.3", "[0.2.3-0,0.3.0-0)"), ("^0.0.3", "[0.0.3-0,0.0.4-0)"),
        ("^1.x", "[1.0.0-0,2.0.0-0)"), ("^0", "[0.0.0-0,1.0.0-0)"), ("~1.2.3-beta.2", "[1.2.3-beta.2,1.3.0-0)"),
        ("~>1.2", "[1.2.0,1.3.0-0)"), ("~1", "[1.0.0,2.0.0-0)"), ("1.2.x", "[1.2.0-0,1.3.0-0)"),
        ("1.2 - 2.3", "[1.2.0-0,2.4.0-0)"), ("1.2.3 - 2.3.4", "[1.2.3-0,2.3.5-0)"), (">1.2", "[1.3.0-0,)"),
        ("<=1.2", "(,1.3.0-0)"), ("<*", "nothing"), (">1.0.0 <1.0.0", "nothing"),
        ("<1.0.0 || >=2.0.0 <2.1.0 || ^2.1.0", "(,1.0.0),[2.0.0,3.0.0-0)"),
        ("^99999999999999999999.0.0", "[99999999999999999999.0.0,100000000000000000000.0.0-0)"),
    ]
    private static let cargo: [(String, String)] = [
        ("1.2.3", "[1.2.3,2.0.0-0)"), ("^0.2.3", "[0.2.3,0.3.0-0)"), ("^0.0.3", "[0.0.3,0.0.4-0)"),
        ("^0.0", "[0.0.0,0.1.0-0)"), ("0", "[0.0.0,1.0.0-0)"), ("~1.2.3", "[1.2.3,1.3.0-0)"), ("~1", "[1.0.0,2.0.0-0)"),
        ("=1.2", "[1.2.0,1.3.0-0)"), ("=1.2.3", "[1.2.3,1.2.3]"), ("1.*", "[1.0.0,2.0.0-0)"),
        ("0.0.*", "[0.0.0,0.1.0-0)"), ("*", "(,)"), (">= 1.2.3, < 1.4", "[1.2.3,1.4.0)"), (">1.2", "[1.3.0-0,)"),
        ("<=1.2", "(,1.3.0-0)"), ("< 0.9.0-alpha", "(,0.9.0-alpha)"),
    ]
    private static let rubygems: [(String, String)] = [
        ("1.2", "[1.2,1.2]"), ("= 1.2", "[1.2,1.2]"), ("~> 2.2", "[2.2,3.A)"), ("~> 2.2.1", "[2.2.1,2.3.A)"),
        ("~> 2", "[2,3.A)"), ("~> 2.2.a", "[2.2.a,3.A)"), (">= 1.0, < 2.0", "[1.0,2.0)"),
        ("!= 1.0", "(,1.0),(1.0,)"), ("~> 1.4.3, >= 1.4.3.3", "[1.4.3.3,1.5.A)"), ("> 1, < 1", "nothing"),
    ]
    private static let composer: [(String, String)] = [
        (">=2.0,<2.0.5", "[2.0-dev,2.0.5)"), (">=2.0 <2.0.5|>=3.0-beta <3.1", "[2.0-dev,2.0.5),[3.0-beta,3.1)"),
        ("^1.2", "[1.2-dev,2-dev)"), ("^0.3", "[0.3-dev,0.4-dev)"), ("^0.0.3", "[0.0.3-dev,0.0.4-dev)"),
        ("~1.2", "[1.2-dev,2-dev)"), ("~1.2.3", "[1.2.3-dev,1.3-dev)"), ("1.2.*", "[1.2-dev,1.3-dev)"),
        ("1.0 - 2.0", "[1.0-dev,2.1-dev)"), ("1.0.0 - 2.0.1", "[1.0.0-dev,2.0.1]"), ("1.2.3", "[1.2.3,1.2.3]"),
        ("dev-master", "[dev-master,dev-master]"), ("*", "(,)"), ("!=1.0", "(,1.0),(1.0,)"), ("@dev", "(,)"),
    ]
    private static let pep440: [(String, String)] = [
        (">=1.0,<2.0", "[1.0,2.0)"), ("==1.2.*", "[1.2.dev0,1.3.dev0)"), ("!=1.*", "(,1.dev0),[2.dev0,)"),
        ("~=1.4.5", "[1.4.5,1.5.dev0)"), ("~=2!1.4", "[2!1.4,2!2.dev0)"), ("==1.0", "[1.0,1.0.post0.dev0)"),
        ("==1.0rc1", "[1.0rc1,1.0rc1.post0.dev0)"), ("==1.0.post1", "[1.0.post1,1.0.post2.dev0)"),
        ("==1.0.dev3", "[1.0.dev3,1.0.dev4)"), ("==1.0+a", "[1.0+a,1.0+a]"), ("===1.0", "[1.0,1.0]"),
        ("<=1.0", "(,1.0]"), (">1.0", "(1.0,)"), ("!=1.0", "(,1.0),[1.0.post0.dev0,)"), ("", "(,)"),
    ]
    private static let brackets: [(String, String)] = [
        ("[1.0,2.0)", "[1.0,2.0)"), ("(,1.0]", "(,1.0]"), ("[1.2]", "[1.2,1.2]"), ("[1.2, 1.3]", "[1.2,1.3]"),
        ("(,1.0],[1.2,)", "(,1.0],[1.2,)"), ("(1.0,1.0)", "nothing"), ("[2,3),[1,2)", "[1,3)"), ("(,)", "(,)"),
    ]
    private static let nuget: [(String, String)] = [
        ("1.0", "[1.0,)"), ("1.*", "[1.0,)"), ("*", "(,)"), ("[1.0]", "[1.0,1.0]"), ("(1.0, 2.0)", "(1.0,2.0)"),
        ("1.0.0-*", "[1.0.0-0,)"),
    ]
    private static let generic: [(String, String)] = [
        (">= 1.0, < 2.0", "[1.0,2.0)"), ("= 1.2", "[1.2,1.2]"), ("1.2", "[1.2,1.2]"), ("*", "(,)"),
        ("< 1.0 || > 2.0", "(,1.0),(2.0,)"), ("!=1 >0", "(0,1),(1,)"), (">1,<1", "nothing"),
    ]

    private static let all: [(RangeSyntax, [(String, String)])] = [
        (.npm, npm), (.cargo, cargo), (.rubygems, rubygems), (.composer, composer), (.pep440, pep440),
        (.maven, brackets), (.nuget, brackets + nuget), (.comparators(.dpkg), generic), (.comparators(.maven), generic),
    ]

    @Test(arguments: all.indices)
    func `reads ranges into intervals`(_ index: Int) throws {
        let (syntax, table) = Self.all[index]
        for (text, expected) in table {
            #expect(try syntax.ranges(text).description == expected, "\(syntax) \(text)")
        }
    }

    @Test(arguments: [
        (RangeSyntax.npm, "1.2.3.4"), (.npm, "^"), (.npm, "!=1.0.0"), (.npm, "latest"), (.npm, "1.0 -"),
        (.cargo, ""), (.cargo, "^"), (.cargo, "1.2.3,"), (.cargo, ">*"), (.rubygems, ""), (.rubygems, "~>"),
        (.rubygems, "1 2"), (.rubygems, "~> x"), (.composer, ""), (.composer, "||"), (.composer, ">="),
        (.composer, "^x"), (.pep440, "1.0"), (.pep440, "~=1"), (.pep440, "==1.0a1.*"), (.pep440, ">=bulbasaur"),
        (.maven, "1.0"), (.maven, "[1.0"), (.maven, "(1.0)"), (.maven, ""), (.maven, "[1,2)x"), (.nuget, "[1.0"),
        (.nuget, "1.*.*x"), (.nuget, "[a,b]"), (.comparators(.dpkg), ""), (.comparators(.dpkg), ">="),
        (.comparators(.dpkg), ">= 1-"), (.comparators(.cran), "< x"),
    ])
    func `refuses what means nothing`(_ syntax: RangeSyntax, _ text: String) {
        #expect(throws: RangeError.self, "\(syntax) \(text)") { try syntax.ranges(text) }
    }

    @Test func `bounds what it reads`() {
        let long = String(repeating: " ", count: VersionRanges.longestText + 1)
        let many = String(repeating: "!=1.0,", count: VersionRanges.mostTerms + 1) + "!=1.0"
        for syntax in [RangeSyntax.npm, .cargo, .rubygems, .composer, .pep440, .maven, .nuget, .comparators(.rpm)] {
            #expect(throws: RangeError.tooLong(long.utf8.count), "\(syntax)") { try syntax.ranges(long) }
        }
        for syntax in [RangeSyntax.rubygems, .composer, .pep440, .comparators(.rpm)] {
            #expect(throws: RangeError.tooManyTerms, "\(syntax)") { try syntax.ranges(many) }
        }
    }

    @Test(arguments: [RangeSyntax.npm, .composer, .comparators(.semver), .rubygems, .pep440, .cargo, .maven])
    func `reads the longest ranges in time`(_ syntax: RangeSyntax) {
        let count = VersionRanges.mostTerms / 2
        let texts = [
            (0..<count).map { "\($0).0.0" }.joined(separator: " || "),
            (0..<count).reversed().map { "\($0).0.0" }.joined(separator: "||"),
            (0..<count).map { "!=\($0).0.0" }.joined(separator: ","),
            (0..<count).map { ">\($0).0.0" }.joined(separator: ","),
            (0..<count).map { "[\($0),\($0).5)" }.joined(separator: ","),
            String(repeating: "1", count: VersionRanges.longestText), String(repeating: "~", count: 60_000),
            String(repeating: "(,", count: 30_000), String(repeating: "1.", count: 30_000),
        ]
        let clock = ContinuousClock()
        for text in texts {
            // Whether the notation has such a range does not matter here. A debug build on a busy machine takes a second.
            let time = clock.measure { _ = try? syntax.ranges(text) }
            #expect(time < .seconds(60), "\(syntax) \(text.prefix(30))")
        }
    }

    @Test func `says what is wrong and where`() {
        #expect(throws: RangeError.version("1-", .malformed(offset: 2, expected: "a revision"))) {
            try RangeSyntax.comparators(.dpkg).ranges(">= 1-")
        }
        #expect(
            RangeError.malformed("1.0", expected: "a bracket").description
                == "a bracket expected in the range, not '1.0'")
    }
}
