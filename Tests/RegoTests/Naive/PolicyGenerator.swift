@testable import Rego

/// SplitMix64: numbers that look random and are the same for a seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

/// A policy with what it is evaluated on.
struct GeneratedPolicy {
    var modules: [String]
    var data: String
    var inputs: [String]
    var queries: [String]
}

/// Makes policies that compile and use what an optimising evaluator has special ways for: indexed rules, early exit,
/// joins, remembered comprehensions, rules asked for one key, `with` in the middle of all that.
///
/// It keeps track of the variables that have values and of the types that terms can have, so that few of its
/// policies are refused. Values are taken from small domains in which numbers have several spellings, so that
/// things are equal often.
struct PolicyGenerator {
    /// The types that a value, and the members of it, can have; what they overlap in may be compared.
    struct Kind: OptionSet {
        var rawValue: Int
        static let null = Kind(rawValue: 1)
        static let boolean = Kind(rawValue: 2)
        static let number = Kind(rawValue: 4)
        static let string = Kind(rawValue: 8)
        static let array = Kind(rawValue: 16)
        static let object = Kind(rawValue: 32)
        static let set = Kind(rawValue: 64)
        static let any = Kind(rawValue: 127)
        static let collection: Kind = [.array, .object, .set]
    }

    struct Expr {
        var text: String
        var kind: Kind
        /// Of the members of a collection.
        var element = Kind.any
        /// Has the members of an item: `id`, `kind`, `n`, `name`, `tags`.
        var isItem = false
        /// The collection as it was made here, whose members' exact types the compiler knows.
        var isLiteral = false
    }

    /// The variables that have values.
    struct Scope {
        var variables: [Expr] = []
        /// How deep closures are nested.
        var depth = 0
    }

    enum Form { case complete, set, object, nested, function }

    /// A rule that later ones may use.
    struct Defined {
        var name: String
        var package: String
        var form: Form
        /// Of a value, of a set its elements.
        var kind: Kind
        /// Of the keys of an object, of the elements of a set.
        var keys: Kind
        /// Of a function what it takes.
        var arguments: [Kind] = []
    }

    var numbers: SplitMix
    var rules: [Defined] = []
    var package = "low"
    private var names = 0

    init(_ seed: UInt64) { numbers = SplitMix(seed &* 0x2545_f491_4f6c_dd1d &+ 1) }

