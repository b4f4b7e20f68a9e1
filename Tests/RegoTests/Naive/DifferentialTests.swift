import Testing

@testable import Rego

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The machine against the naive evaluator, on policies made by chance.
///
/// `OBRYZA_REGO_SEEDS` says how many, `OBRYZA_REGO_FIRST` with which seed to begin.
@Suite("The machine and the naive evaluator")
struct DifferentialTests {
    /// What was seen in a run.
    struct Figures {
        var policies = 0
        var compiled = 0
        var decisions = 0
        var alike = 0
        var undefined = 0
        /// Both end with the same error.
        var failed = 0
        /// The machine did not come upon an error that the naive evaluator found.
        var skipped = 0
        var tooLong = 0
        var differences: [String] = []
        var refusals: [String: Int] = [:]
    }

    #if DEBUG
        private static let usual = 200
    #else
        private static let usual = 2_000
    #endif

    private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

    @Test("Agree on policies made by chance")
    func agree() throws {
        let first = Self.number("OBRYZA_REGO_FIRST") ?? 1
        let count = Self.number("OBRYZA_REGO_SEEDS") ?? Self.usual
        var figures = Figures()
        for seed in first..<(first + count) where figures.differences.count < 20 {
            try Self.compare(UInt64(seed), &figures)
        }
        print(
            """
            rego policies by chance: \(figures.policies), \(figures.compiled) compiled; \(figures.decisions) decisions, \
            \(figures.alike) alike (\(figures.undefined) undefined), \(figures.failed) failed alike, \
            \(figures.skipped) without an error, \(figures.tooLong) not finished
            """)
        for (reason, count) in figures.refusals.sorted(by: { $0.value > $1.value }).prefix(12) {
            print("  refused \(count): \(reason)")
        }
        for difference in figures.differences { Issue.record("\(difference)") }
        #expect(figures.compiled * 10 >= figures.policies * 8)
        #expect(figures.alike * 2 > figures.decisions)
    }

    private static func compare(_ seed: UInt64, _ figures: inout Figures) throws {
        let policy = PolicyGenerator.policy(seed)
        figures.policies += 1
        let compiled: CompiledModules
        do throws(RegoErrors) {
            compiled = try CompilerTests.compile(policy.modules)
        } catch {
            let text = error.errors.first.map { "\($0.code): \($0.message)" } ?? ""
            figures.refusals[text, default: 0] += 1
            return
        }
        figures.compiled += 1
        let data = try Document(json: policy.data)
        let inputs = try policy.inputs.map { try Document(json: $0) }
        for text in policy.queries {
            let query: CompiledQuery
            do throws(RegoErrors) {
                query = try compiled.query(SourceText(name: "query", text: text))
            } catch {
                continue
            }
            let prepared: PreparedQuery
            do throws(RegoError) {
                prepared = try PreparedQuery(compiled, query: query, data: data)
            } catch {
                figures.differences.append(
                    "seed \(seed), query \(text): not planned: \(error)\n" + policy.modules.joined(separator: "\n"))
                return
            }
            // The first input comes again, after a decision on another.
            for index in [0, 1, 0] {
                guard let difference = try decide(compiled, query, prepared, inputs[index], data, &figures) else {
                    continue
                }
                figures.differences.append(
                    "seed \(seed), query \(text), input \(index)\n\(difference)\n"
                        + policy.modules.joined(separator: "\n")
                        + "data: \(policy.data)\ninput: \(policy.inputs[index])")
                return
            }
        }
    }

    /// How the outcomes of one decision differ, if they do.
    private static func decide(
        _ compiled: CompiledModules, _ query: CompiledQuery, _ prepared: PreparedQuery, _ input: Document,
        _ data: Document, _ figures: inout Figures
    ) throws -> String? {
        figures.decisions += 1
        let heap = Heap()
        let naive = try NaiveEvaluator(compiled, query: query, heap: heap, steps: 100_000)
        var failure: RegoError?
        var expected = Value.undefined
        do {
            let found = try naive.solutions(input: input.root, data: data.root)
            expected = try heap.set(found.map { try heap.array($0) })
        } catch is NaiveEvaluator.TooMuch {
            figures.tooLong += 1
            return nil
        } catch let error as RegoError {
            failure = error
        }
        do throws(RegoError) {
            let text: String? = try prepared.evaluate(input: input.root) { solutions in
                var actual = Array(solutions.elements)
                actual.sort()
                var distinct: [Value] = []
                for value in actual where distinct.last != value { distinct.append(value) }
                if failure != nil || distinct == Array(expected.elements) { return nil }
                return "naive: \(RegoOutput.text(of: expected))\nmachine: \(RegoOutput.text(of: solutions))"
            }
            if text == nil {
                if failure != nil { figures.skipped += 1 } else { figures.alike += 1 }
                if failure == nil, expected.count == 0 { figures.undefined += 1 }
            }
            return text
        } catch {
            if error.code == failure?.code {
                figures.failed += 1
                return nil
            }
            let other = failure.map { "\($0)" } ?? RegoOutput.text(of: expected)
            return "naive: \(other)\nmachine: \(error)"
        }
    }
}
