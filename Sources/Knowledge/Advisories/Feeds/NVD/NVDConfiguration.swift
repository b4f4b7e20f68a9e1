internal import JSONText

/// A configuration of an NVD record: nodes of products, joined by AND or OR.
///
/// Of nodes joined by AND, each vulnerable product has the flaw only where the other nodes hold too: firmware on its
/// device, a program on its platform. These become conditions of the product's entry.
struct NVDConfiguration {
    private let nodes: [Node]
    private let isConjunction: Bool

    private struct Node {
        var matches: [NVDMatch]
        /// All of the matches, instead of any.
        var isConjunction: Bool
        var isNegated: Bool
    }

    /// What must all hold at once: each part of it stands in the entry of every other, so that what is written down
    /// grows with the square. Real configurations have two or three.
    private static let largest = 16

    init(_ configuration: JSONValue) throws(FeedError) {
        guard configuration["negate"]?.bool != true else {
            throw FeedError("a configuration that is negated as a whole names no product")
        }
        isConjunction = configuration.text("operator")?.uppercased() == "AND"
        var nodes: [Node] = []
        for node in configuration.list("nodes") {
            var matches: [NVDMatch] = []
            for match in node.list("cpeMatch") { matches.append(try NVDMatch(match)) }
            nodes.append(
                Node(
                    matches: matches, isConjunction: node.text("operator")?.uppercased() == "AND",
                    isNegated: node["negate"]?.bool ?? false))
        }
        self.nodes = nodes
        let needsConditions = isConjunction && nodes.count > 1
        guard !needsConditions || nodes.count <= Self.largest else {
            throw FeedError("a configuration of \(nodes.count) nodes that must all hold")
        }
    }

    func affected() throws(FeedError) -> [Affected] {
        var result: [Affected] = []
        let beside = isConjunction && nodes.count > 1 ? nodes.map(Self.conditions) : []
        guard beside.reduce(0, { $0 + $1.count }) <= 2 * Self.largest else {
            throw FeedError("a configuration of \(beside.reduce(0) { $0 + $1.count }) conditions that must all hold")
        }
        for (at, node) in nodes.enumerated() where !node.isNegated {
            let conditions = beside.enumerated().filter { $0.offset != at }.flatMap(\.element)
            if node.isConjunction, node.matches.count > 1 {
                guard node.matches.count <= Self.largest else {
                    throw FeedError("a node of \(node.matches.count) products that must all be there")
                }
                for (place, match) in node.matches.enumerated() where match.isVulnerable {
                    let others = node.matches.enumerated().filter { $0.offset != place }
                        .map { ProductCondition(anyOf: [$0.element.product]) }
                    result += Self.entries([match], conditions: conditions + others)
                }
            } else {
                result += Self.entries(node.matches.filter(\.isVulnerable), conditions: conditions)
            }
        }
        return result
    }

    private static func conditions(_ node: Node) -> [ProductCondition] {
        let products = node.matches.map(\.product)
        // Not all of them: that one of them is missing cannot be said shorter than for each by itself.
        if node.isConjunction, !node.isNegated { return products.map { ProductCondition(anyOf: [$0]) } }
        return products.isEmpty ? [] : [ProductCondition(anyOf: products, isNegated: node.isNegated)]
    }

    /// One entry for each product, whatever its versions.
    private static func entries(_ matches: [NVDMatch], conditions: [ProductCondition]) -> [Affected] {
        var places: [CPEName: Int] = [:]
        var result: [Affected] = []
        for match in matches {
            let product = match.name.withoutVersion
            let at: Int
            if let known = places[product] {
                at = known
            } else {
                at = result.count
                places[product] = at
                var affected = Affected(Ecosystem(.generic), match.name.product.text?.lowercased() ?? "")
                affected.cpes = [product.description]
                affected.conditions = conditions
                result.append(affected)
            }
            if let version = match.exactVersion {
                result[at].versions.append(version)
            } else {
                result[at].ranges.append(match.range)
            }
        }
        return result
    }
}

/// A product of a node, with the versions of which it speaks.
struct NVDMatch {
    let name: CPEName
    let isVulnerable: Bool
    private let start: (version: String, isIncluded: Bool)?
    private let end: (version: String, isIncluded: Bool)?

    init(_ match: JSONValue) throws(FeedError) {
        let criteria = match["criteria"]?.string ?? ""
        guard let name = CPEName(criteria), name.product.text != nil else {
            throw FeedError("expected a CPE 2.3 name of a product, found “\(FeedText.summary(criteria))”")
        }
        self.name = name
        isVulnerable = match["vulnerable"]?.bool ?? true
        func bound(_ including: String, _ excluding: String) throws(FeedError) -> (String, Bool)? {
            guard let version = match.text(including) ?? match.text(excluding) else { return nil }
            guard !version.contains(where: { $0 == "," || $0.isWhitespace }) else {
                throw FeedError("“\(FeedText.summary(version))” is no version")
            }
            return (version, match.text(including) != nil)
        }
        start = try bound("versionStartIncluding", "versionStartExcluding")
        end = try bound("versionEndIncluding", "versionEndExcluding")
    }

    /// The version that the name itself holds, update included: `8:update342`.
    var exactVersion: String? {
        guard let version = name.version.text, start == nil, end == nil else { return nil }
        return name.update.text.map { "\(version):\($0)" } ?? version
    }

    var range: RangeStatement {
        if case .pattern(let pattern) = name.version, start == nil, end == nil {
            return .inside(["= \(pattern)"], .comparators)
        }
        // An event begins with its version; only comparators can begin after it.
        if let start, !start.isIncluded { return .inside([comparators], .comparators) }
        var events: [RangeStatement.Event] = [.introduced(start?.version ?? "0")]
        if let end { events.append(end.isIncluded ? .lastAffected(end.version) : .fixed(end.version)) }
        return .events(events)
    }

    private var comparators: String {
        var parts: [String] = []
        if let start { parts.append("\(start.isIncluded ? ">=" : ">") \(start.version)") }
        if let end { parts.append("\(end.isIncluded ? "<=" : "<") \(end.version)") }
        return parts.joined(separator: ", ")
    }

    var product: ProductCondition.Product { .init(cpe: name.description, versions: comparators) }
}
