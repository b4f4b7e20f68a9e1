/// Why a query has its result: the rules that yielded it, or, where nothing did, the rule that came nearest and the
/// expression at which it stopped.
public struct Explanation: Sendable, Hashable {
    /// The expressions of the query.
    public var expressions: [Step]

    /// An expression of a policy or query, as it is written.
    public struct Step: Sendable, Hashable {
        public var text: String
        public var position: RegoError.Position?
        /// Whether evaluation went on behind it.
        public var holds: Bool
        /// What it uses.
        public var facts: [Fact]
        /// The rules that it uses and that decided whether it holds.
        public var causes: [Document]
        /// How far the bodies within it got, such as that of `every`.
        public var inner: [Attempt]
        /// How many candidates of an iteration came as far as this expression, if it did not hold.
        public var attempts: Int
    }

    /// A part of an expression with its value as a term, cut when it is long; nil when it is undefined.
    public struct Fact: Sendable, Hashable {
        public var text: String
        public var value: String?
    }

    /// What rules define at one path.
    public struct Document: Sendable, Hashable {
        /// `data.app.allow`, of functions with the arguments.
        public var path: String
        /// As a term, cut when it is long; nil when it is undefined.
        public var value: String?
        /// Whether the value is that of the `default` rule.
        public var isDefault: Bool
        /// The rules that yielded the value, or the one that came nearest.
        public var attempts: [Attempt]
        /// How many other rules yielded something, or got less far.
        public var others: Int
        /// Explained already, further up.
        public var isRepeated: Bool
    }

    /// A body of a rule or of an expression.
    public struct Attempt: Sendable, Hashable {
        /// The head as it is written; empty for a body within an expression.
        public var head: String
        public var position: RegoError.Position?
        /// Whether the rule yielded something, and what.
        public var fired: Bool
        public var values: [String]
        /// Of how many expressions how many held.
        public var held: Int
        public var count: Int
        /// All expressions of a rule that fired; otherwise the one at which it stopped.
        public var steps: [Step]
    }
}

extension Explanation: CustomStringConvertible {
    /// A tree of lines, each ended by a line break.
    public var description: String {
        var writer = ExplanationWriter()
        for step in expressions { writer.write(query: step) }
        return writer.text
    }
}

private struct ExplanationWriter {
    var text = ""

    private mutating func line(_ depth: Int, _ content: String) {
        text += String(repeating: "  ", count: depth) + content + "\n"
    }

    private func place(_ position: RegoError.Position?) -> String {
        guard let position else { return "" }
        return position.file.isEmpty ? "query:\(position.row) " : "\(position.file):\(position.row) "
    }

    mutating func write(query step: Explanation.Step) {
        let isOnlyRules = !step.causes.isEmpty && (step.holds || step.causes.allSatisfy { $0.path == step.text })
        if !isOnlyRules { line(0, sentence(step)) }
        for cause in step.causes { write(cause, depth: isOnlyRules ? 0 : 1) }
        for attempt in step.inner { write(attempt, depth: 1) }
    }

    private func sentence(_ step: Explanation.Step) -> String {
        var sentence = place(step.position) + step.text
        if !step.holds {
            sentence += "  <- stopped here"
            if step.attempts > 1 { sentence += " (\(step.attempts) candidates)" }
        }
        guard !step.facts.isEmpty else { return sentence }
        let facts = step.facts.map { fact in
            fact.value.map { "\(fact.text) is \($0)" } ?? "\(fact.text) is undefined"
        }
        return sentence + "  # " + (step.attempts > 1 ? "of the first: " : "") + facts.joined(separator: ", ")
    }

    private mutating func write(_ step: Explanation.Step, depth: Int) {
        line(depth, sentence(step))
        for attempt in step.inner { write(attempt, depth: depth + 1) }
        for cause in step.causes { write(cause, depth: depth + 1) }
    }

    private mutating func write(_ document: Explanation.Document, depth: Int) {
        var sentence = document.path + " is " + (document.value ?? "undefined")
        if document.isDefault { sentence += ", the default" }
        if document.isRepeated { sentence += " (see above)" }
        line(depth, sentence)
        for attempt in document.attempts { write(attempt, depth: depth + 1) }
        guard document.others > 0 else { return }
        let rules = document.others == 1 ? "1 more rule" : "\(document.others) more rules"
        let fired = document.attempts.first?.fired == true
        line(depth + 1, "\(rules) \(fired ? "fired" : "got no further")")
    }

    private mutating func write(_ attempt: Explanation.Attempt, depth: Int) {
        var sentence = place(attempt.position)
        if attempt.fired {
            sentence += "fired: \(attempt.head)"
            if !attempt.values.isEmpty { sentence += "  # " + attempt.values.joined(separator: ", ") }
        } else if attempt.head.isEmpty {
            sentence += "within: \(attempt.held) of \(attempt.count) held"
        } else {
            sentence += "nearest miss: \(attempt.head), \(attempt.held) of \(attempt.count) held"
        }
        line(depth, sentence)
        for step in attempt.steps { write(step, depth: depth + 1) }
    }
}
