import Content
import Inventory
import JSONText

/// SPDX 3.0 as JSON-LD in its compact form, as the specification's serialisation chapter prescribes it.
enum SPDX3Reader {
    static func read(
        _ root: JSONValue, _ extent: BillOfMaterials.Extent
    ) throws(BillOfMaterialsError) -> BillOfMaterials {
        guard let graph = root["@graph"] else {
            throw BillOfMaterialsError("SPDX 3 document: no @graph")
        }
        var byID: [String: JSONValue] = [:]
        var relationships: [JSONValue] = []
        var packages: [(id: String, value: JSONValue)] = []
        var files: [(id: String, value: JSONValue)] = []
        var subjects: [String] = []
        var creation: JSONValue?
        var bill = BillOfMaterials(
            artifact: .init(kind: .image, name: ""), created: "", tool: .init(name: "", version: ""))
        for value in graph.elements {
            let type = value["type"]?.string ?? value["@type"]?.string ?? ""
            let id = value["spdxId"]?.string ?? value["@id"]?.string ?? ""
            byID[id] = value
            switch type {
            case "CreationInfo": creation = creation ?? value
            case "Relationship", "LifecycleScopedRelationship": relationships.append(value)
            case "software_Package": packages.append((id, value))
            case "software_File": files.append((id, value))
            case "software_Sbom":
                subjects += strings(value["rootElement"])
                for property in properties(value) { bill.absorb(property) }
            case "SpdxDocument":
                bill.artifact.name = value["name"]?.string ?? ""
                if subjects.isEmpty { subjects += strings(value["rootElement"]) }
            default: break
            }
        }
        bill.created = creation?["created"]?.string.flatMap(DocumentTime.normalise) ?? ""
        if let id = strings(creation?["createdUsing"]).first, let name = byID[id]?["name"]?.string {
            let mark = name.utf8.lastIndex(of: UInt8(ascii: "-"))
            bill.tool = .init(
                name: mark.map { String(name[..<$0]) } ?? name,
                version: mark.map { String(name[name.utf8.index(after: $0)...]) } ?? "")
        }
        bill.authors = strings(creation?["createdBy"]).compactMap { agent(byID[$0]) }
        let packageIDs = Set(packages.map(\.id))
        let subject = subjects.first { packageIDs.contains($0) }
        var partIndex: [String: Int] = [:]
        var refs: [String: String] = [:]
        var fileIndex: [String: Int] = [:]
        for (id, value) in packages {
            if id == subject {
                bill.artifact.name = value["name"]?.string ?? bill.artifact.name
                bill.artifact.version = value["software_packageVersion"]?.string.flatMap(asserted)
                bill.artifact.supplier = value["suppliedBy"]?.string.flatMap { agent(byID[$0]) }
            } else {
                partIndex[id] = bill.parts.count
                let part = part(value, id: id, byID, extent)
                refs[id] = part.ref
                bill.parts.append(part)
            }
        }
        if extent == .identities {
            files = []
            relationships.removeAll { !$0.withView(isOfIdentities) }
        }
        for (id, value) in files {
            fileIndex[id] = bill.files.count
            var file = BillOfMaterials.File(path: value["name"]?.string ?? "")
            file.sha256 = digests(value).first { $0.algorithm == .sha256 }
            if let summary = value["comment"]?.string { file.absorb(summary: summary) }
            for property in properties(value) { file.absorb(property) }
            bill.files.append(file)
        }
        for value in relationships {
            guard let from = value["from"]?.string, from != subject, let type = value["relationshipType"]?.string
            else { continue }
            for to in strings(value["to"]) {
                if let file = fileIndex[to] {
                    if type == "contains", partIndex[from] != nil { bill.files[file].owners.append(refs[from] ?? from) }
                } else if type == "hasDeclaredLicense" || type == "hasConcludedLicense" {
                    guard let index = partIndex[from], let text = licence(byID[to]) else { continue }
                    bill.parts[index].licences.append(Licence(text, isDeclared: type == "hasDeclaredLicense"))
                } else if partIndex[from] != nil, partIndex[to] != nil,
                    let edge = edge(refs[from] ?? from, type, refs[to] ?? to, value)
                {
                    bill.edges.append(edge)
                }
            }
        }
        bill.settle()
        return bill
    }

    /// Whether a relationship is of `BillOfMaterials.Extent.relations`.
    private static func isOfIdentities(_ relationship: JSONView) -> Bool {
        guard let type = relationship["relationshipType"] else { return false }
        if type.isText("dependsOn") { return !(relationship["scope"]?.isText("development") ?? false) }
        return type.isText("other") && relationship["comment"]?.isText("owned-by") ?? false
    }

