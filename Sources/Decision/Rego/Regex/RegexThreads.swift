/// Runs all threads of a program side by side (Pike's machine): finds the leftmost match that the expression prefers,
/// with its groups, in time proportional to text and program.
struct RegexThreads {
    private let program: RegexProgram
    /// Threads at this byte, and at the one after it.
    private var lists: (current: ThreadList, next: ThreadList)
    private var slots: [Int]
    private var stack: [Step] = []
    /// Instructions visited since it was last set to 0; beyond `workLimit` nothing is found any more.
    var work = 0
    private let workLimit: Int
    /// Bytes that a match can begin with; `nil` when it may be empty or begins with an assertion.
    private let firstBytes: [Bool]?

    private enum Step {
        case visit(Int)
        case restore(slot: Int, old: Int)
    }

    private struct ThreadList {
        /// Instructions in the order of preference; each once.
        var dense: [Int] = []
        var sparse: [Int]
        /// Slots of the thread at the same position in `dense`.
        var slots: [Int] = []

        init(size: Int) { sparse = [Int](repeating: 0, count: size) }

        func contains(_ instruction: Int) -> Bool {
            let position = sparse[instruction]
            return position < dense.count && dense[position] == instruction
        }

        mutating func insert(_ instruction: Int, _ thread: [Int]) {
            sparse[instruction] = dense.count
            dense.append(instruction)
            slots.append(contentsOf: thread)
        }

        mutating func clear() {
            dense.removeAll(keepingCapacity: true)
            slots.removeAll(keepingCapacity: true)
        }
    }

    init(_ program: RegexProgram, workLimit: Int = RegexLimits.work) {
        self.program = program
        self.workLimit = workLimit
        let list = ThreadList(size: program.instructions.count)
        lists = (list, list)
        slots = [Int](repeating: -1, count: program.slotCount)
        firstBytes = Self.firstBytes(of: program)
    }

    private static func firstBytes(of program: RegexProgram) -> [Bool]? {
        var bytes = [Bool](repeating: false, count: 256)
        var seen = [Bool](repeating: false, count: program.instructions.count)
        var stack = [program.start]
        while let index = stack.popLast() {
            if seen[index] { continue }
            seen[index] = true
            switch program.instructions[index] {
            case .match, .assert: return nil
            case .fail: break
            case .jump(let next), .save(_, let next): stack.append(next)
            case .split(let first, let second): stack += [first, second]
            case .bytes(let start, let end):
                for edge in program.edges[start..<end] {
                    for byte in edge.low...edge.high { bytes[Int(byte)] = true }
                }
            }
        }
        return bytes
    }

    /// The first match at or after `offset`: start and end of the whole and of each group, -1 for groups without part.
    mutating func find(_ text: UnsafeBufferPointer<UInt8>, from offset: Int) -> [Int]? {
        var found: [Int]?
        lists.current.clear()
        var index = offset
        let count = program.slotCount
        while index <= text.count {
            guard work <= workLimit else { return nil }
            if lists.current.dense.isEmpty {
                if found != nil || program.isAnchoredAtStart && index > 0 { break }
                if let firstBytes {
                    while index < text.count, !firstBytes[Int(text[index])] { index += 1 }
                    if index == text.count { break }
                }
            }
            let place = RegexPlace(
                before: index > 0 ? text[index - 1] : nil, after: index < text.count ? text[index] : nil)
            if found == nil && (!program.isAnchoredAtStart || index == 0) {
                for slot in slots.indices { slots[slot] = -1 }
                add(program.start, at: index, place, toNext: false)
            }
            lists.next.clear()
            let nextPlace = RegexPlace(
                before: index < text.count ? text[index] : nil, after: index + 1 < text.count ? text[index + 1] : nil)
            work += lists.current.dense.count
            scan: for (position, instruction) in lists.current.dense.enumerated() {
                switch program.instructions[instruction] {
                case .match:
                    found = Array(lists.current.slots[position * count..<(position + 1) * count])
                    // Threads after this one are preferred less.
                    break scan
                case .bytes(let start, let end):
                    guard index < text.count, let target = program.target(of: text[index], start, end) else { break }
                    for slot in 0..<count { slots[slot] = lists.current.slots[position * count + slot] }
                    add(target, at: index + 1, nextPlace, toNext: true)
                default: break
                }
            }
            lists = (lists.next, lists.current)
            index += 1
        }
        return found
    }

    /// Follows instructions that read no byte; `slots` are those of the thread.
    private mutating func add(_ start: Int, at index: Int, _ place: RegexPlace, toNext: Bool) {
        stack.append(.visit(start))
        while let step = stack.popLast() {
            work += 1
            guard case .visit(let instruction) = step else {
                if case .restore(let slot, let old) = step { slots[slot] = old }
                continue
            }
            // Each entry has its slots, so that positions agree.
            if toNext {
                if lists.next.contains(instruction) { continue }
                lists.next.insert(instruction, slots)
            } else {
                if lists.current.contains(instruction) { continue }
                lists.current.insert(instruction, slots)
            }
            switch program.instructions[instruction] {
            case .match, .fail, .bytes: break
            case .jump(let next): stack.append(.visit(next))
            case .split(let first, let second):
                stack.append(.visit(second))
                stack.append(.visit(first))
            case .assert(let assertion, let next): if place.satisfies(assertion) { stack.append(.visit(next)) }
            case .save(let slot, let next):
                stack.append(.restore(slot: slot, old: slots[slot]))
                slots[slot] = index
                stack.append(.visit(next))
            }
        }
    }
}
