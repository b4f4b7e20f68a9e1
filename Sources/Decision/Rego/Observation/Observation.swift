/// What a program tells an observer while it runs. A program planned for `none` has no instruction for it, so that
/// plain decisions pay nothing.
enum Observation: Sendable {
    case none
    /// Which literals are evaluated, hold, and which rules yield a value, as in a plain evaluation.
    case literals
    /// All that explains a result: every rule is tried, also those that an index would leave out.
    case reasons
}

/// A place of a program that an observer is told of.
struct Mark: Sendable {
    enum Kind: Sendable {
        /// A routine begins, or ends with a value.
        case enter, leave
        /// A body begins.
        case begin
        /// A literal begins, or holds.
        case literal, holds
        /// A rule yields a value.
        case head
    }

    var kind: Kind
    var location: SourceLocation
    /// Of a routine the place in the program is not known when it is planned; of all else, the body it belongs to.
    var body = -1
    /// The position of a literal in its body.
    var step = 0
    /// Of a literal that holds, the mark at which it begins.
    var beginning = -1
    /// What variables that matter here stand for: registers or constants.
    var variables: [Variable] = []

    struct Variable: Sendable {
        var name: String
        var operand: Int32
    }
}

/// A body as it is planned; one that is planned for several routines is there several times.
struct PlannedBody: Sendable {
    enum Origin: Sendable {
        case query
        /// Of a rule, of an `else`, and of a default.
        case rule, otherwise, fallback
        case comprehension, every, group

        var isRule: Bool {
            switch self {
            case .rule, .otherwise, .fallback: true
            case .query, .comprehension, .every, .group: false
            }
        }
    }

    struct Step: Sendable {
        var expression: Expression
        /// The routines that it may call.
        var calls: [Int] = []
        /// Bodies within it.
        var inner: [Int] = []
    }

    var origin: Origin
    /// Where the head of a rule, or the literal around the body, is.
    var head: SourceLocation
    /// The literal of another body that this one is part of.
    var parent: (body: Int, step: Int)?
    var steps: [Step] = []
}

/// Is told what a program does.
protocol EvaluationObserver: AnyObject {
    /// - Parameters:
    ///   - routine: The routine that is running, its place in the program, and its registers.
    ///   - value: What a rule or routine yields.
    func reach(_ mark: Int, in frame: ObservedFrame, value: Value)
}

/// The routine that is running.
struct ObservedFrame {
    let machine: Machine
    let index: Int
    let registers: UnsafePointer<Value>

    var routine: Routine { machine.program.routines[index] }

    func value(_ operand: Int32) -> Value {
        operand >= 0 ? registers[Int(operand)] : routine.constants[Int(~operand)]
    }
}

extension Machine {
    @inline(never)
    func observe(_ mark: Int, _ value: Value, in routine: Int, _ frame: UnsafePointer<Value>) {
        observer?.reach(mark, in: ObservedFrame(machine: self, index: routine, registers: frame), value: value)
    }
}
