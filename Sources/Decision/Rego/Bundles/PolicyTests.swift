/// The tests among policies: rules named `test_…`, which pass when they are true, and `todo_test_…`, which wait.
///
/// A rule with keys, `test_name[case] if …`, is a table: one test for each key, nested as the keys are.
package struct PolicyTests: Sendable {
    package struct Test: Sendable {
        package var package: String
        package var name: String
        package var position: RegoError.Position
        package var path: Reference
        package var isSkipped: Bool
    }

    package struct Outcome: Sendable {
        package var test: Test
        /// Cases that failed, by their keys joined with slashes; a plain test has none.
        package var cases: [(name: String, passed: Bool)] = []
        package var passed = false
        package var error: RegoError?
        package var duration: Duration = .zero
        /// What `print` printed, when the policies were compiled so that it does.
        package var output: [PrintedLine] = []
        /// Why a test that failed was not true.
        package var explanation: Explanation?
    }

    private let set: PolicySet
    package private(set) var tests: [Test] = []

    /// - Parameter pattern: A regular expression that a part of a test's full name, `data.app.test_allow`, must match.
    /// - Throws: What is wrong with the pattern.
    package init(_ set: PolicySet, matching pattern: String? = nil) throws {
        let wanted = try pattern.map { try Regex($0) }
        let isWanted = { (name: String) in wanted?.matches(name) ?? true }
        self.set = set
        for node in set.modules.tree.nodes.indices {
            guard let first = set.modules.tree.nodes[node].rules.first else { continue }
            let compiled = set.modules.rules[first]
            guard compiled.rule.head.arguments == nil else { continue }
            let package = set.modules.modules[compiled.module].package.path
            let path = Reference(Array(compiled.rule.head.reference.scalarPrefix))
            guard path.terms.count > package.terms.count, let name = path.terms[package.terms.count].string,
                name.hasPrefix("test_") || name.hasPrefix("todo_test_"), isWanted(path.dotted)
            else { continue }
            let rest = path.terms.dropFirst(package.terms.count + 1).map { $0.string ?? $0.description }
            let location = compiled.rule.location
            tests.append(
                Test(
                    package: package.dotted, name: ([name] + rest).joined(separator: "."),
                    position: RegoError.Position(
                        file: set.modules.sources[Int(location.file)].name, row: Int(location.row),
                        column: Int(location.column)),
                    path: path, isSkipped: name.hasPrefix("todo_")))
        }
        tests.sort {
            ($0.position.file, $0.position.row, $0.name) < ($1.position.file, $1.position.row, $1.name)
        }
    }

    /// Runs one test. A built-in that fails makes its call undefined, as in any evaluation.
    ///
    /// - Parameter coverage: Notes what the test evaluates.
    package func run(_ test: Test, limits: EvaluationLimits, coverage: CoverageRecorder? = nil) -> Outcome {
        var outcome = Outcome(test: test)
        guard !test.isSkipped else { return outcome }
        let start = ContinuousClock.now
        let output = PrintedOutput()
        do {
            let query = try set.modules.query(SourceText(name: "", text: "result = \(test.path.description)"))
            let prepared = try PreparedQuery(
                set.modules, query: query, data: set.data, builtins: Builtins.byName,
                observation: coverage == nil ? .none : .literals)
            let place = prepared.variables.firstIndex(of: "result")
            let options = EvaluationOptions(limits: limits) { output.add($0) }
            let found = try prepared.evaluate(input: .undefined, options: options, observer: coverage) { solutions, _ in
                guard let place, let solution = solutions.elements.first else { return nil as Found? }
                return Found(solution.elements[place])
            }
            outcome.cases = found?.cases ?? []
            outcome.passed = found?.passed ?? false
        } catch let error as RegoErrors {
            outcome.error = error.errors.first
        } catch let error as RegoError {
            outcome.error = error
        } catch {
            outcome.error = RegoError(.internalError, "\(error)")
        }
        outcome.output = output.lines
        outcome.duration = ContinuousClock.now - start
        if !outcome.passed, outcome.error == nil { outcome.explanation = explanation(of: test, limits: limits) }
        return outcome
    }

    /// Evaluates a test again to see why it is not true; nil when that ends with an error, as it then may by limits.
    private func explanation(of test: Test, limits: EvaluationLimits) -> Explanation? {
        do {
            let query = try set.modules.query(SourceText(name: "", text: test.path.description), capturesValues: true)
            let explainer = try DecisionExplainer(set.modules, query: query, data: set.data)
            return try explainer.explain(input: nil, options: EvaluationOptions(limits: limits)).explanation
        } catch {
            return nil
        }
    }

    private struct Found {
        var cases: [(name: String, passed: Bool)] = []
        var passed: Bool

        init(_ value: Value) {
            guard value.isObject else {
                passed = value.isTrue
                return
            }
            var pending = [(name: "", value: value)]
            while let (name, value) = pending.popLast() {
                if value.isObject, value.count > 0 {
                    for (key, inner) in zip(value.keys, value.values).reversed() {
                        let text = String(decoding: JSONOutput.keyText(key), as: UTF8.self)
                        pending.append((name: name.isEmpty ? text : "\(name)/\(text)", value: inner))
                    }
                } else {
                    cases.append((name: name, passed: value.isTrue))
                }
            }
            // A table without rows has tested nothing.
            passed = value.count > 0 && cases.allSatisfy(\.passed)
        }
    }
}
