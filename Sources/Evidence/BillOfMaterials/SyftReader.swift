import Content
import Inventory
import JSONText

/// The own JSON of syft, another inventory tool (its schema versions 16 and near).
enum SyftReader {
    static func read(_ root: JSONValue) -> BillOfMaterials {
        let source = root["source"]
        var bill = BillOfMaterials(
            artifact: .init(
                kind: source?["type"]?.string == "image" ? .image : .directory, name: source?["name"]?.string ?? ""),
            created: "",
            tool: .init(
                name: root["descriptor"]?["name"]?.string ?? "syft",
                version: root["descriptor"]?["version"]?.string ?? ""))
        bill.artifact.version = source?["version"]?.string
        for (index, value) in (root["artifacts"].map { Array($0.elements) } ?? []).enumerated() {
            guard let name = value["name"]?.string else { continue }
            var part = BillOfMaterials.Part(
                ref: value["id"]?.string ?? "component-\(index)", name: name, version: value["version"]?.string ?? "")
            part.purl = value["purl"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            part.ecosystem = part.purl.flatMap { PackageURL($0)?.type } ?? value["type"]?.string ?? ""
            part.cpes = value["cpes"].map { $0.elements.compactMap { $0.string ?? $0["cpe"]?.string } } ?? []
            part.licences =
                value["licenses"].map { list in
                    list.elements.compactMap { entry in
                        (entry.string ?? entry["spdxExpression"]?.string.flatMap { $0.isEmpty ? nil : $0 }
                            ?? entry["value"]?.string).map {
                                Licence($0, isDeclared: entry["type"]?.string != "concluded")
                            }
                    }
                } ?? []
            for location in value["locations"].map({ Array($0.elements) }) ?? [] {
                guard let path = location["path"]?.string else { continue }
                part.evidence.append(
                    Evidence(
                        path: path.hasPrefix("/") ? String(path.dropFirst()) : path, technique: .other,
                        cataloguer: value["foundBy"]?.string ?? ""))
            }
            bill.parts.append(part)
        }
        for value in root["artifactRelationships"].map({ Array($0.elements) }) ?? [] {
            guard let parent = value["parent"]?.string, let child = value["child"]?.string else { continue }
            switch value["type"]?.string {
            case "dependency-of": bill.edges.append(.init(from: child, relation: .dependsOn, to: parent))
            case "ownership-by-file-overlap": bill.edges.append(.init(from: parent, relation: .contains, to: child))
            default: break
            }
        }
        bill.settle()
        return bill
    }
}
