internal import Rego

extension PolicyReport {
    /// An explanation as lines that cannot steer the terminal.
    static func text(_ explanation: Explanation) -> String {
        printableLines(explanation.description).joined(separator: "\n")
    }

    static func explanation(_ explanation: Explanation) -> String {
        object([("expressions", array(explanation.expressions.map(step)))])
    }

    private static func step(_ step: Explanation.Step) -> String {
        object([
            ("text", quoted(step.text)), ("location", step.position.map { location($0) }), ("holds", "\(step.holds)"),
            ("candidates", step.attempts > 1 ? "\(step.attempts)" : nil),
            ("facts", list(step.facts.map { object([("text", quoted($0.text)), ("value", $0.value.map(quoted))]) })),
            ("within", list(step.inner.map(attempt))), ("rules", list(step.causes.map(document))),
        ])
    }

    private static func document(_ document: Explanation.Document) -> String {
        object([
            ("path", quoted(document.path)), ("value", document.value.map(quoted)),
            ("default", document.isDefault ? "true" : nil), ("repeated", document.isRepeated ? "true" : nil),
            ("attempts", list(document.attempts.map(attempt))),
            ("others", document.others > 0 ? "\(document.others)" : nil),
        ])
    }

    private static func attempt(_ attempt: Explanation.Attempt) -> String {
        object([
            ("head", attempt.head.isEmpty ? nil : quoted(attempt.head)),
            ("location", attempt.position.map { location($0) }), ("fired", "\(attempt.fired)"),
            ("values", list(attempt.values.map(quoted))), ("held", "\(attempt.held)"), ("of", "\(attempt.count)"),
            ("expressions", list(attempt.steps.map(step))),
        ])
    }

    private static func list(_ elements: [String]) -> String? { elements.isEmpty ? nil : array(elements) }
}
