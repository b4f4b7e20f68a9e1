/// Makes an `Explanation` of what a recorder has noted, while the values of the decision are still there.
struct ExplanationBuilder {
    typealias Run = ExplanationRecorder.Run

    private let calls: [ExplanationRecorder.Call]
    private let machine: Machine
    private let facts: ExplanationFacts
    private let written: WrittenExpressions
    /// The calls of each routine, in order.
    private var callsOfRoutine: [Int: [Int]] = [:]
    private var explained: Set<Int> = []
    private var documents = 0
    private var program: Program { machine.program }

    private static let depthLimit = 12
    private static let documentLimit = 300
    private static let ruleLimit = 10
    private static let causeLimit = 6

    /// - Parameter query: The query as it is written.
    init(
        _ recorder: ExplanationRecorder, machine: Machine, modules: CompiledModules, query: CompiledQuery, written: Body
    ) {
        calls = recorder.calls
        self.machine = machine
        self.written = WrittenExpressions(modules, query: written, source: query.source)
        var originals: [String: String] = [:]
        for rule in modules.rules { originals.merge(rule.originalNames) { first, _ in first } }
        for binding in query.bindings { originals[binding.variable] = binding.name }
        var definitions: [String: SourceLocation] = [:]
        for body in machine.program.bodies {
            for step in body.steps {
                if let name = step.expression.definedVariable, originals[name] == nil {
                    definitions[name] = step.expression.location
                }
            }
        }
        for (index, call) in calls.enumerated() { callsOfRoutine[call.routine, default: []].append(index) }
        facts = ExplanationFacts(
            program: machine.program, written: self.written, originals: originals, definitions: definitions,
            groupValue: { group, generation in
                let entry = machine.memo[group]
                return entry.generation == generation ? entry.value : nil
            },
            // A name that there is no memory for is none.
            string: { try? machine.heap.string($0) })
    }

    // MARK: The query

    mutating func explanation() -> Explanation {
        guard let first = calls.first, let (body, run) = first.runs.min(by: { $0.key < $1.key }) else {
            return Explanation(expressions: [])
        }
        let groups = groups(of: body)
        let isComplete = run.held == program.bodies[body].steps.count
        var expressions: [Explanation.Step] = []
        for group in groups {
            if !isComplete, group.steps.contains(run.furthest) {
                expressions.append(stopped(group, of: body, run, in: 0, depth: 0))
                break
            }
            guard let snapshot = run.stop else { continue }
            expressions.append(
                held(group, of: body, calls: run.calls, snapshot, generation: first.generation, depth: 0))
        }
        return Explanation(expressions: expressions)
    }

    // MARK: Expressions

    /// The literals of one written expression.
    private struct Group {
        /// Nil for what comes from the head of a rule.
        var place: SourceLocation?
        var steps: [Int]
    }

    private func groups(of body: Int) -> [Group] {
        var groups: [Group] = []
        var places: [SourceLocation: Int] = [:]
        var head: Int?
        for (index, step) in program.bodies[body].steps.enumerated() {
            let place = written.around(step.expression.location)
            if let known = place.map({ places[$0] }) ?? head {
                groups[known].steps.append(index)
                continue
            }
            if let place { places[place] = groups.count } else { head = groups.count }
            groups.append(Group(place: place, steps: [index]))
        }
        return groups
    }

    private func step(_ group: Group, of body: Int) -> Explanation.Step {
        let steps = program.bodies[body].steps
        let place = group.place ?? group.steps.first.map { steps[$0].expression.location } ?? .none
        return Explanation.Step(
            text: written.text(place), position: position(place), holds: true, facts: [], causes: [], inner: [],
            attempts: 0)
    }

