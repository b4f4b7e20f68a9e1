/// One step of a routine: an operation, up to three operands, and where to go on when it yields nothing.
///
/// An operand is a register when it is not negative and the constant `~operand` otherwise. The order in which
/// solutions are tried is fixed when a routine is planned: where a step fails, `target` is the innermost iteration
/// that can offer another value, or the end of the body. So evaluation keeps no stack of choices.
struct Instruction: BitwiseCopyable, Sendable {
    enum Operation: UInt8, Sendable {
        /// Go on at `target`.
        case jump
        /// `a` becomes `b`.
        case move
        /// `a` becomes `input`, or the base documents; fails when undefined.
        case loadInput, loadData
        /// `a` becomes `b[c]`; fails when undefined.
        case lookup
        /// The same in base documents, where a number is also the name that it is written like.
        case lookupBase
        /// `a` becomes `b.c` for a constant string `c`; fails when undefined.
        case member
        /// `a` becomes element `c`, a number, of the array `b`, which is known to have it.
        case element
        /// Begins to iterate over `b`; the state is in the registers `a` and `a + 1`. Fails unless it is a collection.
        case scan
        /// The same where only elements matter at which `Routine.filters[b]` finds `c`; `a` to `a + 2` are the state and
        /// `a` is the collection beforehand.
        case scanFiltered
        case nextFiltered
        /// `b` becomes the next key, `c` the next value of the iteration `a`; fails at the end.
        case next
        /// Fails unless `a` is an array (object) of `b` elements.
        case isArray, isObject
        /// Fails unless `a` is not `false`.
        case holds
        /// Fails unless `a` is `b`, is another value than `b`, precedes it, does not follow it.
        case equal, unequal, less, lessOrEqual
        /// The same with the truth in `c`; these never fail.
        case isEqual, isUnequal, isLess, isLessOrEqual
        /// `a` becomes the outcome for `b` and `c`.
        case add, subtract, multiply, divide, remainder, intersect, unite
        /// Fails unless `a` is a value in `b`; the same with the truth in `c`.
        case memberOf, isMemberOf
        /// `a` becomes the array, set or object of the `c` registers from `b` on (of keys and values in turn).
        case makeArray, makeSet, makeObject
        /// `a` remembers where the collecting begins.
        case beginCollecting
        /// Collects `a`; collects the pair of `a` and `b`.
        case collect, collectPair
        /// `a` becomes what comprehension `b` gave for `c`, and evaluation goes on at `target`, when it is known.
        case recall
        /// Notes `a` as what comprehension `b` gives for `c`.
        case remember
        /// `a` becomes what was collected since `b`.
        case endArray, endSet, endObject
        /// The same for the entries of an extent: see `Machine.buildExtent`.
        case endExtent
        /// `a` becomes the value of the group `b`; fails when undefined.
        case callGroup
        /// The same, but `a` becomes undefined where the group ends with an error: whoever needs the value comes upon the
        /// error later, or never.
        case tryGroup
        /// `a` becomes what the group of `Program.wholeGroups[b]` has for the key `c`: at least that member.
        case callKeyed
        /// `a` becomes the outcome of the routine of group `b` for the registers from `c` on.
        case callFunction
        /// `a` becomes the outcome of built-in `b` for the `count` registers from `c` on.
        case callBuiltin
        /// The same for the function `b` of `Routine.mockables`, unless a `with` replaces it.
        case callMockable
        /// `a` becomes the object of all that is below node `b` of the rule tree.
        case nodeValue
        /// `a` becomes the array of solutions of `Routine.walks[b]`.
        case walkTree
        /// `a` becomes `b` if undefined; a conflict if it is another value than `b`.
        case produce
        /// Fails unless `a` is undefined, or unless it is defined.
        case isUndefined, isDefined
        /// Evaluates under `Routine.modifiers[b]`; the state is in the registers `a` and `a + 1`.
        case enterWith
        case leaveWith, resumeWith
        /// Hands what is in the sets of the array `a` to the printer.
        case print
        /// Tells the observer of mark `a`, with the value `c`.
        case mark
        /// Begins with the rules that `Routine.indices[b]` admits; the state is in `a`.
        case selectRules
        /// Goes on with the next rule of the selection `a`; fails when there is none.
        case nextRule
        /// Ends the routine with the value `a`; an undefined one is no value.
        case yield
    }

