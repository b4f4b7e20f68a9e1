/// Plans one routine: the registers of its variables, its constants, and its instructions with where each goes on.
///
/// `fail` is always the place that a step which yields nothing goes to. An iteration moves it to its own beginning,
/// so that whatever comes later in a body asks the innermost iteration for its next value.
struct RoutinePlanner {
    /// A register when not negative, else the constant `~operand`.
    typealias Operand = Int32

    struct Label: Equatable { var index: Int32 }

    let name: String
    let planner: ProgramPlanner
    var instructions: [Instruction] = []
    var locations: [SourceLocation] = []
    var constants: [Value] = []
    private var constantPlaces: [Value: [Int32]] = [:]
    private var labels: [Int32] = []
    private(set) var registers: Int32
    let arity: Int
    /// Where each variable that has a value has it.
    var bound: [String: Operand] = [:]
    var fail = Label(index: 0)
    var location = SourceLocation.none
    var walks: [TreeWalk] = []
    var modifiers: [[Modifier]] = []
    var mockables: [Mockable] = []
    var indices: [RuleIndex] = []
    var filters: [ScanFilter] = []
    /// The only argument is a key that is asked for: it must be the key that an iteration would give, exactly.
    var isKeyed = false
    /// The literals that come after the one being planned.
    var following: ArraySlice<Expression> = []
    /// What the next iteration over the last term of a reference may be limited to.
    var filter: (path: [Value], key: Operand)?
    /// The literal that is being planned, for marks.
    var literal: Place?
    /// How deep the planner is in terms and bodies; the parser bounds it.
    var planError: RegoError?

    init(name: String, planner: ProgramPlanner, arity: Int = 0) {
        self.name = name
        self.planner = planner
        self.arity = arity
        registers = Int32(truncatingIfNeeded: arity)
        _ = label()
    }

    // MARK: Emitting

    mutating func label() -> Label {
        labels.append(-1)
        return Label(index: Int32(truncatingIfNeeded: labels.count - 1))
    }

    mutating func place(_ label: Label) {
        labels[Int(label.index)] = Int32(truncatingIfNeeded: instructions.count)
    }

    func address(of label: Label) -> Int32 { labels[Int(label.index)] }

    mutating func register() -> Operand { registers(1) }

    /// The first of `count` registers in a row.
    mutating func registers(_ count: Int) -> Operand {
        let first = registers
        registers += Int32(truncatingIfNeeded: count)
        return first
    }

    mutating func emit(
        _ operation: Instruction.Operation, _ a: Operand = 0, _ b: Operand = 0, _ c: Operand = 0, count: Int = 0,
        to label: Label? = nil
    ) {
        instructions.append(
            Instruction(
                operation: operation, count: UInt16(truncatingIfNeeded: count), a: a, b: b, c: c,
                target: (label ?? fail).index))
        locations.append(location)
        noteCall(operation, b)
    }

    mutating func constant(_ value: Value) -> Operand {
        // Equal numbers may be written differently, so only the same word is the same constant.
        for place in constantPlaces[value] ?? [] where constants[Int(place)].bits == value.bits { return ~place }
        let place = Int32(truncatingIfNeeded: constants.count)
        constants.append(value)
        constantPlaces[value, default: []].append(place)
        return ~place
    }

    func constantValue(_ operand: Operand) -> Value? {
        operand < 0 ? constants[Int(~operand)] : nil
    }

    mutating func finish() -> Routine {
        for index in instructions.indices { instructions[index].target = labels[Int(instructions[index].target)] }
        return Routine(
            name: name, instructions: instructions, constants: constants, registers: Int(registers), arity: arity,
            locations: locations, walks: walks, modifiers: modifiers, mockables: mockables, indices: indices,
            filters: filters)
    }

    mutating func refuse(_ message: String) {
        if planError == nil {
            planError = RegoError(.internalError, message, at: planner.position(location))
        }
    }

    // MARK: Scopes

    /// Plans something whose variables and iterations end with it.
    mutating func scoped(_ plan: (inout RoutinePlanner) -> Void) {
        let (savedBound, savedFail, savedFollowing) = (bound, fail, following)
        following = []
        plan(&self)
        (bound, fail, following) = (savedBound, savedFail, savedFollowing)
    }

    func isBound(_ variable: String) -> Bool {
        variable == "input" || variable == "data" || bound[variable] != nil
    }

    /// Whether a term has a value without any iteration that binds variables.
    func isGround(_ term: Term) -> Bool {
        switch term.kind {
        case .null, .boolean, .number, .string: true
        case .variable(let name): isBound(name)
        case .array(let elements), .set(let elements): elements.allSatisfy { isGround($0) }
        case .object(let members): members.allSatisfy { isGround($0.key) && isGround($0.value) }
        case .reference(let reference): reference.terms.allSatisfy { isGround($0) }
        case .call(let call): call.arguments.allSatisfy { isGround($0) }
        // They are closed: their own variables are bound within.
        case .arrayComprehension, .setComprehension, .objectComprehension, .template: true
        }
    }
}
