/// Runs a template.
struct GoTemplateMachine {
    typealias Failure = GoTemplate.Failure
    private typealias Node = GoTemplate.Node

    static let functions: Set<String> = [
        "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "index", "slice", "len", "print", "printf", "println",
        "html", "js", "urlquery", "call",
    ]

    private(set) var output = ""
    private let templates: [String: [GoTemplate.Node]]
    private let limit: Int
    private var variables: [(name: String, value: TemplateValue)] = []
    private var depth = 0
    private let deadline: ContinuousClock.Instant?
    private var steps = 0
    private static let stepLimit = 100_000_000

    private enum Flow { case normal, `break`, `continue` }

    init(templates: [String: [GoTemplate.Node]], limit: Int, deadline: ContinuousClock.Instant?) {
        self.deadline = deadline
        self.templates = templates
        self.limit = limit
    }

    mutating func run(_ nodes: [GoTemplate.Node], _ dot: TemplateValue) throws(Failure) {
        variables = [("", dot)]
        _ = try walk(nodes, dot)
    }

    private mutating func write(_ text: String) throws(Failure) {
        output += text
        guard output.utf8.count <= limit else { throw Failure(description: "the text exceeds the memory it may use") }
    }

    private mutating func count() throws(Failure) {
        steps += 1
        if steps > Self.stepLimit { throw Failure(description: "the template takes too many steps", limit: .steps) }
        guard steps & 0x3ff == 0, let deadline, ContinuousClock.now > deadline else { return }
        throw Failure(description: "the template takes too long", limit: .time)
    }

    private mutating func walk(_ nodes: [GoTemplate.Node], _ dot: TemplateValue) throws(Failure) -> Flow {
        let scope = variables.count
        defer { variables.removeSubrange(scope...) }
        for node in nodes {
            try count()
            switch node {
            case .text(let text): try write(text)
            case .action(let pipeline):
                let value = try evaluate(pipeline, dot)
                if pipeline.variables.isEmpty { try write(value.text) }
            case .conditional(let pipeline, let body, let other):
                let inner = variables.count
                let holds = try evaluate(pipeline, dot).isTrue
                let flow = try walk(holds ? body : other, dot)
                variables.removeSubrange(inner...)
                if flow != .normal { return flow }
            case .with(let pipeline, let body, let other):
                let inner = variables.count
                let value = try evaluate(pipeline, dot)
                let flow = try value.isTrue ? walk(body, value) : walk(other, dot)
                variables.removeSubrange(inner...)
                if flow != .normal { return flow }
            case .range(let pipeline, let body, let other):
                try range(pipeline, body, other, dot)
            case .template(let name, let pipeline):
                guard let nodes = templates[name] else {
                    throw Failure(description: "template \(GoQuoting.quote(name)) not defined")
                }
                depth += 1
                defer { depth -= 1 }
                guard depth < 100 else { throw Failure(description: "exceeded maximum template depth (100)") }
                let value = if let pipeline { try evaluate(pipeline, dot) } else { TemplateValue.missing }
                let outer = variables
                variables = [("", value)]
                _ = try walk(nodes, value)
                variables = outer
            case .break: return .break
            case .continue: return .continue
            }
        }
        return .normal
    }

    private mutating func range(
        _ pipeline: GoTemplate.Pipeline, _ body: [GoTemplate.Node], _ other: [GoTemplate.Node], _ dot: TemplateValue
    ) throws(Failure) {
        var silent = pipeline
        silent.variables = []
        let value = try evaluate(silent, dot)
        var pairs: [(TemplateValue, TemplateValue)] = []
        switch value {
        case .value(let value) where value.isArray || value.isSet:
            pairs = value.elements.enumerated().map { (.integer($0.offset), .value($0.element)) }
        case .value(let value) where value.isObject:
            pairs = zip(value.keys, value.values).map { (.value($0), .value($1)) }
        case .missing: break
        case .value(let value) where value.isNull || value.isUndefined: break
        default: throw Failure(description: "range can't iterate over \(value.text)")
        }
        if pairs.isEmpty {
            _ = try walk(other, dot)
            return
        }
        for (key, element) in pairs {
            try count()
            let scope = variables.count
            let names = pipeline.variables
            if names.count == 1 {
                try bind(names[0], element, pipeline.isAssignment)
            } else if names.count == 2 {
                try bind(names[0], key, pipeline.isAssignment)
                try bind(names[1], element, pipeline.isAssignment)
            }
            let flow = try walk(body, element)
            variables.removeSubrange(scope...)
            if flow == .break { break }
        }
    }

    private mutating func bind(_ name: String, _ value: TemplateValue, _ isAssignment: Bool) throws(Failure) {
        guard isAssignment else { return variables.append((name, value)) }
        guard let index = variables.lastIndex(where: { $0.name == name }) else {
            throw Failure(description: "undefined variable \(GoQuoting.quote("$" + name))")
        }
        variables[index].value = value
    }

