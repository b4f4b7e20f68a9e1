/// Whether some text matches two globs of the kind of `regex.globs_match`: literal scalars, `.`, sets in brackets, each
/// perhaps repeated by `*` (any number) or `+` (one or more).
enum GlobIntersection {
    struct Failure: Error, CustomStringConvertible {
        var input: String
        var position: Int
        var reason: String

        var description: String { "input:\(input), pos:\(position), \(reason): the input provided is invalid" }
    }

    private struct Token {
        var scalars: CharacterClass
        /// Whether it may be left out, and whether it may repeat.
        var isOptional = false
        var repeats = false
        var isFlagged = false
    }

    static func isNonEmpty(_ left: String, _ right: String) throws(Failure) -> Bool {
        let (one, two) = (try tokens(left), try tokens(right))
        // Pairs of places in both, walked once each.
        let width = two.count + 1
        var seen = [Bool](repeating: false, count: (one.count + 1) * width)
        var pending = [(0, 0)]
        while let (first, second) = pending.popLast() {
            guard !seen[first * width + second] else { continue }
            seen[first * width + second] = true
            if first == one.count && second == two.count { return true }
            if first < one.count, one[first].isOptional { pending.append((first + 1, second)) }
            if second < two.count, two[second].isOptional { pending.append((first, second + 1)) }
            guard first < one.count, second < two.count, meet(one[first].scalars, two[second].scalars) else { continue }
            pending.append((first + 1, second + 1))
            if one[first].repeats { pending.append((first, second + 1)) }
            if two[second].repeats { pending.append((first + 1, second)) }
        }
        return false
    }

    private static func meet(_ left: CharacterClass, _ right: CharacterClass) -> Bool {
        left.ranges.contains { range in right.ranges.contains { $0.overlaps(range) } }
    }

    private static func tokens(_ input: String) throws(Failure) -> [Token] {
        var tokens: [Token] = []
        let scalars = Array(input.unicodeScalars)
        var index = 0
        func failure(_ reason: String) -> Failure { Failure(input: input, position: index + 1, reason: reason) }
        while index < scalars.count {
            let scalar = scalars[index]
            switch scalar {
            case "*", "+":
                guard let last = tokens.indices.last, !tokens[last].isFlagged else {
                    throw failure("flag '\(scalar)' must be preceded by a non-flag")
                }
                tokens[last].isFlagged = true
                tokens[last].repeats = true
                tokens[last].isOptional = scalar == "*"
            case ".": tokens.append(Token(scalars: .any))
            case "]": throw failure("set-close ']' with no preceding '['")
            case "[":
                var set = CharacterClass()
                index += 1
                var previous: UInt32?
                while index < scalars.count, scalars[index] != "]" {
                    if scalars[index] == "\\", index + 1 < scalars.count { index += 1 }
                    let low = scalars[index].value
                    if scalars[index] == "-", scalars[index - 1] != "\\", let start = previous,
                        index + 1 < scalars.count, scalars[index + 1] != "]"
                    {
                        index += 1
                        let high = scalars[index].value
                        guard start <= high else { throw failure("range is out of order") }
                        set.insert(start...high)
                        previous = nil
                    } else {
                        set.insert(low...low)
                        previous = low
                    }
                    index += 1
                }
                guard index < scalars.count else { throw failure("found [ without matching ]") }
                tokens.append(Token(scalars: set))
            case "\\" where index + 1 < scalars.count:
                index += 1
                tokens.append(Token(scalars: CharacterClass([scalars[index].value...scalars[index].value])))
            default: tokens.append(Token(scalars: CharacterClass([scalar.value...scalar.value])))
            }
            index += 1
        }
        return tokens
    }
}
