import Content

/// Writes the tree of a module as JSON, in the shape of OPA's `parse` command and of `rego.parse_module`.
public struct SyntaxTree {
    private var text = ""
    private let fileName: String

    private init(fileName: String) { self.fileName = fileName }

    /// Parses a module and returns its tree.
    ///
    /// - Returns: Compact JSON with sorted members.
    public static func json(
        parsing source: SourceText, options: ParserOptions = ParserOptions()
    ) throws(RegoErrors) -> String {
        json(of: try Parser.module(source, file: 0, options: options), fileName: source.name)
    }

    /// The tree of a module whose file has the given name.
    public static func json(of module: Module, fileName: String) -> String {
        var tree = SyntaxTree(fileName: fileName)
        tree.module(module)
        return tree.text
    }

    /// The tree of a query.
    static func json(of body: Body) -> String {
        var tree = SyntaxTree(fileName: "")
        tree.body(body)
        return tree.text
    }

    // MARK: JSON

    private mutating func string(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private mutating func key(_ name: String, isFirst: inout Bool) {
        if !isFirst { text += "," }
        isFirst = false
        string(name)
        text += ":"
    }

    private mutating func list<Items: Collection>(_ items: Items, _ write: (inout SyntaxTree, Items.Element) -> Void) {
        text += "["
        var isFirst = true
        for item in items {
            if !isFirst { text += "," }
            isFirst = false
            write(&self, item)
        }
        text += "]"
    }

    // MARK: Nodes

    private mutating func module(_ module: Module) {
        var isFirst = true
        text += "{"
        if !module.comments.isEmpty {
            key("comments", isFirst: &isFirst)
            list(module.comments) { tree, comment in
                tree.text += "{\"Location\":"
                tree.location(comment.location)
                tree.text += ",\"Text\":"
                tree.string(Base64.encode(Array(comment.text.utf8)))
                tree.text += "}"
            }
        }
        if !module.imports.isEmpty {
            key("imports", isFirst: &isFirst)
            list(module.imports) { tree, statement in
                var isFirst = true
                tree.text += "{"
                if let alias = statement.alias {
                    tree.key("alias", isFirst: &isFirst)
                    tree.string(alias)
                }
                tree.key("path", isFirst: &isFirst)
                tree.term(Term(.reference(statement.path)))
                tree.text += "}"
            }
        }
        key("package", isFirst: &isFirst)
        text += "{\"path\":"
        list(module.package.path.terms) { $0.term($1) }
        text += "}"
        if !module.rules.isEmpty {
            key("rules", isFirst: &isFirst)
            list(module.rules) { $0.rule($1) }
        }
        text += "}"
    }

    private mutating func location(_ location: SourceLocation) {
        text += "{\"col\":\(location.column),\"file\":"
        string(fileName)
        text += ",\"row\":\(location.row)}"
    }

    private mutating func rule(_ rule: Rule) {
        text += "{\"body\":"
        body(rule.body)
        if rule.isDefault { text += ",\"default\":true" }
        branches(rule.alternatives[...], of: rule.head)
        text += ",\"head\":"
        head(rule.head)
        text += "}"
    }

    /// The first of the branches, in which the others nest.
    private mutating func branches(_ branches: ArraySlice<Rule.Alternative>, of head: Head) {
        var closing = ""
        for branch in branches {
            text += ",\"else\":{\"body\":"
            body(branch.body)
            var own = head
            own.value = branch.value
            own.isAssigned = branch.isAssigned
            text += ",\"head\":"
            self.head(own)
            closing += "}"
        }
        text += closing
    }

    private mutating func head(_ head: Head) {
        var isFirst = true
        text += "{"
        if let arguments = head.arguments {
            key("args", isFirst: &isFirst)
            list(arguments) { $0.term($1) }
        }
        if head.isAssigned {
            key("assign", isFirst: &isFirst)
            text += "true"
        }
        let isPair = head.reference.terms.count == 2 && head.kind == .partialObject
        if let element = head.key ?? (isPair ? head.reference.terms.last : nil) {
            key("key", isFirst: &isFirst)
            term(element)
        }
        if head.reference.terms.count == 1 || isPair, let name = head.reference.root {
            key("name", isFirst: &isFirst)
            string(name)
        }
        key("ref", isFirst: &isFirst)
        list(head.reference.terms) { $0.term($1) }
        if let value = head.value {
            key("value", isFirst: &isFirst)
            term(value)
        }
        text += "}"
    }

    private mutating func body(_ body: Body) {
        var index = 0
        list(body) {
            $0.expression($1, index)
            index += 1
        }
    }

    private mutating func expression(_ expression: Expression, _ index: Int) {
        text += "{\"index\":\(index)"
        if expression.isNegated { text += ",\"negated\":true" }
        text += ",\"terms\":"
        switch expression.kind {
        case .term(let term): self.term(term)
        case .call(let call): self.call(call)
        case .some(let declaration):
            text += "{\"symbols\":"
            switch declaration.form {
            case .names(let names): list(names) { $0.term($1) }
            case .membership(let key, let value, let domain):
                let name = key == nil ? "internal.member_2" : "internal.member_3"
                let arguments = [key, value, domain].compactMap { $0 }
                list([Term(.call(Call(name, arguments)))]) { $0.term($1) }
            }
            text += "}"
        case .every(let every):
            text += "{\"body\":"
            body(every.body)
            text += ",\"domain\":"
            term(every.domain)
            text += ",\"key\":"
            if let key = every.key { term(key) } else { text += "null" }
            text += ",\"value\":"
            term(every.value)
            text += "}"
        case .group(let inner):
            text += "{\"body\":"
            body(inner)
            text += "}"
        case .and(let left, let right): operands("and", left, right)
        case .or(let left, let right): operands("or", left, right)
        }
        if !expression.modifiers.isEmpty {
            text += ",\"with\":"
            list(expression.modifiers) { tree, modifier in
                tree.text += "{\"target\":"
                tree.term(modifier.target)
                tree.text += ",\"value\":"
                tree.term(modifier.value)
                tree.text += "}"
            }
        }
        text += "}"
    }

    private mutating func operands(_ name: String, _ left: Body, _ right: Body) {
        text += "{\"\(name)\":["
        body(left)
        text += ","
        body(right)
        text += "]}"
    }

    private mutating func call(_ call: Call) {
        text += "["
        term(Term(.reference(call.function)))
        for argument in call.arguments {
            text += ","
            term(argument)
        }
        text += "]"
    }

    private mutating func term(_ term: Term) {
        text += "{\"type\":\"\(term.typeName)\",\"value\":"
        switch term.kind {
        case .null: text += "{}"
        case .boolean(let value): text += value ? "true" : "false"
        case .number(let number): text += NumberText.json(number)
        case .string(let value): string(value)
        case .variable(let name): string(name)
        case .reference(let reference): list(reference.terms) { $0.term($1) }
        case .call(let call): self.call(call)
        case .array(let elements), .set(let elements): list(elements) { $0.term($1) }
        case .object(let members):
            list(members) { tree, member in
                tree.text += "["
                tree.term(member.key)
                tree.text += ","
                tree.term(member.value)
                tree.text += "]"
            }
        case .arrayComprehension(let head, let body), .setComprehension(let head, let body):
            text += "{\"body\":"
            self.body(body)
            text += ",\"term\":"
            self.term(head)
            text += "}"
        case .objectComprehension(let key, let value, let body):
            text += "{\"body\":"
            self.body(body)
            text += ",\"key\":"
            self.term(key)
            text += ",\"value\":"
            self.term(value)
            text += "}"
        case .template(let template):
            text += "{\"multi_line\":\(template.isRaw),\"parts\":"
            list(template.parts) { tree, part in
                switch part {
                case .text(let string): tree.term(Term(.string(string)))
                case .expression(let expression): tree.expression(expression, 0)
                }
            }
            text += "}"
        }
        text += "}"
    }
}

extension NumberText {
    /// A number of Rego as one of JSON, which has no leading dot.
    static func json(_ text: String) -> String {
        if text.hasPrefix(".") { return "0" + text }
        if text.hasPrefix("-.") { return "-0" + text.dropFirst() }
        return text
    }
}
