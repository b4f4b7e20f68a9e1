import StructuredText
import Testing

@testable import Rego

@Suite struct ObservedProgramTests {
    /// What an evaluation ends with, as text.
    private func outcome(_ evaluate: () throws -> [[String]]) -> String {
        do {
            return "\(try evaluate())"
        } catch {
            return "\(error)"
        }
    }

    @Test("A conformance case has the same outcome in a program with marks", arguments: ["v0", "v1"])
    func sameOutcome(_ version: String) throws {
        guard ConformanceSources.isPresent else {
            print("skipped: no conformance cases at \(ConformanceSources.root)")
            return
        }
        var differences: [String] = []
        var compared = 0
        for entry in try ConformanceSources.cases(version) {
            let options = CompilerOptions(allowsExperimentalKeywords: entry.isExperimental)
            // One case calls a function that only the conformance runner has.
            guard let compiled = try? CompilerTests.compile(entry.modules, version == "v0" ? .v0 : .v1, options) else {
                continue
            }
            let query = try compiled.query(SourceText(name: "", text: entry.query))
            let heap = Heap()
            let given = entry.document["data"] ?? .null
            let data = Document(try given == .null ? heap.object([]) : YAMLDocument.value(given, in: heap), in: heap)
            let plain = try PreparedQuery(compiled, query: query, data: data)
            guard !plain.program.builtins.contains(where: \.declaration.isNondeterministic) else { continue }
            let inputHeap = Heap()
            let input = try entry.document["input"].map { try YAMLDocument.value($0, in: inputHeap) } ?? .undefined
            let settings = EvaluationOptions(
                isStrict: entry.document["strict_error"]?.bool ?? false, nanoseconds: 1_700_000_000_000_000_000)
            let text: (Value) -> [[String]] = { $0.elements.map { $0.elements.map { JSONOutput.text(of: $0) } } }
            let expected = outcome { try plain.evaluate(input: input, options: settings, text) }
            let covered = try PreparedQuery.observed(compiled, query: query, data: data)
            let found = outcome {
                try covered.evaluate(
                    input: input, options: settings, coverage: CoverageRecorder(), profiler: Profiler(), text)
            }
            let explainer = try DecisionExplainer(compiled, query: query, data: data)
            let explained = outcome {
                let (solutions, explanation) = try explainer.explain(input: input, options: settings, text)
                #expect(!explanation.description.isEmpty, "\(entry.file)[\(entry.index)]")
                return solutions
            }
            compared += 1
            if found != expected || explained != expected {
                differences.append("\(entry.file)[\(entry.index)] \(expected)\n\(found)\n\(explained)")
            }
        }
        #expect(differences.isEmpty, "\(differences.count):\n\(differences.prefix(10).joined(separator: "\n"))")
        #expect(compared > 1500)
    }
}
