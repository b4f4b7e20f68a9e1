package import ArgumentParser
internal import Glibc
internal import Rego

/// `obryza policy bench`: how long a query takes.
package struct PolicyBenchCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how long the evaluation of a query takes.",
        discussion: """
            Policies, documents and input are read and prepared once; then the query is evaluated again and again for \
            about a second. Its solutions are made, but not written.

            EXAMPLES
              obryza policy bench -d policy/ -i input.json data.app.allow
              obryza policy bench -b bundle.tar.gz --count 5 --format gobench data.app.deny

            Exit codes: 0 measured; 1 an error, or the result is undefined and --no-fail is not given; 2 usage.
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case pretty, json, gobench }

    @OptionGroup package var query: PolicyQueryOptions

    @OptionGroup package var options: PolicyOptions

    @Option(name: [.short, .long], help: "pretty, json, or gobench: a line as Go's benchmarks print it.")
    package var format: Format = .pretty

    @Option(help: "How often to measure.")
    package var count = 1

    @Option(help: "Milliseconds that a measurement takes, about.")
    package var duration = 1000

    @Flag(inversion: .prefixedNo, help: "An undefined result is an error.")
    package var fail = true

    @Flag(inversion: .prefixedNo, help: "Show percentiles of the times.")
    package var metrics = true

    package init() {}

    package func validate() throws {
        try query.check()
        guard count > 0, duration > 0 else { throw ValidationError("--count and --duration must be positive") }
    }

    package func run() async throws {
        do {
            let set = try PolicySet(options.request())
            let compiled = try query.compiled(for: set, capturesValues: true)
            let prepared = try PreparedQuery(set.modules, query: compiled, data: set.data)
            let input = try query.document()
            for _ in 0..<count {
                let measurement = try withExtendedLifetime(input) { try measure(prepared, input?.root ?? .undefined) }
                try Console.write(text(measurement))
            }
        } catch {
            if format == .json {
                try Console.write(
                    PolicyReport.indented(PolicyReport.object([("errors", PolicyReport.errors(error))])) + "\n")
            } else {
                PolicyReport.narrate(error)
            }
            throw ExitCode(1)
        }
    }

    private struct Undefined: Error, CustomStringConvertible {
        var description: String { "the result is undefined" }
    }

    private struct Measurement {
        var samples: Int
        var total: Duration
        /// Nanoseconds of single evaluations, sorted.
        var times: [Int64]
        /// Bytes of the process at its largest.
        var peakMemory: Int

        var nanoseconds: Int64 { PolicyBenchCommand.nanoseconds(total) }
        var perEvaluation: Double { Double(nanoseconds) / Double(max(1, samples)) }
        var perSecond: Int { Int(Double(samples) * 1e9 / Double(max(1, nanoseconds))) }

        func percentile(_ share: Double) -> Int64 {
            times.isEmpty ? 0 : times[min(times.count - 1, Int(Double(times.count) * share))]
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds &* 1_000_000_000 &+ duration.components.attoseconds / 1_000_000_000
    }

    private func measure(_ prepared: PreparedQuery, _ input: Value) throws -> Measurement {
        let clock = ContinuousClock()
        let isDefined = try prepared.evaluate(input: input) { $0.count > 0 }
        guard isDefined || !fail else { throw Undefined() }
        var times: [Int64] = []
        var samples = 0
        var total = Duration.zero
        let limit = Duration.milliseconds(duration)
        while total < limit {
            let start = clock.now
            _ = try prepared.evaluate(input: input) { $0.count }
            let taken = clock.now - start
            total += taken
            samples += 1
            if times.count < 1_000_000 { times.append(Self.nanoseconds(taken)) }
        }
        times.sort()
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Measurement(samples: samples, total: total, times: times, peakMemory: usage.ru_maxrss * 1024)
    }

    private static let percentiles: [(name: String, share: Double)] = [
        ("50%", 0.5), ("75%", 0.75), ("90%", 0.9), ("95%", 0.95), ("99%", 0.99), ("99.9%", 0.999),
    ]

    private func text(_ measurement: Measurement) -> String {
        let name = "timer_rego_query_eval_ns"
        let figures =
            metrics
            ? [("min", measurement.times.first ?? 0), ("max", measurement.times.last ?? 0)]
                + Self.percentiles.map { ($0.name, measurement.percentile($0.share)) } : []
        let rounded = Int64(measurement.perEvaluation.rounded())
        switch format {
        case .pretty:
            var rows = [
                ("samples", "\(measurement.samples)"), ("ns/op", "\(rounded)"), ("ops/s", "\(measurement.perSecond)"),
                ("peak memory, bytes", "\(measurement.peakMemory)"),
            ]
            rows += figures.map { ("histogram_\(name)_\($0.0)", "\($0.1)") }
            let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
            let rule =
                "+" + String(repeating: "-", count: widths.0 + 2) + "+" + String(repeating: "-", count: widths.1 + 2)
                + "+\n"
            return rule
                + rows.map { row in
                    "| " + row.0 + String(repeating: " ", count: widths.0 - row.0.count) + " | "
                        + String(repeating: " ", count: widths.1 - row.1.count) + row.1 + " |\n"
                }.joined() + rule
        case .json:
            let extra = figures.map { (name: "histogram_\(name)_\($0.0)", json: Optional("\($0.1)")) }
            return PolicyReport.indented(
                PolicyReport.object([
                    ("N", "\(measurement.samples)"), ("T", "\(measurement.nanoseconds)"), ("ns_per_op", "\(rounded)"),
                    ("ops_per_second", "\(measurement.perSecond)"), ("peak_memory_bytes", "\(measurement.peakMemory)"),
                    ("Extra", figures.isEmpty ? nil : PolicyReport.object(extra)),
                ])) + "\n"
        case .gobench:
            return "BenchmarkPolicyEval\t\(measurement.samples)\t\(rounded) ns/op"
                + figures.map { "\t\($0.1) \(name)_\($0.0)" }.joined() + "\n"
        }
    }
}
