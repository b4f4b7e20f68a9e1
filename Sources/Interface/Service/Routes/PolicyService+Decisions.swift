internal import NIOHTTP1
internal import Rego

/// Decisions: documents for an input.
extension PolicyService {
    /// What a client wants to know beside the result.
    private struct Extras {
        var isPretty = false
        var hasMetrics = false
        var hasProvenance = false
        var isStrict = false

        init(_ parameters: QueryParameters) throws(ServiceProblem) {
            if parameters.all.isEmpty { return }
            isPretty = parameters.isOn("pretty")
            hasMetrics = parameters.isOn("metrics") || parameters.isOn("instrument")
            hasProvenance = parameters.isOn("provenance")
            isStrict = parameters.isOn("strict-builtin-errors")
            if let mode = parameters.last("explain"), !mode.isEmpty, mode != "off" {
                throw .invalid("explain is not supported by this server, found \(mode.prefix(20))")
            }
        }
    }

    /// When a request came and how long parts of its handling took, in nanoseconds.
    struct Timing {
        var start = PolicyService.monotonic()
        var reading: Int64 = 0
        var evaluation: Int64 = 0
    }

    /// `GET /v1/data/PATH?input=`
    func readData(_ context: inout RequestContext, _ path: String, mayWait: Bool) throws -> ServiceAnswer? {
        var timing = Timing()
        var input = Value.undefined
        if let text = context.request.parameters.last("input") {
            do {
                input = try JSONReader.value(text, in: context.heap)
            } catch {
                throw ServiceProblem.invalid("parameter contains malformed input document: \(error)")
            }
        }
        timing.reading = Self.monotonic() - timing.start
        return try answer(context, path, input: input, warnsOfInput: false, timing, mayWait: mayWait)
    }

    /// `POST /v1/data/PATH` with `{"input": …}`
    func decide(_ context: inout RequestContext, _ path: String, mayWait: Bool) throws -> ServiceAnswer? {
        var timing = Timing()
        let body = try context.value()
        guard body.isObject || body.isUndefined || body.isNull else {
            throw ServiceProblem.invalid(
                "body contains malformed input document: expected an object with the member input, found "
                    + body.kind.name)
        }
        let input = body.member("input")
        timing.reading = Self.monotonic() - timing.start
        // A null says as little as no input, as clients of OPA know it.
        return try answer(
            context, path, input: input.isNull ? .undefined : input, warnsOfInput: input.isUndefined || input.isNull,
            timing, mayWait: mayWait)
    }

    private func answer(
        _ context: RequestContext, _ path: String, input: Value, warnsOfInput: Bool, _ given: Timing, mayWait: Bool
    ) throws -> ServiceAnswer? {
        let extras = try Extras(context.request.parameters)
        let snapshot = runtime.snapshot
        let isCached = extras.hasMetrics && snapshot.knownDecision(at: path) != nil
        var event = log.map { _ in DecisionEvent(context.request, path: path, snapshot: snapshot) }
        var output = JSONOutput(escapingHTML: true)
        output.write(raw: "{")
        var timing = given
        do {
            let evaluated = try evaluate(
                path, in: snapshot, input: input, isStrict: extras.isStrict, client: context.request.client,
                mayWait: mayWait
            ) { value in
                if value.isUndefined { return false }
                output.write(raw: "\"result\":")
                output.write(value)
                return true
            }
            guard case .made(let isDefined, let nanoseconds) = evaluated else { return nil }
            timing.evaluation = nanoseconds
            event?.finish(
                input: input, result: isDefined ? output.bytes.dropFirst("{\"result\":".utf8.count) : nil,
                timing: timing)
        } catch let problem as ServiceProblem {
            event?.finish(input: input, problem: problem, timing: timing)
            if let event { log?.add(event) }
            throw problem
        }
        if let event {
            output.separate()
            output.write(raw: "\"decision_id\":")
            output.write(quoting: event.id)
            log?.add(event)
        }
        if extras.hasMetrics {
            output.separate()
            output.write(raw: "\"metrics\":")
            output.write(timing, isCached: isCached)
        }
        if extras.hasProvenance {
            output.separate()
            output.write(raw: "\"provenance\":")
            writeProvenance(&output, snapshot)
        }
        if warnsOfInput {
            output.separate()
            output.write(
                raw: """
                    "warning":{"code":"api_usage_warning","message":"'input' key missing from the request"}
                    """)
        }
        output.write(raw: "}")
        return .json(output.bytes, isPretty: extras.isPretty)
    }

