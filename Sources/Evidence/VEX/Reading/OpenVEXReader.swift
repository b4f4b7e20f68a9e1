internal import Advisories
internal import Attestation
internal import Content
internal import Inventory
internal import JSONText

/// OpenVEX 0.2.0, and 0.0.1 with its names as plain texts.
enum OpenVEXReader {
    static func read(_ root: JSONValue, subjects: [ResourceDescriptor]) throws(VEXError) -> VEXDocument {
        let members = try VEXMembers(root, .openVEX, path: "")
        let context = try members.requiredText("@context")
        guard context == "https://openvex.dev/ns" || context.hasPrefix("https://openvex.dev/ns/v0.") else {
            throw .version(format: .openVEX, found: context)
        }
        // 0.0.1 wrote the version as text.
        guard let version = root["version"].flatMap({ $0.int ?? $0.string.flatMap(Int.init) }), version >= 0 else {
            throw members.failure("version", "a number")
        }
        var document = VEXDocument(
            id: try members.requiredText("@id"), author: try members.requiredText("author"),
            role: try members.text("role"), time: try members.time("timestamp"), version: version,
            tooling: try members.text("tooling"), statements: [])
        document.lastUpdated = try members.time("last_updated")
        guard document.time != nil || document.lastUpdated != nil else { throw members.failure("timestamp", "a time") }
        guard root["statements"] != nil else { throw members.failure("statements", "an array") }
        let inherited = subjects.map(product)
        var budget = VEXLimits.products
        for item in try members.objects("statements") {
            do throws(VEXError) {
                var statement = try statement(item, &budget)
                if statement.products.isEmpty { statement.products = inherited }
                // Who says that a thing is affected is heard also when they do not say what to do.
                if let defect = statement.defect, statement.status.clears || statement.products.isEmpty {
                    document.defects.append("\(item.path) on \(statement.vulnerability.name): \(defect)")
                } else {
                    document.statements.append(statement)
                }
            } catch {
                if case .tooMany = error { throw error }
                document.defects.append("\(error)")
            }
        }
        return document
    }

    /// The subject of an enclosing statement as a product.
    private static func product(_ subject: ResourceDescriptor) -> VEXProduct {
        var component = VEXComponent(named: subject.name ?? "")
        if component.id?.isEmpty ?? true { component.id = nil }
        component.hashes = subject.digest.accepted.compactMap { digest in
            hashName(digest.algorithm.rawValue).map { VEXComponent.Hash($0, digest.hex) }
        }
        return VEXProduct(component)
    }

    /// OpenVEX's name of a hash for in-toto's: `sha-256` for `sha256`.
    static func hashName(_ name: String) -> String? {
        switch name {
        case "sha256": "sha-256"
        case "sha384": "sha-384"
        case "sha512": "sha-512"
        default: nil
        }
    }

    private static func statement(_ item: VEXMembers, _ budget: inout Int) throws(VEXError) -> VEXStatement {
        let text = try item.requiredText("status")
        guard let status = VEXStatus(rawValue: text) else {
            throw item.failure("status", VEXStatus.allCases.map(\.rawValue).joined(separator: ", "))
        }
        var statement = VEXStatement(try vulnerability(item), products: [], status: status)
        statement.id = try item.text("@id")
        if let label = try item.text("justification") {
            guard let justification = VEXJustification(rawValue: label) else {
                throw item.failure("justification", "one of the five labels")
            }
            statement.justification = justification
        }
        statement.impact = try item.text("impact_statement")
        statement.action = try item.text("action_statement")
        statement.actionTime = try item.time("action_statement_timestamp")
        statement.notes = try item.text("status_notes")
        statement.supplier = try item.text("supplier")
        statement.time = try item.time("timestamp")
        statement.lastUpdated = try item.time("last_updated")
        // 0.0.1 gave the parts of all products once.
        let shared = try components(item, "subcomponents")
        for (index, element) in try item.list("products", limit: VEXLimits.products).enumerated() {
            let path = "\(item.at("products"))[\(index)]"
            let component = try component(element, path)
            var product = VEXProduct(component, subcomponents: shared)
            if element.kind == .object {
                product.subcomponents +=
                    try components(VEXMembers(element, .openVEX, path: path), "subcomponents")
            }
            budget -= 1 + product.subcomponents.count
            guard budget > 0 else {
                throw .tooMany(format: .openVEX, what: "products and parts of products", limit: VEXLimits.products)
            }
            statement.products.append(product)
        }
        return statement
    }

    private static func vulnerability(_ item: VEXMembers) throws(VEXError) -> VEXStatement.Vulnerability {
        if let name = item.value["vulnerability"]?.string, !name.isEmpty, name.utf8.count <= VEXLimits.text {
            return .init(name: name)
        }
        guard let members = try item.object("vulnerability") else { throw item.failure("vulnerability", "an object") }
        return .init(
            name: try members.requiredText("name"), id: try members.text("@id"),
            description: try members.text("description"), aliases: try members.texts("aliases"))
    }

    private static func components(_ item: VEXMembers, _ name: String) throws(VEXError) -> [VEXComponent] {
        var components: [VEXComponent] = []
        for (index, element) in try item.list(name, limit: VEXLimits.products).enumerated() {
            components.append(try component(element, "\(item.at(name))[\(index)]"))
        }
        return components
    }

    private static func component(_ value: JSONValue, _ path: String) throws(VEXError) -> VEXComponent {
        if let text = value.string {
            guard !text.isEmpty, text.utf8.count <= VEXLimits.text else {
                throw .member(format: .openVEX, path: path, expected: "a name")
            }
            return VEXComponent(named: text)
        }
        let members = try VEXMembers(value, .openVEX, path: path)
        var component = try members.text("@id").map { VEXComponent(named: $0) } ?? VEXComponent()
        if let identifiers = try members.object("identifiers") {
            if let text = try identifiers.text("purl") {
                // A text that is none matches nothing, whatever it was meant for.
                guard let purl = PackageURL(text) else { throw identifiers.failure("purl", "a package URL") }
                if !component.purls.contains(purl) { component.purls.append(purl) }
            }
            for key in ["cpe23", "cpe22"] { if let text = try identifiers.text(key) { component.cpes.append(text) } }
        }
        if let hashes = try members.object("hashes") {
            for (name, value) in hashes.value.members.prefix(VEXLimits.names) {
                guard let text = value.string, text.utf8.count <= 256 else {
                    throw hashes.failure(String(name.prefix(40)), "a hash in hexadecimal")
                }
                component.hashes.append(VEXComponent.Hash(name, text))
            }
        }
        guard component.isNamed else { throw members.failure("@id", "a name, an identifier or a hash") }
        return component
    }
}