    // MARK: Choices

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }

    mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

    mutating func fresh(_ prefix: String = "v") -> String {
        names += 1
        return "\(prefix)\(names)"
    }

    // MARK: Constants

    static let spelledNumbers = [
        "0", "1", "1.0", "2", "2.0", "10", "1e1", "-1", "0.5", "3", "5e-1", "100000000000000000000",
    ]
    static let strings = ["a", "b", "ab", "abc", "a/b", "1", "k0", "k1", "k2", "u0", "u1", ""]

    mutating func constantNumber() -> Expr { Expr(text: pick(Self.spelledNumbers), kind: .number) }

    mutating func constantString() -> Expr { Expr(text: "\"\(pick(Self.strings))\"", kind: .string) }

    mutating func scalar() -> Expr {
        switch number(0...9) {
        case 0...3: constantNumber()
        case 4...7: constantString()
        case 8: Expr(text: pick(["true", "false"]), kind: .boolean)
        default: Expr(text: "null", kind: .null)
        }
    }

    mutating func constant() -> Expr {
        switch number(0...9) {
        case 0...6: return scalar()
        case 7: return collection(.array, (0..<number(0...3)).map { _ in scalar() })
        case 8: return collection(.set, (0..<number(1...3)).map { _ in scalar() })
        default:
            let value = scalar()
            return Expr(
                text: "{\"\(pick(["a", "b", "n"]))\": \(value.text)}", kind: .object, element: value.kind,
                isLiteral: true)
        }
    }

    func collection(_ kind: Kind, _ parts: [Expr]) -> Expr {
        let inside = parts.map(\.text).joined(separator: ", ")
        return Expr(
            text: kind == .array ? "[\(inside)]" : "{\(inside)}", kind: kind,
            element: parts.reduce(Kind()) { $0.union($1.kind) }, isLiteral: true)
    }

    // MARK: Documents

    private mutating func jsonScalar() -> String {
        chance(50)
            ? pick(Self.spelledNumbers) : chance(80) ? "\"\(pick(Self.strings))\"" : pick(["true", "false", "null"])
    }

    private mutating func jsonItem(_ index: Int) -> String {
        var members = ["\"id\": \(chance(80) ? String(index) : pick(Self.spelledNumbers))"]
        if chance(90) { members.append("\"kind\": \"k\(number(0...3))\"") }
        if chance(90) { members.append("\"n\": \(pick(Self.spelledNumbers))") }
        if chance(90) { members.append("\"name\": \"\(pick(Self.strings))\"") }
        if chance(80) {
            members.append("\"tags\": [\((0..<number(0...3)).map { _ in jsonScalar() }.joined(separator: ", "))]")
        }
        return "{\(members.joined(separator: ", "))}"
    }

    /// An object of collections: what is in `data.base`, and in `input`.
    private mutating func jsonBase() -> [String] {
        let size = chance(40) ? number(9...14) : number(0...5)
        let items = (0..<size).map { jsonItem($0) }.joined(separator: ", ")
        let users = (0..<(chance(30) ? number(9...12) : number(0...4))).map { "\"u\($0)\": \(jsonItem($0))" }.joined(
            separator: ", ")
        let names = (0..<number(0...10)).map { _ in "\"\(pick(Self.strings))\"" }.joined(separator: ", ")
        let nums = (0..<number(0...10)).map { _ in pick(Self.spelledNumbers) }.joined(separator: ", ")
        let map = ["a", "b", "k0", "k1", "1"].filter { _ in chance(70) }.map { "\"\($0)\": \(jsonScalar())" }.joined(
            separator: ", ")
        return [
            "\"items\": [\(items)]", "\"users\": {\(users)}", "\"names\": [\(names)]", "\"nums\": [\(nums)]",
            "\"map\": {\(map)}",
        ]
    }

    mutating func json() -> (data: String, input: String) {
        let data = jsonBase().joined(separator: ", ")
        var input = jsonBase().filter { _ in chance(90) }
        if chance(90) { input.append("\"kind\": \"k\(number(0...3))\"") }
        if chance(90) { input.append("\"n\": \(pick(Self.spelledNumbers))") }
        if chance(90) { input.append("\"name\": \"\(pick(Self.strings))\"") }
        if chance(90) { input.append("\"user\": \"u\(number(0...3))\"") }
        if chance(90) {
            input.append(
                "\"path\": [\((0..<number(0...3)).map { _ in "\"\(pick(Self.strings))\"" }.joined(separator: ", "))]")
        }
        return ("{\"base\": {\(data)}}", "{\(input.joined(separator: ", "))}")
    }

    // MARK: Policies

    static func policy(_ seed: UInt64) -> GeneratedPolicy {
        var generator = PolicyGenerator(seed)
        var modules: [String] = []
        for (package, count) in [("low", generator.number(1...3)), ("t", generator.number(2...5))] {
            generator.package = package
            var text = "package \(package)\n\n"
            for _ in 0..<count { text += generator.rule() + "\n" }
            modules.append(text)
        }
        let (data, input) = generator.json()
        var queries = ["x = data.t"]
        for rule in generator.rules where rule.form != .function {
            let path = "data.\(rule.package).\(rule.name)"
            switch generator.number(0...4) {
            case 0, 1: queries.append("x = \(path)")
            case 2: queries.append("\(path)[x] = y")
            case 3: queries.append("x = \(path)[\(generator.scalar().text)]")
            default: queries.append("some y in data.base.nums; x = \(path)[y]")
            }
        }
        let another = generator.json().input
        return GeneratedPolicy(modules: modules, data: data, inputs: [input, another], queries: queries)
    }
}
