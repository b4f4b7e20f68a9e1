internal import NIOHTTP1
internal import Rego

/// Queries of any form, compiled for the occasion.
extension PolicyService {
    private static let queryLimit = 1 << 20

    /// `GET /v1/query?q=` and `POST /v1/query` with `{"query": …, "input": …}`
    func query(_ context: inout RequestContext) throws -> ServiceAnswer {
        var timing = Timing()
        var input = Value.undefined
        let text: String
        if context.request.method == .POST {
            let body = try context.value(of: "error(s) occurred while decoding request")
            guard let given = body.member("query").string else {
                throw ServiceProblem.invalid(
                    "error(s) occurred while decoding request: expected an object with the member query")
            }
            text = given
            input = body.member("input")
            if input.isNull { input = .undefined }
        } else {
            guard let given = context.request.parameters.last("q") else {
                throw ServiceProblem.invalid("missing parameter 'q'")
            }
            text = given
        }
        guard text.utf8.count <= Self.queryLimit else {
            throw ServiceProblem.invalid(
                "expected a query of at most \(Self.queryLimit) bytes, found \(text.utf8.count)")
        }
        timing.reading = Self.monotonic() - timing.start
        let snapshot = runtime.snapshot
        let compiled: CompiledQuery
        do {
            compiled = try snapshot.modules.query(SourceText(name: "", text: text), capturesValues: true)
        } catch {
            let isSyntax = error.errors.contains { $0.code == .parse }
            throw ServiceProblem.invalid(
                "error(s) occurred while \(isSyntax ? "parsing" : "compiling") query",
                errors: Array(error.errors.prefix(10)))
        }
        let client = context.request.client
        var limits = settings.limits
        limits.isCancelled = { client.isGone }
        let names = compiled.bindings.map(\.name)
        var event = log.map { _ in DecisionEvent(context.request, query: text, snapshot: snapshot) }
        var output = JSONOutput(escapingHTML: true)
        let start = Self.monotonic()
        do {
            let prepared = try PreparedQuery(snapshot.modules, query: compiled, data: snapshot.data)
            try prepared.evaluate(input: input, options: EvaluationOptions(limits: limits)) { solutions in
                output.write(raw: "{")
                if solutions.count == 0 { return }
                output.write(raw: "\"result\":[")
                for (index, solution) in solutions.elements.enumerated() {
                    if index > 0 { output.write(raw: ",") }
                    output.write(raw: "{")
                    for (name, value) in zip(names, solution.elements) {
                        output.separate()
                        output.write(quoting: name)
                        output.write(raw: ":")
                        output.write(value)
                    }
                    output.write(raw: "}")
                }
                output.write(raw: "]")
            }
        } catch {
            let problem = ServiceProblem(evaluation: error)
            event?.finish(input: input, problem: problem, timing: timing)
            if let event { log?.add(event) }
            throw problem
        }
        timing.evaluation = Self.monotonic() - start
        let parameters = context.request.parameters
        if let result = event.map({ _ in output.bytes.dropFirst("{\"result\":".utf8.count) }) {
            event?.finish(input: input, result: result.isEmpty ? nil : result, timing: timing)
            if let event { log?.add(event) }
        }
        if parameters.isOn("metrics") || parameters.isOn("instrument") {
            output.separate()
            output.write(raw: "\"metrics\":")
            output.write(timing)
        }
        output.write(raw: "}")
        return .json(output.bytes, isPretty: parameters.isOn("pretty"))
    }
}
