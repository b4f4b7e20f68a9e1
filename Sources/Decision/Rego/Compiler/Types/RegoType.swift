/// The type of a term as far as it is known before evaluation.
indirect enum RegoType: Sendable, Hashable {
    case null, boolean, number, string
    /// One of these types; any type when there are none.
    case union([RegoType])
    /// The first elements by position, nil where the type is unknown, and the type of those behind.
    case array(leading: [RegoType?], rest: RegoType?)
    case set(RegoType?)
    /// Members by constant key, sorted, and the types of others.
    case object(members: [Member], others: Others?)
    case function(Signature)

    struct Member: Sendable, Hashable {
        var key: Term
        var value: RegoType?
    }

    struct Others: Sendable, Hashable {
        var key: RegoType?
        var value: RegoType?
    }

    struct Signature: Sendable, Hashable {
        var arguments: [RegoType?]
        var variadic: RegoType?
        /// Nil for a function that gives nothing.
        var result: RegoType?
    }

    static let any = RegoType.union([])
    /// Above this many types a union says nothing that is worth its cost.
    private static let mostChoices = 64
    /// Elements and members that are told apart; a document written into a policy is known by what its parts share.
    static let mostParts = 512

    var isAny: Bool { self == .any }

    static func object(_ members: [Member], _ others: Others?) -> RegoType {
        .object(members: members.sorted { TermOrder.isLess($0.key, $1.key) }, others: others)
    }

    init(_ declared: DeclaredType) {
        switch declared {
        case .any: self = .any
        case .null: self = .null
        case .boolean: self = .boolean
        case .number: self = .number
        case .string: self = .string
        case .union(let types): self = types.reduce(nil) { RegoType.or($0, RegoType($1)) } ?? .any
        case .array(let leading, let rest):
            self = .array(leading: leading.map { RegoType($0) }, rest: rest.map { RegoType($0) })
        case .set(let element): self = .set(RegoType(element))
        case .object(let members, let others):
            self = .object(
                members.map { Member(key: Term(.string($0.key)), value: RegoType($0.value)) },
                others.map { Others(key: RegoType($0.key), value: RegoType($0.value)) })
        }
    }

    init(_ builtin: BuiltinDeclaration) {
        self = .function(
            Signature(
                arguments: builtin.arguments.map { RegoType($0) }, variadic: builtin.variadic.map { RegoType($0) },
                result: builtin.result.map { RegoType($0) }))
    }

    // MARK: Unions

    static func or(_ one: RegoType?, _ other: RegoType?) -> RegoType? {
        guard let one else { return other }
        guard let other else { return one }
        if one == other { return one }
        if case .function(let left) = one, case .function(let right) = other {
            let arguments = zip(left.arguments, right.arguments).map { or($0, $1) }
            return .function(
                Signature(arguments: arguments, variadic: left.variadic, result: or(left.result, right.result)))
        }
        var types: [RegoType] = []
        for type in [one, other] {
            if case .union(let parts) = type {
                if parts.isEmpty { return .any }
                types += parts
            } else {
                types.append(type)
            }
        }
        var seen: Set<RegoType> = []
        let distinct = types.filter { seen.insert($0).inserted }
        if distinct.count == 1 { return distinct[0] }
        if distinct.count > mostChoices { return .any }
        return .union(distinct.sorted { ($0.rank, $0.description) < ($1.rank, $1.description) })
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .boolean: 1
        case .number: 2
        case .string: 3
        case .array: 4
        case .object: 5
        case .set: 6
        case .union: 7
        case .function: 8
        }
    }

    func contains(_ other: RegoType) -> Bool {
        guard case .union(let types) = self else { return self == other }
        if case .function = other { return false }
        return types.isEmpty || types.contains(other)
    }

    // MARK: Parts

    /// The types of keys; nil for types without.
    var keys: RegoType? {
        switch self {
        case .array: .number
        case .object(let members, let others):
            members.reduce(others.flatMap { $0.key }) { RegoType.or($0, RegoType.of(constant: $1.key)) }
        case .set(let element): element
        case .union(let types): types.isEmpty ? .any : types.reduce(nil) { RegoType.or($0, $1.keys) }
        case .null, .boolean, .number, .string, .function: nil
        }
    }

    /// The types of elements and members; nil for types without.
    var values: RegoType? {
        switch self {
        case .array(let leading, let rest): leading.reduce(rest) { RegoType.or($0, $1) }
        case .object(let members, let others): members.reduce(others.flatMap { $0.value }) { RegoType.or($0, $1.value) }
        case .set(let element): element
        case .union(let types): types.isEmpty ? .any : types.reduce(nil) { RegoType.or($0, $1.values) }
        case .null, .boolean, .number, .string, .function: nil
        }
    }

    func element(_ index: Int) -> RegoType? {
        guard case .array(let leading, let rest) = self, index >= 0 else { return nil }
        return index < leading.count ? leading[index] : rest
    }

    func member(_ key: Term) -> RegoType? {
        guard case .object(let members, let others) = self else { return nil }
        if let found = members.first(where: { $0.key == key }) { return found.value }
        guard let others, let type = RegoType.of(constant: key) else { return nil }
        return others.key?.contains(type) == true ? others.value : nil
    }

    /// The type behind a constant key.
    func select(_ key: Term) -> RegoType? {
        switch self {
        case .array:
            guard case .number(let text) = key.kind, let index = Int(text) else { return nil }
            return element(index)
        case .object: return member(key)
        case .set(let element):
            guard let element, let type = RegoType.of(constant: key) else { return nil }
            return element.contains(type) ? type : nil
        case .union(let types):
            return types.isEmpty ? .any : types.reduce(nil) { RegoType.or($0, $1.select(key)) }
        case .null, .boolean, .number, .string, .function: return nil
        }
    }

    static func of(constant term: Term) -> RegoType? {
        switch term.kind {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .array(let elements): array(elements.map { of(constant: $0) })
        case .set(let elements): .set(elements.reduce(nil) { or($0, of(constant: $1)) } ?? .any)
        case .object(let members):
            object(
                known: members.map { Member(key: $0.key, value: of(constant: $0.value)) },
                members.isEmpty ? Others(key: .any, value: .any) : nil)
        default: nil
        }
    }

    /// An array with elements of these types.
    static func array(_ elements: [RegoType?]) -> RegoType {
        if elements.isEmpty { return .array(leading: [], rest: .any) }
        if elements.count <= mostParts { return .array(leading: elements, rest: nil) }
        return .array(leading: [], rest: elements.reduce(nil) { or($0, $1) } ?? .any)
    }

    /// An object with members of these types.
    static func object(known members: [Member], _ others: Others?) -> RegoType {
        if members.count <= mostParts { return .object(members, others) }
        var key = others.flatMap { $0.key }
        var value = others.flatMap { $0.value }
        for member in members {
            key = or(key, of(constant: member.key))
            value = or(value, member.value)
        }
        return .object(members: [], others: Others(key: key, value: value ?? .any))
    }

    // MARK: Agreement

    /// Whether a value can be of both types.
    static func unifies(_ one: RegoType?, _ other: RegoType?) -> Bool {
        guard let one, let other else { return false }
        var isUnion = false
        if case .union(let types) = one {
            if admits(types, other) { return true }
            isUnion = true
        }
        if case .union(let types) = other {
            if admits(types, one) { return true }
            isUnion = true
        }
        if isUnion { return false }
        switch (one, other) {
        case (.null, .null), (.boolean, .boolean), (.number, .number), (.string, .string): return true
        case (.array(let left, let leftRest), .array(let right, let rightRest)):
            for index in left.indices where !unifies(left[index], other.element(index)) { return false }
            for index in right.indices where !unifies(one.element(index), right[index]) { return false }
            return leftRest == nil || rightRest == nil || unifies(leftRest, rightRest)
        case (.object(let left, let leftOthers), .object(let right, let rightOthers)):
            for member in left where !unifies(member.value, other.member(member.key)) { return false }
            for member in right where !unifies(one.member(member.key), member.value) { return false }
            guard let leftOthers, let rightOthers else { return true }
            return unifies(leftOthers.value, rightOthers.value)
        case (.set(let left), .set(let right)): return unifies(left, right)
        case (.function(let left), .function(let right)):
            return left.arguments.count == right.arguments.count
                && zip(left.arguments, right.arguments).allSatisfy { unifies($0, $1) }
        default: return false
        }
    }

    private static func admits(_ types: [RegoType], _ other: RegoType) -> Bool {
        if case .function = other { return false }
        return types.isEmpty || types.contains { unifies($0, other) }
    }

    /// The type of a path that several rules define.
    static func merged(_ one: RegoType?, _ other: RegoType?) -> RegoType? {
        guard let one else { return other }
        guard let other else { return one }
        switch (one, other) {
        case (.object(let left, .some(let leftOthers)), .object(let right, .some(let rightOthers)))
        where left.isEmpty && right.isEmpty:
            return .object(
                members: [],
                others: Others(
                    key: or(leftOthers.key, rightOthers.key), value: merged(leftOthers.value, rightOthers.value)))
        case (.set(let left), .set(let right)): return .set(or(left, right))
        default: return or(one, other)
        }
    }
}