    // MARK: Evaluation

    private mutating func evaluate(
        _ pipeline: GoTemplate.Pipeline, _ dot: TemplateValue
    ) throws(Failure) -> TemplateValue {
        var value: TemplateValue?
        for command in pipeline.commands { value = try evaluate(command, value, dot) }
        let result = value ?? .missing
        for name in pipeline.variables { try bind(name, result, pipeline.isAssignment) }
        return result
    }

    private mutating func evaluate(
        _ command: [GoTemplate.Operand], _ last: TemplateValue?, _ dot: TemplateValue
    ) throws(Failure) -> TemplateValue {
        guard let first = command.first else { throw Failure(description: "empty command") }
        guard case .function(let name) = first else {
            guard command.count == 1, last == nil else {
                throw Failure(description: "can't give argument to non-function")
            }
            return try evaluate(first, dot)
        }
        // These stop at the first operand that decides.
        if name == "and" || name == "or" {
            var value = TemplateValue.missing
            for operand in command.dropFirst() {
                value = try evaluate(operand, dot)
                if value.isTrue == (name == "or") { return value }
            }
            return last ?? value
        }
        var arguments: [TemplateValue] = []
        for operand in command.dropFirst() { arguments.append(try evaluate(operand, dot)) }
        if let last { arguments.append(last) }
        return try call(name, arguments)
    }

    private mutating func evaluate(_ operand: GoTemplate.Operand, _ dot: TemplateValue) throws(Failure) -> TemplateValue
    {
        switch operand {
        case .dot: return dot
        case .constant(let value): return value
        case .field(let names): return try member(names, of: dot)
        case .variable(let name, let names):
            guard let found = variables.last(where: { $0.name == name }) else {
                throw Failure(description: "undefined variable \(GoQuoting.quote("$" + name))")
            }
            return try member(names, of: found.value)
        case .pipeline(let pipeline, let names): return try member(names, of: evaluate(pipeline, dot))
        case .function(let name): return try call(name, [])
        }
    }

    private func member(_ names: [String], of value: TemplateValue) throws(Failure) -> TemplateValue {
        var current = value
        for name in names {
            guard case .value(let inner) = current, inner.isObject else {
                if case .missing = current { return .missing }
                throw Failure(description: "can't evaluate field \(name) in \(current.text)")
            }
            let found = inner.member(name)
            current = found.isDefined ? .value(found) : .missing
        }
        return current
    }

    private func call(_ name: String, _ arguments: [TemplateValue]) throws(Failure) -> TemplateValue {
        func needs(_ count: ClosedRange<Int>) throws(Failure) {
            guard count.contains(arguments.count) else {
                throw Failure(description: "wrong number of args for \(name): got \(arguments.count)")
            }
        }
        switch name {
        case "not":
            try needs(1...1)
            return .boolean(!arguments[0].isTrue)
        case "eq":
            try needs(2...64)
            for other in arguments.dropFirst() where try Self.compare(arguments[0], other) == 0 {
                return .boolean(true)
            }
            return .boolean(false)
        case "ne", "lt", "le", "gt", "ge":
            try needs(2...2)
            let order = try Self.compare(arguments[0], arguments[1])
            let holds: [String: Bool] = [
                "ne": order != 0, "lt": order < 0, "le": order <= 0, "gt": order > 0, "ge": order >= 0,
            ]
            return .boolean(holds[name] ?? false)
        case "len":
            try needs(1...1)
            switch arguments[0] {
            case .string(let text): return .integer(text.utf8.count)
            case .value(let value) where value.isCollection || value.isString: return .integer(value.count)
            default: throw Failure(description: "len of type \(arguments[0].text)")
            }
        case "index":
            try needs(1...64)
            var current = arguments[0]
            for key in arguments.dropFirst() { current = try Self.element(key, of: current) }
            return current
        case "slice": return try Self.slice(arguments)
        case "print": return .string(Self.printed(arguments))
        case "println": return .string(arguments.map(\.text).joined(separator: " ") + "\n")
        case "printf":
            guard let first = arguments.first else {
                throw Failure(description: "wrong number of args for printf: got 0")
            }
            let text = GoFormat.sprintf(first.text, arguments.dropFirst().map(Self.goArgument), limit: limit)
            guard text.utf8.count <= limit else { throw Failure(description: "the text exceeds the memory it may use") }
            return .string(text)
        case "html": return .string(Self.escaped(Self.printed(arguments), Self.htmlEscapes))
        case "js": return .string(Self.escaped(Self.printed(arguments), Self.scriptEscapes))
        case "urlquery":
            return .string(String(decoding: PercentEncoding.encodeQuery(Self.printed(arguments).utf8), as: UTF8.self))
        default: throw Failure(description: "error calling \(name): call of nil")
        }
    }

