extension Parser {
    /// How tightly infix operators bind.
    enum Precedence: Int, Comparable {
        case membership, relation, union, intersection, sum, product

        static func < (one: Precedence, other: Precedence) -> Bool { one.rawValue < other.rawValue }

        var next: Precedence? { Precedence(rawValue: rawValue + 1) }
    }

    private func precedence(of kind: TokenKind) -> Precedence? {
        switch kind {
        case .in: .membership
        case .equal, .notEqual, .less, .greater, .lessOrEqual, .greaterOrEqual: .relation
        case .union: .union
        case .intersection: .intersection
        case .plus, .minus: .sum
        case .times, .divide, .remainder: .product
        default: nil
        }
    }

    /// A term with infix operators. `allowingPair` admits `key, value in collection`.
    mutating func infixTerm(allowingPair: Bool) throws(RegoError) -> Term {
        try enter()
        defer { leave() }
        let start = token.location
        let first = try operatorTerm(.relation)
        return try membership(from: first, start: start, allowingPair: allowingPair)
    }

    mutating func membership(
        from first: Term, start: SourceLocation, allowingPair: Bool
    ) throws(RegoError) -> Term {
        var left = first
        if allowingPair, isAt(.comma), let pair = try membershipPair(key: left, start: start) { left = pair }
        var count = 0
        while isAt(.in) {
            let operation = token.location
            try advance()
            let right = try operatorTerm(.relation)
            left = Term(
                .call(Call("internal.member_2", at: operation, [left, right])), at: location(from: start))
            count += 1
            try checkChain(count)
        }
        return left
    }

    private mutating func membershipPair(key: Term, start: SourceLocation) throws(RegoError) -> Term? {
        let before = mark
        let depthBefore = depth
        do throws(RegoError) {
            try advance()
            let value = try operatorTerm(.relation)
            if isAt(.in) {
                let operation = token.location
                try advance()
                let collection = try operatorTerm(.relation)
                return Term(
                    .call(Call("internal.member_3", at: operation, [key, value, collection])),
                    at: location(from: start))
            }
        } catch {
            depth = depthBefore
        }
        restore(before)
        return nil
    }

    private mutating func checkChain(_ count: Int) throws(RegoError) {
        if depth + count > options.maximumDepth {
            throw failure("max parsing recursion depth exceeded", at: token.location)
        }
    }

    /// Operators of `lowest` precedence and those that bind tighter, each associating to the left.
    mutating func operatorTerm(_ lowest: Precedence) throws(RegoError) -> Term {
        let start = token.location
        return try operators(after: try term(), start: start, lowest)
    }

    mutating func operators(
        after first: Term, start: SourceLocation, _ lowest: Precedence
    ) throws(RegoError) -> Term {
        var left = first
        var count = 0
        while let precedence = precedence(of: token.kind), precedence >= lowest, precedence != .membership {
            let operation = token
            try advance()
            let rightStart = token.location
            var right = try term()
            if let tighter = precedence.next { right = try operators(after: right, start: rightStart, tighter) }
            left = Term(
                .call(Call(operation.kind.name, at: operation.location, [left, right])), at: location(from: start))
            count += 1
            try checkChain(count)
        }
        return left
    }

    // MARK: Single terms

    mutating func term() throws(RegoError) -> Term {
        try enter()
        defer { leave() }
        let start = token.location
        let head: Term
        switch token.kind {
        case .null: head = Term(.null, at: start)
        case .true: head = Term(.boolean(true), at: start)
        case .false: head = Term(.boolean(false), at: start)
        case .minus, .dot, .number: return try path(from: try number(), start: start)
        case .string:
            head = Term(
                .string(Lexer.unescaped(lexer.bytes[(token.start + 1)..<(token.end - 1)], raw: false)), at: start)
        case .rawString: head = Term(.string(lexer.text(from: token.start + 1, to: token.end - 1)), at: start)
        case .templateStart, .rawTemplateStart: return try path(from: try template(), start: start)
        case .identifier, .contains:
            let name = lexer.text(token)
            head = Term(.variable(name == "_" ? wildcard() : name), at: start)
        case .leftBracket: return try path(from: try array(), start: start)
        case .leftBrace: return try path(from: try setOrObject(), start: start)
        case .leftParenthesis:
            try advance()
            var inner = try infixTerm(allowingPair: true)
            guard isAt(.rightParenthesis) else { throw failure("non-terminated expression", at: token.location) }
            try advance()
            inner.location = location(from: start)
            return try path(from: inner, start: start)
        default: throw illegal()
        }
        try advance()
        return try path(from: head, start: start)
    }

    private mutating func number() throws(RegoError) -> Term {
        let start = token.location
        var sign = ""
        if isAt(.minus) {
            sign = "-"
            try advance()
        }
        var text: String
        if isAt(.dot) {
            guard lexer.position < lexer.bytes.count, Lexer.isDigit(lexer.bytes[lexer.position]) else {
                try advance()
                throw illegal("expected number")
            }
            try lexer.fraction(after: token)
            text = lexer.text(from: token.start, to: lexer.position)
            token.location.length = Int32(clamping: lexer.position) - token.location.offset
        } else if isAt(.number) {
            text = lexer.text(token)
        } else {
            throw illegal("expected number")
        }
        if text.utf8.starts(with: "00".utf8) { throw illegal("expected number") }
        if NumberText.isTooBig(text) { throw failure("number too big", at: start) }
        text = sign + text
        try advance()
        return Term(.number(text), at: location(from: start))
    }

