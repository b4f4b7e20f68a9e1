internal import Advisories
internal import Inventory
internal import JSONText

/// CycloneDX 1.4 to 1.7: the analysis of vulnerabilities, in a bill of materials or in a document of its own that refers to
/// one by BOM-Links.
enum CycloneDXVEXReader {
    /// The property that keeps the label of the five where CycloneDX has no word for it.
    static let labelProperty = "obryza:vex:justification"

    static func read(_ root: JSONValue) throws(VEXError) -> VEXDocument {
        let members = try VEXMembers(root, .cycloneDX, path: "")
        let specification = try members.requiredText("specVersion")
        guard ["1.4", "1.5", "1.6", "1.7"].contains(specification) else {
            throw .version(format: .cycloneDX, found: specification)
        }
        let metadata = try members.object("metadata")
        var author = try metadata?.object("supplier")?.text("name")
        if author == nil { author = try metadata?.object("manufacturer")?.text("name") }
        if author == nil { author = try metadata?.objects("authors").first?.text("name") }
        var document = VEXDocument(
            format: .cycloneDX, id: try members.text("serialNumber") ?? "", author: author ?? "",
            time: try metadata?.time("timestamp"), version: root["version"]?.int ?? 1, statements: [])
        var components: [String: VEXComponent] = [:]
        var whole: VEXComponent?
        if let main = try metadata?.object("component") {
            let component = try component(main)
            whole = component
            if let ref = try main.text("bom-ref") { components[ref] = component }
        }
        // Where the document has no subject of its own, what stands at the top is the whole of what stands in it.
        var wholes: [String: VEXComponent] = [:]
        var open = try members.objects("components", limit: VEXLimits.products).map { ($0, nil as VEXComponent?) }
        var count = 0
        while let (item, outer) = open.popLast() {
            count += 1
            guard count <= VEXLimits.products else {
                throw .tooMany(format: .cycloneDX, what: "components", limit: VEXLimits.products)
            }
            let component = try component(item)
            if let ref = try item.text("bom-ref") {
                components[ref] = component
                wholes[ref] = whole ?? outer
            }
            for inner in try item.objects("components", limit: VEXLimits.products) {
                open.append((inner, outer ?? component))
            }
        }
        var budget = VEXLimits.products
        for item in try members.objects("vulnerabilities") {
            // A vulnerability that nobody has analysed is a finding, not a statement.
            guard let analysis = try item.object("analysis") else { continue }
            guard let statement = try statement(item, analysis, components, wholes, &budget, &document.defects) else {
                continue
            }
            if let defect = statement.defect, statement.status.clears || statement.products.isEmpty {
                document.defects.append("\(item.path) on \(statement.vulnerability.name): \(defect)")
            } else {
                document.statements.append(statement)
            }
        }
        return document
    }

