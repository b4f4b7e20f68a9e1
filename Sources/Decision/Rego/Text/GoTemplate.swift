/// Go's `text/template` over values: actions, pipelines, variables, nested templates and the predefined functions.
///
/// Numbers are texts to the comparing functions, as `json.Number` is in Go; what is missing prints `<undefined>`.
struct GoTemplate {
    struct Failure: Error {
        var description: String
        /// Set where rendering takes more than a decision may use.
        var limit: EvaluationLimit?
    }

    indirect enum Node {
        case text(String)
        /// A pipeline whose value is printed, unless it declares a variable.
        case action(Pipeline)
        case conditional(Pipeline, [Node], [Node])
        case range(Pipeline, [Node], [Node])
        case with(Pipeline, [Node], [Node])
        case template(String, Pipeline?)
        case `break`, `continue`
    }

    struct Pipeline {
        var variables: [String] = []
        var isAssignment = false
        var commands: [[Operand]] = []
    }

    indirect enum Operand {
        case dot
        case field([String])
        case variable(String, [String])
        case constant(TemplateValue)
        case function(String)
        case pipeline(Pipeline, [String])
    }

    let nodes: [Node]
    let templates: [String: [Node]]

    init(_ text: String) throws(Failure) {
        var parser = try GoTemplateParser(text)
        nodes = try parser.parse()
        templates = parser.templates
    }

    /// - Parameter deadline: When rendering must be over, since loops and templates within each other can take any time.
    func render(_ value: Value, limit: Int, deadline: ContinuousClock.Instant?) throws(Failure) -> String {
        var machine = GoTemplateMachine(templates: templates, limit: limit, deadline: deadline)
        try machine.run(nodes, .value(value))
        return machine.output
    }
}

/// What an operand can be: a value of the document, or what functions and literals give.
enum TemplateValue {
    case missing
    case value(Value)
    case string(String)
    case integer(Int)
    case float(Double)
    case boolean(Bool)

    var isTrue: Bool {
        switch self {
        case .missing: false
        case .string(let text): !text.isEmpty
        case .integer(let number): number != 0
        case .float(let number): number != 0
        case .boolean(let boolean): boolean
        case .value(let value):
            switch value.kind {
            case .undefined, .null: false
            case .boolean: value.isTrue
            // A number is a text here, and no number's text is empty.
            case .number: true
            default: value.count > 0
            }
        }
    }

    /// As Go prints it.
    var text: String {
        switch self {
        case .missing: "<undefined>"
        case .string(let text): text
        case .integer(let number): String(number)
        case .float(let number): FloatText.text(number, verb: "g", precision: nil)
        case .boolean(let boolean): String(boolean)
        case .value(let value): Self.text(of: value, isInside: false)
        }
    }

    private static func text(of value: Value, isInside: Bool) -> String {
        switch value.kind {
        case .undefined: return "<undefined>"
        case .null: return isInside ? "<nil>" : "<undefined>"
        case .boolean: return value.isTrue ? "true" : "false"
        case .number: return String(decoding: value.numberBytes ?? [], as: UTF8.self)
        case .string: return String(decoding: value.utf8, as: UTF8.self)
        case .array, .set: return "[" + value.elements.map { text(of: $0, isInside: true) }.joined(separator: " ") + "]"
        case .object:
            let members = zip(value.keys, value.values).map {
                text(of: $0, isInside: true) + ":" + text(of: $1, isInside: true)
            }
            return "map[" + members.joined(separator: " ") + "]"
        }
    }
}
