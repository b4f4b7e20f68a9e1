// The text of nodes as errors, traces and templates show it: one line, calls of infix built-ins written infix only
// as whole literals, as OPA prints them.

extension Term: CustomStringConvertible {
    public var description: String {
        var printer = Printer()
        printer.term(self)
        return printer.text
    }
}

extension Reference: CustomStringConvertible {
    public var description: String {
        var printer = Printer()
        printer.reference(self)
        return printer.text
    }
}

extension Call: CustomStringConvertible {
    public var description: String {
        var printer = Printer()
        printer.call(self)
        return printer.text
    }
}

extension Expression: CustomStringConvertible {
    public var description: String {
        var printer = Printer()
        printer.expression(self)
        return printer.text
    }
}

extension Head: CustomStringConvertible {
    public var description: String {
        var printer = Printer()
        printer.head(self)
        return printer.text
    }
}

extension Rule: CustomStringConvertible {
    public var description: String {
        var printer = Printer()
        printer.rule(self)
        return printer.text
    }
}

extension Expression {
    /// The text as a module may have it: characters in strings are escaped as the language can read them.
    var sourceText: String {
        var printer = Printer(isSource: true)
        printer.expression(self)
        return printer.text
    }
}

extension Rule {
    /// The text as a module may have it.
    var sourceText: String {
        var printer = Printer(isSource: true)
        printer.rule(self)
        return printer.text
    }
}

private struct Printer {
    var text = ""
    var isSource = false

    init(isSource: Bool = false) { self.isSource = isSource }

    mutating func list<Items: Collection>(
        _ items: Items, _ separator: String, _ print: (inout Printer, Items.Element) -> Void
    ) {
        var first = true
        for item in items {
            if !first { text += separator }
            first = false
            print(&self, item)
        }
    }

    mutating func term(_ term: Term) {
        switch term.kind {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): text += isSource ? JSONOutput.quoted(string) : Rego.quoted(string)
        case .variable(let name): text += name.hasPrefix("$") ? "_" : name
        case .reference(let path): reference(path)
        case .call(let call): self.call(call)
        case .array(let elements):
            text += "["
            list(elements, ", ") { $0.term($1) }
            text += "]"
        case .set(let elements):
            if elements.isEmpty {
                text += "set()"
            } else {
                text += "{"
                list(elements, ", ") { $0.term($1) }
                text += "}"
            }
        case .object(let members):
            text += "{"
            list(members, ", ") {
                $0.term($1.key)
                $0.text += ": "
                $0.term($1.value)
            }
            text += "}"
        case .arrayComprehension(let head, let body):
            text += "["
            self.term(head)
            text += " | "
            self.body(body)
            text += "]"
        case .setComprehension(let head, let body):
            text += "{"
            self.term(head)
            text += " | "
            self.body(body)
            text += "}"
        case .objectComprehension(let key, let value, let body):
            text += "{"
            self.term(key)
            text += ": "
            self.term(value)
            text += " | "
            self.body(body)
            text += "}"
        case .template(let template): self.template(template)
        }
    }

    mutating func reference(_ reference: Reference) {
        for (index, term) in reference.terms.enumerated() {
            if index == 0 {
                self.term(term)
            } else if let name = term.string, Rego.isName(name) {
                text += "."
                text += name
            } else {
                text += "["
                self.term(term)
                text += "]"
            }
        }
    }

    mutating func call(_ call: Call) {
        reference(call.function)
        text += "("
        list(call.arguments, ", ") { $0.term($1) }
        text += ")"
    }

    mutating func template(_ template: Template) {
        text += template.isRaw ? "$`" : "$\""
        for part in template.parts {
            switch part {
            case .text(let string):
                if template.isRaw {
                    text += string.replacing("{", with: "\\{")
                } else {
                    text += Rego.quoted(string).dropFirst().dropLast().replacing("{", with: "\\{")
                }
            case .expression(let expression):
                text += "{"
                self.expression(expression)
                text += "}"
            }
        }
        text += template.isRaw ? "`" : "\""
    }

    mutating func body(_ body: Body) {
        list(body, "; ") { $0.expression($1) }
    }

    mutating func block(_ body: Body) {
        text += "{ "
        self.body(body)
        text += " }"
    }

    mutating func operand(_ body: Body) {
        guard body.count == 1, let only = body.first else { return block(body) }
        switch only.kind {
        case .and, .or:
            text += "("
            expression(only)
            text += ")"
        default: expression(only)
        }
    }

    mutating func expression(_ expression: Expression) {
        if expression.isNegated { text += "not " }
        switch expression.kind {
        case .term(let term): self.term(term)
        case .call(let call):
            if call.arguments.count == 2, let symbol = Rego.infix[call.name] {
                self.term(call.arguments[0])
                text += " \(symbol) "
                self.term(call.arguments[1])
            } else {
                self.call(call)
            }
        case .some(let declaration):
            text += "some "
            switch declaration.form {
            case .names(let names): list(names, ", ") { $0.term($1) }
            case .membership(let key, let value, let domain): membership(key, value, domain)
            }
        case .every(let every):
            text += "every "
            membership(every.key, every.value, every.domain)
            text += " "
            block(every.body)
        case .group(let body): block(body)
        case .and(let left, let right):
            operand(left)
            text += " and "
            operand(right)
        case .or(let left, let right):
            operand(left)
            text += " or "
            operand(right)
        }
        for modifier in expression.modifiers {
            text += " with "
            term(modifier.target)
            text += " as "
            term(modifier.value)
        }
    }

    mutating func membership(_ key: Term?, _ value: Term, _ domain: Term) {
        if let key {
            term(key)
            text += ", "
        }
        term(value)
        text += " in "
        term(domain)
    }

    mutating func head(_ head: Head) {
        reference(head.reference)
        if let arguments = head.arguments {
            text += "("
            list(arguments, ", ") { $0.term($1) }
            text += ")"
        }
        if let key = head.key {
            text += " contains "
            term(key)
        }
        if let value = head.value {
            text += head.isAssigned ? " := " : " = "
            term(value)
        }
    }

    mutating func rule(_ rule: Rule) {
        if rule.isDefault { text += "default " }
        head(rule.head)
        if rule.isDefault { return }
        text += " if "
        block(rule.body)
        for alternative in rule.alternatives {
            text += alternative.isAssigned ? " else := " : " else = "
            term(alternative.value)
            text += " if "
            block(alternative.body)
        }
    }
}

/// What the syntax says about names and operators.
public enum Rego {
    /// The symbols of built-ins that are written between their operands.
    public static let infix: [String: String] = [
        "and": "&", "assign": ":=", "div": "/", "eq": "=", "equal": "==", "gt": ">", "gte": ">=", "lt": "<",
        "lte": "<=", "minus": "-", "mul": "*", "neq": "!=", "or": "|", "plus": "+", "rem": "%",
        "internal.member_2": "in",
    ]

    /// Whether `text` can stand behind a dot.
    public static func isName(_ text: String) -> Bool {
        var first = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9"): if first { return false }
            default: return false
            }
            first = false
        }
        return !first
    }

    /// `text` as a Rego string literal, escaped as Go's `strconv.Quote` does.
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\u{07}": result += "\\a"
            case "\u{0B}": result += "\\v"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
