import Testing

@testable import Rego

/// A sequence of pseudo-random numbers that is the same in every run (xorshift64*).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_f491_4f6c_dd1d
    }
}

@Suite("Decimals")
struct DecimalTests {
    private static func text(_ numbers: inout SeededNumbers) -> String {
        let sign = Bool.random(using: &numbers) ? "-" : ""
        let whole = String(
            UInt64.random(in: 0...UInt64.max, using: &numbers) >> UInt64.random(in: 0...63, using: &numbers))
        let more = Int.random(in: 0...3, using: &numbers) == 0 ? String(repeating: "7", count: 25) : ""
        var text = sign + (whole == "0" ? "0" : whole + more)
        if Bool.random(using: &numbers) {
            text +=
                "."
                + (0..<Int.random(in: 1...12, using: &numbers)).map { _ in
                    String(Int.random(in: 0...9, using: &numbers) * Int.random(in: 0...1, using: &numbers))
                }.joined()
        }
        if Int.random(in: 0...3, using: &numbers) == 0 {
            text += "e" + String(Int.random(in: -40...40, using: &numbers))
        }
        return text
    }

    private static func decimal(_ text: String) throws -> Decimal { try Decimal(text.utf8) }

    @Test("Arithmetic obeys the laws of numbers")
    func laws() throws {
        var numbers = SeededNumbers(7)
        for _ in 0..<3000 {
            let (a, b, c) = (
                try Self.decimal(Self.text(&numbers)), try Self.decimal(Self.text(&numbers)),
                try Self.decimal(Self.text(&numbers))
            )
            #expect(a + b == b + a)
            #expect((a + b) - b == a)
            #expect(a * (b + c) == a * b + a * c)
            #expect(Decimal.compare(a, b) == -Decimal.compare(b, a))
            #expect(Decimal.compare(a, b).signum() == Decimal.compare(a - b, .zero).signum())
            if let quotient = (a * b) / b, a.isInteger { #expect(quotient == a) }
            let (whole, divisor) = (a.rounded(.down), b.rounded(.up))
            let rest: Decimal? = whole % divisor
            if let rest {
                #expect(Decimal.compare(rest.absolute, divisor.absolute) < 0)
                let quotient: Decimal? = (whole - rest) / divisor
                #expect(quotient.map { $0.isInteger && $0 * divisor + rest == whole } == true)
            }
            #expect(try Self.decimal(a.text) == a)
        }
    }

    @Test("Long division agrees with multiplication")
    func division() {
        var numbers = SeededNumbers(11)
        for _ in 0..<5000 {
            func natural(_ most: Int) -> BigNatural {
                let words: [UInt64] = [0, 1, .max, 1 << 63, .max - 1]
                return BigNatural(
                    limbs: (0..<Int.random(in: 1...most, using: &numbers)).map { _ in
                        Bool.random(using: &numbers) ? words[Int.random(in: 0..<5, using: &numbers)] : numbers.next()
                    })
            }
            let (dividend, divisor) = (natural(8), natural(4))
            if divisor.isZero { continue }
            let (quotient, remainder) = dividend.quotientAndRemainder(by: divisor)
            #expect(BigNatural.compare(remainder, divisor) < 0)
            #expect(quotient * divisor + remainder == dividend)
        }
    }

    @Test(
        "Numbers compare by value",
        arguments: [
            ("10.0", "1", 1), ("10.0", "1.5", 1), ("100.0", "1.5", 1), ("1e3", "1000.0", 0), ("0.0", "0.5", -1),
            ("-0.5", "0", -1), ("1e400", "9e399", 1), ("1e-400", "0", 1), ("-0.0", "0", 0),
            ("9007199254740993", "9007199254740992", 1), ("1.10", "1.1", 0), ("-1e400", "-1e399", -1),
            ("100000000000000000000000000001", "1e29", 1),
        ])
    func comparison(left: String, right: String, expected: Int) throws {
        #expect(Decimal.compare(try Self.decimal(left), try Self.decimal(right)).signum() == expected)
        #expect((try Self.decimal(left) == Self.decimal(right)) == (expected == 0))
    }

    @Test(
        "Results are written as OPA writes them",
        arguments: [
            ("0.1 + 0.2", "0.3"), ("1 / 3", "0.33333333333333333334"),
            ("100000000000000000000000 / 3", "33333333333333333334000"),
            ("0.00000001 * 1", "1e-08"), ("123456.5 * 1", "123456.5"), ("1234567.5 * 1", "1.2345675e+06"),
            ("123456789.123456789 * 2", "2.46913578246913578e+08"),
            ("18446744073709551617 * 1", "18446744073709551617"),
            ("2 / 3", "0.6666666666666666667"), ("1 / 8", "0.125"), ("-7 / 2", "-3.5"),
            ("1e30 + 1", "1" + String(repeating: "0", count: 29) + "1"),
            ("7 % 3", "1"), ("-7 % 3", "-1"), ("10 / 5", "2"), ("0.3 / 0.1", "3"), ("5 - 5.0", "0"),
        ])
    func arithmetic(expression: String, expected: String) throws {
        let parts = expression.split(separator: " ").map(String.init)
        let (left, right) = (try Self.decimal(parts[0]), try Self.decimal(parts[2]))
        let result: Decimal? =
            switch parts[1] {
            case "+": left + right
            case "-": left - right
            case "*": left * right
            case "/": left / right
            default: left % right
            }
        #expect(result?.text == expected)
    }

    @Test(
        "Rounding goes the right way below zero too",
        arguments: [
            ("-0.5", "-1", "0", "-1"), ("0.5", "0", "1", "1"), ("-1.5", "-2", "-1", "-2"), ("2.4", "2", "3", "2"),
            ("-0.0", "0", "0", "0"), ("1e-400", "0", "1", "0"), ("3", "3", "3", "3"),
        ])
    func rounding(text: String, down: String, up: String, nearest: String) throws {
        let value = try Self.decimal(text)
        #expect(
            [value.rounded(.down), value.rounded(.up), value.rounded(.halfAwayFromZero)].map(\.text) == [
                down, up, nearest,
            ])
    }

    @Test(
        "What is no JSON number is refused",
        arguments: ["", "+1", "01", ".5", "1.", "0x1p-2", "1_000", "nan", "1e", "--1"])
    func malformed(text: String) { #expect(throws: Decimal.TextError.malformed) { try Self.decimal(text) } }
}
