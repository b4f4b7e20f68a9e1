internal import Inventory
internal import JSONText

/// CSAF 2.0: documents of the VEX profile and the security advisories that say the same things of products (§4.5).
///
/// A product id is a name without meaning. What a relationship joins becomes a product, its last whole, with a part.
enum CSAFVEXReader {
    static func read(_ root: JSONValue) throws(VEXError) -> VEXDocument {
        let members = try VEXMembers(root, .csaf, path: "")
        guard let head = try members.object("document") else { throw members.failure("document", "an object") }
        let version = try head.requiredText("csaf_version")
        guard version == "2.0" else { throw .version(format: .csaf, found: version) }
        guard let tracking = try head.object("tracking"), let publisher = try head.object("publisher") else {
            throw head.failure("tracking", "tracking and publisher")
        }
        var document = VEXDocument(
            format: .csaf, id: try tracking.requiredText("id"), author: try publisher.requiredText("name"),
            role: try publisher.text("category"), time: try tracking.time("initial_release_date"), version: 1,
            statements: [])
        document.lastUpdated = try tracking.time("current_release_date")
        // `3` or `1.4.0` (§3.1.11).
        let revision = try tracking.requiredText("version").split(separator: ".").first.flatMap { Int($0) }
        document.version = revision ?? 1
        let state = try tracking.requiredText("status")
        let tree = try CSAFProducts(members.object("product_tree"))
        var budget = VEXLimits.products
        for item in try members.objects("vulnerabilities") {
            try read(item, tree, &budget, into: &document)
        }
        if state == "draft" {
            document.defects.append("\(document.id): a draft, whose statements do not count (§3.2.1.12.8)")
            document.statements = []
        }
        return document
    }

    private static func read(
        _ item: VEXMembers, _ tree: CSAFProducts, _ budget: inout Int, into document: inout VEXDocument
    ) throws(VEXError) {
        var names: [String] = []
        if let cve = try item.text("cve") { names.append(cve) }
        for id in try item.objects("ids", limit: VEXLimits.names) {
            let text = try id.requiredText("text")
            if !names.contains(text) { names.append(text) }
        }
        guard let name = names.first else {
            document.defects.append("\(item.path): a vulnerability without a name")
            return
        }
        var vulnerability = VEXStatement.Vulnerability(name: name, aliases: Array(names.dropFirst()))
        vulnerability.description = try item.text("title")
        let labels = try targets(of: item, "flags", "label", tree, &budget)
        let impacts = try targets(of: item, "threats", "details", tree, &budget, category: ["impact"])
        let actions = try targets(
            of: item, "remediations", "details", tree, &budget,
            category: ["workaround", "mitigation", "vendor_fix", "no_fix_planned", "none_available"])
        guard let statuses = try item.object("product_status") else { return }
        let groups: [(String, VEXStatus)] = [
            ("known_affected", .affected), ("first_affected", .affected), ("last_affected", .affected),
            ("under_investigation", .underInvestigation), ("fixed", .fixed), ("first_fixed", .fixed),
            ("known_not_affected", .notAffected),
        ]
        var said: [String: VEXStatus] = [:]
        for (group, status) in groups {
            // One statement for all products of which the same is said.
            var collected: [Said: [VEXProduct]] = [:]
            var order: [Said] = []
            for id in try statuses.texts(group, limit: VEXLimits.products) {
                if let other = said[id], other != status {
                    document.defects.append(
                        "\(item.path) on \(name): “\(id.prefix(80))” is \(other.csaf) and \(status.csaf) (§6.1.6)")
                    continue
                }
                said[id] = status
                guard let product = tree.product(id) else {
                    document.defects.append("\(item.path) on \(name): the tree has no product “\(id.prefix(80))”")
                    continue
                }
                budget -= 1
                guard budget > 0 else { throw .tooMany(format: .csaf, what: "products", limit: VEXLimits.products) }
                let text = Said(
                    label: status == .notAffected ? labels[id] : nil,
                    impact: status == .notAffected ? impacts[id] : nil,
                    action: status == .affected ? actions[id] : nil)
                if collected[text] == nil { order.append(text) }
                collected[text, default: []].append(product)
            }
            for text in order {
                var statement = VEXStatement(vulnerability, products: collected[text] ?? [], status: status)
                if let label = text.label {
                    guard let justification = VEXJustification(rawValue: label) else {
                        document.defects.append("\(item.path) on \(name): unknown flag “\(label.prefix(40))”")
                        continue
                    }
                    statement.justification = justification
                }
                statement.impact = text.impact
                statement.action = text.action
                if let defect = statement.defect, status.clears {
                    document.defects.append("\(item.path) on \(name): \(defect)")
                } else {
                    document.statements.append(statement)
                }
            }
        }
    }

