import JSONText

/// Reads syft's own JSON: `artifacts` with identifiers, `artifactRelationships` between them.
enum SyftReader {
    static func read(_ root: JSONValue, into statement: inout SBOMStatement) {
        statement.format = "syft-json \(root["schema"]?["version"]?.string ?? "")"
        statement.subject = root["source"]?["name"]?.string
        for artifact in root["artifacts"].map({ Array($0.elements) }) ?? [] {
            guard let name = artifact["name"]?.string, !name.isEmpty else {
                statement.gap("an artifact without a name")
                continue
            }
            var component = SBOMStatement.component(
                name: name, group: nil, version: artifact["version"]?.string, purl: artifact["purl"]?.string, type: nil
            )
            // Older documents have plain strings in both lists.
            component.licences = (artifact["licenses"].map { Array($0.elements) } ?? []).compactMap { licence in
                let expression = licence["spdxExpression"]?.string.flatMap { $0.isEmpty ? nil : $0 }
                return SBOMStatement.known(licence.string ?? expression ?? licence["value"]?.string).map { Licence($0) }
            }
            component.cpes = (artifact["cpes"].map { Array($0.elements) } ?? []).compactMap {
                $0.string ?? $0["cpe"]?.string
            }
            if let cataloguer = artifact["foundBy"]?.string { component.properties["statedBy"] = cataloguer }
            statement.add(component, as: artifact["id"]?.string)
        }
        for relation in root["artifactRelationships"].map({ Array($0.elements) }) ?? [] {
            guard let parent = relation["parent"]?.string, let child = relation["child"]?.string else { continue }
            switch relation["type"]?.string {
            case "dependency-of": statement.relate(child, .dependsOn, parent)
            case "contains": statement.relate(parent, .contains, child)
            default: break
            }
        }
    }
}
