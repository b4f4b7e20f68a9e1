import Testing

@testable import Rego

/// Values that are small in memory and endless when they are walked through, since they hold the same thing many times.
@Suite("Shared values", .serialized)
struct SharedValueTests {
    private static let limits = EvaluationLimits(memory: 64 << 20, steps: 100_000_000, time: .seconds(3))
    private static let patience = Duration.seconds(40)

    /// Two values that are equal and share nothing with each other; each level holds the one below twice.
    private static func chains(_ levels: Int, _ level: (String) -> String) -> String {
        ["x", "y"].map { name in
            "\(name)0 := [1, \"a\"]\n"
                + (1...levels).map { "\(name)\($0) := \(level("\(name)\($0 - 1)"))" }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The result as JSON, undefined, or the code of the error.
    private static func end(_ query: String, _ module: String, limits: EvaluationLimits = limits) throws -> String {
        let start = ContinuousClock.now
        defer { #expect(ContinuousClock.now - start < patience) }
        let compiled = try CompiledModules.compile([
            (SourceText(name: "p.rego", text: "package p\n\(module)"), .v1)
        ])
        let prepared = try PreparedQuery(
            compiled, query: compiled.query(SourceText(name: "", text: "result := \(query)")), data: Document.empty)
        let options = EvaluationOptions(limits: limits)
        do throws(RegoError) {
            return try prepared.solutions(input: nil, options: options).first?.first ?? "undefined"
        } catch {
            return error.code.rawValue
        }
    }

    @Test(
        "What could not be written out is not made",
        arguments: [
            "data.p.x60 == data.p.y60", "data.p.x60 < data.p.y60", "count({data.p.x60, data.p.y60})",
            "count({data.p.x60: 1, data.p.y60: 2})", "sort([data.p.x60, data.p.y60])", "json.marshal(data.p.x60)",
            "data.p.x60", "data.p.x60 in [data.p.y60]", "count([1 | walk(data.p.x60, _)])",
            "sprintf(\"%v\", [data.p.x60])",
            "object.union({\"a\": data.p.x60}, {\"a\": data.p.y60})", "yaml.marshal(data.p.x60)",
        ])
    func refused(query: String) throws {
        let limits = EvaluationLimits(memory: 4 << 20, time: .seconds(3))
        for level in [{ "[\($0), \($0)]" }, { "{\"l\": \($0), \"r\": \($0)}" }] as [(String) -> String] {
            #expect(try Self.end(query, Self.chains(60, level), limits: limits) == "eval_cancel_error")
        }
    }

    @Test("What can be is compared and written")
    func admitted() throws {
        let module = Self.chains(12) { "[\($0), \($0)]" }
        #expect(try Self.end("data.p.x12 == data.p.y12", module) == "true")
        #expect(try Self.end("count({data.p.x12, data.p.y12})", module) == "1")
        #expect(try Self.end("count(json.marshal(data.p.x12))", module) == "\((1 << 12) * 7 + 3 * ((1 << 12) - 1))")
    }

    @Test(
        "Comparing again and again ends with the time",
        arguments: [
            "count([1 | some i in numbers.range(1, 100000); data.p.x18 == data.p.y18])",
            "count([1 | some i in numbers.range(1, 100000); count({data.p.x18, data.p.y18}) == 1])",
            "count([1 | some i in numbers.range(1, 100000); {data.p.x18: 1}[data.p.y18] == 1])",
            "count([1 | some i in numbers.range(1, 100000); data.p.x18 in [data.p.y18]])",
            "count([1 | some i in numbers.range(1, 100000); object.get({data.p.x18: i}, data.p.y18, 0) == i])",
            "count([1 | some i in numbers.range(1, 100000); count(json.marshal([i, data.p.x18])) > 1])",
        ])
    func timed(query: String) throws {
        #expect(try Self.end(query, Self.chains(18) { "[\($0), \($0)]" }) == "eval_cancel_error")
    }

    @Test("A long text that appears many times is counted each time")
    func texts() throws {
        let module = "t := concat(\"\", [\"aaaaaaaa\" | some _ in numbers.range(1, 10000)])"
        let query = "json.marshal([data.p.t | some _ in numbers.range(1, 100000)])"
        #expect(try Self.end(query, module) == "eval_cancel_error")
        #expect(try Self.end("count(json.marshal([data.p.t, data.p.t]))", module) == "160007")
    }

    @Test("A weight is never less than the truth, and little more")
    func weights() {
        for words in (0..<50_000).map({ $0 }) + (14...44).flatMap({ [1 << $0, 1 << $0 + 1, (1 << $0) - 1] }) {
            let weight = ValueWeight(words: words).words
            #expect(weight >= words && weight <= words + words >> 13 + 1, "\(words) \(weight)")
        }
        #expect(ValueWeight(words: 1 << 60).words >= 1 << 44)
        #expect(ValueWeight(words: .max).words >= 1 << 44)
    }
}