    private struct Said: Hashable {
        var label: String?
        var impact: String?
        var action: String?
    }

    /// What a list of items says of products, by product id.
    private static func targets(
        of item: VEXMembers, _ list: String, _ member: String, _ tree: CSAFProducts, _ budget: inout Int,
        category: [String]? = nil
    ) throws(VEXError) -> [String: String] {
        var result: [String: String] = [:]
        for entry in try item.objects(list) {
            if let category {
                guard let own = try entry.text("category"), category.contains(own) else { continue }
            }
            guard let text = try entry.text(member) else { continue }
            var ids = try entry.texts("product_ids", limit: VEXLimits.products)
            for group in try entry.texts("group_ids", limit: VEXLimits.products) { ids += tree.groups[group] ?? [] }
            budget -= ids.count
            guard budget > 0 else { throw .tooMany(format: .csaf, what: "products", limit: VEXLimits.products) }
            for id in ids where result[id] == nil { result[id] = text }
        }
        return result
    }
}

/// The products that a CSAF document names (§3.2.2).
struct CSAFProducts {
    private var components: [String: VEXComponent] = [:]
    private var relationships: [String: (part: String, whole: String)] = [:]
    private(set) var groups: [String: [String]] = [:]

    init(_ tree: VEXMembers?) throws(VEXError) {
        guard let tree else { return }
        var open = try tree.objects("branches")
        var count = 0
        while let branch = open.popLast() {
            count += 1
            guard count <= VEXLimits.products else {
                throw .tooMany(format: .csaf, what: "branches", limit: VEXLimits.products)
            }
            if let product = try branch.object("product") { try add(product) }
            open += try branch.objects("branches")
        }
        for product in try tree.objects("full_product_names") { try add(product) }
        for relationship in try tree.objects("relationships") {
            guard let name = try relationship.object("full_product_name") else {
                throw relationship.failure("full_product_name", "an object")
            }
            relationships[try name.requiredText("product_id")] = (
                try relationship.requiredText("product_reference"),
                try relationship.requiredText("relates_to_product_reference")
            )
        }
        for group in try tree.objects("product_groups") {
            groups[try group.requiredText("group_id")] =
                try group.texts("product_ids", limit: VEXLimits.products)
        }
    }

    private mutating func add(_ product: VEXMembers) throws(VEXError) {
        var component = VEXComponent(label: try product.text("name"))
        if let helper = try product.object("product_identification_helper") {
            if let text = try helper.text("purl") {
                component.id = text
                component.purls = PackageURL(text).map { [$0] } ?? []
            }
            if let cpe = try helper.text("cpe") { component.cpes = [cpe] }
            for file in try helper.objects("hashes", limit: VEXLimits.names) {
                for hash in try file.objects("file_hashes", limit: VEXLimits.names) {
                    let name = try hash.requiredText("algorithm").lowercased()
                    component.hashes.append(
                        .init(OpenVEXReader.hashName(name) ?? name, try hash.requiredText("value")))
                }
            }
        }
        let id = try product.requiredText("product_id")
        // A name of the document's own, so that the product is one even where nothing outside knows it.
        if !component.isNamed { component.id = id }
        components[id] = component
    }

    /// The whole that an id stands for, with the part that is meant.
    func product(_ id: String) -> VEXProduct? {
        var chain: [VEXComponent] = []
        func collect(_ id: String, _ depth: Int) -> Bool {
            // Package in module in product is all there is; a tree that goes on refers to itself.
            guard depth < 6 else { return false }
            if let relationship = relationships[id] {
                return collect(relationship.part, depth + 1) && collect(relationship.whole, depth + 1)
            }
            guard let component = components[id] else { return false }
            chain.append(component)
            return true
        }
        guard collect(id, 0), let whole = chain.last, let part = chain.first else { return nil }
        return chain.count == 1 ? VEXProduct(part) : VEXProduct(whole, subcomponents: [part])
    }
}
