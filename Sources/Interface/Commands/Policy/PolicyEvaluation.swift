internal import Rego

/// The solutions of a query as text.
struct PolicyEvaluation {
    struct Expression {
        var value: String
        /// As `raw` writes it: a string without its quotes.
        var raw: String
        var text: String
        var row: Int
        var column: Int
    }

    struct Solution {
        var expressions: [Expression]
        var bindings: [(name: String, value: String)]
    }

    let solutions: [Solution]
    var isUndefined: Bool {
        // A single expression that is false is a result, as OPA counts.
        solutions.isEmpty
    }

    init(_ values: Value, _ query: CompiledQuery, names: [String]) {
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() { places[name] = index }
        solutions = values.elements.map { solution in
            let parts = solution.elements
            let bindings = query.bindings.indices.map { index in
                (name: query.bindings[index].name, value: JSONOutput.text(of: parts[index], escapingHTML: true))
            }
            let expressions = query.expressions.map { expression in
                let value = expression.variable.flatMap { places[$0] }.map { parts[$0] } ?? .true
                return Expression(
                    value: JSONOutput.text(of: value, escapingHTML: true),
                    raw: value.string ?? JSONOutput.text(of: value), text: expression.text,
                    row: Int(expression.location.row), column: Int(expression.location.column))
            }
            return Solution(expressions: expressions, bindings: bindings)
        }
    }

    func text(_ format: PolicyEvalCommand.Format) -> String {
        switch format {
        case .json: return PolicyReport.indented(PolicyReport.object([resultMember])) + "\n"
        case .discard: return ""
        case .raw:
            return solutions.map { $0.expressions.map(\.raw).joined(separator: " ") + "\n" }.joined()
        case .values:
            return solutions.map { PolicyReport.indented(PolicyReport.array($0.expressions.map(\.value))) + "\n" }
                .joined()
        case .bindings:
            return solutions.map { PolicyReport.indented(bindings(of: $0)) + "\n" }.joined()
        case .pretty, .source: return pretty
        }
    }

    private func bindings(of solution: Solution) -> String {
        PolicyReport.object(solution.bindings.map { (name: $0.name, json: $0.value) })
    }

    /// The solutions as a member of a JSON object, which an undefined result does not have.
    var resultMember: (name: String, json: String?) {
        if solutions.isEmpty { return ("result", nil) }
        let results = solutions.map { solution in
            let expressions = solution.expressions.map { expression in
                PolicyReport.object([
                    ("value", expression.value), ("text", PolicyReport.quoted(expression.text)),
                    (
                        "location",
                        PolicyReport.location(
                            .init(file: "", row: expression.row, column: expression.column), withFile: false)
                    ),
                ])
            }
            return PolicyReport.object([
                ("expressions", PolicyReport.array(expressions)),
                ("bindings", solution.bindings.isEmpty ? nil : bindings(of: solution)),
            ])
        }
        return ("result", PolicyReport.array(results))
    }

    /// One value as indented JSON; more than one, or bindings, as a table.
    private var pretty: String {
        guard let first = solutions.first else { return "undefined\n" }
        if solutions.count == 1, first.bindings.isEmpty, first.expressions.count == 1 {
            return PolicyReport.indented(first.expressions[0].value) + "\n"
        }
        // A literal that only binds has no value worth a column.
        let shown = first.expressions.indices.filter { index in
            solutions.contains { $0.expressions[index].value != "true" }
        }
        var rows = [first.bindings.map(\.name) + shown.map { first.expressions[$0].text }]
        for solution in solutions {
            rows.append(solution.bindings.map(\.value) + shown.map { solution.expressions[$0].value })
        }
        rows = rows.map { $0.map(Table.printable) }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let rule = "+" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+") + "+\n"
        let lines = rows.map { row in
            let cells = zip(row, widths).map { " \($0)" + String(repeating: " ", count: $1 - $0.count) + " " }
            return "|" + cells.joined(separator: "|") + "|\n"
        }
        return rule + lines[0] + rule + lines.dropFirst().joined() + rule
    }
}
