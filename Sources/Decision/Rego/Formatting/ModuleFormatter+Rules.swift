extension ModuleFormatter {
    mutating func write(rules: [Rule]) {
        for (index, rule) in rules.enumerated() {
            insertComments(upTo: rule.location.row)
            let start = out.mark
            out.startLine()
            self.rule(rule)
            if index + 1 < rules.count, isOneLiner(rule), isOneLiner(rules[index + 1]),
                rules[index + 1].location.row == rule.location.row + 1, !out.spansLines(since: start)
            {
                if out.isInLine { out.endLine() }
                continue
            }
            out.blankLine()
        }
    }

    /// Whether the rule may stand directly above the next, if it did.
    private func isOneLiner(_ rule: Rule) -> Bool {
        guard rule.body.count < 2, !rule.isDefault, rule.alternatives.isEmpty, style.usesIf else { return false }
        if let only = rule.body.first, isSetLiteral(only) { return false }
        return style.usesContains || rule.head.value != nil
    }

    private mutating func rule(_ rule: Rule) {
        if rule.isDefault { out.write("default ") }
        // `p = x { true }` means `p = x`.
        let isConstant = rule.isDefault || rule.alternatives.isEmpty && isTrue(rule.body)
        head(rule.head, isDefault: rule.isDefault, isConstant: isConstant)
        if isConstant {
            keepComments(of: endRow(rule.head.location))
            return out.endLine()
        }
        let writesIf = style.usesIf && (style.usesContains || rule.head.value != nil)
        branch(rule.body, headEnd: endRow(rule.head.location), end: endRow(rule.location), writesIf: writesIf)
        for (index, branch) in rule.alternatives.enumerated() {
            write(else: branch, isLast: index == rule.alternatives.count - 1)
        }
    }

    private func isTrue(_ body: Body) -> Bool {
        guard body.count == 1, let only = body.first, !only.isNegated, only.modifiers.isEmpty else { return false }
        if case .term(let term) = only.kind { return term.kind == .boolean(true) }
        return false
    }

    /// The body behind a head, on the line of the head if it stood there.
    private mutating func branch(_ body: Body, headEnd: Int32, end: Int32, writesIf: Bool) {
        if writesIf {
            out.write(" if")
            if let only = body.first, body.count == 1, only.location.row == headEnd, !isSetLiteral(only) {
                out.write(" ")
                expression(only)
                keepComments(of: endRow(only.location))
                return out.endLine()
            }
        }
        out.write(" {")
        out.endLine()
        out.indent()
        wrapsUnion = body.first.map { beginsWithUnion($0) } ?? false
        self.body(body)
        // A body without braces ends with its rule, whatever brace comes after.
        if let last = body.last { insertComments(upTo: min(row(of: "}", after: last.location), end)) }
        out.outdent()
        out.startLine()
        out.write("}")
    }

    private func isSetLiteral(_ expression: Expression) -> Bool {
        guard !expression.isNegated, case .term(let term) = expression.kind, case .set = term.kind else { return false }
        return true
    }

    private mutating func write(else branch: Rule.Alternative, isLast: Bool) {
        let isAfterBrace = !startsLine(branch.location)
        let hasCommentAbove =
            comments.first.map { $0.location.row < branch.location.row } ?? false || out.hasCommentAtEnd
        if isAfterBrace, !hasCommentAbove, out.isInLine {
            out.write(" ")
        } else {
            if out.isInLine { out.endLine() }
            out.write("\n")
        }
        insertComments(upTo: branch.location.row)
        out.startLineUnlessStarted()
        out.write("else")
        let isConstant = branch.hasGeneratedBody || isLast && isTrue(branch.body)
        if !branch.hasGeneratedValue || isConstant {
            out.write(branch.isAssigned || options.target == .v1 ? " := " : " = ")
            term(branch.value)
        }
        if isConstant { return out.endLine() }
        let headEnd = branch.hasGeneratedValue ? branch.location.row : endRow(branch.value.location)
        self.branch(branch.body, headEnd: headEnd, end: endRow(branch.location), writesIf: style.usesIf)
    }

    /// Whether only white space stands before a place in its line.
    private func startsLine(_ location: SourceLocation) -> Bool {
        var index = Int(location.offset) - 1
        while index >= 0, index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
            if bytes[index] != UInt8(ascii: " "), bytes[index] != UInt8(ascii: "\t") { return false }
            index -= 1
        }
        return true
    }

    private mutating func head(_ head: Head, isDefault: Bool, isConstant: Bool) {
        let path = head.reference
        let isKeyword = path.root.map { TokenKind.keyword(Array($0.utf8)) != nil } ?? false
        if style.hasPathHeads || isKeyword || path.terms.count != 2 {
            reference(path)
        } else if let first = path.terms.first, let second = path.terms.last {
            out.write(first.description)
            out.write("[")
            term(second)
            out.write("]")
        }
        if let arguments = head.arguments {
            out.write("(")
            elements(
                arguments.map { .term($0) }, start: head.location,
                closing: arguments.last.map { row(of: ")", after: $0.location) },
                parenthesisesUnions: false)
            out.write(")")
        }
        if let key = head.key {
            if style.usesContains {
                out.write(" contains ")
                term(key)
            } else if isKeyword, let name = key.string, Rego.isName(name) {
                out.write(".\(name)")
            } else {
                out.write("[")
                term(key)
                out.write("]")
            }
        }
        guard let value = head.value else { return }
        let isTrue = value.kind == .boolean(true)
        let isPair = head.kind == .partialObject && path.terms.count == 2
        guard isPair || !isTrue || isConstant || isDefault else { return }
        if head.hasGeneratedValue {
            let isPlainConstant = options.target == .v1 && isConstant && !isPair && head.arguments == nil
            if !isPlainConstant { return }
        }
        out.write(head.isAssigned || style.usesIf && options.target == .v1 ? " := " : " = ")
        term(value)
    }

    // MARK: Bodies

    mutating func body(_ body: Body) {
        for (index, expression) in body.enumerated() {
            if index == 0 {
                insertComments(upTo: expression.location.row)
            } else if let next = nextRow(of: expression), next > endRow(body[index - 1].location) + 1 {
                out.blankLine()
            }
            out.startLineUnlessStarted()
            // A sign at the beginning of a line would go on with the line before.
            wrapsSign = index > 0 && beginsWithSign(expression)
            self.expression(expression)
            keepComments(of: endRow(expression.location))
            out.endLine()
        }
    }

    /// Whether the text of a literal begins with `a | b`, which behind a brace would be a comprehension.
    private func beginsWithUnion(_ expression: Expression) -> Bool {
        guard !expression.isNegated, var call = expression.call else { return false }
        if call.name == "eq" || call.name == "assign" {
            guard let left = call.arguments.first?.call else { return false }
            return left.name == "or"
        }
        while let precedence = Parser.Precedence(of: call), precedence <= .union {
            if precedence == .union { return true }
            guard let left = call.arguments.first?.call else { return false }
            call = left
        }
        return false
    }

    private func beginsWithSign(_ expression: Expression) -> Bool {
        guard !expression.isNegated else { return false }
        switch expression.kind {
        case .term(let term): return beginsWithSign(term)
        case .call(let call):
            // A call with its output is written output first.
            let first = call.arguments.count == 3 && Parser.Precedence(of: call) == nil ? 2 : 0
            guard Rego.infix[call.name] != nil || call.name == "internal.member_3", first < call.arguments.count else {
                return false
            }
            return beginsWithSign(call.arguments[first])
        case .and(let left, _), .or(let left, _): return left.first.map { beginsWithSign($0) } ?? false
        case .some, .every, .group: return false
        }
    }

    private func beginsWithSign(_ term: Term) -> Bool {
        switch term.kind {
        case .number(let text): text.hasPrefix("-")
        case .call(let call):
            (Rego.infix[call.name] != nil || call.name == "internal.member_3")
                && call.arguments.first.map { beginsWithSign($0) } ?? false
        default: false
        }
    }

    /// The row of a literal or of the first comment above it.
    private func nextRow(of expression: Expression) -> Int32? {
        guard let comment = comments.first, comment.location.row < expression.location.row else {
            return expression.location.row
        }
        return comment.location.row
    }

    mutating func expression(_ expression: Expression) {
        insertComments(upTo: expression.location.row)
        out.startLineUnlessStarted()
        if expression.isNegated { out.write("not ") }
        let isWrapped = expression.isNegated && style.bracesAreBodies && beginsWithBrace(expression)
        if isWrapped { out.write("(") }
        switch expression.kind {
        case .term(let term): self.term(term)
        case .call(let call): literal(call)
        case .some(let declaration): some(declaration)
        case .every(let every):
            out.write("every ")
            if let key = every.key {
                term(key)
                out.write(", ")
            }
            term(every.value)
            out.write(" in ")
            term(every.domain)
            out.write(" ")
            block(every.body, start: endRow(every.domain.location), isTight: every.body.count > 1)
        case .group(let body): block(body, start: expression.location.row)
        case .and(let left, let right): logical("and", left, right, isWrapped: expression.isNegated)
        case .or(let left, let right): logical("or", left, right, isWrapped: expression.isNegated)
        }
        if isWrapped { out.write(")") }
        modifiers(expression)
    }

    private mutating func modifiers(_ expression: Expression) {
        guard let first = expression.modifiers.first else { return }
        var terms = expression.location
        terms.length = max(0, first.location.offset - terms.offset)
        var row = endRowTrimmed(terms)
        var isIndented = false
        for (index, modifier) in expression.modifiers.enumerated() {
            if modifier.location.row > row {
                if !isIndented {
                    out.indent()
                    isIndented = true
                }
                out.endLine()
                insertComments(upTo: modifier.location.row)
                out.startLine()
            } else {
                insertComments(upTo: modifier.location.row)
                out.write(" ")
            }
            out.write("with ")
            term(modifier.target)
            out.write(" as ")
            term(modifier.value)
            row = index == 0 || isIndented ? modifier.location.row : row
        }
        if isIndented { out.outdent() }
    }

    /// The row of the last byte of a place that is no white space.
    private func endRowTrimmed(_ location: SourceLocation) -> Int32 {
        var location = location
        while location.length > 0, [9, 10, 13, 32].contains(byte(at: location.end - 1)) { location.length -= 1 }
        return endRow(location)
    }

    private mutating func some(_ declaration: SomeDeclaration) {
        out.write("some ")
        switch declaration.form {
        case .names(let names):
            var row = declaration.location.row
            for (index, name) in names.enumerated() {
                if name.location.row > row {
                    out.endLine()
                    out.startLine()
                    out.write("\t")
                    row = name.location.row
                } else if index > 0 {
                    out.write(" ")
                }
                term(name)
                if index + 1 < names.count { out.write(",") }
            }
        case .membership(let key, let value, let domain):
            if let key {
                operand(key, of: .membership, isRight: false)
                out.write(", ")
            }
            operand(value, of: .membership, isRight: false)
            out.write(" in ")
            operand(domain, of: .membership, isRight: true)
        }
    }

    private mutating func logical(_ name: String, _ left: Body, _ right: Body, isWrapped: Bool) {
        if isWrapped { out.write("(") }
        logicalOperand(left, of: name, isRight: false)
        let leftEnd = left.last.map { endRow($0.location) } ?? 0
        if let first = right.first, first.location.row > leftEnd {
            out.write(" \(name)")
            out.endLine()
            out.indent()
            out.startLine()
            logicalOperand(right, of: name, isRight: true)
            out.outdent()
        } else {
            out.write(" \(name) ")
            logicalOperand(right, of: name, isRight: true)
        }
        if isWrapped { out.write(")") }
    }

    /// Whether the text of a literal begins with a brace, which before `not`, `and` and `or` would open a body.
    private func beginsWithBrace(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .term(let term): beginsWithBrace(term)
        case .call(let call):
            call.arguments.count == 2 && Rego.infix[call.name] != nil && beginsWithBrace(call.arguments[0])
        default: false
        }
    }

    private func beginsWithBrace(_ term: Term) -> Bool {
        switch term.kind {
        case .set(let elements): !elements.isEmpty
        case .object, .setComprehension, .objectComprehension: true
        case .reference(let reference): reference.terms.first.map { beginsWithBrace($0) } ?? false
        case .call(let call):
            call.arguments.count == 2 && Rego.infix[call.name] != nil && beginsWithBrace(call.arguments[0])
        default: false
        }
    }

    private mutating func logicalOperand(_ body: Body, of name: String, isRight: Bool) {
        guard body.count == 1, let only = body.first else {
            return block(body, start: body.first?.location.row ?? 0)
        }
        let needsParentheses =
            switch only.kind {
            case .or: name == "and" || isRight
            case .and: name == "and" && isRight
            default: !only.modifiers.isEmpty || !only.isNegated && beginsWithBrace(only)
            }
        if needsParentheses { out.write("(") }
        expression(only)
        if needsParentheses { out.write(")") }
    }

    /// A body in braces, on one line if it began on the line of the brace.
    mutating func block(_ body: Body, start: Int32, isTight: Bool = false) {
        out.write("{")
        wrapsUnion = body.first.map { beginsWithUnion($0) } ?? false
        let isInline = innerBody(body, start: start, closing: "}")
        out.write(isInline && !isTight ? " }" : "}")
    }

    /// A body behind an opening sign.
    ///
    /// - Returns: Whether it was written on the same line.
    @discardableResult
    mutating func innerBody(_ body: Body, start: Int32, closing: Character) -> Bool {
        var lastRow = start
        let isInline = body.allSatisfy { expression in
            defer { lastRow = expression.location.row }
            return expression.location.row <= lastRow
        }
        let closingRow = body.last.map { row(of: closing, after: $0.location) } ?? start
        if isInline {
            out.write(" ")
            for (index, expression) in body.enumerated() {
                if index > 0 { out.write("; ") }
                self.expression(expression)
            }
            if hasComment(from: 0, before: closingRow) {
                out.endLine()
                out.indent()
                insertComments(upTo: closingRow)
                out.outdent()
                out.startLineUnlessStarted()
                return false
            }
            return true
        }
        out.endLine()
        out.indent()
        self.body(body)
        insertComments(upTo: closingRow)
        out.outdent()
        out.startLine()
        return false
    }
}
