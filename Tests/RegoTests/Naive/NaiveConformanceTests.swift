import StructuredText
import Testing

@testable import Rego

/// The naive evaluator against the public conformance cases: what the machine is measured by must itself be right.
@Suite("Naive evaluation")
struct NaiveConformanceTests {
    enum Verdict: Equatable {
        case right
        case wrong(String)
        /// It takes more steps than there is time for.
        case tooLong
    }

    @Test("Gives what the conformance suite wants", arguments: ["v0", "v1"])
    func conformance(_ version: String) throws {
        guard ConformanceSources.isPresent else {
            print("skipped: no conformance cases at \(ConformanceSources.root)")
            return
        }
        var failures: [String] = []
        var (right, tooLong) = (0, 0)
        for entry in try ConformanceSources.cases(version) {
            switch Self.verdict(on: entry, version == "v0" ? .v0 : .v1) {
            case .right: right += 1
            case .tooLong: tooLong += 1
            case .wrong(let reason): failures.append("\(entry.file)[\(entry.index)] \(entry.note): \(reason)")
            }
        }
        print("naive evaluation, \(version): \(right) right, \(tooLong) not finished, \(failures.count) wrong")
        #expect(failures.isEmpty, "\(failures.count) failures:\n\(failures.prefix(40).joined(separator: "\n"))")
        #expect(right > 100 * tooLong)
    }

    private static let sleep = Builtin(name: "test.sleep", arguments: [.string], result: .null) {
        (_: inout BuiltinContext, _: BuiltinArguments) throws(BuiltinError) -> Value? in .null
    }

    private static func verdict(on test: ConformanceSources.Case, _ version: RegoVersion) -> Verdict {
        do {
            return try outcome(of: test, version)
        } catch is NaiveEvaluator.TooMuch {
            return .tooLong
        } catch {
            return .wrong("\(error)")
        }
    }

    private static func outcome(of test: ConformanceSources.Case, _ version: RegoVersion) throws -> Verdict {
        var options = CompilerOptions(allowsExperimentalKeywords: test.isExperimental)
        options.builtins[sleep.name] = sleep.declaration
        let compiled = try CompilerTests.compile(test.modules, version, options)
        let query = try compiled.query(SourceText(name: "", text: test.query))
        let heap = Heap()
        var data = try heap.object([])
        if let given = test.document["data"], given != .null { data = try YAMLDocument.value(given, in: heap) }
        var input = try test.document["input"].map { try YAMLDocument.value($0, in: heap) } ?? .undefined
        if let term = test.document["input_term"]?.scalar { input = try value(of: term, in: heap) }
        var builtins = Builtins.byName
        builtins[sleep.name] = sleep
        let evaluator = try NaiveEvaluator(
            compiled, query: query, heap: heap, builtins: builtins,
            isStrict: test.document["strict_error"]?.bool ?? false, nanoseconds: 1_790_000_000_000_000_000)
        let (error, code) = (test.document["want_error"]?.scalar, test.document["want_error_code"]?.scalar)
        let found: [[Value]]
        do {
            found = try evaluator.solutions(input: input, data: data)
        } catch let failure as RegoError {
            if error == nil, code == nil { return .wrong("\(failure)") }
            if let code, failure.code.rawValue != code { return .wrong("wanted \(code), got \(failure)") }
            if let error, !failure.description.contains(error) { return .wrong("wanted \(error), got \(failure)") }
            return .right
        }
        // One case wants both an error and the empty result.
        let wanted: [StructuredValue]
        if case .sequence(let results)? = test.document["want_result"] { wanted = results } else { wanted = [] }
        if error ?? code != nil, !wanted.isEmpty || !found.isEmpty {
            return .wrong("wanted an error, got \(found.count)")
        }
        let expected = try heap.set(wanted.map { try normal(YAMLDocument.value($0, in: heap), test, heap) })
        let actual = try heap.set(
            found.map { values in
                var members: [(key: Value, value: Value)] = []
                for (name, value) in zip(evaluator.variables, values) {
                    if test.document["ignore_generated_vars"]?.bool == true, name.hasPrefix("__localq") { continue }
                    members.append((try heap.string(name), try JSONReader.value(JSONOutput.text(of: value), in: heap)))
                }
                return try normal(heap.object(members), test, heap)
            })
        if expected == actual { return .right }
        return .wrong("wanted \(RegoOutput.text(of: expected)), got \(RegoOutput.text(of: actual))")
    }

    /// A binding as it is compared: where the case says so, the order of its arrays does not count.
    private static func normal(_ binding: Value, _ test: ConformanceSources.Case, _ heap: Heap) throws -> Value {
        guard test.document["sort_bindings"]?.bool == true else { return binding }
        return try heap.object(
            NaiveEvaluator.members(of: binding).map { key, value in
                (key, value.isArray ? try heap.array(value.elements.sorted()) : value)
            })
    }

    /// The value of a constant term.
    private static func value(of term: String, in heap: Heap) throws -> Value {
        let compiled = try CompiledModules.compile([])
        let query = try compiled.query(SourceText(name: "", text: "x := \(term)"))
        let evaluator = try NaiveEvaluator(compiled, query: query, heap: heap)
        return try evaluator.solutions(input: .undefined, data: .undefined).first?.first ?? .undefined
    }
}
