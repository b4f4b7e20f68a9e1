/// A value or an expression that stands for one, as written.
///
/// Equality and hash look at the form only, never at the place.
public struct Term: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case null
        case boolean(Bool)
        /// As written, with its sign.
        case number(String)
        /// Escapes are resolved.
        case string(String)
        case variable(String)
        case reference(Reference)
        case call(Call)
        case array([Term])
        /// Elements in the order written, repetitions included.
        case set([Term])
        /// Members in the order written; of equal keys the last one counts.
        case object([Member])
        indirect case arrayComprehension(head: Term, body: Body)
        indirect case setComprehension(head: Term, body: Body)
        indirect case objectComprehension(key: Term, value: Term, body: Body)
        case template(Template)
    }

    public struct Member: Sendable, Hashable {
        public var key: Term
        public var value: Term

        public init(key: Term, value: Term) {
            self.key = key
            self.value = value
        }
    }

    public var kind: Kind
    public var location: SourceLocation

    public init(_ kind: Kind, at location: SourceLocation = .none) {
        self.kind = kind
        self.location = location
    }

    public static func == (one: Term, other: Term) -> Bool { one.kind == other.kind }
    public func hash(into hasher: inout Hasher) { hasher.combine(kind) }

    /// The name when the term is a plain variable.
    public var variable: String? { if case .variable(let name) = kind { name } else { nil } }
    /// The text when the term is a string.
    public var string: String? { if case .string(let text) = kind { text } else { nil } }
    public var reference: Reference? { if case .reference(let reference) = kind { reference } else { nil } }
    public var call: Call? { if case .call(let call) = kind { call } else { nil } }

    /// Whether the term holds no variable, reference, call, comprehension or template.
    public var isConstant: Bool {
        switch kind {
        case .null, .boolean, .number, .string: true
        case .array(let elements), .set(let elements): elements.allSatisfy(\.isConstant)
        case .object(let members): members.allSatisfy { $0.key.isConstant && $0.value.isConstant }
        case .variable, .reference, .call, .arrayComprehension, .setComprehension, .objectComprehension, .template:
            false
        }
    }
}

/// A path of terms: `data.users[i].name`. The first term is the head: a variable, or a composite or call that is
/// indexed in place. Names after a dot are strings.
public struct Reference: Sendable, Hashable {
    public var terms: [Term]

    public init(_ terms: [Term]) { self.terms = terms }

    /// `data`, `input` or another name when the head is a variable.
    public var root: String? { terms.first?.variable }

    /// The terms before the first one, after the head, that is no constant.
    public var constantPrefix: ArraySlice<Term> {
        let end = terms.dropFirst().firstIndex { !$0.isConstant } ?? terms.endIndex
        return terms[..<end]
    }

    /// Whether every term behind the head is a constant.
    public var isConstantPath: Bool { terms.dropFirst().allSatisfy(\.isConstant) }

    public func hasPrefix(_ other: Reference) -> Bool {
        terms.count >= other.terms.count && terms.prefix(other.terms.count).elementsEqual(other.terms)
    }
}

/// A call of a built-in or user function. Infix operators are calls of the built-in of their name (`plus`, `equal`,
/// `eq` for `=`, `assign` for `:=`, `internal.member_2` for `in`).
public struct Call: Sendable, Hashable {
    public var function: Reference
    public var functionLocation: SourceLocation
    public var arguments: [Term]

    public init(_ function: Reference, at location: SourceLocation = .none, _ arguments: [Term]) {
        self.function = function
        self.functionLocation = location
        self.arguments = arguments
    }

    /// The built-in `name`, whose dots separate the terms of its reference.
    public init(_ name: String, at location: SourceLocation = .none, _ arguments: [Term]) {
        self.init(Reference(dotted: name, at: location), at: location, arguments)
    }

    public static func == (one: Call, other: Call) -> Bool {
        one.function == other.function && one.arguments == other.arguments
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(function)
        hasher.combine(arguments)
    }

    /// The function's name with dots: `plus`, `json.patch`, `data.a.f`.
    public var name: String { function.dotted }
}

/// `$"text {term} text"`.
public struct Template: Sendable, Hashable {
    public enum Part: Sendable, Hashable {
        case text(String)
        /// The expression of a brace: a term or a call, perhaps with modifiers.
        indirect case expression(Expression)
    }

    public var parts: [Part]
    /// Written with back quotes and so over several lines.
    public var isRaw: Bool

    public init(parts: [Part], isRaw: Bool) {
        self.parts = parts
        self.isRaw = isRaw
    }
}

extension Reference {
    /// A reference to `name`, split at its dots: the first part is a variable, the others are strings.
    public init(dotted name: String, at location: SourceLocation = .none) {
        var terms: [Term] = []
        for part in name.split(separator: ".", omittingEmptySubsequences: false) {
            terms.append(Term(terms.isEmpty ? .variable(String(part)) : .string(String(part)), at: location))
        }
        self.init(terms)
    }

    /// The terms joined by dots when the head is a variable and the rest are strings that look like names; otherwise
    /// as Rego text.
    public var dotted: String {
        guard let root else { return description }
        if terms.count == 1 { return root }
        var text = root
        for term in terms.dropFirst() {
            guard let name = term.string else { return description }
            text += "."
            text += name
        }
        return text
    }
}