    var operation: Operation
    /// Arguments of a call.
    var count: UInt16 = 0
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
    var target: Int32 = 0
}

/// A planned rule group, function or query: instructions, constants and how many registers they need.
///
/// `@unchecked`: the memory behind its pointers is written before `init` returns and only read from then on.
final class Routine: @unchecked Sendable {
    /// What errors call it.
    let name: String
    let instructions: UnsafeBufferPointer<Instruction>
    let constants: UnsafeBufferPointer<Value>
    let registers: Int
    let arity: Int
    /// By instruction.
    let locations: [SourceLocation]
    let walks: [TreeWalk]
    let modifiers: [[Modifier]]
    let mockables: [Mockable]
    let indices: [RuleIndex]
    /// What later literals compare with a known value, as paths from the elements of a collection.
    let filters: [ScanFilter]

    init(
        name: String, instructions: [Instruction], constants: [Value], registers: Int, arity: Int,
        locations: [SourceLocation], walks: [TreeWalk], modifiers: [[Modifier]], mockables: [Mockable],
        indices: [RuleIndex], filters: [ScanFilter]
    ) {
        self.name = name
        self.instructions = Routine.copy(instructions)
        self.constants = Routine.copy(constants)
        self.registers = registers
        self.arity = arity
        self.locations = locations
        self.walks = walks
        self.modifiers = modifiers
        self.mockables = mockables
        self.indices = indices
        self.filters = filters
    }

    deinit {
        instructions.deallocate()
        constants.deallocate()
    }

    /// Memory that stays where it is, so that the machine can hold its address through calls.
    private static func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
        _ = buffer.initialize(from: elements)
        return UnsafeBufferPointer(buffer)
    }
}

/// Where in each element of a collection a value stands that is compared with a known one.
struct ScanFilter: Sendable {
    /// The place of this filter in the program.
    var site: Int
    var path: [Value]
}

/// A reference that goes from the rule tree by keys which are not known when it is planned.
struct TreeWalk: Sendable {
    enum Step: Sendable {
        /// A register or constant.
        case known(Int32)
        /// Any key; it becomes part of each solution.
        case any
    }

    var node: Int
    var steps: [Step]
}

/// `with target as value`, planned.
struct Modifier: Sendable {
    enum Target: Sendable {
        case input([Value])
        /// With the node of the rule tree that is replaced, if there is one.
        case data([Value], node: Int?)
        case function(String)
    }

    enum Replacement: Sendable {
        /// A register or constant.
        case value(Int32)
        case group(Int)
        case builtin(Int)
    }

    var target: Target
    var replacement: Replacement
}

/// A function that some `with` replaces, and what it is otherwise.
struct Mockable: Sendable {
    enum Original: Sendable {
        case group(Int)
        case builtin(Int)
    }

    var name: String
    var original: Original
}

/// Which rules of a group can hold, by constants that parts of `input` or an argument are compared with.
struct RuleIndex: Sendable {
    /// One thing that many rules compare with constants.
    struct Column: Sendable {
        /// The argument, or nil for `input`.
        var register: Int32?
        var path: [Value]
        /// The rules that can hold when the value is this one, as a bit for each rule.
        var admitted: [Value: [UInt64]]
        /// The rules that can hold for any other value, and when there is none.
        var others: [UInt64]
    }

    var columns: [Column]
    /// All rules.
    var all: [UInt64]
    /// Where each rule begins.
    var starts: [Int32]
}
