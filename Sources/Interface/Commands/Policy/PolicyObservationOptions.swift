package import ArgumentParser

/// What an evaluation is to be measured for.
package struct PolicyObservationOptions: ParsableArguments {
    @Flag(
        help: "Show, for each row of the policies with expressions, how often they were evaluated and how long it took."
    )
    package var profile = false

    @Option(
        parsing: .singleValue,
        help:
            "Sort the profile by this: total_time_ns, num_eval, num_redo, num_gen_expr, file, line. May be repeated; implies --profile."
    )
    package var profileSort: [SortKey] = []

    @Option(help: "Show so many rows of the profile; 0 for all. Implies --profile. (default: 10)")
    package var profileLimit: Int?

    @Option(help: "Evaluate so many times; times are then given as statistics.")
    package var count = 1

    @Flag(help: "Show how long loading, compiling and evaluating took.")
    package var metrics = false

    @Flag(help: "Show what the evaluation used, too; implies --metrics.")
    package var instrument = false

    package enum SortKey: String, ExpressibleByArgument, CaseIterable, Sendable {
        case time = "total_time_ns"
        case evaluations = "num_eval"
        case redos = "num_redo"
        case generated = "num_gen_expr"
        case file, line
    }

    package init() {}

    package func validate() throws {
        guard count > 0 else { throw ValidationError("--count must be positive") }
        guard profileLimit ?? 0 >= 0 else { throw ValidationError("--profile-limit must not be negative") }
    }

    var isProfiled: Bool { profile || !profileSort.isEmpty || profileLimit != nil }
    var isMeasured: Bool { metrics || instrument }
}
