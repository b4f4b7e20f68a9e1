/// A deterministic automaton over the bytes of a text, built as texts ask for it.
///
/// It answers only whether a match exists, so the order of threads does not matter and a state is a set. A state holds
/// the instructions reached by the bytes so far, before assertions are judged: those need the next byte, which is part
/// of the transition. Each byte of a text costs one table look-up, or at most one walk over the program.
final class RegexAutomaton {
    private let program: RegexProgram
    /// Transitions of a row for each byte class and, last, for the end of the text. -1 is not known yet; else the
    /// lowest bit says that a match ends before this byte, the others are the row to go to. Row 0 leads nowhere.
    private var table: [Int32] = []
    private let width: Int
    private var states: [[Int32]] = []
    private var rows: [[Int32]: Int32] = [:]
    /// Row for a match that may begin at the start of the text, after a newline, a word's byte, or another byte.
    private var startRows: [Int32] = [-1, -1, -1, -1]
    private var visited: [UInt32]
    private var generation: UInt32 = 0
    private var stack: [Int] = []
    /// Instructions that the states hold.
    private var held = 0
    /// How often the automaton began anew.
    private var clears = 0
    /// Instructions visited since it was last set to 0; beyond `workLimit` nothing matches any more.
    var work = 0
    private let workLimit: Int

    /// About 4 MiB of transitions; when it is full, the automaton starts anew.
    private static let cellLimit = 1 << 20

    init(_ program: RegexProgram, workLimit: Int = RegexLimits.work) {
        self.program = program
        self.workLimit = workLimit
        width = program.byteClassCount + 1
        visited = [UInt32](repeating: 0, count: program.instructions.count)
        clear()
    }

    private func clear() {
        table = [Int32](repeating: 0, count: width)
        states = [[]]
        rows = [:]
        held = 0
        clears += 1
        startRows = [-1, -1, -1, -1]
    }

    /// Whether a match begins at or after `offset`.
    func matches(_ text: UnsafeBufferPointer<UInt8>, from offset: Int = 0) -> Bool {
        guard offset <= text.count else { return false }
        var row = start(offset == 0 ? nil : text[offset - 1])
        var index = offset
        let end = text.count
        return program.byteClasses.withUnsafeBufferPointer { classes in
            while true {
                // The fast run: known transitions only. `row` is always a row of the table and a class is less than
                // its width, so the offsets stay inside.
                let stopped: Int32 = table.withUnsafeBufferPointer { table in
                    while index < end {
                        let next = table[Int(row) + Int(classes[Int(text[index])])]
                        if next <= 1 || next & 1 == 1 { return next }
                        row = next >> 1
                        index += 1
                    }
                    return 2
                }
                if stopped == 0 { return false }
                if stopped == 2 {
                    var last = table[Int(row) + width - 1]
                    if last < 0 { last = transition(from: row, on: nil) }
                    return last & 1 == 1
                }
                if stopped > 0 { return true }
                let next = transition(from: row, on: text[index])
                if work > workLimit { return false }
                if next & 1 == 1 { return true }
                row = next >> 1
                if row == 0 { return false }
                index += 1
            }
        }
    }

    /// Classes of what stands before a place: 0 nothing, 1 newline, 2 a word's byte, 3 other.
    private func context(_ byte: UInt8?) -> Int32 {
        guard let byte else { return 0 }
        if program.hasLineAssertions && byte == 0x0A { return 1 }
        return program.hasWordAssertions && RegexPlace.isWord(byte) ? 2 : 3
    }

    private func start(_ before: UInt8?) -> Int32 {
        let context = context(before)
        let known = startRows[Int(context)]
        if known >= 0 { return known }
        let row = row(of: [context, Int32(program.start)])
        startRows[Int(context)] = row
        return row
    }

    /// `state` begins with the context, instructions follow sorted.
    private func row(of state: [Int32]) -> Int32 {
        guard state.count > 1 else { return 0 }
        if let row = rows[state] { return row }
        if table.count + width > Self.cellLimit || held + state.count > RegexLimits.stateWords { clear() }
        held += state.count
        let row = Int32(table.count)
        table.append(contentsOf: repeatElement(-1, count: width))
        states.append(state)
        rows[state] = row
        return row
    }

    private func transition(from row: Int32, on byte: UInt8?) -> Int32 {
        let state = states[Int(row) / width]
        guard let context = state.first else { return 0 }
        let place = RegexPlace(
            before: [nil, 0x0A, UInt8(ascii: "a"), UInt8(ascii: " ")][Int(context)], after: byte)
        if generation == .max {
            generation = 0
            for index in visited.indices { visited[index] = 0 }
        }
        generation += 1
        var reached: [Int32] = []
        var isMatch = false
        stack.removeAll(keepingCapacity: true)
        for instruction in state.dropFirst().reversed() { stack.append(Int(instruction)) }
        while let index = stack.popLast() {
            guard visited[index] != generation else { continue }
            visited[index] = generation
            work += 1
            switch program.instructions[index] {
            case .match: isMatch = true
            case .fail: break
            case .jump(let next), .save(_, let next): stack.append(next)
            case .split(let first, let second):
                stack.append(second)
                stack.append(first)
            case .assert(let assertion, let next): if place.satisfies(assertion) { stack.append(next) }
            case .bytes(let start, let end):
                guard let byte else { break }
                if let next = program.target(of: byte, start, end) { reached.append(Int32(next)) }
            }
            if isMatch { break }
        }
        var result: Int32 = isMatch ? 1 : 0
        // After a match nothing matters any more, and after the end of the text nothing follows.
        if let byte, !isMatch {
            if !program.isAnchoredAtStart { reached.append(Int32(program.start)) }
            reached.sort()
            var next: [Int32] = [program.hasAssertions ? self.context(byte) : 3]
            for instruction in reached where next.count == 1 || next.last != instruction { next.append(instruction) }
            let clears = self.clears
            let target = self.row(of: next)
            // A cleared table has lost the row that this transition would be written to.
            guard clears == self.clears else { return target << 1 }
            result = target << 1
        }
        let column = byte.map { Int(program.byteClasses[Int($0)]) } ?? width - 1
        table[Int(row) + column] = result
        return result
    }
}

extension RegexProgram {
    /// Where `byte` leads from a byte instruction.
    func target(of byte: UInt8, _ start: Int, _ end: Int) -> Int? {
        var low = start
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if edges[middle].high < byte { low = middle + 1 } else { high = middle }
        }
        return low < end && edges[low].low <= byte ? edges[low].next : nil
    }
}