    private static func statement(
        _ item: VEXMembers, _ analysis: VEXMembers, _ components: [String: VEXComponent],
        _ wholes: [String: VEXComponent],
        _ budget: inout Int, _ defects: inout [String]
    ) throws(VEXError) -> VEXStatement? {
        guard let state = try analysis.text("state") else { return nil }
        let status: VEXStatus
        switch state {
        case "exploitable": status = .affected
        case "in_triage": status = .underInvestigation
        case "resolved", "resolved_with_pedigree": status = .fixed
        case "not_affected", "false_positive": status = .notAffected
        default: throw analysis.failure("state", "a state of CycloneDX")
        }
        var vulnerability = VEXStatement.Vulnerability(name: try item.requiredText("id"))
        for reference in try item.objects("references", limit: VEXLimits.names) {
            if let id = try reference.text("id"), id != vulnerability.name { vulnerability.aliases.append(id) }
        }
        vulnerability.description = try item.text("description")
        var statement = VEXStatement(vulnerability, products: [], status: status)
        let label = try analysis.text("justification")
        let responses = try analysis.texts("response")
        statement.analysis = .init(state: state, justification: label, responses: responses)
        let detail = try analysis.text("detail")
        let properties = try item.objects("properties", limit: VEXLimits.names)
        let kept = properties.first { $0.value["name"]?.string == labelProperty }
        let notes = properties.first { $0.value["name"]?.string == CycloneDXVEXWriter.notesProperty }
        statement.notes = try notes?.text("value")
        switch status {
        case .notAffected:
            statement.justification =
                try kept?.text("value").flatMap { VEXJustification(rawValue: $0) }
                ?? label.flatMap { VEXJustification(cycloneDX: $0) }
            statement.impact = detail
            // What a deployment protects from is true of the deployment, not of the artifact.
            if let label, statement.justification == nil {
                defects.append(
                    "\(item.path) on \(vulnerability.name): “\(label.prefix(40))” holds for a deployment and not for the artifact"
                )
                return nil
            }
        case .affected:
            statement.action = detail ?? (responses.isEmpty ? nil : responses.joined(separator: ", "))
        case .fixed, .underInvestigation: statement.notes = detail
        }
        statement.time = try analysis.time("firstIssued")
        statement.lastUpdated = try analysis.time("lastUpdated")
        for target in try item.objects("affects", limit: VEXLimits.products) {
            budget -= 1
            guard budget > 0 else { throw .tooMany(format: .cycloneDX, what: "products", limit: VEXLimits.products) }
            let ref = try target.requiredText("ref")
            let versions = try versions(target, status, &defects, item.path)
            guard var named = components[ref] else {
                // Another document's component, by BOM-Link; whoever has that document resolves it.
                guard ref.hasPrefix("urn:cdx:") else {
                    defects.append("\(item.path) on \(vulnerability.name): no component “\(ref.prefix(80))”")
                    continue
                }
                var component = VEXComponent(id: ref)
                component.versions = versions
                statement.products.append(VEXProduct(component))
                continue
            }
            if let versions {
                if let own = named.purls.first?.version {
                    // A list that speaks of other versions than the component's says nothing of the component.
                    guard versions.contain(own) == true else {
                        defects.append(
                            "\(item.path) on \(vulnerability.name): versions of “\(ref.prefix(80))” that are not the component's"
                        )
                        continue
                    }
                } else {
                    named.versions = versions
                }
            }
            if let whole = wholes[ref], whole != named {
                statement.products.append(VEXProduct(whole, subcomponents: [named]))
            } else {
                statement.products.append(VEXProduct(named))
            }
        }
        return statement
    }

    /// The versions that are meant by what is said of them; `nil` when none are listed.
    private static func versions(
        _ target: VEXMembers, _ status: VEXStatus, _ defects: inout [String], _ path: String
    ) throws(VEXError) -> VEXComponent.Versions? {
        let list = try target.objects("versions", limit: VEXLimits.names)
        guard !list.isEmpty else { return nil }
        var versions = VEXComponent.Versions()
        for entry in list {
            // Absent means “affected” in the schema, and “as the analysis says” in CycloneDX's own examples.
            let said = try entry.text("status")
            guard said == nil || said == (status.clears ? "unaffected" : "affected") else { continue }
            if let version = try entry.text("version") { versions.exact.append(version) }
            guard let text = try entry.text("range") else { continue }
            do throws(RangeError) {
                versions.ranges.append(try VersRange(text))
            } catch {
                defects.append("\(path): \(error)")
            }
        }
        return versions
    }

    private static func component(_ item: VEXMembers) throws(VEXError) -> VEXComponent {
        let name = try item.text("name")
        let version = try item.text("version")
        var component = VEXComponent(label: name.map { name in version.map { "\(name) \($0)" } ?? name })
        if let text = try item.text("purl") {
            component.id = text
            component.purls = PackageURL(text).map { [$0] } ?? []
        }
        if component.purls.isEmpty, let version { component.versions = .init(exact: [version]) }
        if let cpe = try item.text("cpe") { component.cpes = [cpe] }
        for hash in try item.objects("hashes", limit: VEXLimits.names) {
            component.hashes.append(.init(try hash.requiredText("alg").lowercased(), try hash.requiredText("content")))
        }
        if !component.isNamed { component.id = try item.text("bom-ref") ?? name }
        return component
    }
}
