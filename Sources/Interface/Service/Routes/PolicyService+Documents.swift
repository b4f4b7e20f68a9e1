internal import NIOHTTP1
internal import Rego

/// Base documents that clients put, change and remove.
extension PolicyService {
    private static let changeLimit = 100_000

    /// `PUT /v1/data/PATH`; with `If-None-Match: *` only where nothing is yet.
    func putData(_ context: inout RequestContext, _ path: String) throws -> ServiceAnswer {
        let value = try context.value(of: "the document is malformed")
        guard value.isDefined else {
            throw ServiceProblem.invalid("the document is missing: expected JSON, found no body")
        }
        let segments = try segments(path)
        let mustBeNew = context.request.headers.first(name: "if-none-match") == "*"
        var isThere = false
        try change { snapshot throws in
            try Self.checkOwnership(of: segments, in: snapshot)
            if mustBeNew, Self.value(at: segments, of: snapshot.data.root).isDefined {
                isThere = true
                return snapshot
            }
            let changed = try snapshot.data.changed([DocumentChange(.add, segments, value)], makesParents: true)
            return try snapshot.replacing(data: changed)
        }
        return .empty(isThere ? .notModified : .noContent)
    }

    /// `PATCH /v1/data/PATH` with a JSON Patch of additions, removals and replacements.
    func patchData(_ context: inout RequestContext, _ path: String) throws -> ServiceAnswer {
        let patch = try context.value(of: "the patch is malformed")
        guard patch.isArray, patch.count <= Self.changeLimit else {
            throw ServiceProblem.invalid("expected an array of at most \(Self.changeLimit) changes")
        }
        let base = try segments(path)
        let changes = try patch.elements.map { entry in
            let name = entry.member("op").string ?? ""
            guard let operation = DocumentChange.Operation(rawValue: name) else {
                throw ServiceProblem.invalid("bad patch operation: \(name.prefix(40))")
            }
            guard let text = entry.member("path").string else {
                throw ServiceProblem.invalid("bad patch path: missing")
            }
            let value = entry.member("value")
            guard operation == .remove || value.isDefined else {
                throw ServiceProblem.invalid("bad patch operation: \(name) without a value")
            }
            var rest = text[...]
            while rest.hasPrefix("/") { rest = rest.dropFirst() }
            while rest.hasSuffix("/") { rest = rest.dropLast() }
            let inner = rest.isEmpty ? [] : rest.split(separator: "/", omittingEmptySubsequences: false)
            let decoded = inner.map { (PercentText.decoded($0) ?? String($0)) }
            return DocumentChange(
                operation, base + decoded.map { $0.replacing("~1", with: "/").replacing("~0", with: "~") }, value)
        }
        try change { snapshot throws in
            for change in changes { try Self.checkOwnership(of: change.path, in: snapshot) }
            return try snapshot.replacing(data: snapshot.data.changed(changes, makesParents: false))
        }
        return .empty(.noContent)
    }

    /// `DELETE /v1/data/PATH`
    func deleteData(_ context: RequestContext, _ path: String) throws -> ServiceAnswer {
        let segments = try segments(path)
        try change { snapshot throws in
            try Self.checkOwnership(of: segments, in: snapshot)
            return try snapshot.replacing(
                data: snapshot.data.changed([DocumentChange(.remove, segments)], makesParents: false))
        }
        return .empty(.noContent)
    }

    private func segments(_ path: String) throws -> [String] {
        do throws(DecisionPath.Failure) {
            return try DecisionPath.segments(path)
        } catch {
            throw ServiceProblem.invalid("bad path: \(error.description)")
        }
    }

    /// Changes what is in force, and says what is wrong in the words of the API.
    func change(_ body: (PolicySnapshot) throws -> PolicySnapshot) throws {
        do {
            try runtime.change(body)
        } catch let error as DocumentChangeError {
            switch error {
            case .missing(let path):
                throw ServiceProblem(
                    .notFound, .notFound,
                    "storage_not_found_error: /\(path.joined(separator: "/")): document does not exist")
            case .conflict(let path):
                throw ServiceProblem(
                    .notFound, .conflict, "storage_write_conflict_error: /\(path.joined(separator: "/"))")
            case .root: throw ServiceProblem.invalid("storage_invalid_patch_error: root must be object")
            case .limit: throw ServiceProblem.invalid("the changed documents are nested too deep, or too large")
            }
        } catch let errors as RegoErrors {
            throw ServiceProblem.invalid(
                "error(s) occurred while compiling module(s)", errors: Array(errors.errors.prefix(10)))
        }
    }

    /// What a bundle owns is changed by its next revision alone.
    static func checkOwnership(of path: [String], in snapshot: PolicySnapshot) throws(ServiceProblem) {
        for bundle in snapshot.bundles {
            let name = JSONOutput.quoted(bundle.path)
            if bundle.manifest.roots.contains("") { throw .invalid("all paths owned by bundle \(name)") }
            if path.isEmpty { throw .invalid("can't write to document root with bundle roots configured") }
            let isOwned =
                bundle.manifest.owns(path)
                || bundle.manifest.roots.contains { root in
                    let parts = root.split(separator: "/")
                    return parts.count >= path.count && zip(parts, path).allSatisfy { $0 == $1 }
                }
            if isOwned { throw .invalid("path \(path.joined(separator: "/")) is owned by bundle \(name)") }
        }
    }

    private static func value(at path: [String], of root: Value) -> Value {
        var value = root
        for name in path {
            if value.isArray {
                guard let index = Int(name), let key = Value(immediate: index) else { return .undefined }
                value = value.lookup(key)
            } else {
                value = value.member(name)
            }
        }
        return value
    }
}