    /// An expression that held, with the rules that made it hold.
    private mutating func held(
        _ group: Group, of body: Int, calls made: [Int: [Int]], _ snapshot: ExplanationRecorder.Snapshot,
        generation: Int, depth: Int
    ) -> Explanation.Step {
        var result = step(group, of: body)
        let steps = group.steps.map { program.bodies[body].steps[$0] }
        result.facts = facts.facts(of: steps, known: snapshot)
        for (index, step) in zip(group.steps, steps) {
            for call in callees(of: step, made: made[index] ?? [], generation: generation) {
                guard result.causes.count < Self.causeLimit else { break }
                // Why something is not there is told by the rule that came nearest; what has no rule needs no reason.
                if let document = document(call, depth: depth + 1) { result.causes.append(document) }
            }
        }
        result.leaveOutRepetitions()
        return result
    }

    /// The expression at which a body stopped.
    private mutating func stopped(
        _ group: Group, of body: Int, _ run: Run, in call: Int, depth: Int
    ) -> Explanation.Step {
        var result = step(group, of: body)
        result.holds = false
        result.attempts = run.attempts
        let indices = group.steps.filter { $0 <= run.furthest }
        let steps = indices.map { program.bodies[body].steps[$0] }
        if let snapshot = run.stop { result.facts = facts.facts(of: steps, known: snapshot) }
        for (index, step) in zip(indices, steps) {
            let made = index == run.furthest ? run.stopCalls : run.calls[index] ?? []
            let generation = run.stop?.generation ?? calls[call].generation
            for callee in callees(of: step, made: made, generation: generation)
            where step.expression.isNegated || isEmpty(calls[callee].value) {
                guard result.causes.count < Self.causeLimit else { break }
                if let document = document(callee, depth: depth + 1) { result.causes.append(document) }
            }
            guard !step.expression.isNegated, depth < Self.depthLimit else { continue }
            for inner in step.inner {
                guard let innerRun = calls[call].runs[inner], innerRun.held < program.bodies[inner].steps.count
                else { continue }
                result.inner.append(attempt(inner, innerRun, in: call, depth: depth + 1))
            }
        }
        result.leaveOutRepetitions()
        return result
    }

    /// The calls that a literal made, or that were made before and remembered.
    private func callees(of step: PlannedBody.Step, made: [Int], generation: Int) -> [Int] {
        if !made.isEmpty { return made }
        var found: [Int] = []
        for routine in step.calls where program.routines[routine].arity == 0 {
            guard let known = callsOfRoutine[routine] else { continue }
            if let call = known.last(where: { calls[$0].generation == generation }) ?? known.last { found.append(call) }
        }
        return found
    }

    private func isEmpty(_ value: Value) -> Bool {
        value.isUndefined || value == .false || value.isCollection && value.count == 0
    }

    // MARK: Rules

    /// What the rules at a path did; nil where there is nothing to tell.
    private mutating func document(_ index: Int, depth: Int) -> Explanation.Document? {
        guard depth < Self.depthLimit, documents < Self.documentLimit else { return nil }
        documents += 1
        let call = calls[index]
        var value = call.value
        if program.wholeGroups[call.routine] != nil, value.isObject, let key = call.arguments.first {
            value = value.lookup(key)
        }
        var document = Explanation.Document(
            path: path(of: call), value: value.isUndefined ? nil : ValueExcerpt.text(of: value),
            isDefault: false, attempts: [], others: 0, isRepeated: false)
        guard explained.insert(index).inserted else {
            document.isRepeated = true
            return document
        }
        let runs = call.runs.filter { program.bodies[$0.key].origin.isRule }.sorted { $0.key < $1.key }
        let tried = runs.filter { program.bodies[$0.key].origin != .fallback }
        document.isDefault = runs.count > tried.count
        let fired = tried.filter { $0.value.fired > 0 }
        if !fired.isEmpty {
            for (body, run) in fired.prefix(Self.ruleLimit) {
                document.attempts.append(attempt(body, run, in: index, depth: depth))
            }
            document.others = fired.count - document.attempts.count
        } else if let (body, run) = nearest(tried) {
            document.attempts.append(attempt(body, run, in: index, depth: depth))
            document.others = tried.count - 1
        }
        return document
    }

