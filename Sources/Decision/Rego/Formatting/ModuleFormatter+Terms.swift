extension ModuleFormatter {
    /// An element of a list or a member of an object.
    enum Element {
        case term(Term)
        case member(Term.Member)

        var location: SourceLocation {
            switch self {
            case .term(let term): term.location
            case .member(let member): member.key.location
            }
        }
    }

    mutating func term(_ term: Term) {
        insertComments(upTo: term.location.row)
        out.startLineUnlessStarted()
        switch term.kind {
        case .null, .boolean: out.write(term.description)
        case .number(let text):
            out.write(wrapsSign ? "(\(text))" : text)
            wrapsSign = false
        case .string(let string): literal(string, term.location)
        case .variable(let name): out.write(name.hasPrefix("$") ? "_" : name)
        case .reference(let path): reference(path)
        case .call(let call): self.call(call, term.location)
        case .array(let elements):
            out.write("[")
            self.elements(elements.map { .term($0) }, start: term.location, closing: endRow(term.location))
            out.write("]")
        case .set(let elements):
            if elements.isEmpty {
                out.write("set()")
                insertComments(upTo: endRow(term.location))
            } else {
                out.write("{")
                self.elements(elements.map { .term($0) }, start: term.location, closing: endRow(term.location))
                out.write("}")
            }
        case .object(let members):
            out.write("{")
            elements(members.map { .member($0) }, start: term.location, closing: endRow(term.location))
            out.write("}")
        case .arrayComprehension(let head, let body): comprehension("[", "]", [head], body, term.location)
        case .setComprehension(let head, let body): comprehension("{", "}", [head], body, term.location)
        case .objectComprehension(let key, let value, let body):
            comprehension("{", "}", [key, value], body, term.location)
        case .template: template(term)
        }
    }

    /// A string as written, for there are many ways to write one.
    private mutating func literal(_ string: String, _ location: SourceLocation) {
        let source = trimmedParentheses(text(location))
        let isQuoted = source.hasPrefix("\"") && source.hasSuffix("\"") && source.utf8.count > 1
        let isRaw = source.hasPrefix("`") && source.hasSuffix("`") && source.utf8.count > 1
        out.write(isQuoted || isRaw ? source : Rego.quoted(string))
    }

    private func trimmedParentheses(_ source: String) -> String {
        var source = Substring(source)
        while source.hasPrefix("("), source.hasSuffix(")") {
            source = source.dropFirst().dropLast()
            source = source.drop(while: \.isWhitespace)
            while let last = source.last, last.isWhitespace { source.removeLast() }
        }
        return String(source)
    }

    // MARK: References and calls

    mutating func reference(_ reference: Reference) {
        for (index, part) in reference.terms.enumerated() {
            if index == 0 {
                term(part)
            } else if let name = part.string {
                if Rego.isName(name),
                    !style.keywords.contains(name) || byte(at: part.location.offset) != UInt8(ascii: "\"")
                {
                    out.write(".\(name)")
                } else {
                    out.write("[")
                    literal(name, part.location)
                    out.write("]")
                }
            } else {
                out.write("[")
                term(part)
                out.write("]")
            }
        }
    }

    private mutating func call(_ call: Call, _ location: SourceLocation) {
        guard let precedence = Parser.Precedence(of: call) else { return plain(call) }
        infix(call, precedence)
    }

    /// A call as a whole literal.
    mutating func literal(_ call: Call) {
        if call.arguments.count == 2, let symbol = Rego.infix[call.name], symbol == "=" || symbol == ":=" {
            term(call.arguments[0])
            out.write(" \(symbol) ")
            term(call.arguments[1])
            return
        }
        guard let precedence = Parser.Precedence(of: call) else {
            // `plus(x, y, z)` reads better as `z = x + y`.
            if call.arguments.count == 3, let symbol = Rego.infix[call.name], symbol != "in", symbol != "=",
                symbol != ":="
            {
                term(call.arguments[2])
                out.write(" = ")
                infix(Call(call.function, at: call.functionLocation, Array(call.arguments.prefix(2))), .sum)
                return
            }
            return plain(call)
        }
        // Operands of a literal need parentheses only where the operator would bind otherwise.
        infix(call, precedence, isLiteral: true)
    }

    private mutating func infix(_ call: Call, _ precedence: Parser.Precedence, isLiteral: Bool = false) {
        if call.name == "internal.member_3" {
            if !isLiteral { out.write("(") }
            operand(call.arguments[0], of: .membership, isRight: false)
            out.write(", ")
            operand(call.arguments[1], of: .membership, isRight: false)
            out.write(" in ")
            operand(call.arguments[2], of: .membership, isRight: true)
            if !isLiteral { out.write(")") }
            return
        }
        let symbol = Rego.infix[call.name] ?? "in"
        let isWrapped = wrapsUnion && precedence == .union
        if isWrapped {
            wrapsUnion = false
            out.write("(")
        }
        defer { if isWrapped { out.write(")") } }
        operand(call.arguments[0], of: precedence, isRight: false, isLoose: isLiteral)
        out.write(" \(symbol) ")
        operand(call.arguments[1], of: precedence, isRight: true, isLoose: isLiteral)
    }

    /// An operand, in parentheses if it is an operation itself.
    mutating func operand(
        _ term: Term, of outer: Parser.Precedence, isRight: Bool, isLoose: Bool = false
    ) {
        guard let call = term.call, let inner = Parser.Precedence(of: call) else { return self.term(term) }
        let binds = isRight ? inner > outer : inner >= outer
        if isLoose && binds || call.name == "internal.member_3" { return self.term(term) }
        // Many parentheses within each other could not be read again.
        if !isRight, binds, leftDepth(of: call) > 16 { return self.term(term) }
        out.write("(")
        self.term(term)
        out.write(")")
    }

    /// How many infix operations stand within each other at the left.
    private func leftDepth(of call: Call) -> Int {
        var depth = 0
        var current = call
        while Parser.Precedence(of: current) != nil, let left = current.arguments.first?.call {
            depth += 1
            current = left
        }
        return depth
    }

    private mutating func plain(_ call: Call) {
        reference(call.function)
        out.write("(")
        elements(
            call.arguments.map { .term($0) }, start: call.functionLocation, closing: nil, parenthesisesUnions: false)
        out.write(")")
    }

    // MARK: Lists

    /// The elements between brackets, in lines as written.
    ///
    /// - Parameter closing: The row of the closing bracket; nil for the arguments of calls, which come together on
    ///   one line when no two of them stood on different lines.
    mutating func elements(
        _ elements: [Element], start: SourceLocation, closing: Int32?, parenthesisesUnions: Bool = true
    ) {
        guard let first = elements.first else {
            if let closing, hasComment(from: start.row, before: closing) {
                out.delayComment()
                out.endLine()
                out.indent()
                insertComments(upTo: closing)
                out.outdent()
                out.startLineUnlessStarted()
            }
            return
        }
        var lines: [[Element]] = [[first]]
        var row = first.location.row
        for element in elements.dropFirst() {
            if element.location.row > row { lines.append([]) }
            lines[lines.count - 1].append(element)
            row = element.location.row
        }
        let startsOnOwnLine = closing != nil && first.location.row > start.row
        var isSpread = lines.count > 1 || startsOnOwnLine
        let end = closing ?? elements.last.map { $0.location.row } ?? start.row
        if hasComment(from: start.row, before: end) { isSpread = true }
        guard isSpread else {
            for (index, element) in elements.enumerated() {
                if index > 0 { out.write(", ") }
                write(element, parenthesisesUnions)
            }
            return
        }
        if first.location.row > start.row {
            // A comment behind the opening bracket stays there.
        } else {
            out.delayComment()
        }
        out.endLine()
        out.indent()
        for line in lines {
            if let lead = line.first { insertComments(upTo: lead.location.row) }
            out.startLineUnlessStarted()
            for (index, element) in line.enumerated() {
                if index > 0 { out.write(", ") }
                write(element, parenthesisesUnions)
            }
            out.write(",")
            if let last = line.last { keepComments(of: endRow(ofElement: last)) }
            out.endLine()
        }
        if let closing { insertComments(before: closing) }
        out.outdent()
        out.startLineUnlessStarted()
        if let closing { keepComments(of: closing) }
    }

    private func endRow(ofElement element: Element) -> Int32 {
        switch element {
        case .term(let term): endRow(term.location)
        case .member(let member): endRow(member.value.location)
        }
    }

    /// Keeps the comment of a row for the end of the line at hand.
    private mutating func keepComments(of row: Int32) {
        while let next = comments.first, next.location.row == row {
            comments.removeFirst()
            out.keepForLineEnd(next)
        }
    }

    private mutating func insertComments(before row: Int32) {
        let later = comments.drop { $0.location.row < row }
        guard later.startIndex > comments.startIndex else { return }
        let before = comments[..<later.startIndex]
        comments = before
        insertComments(upTo: row)
        comments = later
    }

    private mutating func write(_ element: Element, _ parenthesisesUnions: Bool) {
        switch element {
        case .term(let term): wrapped(term, parenthesisesUnions)
        case .member(let member):
            wrapped(member.key, true)
            out.write(": ")
            wrapped(member.value, true)
        }
    }

    /// A union inside a collection could be read as a comprehension.
    private mutating func wrapped(_ term: Term, _ always: Bool) {
        let isUnion = term.call?.name == "or" && term.call?.arguments.count == 2
        let wraps = isUnion && (always || byte(at: term.location.offset) == UInt8(ascii: "("))
        if wraps { out.write("(") }
        self.term(term)
        if wraps { out.write(")") }
    }

    // MARK: Comprehensions and templates

    private mutating func comprehension(
        _ opening: String, _ closing: Character, _ heads: [Term], _ body: Body, _ location: SourceLocation
    ) {
        out.write(opening)
        let isHeadBelow = (heads.first?.location.row ?? location.row) > location.row
        if isHeadBelow {
            out.endLine()
            out.startLine()
        }
        for (index, head) in heads.enumerated() {
            if index > 0 { out.write(": ") }
            let isKey = heads.count == 2 && index == 0
            let isOperation =
                head.call.map { call in
                    guard let precedence = Parser.Precedence(of: call), call.name != "internal.member_3" else {
                        return false
                    }
                    return !isKey || precedence == .union
                } ?? false
            if isOperation { out.write("(") }
            term(head)
            if isOperation { out.write(")") }
        }
        out.write(" |")
        innerBody(body, start: heads.last?.location.row ?? location.row, closing: closing)
        out.write(String(closing))
    }

    private mutating func template(_ term: Term) {
        // The text between braces and inside strings is the author's.
        let source = trimmedParentheses(text(term.location))
        if source.hasPrefix("$") {
            out.write(source)
        } else {
            out.write(term.description)
        }
        let end = endRow(term.location)
        comments = comments.drop { $0.location.row < end && $0.location.row >= term.location.row }
    }
}

extension Parser.Precedence {
    /// How tightly the operator of an infix call binds; nil for other calls.
    init?(of call: Call) {
        if call.name == "internal.member_3", call.arguments.count == 3 {
            self = .membership
            return
        }
        guard call.arguments.count == 2 else { return nil }
        switch call.name {
        case "internal.member_2": self = .membership
        case "equal", "neq", "lt", "gt", "lte", "gte": self = .relation
        case "or": self = .union
        case "and": self = .intersection
        case "plus", "minus": self = .sum
        case "mul", "div", "rem": self = .product
        default: return nil
        }
    }
}
