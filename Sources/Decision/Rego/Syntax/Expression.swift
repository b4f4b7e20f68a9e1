/// The literals of a rule, query, comprehension or block, which must all hold.
public typealias Body = [Expression]

/// One literal of a body.
public struct Expression: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Holds when defined and not `false`.
        case term(Term)
        /// A call whose result is not `false`; also `=` (`eq`) and `:=` (`assign`). A call may take one argument more
        /// than the function declares: its output.
        case call(Call)
        case some(SomeDeclaration)
        indirect case every(Every)
        /// `{ body }` with variables of its own, as an operand of `not`, `and`, `or`. It holds at most once.
        case group(Body)
        /// Both operands hold; the second is not evaluated unless the first holds. It holds at most once.
        ///
        /// As parsed, an operand is one literal, which is a group where braces are written: only there variables may
        /// be bound. After compilation an operand is the body itself.
        case and(Body, Body)
        /// One of the operands holds; the second is evaluated only if the first does not. It holds at most once.
        case or(Body, Body)
    }

    public var kind: Kind
    public var isNegated: Bool
    public var modifiers: [With]
    public var location: SourceLocation
    /// Made by the compiler out of a part of a written literal.
    public var isGenerated: Bool

    public init(
        _ kind: Kind, negated: Bool = false, with modifiers: [With] = [], at location: SourceLocation = .none,
        generated: Bool = false
    ) {
        self.kind = kind
        self.isNegated = negated
        self.modifiers = modifiers
        self.location = location
        self.isGenerated = generated
    }

    public static func == (one: Expression, other: Expression) -> Bool {
        one.kind == other.kind && one.isNegated == other.isNegated && one.modifiers == other.modifiers
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(isNegated)
        hasher.combine(modifiers)
    }

    /// `left = right`.
    public static func unification(
        _ left: Term, _ right: Term, at location: SourceLocation, generated: Bool = false
    ) -> Expression {
        Expression(.call(Call("eq", at: location, [left, right])), at: location, generated: generated)
    }

    public var call: Call? { if case .call(let call) = kind { call } else { nil } }

    /// Both sides when the literal is `left = right`.
    public var unification: (left: Term, right: Term)? { operands(of: "eq") }
    /// Both sides when the literal is `left := right`.
    public var assignment: (left: Term, right: Term)? { operands(of: "assign") }

    private func operands(of operation: String) -> (left: Term, right: Term)? {
        guard case .call(let call) = kind, call.arguments.count == 2, call.function.terms.count == 1,
            call.function.root == operation
        else { return nil }
        return (call.arguments[0], call.arguments[1])
    }
}

/// `with target as value`.
public struct With: Sendable, Hashable {
    /// A reference below `input` or `data`, or the name of a function.
    public var target: Term
    public var value: Term
    /// Set by the compiler where the target is a function and the value is the name of a rule or built-in: a
    /// reference that is not evaluated but takes the function's place.
    public var replacesFunction: Bool
    public var location: SourceLocation

    public init(target: Term, value: Term, replacesFunction: Bool = false, at location: SourceLocation = .none) {
        self.target = target
        self.value = value
        self.replacesFunction = replacesFunction
        self.location = location
    }

    public static func == (one: With, other: With) -> Bool { one.target == other.target && one.value == other.value }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(target)
        hasher.combine(value)
    }
}

/// `some x, y`, `some x in xs` or `some k, v in xs`.
public struct SomeDeclaration: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        case names([Term])
        /// Key and value may be any terms; their variables are declared.
        indirect case membership(key: Term?, value: Term, domain: Term)
    }

    public var form: Form
    public var location: SourceLocation

    public init(_ form: Form, at location: SourceLocation) {
        self.form = form
        self.location = location
    }

    public static func == (one: SomeDeclaration, other: SomeDeclaration) -> Bool { one.form == other.form }
    public func hash(into hasher: inout Hasher) { hasher.combine(form) }
}

/// `every key, value in domain { body }`.
public struct Every: Sendable, Hashable {
    /// A variable.
    public var key: Term?
    /// A variable.
    public var value: Term
    public var domain: Term
    public var body: Body
    public var location: SourceLocation

    public init(key: Term?, value: Term, domain: Term, body: Body, at location: SourceLocation) {
        self.key = key
        self.value = value
        self.domain = domain
        self.body = body
        self.location = location
    }

    public static func == (one: Every, other: Every) -> Bool {
        one.key == other.key && one.value == other.value && one.domain == other.domain && one.body == other.body
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(value)
        hasher.combine(domain)
        hasher.combine(body)
    }
}
