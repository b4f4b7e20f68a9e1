/// Measures how often the literals of a program are evaluated, how often they hold, and how long they take.
///
/// A literal's time is that from its beginning, or from when it held, to the beginning or holding of the next one: what
/// the rules take that it refers to counts for their literals.
package final class Profiler: EvaluationObserver {
    private struct Count {
        var time: Int64 = 0
        var evaluations = 0
        var holds = 0
    }

    private struct Place: Hashable {
        var body: SourceLocation
        var step: Int
    }

    /// By mark.
    private var counts: [Count] = []
    /// The literal that time goes to, and since when.
    private var current: Int?
    private var since: Int64 = 0
    private let clock: @Sendable () -> Int64

    /// - Parameter clock: Nanoseconds since some time; the system's monotonic clock when not given.
    package init(clock: (@Sendable () -> Int64)? = nil) { self.clock = clock ?? MonotonicClock.nanoseconds }

    func reach(_ mark: Int, in frame: ObservedFrame, value: Value) {
        let program = frame.machine.program
        let kind = program.marks[mark].kind
        guard kind == .literal || kind == .holds else { return }
        stop()
        if counts.count < program.marks.count {
            counts += Array(repeating: Count(), count: program.marks.count - counts.count)
        }
        let literal = kind == .literal ? mark : program.marks[mark].beginning
        if kind == .literal { counts[literal].evaluations += 1 } else { counts[literal].holds += 1 }
        current = literal
        since = clock()
    }

    private func stop() {
        if let current { counts[current].time += clock() - since }
        current = nil
    }

    /// Ends one evaluation and gives what it took, by row.
    func finish(_ program: Program) -> [ProfiledExpression] {
        stop()
        defer { counts = [] }
        var rows: [CoverageRecorder.Row: ProfiledExpression] = [:]
        var places: [CoverageRecorder.Row: Set<Place>] = [:]
        for (index, count) in counts.enumerated() where count.evaluations > 0 {
            let mark = program.marks[index]
            let row = CoverageRecorder.Row(file: mark.location.file, row: mark.location.row)
            let source = program.sources.indices.contains(Int(row.file)) ? program.sources[Int(row.file)].name : ""
            var entry =
                rows[row]
                ?? ProfiledExpression(
                    position: .init(file: source, row: Int(row.row), column: Int(mark.location.column)))
            entry.time += count.time
            entry.evaluations += count.evaluations
            entry.redos += count.holds
            entry.position.column = min(entry.position.column, Int(mark.location.column))
            rows[row] = entry
            // A body that is planned for several routines is still one.
            places[row, default: []].insert(Place(body: program.bodies[mark.body].head, step: mark.step))
        }
        return rows.map { row, entry in
            var entry = entry
            entry.generated = places[row]?.count ?? 0
            return entry
        }.sorted { $0.position < $1.position }
    }
}

/// What the literals of one row took in one evaluation.
package struct ProfiledExpression: Sendable, Equatable {
    package var position: RegoError.Position
    /// Nanoseconds.
    package var time: Int64 = 0
    package var evaluations = 0
    /// How often a literal held, and so was asked for another solution.
    package var redos = 0
    /// How many literals the row has after it is compiled.
    package var generated = 0
}

extension RegoError.Position {
    static func < (one: Self, other: Self) -> Bool {
        (one.file, one.row, one.column) < (other.file, other.row, other.column)
    }
}

extension PreparedQuery {
    /// A query that is planned to be profiled or covered.
    package static func observed(
        _ modules: CompiledModules, query: CompiledQuery, data: Document
    ) throws(RegoError) -> PreparedQuery {
        try PreparedQuery(modules, query: query, data: data, builtins: Builtins.byName, observation: .literals)
    }

    /// Evaluates and tells those who want to know what happens; the query is planned as `observed`.
    package func evaluate<Outcome>(
        input: Value, options: EvaluationOptions, coverage: CoverageRecorder?, profiler: Profiler? = nil,
        _ body: (Value) throws(RegoError) -> Outcome
    ) throws(RegoError) -> Outcome {
        let observer: (any EvaluationObserver)? =
            switch (coverage, profiler) {
            case (let coverage?, let profiler?): ObserverPair(first: coverage, second: profiler)
            case (let coverage?, nil): coverage
            case (nil, let profiler): profiler
            }
        return try evaluate(input: input, options: options, observer: observer) { solutions, _ throws(RegoError) in
            try body(solutions)
        }
    }

    /// For each row with literals what they took in the evaluation that a profiler has seen.
    package func profile(of profiler: Profiler) -> [ProfiledExpression] { profiler.finish(program) }
}

private final class ObserverPair: EvaluationObserver {
    let first: any EvaluationObserver
    let second: any EvaluationObserver

    init(first: any EvaluationObserver, second: any EvaluationObserver) {
        self.first = first
        self.second = second
    }

    func reach(_ mark: Int, in frame: ObservedFrame, value: Value) {
        first.reach(mark, in: frame, value: value)
        second.reach(mark, in: frame, value: value)
    }
}
