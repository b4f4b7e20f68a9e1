/// Evaluates the routines of a program for one decision at a time.
///
/// A machine is used by one task at a time and keeps its memory for the next decision. It counts no references while
/// it runs: registers, constants and what is collected are words in memory of its own, values are words too.
final class Machine {
    let program: Program
    let heap: Heap
    var builtins: BuiltinContext
    var limits: EvaluationLimits
    /// Whether the first failing built-in ends the decision; otherwise its call is undefined.
    var isStrict = false
    /// Gets the errors that do not end the decision.
    var builtinErrorHandler: (@Sendable (RegoError) -> Void)?
    /// Who wants to know what `print` prints.
    var printer: LinePrinter?
    /// Is told what a program does that is planned for it.
    var observer: (any EvaluationObserver)?

    // MARK: The documents in force

    var input = Value.undefined
    var data = Value.undefined
    /// What memoised values are valid for; each `with` has another.
    var generation = 1
    /// Whether a `with` replaces rules.
    var replacesRules = false
    var contexts: [Context] = []
    var context = 0

    /// The documents and replacements that hold at some place of the evaluation.
    struct Context {
        var input: Value
        var data: Value
        var generation: Int
        /// Nodes of the rule tree that are replaced by base documents.
        var replacedNodes: [Int] = []
        var functions: [String: Replacement] = [:]
        var replacesOnlyInput = true
    }

    enum Replacement {
        case value(Value)
        case group(Int)
        case builtin(Int)
    }

    // MARK: Memory

    /// Registers of all routines under way; it is reserved once and touched as far as it is needed.
    let registers: UnsafeMutablePointer<Value>
    static let registerLimit = 1 << 20
    var used = 0
    var collected: UnsafeMutablePointer<Value>
    var collectedCount = 0
    private var collectedCapacity = 1024
    /// The value of each group, and the generation that it is valid for.
    let memo: UnsafeMutablePointer<(generation: Int, value: Value)>
    /// The values of settled groups, which outlive the decision; they are copied out of its heap.
    private var settledHeap: Heap
    private var settledValues: [Int: Value] = [:]
    private var settledStrictly = false
    /// By the site of each filtered iteration.
    var scans: [ScanState]
    let dataHeap: FrozenHeap?
    var nodeMemo: [Int: (generation: Int, value: Value)] = [:]
    /// By routine or, when negative, comprehension, and key.
    var keyedMemo: [KeyedPlace: (generation: Int, value: Value)] = [:]
    /// Calls of non-deterministic built-ins, which have one outcome in a decision.
    var calls: [Call: Value] = [:]
    /// The bits of the rules that an index admits, for each selection under way.
    var selections: [UInt64] = []
    var depth = 0
    var steps = 0
    /// Calls of built-ins, which may take long each.
    private var builtinCalls = 0
    private var generations = 1

    struct KeyedPlace: Hashable {
        var routine: Int
        var key: Value
    }

    struct Call: Hashable {
        var builtin: Int
        var arguments: Value
    }

    init(program: Program, limits: EvaluationLimits, dataHeap: FrozenHeap? = nil) {
        self.program = program
        self.limits = limits
        self.dataHeap = dataHeap
        settledHeap = Heap(byteLimit: limits.memory)
        scans = Array(repeating: ScanState(), count: program.sites)
        heap = Heap(byteLimit: limits.memory)
        builtins = BuiltinContext(heap: heap, nanoseconds: 0)
        registers = .allocate(capacity: Machine.registerLimit)
        collected = .allocate(capacity: collectedCapacity)
        memo = .allocate(capacity: max(program.routines.count, 1))
        memo.initialize(repeating: (0, .undefined), count: max(program.routines.count, 1))
    }

    deinit {
        registers.deallocate()
        collected.deallocate()
        memo.deallocate()
    }

    /// Forgets the decision before, whose values are gone with this.
    func reset() {
        heap.reset()
        generations += 1
        generation = generations
        used = 0
        collectedCount = 0
        depth = 0
        steps = 0
        context = 0
        replacesRules = false
        contexts.removeAll(keepingCapacity: true)
        if !nodeMemo.isEmpty { nodeMemo.removeAll(keepingCapacity: true) }
        if !keyedMemo.isEmpty { keyedMemo.removeAll(keepingCapacity: true) }
        if !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
        selections.removeAll(keepingCapacity: true)
        for site in scans.indices where !isLasting(scans[site].collection) { scans[site] = ScanState() }
    }

    /// Whether a collection is there for the next decision too.
    private func isLasting(_ collection: Value) -> Bool {
        guard collection.isCollection else { return true }
        let address = UnsafeRawPointer(collection.address)
        return dataHeap?.owns(address) == true || program.heap.owns(address) || settledHeap.owns(address)
    }

    // MARK: Settled groups

    /// The value that an earlier decision found for a group that depends on base documents only.
    func settledValue(of group: Int) -> Value? {
        guard program.isSettled[group], settledStrictly == isStrict, isPlainContext else { return nil }
        return settledValues[group]
    }

    func settle(_ group: Int, _ value: Value) throws(RegoError) {
        guard program.isSettled[group], isPlainContext else { return }
        if settledStrictly != isStrict {
            // What failed silently before must be found again, and the other way round.
            settledValues.removeAll()
            settledStrictly = isStrict
        }
        do throws(BuiltinError) {
            settledValues[group] = try settledHeap.copy(value, leaving: heap)
        } catch {
            throw limitFailure(error)
        }
    }

    /// Whether no `with` replaces base documents, rules or functions here.
    private var isPlainContext: Bool { context == 0 || contexts[context].replacesOnlyInput }

