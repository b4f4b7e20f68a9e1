internal import NIOHTTP1
internal import Rego

/// Whether a request may be made at all: a policy decides.
extension PolicyService {
    /// - Returns: False when the decision takes a thread that may wait.
    /// - Throws: `ServiceProblem` for a request that is not allowed.
    func authorize(_ context: inout RequestContext, _ route: Route, mayWait: Bool) throws -> Bool {
        let input: Value
        do {
            input = try authorizationInput(&context, route)
        } catch let problem as ServiceProblem {
            throw problem
        } catch {
            throw ServiceProblem.invalid("the request is too large to be judged: \(error)")
        }
        let evaluated = try evaluate(
            settings.authorizationDecision, in: runtime.snapshot, input: input, isStrict: false,
            client: context.request.client, mayWait: mayWait
        ) { value -> ServiceProblem? in
            if value.isTrue { return nil }
            if value.isUndefined {
                return ServiceProblem(
                    .internalServerError, .internalError, "authorization policy missing or undefined")
            }
            if value.isObject {
                let allowed = value.member("allowed")
                if allowed.isTrue { return nil }
                if allowed.isUndefined {
                    return ServiceProblem(.internalServerError, .internalError, "document missing or undefined")
                }
                if let reason = value.member("reason").string {
                    return ServiceProblem(.unauthorized, .unauthorized, reason)
                }
            }
            return ServiceProblem(.unauthorized, .unauthorized, "request rejected by administrative policy")
        }
        guard case .made(let problem, _) = evaluated else { return false }
        if let problem { throw problem }
        return true
    }

    private func authorizationInput(_ context: inout RequestContext, _ route: Route) throws -> Value {
        let heap = context.heap
        let request = context.request
        func text(_ text: String) throws -> Value { try heap.string(text) }
        func lists(_ pairs: [(name: String, value: String)]) throws -> Value {
            var names: [String] = []
            var values: [String: [Value]] = [:]
            for pair in pairs {
                if values[pair.name] == nil { names.append(pair.name) }
                values[pair.name, default: []].append(try text(pair.value))
            }
            return try heap.object(
                names.map { (key: try text($0), value: try heap.array(values[$0] ?? [])) })
        }
        let path = request.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        var members: [(key: Value, value: Value)] = [
            (
                key: try text("path"),
                value: try heap.array(path.map { try text(PercentText.decoded($0) ?? String($0)) })
            ),
            (key: try text("method"), value: try text(request.method.rawValue.uppercased())),
            (key: try text("params"), value: try lists(request.parameters.all)),
            (
                key: try text("headers"),
                value: try lists(request.headers.map { (name: Self.canonical($0.name), value: $0.value) })
            ),
        ]
        if expectsBody(route, request.method) {
            let body = try context.value()
            if body.isDefined { members.append((key: try text("body"), value: body)) }
        }
        switch settings.authentication {
        case .off: break
        case .token:
            if let token = request.bearerToken { members.append((key: try text("identity"), value: try text(token))) }
        case .tls:
            let shown = try ClientCertificates(der: request.client.certificates)
            if let identity = shown.subject { members.append((key: try text("identity"), value: try text(identity))) }
            members.append((key: try text("client_certificates"), value: try shown.value(in: heap)))
        }
        return try heap.object(members)
    }

    private func expectsBody(_ route: Route, _ method: HTTPMethod) -> Bool {
        guard method == .POST else { return false }
        switch route {
        case .root, .data, .oldData: return true
        default: return false
        }
    }

    /// A header's name as Go's servers hand it on: `Content-Type`.
    static func canonical(_ name: String) -> String {
        var isFirst = true
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z") where isFirst: bytes.append(byte - 32)
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where !isFirst: bytes.append(byte + 32)
            default: bytes.append(byte)
            }
            isFirst = byte == UInt8(ascii: "-")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