extension RegoType: CustomStringConvertible {
    static func text(_ type: RegoType?) -> String { type?.description ?? "???" }

    /// As messages write it.
    var description: String {
        switch self {
        case .null: return "null"
        case .boolean: return "boolean"
        case .number: return "number"
        case .string: return "string"
        case .union(let types):
            return types.isEmpty ? "any" : "any<\(types.map(\.description).joined(separator: ", "))>"
        case .array(let leading, let rest):
            return "array" + (leading.isEmpty ? "" : "<\(leading.map(Self.text).joined(separator: ", "))>")
                + (rest.map { "[\($0)]" } ?? "")
        case .set(let element): return "set[\(Self.text(element))]"
        case .object(let members, let others):
            let list = members.map { "\($0.key.string ?? $0.key.description): \(Self.text($0.value))" }
            return "object" + (list.isEmpty ? "" : "<\(list.joined(separator: ", "))>")
                + (others.map { "[\(Self.text($0.key)): \(Self.text($0.value))]" } ?? "")
        case .function(let signature):
            let list = signature.arguments.map(Self.text).joined(separator: ", ")
            return "(\(list)) => \(Self.text(signature.result))"
        }
    }
}

/// The order of constants: by kind, then by value as far as their text tells.
enum TermOrder {
    private static func rank(_ term: Term) -> Int {
        switch term.kind {
        case .null: 0
        case .boolean: 1
        case .number: 2
        case .string: 3
        case .array: 4
        case .object: 5
        case .set: 6
        default: 7
        }
    }

    static func isLess(_ one: Term, _ other: Term) -> Bool {
        switch (one.kind, other.kind) {
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.number(let left), .number(let right)):
            if let left = Int(left), let right = Int(right) { left < right } else { left < right }
        case (.boolean(let left), .boolean(let right)): !left && right
        default: (rank(one), one.description) < (rank(other), other.description)
        }
    }
}
