/// What is left of a query when documents are unknown: it holds when one of `queries` does.
public struct PartialResult: Sendable {
    /// A query, which gives the variables of the one asked the same values.
    public struct Query: Sendable {
        /// A literal on each line; empty when it always holds.
        public var text: String
        var body: Body
    }

    /// A module that the queries need.
    public struct Support: Sendable {
        public var text: String
        public var version: RegoVersion
        var module: Module
    }

    /// None when the query never holds.
    public internal(set) var queries: [Query] = []
    public internal(set) var support: [Support] = []
    /// Whether nothing could be evaluated: the query and its modules are as they were written.
    public internal(set) var isWhole = false

    /// The syntax trees, as OPA writes them: `{"queries": […], "support": […]}`, of which what is empty is left out.
    public var json: String {
        var members: [String] = []
        if !queries.isEmpty {
            let texts = queries.map { SyntaxTree.json(of: $0.body) }
            members.append("\"queries\":[\(texts.joined(separator: ","))]")
        }
        if !support.isEmpty {
            let texts = support.map { support in
                var module = support.module
                module.comments = []
                return SyntaxTree.json(of: module, fileName: "")
            }
            members.append("\"support\":[\(texts.joined(separator: ","))]")
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// Rego text: each query and each module under a comment with its number.
    public var source: String {
        var text = ""
        for (index, query) in queries.enumerated() { text += "# Query \(index + 1)\n\(query.text)\n\n" }
        for (index, support) in support.enumerated() {
            text += "# Module \(index + 1)\n\(support.text)"
            if !support.text.hasSuffix("\n") { text += "\n" }
            if index + 1 < self.support.count { text += "\n" }
        }
        return text
    }
}
