import Glibc
import Testing

@testable import Rego

/// Arithmetic on generated numbers against Python's exact fractions.
@Suite("Exact numbers")
struct ExactNumberTests {
    private static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        access($0, X_OK) == 0
    }

    /// Reads operands and results, a JSON array on each line, and prints what is wrong.
    private static let judge = """
        import json, math, sys
        from decimal import Decimal, ROUND_HALF_UP
        from fractions import Fraction
        read = lambda text: json.loads(text, parse_float=Fraction, parse_int=Fraction)
        count = 0
        for line in open(sys.argv[1]):
            a, b, r = read(line)
            count += 1
            def check(name, right):
                if not right: print(name, line.strip()[:300])
            check('+', r['add'] == a + b)
            check('-', r['subtract'] == a - b)
            check('*', r['multiply'] == a * b)
            if b == 0:
                check('/ 0', 'divide' not in r)
            else:
                # A quotient is rounded to the 64 bits that OPA computes with.
                check('/', abs(r['divide'] * b - a) <= abs(a) / 2**62)
                whole = a.denominator == 1 and b.denominator == 1
                check('%', r.get('remainder') == (a - b * math.trunc(a / b) if whole else None))
            check('compare', r['compare'] == [a < b, a <= b, a == b, a != b, a > b, a >= b])
            check('ceil', r['ceil'] == math.ceil(a))
            check('floor', r['floor'] == math.floor(a))
            half = math.floor(abs(a) + Fraction(1, 2))
            check('round', r['round'] == (half if a >= 0 else -half))
            check('abs', r['abs'] == abs(a))
            check('print', r['text'] == a)
            check('range', r['range'] == [Fraction(x) for x in range(int(r['from']), int(r['to']) + (1 if r['to'] >= r['from'] else -1), int(r['step'] if r['to'] >= r['from'] else -r['step']))])
        print('checked', count)
        """

    private static let query = """
        [[c[0], c[1], object.union_n([whole, quotient, rest])] |
            some c in input
            whole := {
                "add": c[0] + c[1], "subtract": c[0] - c[1], "multiply": c[0] * c[1], "ceil": ceil(c[0]),
                "compare": [c[0] < c[1], c[0] <= c[1], c[0] == c[1], c[0] != c[1], c[0] > c[1], c[0] >= c[1]],
                "floor": floor(c[0]), "round": round(c[0]), "abs": abs(c[0]),
                "text": json.unmarshal(json.marshal(c[0])), "from": c[2], "to": c[3], "step": c[4],
                "range": numbers.range_step(c[2], c[3], c[4])
            }
            quotient := {"divide": x | x := c[0] / c[1]}
            rest := {"remainder": x | x := c[0] % c[1]}
        ]
        """

    private static func text(_ numbers: inout SeededNumbers) -> String {
        let known = [
            "0", "-0", "0.0", "1e400", "-1e400", "1e-400", "9007199254740993", "9007199254740992", "10.0", "1.5", "0.5",
            "-0.5", "2.5", "-2.5", "0.1", "0.2", "18446744073709551615", "9223372036854775807", "-9223372036854775808",
            "4611686018427387904", "1.10", "1E+2", "99999999999999999999.5", "0.49999999999999999999999", "1e0",
            "100.0",
        ]
        if Int.random(in: 0..<4, using: &numbers) == 0 {
            return known.randomElement(using: &numbers) ?? "0"
        }
        var text = Bool.random(using: &numbers) ? "-" : ""
        let digits = Int.random(in: 1...(Int.random(in: 0..<8, using: &numbers) == 0 ? 60 : 18), using: &numbers)
        let whole = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &numbers)) }.joined()
        let trimmed = whole.drop { $0 == "0" }
        text += trimmed.isEmpty ? "0" : String(trimmed)
        if Int.random(in: 0..<3, using: &numbers) == 0 {
            text +=
                "."
                + (0...Int.random(in: 0..<20, using: &numbers)).map { _ in
                    String(Int.random(in: 0...9, using: &numbers))
                }.joined()
        }
        if Int.random(in: 0..<6, using: &numbers) == 0 {
            text += "e\(Int.random(in: -60...60, using: &numbers))"
        }
        return text
    }

    private static func cases(_ count: Int) -> String {
        var numbers = SeededNumbers(20)
        let cases = (0..<count).map { _ in
            let first = text(&numbers)
            let second = Int.random(in: 0..<10, using: &numbers) == 0 ? first : text(&numbers)
            let from = Int.random(in: -30...30, using: &numbers)
            let to = Int.random(in: -30...30, using: &numbers)
            return "[\(first),\(second),\(from),\(to),\(Int.random(in: 1...7, using: &numbers))]"
        }
        return "[\(cases.joined(separator: ",\n"))]"
    }

    @Test(
        "Arithmetic, comparison and rounding agree with Python's fractions",
        .enabled(if: python != nil, "python3 is not installed"))
    func arithmetic() throws {
        let count = 4000
        let modules = try CompiledModules.compile([])
        let query = try modules.query(SourceText(name: "", text: "results := \(Self.query)"))
        let prepared = try PreparedQuery(modules, query: query, data: Document.empty)
        let input = try Document(json: Self.cases(count))
        let lines = try prepared.evaluate(input: input.root) { solutions in
            (solutions.elements.first?.elements.first?.elements).map { $0.map { JSONOutput.text(of: $0) } } ?? []
        }
        #expect(lines.count == count)
        withExtendedLifetime(input) {}
        let said = try Self.run(lines)
        #expect(said == ["checked \(count)"], "\(said.count - 1) wrong: \(said.prefix(20).joined(separator: "\n"))")
    }

    private static func run(_ lines: [String]) throws -> [String] {
        var name = Array("/tmp/obryza-numbers-XXXXXX".utf8CString)
        guard let folder = mkdtemp(&name).map({ String(cString: $0) }) else { return ["no temporary folder"] }
        let (script, cases) = ("\(folder)/judge.py", "\(folder)/cases")
        defer {
            unlink(script)
            unlink(cases)
            rmdir(folder)
        }
        for (path, text) in [(script, judge), (cases, lines.joined(separator: "\n") + "\n")] {
            guard let file = fopen(path, "w") else { return ["cannot write \(path)"] }
            fputs(text, file)
            fclose(file)
        }
        guard let python, let pipe = popen("\(python) \(script) \(cases) 2>&1", "r") else { return ["no python3"] }
        defer { pclose(pipe) }
        var said: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            said += buffer[..<count]
        }
        return String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