    /// The dots, brackets and calls behind `head`.
    mutating func path(
        from head: Term, start: SourceLocation, skippingSpace: Bool = false
    ) throws(RegoError) -> Term {
        var current = head
        var terms: [Term]?
        var count = 0
        while skippingSpace || !token.followsSpace {
            switch token.kind {
            case .dot:
                // A number may begin with a dot, but not behind a term.
                try checkIndexable(current, terms)
                try advance()
                guard !token.followsSpace, token.kind == .identifier || token.kind.isKeyword else {
                    throw illegal("expected identifier")
                }
                if terms == nil { terms = references(current) }
                terms?.append(Term(.string(lexer.text(token)), at: token.location))
                try advance()
            case .leftBracket:
                try checkIndexable(current, terms)
                try advance()
                let index = try infixTerm(allowingPair: true)
                guard isAt(.rightBracket) else { throw illegal("expected [") }
                try advance()
                if terms == nil { terms = references(current) }
                terms?.append(index)
            case .leftParenthesis:
                guard let function = callee(current, terms) else {
                    throw failure("illegal ref (head cannot be \(current.typeName))", at: start)
                }
                let functionLocation = location(from: start)
                try advance()
                let arguments = try list(upTo: .rightParenthesis)
                try advance()
                if arguments.isEmpty, function.terms.count == 1, function.root == "set" {
                    current = Term(.set([]), at: location(from: start))
                } else {
                    current = Term(
                        .call(Call(function, at: functionLocation, arguments)), at: location(from: start))
                }
                terms = nil
                count += 1
                try checkChain(count)
                if skippingSpace { return current }
            default: return finish(current, terms, start)
            }
        }
        return finish(current, terms, start)
    }

    private func references(_ head: Term) -> [Term] {
        if case .reference(let reference) = head.kind { return reference.terms }
        return [head]
    }

    private func callee(_ head: Term, _ terms: [Term]?) -> Reference? {
        if let terms {
            return terms.first?.variable == nil ? nil : Reference(terms)
        }
        return head.variable == nil ? nil : Reference([head])
    }

    private mutating func checkIndexable(_ head: Term, _ terms: [Term]?) throws(RegoError) {
        guard terms == nil else { return }
        switch head.kind {
        case .null, .boolean, .number, .string, .template:
            throw failure("illegal ref (head cannot be \(head.typeName))", at: head.location)
        default: break
        }
    }

    private func finish(_ head: Term, _ terms: [Term]?, _ start: SourceLocation) -> Term {
        if let terms { return Term(.reference(Reference(terms)), at: location(from: start)) }
        if let name = head.variable, name == "data" || name == "input" {
            return Term(.reference(Reference([head])), at: head.location)
        }
        return head
    }

    // MARK: Lists

    /// Terms up to `end`, which is left to be stepped over; a comma may stand before it.
    mutating func list(upTo end: TokenKind, after first: Term? = nil) throws(RegoError) -> [Term] {
        var terms: [Term] = []
        if let first { terms.append(first) }
        while !isAt(end) {
            terms.append(try infixTerm(allowingPair: false))
            if isAt(.comma) {
                try advance()
            } else if !isAt(end) {
                throw illegal("expected \",\" or \"\(end.name)\"")
            }
        }
        return terms
    }

    private mutating func array() throws(RegoError) -> Term {
        let start = token.location
        try advance()
        if try take(.rightBracket) { return Term(.array([]), at: location(from: start)) }
        let mayBeComprehension = try !take(.comma) && !operatorBrackets.contains(Int(start.offset))
        let headStart = token.location
        let head = try term()
        if isAt(.union), mayBeComprehension,
            let body = try comprehensionBody(upTo: .rightBracket, bracket: start)
        {
            return Term(.arrayComprehension(head: head, body: body), at: location(from: start))
        }
        let first = try membership(
            from: try operators(after: head, start: headStart, .relation), start: headStart, allowingPair: false)
        let elements = try rest(after: first, upTo: .rightBracket)
        try advance()
        return Term(.array(elements), at: location(from: start))
    }

    /// The elements behind the first, up to `end`.
    private mutating func rest(after first: Term, upTo end: TokenKind) throws(RegoError) -> [Term] {
        if isAt(end) { return [first] }
        guard try take(.comma) else {
            throw illegal(end == .rightBrace ? "non-terminated set" : "expected \",\" or \"\(end.name)\"")
        }
        return try list(upTo: end, after: first)
    }