    /// The body of which the largest share held; of equals the one of which more held, then the first.
    private func nearest(_ runs: [(key: Int, value: Run)]) -> (body: Int, run: Run)? {
        var best: (body: Int, run: Run, held: Int, count: Int)?
        for (body, run) in runs {
            let (held, count) = progress(body, run)
            if let best {
                let difference = held * best.count - best.held * count
                if difference < 0 || difference == 0 && held <= best.held { continue }
            }
            best = (body, run, held, count)
        }
        return best.map { ($0.body, $0.run) }
    }

    /// Of how many written expressions how many held.
    private func progress(_ body: Int, _ run: Run) -> (held: Int, count: Int) {
        let groups = groups(of: body)
        // What the head needs comes last, and counts only where it is what stopped.
        let counted = groups.filter { $0.place != nil || $0.steps.contains(run.furthest) }
        let held = counted.count { group in group.steps.allSatisfy { $0 < run.furthest } }
        return (run.fired > 0 ? counted.count : held, max(counted.count, 1))
    }

    /// A body that yielded something, with all its expressions, or one that did not, with the one at which it stopped.
    private mutating func attempt(_ body: Int, _ run: Run, in call: Int, depth: Int) -> Explanation.Attempt {
        let planned = program.bodies[body]
        let (held, count) = progress(body, run)
        var attempt = Explanation.Attempt(
            head: head(of: planned), position: position(planned.head),
            fired: run.fired > 0, values: [], held: held, count: count, steps: [])
        let groups = groups(of: body)
        // Of a table of tests, the case that is not true is what needs a reason.
        guard let firing = run.firings.first(where: { $0.value == .false }) ?? run.firings.first else {
            if let stop = groups.first(where: { $0.steps.contains(run.furthest) }) {
                attempt.steps.append(stopped(stop, of: body, run, in: call, depth: depth))
            }
            return attempt
        }
        attempt.values = run.firings.map { ValueExcerpt.text(of: $0.value) }
        if attempt.values == ["true"] { attempt.values = [] }
        if run.fired > run.firings.count, run.firings.count > 1 { attempt.values.append("…") }
        for group in groups where group.place != nil {
            let result = self.held(
                group, of: body, calls: firing.calls, firing.snapshot, generation: firing.snapshot.generation,
                depth: depth)
            attempt.steps.append(result)
        }
        return attempt
    }

    // MARK: Names and places

    /// The head of a rule as it is written; that of an `else` is what stands before its body.
    private func head(of body: PlannedBody) -> String {
        guard body.origin.isRule else { return "" }
        var place = body.head
        let first = body.steps.lazy.compactMap { written.around($0.expression.location) }.map(\.offset).min()
        if body.origin == .otherwise, let first, first > place.offset { place.length = first - place.offset }
        var text = Substring(written.text(place))
        for ending in [" {", " if"] where text.hasSuffix(ending) { text = text.dropLast(ending.count) }
        return String(text)
    }

    private func path(of call: ExplanationRecorder.Call) -> String {
        let name = program.routines[call.routine].name
        let arguments = call.arguments.map { ValueExcerpt.text(of: $0, limit: 60) }.joined(separator: ", ")
        if program.wholeGroups[call.routine] != nil { return "\(name)[\(arguments)]" }
        return call.arguments.isEmpty ? name : "\(name)(\(arguments))"
    }

    private func position(_ place: SourceLocation) -> RegoError.Position? {
        guard place.row > 0, program.sources.indices.contains(Int(place.file)) else { return nil }
        return RegoError.Position(
            file: program.sources[Int(place.file)].name, row: Int(place.row), column: Int(place.column))
    }
}

extension Explanation.Step {
    /// Leaves out values that are shown with the rules that follow.
    fileprivate mutating func leaveOutRepetitions() {
        let paths = Set(causes.map(\.path))
        facts.removeAll { paths.contains($0.text) }
    }
}

extension Expression {
    /// The variable to which the compiler gives the value of a part of an expression.
    fileprivate var definedVariable: String? {
        guard isGenerated else { return nil }
        if let (left, _) = unification { return left.variable }
        return call?.arguments.last?.variable
    }
}
