import StructuredText
import Testing

@testable import Rego

@Suite("Partial evaluation of the public suite")
struct PartialConformanceTests {
    private struct Mode: CustomStringConvertible {
        var description: String
        var options: PartialOptions
        /// Whether the base documents are unknown too.
        var hidesData = false
    }

    private static var modes: [Mode] {
        var shallow = PartialOptions()
        shallow.isShallow = true
        var tight = PartialOptions()
        tight.limits.queries = 1
        tight.limits.constantSize = 2
        return [
            Mode(description: "input", options: PartialOptions()), Mode(description: "shallow", options: shallow),
            Mode(description: "tight", options: tight),
            Mode(description: "data", options: PartialOptions(), hidesData: true),
        ]
    }

    @Test(
        "What is left gives what the whole gives", .enabled(if: ConformanceSources.isPresent, "no conformance data"),
        arguments: ["v0", "v1"])
    func cases(version: String) throws {
        var counts: [String: Int] = [:]
        var numbers = SeededNumbers(5)
        for test in try ConformanceSources.cases(version) {
            let heap = Heap()
            var data = try heap.object([])
            if let given = test.document["data"], given != .null { data = try YAMLDocument.value(given, in: heap) }
            let document = Document(data, in: heap)
            let options = CompilerOptions(allowsExperimentalKeywords: test.isExperimental)
            guard
                let comparison = try? ResidualComparison(
                    test.modules, query: test.query, data: document, version: version == "v0" ? .v0 : .v1,
                    options: options)
            else {
                counts["do not compile", default: 0] += 1
                continue
            }
            let input = try Self.input(of: test)
            let usesInput = (test.modules + [test.query]).contains { $0.contains("input") }
            // What is left holds for any input: also for none, and for changed ones.
            let others =
                usesInput ? [nil] + (try (0..<3).compactMap { _ in try input.map { try changed($0, &numbers) } }) : []
            for mode in Self.modes where usesInput || mode.description == "input" || mode.hidesData {
                var options = mode.options
                if mode.hidesData {
                    options.unknowns += document.root.keys.map {
                        Reference([Term(.variable("data")), ConstantTerms.term(of: $0)])
                    }
                    if options.unknowns.count == 1 { continue }
                }
                let (outcome, partial) = try comparison.outcome(options, input: input)
                if case .same = outcome, let partial, mode.description != "shallow" {
                    for other in others {
                        let outcome = comparison.outcome(partial, input: other)
                        if case .different(let text) = outcome {
                            counts["\(mode): other input, different", default: 0] += 1
                            Issue.record("\(test.file) \(test.note) [\(mode), \(other?.json ?? "no input")]: \(text)")
                        } else {
                            counts["\(mode): other input, same", default: 0] += 1
                        }
                    }
                }
                switch outcome {
                case .same:
                    counts["\(mode): same", default: 0] += 1
                    if usesInput { counts["\(mode): same, with input", default: 0] += 1 }
                    if partial?.isWhole == true {
                        counts["\(mode): whole", default: 0] += 1
                    } else if partial?.queries.first?.text.isEmpty ?? true {
                        counts["\(mode): decided", default: 0] += 1
                    }
                case .skipped: counts["\(mode): skipped", default: 0] += 1
                case .different(let text):
                    counts["\(mode): different", default: 0] += 1
                    Issue.record("\(test.file) \(test.note) [\(mode)] \(test.query): \(text)")
                }
            }
        }
        print("partial evaluation, \(version):")
        for (what, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(what): \(count)") }
        #expect(counts["input: same", default: 0] > 500)
    }

    @Test(
        "Optimised modules give what those written give",
        .enabled(if: ConformanceSources.isPresent, "no conformance data"), arguments: ["v0", "v1"])
    func optimised(version: String) throws {
        var counts: [String: Int] = [:]
        var numbers = SeededNumbers(7)
        for test in try ConformanceSources.cases(version) {
            guard (test.modules + [test.query]).contains(where: { $0.contains("input") }) else { continue }
            let heap = Heap()
            var data = try heap.object([])
            if let given = test.document["data"], given != .null { data = try YAMLDocument.value(given, in: heap) }
            let document = Document(data, in: heap)
            let options = CompilerOptions(allowsExperimentalKeywords: test.isExperimental)
            guard
                let comparison = try? ResidualComparison(
                    test.modules, query: test.query, data: document, version: version == "v0" ? .v0 : .v1,
                    options: options)
            else { continue }
            var usage = DocumentUsage()
            usage.visit(comparison.query.body)
            let entrypoints = usage.references.filter { $0.root == "data" && $0.terms.count > 2 && $0.isConstantPath }
            guard !entrypoints.isEmpty else { continue }
            let input = try Self.input(of: test)
            let others = try (0..<3).compactMap { _ in try input.map { try changed($0, &numbers) } }
            for isShallow in [true, false] {
                guard
                    let optimised = try comparison.modules.optimised(
                        for: entrypoints, data: document, options: PartialOptions(isShallow: isShallow))
                else {
                    counts["as written", default: 0] += 1
                    continue
                }
                counts["optimised", default: 0] += 1
                var other = comparison
                other.modules = try comparison.modules.compiled(optimised, options: options)
                other.query = try other.modules.query(SourceText(name: "", text: test.query))
                for input in [input, nil] + others {
                    switch (Result { try comparison.direct(input) }, Result { try other.direct(input) }) {
                    case (.success(let one), .success(let two)) where one == two: counts["same", default: 0] += 1
                    case (.failure(let one as RegoError), .failure(let two as RegoError)) where one.code == two.code:
                        counts["same", default: 0] += 1
                    case (let wanted, let found):
                        counts["different", default: 0] += 1
                        Issue.record(
                            "\(test.file) \(test.note) \(input?.json ?? "no input"): wanted \(wanted), got \(found) from \(optimised.added.map(\.text)) \(optimised.changed)"
                        )
                    }
                }
            }
        }
        print("optimised, \(version):")
        for (what, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(what): \(count)") }
        #expect(counts["same", default: 0] > 500)
    }

    /// The document with one part replaced or taken out.
    private func changed(_ document: Document, _ numbers: inout SeededNumbers) throws -> Document {
        let heap = Heap()
        return Document(try changed(document.root, in: heap, &numbers), in: heap)
    }

    private func changed(_ value: Value, in heap: Heap, _ numbers: inout SeededNumbers) throws -> Value {
        if value.count == 0 || !value.isCollection || Int.random(in: 0..<5, using: &numbers) == 0 {
            let others = [
                "null", "false", "true", "1", "1.0", "0", "\"a\"", "\"\"", "[]", "{}", "{\"a\":1}", "[1,\"a\"]",
            ]
            return try JSONReader.value(others[Int.random(in: 0..<others.count, using: &numbers)], in: heap)
        }
        let place = Int.random(in: 0..<value.count, using: &numbers)
        let isTaken = Int.random(in: 0..<4, using: &numbers) == 0
        func parts(_ all: UnsafeBufferPointer<Value>) throws -> [Value] {
            try all.enumerated().compactMap { index, part in
                if index != place { return try heap.copy(part) }
                return isTaken ? nil : try changed(part, in: heap, &numbers)
            }
        }
        switch value.kind {
        case .array: return try heap.array(try parts(value.elements))
        case .set: return try heap.set(try parts(value.elements))
        default:
            let keys = try value.keys.map { try heap.copy($0) }
            let kept = isTaken ? keys.indices.filter { $0 != place } : Array(keys.indices)
            let values = try parts(value.values)
            return try heap.object(zip(kept, values).map { (key: keys[$0], value: $1) })
        }
    }

    private static func input(of test: ConformanceSources.Case) throws -> Document? {
        let heap = Heap()
        if let text = test.document["input_term"]?.scalar {
            let modules = try CompiledModules.compile([])
            let query = try modules.query(SourceText(name: "", text: "x := \(text)"))
            let prepared = try PreparedQuery(modules, query: query, data: Document.empty)
            let value = try prepared.evaluate(input: .undefined) { solutions throws(RegoError) -> Value in
                do throws(BuiltinError) {
                    guard let first = solutions.elements.first?.elements.first else { return .undefined }
                    return try heap.copy(first)
                } catch {
                    throw RegoError(.internalError, "\(error)")
                }
            }
            return Document(value, in: heap)
        }
        guard let given = test.document["input"] else { return nil }
        return Document(try YAMLDocument.value(given, in: heap), in: heap)
    }
}