    /// Evaluates a routine without arguments.
    func evaluate(_ routine: Int, input: Value, data: Value) throws(RegoError) -> Value {
        self.input = input
        self.data = data
        heap.byteLimit = limits.memory
        heap.deadline = limits.deadline
        if let time = limits.time {
            let own = ContinuousClock.now + time
            heap.deadline = limits.deadline.map { min($0, own) } ?? own
        }
        if let isCancelled = limits.isCancelled, isCancelled() { throw failure(.cancelled) }
        return try run(routine, arguments: nil)
    }

    func newGeneration() -> Int {
        generations += 1
        return generations
    }

    @inline(__always)
    func collect(_ value: Value) throws(RegoError) {
        if collectedCount == collectedCapacity { try growCollected() }
        collected[collectedCount] = value
        collectedCount &+= 1
    }

    private func growCollected() throws(RegoError) {
        guard collectedCapacity &* 16 < limits.memory else { throw failure(.memory) }
        let larger = UnsafeMutablePointer<Value>.allocate(capacity: collectedCapacity * 2)
        larger.update(from: collected, count: collectedCount)
        collected.deallocate()
        collected = larger
        collectedCapacity *= 2
    }

    /// What was collected since `mark`.
    @inline(__always)
    func collection(since mark: Int) -> UnsafeBufferPointer<Value> {
        UnsafeBufferPointer(start: collected + mark, count: collectedCount - mark)
    }

    // MARK: Failures

    func failure(_ limit: EvaluationLimit) -> RegoError {
        RegoError(.cancelled, "caller cancelled query execution: \(limit.rawValue) limit reached")
    }

    @inline(never)
    func failure(_ code: RegoError.Code, _ message: String, in routine: Int, at instruction: Int) -> RegoError {
        RegoError(code, message, at: position(routine, instruction))
    }

    func position(_ routine: Int, _ instruction: Int) -> RegoError.Position? {
        let locations = program.routines[routine].locations
        guard locations.indices.contains(instruction) else { return nil }
        let location = locations[instruction]
        guard location.row > 0, program.sources.indices.contains(Int(location.file)) else { return nil }
        let name = program.sources[Int(location.file)].name
        return RegoError.Position(file: name, row: Int(location.row), column: Int(location.column))
    }

    /// What a failed built-in means: nothing, or the end of the decision.
    @inline(never)
    func judge(_ error: BuiltinError, of name: String, in routine: Int, at instruction: Int) throws(RegoError) {
        if case .limit(let limit) = error { throw failure(limit) }
        guard isStrict || builtinErrorHandler != nil else { return }
        let found: RegoError
        switch error {
        case .limit(let limit): throw failure(limit)
        case .operand(let operand, let text):
            found = failure(.operandType, "\(name): operand \(operand) \(text)", in: routine, at: instruction)
        case .message(let text):
            found = failure(.builtin, "\(name): \(text)", in: routine, at: instruction)
        }
        if isStrict { throw found }
        builtinErrorHandler?(found)
    }

    /// Fails when the decision has taken too long.
    @inline(__always)
    func count() throws(RegoError) {
        steps &+= 1
        if steps & 0xfff == 0 { try checkLimits() }
    }

    /// The same before a call of a built-in.
    @inline(__always)
    func countBuiltin() throws(RegoError) {
        try count()
        builtinCalls &+= 1
        if builtinCalls & 0x3f == 0 { try checkLimits() }
    }

    /// Looks at the limits before two values are compared whose comparison takes long.
    @inline(__always)
    func countComparison(_ left: Value, _ right: Value) throws(RegoError) {
        if left.bits != right.bits, left.isHeavy, right.isHeavy { try checkLimits() }
    }

    @inline(never)
    func checkLimits() throws(RegoError) {
        if steps > limits.steps { throw failure(.steps) }
        if let isCancelled = limits.isCancelled, isCancelled() { throw failure(.cancelled) }
        if let deadline = heap.deadline, ContinuousClock.now > deadline { throw failure(.time) }
    }
}

/// What a decision may use. Each limit ends it with an error, so that a hostile policy neither hangs nor fills memory.
public struct EvaluationLimits: Sendable {
    /// Bytes of values.
    public var memory: Int
    /// Iterations and calls.
    public var steps: Int
    /// Rules and functions within each other.
    public var depth: Int
    /// How long a decision may take, counted from its start; nil for as long as the other limits admit.
    public var time: Duration?
    /// When a decision ends at the latest, also one that begins just before.
    public var deadline: ContinuousClock.Instant?
    /// Asked now and then; true ends the decision.
    public var isCancelled: (@Sendable () -> Bool)?

    public static let defaultMemory = 1 << 30
    /// Some minutes of the simplest iterations.
    public static let defaultSteps = 10_000_000_000
    public static let defaultTime = Duration.seconds(60)
    /// Frames of a debug build are so large that a thread's stack has room for fewer.
    #if DEBUG
        public static let defaultDepth = 400
    #else
        public static let defaultDepth = 1000
    #endif

    public init(
        memory: Int = EvaluationLimits.defaultMemory, steps: Int = EvaluationLimits.defaultSteps,
        depth: Int = EvaluationLimits.defaultDepth,
        time: Duration? = EvaluationLimits.defaultTime, deadline: ContinuousClock.Instant? = nil,
        isCancelled: (@Sendable () -> Bool)? = nil
    ) {
        self.memory = memory
        self.steps = steps
        self.depth = depth
        self.time = time
        self.deadline = deadline
        self.isCancelled = isCancelled
    }
}
