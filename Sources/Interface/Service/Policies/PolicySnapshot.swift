package import Rego
internal import Synchronization

/// Policies and documents of one moment, compiled, and the queries that were asked of them. Nothing in it changes: a
/// decision that has taken it sees nothing of later ones.
package final class PolicySnapshot: Sendable {
    package struct Policy: Sendable {
        package enum Origin: Sendable, Equatable {
            case files
            /// Index into `bundles`.
            case bundle(Int)
            /// Put by a client.
            case client
        }

        /// As the API names it, which is the name of its source.
        package var id: String { source.name }
        package var source: SourceText
        package var version: RegoVersion
        package var origin: Origin

        package init(source: SourceText, version: RegoVersion, origin: Origin) {
            self.source = source
            self.version = version
            self.origin = origin
        }
    }

    package let policies: [Policy]
    package let modules: CompiledModules
    package let data: Document
    package let bundles: [PolicySet.LoadedBundle]
    private let prepared = Mutex<[String: PreparedDecision]>([:])

    /// Queries kept; one more makes room by forgetting another, so that clients that ask for ever new paths cost time
    /// and no memory.
    private static let preparedLimit = 1024

    package init(policies: [Policy], modules: CompiledModules, data: Document, bundles: [PolicySet.LoadedBundle]) {
        self.policies = policies
        self.modules = modules
        self.data = data
        self.bundles = bundles
    }

    /// What a set of files and bundles holds.
    package convenience init(_ set: PolicySet) {
        let policies = set.modules.sources.indices.map { index in
            let origin = set.origins[index].bundle.map { Policy.Origin.bundle($0) } ?? .files
            return Policy(
                source: set.modules.sources[index], version: set.modules.modules[index].version, origin: origin)
        }
        self.init(policies: policies, modules: set.modules, data: set.data, bundles: set.bundles)
    }

    /// The same documents with other policies.
    ///
    /// - Throws: What the compiler finds, and rules at the paths of documents.
    func replacing(policies: [Policy]) throws(RegoErrors) -> PolicySnapshot {
        let compiled = try CompiledModules.compile(
            policies.map { (source: $0.source, version: $0.version) }, options: modules.options)
        try PolicySet.checkConflicts(of: compiled, with: data)
        return PolicySnapshot(policies: policies, modules: compiled, data: data, bundles: bundles)
    }

    /// The same policies over other documents.
    func replacing(data: Document) throws(RegoErrors) -> PolicySnapshot {
        try PolicySet.checkConflicts(of: modules, with: data)
        return PolicySnapshot(policies: policies, modules: modules, data: data, bundles: bundles)
    }

    // MARK: Decisions

    /// The query for the document at a path, when it was asked before.
    func knownDecision(at path: String) -> PreparedDecision? { prepared.withLock { $0[path] } }

    /// The query for the document at a path, prepared on first use.
    ///
    /// - Parameter path: Segments between slashes, percent-encoded, without a slash in front.
    /// - Throws: `DecisionPath.Failure`, and what the compiler says of the query.
    func decision(at path: String) throws -> PreparedDecision {
        if let known = knownDecision(at: path) { return known }
        let reference = try DecisionPath.reference(path)
        let query = try modules.query(SourceText(name: "", text: "result = \(reference)"))
        let decision = PreparedDecision(try PreparedQuery(modules, query: query, data: data), reference: reference)
        return prepared.withLock { prepared in
            if let other = prepared[path] { return other }
            if prepared.count >= Self.preparedLimit, let victim = prepared.keys.first { prepared[victim] = nil }
            prepared[path] = decision
            return decision
        }
    }

    /// Whether rules stand at a path, so that it is known but may be undefined.
    func hasRules(at path: [String]) -> Bool {
        guard let node = modules.tree.node(at: [Term(.variable("data"))] + path.map { Term(.string($0)) }) else {
            return false
        }
        return !modules.tree.nodes[node].rules.isEmpty
    }
}

/// A query for one document that is evaluated again and again.
final class PreparedDecision: Sendable {
    let query: PreparedQuery
    /// The document's name, as `data["a"]["b"]`.
    let reference: String
    /// About how long an evaluation takes, in nanoseconds.
    private let cost = Atomic<Int64>(0)

    /// Evaluations that take about this long may not hold up other connections of the same thread.
    private static let shortest: Int64 = 1_000_000

    init(_ query: PreparedQuery, reference: String) {
        self.query = query
        self.reference = reference
    }

    var isShort: Bool { cost.load(ordering: .relaxed) < Self.shortest }

    func note(nanoseconds: Int64) {
        let before = cost.load(ordering: .relaxed)
        // Two threads may note at once and one be lost: the cost is an estimate.
        cost.store(nanoseconds > before ? nanoseconds : (before &* 7 &+ nanoseconds) / 8, ordering: .relaxed)
    }
}

/// Paths of documents as URLs have them.
enum DecisionPath {
    struct Failure: Error {
        var description: String
    }

    /// The names and indices of a path, decoded.
    static func segments(_ path: some StringProtocol) throws(Failure) -> [String] {
        var segments: [String] = []
        for part in path.split(separator: "/") {
            let text = PercentText.decoded(part) ?? String(part)
            guard !text.utf8.contains(UInt8(ascii: "\"")) else {
                throw Failure(description: "invalid ref term '\(text)'")
            }
            segments.append(text)
        }
        return segments
    }

    /// The path as a reference of the language.
    static func reference(_ path: some StringProtocol) throws(Failure) -> String {
        var reference = "data"
        for segment in try segments(path) {
            if let index = Int(segment), String(index) == segment {
                reference += "[\(index)]"
            } else {
                reference += "[\(JSONOutput.quoted(segment))]"
            }
        }
        return reference
    }
}