    private func writeProvenance(_ output: inout JSONOutput, _ snapshot: PolicySnapshot) {
        output.write(raw: "{\"version\":")
        output.write(quoting: settings.version)
        output.write(raw: ",\"build_commit\":\"\",\"build_timestamp\":\"\",\"build_hostname\":\"\"")
        if !snapshot.bundles.isEmpty {
            output.write(raw: ",\"bundles\":")
            output.write(revisionsOf: snapshot.bundles)
        }
        output.write(raw: "}")
    }

    /// `POST /v0/data/PATH` and `POST /`: the body is the input, the answer the result.
    func decideOld(_ context: inout RequestContext, _ path: String, mayWait: Bool) throws -> ServiceAnswer? {
        var timing = Timing()
        let input: Value
        do {
            input = try context.value()
        } catch {
            guard error.status == .badRequest else { throw error }
            throw ServiceProblem.invalid("unexpected parse error for input: \(error.message)")
        }
        timing.reading = Self.monotonic() - timing.start
        let snapshot = runtime.snapshot
        var event = log.map { _ in DecisionEvent(context.request, path: path, snapshot: snapshot) }
        do {
            let evaluated = try evaluate(
                path, in: snapshot, input: input, isStrict: false, client: context.request.client, mayWait: mayWait
            ) { value -> [UInt8]? in
                if value.isUndefined { return nil }
                var output = JSONOutput(escapingHTML: true)
                output.write(value)
                return output.bytes
            }
            guard case .made(let result, let nanoseconds) = evaluated else { return nil }
            timing.evaluation = nanoseconds
            guard let result else { throw try undefined(path, snapshot) }
            event?.finish(input: input, result: result[...], timing: timing)
            if let event { log?.add(event) }
            return .json(result, isPretty: context.request.parameters.isOn("pretty"))
        } catch let problem as ServiceProblem {
            event?.finish(input: input, problem: problem, timing: timing)
            if let event { log?.add(event) }
            throw problem
        }
    }

    private func undefined(_ path: String, _ snapshot: PolicySnapshot) throws -> ServiceProblem {
        let segments = try DecisionPath.segments(path)
        let what = snapshot.hasRules(at: segments) ? "document undefined" : "document missing"
        return ServiceProblem(
            .notFound, .undefined, "\(what): \((["data"] + segments).joined(separator: "."))")
    }
}

extension JSONOutput {
    /// A comma between members, where one stands before.
    mutating func separate() {
        if let last = bytes.last, last != UInt8(ascii: "{") { write(raw: ",") }
    }

    mutating func write(_ timing: PolicyService.Timing, isCached: Bool? = nil) {
        write(raw: "{")
        if let isCached { write(json: "\"counter_server_query_cache_hit\":\(isCached ? 1 : 0),".utf8) }
        let handling = PolicyService.monotonic() - timing.start
        write(
            json: """
                "timer_rego_input_parse_ns":\(timing.reading),"timer_rego_query_eval_ns":\(timing.evaluation),\
                "timer_server_handler_ns":\(handling)}
                """.utf8)
    }

    /// Bundles by name, each with its revision.
    mutating func write(revisionsOf bundles: [PolicySet.LoadedBundle]) {
        write(raw: "{")
        for bundle in bundles {
            separate()
            write(quoting: bundle.path)
            write(raw: ":{\"revision\":")
            write(quoting: bundle.manifest.revision)
            write(raw: "}")
        }
        write(raw: "}")
    }
}