    private static func edge(
        _ left: String, _ type: String, _ right: String, _ value: JSONValue
    ) -> BillOfMaterials.Edge? {
        switch type {
        case "dependsOn":
            value["scope"]?.string == "development"
                ? .init(from: right, relation: .developmentDependency, to: left)
                : .init(from: left, relation: .dependsOn, to: right)
        case "contains": .init(from: left, relation: .contains, to: right)
        case "hasDynamicLink": .init(from: left, relation: .dynamicLink, to: right)
        case "generates": .init(from: right, relation: .generatedFrom, to: left)
        case "describes": .init(from: left, relation: .describes, to: right)
        case "other":
            value["comment"]?.string.flatMap(Yield.Relation.init(rawValue:))
                .map { .init(from: left, relation: $0, to: right) }
        default: nil
        }
    }

    private static func strings(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        return value.string.map { [$0] } ?? value.elements.compactMap(\.string)
    }

    private static func asserted(_ text: String) -> String? { text == "NOASSERTION" || text.isEmpty ? nil : text }

    private static func agent(_ value: JSONValue?) -> Agent? {
        guard let value, let name = value["name"]?.string, !name.isEmpty, value["type"]?.string != "SoftwareAgent"
        else { return nil }
        let email = (value["externalIdentifier"].map { Array($0.elements) } ?? [])
            .first { $0["externalIdentifierType"]?.string == "email" }?["identifier"]?.string
        return Agent(name: name, email: email, isPerson: value["type"]?.string == "Person")
    }

    private static func licence(_ value: JSONValue?) -> String? {
        value.flatMap {
            ($0["simplelicensing_licenseExpression"] ?? $0["simplelicensing_licenseText"] ?? $0["name"])?.string
        }
    }

    private static func digests(_ value: JSONValue) -> [Digest] {
        (value["verifiedUsing"].map { Array($0.elements) } ?? []).compactMap { hash in
            guard let algorithm = hash["algorithm"]?.string, let hex = hash["hashValue"]?.string else { return nil }
            return DigestText.read(algorithm: algorithm, hex: hex)
        }
    }

    private static func properties(_ value: JSONValue) -> [Property] {
        var list: [Property] = []
        for entry in value["extension"].map({ Array($0.elements) }) ?? [] {
            for property in entry["extension_cdxProperty"].map({ Array($0.elements) }) ?? [] {
                guard let name = property["extension_cdxPropName"]?.string else { continue }
                list.append(Property(name, property["extension_cdxPropValue"]?.string ?? ""))
            }
        }
        return list
    }

    private static func part(
        _ value: JSONValue, id: String, _ byID: [String: JSONValue], _ extent: BillOfMaterials.Extent
    ) -> BillOfMaterials.Part {
        var part = BillOfMaterials.Part(ref: id, name: value["name"]?.string ?? "")
        part.version = value["software_packageVersion"]?.string.flatMap(asserted) ?? ""
        part.purl = value["software_packageUrl"]?.string
        if extent == .everything {
            part.summary = value["summary"]?.string ?? value["description"]?.string
            part.homepage = value["software_homePage"]?.string
            part.supplier = value["suppliedBy"]?.string.flatMap { agent(byID[$0]) }
            part.digests = digests(value)
        }
        switch value["software_primaryPurpose"]?.string {
        case "operatingSystem": part.kind = .operatingSystem
        case let purpose: part.kind = purpose.flatMap(Component.Kind.init(rawValue:)) ?? .library
        }
        for entry in value["externalIdentifier"].map({ Array($0.elements) }) ?? [] {
            guard let text = entry["identifier"]?.string else { continue }
            switch entry["externalIdentifierType"]?.string {
            case "cpe23", "cpe22": part.cpes.append(text)
            case "packageUrl": part.purl = part.purl ?? text
            default: break
            }
        }
        if extent == .everything { part.ecosystem = part.purl.flatMap { PackageURL($0)?.type } ?? "" }
        // Our own documents name a component by its purl, or say how else.
        if id.hasPrefix(SPDX3Writer.namespace), let purl = part.purl { part.ref = purl }
        for property in properties(value) {
            if property.name == "obryza:ref" { part.ref = property.value } else { part.absorb(property) }
        }
        if extent == .identities { part.keepFirstEvidence() }
        return part
    }
}
