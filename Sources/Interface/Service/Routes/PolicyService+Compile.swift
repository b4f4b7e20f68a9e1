internal import NIOHTTP1
internal import Rego

/// Partial evaluation: what is left of a query while documents are unknown.
extension PolicyService {
    private static let queryLimit = 1 << 20
    private static let unknownLimit = 256

    /// What a request asks for.
    private struct CompileRequest {
        var query: String
        var input: Document?
        var options: PartialOptions
    }

    /// `POST /v1/compile` with `{"query": …, "input": …, "unknowns": […], "options": {…}}`
    func compile(_ context: inout RequestContext) throws -> ServiceAnswer {
        var timing = Timing()
        var request = try Self.read(try context.value(of: "error(s) occurred while decoding request"))
        let client = context.request.client
        request.options.limits.evaluation = settings.limits
        request.options.limits.evaluation.isCancelled = { client.isGone }
        timing.reading = Self.monotonic() - timing.start
        let snapshot = runtime.snapshot
        let compiled: CompiledQuery
        do {
            compiled = try snapshot.modules.query(SourceText(name: "", text: request.query))
        } catch {
            let isSyntax = error.errors.contains { $0.code == .parse }
            throw ServiceProblem.invalid(
                "error(s) occurred while \(isSyntax ? "parsing" : "compiling") query",
                errors: Array(error.errors.prefix(10)))
        }
        let start = Self.monotonic()
        let result: PartialResult
        do {
            result = try snapshot.modules.partiallyEvaluated(
                compiled, data: snapshot.data, input: request.input, options: request.options)
        } catch let error as RegoError {
            throw ServiceProblem(evaluation: error)
        } catch let errors as RegoErrors {
            throw ServiceProblem(
                .internalServerError, .internalError, "error(s) occurred while evaluating query",
                errors: Array(errors.errors.prefix(10)))
        }
        timing.evaluation = Self.monotonic() - start
        let parameters = context.request.parameters
        var output = JSONOutput(escapingHTML: true)
        output.write(raw: "{\"result\":")
        output.write(json: result.json.utf8)
        if parameters.isOn("metrics") || parameters.isOn("instrument") {
            output.separate()
            output.write(raw: "\"metrics\":")
            output.write(timing)
        }
        output.write(raw: "}")
        return .json(output.bytes, isPretty: parameters.isOn("pretty"))
    }

    private static func malformed(_ expected: String) -> ServiceProblem {
        .invalid("error(s) occurred while decoding request: expected \(expected)")
    }

    private static func read(_ body: Value) throws -> CompileRequest {
        guard let query = body.member("query").string else { throw malformed("an object with the member query") }
        guard query.utf8.count <= queryLimit else {
            throw ServiceProblem.invalid("expected a query of at most \(queryLimit) bytes, found \(query.utf8.count)")
        }
        var options = PartialOptions()
        if let paths = try paths(body.member("unknowns"), "unknowns") { options.unknowns = paths }
        let given = body.member("options")
        if !given.isUndefined, !given.isNull {
            guard given.isObject else { throw malformed("an object as options") }
            options.disabledInlining = try paths(given.member("disableInlining"), "options.disableInlining") ?? []
            let isNow = given.member("nondeterministicBuiltins")
            if !isNow.isUndefined {
                guard let isNow = isNow.boolean else {
                    throw malformed("true or false as options.nondeterministicBuiltins")
                }
                options.evaluatesNondeterministic = isNow
            }
            // Filters for databases are another answer than the one that is given here.
            for name in ["targetDialects", "targetSQLTableMappings", "maskRule"]
            where !given.member(name).isUndefined {
                throw ServiceProblem.invalid("options.\(name): expected no such option, filters are not made here")
            }
        }
        let input = body.member("input")
        let isGiven = !input.isUndefined && !input.isNull
        return CompileRequest(
            query: query, input: isGiven ? try Document(json: JSONOutput.text(of: input)) : nil, options: options)
    }

    private static func paths(_ list: Value, _ name: String) throws -> [Reference]? {
        if list.isUndefined || list.isNull { return nil }
        guard list.isArray, list.elements.count <= unknownLimit else {
            throw malformed("at most \(unknownLimit) paths as \(name)")
        }
        return try list.elements.map { element in
            guard let text = element.string, text.utf8.count <= 4096 else { throw malformed("texts in \(name)") }
            do throws(RegoErrors) {
                return try Reference(path: text)
            } catch {
                throw ServiceProblem.invalid("error(s) occurred while parsing \(name)", errors: error.errors)
            }
        }
    }
}
