/// A version with numbers left out or replaced by `x`, `X` or `*`, as the ranges of npm and Cargo write them.
struct PartialVersion {
    /// The numbers before the first one that is absent or replaced.
    private(set) var numbers: [String] = []
    /// What follows the third number: a pre-release and build metadata.
    private(set) var rest = ""

    var isFull: Bool { numbers.count == 3 }
    var hasPreRelease: Bool { rest.utf8.first == .hyphen }

    init(_ text: String) throws(RangeError) {
        var text = try RangeText(text)
        let whole = text.rest
        var isOpen = true
        for place in 0..<3 {
            if place > 0, !text.take(".") { break }
            let number = text.word { !$0.isDigit }
            if !number.isEmpty {
                if isOpen { numbers.append(number) }
            } else if text.take("x") || text.take("X") || text.take("*") {
                isOpen = false
            } else {
                throw .malformed(whole, expected: "a version")
            }
        }
        rest = text.word { _ in false }
        let isSuffix = rest.isEmpty || rest.utf8.first == .hyphen || rest.utf8.first == .plus
        guard isSuffix else { throw .malformed(whole, expected: "at most three numbers") }
    }

    /// The version with zeros for absent numbers.
    func filled(_ suffix: String = "") -> String {
        isFull ? numbers.joined(separator: ".") + rest : Self.triple(numbers) + suffix
    }

    /// The least version of all, pre-releases included, above those that agree in the first numbers.
    func next(_ count: Int) -> String {
        let kept = numbers.prefix(count)
        guard let last = kept.last else { return "0.0.0-0" }
        return Self.triple(Array(kept.dropLast()) + [Decimal.successor(last)]) + "-0"
    }

    private static func triple(_ numbers: [String]) -> String {
        (numbers + Array(repeating: "0", count: max(0, 3 - numbers.count))).joined(separator: ".")
    }

    /// Where the caret of npm and Cargo stops: above the first number that is not zero, or the last one written.
    var caretCount: Int {
        let leading = numbers.prefix { Decimal.isZero($0) }.count
        return min(leading + 1, numbers.count)
    }
}
