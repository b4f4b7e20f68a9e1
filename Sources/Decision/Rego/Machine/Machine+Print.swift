/// A line that a policy prints.
public struct PrintedLine: Sendable, Equatable {
    public var text: String
    /// Where the call of `print` is.
    public var position: RegoError.Position?
}

/// Gets what policies print.
public typealias LinePrinter = @Sendable (PrintedLine) -> Void

extension Machine {
    /// Prints what an array of sets stands for: a line for each choice of one value out of each set; an empty set is an
    /// undefined value.
    @inline(never)
    func printLines(_ operands: Value, in routine: Int, at instruction: Int) throws(RegoError) {
        guard let printer, operands.isArray else { return }
        let sets = operands.elements
        let position = position(routine, instruction)
        var texts: [String] = []
        // The choice at hand, counted like the digits of a number whose last digit runs fastest.
        var choice = [Int](repeating: 0, count: sets.count)
        while true {
            try count()
            texts.removeAll(keepingCapacity: true)
            for (index, set) in sets.enumerated() { texts.append(Machine.printed(set, choice[index])) }
            printer(PrintedLine(text: texts.joined(separator: " "), position: position))
            var digit = sets.count - 1
            while digit >= 0 {
                choice[digit] += 1
                if sets[digit].isSet, choice[digit] < sets[digit].count { break }
                choice[digit] = 0
                digit -= 1
            }
            if digit < 0 { return }
        }
    }

    /// A string as it is, anything else as a term of the language.
    private static func printed(_ set: Value, _ index: Int) -> String {
        guard set.isSet else { return set.string ?? RegoOutput.text(of: set) }
        guard index < set.count else { return "<undefined>" }
        let value = set.elements[index]
        return value.string ?? RegoOutput.text(of: value)
    }
}
