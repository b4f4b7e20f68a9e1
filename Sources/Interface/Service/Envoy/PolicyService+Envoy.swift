internal import NIOCore
internal import Rego

/// Calls of Envoy's external authorization (envoy.service.auth.v3), and of gRPC's health checks.
extension PolicyService {
    private static let checkPath = "/envoy.service.auth.v3.Authorization/Check"
    private static let healthPath = "/grpc.health.v1.Health/Check"

    /// Answers a call.
    ///
    /// - Parameter mayWait: Whether the thread may be held up.
    /// - Returns: Nil when the answer takes a thread that may be.
    func answer(_ call: GRPCCall, mayWait: Bool) -> GRPCAnswer? {
        if !mayWait, call.body.readableBytes > 64 << 10 { return nil }
        do throws(GRPCAnswer) {
            let message = try call.message(limit: settings.inflatedLimit)
            switch call.path {
            case Self.checkPath:
                return try withHeap { heap throws(GRPCAnswer) in
                    try check(message, call, heap, mayWait: mayWait)
                }
            case Self.healthPath: return try health(message)
            default: throw GRPCAnswer(.unimplemented, "there is no method \(call.path.prefix(200))")
            }
        } catch {
            return error
        }
    }

    /// `grpc.health.v1.HealthCheckResponse`: serving, for the server as a whole and for the service it has.
    private func health(_ message: [UInt8]) throws(GRPCAnswer) -> GRPCAnswer {
        var service = ""
        do throws(ProtobufReader.Malformed) {
            var reader = ProtobufReader(message[...])
            while let (number, content) = try reader.next() {
                if number == 1, case .bytes(let bytes) = content { service = String(decoding: bytes, as: UTF8.self) }
            }
        } catch {
            throw GRPCAnswer(.invalidArgument, "the health check is malformed: \(error.reason)")
        }
        guard service.isEmpty || service == "envoy.service.auth.v3.Authorization" else {
            throw GRPCAnswer(.notFound, "unknown service")
        }
        var writer = ProtobufWriter()
        writer.write(1, 1)
        return GRPCAnswer(message: writer.bytes)
    }

    private func check(
        _ message: [UInt8], _ call: GRPCCall, _ heap: Heap, mayWait: Bool
    ) throws(GRPCAnswer) -> GRPCAnswer? {
        var timing = Timing()
        let input: Value
        do throws(EnvoyInput.Problem) {
            input = try EnvoyInput(message[...], in: heap, skipsBody: settings.envoy.skipsBodies).value
        } catch {
            switch error {
            case .malformed(let text): throw GRPCAnswer(.invalidArgument, text)
            // An answer in place of an error: where errors let requests pass, anybody could make one.
            case .unreadable(let text): return deny(EnvoyVerdict(denying: 400, text), call)
            case .evaluation(let error): throw GRPCAnswer(.resourceExhausted, "the request takes too much: \(error)")
            }
        }
        timing.reading = Self.monotonic() - timing.start
        let path = settings.envoy.path
        let snapshot = runtime.snapshot
        var event = log.map { _ in
            DecisionEvent(requester: call.client.address, requestID: call.requestID, path: path, snapshot: snapshot)
        }
        do {
            let evaluated = try evaluate(
                path, in: snapshot, input: input, isStrict: false, client: call.client, mayWait: mayWait
            ) { value -> (verdict: Result<EnvoyVerdict, EnvoyVerdict.Unusable>, text: [UInt8]?) in
                // What no rule decides is denied.
                if value.isUndefined { return (.success(EnvoyVerdict(isAllowed: false)), nil) }
                var text: [UInt8]?
                if event != nil {
                    var output = JSONOutput(escapingHTML: true)
                    output.write(value)
                    text = output.bytes
                }
                return (Result { () throws(EnvoyVerdict.Unusable) in try EnvoyVerdict(value) }, text)
            }
            guard case .made(let outcome, let nanoseconds) = evaluated else { return nil }
            timing.evaluation = nanoseconds
            event?.finish(input: input, result: outcome.text.map { $0[...] }, timing: timing)
            if let event { log?.add(event) }
            let verdict = try outcome.verdict.get()
            return GRPCAnswer(message: (settings.envoy.isDryRun ? verdict.permissive : verdict).message)
        } catch let problem as ServiceProblem {
            event?.finish(input: input, problem: problem, timing: timing)
            if let event { log?.add(event) }
            let reason = problem.errors.first.map { ": \($0.message)" } ?? ""
            throw GRPCAnswer(.internalError, problem.message + reason)
        } catch let unusable as EnvoyVerdict.Unusable {
            throw GRPCAnswer(.internalError, "data.\(path) gives no verdict: \(unusable.reason)")
        } catch {
            throw GRPCAnswer(.internalError, "\(error)")
        }
    }

    private func deny(_ verdict: EnvoyVerdict, _ call: GRPCCall) -> GRPCAnswer {
        GRPCAnswer(message: (settings.envoy.isDryRun ? verdict.permissive : verdict).message)
    }
}