    /// The body behind `|`, which is next, if one can be read up to `end`. If a comma follows what was read, the
    /// sign was an operator and nil is returned; the parser is then back before the sign.
    private mutating func comprehensionBody(
        upTo end: TokenKind, bracket: SourceLocation
    ) throws(RegoError) -> Body? {
        let before = mark
        let depthBefore = depth
        do throws(RegoError) {
            try advance()
            let body = try self.body(upTo: end)
            try advance()
            return body
        } catch {
            guard isAt(.comma) else { throw error }
            depth = depthBefore
            hints = []
            restore(before)
            operatorBrackets.insert(Int(bracket.offset))
            return nil
        }
    }

    private mutating func setOrObject() throws(RegoError) -> Term {
        let start = token.location
        try advance()
        if try take(.rightBrace) { return Term(.object([]), at: location(from: start)) }
        let mayBeComprehension = try !take(.comma) && !operatorBrackets.contains(Int(start.offset))
        let headStart = token.location
        let head = try term()
        if isAt(.union), mayBeComprehension, let body = try comprehensionBody(upTo: .rightBrace, bracket: start) {
            return Term(.setComprehension(head: head, body: body), at: location(from: start))
        }
        let first = try membership(
            from: try operators(after: head, start: headStart, .relation), start: headStart, allowingPair: false)
        if isAt(.colon) { return try object(key: first, start: start, mayBeComprehension: mayBeComprehension) }
        let elements = try rest(after: first, upTo: .rightBrace)
        try advance()
        return Term(.set(elements), at: location(from: start))
    }

    private mutating func object(
        key: Term, start: SourceLocation, mayBeComprehension: Bool
    ) throws(RegoError) -> Term {
        try advance()
        let valueStart = token.location
        let head = try term()
        if isAt(.union), mayBeComprehension, let body = try comprehensionBody(upTo: .rightBrace, bracket: start) {
            return Term(.objectComprehension(key: key, value: head, body: body), at: location(from: start))
        }
        let value = try membership(
            from: try operators(after: head, start: valueStart, .relation), start: valueStart, allowingPair: false)
        var members = [Term.Member(key: key, value: value)]
        while !isAt(.rightBrace) {
            guard try take(.comma) else { throw illegal("non-terminated object") }
            if isAt(.rightBrace) { break }
            let key = try infixTerm(allowingPair: false)
            guard try take(.colon) else { throw illegal("expected \":\"") }
            members.append(Term.Member(key: key, value: try infixTerm(allowingPair: false)))
            guard isAt(.comma) || isAt(.rightBrace) else { throw illegal("expected \",\" or \"}\"") }
        }
        try advance()
        return Term(.object(members), at: location(from: start))
    }

    // MARK: Templates

    private mutating func template() throws(RegoError) -> Term {
        let start = token.location
        let raw = isAt(.rawTemplateStart)
        var parts: [Template.Part] = []
        while true {
            let (text, isLast) = try lexer.templateText(raw: raw, of: start)
            if !text.isEmpty { parts.append(.text(text)) }
            if isLast { break }
            token = try lexer.next()
            if isAt(.rightBrace) { throw failure("invalid template-string expression: empty", at: token.location) }
            parts.append(.expression(try templateExpression()))
            guard isAt(.rightBrace) else {
                throw illegal("expected } to close template-string expression")
            }
        }
        // The lexer stands behind the closing quote.
        token.location.length = Int32(clamping: lexer.position) - token.location.offset
        try advance()
        return Term(.template(Template(parts: parts, isRaw: raw)), at: location(from: start))
    }

    private mutating func templateExpression() throws(RegoError) -> Expression {
        let start = token.location
        let value = try infixTerm(allowingPair: true)
        if isAt(.assign) || isAt(.unify) {
            throw illegal("unexpected assignment in template-string expression")
        }
        let modifiers = isAt(.with) ? try self.modifiers() : []
        let kind: Expression.Kind = if let call = value.call { .call(call) } else { .term(value) }
        return Expression(kind, with: modifiers, at: location(from: start))
    }
}

extension Term {
    /// The name of the kind, as errors give it.
    var typeName: String {
        switch kind {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .variable: "var"
        case .reference: "ref"
        case .call: "call"
        case .array: "array"
        case .set: "set"
        case .object: "object"
        case .arrayComprehension: "arraycomprehension"
        case .setComprehension: "setcomprehension"
        case .objectComprehension: "objectcomprehension"
        case .template: "templatestring"
        }
    }
}

enum NumberText {
    /// Whether a number without sign is beyond 2 to the power of ±100,000, where arithmetic on it would be costly.
    static func isTooBig(_ text: String) -> Bool {
        var integers = 0
        var leadingZeros = 0
        var exponent = 0
        var isNegative = false
        var isFraction = false
        var sawSignificant = false
        var inExponent = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if inExponent {
                    exponent = min(exponent * 10 + Int(byte - UInt8(ascii: "0")), 10_000_000)
                } else {
                    if byte != UInt8(ascii: "0") { sawSignificant = true }
                    if !isFraction, sawSignificant { integers += 1 }
                    if isFraction, !sawSignificant { leadingZeros += 1 }
                }
            default: break
            }
        }
        guard sawSignificant else { return false }
        let magnitude = (isNegative ? -exponent : exponent) + (integers > 0 ? integers : -leadingZeros)
        // 2^100000 has 30,103 digits.
        return magnitude > 30_103 || magnitude < -30_102
    }
}
