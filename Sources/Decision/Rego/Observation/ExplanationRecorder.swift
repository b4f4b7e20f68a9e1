/// Notes, for each routine that is evaluated, how far its bodies got, for `ExplanationBuilder`.
///
/// Values are words that are valid until the machine forgets the decision.
final class ExplanationRecorder: EvaluationObserver {
    /// One evaluation of a routine.
    struct Call {
        let routine: Int
        let arguments: [Value]
        let generation: Int
        var value = Value.undefined
        /// By body.
        var runs: [Int: Run] = [:]
        /// The literal that began last.
        var last: (body: Int, step: Int)?
    }

    /// How far a body got.
    struct Run {
        /// The literal that was reached at best, and what was known when it first was.
        var furthest = -1
        var stop: Snapshot?
        /// The calls that this literal made then.
        var stopCalls: [Int] = []
        /// Whether the furthest literal is being evaluated for the first time.
        var isCapturing = false
        /// How often each of the literals began that are the furthest one.
        var attempts = 0
        /// How many literals, from the first on, have held at some time.
        var held = 0
        /// The calls that each literal made when it began last.
        var calls: [Int: [Int]] = [:]
        var firings: [Firing] = []
        var fired = 0
    }

    /// What is known at a mark: the documents in force, and the mark's variables.
    struct Snapshot {
        var mark: Int
        var input: Value
        var data: Value
        var generation: Int
        var values: [Value]
    }

    /// A value that a rule has yielded.
    struct Firing {
        var value: Value
        var snapshot: Snapshot
        var calls: [Int: [Int]]
    }

    private(set) var calls: [Call] = []
    /// The calls under way; -1 for one that is not noted.
    private var stack: [Int] = []

    /// Decisions may evaluate functions millions of times; what comes late is left out.
    private static let callLimit = 50_000
    private static let firingLimit = 8
    private static let childLimit = 32

    func reach(_ place: Int, in frame: ObservedFrame, value: Value) {
        let mark = frame.machine.program.marks[place]
        if mark.kind == .enter { return enter(frame) }
        guard let top = stack.last else { return }
        if mark.kind == .leave {
            stack.removeLast()
            if top >= 0 { calls[top].value = value }
            return
        }
        guard top >= 0 else { return }
        if mark.kind == .literal { calls[top].last = (mark.body, mark.step) }
        let bodies = frame.machine.program.bodies
        let body = bodies[mark.body]
        guard isWatched(body, among: bodies, in: top) else { return }
        switch mark.kind {
        case .begin:
            // Of `every` the last element decides.
            if body.origin == .every || calls[top].runs[mark.body] == nil { calls[top].runs[mark.body] = Run() }
        case .literal:
            let snapshot =
                mark.step > calls[top].runs[mark.body]?.furthest ?? -1 ? snapshot(place, mark, frame) : nil
            calls[top].runs[mark.body, default: Run()].begin(mark.step, snapshot)
        case .holds:
            calls[top].runs[mark.body]?.hold(mark.step)
            calls[top].last = (mark.body, mark.step)
        case .head:
            let snapshot = snapshot(place, mark, frame)
            calls[top].runs[mark.body]?.fire(value, snapshot, limit: Self.firingLimit)
        case .enter, .leave:
            break
        }
    }

    private func enter(_ frame: ObservedFrame) {
        guard calls.count < Self.callLimit else { return stack.append(-1) }
        let index = calls.count
        if let top = stack.last, top >= 0, let last = calls[top].last {
            calls[top].runs[last.body]?.noteCall(index, step: last.step, limit: Self.childLimit)
        }
        calls.append(
            Call(
                routine: frame.index, arguments: (0..<frame.routine.arity).map { frame.registers[$0] },
                generation: frame.machine.generation))
        stack.append(index)
    }

    /// Whether what a body does is noted: always, or, within a literal, when that is the furthest for the first time.
    private func isWatched(_ body: PlannedBody, among bodies: [PlannedBody], in call: Int) -> Bool {
        guard let (outer, step) = body.parent else { return true }
        guard let run = calls[call].runs[outer], run.isCapturing, run.furthest == step else { return false }
        return isWatched(bodies[outer], among: bodies, in: call)
    }

    private func snapshot(_ place: Int, _ mark: Mark, _ frame: ObservedFrame) -> Snapshot {
        Snapshot(
            mark: place, input: frame.machine.input, data: frame.machine.data, generation: frame.machine.generation,
            values: mark.variables.map { frame.value($0.operand) })
    }
}

extension ExplanationRecorder.Run {
    mutating func begin(_ step: Int, _ snapshot: ExplanationRecorder.Snapshot?) {
        calls[step] = []
        isCapturing = snapshot != nil
        if let snapshot {
            furthest = step
            stop = snapshot
            stopCalls = []
            attempts = 0
        }
        if step == furthest { attempts += 1 }
    }

    mutating func hold(_ step: Int) {
        isCapturing = false
        held = max(held, step + 1)
    }

    mutating func noteCall(_ call: Int, step: Int, limit: Int) {
        if calls[step, default: []].count < limit { calls[step, default: []].append(call) }
        if isCapturing, step == furthest, stopCalls.count < limit { stopCalls.append(call) }
    }

    mutating func fire(_ value: Value, _ snapshot: ExplanationRecorder.Snapshot, limit: Int) {
        fired += 1
        guard firings.count < limit, !firings.contains(where: { $0.value == value }) else { return }
        firings.append(ExplanationRecorder.Firing(value: value, snapshot: snapshot, calls: calls))
    }
}
