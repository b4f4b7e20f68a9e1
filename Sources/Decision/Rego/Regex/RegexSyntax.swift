/// A regular expression as a tree, flags resolved.
indirect enum RegexNode: Sendable {
    case empty
    /// One scalar of a class; a class without members never matches.
    case scalar(CharacterClass)
    case assertion(RegexAssertion)
    case capture(Int, RegexNode)
    case concatenation([RegexNode])
    case alternation([RegexNode])
    case repetition(RegexNode, least: Int, most: Int?, isGreedy: Bool)
}

/// A condition on the place between two bytes. Words are ASCII, as in RE2.
enum RegexAssertion: UInt8, Sendable {
    case beginText, endText, beginLine, endLine, wordBoundary, notWordBoundary
}

/// Why an expression is none of RE2's, in Go's words.
package struct RegexError: Error, Equatable, Sendable, CustomStringConvertible {
    package var reason: String
    /// The part of the expression that is at fault.
    package var fragment: String

    package var description: String { "error parsing regexp: \(reason): `\(fragment)`" }
}

/// Bounds on an expression: those of RE2 and Go's regexp.
enum RegexLimits {
    /// Most repeats, also as the product of nested ones.
    static let repeats = 1000
    static let depth = 1000
    /// Nodes of the program. Larger expressions are refused.
    static let instructions = 1_000_000
    /// Instructions times the ends of groups.
    static let slots = 20_000_000
}
