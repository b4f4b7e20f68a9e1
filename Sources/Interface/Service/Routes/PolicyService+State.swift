internal import NIOHTTP1
internal import Rego

/// What the server says of itself.
extension PolicyService {
    /// `GET /health`, and `/health/NAME` for which the rule `data.system.health.NAME` answers.
    func health(_ context: inout RequestContext, _ path: String) throws -> ServiceAnswer {
        let snapshot = runtime.snapshot
        let parameters = context.request.parameters
        guard !path.isEmpty else {
            if parameters.isOn("bundles") || parameters.isOn("bundle"), !status.isReady {
                return Self.unwell("one or more bundles are not activated")
            }
            if parameters.isOn("plugins"), !status.isReady, !parameters.values("exclude-plugin").contains("bundle") {
                return Self.unwell("one or more plugins are not up")
            }
            return .json(Array("{}".utf8), isPretty: false)
        }
        let heap = context.heap
        let states = try heap.object([
            (key: try heap.string("bundle"), value: try heap.string(status.isReady ? "OK" : "NOT_READY"))
        ])
        let input = try heap.object([
            (key: try heap.string("plugin_state"), value: states),
            (key: try heap.string("plugins_ready"), value: Value(status.wasReady)),
        ])
        do {
            let evaluated = try evaluate(
                "system/health/\(path)", in: snapshot, input: input, isStrict: false, client: context.request.client,
                mayWait: true
            ) { $0.isUndefined ? nil : $0.isTrue }
            guard case .made(let isWell, _) = evaluated, let isWell else {
                return Self.unwell("health check (data.system.health.\(path)) was undefined")
            }
            return isWell
                ? .json(Array("{}".utf8), isPretty: false)
                : Self.unwell("health check (data.system.health.\(path)) returned unexpected value")
        } catch let problem as ServiceProblem where problem.status == .internalServerError {
            return Self.unwell(problem.errors.first?.description ?? problem.message)
        }
    }

    private static func unwell(_ reason: String) -> ServiceAnswer {
        ServiceAnswer(.internalServerError, body: Array("{\"error\":\(JSONOutput.quoted(reason))}\n".utf8))
    }

    /// `GET /v1/config`
    func configuration(_ request: ServiceRequest) -> ServiceAnswer {
        var output = JSONOutput(escapingHTML: true)
        output.write(raw: "{\"result\":{\"default_authorization_decision\":")
        output.write(quoting: "/" + settings.authorizationDecision)
        output.write(raw: ",\"default_decision\":")
        output.write(quoting: "/" + settings.defaultDecision)
        output.write(raw: ",\"labels\":{")
        for label in settings.labels.sorted(by: { $0.name < $1.name }) {
            output.separate()
            output.write(quoting: label.name)
            output.write(raw: ":")
            output.write(quoting: label.value)
        }
        output.write(raw: "}}}")
        return .json(output.bytes, isPretty: request.parameters.isOn("pretty"))
    }
}
