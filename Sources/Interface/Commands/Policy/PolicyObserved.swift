internal import Rego
internal import Synchronization

/// What was seen of an evaluation beside its result.
struct Observed {
    enum Timer: String, CaseIterable {
        case load = "timer_load_policies_ns"
        case input = "timer_rego_input_parse_ns"
        case compile = "timer_rego_query_compile_ns"
        case plan = "timer_plan_query_ns"
        case evaluate = "timer_rego_query_eval_ns"
    }

    private var times: [Timer: [Int64]] = [:]
    /// Of each evaluation.
    var profiles: [[ProfiledExpression]] = []
    var coverage: CoverageReport?
    var use: EvaluationUse?
    var explanation: Explanation?
    var builtinErrors: [RegoError] = []

    mutating func time<Outcome>(_ timer: Timer, _ body: () throws -> Outcome) rethrows -> Outcome {
        let start = ContinuousClock.now
        defer { times[timer, default: []].append((ContinuousClock.now - start).nanoseconds) }
        return try body()
    }

    // MARK: JSON

    func members(_ options: PolicyObservationOptions) -> [(name: String, json: String?)] {
        var members: [(name: String, json: String?)] = []
        if options.isMeasured {
            members.append(
                options.count > 1
                    ? (
                        "aggregated_metrics",
                        PolicyReport.object(measurements(options).map { ($0.name, $0.values.json) })
                    )
                    : ("metrics", PolicyReport.object(measurements(options).map { ($0.name, "\($0.values.first)") })))
        }
        if options.isProfiled {
            let rows = ProfileRow.rows(of: profiles, options).map { $0.json(isAggregated: options.count > 1) }
            members.append((options.count > 1 ? "aggregated_profile" : "profile", PolicyReport.array(rows)))
        }
        members.append(("explanation", explanation.map { PolicyReport.explanation($0) }))
        members.append(("coverage", coverage.map { PolicyReport.coverage($0) }))
        return members
    }

    /// By name.
    private func measurements(_ options: PolicyObservationOptions) -> [(name: String, values: SampleStatistics)] {
        var rows = times.map { (name: $0.rawValue, values: SampleStatistics($1)) }
        if options.instrument, let use {
            rows.append(("counter_rego_steps", SampleStatistics([Int64(use.steps)])))
            rows.append(("counter_rego_value_bytes", SampleStatistics([Int64(use.bytes)])))
        }
        return rows.sorted { $0.name < $1.name }
    }

    // MARK: Text

    func text(_ options: PolicyObservationOptions) -> String {
        var text = explanation.map { PolicyReport.text($0) } ?? ""
        if options.isMeasured {
            var table = BoxTable(["METRIC"] + (options.count > 1 ? SampleStatistics.titles : ["VALUE"]))
            for (name, values) in measurements(options) {
                table.append([name] + (options.count > 1 ? values.cells { "\($0)" } : ["\(values.first)"]))
            }
            text += table.render()
        }
        if options.isProfiled {
            let times = options.count > 1 ? SampleStatistics.titles : ["TIME"]
            var table = BoxTable(times + ["NUM EVAL", "NUM REDO", "NUM GEN EXPR", "LOCATION"])
            for row in ProfileRow.rows(of: profiles, options) {
                table.append(row.cells(isAggregated: options.count > 1))
            }
            text += table.render()
        }
        if let coverage { text += PolicyReport.indented(PolicyReport.coverage(coverage)) + "\n" }
        return text
    }
}

/// A row of a profile: what several evaluations took there.
private struct ProfileRow {
    let expression: ProfiledExpression
    let times: SampleStatistics

    /// In the order asked for, as many as asked for.
    static func rows(of profiles: [[ProfiledExpression]], _ options: PolicyObservationOptions) -> [ProfileRow] {
        var order: [ProfiledExpression] = []
        var places: [RegoError.Position: Int] = [:]
        var times: [[Int64]] = []
        for profile in profiles {
            for expression in profile {
                if let place = places[expression.position] {
                    times[place].append(expression.time)
                } else {
                    places[expression.position] = order.count
                    order.append(expression)
                    times.append([expression.time])
                }
            }
        }
        let keys = options.profileSort + PolicyObservationOptions.SortKey.allCases
        let rows = zip(order, times).map { ProfileRow(expression: $0, times: SampleStatistics($1)) }
            .sorted { one, other in
                for key in keys {
                    switch one.compare(other, by: key) {
                    case 0: continue
                    case let difference: return difference < 0
                    }
                }
                return false
            }
        let limit = options.profileLimit ?? 10
        return limit == 0 ? rows : Array(rows.prefix(limit))
    }

    /// Negative when this row comes before the other: the largest numbers first, names and lines in ascending order.
    private func compare(_ other: ProfileRow, by key: PolicyObservationOptions.SortKey) -> Int {
        switch key {
        case .time: Self.order(other.times.mean, times.mean)
        case .evaluations: Self.order(other.expression.evaluations, expression.evaluations)
        case .redos: Self.order(other.expression.redos, expression.redos)
        case .generated: Self.order(other.expression.generated, expression.generated)
        case .file: Self.order(expression.position.file, other.expression.position.file)
        case .line: Self.order(expression.position.row, other.expression.position.row)
        }
    }

    private static func order<Key: Comparable>(_ one: Key, _ other: Key) -> Int {
        one < other ? -1 : one == other ? 0 : 1
    }

    func json(isAggregated: Bool) -> String {
        PolicyReport.object([
            isAggregated ? ("total_time_ns_stats", times.json) : ("total_time_ns", "\(times.first)"),
            ("num_eval", "\(expression.evaluations)"), ("num_redo", "\(expression.redos)"),
            ("num_gen_expr", "\(expression.generated)"), ("location", PolicyReport.location(expression.position)),
        ])
    }

    func cells(isAggregated: Bool) -> [String] {
        let place = expression.position
        let file = place.file.isEmpty ? "query" : place.file
        return (isAggregated ? times.cells(Self.duration) : [Self.duration(times.first)]) + [
            "\(expression.evaluations)", "\(expression.redos)", "\(expression.generated)", "\(file):\(place.row)",
        ]
    }

    private static func duration(_ nanoseconds: Int64) -> String {
        switch nanoseconds {
        case ..<1000: "\(nanoseconds)ns"
        case ..<1_000_000: "\(PolicyReport.number(Double(nanoseconds) / 1e3))µs"
        case ..<1_000_000_000: "\(PolicyReport.number(Double(nanoseconds) / 1e6))ms"
        default: "\(PolicyReport.number(Double(nanoseconds) / 1e9))s"
        }
    }
}

/// What one decision used, taken from where it is evaluated.
final class EvaluationUseCounter: Sendable {
    private let last = Mutex<EvaluationUse?>(nil)

    func set(_ use: EvaluationUse) { last.withLock { $0 = use } }
    var value: EvaluationUse? { last.withLock { $0 } }
}

/// The errors of built-ins, each once, and no more than a reader wants.
final class BuiltinErrors: Sendable {
    private let found = Mutex<[RegoError]>([])

    func add(_ error: RegoError) {
        found.withLock { found in if found.count < 100, !found.contains(error) { found.append(error) } }
    }

    var list: [RegoError] { found.withLock { $0 } }
}
