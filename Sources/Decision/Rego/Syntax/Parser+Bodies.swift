extension Parser {
    /// Literals up to `end`, which is left to be stepped over.
    mutating func body(upTo end: TokenKind) throws(RegoError) -> Body {
        try enter()
        defer { leave() }
        if isAt(end) { throw failure("found empty body", at: token.location) }
        var body: Body = []
        while true {
            body.append(try literal())
            if try take(.semicolon) {
                if isAt(end) { return body }
                continue
            }
            if isAt(end) { return body }
            guard token.followsNewline else { throw illegal("expected \\n or ; or \(end.name)") }
        }
    }

    mutating func literal() throws(RegoError) -> Expression {
        switch token.kind {
        case .some: return try some()
        case .every: return try every()
        default: break
        }
        let start = token.location
        let before = mark
        var literal = try disjunction()
        if case .group = literal.kind, !literal.isNegated {
            // Braces that are no operand hold a set.
            restore(before)
            literal = try withModifiers(try expression(), from: start).expression
        }
        literal.location = location(from: start)
        return literal
    }

    // MARK: Logical operators

    /// An operand, with what the chain around it has to know.
    private struct Operand {
        var expression: Expression
        /// The modifiers stand at the end of the text, so that they belong to the whole chain.
        var hasOpenModifiers: Bool
    }

    private mutating func disjunction() throws(RegoError) -> Expression {
        let start = token.location
        var chain = try conjunction()
        var count = 0
        while isAt(.or) {
            try advance()
            let right = try conjunction()
            chain = join(chain, right, start) { .or($0, $1) }
            count += 1
            if depth + count > options.maximumDepth {
                throw failure("max parsing recursion depth exceeded", at: token.location)
            }
        }
        return chain.expression
    }

    private mutating func conjunction() throws(RegoError) -> Operand {
        let start = token.location
        var chain = try operand()
        var count = 0
        while isAt(.and) {
            try advance()
            let right = try operand()
            chain = join(chain, right, start) { .and($0, $1) }
            count += 1
            if depth + count > options.maximumDepth {
                throw failure("max parsing recursion depth exceeded", at: token.location)
            }
        }
        return chain
    }

    private func join(
        _ left: Operand, _ right: Operand, _ start: SourceLocation, _ kind: (Body, Body) -> Expression.Kind
    ) -> Operand {
        var last = right.expression
        var modifiers: [With] = []
        if right.hasOpenModifiers {
            modifiers = last.modifiers
            last.modifiers = []
        }
        let expression = Expression(
            kind([left.expression], [last]), with: modifiers, at: location(from: start))
        return Operand(expression: expression, hasOpenModifiers: !modifiers.isEmpty)
    }

    private var hasLogicalKeywords: Bool { !lexer.keywords.isDisjoint(with: [.and, .or, .not]) }

    private mutating func operand() throws(RegoError) -> Operand {
        let start = token.location
        if isAt(.not) {
            try advance()
            switch token.kind {
            case .some: throw illegal("illegal negation of 'some'")
            case .every: throw illegal("illegal negation of 'every'")
            case .not: throw illegal()
            default: break
            }
            var inner = try positive(mayBeGroup: lexer.keywords.contains(.not))
            if inner.expression.isNegated || !inner.expression.modifiers.isEmpty && !inner.hasOpenModifiers {
                inner.expression = Expression(.group([inner.expression]), at: inner.expression.location)
            }
            inner.expression.isNegated = true
            inner.expression.location = location(from: start)
            return inner
        }
        return try positive(mayBeGroup: !lexer.keywords.isDisjoint(with: [.and, .or]))
    }

    /// An operand without `not`: an expression, or a group in braces or parentheses.
    private mutating func positive(mayBeGroup: Bool) throws(RegoError) -> Operand {
        let start = token.location
        guard mayBeGroup, isAt(.leftBrace) || isAt(.leftParenthesis), hasLogicalKeywords else {
            return try withModifiers(try expression(), from: start)
        }
        try enter()
        defer { leave() }
        let before = mark
        let depthBefore = depth
        let isBrace = isAt(.leftBrace)
        var asExpression: (state: Parser, operand: Operand)?
        var problem: RegoError?
        do throws(RegoError) {
            let found = try withModifiers(try expression(), from: start)
            if !isBrace { return found }
            guard case .term(let term) = found.expression.kind, case .set = term.kind else { return found }
            asExpression = (self, found)
        } catch {
            problem = error
        }
        // A set literal cannot fail, so braces around an operand hold a body.
        depth = depthBefore
        restore(before)
        hints = []
        let group: Expression
        do throws(RegoError) {
            try advance()
            if isBrace {
                let body = try self.body(upTo: .rightBrace)
                try advance()
                group = Expression(.group(body), at: location(from: start))
            } else {
                var inner = try disjunction()
                guard isAt(.rightParenthesis) else { throw failure("non-terminated expression", at: token.location) }
                try advance()
                inner.location = location(from: start)
                group = inner
            }
        } catch {
            if let asExpression {
                self = asExpression.state
                return asExpression.operand
            }
            // What went further into the text says more.
            guard let problem, let one = problem.position, let other = error.position else { throw error }
            throw (one.row, one.column) > (other.row, other.column) ? problem : error
        }
        return try withModifiers(group, from: start)
    }

    private mutating func withModifiers(
        _ expression: Expression, from start: SourceLocation
    ) throws(RegoError) -> Operand {
        guard isAt(.with) else { return Operand(expression: expression, hasOpenModifiers: false) }
        var whole = expression
        if !whole.modifiers.isEmpty { whole = Expression(.group([whole]), at: whole.location) }
        whole.modifiers = try modifiers()
        whole.location = location(from: start)
        return Operand(expression: whole, hasOpenModifiers: true)
    }

    // MARK: Expressions

    /// A term, call, unification or assignment.
    mutating func expression() throws(RegoError) -> Expression {
        let start = token.location
        let left = try infixTerm(allowingPair: true)
        if isAt(.assign) || isAt(.unify) {
            let operation = token
            try advance()
            let right = try infixTerm(allowingPair: true)
            return Expression(
                .call(Call(operation.kind.name, at: operation.location, [left, right])), at: location(from: start))
        }
        if left.variable == "every", !lexer.keywords.contains(.every) {
            hints.append("`import future.keywords.every` for `every x in xs { ... }` expressions")
            defer {
                if token.followsNewline || isAt(.semicolon) || isAt(.rightBrace) || isAt(.endOfFile) { hints = [] }
            }
            return Expression(.term(left), at: location(from: start))
        }
        if let call = left.call { return Expression(.call(call), at: location(from: start)) }
        return Expression(.term(left), at: location(from: start))
    }

    mutating func modifiers() throws(RegoError) -> [With] {
        var modifiers: [With] = []
        while isAt(.with) {
            let start = token.location
            try advance()
            guard isAt(.identifier) || isAt(.contains) else { throw illegal("expected ident") }
            let target = try term()
            guard target.variable != nil || target.reference != nil else { throw illegal("expected with target path") }
            guard try take(.as) else { throw illegal("expected as keyword") }
            let value = try infixTerm(allowingPair: true)
            modifiers.append(With(target: target, value: value, at: location(from: start)))
        }
        return modifiers
    }

    private mutating func some() throws(RegoError) -> Expression {
        let start = token.location
        let before = mark
        let depthBefore = depth
        try advance()
        if lexer.keywords.enables(.in) {
            do throws(RegoError) {
                let term = try infixTerm(allowingPair: true)
                if let call = term.call {
                    let form: SomeDeclaration.Form
                    switch (call.name, call.arguments.count) {
                    case ("internal.member_2", 2):
                        form = .membership(key: nil, value: call.arguments[0], domain: call.arguments[1])
                    case ("internal.member_3", 3):
                        form = .membership(
                            key: call.arguments[0], value: call.arguments[1], domain: call.arguments[2])
                    default: throw illegal("expected `x in xs` or `x, y in xs` expression")
                    }
                    let declaration = SomeDeclaration(form, at: location(from: start))
                    let modifiers = isAt(.with) ? try self.modifiers() : []
                    return Expression(.some(declaration), with: modifiers, at: location(from: start))
                }
                if !isAt(.comma), term.variable == nil {
                    throw illegal("expected `x in xs` or `x, y in xs` expression")
                }
            } catch {
                // `some x, y` on its own reads as the beginning of a pair.
                guard isAt(.comma) else { throw error }
            }
            depth = depthBefore
            restore(before)
            try advance()
        }
        var names: [Term] = []
        repeat {
            guard isAt(.identifier) else { throw illegal("expected var") }
            let name = lexer.text(token)
            names.append(Term(.variable(name == "_" ? wildcard() : name), at: token.location))
            try advance()
        } while try take(.comma)
        if isAt(.identifier), lexer.text(token) == "in", !token.followsNewline {
            hints.append("`import future.keywords.in` for `some x in xs` expressions")
        }
        return Expression(.some(SomeDeclaration(.names(names), at: location(from: start))), at: location(from: start))
    }

    private mutating func every() throws(RegoError) -> Expression {
        let start = token.location
        try advance()
        let term = try infixTerm(allowingPair: true)
        let key: Term?
        let value: Term
        let domain: Term
        switch (term.call?.name, term.call?.arguments) {
        case ("internal.member_2", .some(let arguments)) where arguments.count == 2:
            (key, value, domain) = (nil, arguments[0], arguments[1])
        case ("internal.member_3", .some(let arguments)) where arguments.count == 3:
            (key, value, domain) = (arguments[0], arguments[1], arguments[2])
        default: throw illegal("expected `x[, y] in xs { ... }` expression")
        }
        if let key, key.variable == nil { throw illegal("expected key to be a variable") }
        if value.variable == nil { throw illegal("expected value to be a variable") }
        guard isAt(.leftBrace) else { throw illegal("missing body") }
        try advance()
        let body = try self.body(upTo: .rightBrace)
        try advance()
        let every = Every(key: key, value: value, domain: domain, body: body, at: location(from: start))
        let modifiers = isAt(.with) ? try self.modifiers() : []
        return Expression(.every(every), with: modifiers, at: location(from: start))
    }
}
