internal import NIOHTTP1
internal import Rego

/// Policies that clients list, put and remove.
extension PolicyService {
    /// `GET /v1/policies`
    func listPolicies(_ request: ServiceRequest) -> ServiceAnswer {
        let snapshot = runtime.snapshot
        var output = JSONOutput(escapingHTML: true)
        output.write(raw: "{\"result\":[")
        for (index, place) in snapshot.policies.indices.sorted(by: {
            snapshot.policies[$0].id < snapshot.policies[$1].id
        })
        .enumerated() {
            if index > 0 { output.write(raw: ",") }
            output.write(policy: place, of: snapshot)
        }
        output.write(raw: "]}")
        return .json(output.bytes, isPretty: request.parameters.isOn("pretty"))
    }

    /// `GET /v1/policies/ID`
    func policy(_ request: ServiceRequest, _ path: String) throws -> ServiceAnswer {
        let snapshot = runtime.snapshot
        let id = PercentText.decoded(path) ?? path
        guard let place = snapshot.policies.firstIndex(where: { $0.id == id }) else { throw Self.missing(id) }
        var output = JSONOutput(escapingHTML: true)
        output.write(raw: "{\"result\":")
        output.write(policy: place, of: snapshot)
        output.write(raw: "}")
        return .json(output.bytes, isPretty: request.parameters.isOn("pretty"))
    }

    private static func missing(_ id: String) -> ServiceProblem {
        ServiceProblem(.notFound, .notFound, "storage_not_found_error: policy id \(JSONOutput.quoted(id))")
    }

    /// `PUT /v1/policies/ID`: adds a policy or puts it in the place of the one of that name, if all compile together.
    func putPolicy(_ context: RequestContext, _ path: String) throws -> ServiceAnswer {
        let id = PercentText.decoded(path) ?? path
        guard let text = String(validating: try context.bytes(), as: UTF8.self) else {
            throw ServiceProblem.invalid("the policy is not UTF-8 text")
        }
        let added = PolicySnapshot.Policy(
            source: SourceText(name: id, text: text), version: settings.policyVersion, origin: .client)
        do {
            let module = try Module.parse(added.source, options: ParserOptions(version: added.version))
            let package = module.package.path.terms.dropFirst().compactMap(\.string)
            try change { snapshot throws in
                if let old = snapshot.policies.first(where: { $0.id == id }) {
                    if old.source.text == text { return snapshot }
                    try Self.checkOwner(of: old, in: snapshot)
                }
                try Self.checkOwnership(of: package, in: snapshot)
                return try snapshot.replacing(policies: snapshot.policies.filter { $0.id != id } + [added])
            }
        } catch let errors as RegoErrors {
            throw ServiceProblem.invalid(
                "error(s) occurred while compiling module(s)", errors: Array(errors.errors.prefix(10)))
        }
        return .json(Array("{}".utf8), isPretty: false)
    }

    /// `DELETE /v1/policies/ID`
    func deletePolicy(_ request: ServiceRequest, _ path: String) throws -> ServiceAnswer {
        let id = PercentText.decoded(path) ?? path
        try change { snapshot throws in
            guard let old = snapshot.policies.first(where: { $0.id == id }) else { throw Self.missing(id) }
            try Self.checkOwner(of: old, in: snapshot)
            return try snapshot.replacing(policies: snapshot.policies.filter { $0.id != id })
        }
        return .json(Array("{}".utf8), isPretty: false)
    }

    private static func checkOwner(
        of policy: PolicySnapshot.Policy, in snapshot: PolicySnapshot
    ) throws(ServiceProblem) {
        guard case .bundle(let index) = policy.origin else { return }
        throw .invalid("policy \(policy.id) is owned by bundle \(JSONOutput.quoted(snapshot.bundles[index].path))")
    }
}

extension JSONOutput {
    fileprivate mutating func write(policy index: Int, of snapshot: PolicySnapshot) {
        let policy = snapshot.policies[index]
        write(raw: "{\"id\":")
        write(quoting: policy.id)
        write(raw: ",\"raw\":")
        write(quoting: policy.source.text)
        write(raw: ",\"ast\":")
        write(json: SyntaxTree.json(of: snapshot.modules.modules[index], fileName: policy.id).utf8)
        write(raw: "}")
    }
}
