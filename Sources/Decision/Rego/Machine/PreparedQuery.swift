internal import Synchronization

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#else
    private import Darwin
#endif

/// A query against compiled modules and base documents, ready to be evaluated for any number of inputs, also at the
/// same time.
public final class PreparedQuery: Sendable {
    let program: Program
    private let routine: Int
    let data: Document
    /// The names that results bind, in the order of the values of a solution.
    public let variables: [String]
    private let machines = Mutex<[Idle]>([])

    /// A machine that no one uses.
    private struct Idle: @unchecked Sendable {
        // A machine is taken out under the lock and used by the one who took it.
        var machine: Machine
    }

    /// Plans a query.
    ///
    /// - Parameter builtins: The functions there are, by name.
    /// - Throws: `eval_internal_error` when a constant is beyond the limits of values.
    public convenience init(
        _ modules: CompiledModules, query: CompiledQuery, data: Document
    ) throws(RegoError) {
        try self.init(modules, query: query, data: data, builtins: Builtins.byName)
    }

    package convenience init(
        _ modules: CompiledModules, query: CompiledQuery, data: Document,
        builtins: [String: Builtin]
    ) throws(RegoError) {
        try self.init(modules, query: query, data: data, builtins: builtins, observation: .none)
    }

    init(
        _ modules: CompiledModules, query: CompiledQuery, data: Document, builtins: [String: Builtin],
        observation: Observation
    ) throws(RegoError) {
        let heap = Heap()
        let planner = ProgramPlanner(modules, heap: heap, builtins: builtins, observation: observation)
        let captured = query.expressions.compactMap(\.variable)
        variables = query.bindings.map(\.name) + captured
        (program, routine) = try planner.plan(query: query, variables: query.bindings.map(\.variable) + captured)
        self.data = data
    }

    /// Evaluates the query and hands the solutions to `body`: an array, for each an array of values in the order of
    /// `variables`. The values are valid in `body` only; the caller keeps the heap of `input` alive.
    ///
    /// - Throws: What ends the decision: a conflict, a limit, or, when `options` say so, a failing built-in.
    package func evaluate<Outcome>(
        input: Value, options: EvaluationOptions = EvaluationOptions(), _ body: (Value) throws(RegoError) -> Outcome
    ) throws(RegoError) -> Outcome {
        try evaluate(input: input, options: options, observer: nil) { solutions, _ throws(RegoError) in
            try body(solutions)
        }
    }

    /// The same, telling an observer, for whom the query is planned, what happens.
    func evaluate<Outcome>(
        input: Value, options: EvaluationOptions, observer: (any EvaluationObserver)?,
        _ body: (Value, Machine) throws(RegoError) -> Outcome
    ) throws(RegoError) -> Outcome {
        let machine =
            machines.withLock { $0.popLast()?.machine }
            ?? Machine(program: program, limits: options.limits, dataHeap: data.heap)
        machine.observer = observer
        defer {
            machine.observer = nil
            options.meter?(EvaluationUse(steps: machine.steps, bytes: machine.heap.byteCount))
            machine.reset()
            machines.withLock { $0.append(Idle(machine: machine)) }
        }
        machine.isStrict = options.isStrict
        machine.limits = options.limits
        machine.printer = options.printer
        machine.builtinErrorHandler = options.builtinErrorHandler
        machine.builtins.nanoseconds = options.nanoseconds ?? PreparedQuery.now()
        return try body(try machine.evaluate(routine, input: input, data: data.root), machine)
    }

    /// Evaluates the query.
    ///
    /// - Parameter input: What `input` is; nil leaves it undefined.
    /// - Returns: For each solution its values as JSON, in the order of `variables`.
    /// - Throws: What ends the decision: a conflict, a limit, or, when `options` say so, a failing built-in.
    public func solutions(
        input: Document?, options: EvaluationOptions = EvaluationOptions()
    ) throws(RegoError) -> [[String]] {
        defer { withExtendedLifetime(input) {} }
        return try evaluate(input: input?.root ?? .undefined, options: options) { solutions in
            solutions.elements.map { $0.elements.map { JSONOutput.text(of: $0) } }
        }
    }

    /// The instructions of all routines as text, for tests that two programs are the same.
    var listing: String {
        program.routines.map { routine in
            "\(routine.name):\n" + routine.instructions.map { "  \($0)\n" }.joined()
        }.joined()
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

/// How a query is evaluated.
public struct EvaluationOptions: Sendable {
    /// Whether the first failing built-in ends the decision.
    public var isStrict: Bool
    public var limits: EvaluationLimits
    /// The time that `time.now_ns` gives, in nanoseconds since 1970; the clock's when nil.
    public var nanoseconds: Int64?

    /// Gets each line that `print` prints, in order. Calls of `print` are there only when the modules were compiled with
    /// `CompilerOptions.keepsPrint`.
    public var printer: LinePrinter?
    /// Gets the error of each built-in that fails, where that does not end the decision: its call is then undefined.
    public var builtinErrorHandler: (@Sendable (RegoError) -> Void)?
    /// Gets what a decision has used when it ends.
    public var meter: (@Sendable (EvaluationUse) -> Void)?

    public init(
        isStrict: Bool = false, limits: EvaluationLimits = EvaluationLimits(), nanoseconds: Int64? = nil,
        printer: LinePrinter? = nil, meter: (@Sendable (EvaluationUse) -> Void)? = nil
    ) {
        self.meter = meter
        self.isStrict = isStrict
        self.limits = limits
        self.nanoseconds = nanoseconds
        self.printer = printer
    }
}

/// What a decision has used.
public struct EvaluationUse: Sendable, Hashable {
    /// Iterations and calls.
    public var steps: Int
    /// Of values that it made.
    public var bytes: Int
}

extension Builtin {
    /// A function that a host adds to the language.
    package init(
        name: String, arguments: [DeclaredType], result: DeclaredType, _ function: @escaping BuiltinFunction
    ) {
        self.init(
            declaration: BuiltinDeclaration(name: name, arguments: arguments, result: result), function: function)
    }
}
