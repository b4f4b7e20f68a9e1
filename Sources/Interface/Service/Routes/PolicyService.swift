internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import Rego
internal import Synchronization

/// OPA's REST API over a policy runtime: requests in, answers out, without sockets.
///
/// Called from event loops, which must not wait, and from threads that may. What would take long on an event loop gives
/// no answer there and is asked again elsewhere; nothing but counters was changed by then.
package final class PolicyService: Sendable {
    package let runtime: PolicyRuntime
    let settings: ServiceSettings
    let metrics: ServiceMetrics
    package let status: ServiceStatus
    let log: DecisionLog?
    private let heaps = Mutex<[IdleHeap]>([])

    /// A heap that no request uses.
    private struct IdleHeap: @unchecked Sendable {
        // A heap is taken out under the lock and used by the one who took it.
        var heap: Heap
    }

    /// Decisions on event loops end after this time and are made anew elsewhere.
    private static let loopTime = Duration.milliseconds(5)
    private static let idleHeaps = 64

    package init(
        _ runtime: PolicyRuntime, settings: ServiceSettings = ServiceSettings(), status: ServiceStatus? = nil,
        log: DecisionLog? = nil
    ) {
        self.runtime = runtime
        self.settings = settings
        self.log = log
        metrics = ServiceMetrics(version: settings.version)
        self.status = status ?? ServiceStatus(labels: settings.labels)
    }

    /// Answers a request.
    ///
    /// - Parameter mayWait: Whether the thread may be held up.
    /// - Returns: Nil when the answer takes a thread that may be.
    func answer(_ request: ServiceRequest, mayWait: Bool) -> ServiceAnswer? {
        guard let route = request.route else {
            return ServiceProblem(.notFound, .notFound, "there is nothing at this path").answer
        }
        return withHeap { heap in
            var context = RequestContext(request, heap: heap, inflatedLimit: settings.inflatedLimit)
            if !mayWait, context.isLarge { return nil }
            do {
                if settings.authorization == .basic {
                    guard try authorize(&context, route, mayWait: mayWait) else { return nil }
                }
                return try answer(&context, route, mayWait: mayWait)
            } catch let problem as ServiceProblem {
                return problem.answer
            } catch {
                return ServiceProblem(.internalServerError, .internalError, "\(error)").answer
            }
        }
    }

    /// Lends memory for the values of one request.
    func withHeap<Outcome, Failure>(_ body: (Heap) throws(Failure) -> Outcome) throws(Failure) -> Outcome {
        let heap = heaps.withLock { $0.popLast()?.heap } ?? Heap(byteLimit: settings.limits.memory)
        defer {
            heap.reset()
            heaps.withLock { if $0.count < Self.idleHeaps { $0.append(IdleHeap(heap: heap)) } }
        }
        return try body(heap)
    }

    private func answer(_ context: inout RequestContext, _ route: Route, mayWait: Bool) throws -> ServiceAnswer? {
        switch (route, context.request.method) {
        case (.data(let path), .GET), (.data(let path), .HEAD):
            return try readData(&context, path, mayWait: mayWait)
        case (.data(let path), .POST): return try decide(&context, path, mayWait: mayWait)
        case (.oldData(let path), .POST): return try decideOld(&context, path, mayWait: mayWait)
        case (.root, .POST): return try decideOld(&context, settings.defaultDecision, mayWait: mayWait)
        case (.root, .GET), (.root, .HEAD): return page
        case (.metrics, .GET), (.metrics, .HEAD):
            return ServiceAnswer(
                contentType: "text/plain; version=0.0.4; charset=utf-8",
                body: metrics.text(status: status, decisionLog: log))
        case (.configuration, .GET), (.configuration, .HEAD): return configuration(context.request)
        case (.status, .GET), (.status, .HEAD):
            return .json(status.json, isPretty: context.request.parameters.isOn("pretty"))
        default: break
        }
        guard mayWait else { return nil }
        switch (route, context.request.method) {
        case (.data(let path), .PUT): return try putData(&context, path)
        case (.data(let path), .PATCH): return try patchData(&context, path)
        case (.data(let path), .DELETE): return try deleteData(context, path)
        case (.policies(""), .GET), (.policies(""), .HEAD): return listPolicies(context.request)
        case (.policies(let id), .GET), (.policies(let id), .HEAD): return try policy(context.request, id)
        case (.policies(let id), .PUT) where !id.isEmpty: return try putPolicy(context, id)
        case (.policies(let id), .DELETE) where !id.isEmpty: return try deletePolicy(context.request, id)
        case (.query, .GET), (.query, .POST), (.query, .HEAD): return try query(&context)
        case (.compile, .POST): return try compile(&context)
        case (.health(let path), .GET), (.health(let path), .HEAD): return try health(&context, path)
        default: throw Self.methodProblem(route)
        }
    }

    private static func methodProblem(_ route: Route) -> ServiceProblem {
        let methods =
            switch route {
            case .root: "GET, POST"
            case .data: "GET, POST, PUT, PATCH, DELETE"
            case .oldData: "POST"
            case .policies(let id): id.isEmpty ? "GET" : "GET, PUT, DELETE"
            case .query: "GET, POST"
            case .compile: "POST"
            case .health, .configuration, .status, .metrics: "GET"
            }
        return ServiceProblem(
            .methodNotAllowed, .invalidOperation, "expected one of \(methods)", headers: [("Allow", methods)])
    }

    private var page: ServiceAnswer {
        ServiceAnswer(
            contentType: "text/plain; charset=utf-8",
            body: Array("obryza \(settings.version): a policy server. Ask for decisions at /v1/data.\n".utf8))
    }

    // MARK: Evaluation

    /// What came of a decision on an event loop that was to be made.
    enum Evaluated<Outcome> {
        case made(Outcome, nanoseconds: Int64)
        /// It takes a thread that may wait.
        case later
    }

    /// Evaluates the document at a path and hands it, undefined or not, to `body`.
    func evaluate<Outcome>(
        _ path: String, in snapshot: PolicySnapshot, input: Value, isStrict: Bool, client: ServiceClient, mayWait: Bool,
        _ body: (Value) -> Outcome
    ) throws -> Evaluated<Outcome> {
        let decision: PreparedDecision
        if let known = snapshot.knownDecision(at: path) {
            guard mayWait || known.isShort else { return .later }
            decision = known
        } else {
            guard mayWait else { return .later }
            do {
                decision = try snapshot.decision(at: path)
            } catch let failure as DecisionPath.Failure {
                throw ServiceProblem.invalid("invalid path: \(failure.description)")
            } catch let errors as RegoErrors {
                throw ServiceProblem(.internalServerError, .internalError, errors.description)
            }
        }
        var limits = settings.limits
        if mayWait {
            limits.isCancelled = { client.isGone }
        } else {
            limits.time = limits.time.map { min($0, Self.loopTime) } ?? Self.loopTime
        }
        let start = Self.monotonic()
        do {
            let outcome = try decision.query.evaluate(
                input: input, options: EvaluationOptions(isStrict: isStrict, limits: limits)
            ) { solutions in body(solutions.elements.first?.elements.first ?? .undefined) }
            let took = Self.monotonic() - start
            decision.note(nanoseconds: took)
            return .made(outcome, nanoseconds: took)
        } catch {
            decision.note(nanoseconds: Self.monotonic() - start)
            if !mayWait, error.code == .cancelled { return .later }
            throw ServiceProblem(evaluation: error)
        }
    }

    static func monotonic() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
