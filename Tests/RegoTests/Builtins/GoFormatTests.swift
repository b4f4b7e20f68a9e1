import Testing

@testable import Rego

@Suite struct GoFormatTests {
    @Test(
        "writes as Go's fmt does",
        arguments: [
            ("%d", [GoArgument.integer(42)], "42"),
            ("%5d|%-5d|%05d", [.integer(1), .integer(2), .integer(-3)], "    1|2    |-0003"),
            (
                "%+d % d %x %X %#x %o %#o %O %b",
                [
                    .integer(1), .integer(2), .integer(255), .integer(255), .integer(255), .integer(8), .integer(8),
                    .integer(8), .integer(5),
                ],
                "+1  2 ff FF 0xff 10 010 0o10 101"
            ),
            ("%c%q%U%#U", [.integer(233), .integer(233), .integer(233), .integer(233)], "é'é'U+00E9U+00E9 'é'"),
            (
                "%e %g %f %.2f %08.3f %+.1f",
                [.double(1.5), .double(1e21), .double(2.25), .double(2.25), .double(-2.25), .double(2.25)],
                "1.500000e+00 1e+21 2.250000 2.25 -002.250 +2.2"
            ),
            (
                "%v %v %v %v",
                [.double(1_234_567.5), .double(0.00001), .double(100_000), .double(.leastNonzeroMagnitude)],
                "1.2345675e+06 1e-05 100000 5e-324"
            ),
            (
                "%10s|%-10s|%.2s|%q|%x|% X",
                [.string("hé"), .string("hé"), .string("héllo"), .string("a\n\"\u{7f}"), .string("hi"), .string("hi")],
                "        hé|hé        |hé|\"a\\n\\\"\\x7f\"|6869|68 69"
            ),
            (
                "%t %s %d", [.string("true"), .integer(1), .double(1.5)],
                "%!t(string=true) %!s(int64=1) %!d(float64=1.5)"
            ),
            ("%v", [], "%!v(MISSING)"),
            ("%v", [.integer(1), .integer(2), .string("x")], "1%!(EXTRA int64=2, string=x)"),
            ("%", [], "%!(NOVERB)"), ("%!", [.integer(1)], "%!!(int64=1)"), ("%z", [.integer(1)], "%!z(int64=1)"),
            ("%[2]d %[1]d", [.integer(1), .integer(2)], "2 1"), ("%[3]d", [.integer(1)], "%!d(BADINDEX)"),
            ("%*d|%.*f", [.integer(5), .integer(42), .integer(1), .double(2.26)], "   42|2.3"),
            ("%T %T %T %T", [.integer(1), .double(1), .string(""), .bigInteger("1")], "int64 float64 string *big.Int"),
            (
                "%d %s %x %z",
                [
                    .bigInteger("-123456789012345678901234567890"), .bigInteger("123456789123456789123"),
                    .bigInteger("123456789012345678901234567890"), .bigInteger("1"),
                ],
                "-123456789012345678901234567890 123456789123456789123 18ee90ff6c373e0ee4e3f0ad2 %!z(big.Int=1)"
            ),
            ("100%%", [], "100%"), ("%#q %+q", [.string("a"), .string("é")], "`a` \"\\u00e9\""),
            ("%#g", [.double(1.5)], "1.50000"),
        ] as [(String, [GoArgument], String)])
    func writes(_ format: String, _ arguments: [GoArgument], _ expected: String) {
        #expect(GoFormat.sprintf(format, arguments) == expected)
    }
}