    private static func goArgument(_ value: TemplateValue) -> GoArgument {
        switch value {
        case .integer(let number): .integer(Int64(number))
        case .float(let number): .double(number)
        default: .string(value.text)
        }
    }

    /// Blanks stand between operands of which neither is a text.
    private static func printed(_ arguments: [TemplateValue]) -> String {
        func isText(_ value: TemplateValue) -> Bool {
            switch value {
            case .string: true
            case .value(let value): value.isString
            default: false
            }
        }
        var result = ""
        for (index, argument) in arguments.enumerated() {
            if index > 0, !isText(argument), !isText(arguments[index - 1]) { result += " " }
            result += argument.text
        }
        return result
    }

    private static let htmlEscapes: [Character: String] = [
        "\"": "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\u{fffd}",
    ]
    private static let scriptEscapes: [Character: String] = [
        "\\": "\\\\", "'": "\\'", "\"": "\\\"", "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D",
        "\n": "\\u000A", "\r": "\\u000D", "\t": "\\u0009",
    ]

    private static func escaped(_ text: String, _ escapes: [Character: String]) -> String {
        text.map { escapes[$0] ?? String($0) }.joined()
    }

    /// Numbers of a document are texts here.
    private static func compare(_ left: TemplateValue, _ right: TemplateValue) throws(Failure) -> Int {
        enum Basic { case text(String), integer(Int), float(Double), boolean(Bool), none }
        func basic(_ value: TemplateValue) -> Basic? {
            switch value {
            case .missing: .some(.none)
            case .string(let text): .text(text)
            case .integer(let number): .integer(number)
            case .float(let number): .float(number)
            case .boolean(let boolean): .boolean(boolean)
            case .value(let value):
                switch value.kind {
                case .string, .number: .text(TemplateValue.value(value).text)
                case .boolean: .boolean(value.isTrue)
                case .null, .undefined: .some(.none)
                default: nil
                }
            }
        }
        func order<Number: Comparable>(_ one: Number, _ two: Number) -> Int { one < two ? -1 : one == two ? 0 : 1 }
        guard let one = basic(left), let two = basic(right) else { throw Failure(description: "non-comparable type") }
        switch (one, two) {
        case (.text(let one), .text(let two)):
            return one == two ? 0 : one.utf8.lexicographicallyPrecedes(two.utf8) ? -1 : 1
        case (.integer(let one), .integer(let two)): return order(one, two)
        case (.float(let one), .float(let two)): return order(one, two)
        case (.boolean(let one), .boolean(let two)): return one == two ? 0 : one ? 1 : -1
        case (.none, .none): return 0
        case (.none, _), (_, .none): return -1
        default: throw Failure(description: "incompatible types for comparison")
        }
    }

    private static func element(_ key: TemplateValue, of value: TemplateValue) throws(Failure) -> TemplateValue {
        guard case .value(let value) = value else {
            throw Failure(description: "can't index item of type \(value.text)")
        }
        switch value.kind {
        case .array, .set:
            guard case .integer(let index) = key else {
                throw Failure(description: "cannot index slice/array with \(key.text)")
            }
            guard value.elements.indices.contains(index) else {
                throw Failure(description: "index out of range: \(index)")
            }
            return .value(value.elements[index])
        case .object:
            let found = value.member(key.text)
            return found.isDefined ? .value(found) : .missing
        case .string:
            guard case .integer(let index) = key, value.utf8.indices.contains(index) else {
                throw Failure(description: "index out of range: \(key.text)")
            }
            return .integer(Int(value.utf8[index]))
        default: throw Failure(description: "can't index item of type \(value.kind.name)")
        }
    }

    private static func slice(_ arguments: [TemplateValue]) throws(Failure) -> TemplateValue {
        guard let first = arguments.first else { throw Failure(description: "wrong number of args for slice: got 0") }
        let text = Array(first.text.utf8)
        guard case .string = first, arguments.count <= 3 else {
            guard case .value(let value) = first, value.isString, arguments.count <= 3 else {
                throw Failure(description: "can't slice item of type \(first.text)")
            }
            return try cut(text, arguments)
        }
        return try cut(text, arguments)
    }

    private static func cut(_ text: [UInt8], _ arguments: [TemplateValue]) throws(Failure) -> TemplateValue {
        var bounds = [0, text.count]
        for (position, argument) in arguments.dropFirst().enumerated() {
            guard case .integer(let index) = argument, (0...text.count).contains(index) else {
                throw Failure(description: "index out of range: \(argument.text)")
            }
            bounds[position] = index
        }
        guard bounds[0] <= bounds[1] else {
            throw Failure(description: "invalid slice index: \(bounds[0]) > \(bounds[1])")
        }
        return .string(String(decoding: text[bounds[0]..<bounds[1]], as: UTF8.self))
    }
}
