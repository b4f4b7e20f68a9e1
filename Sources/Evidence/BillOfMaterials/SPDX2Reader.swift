import Content
import Inventory
import JSONText

/// SPDX 2.2 and 2.3 in JSON.
enum SPDX2Reader {
    static func read(_ root: JSONValue, _ extent: BillOfMaterials.Extent) -> BillOfMaterials {
        let relationships = root["relationships"].map { Array($0.elements) } ?? []
        let described = subject(root, relationships)
        var bill = BillOfMaterials(
            artifact: .init(kind: .image, name: root["name"]?.string ?? ""),
            created: root["creationInfo"]?["created"]?.string.flatMap(DocumentTime.normalise) ?? "",
            tool: .init(name: "", version: ""))
        for creator in root["creationInfo"]?["creators"].map({ Array($0.elements) }) ?? [] {
            guard let text = creator.string else { continue }
            if let name = rest(of: text, after: "Tool: ") {
                // The version follows the last hyphen before a digit.
                let mark = name.utf8.lastIndex(of: UInt8(ascii: "-"))
                bill.tool = .init(
                    name: mark.map { String(name[..<$0]) } ?? name,
                    version: mark.map { String(name[name.utf8.index(after: $0)...]) } ?? "")
            } else if let agent = Agent(spdx: text) {
                bill.authors.append(agent)
            }
        }
        for property in properties(root) { bill.absorb(property) }
        var licences: [String: String] = [:]
        for entry in root["hasExtractedLicensingInfos"].map({ Array($0.elements) }) ?? [] {
            guard let id = entry["licenseId"]?.string else { continue }
            licences[id] = entry["name"]?.string ?? entry["extractedText"]?.string ?? id
        }
        var filesByID: [String: Int] = [:]
        for value in root["packages"].map({ Array($0.elements) }) ?? [] {
            guard let id = value["SPDXID"]?.string else { continue }
            if id == described {
                bill.artifact.name = value["name"]?.string ?? bill.artifact.name
                bill.artifact.version = value["versionInfo"]?.string.flatMap(asserted)
                bill.artifact.supplier = value["supplier"]?.string.flatMap { Agent(spdx: $0) }
            } else if id.hasPrefix("SPDXRef-f.") {
                if extent == .everything { bill.files.append(file(value, path: value["name"]?.string ?? "")) }
            } else {
                bill.parts.append(part(value, id: id, licences: licences, extent))
            }
        }
        if extent == .identities {
            bill.edges = identityEdges(relationships, outside: described)
            bill.settle()
            return bill
        }
        for value in root["files"].map({ Array($0.elements) }) ?? [] {
            guard let id = value["SPDXID"]?.string, let name = value["fileName"]?.string else { continue }
            let path = name.hasPrefix("./") ? name.dropFirst(2) : name.hasPrefix("/") ? name.dropFirst() : name[...]
            filesByID[id] = bill.files.count
            bill.files.append(file(value, path: String(path)))
        }
        for value in relationships {
            guard let from = value["spdxElementId"]?.string, let to = value["relatedSpdxElement"]?.string,
                let type = value["relationshipType"]?.string, from != described, from != SPDX2Writer.documentID
            else { continue }
            if let index = filesByID[to] {
                if type == "CONTAINS" { bill.files[index].owners.append(ref(from)) }
                continue
            }
            guard let edge = edge(from, type, to, value["comment"]?.string) else { continue }
            bill.edges.append(edge)
        }
        bill.settle()
        return bill
    }

    /// Those of `BillOfMaterials.Extent.relations`. An edge to a file names no component and is dropped when the bill is
    /// settled.
    private static func identityEdges(
        _ relationships: [JSONValue], outside described: String?
    ) -> [BillOfMaterials.Edge] {
        relationships.compactMap { value in
            value.withView { value in
                guard let type = value["relationshipType"] else { return nil }
                let isBackwards = type.isText("DEPENDENCY_OF")
                let relation: Yield.Relation
                if isBackwards || type.isText("DEPENDS_ON") {
                    relation = .dependsOn
                } else if type.isText("OTHER"), value["comment"]?.isText("owned-by") ?? false {
                    relation = .ownedBy
                } else {
                    return nil
                }
                guard let from = value["spdxElementId"]?.string, let to = value["relatedSpdxElement"]?.string,
                    from != described, from != SPDX2Writer.documentID
                else { return nil }
                return isBackwards
                    ? BillOfMaterials.Edge(from: ref(to), relation: relation, to: ref(from))
                    : BillOfMaterials.Edge(from: ref(from), relation: relation, to: ref(to))
            }
        }
    }

    static func ref(_ id: String) -> String {
        if let encoded = rest(of: id, after: "SPDXRef-c."), let ref = ReferenceText.decode(encoded) { return ref }
        return rest(of: id, after: "SPDXRef-") ?? id
    }

    private static func subject(_ root: JSONValue, _ relationships: [JSONValue]) -> String? {
        if let first = root["documentDescribes"]?.elements.first(where: { _ in true })?.string { return first }
        for value in relationships where value["relationshipType"]?.string == "DESCRIBES" {
            if value["spdxElementId"]?.string == SPDX2Writer.documentID { return value["relatedSpdxElement"]?.string }
        }
        return nil
    }

    private static func asserted(_ text: String) -> String? {
        text == "NOASSERTION" || text == "NONE" || text.isEmpty ? nil : text
    }

    private static func edge(_ from: String, _ type: String, _ to: String, _ comment: String?) -> BillOfMaterials.Edge?
    {
        let (left, right) = (ref(from), ref(to))
        return switch type {
        case "DEPENDS_ON": .init(from: left, relation: .dependsOn, to: right)
        case "DEPENDENCY_OF": .init(from: right, relation: .dependsOn, to: left)
        case "DEV_DEPENDENCY_OF": .init(from: left, relation: .developmentDependency, to: right)
        case "CONTAINS": .init(from: left, relation: .contains, to: right)
        case "CONTAINED_BY": .init(from: right, relation: .contains, to: left)
        case "DYNAMIC_LINK": .init(from: left, relation: .dynamicLink, to: right)
        case "GENERATED_FROM": .init(from: left, relation: .generatedFrom, to: right)
        case "GENERATES": .init(from: right, relation: .generatedFrom, to: left)
        case "DESCRIBES": .init(from: left, relation: .describes, to: right)
        case "OTHER":
            comment.flatMap(Yield.Relation.init(rawValue:)).map { .init(from: left, relation: $0, to: right) }
        default: nil
        }
    }

    private static func properties(_ value: JSONValue) -> [Property] {
        var list: [Property] = []
        for annotation in value["annotations"].map({ Array($0.elements) }) ?? [] {
            guard let object = annotation["comment"]?.string.flatMap(expanded), let pairs = object["obryza"] else {
                continue
            }
            for pair in pairs.elements {
                guard let name = pair[0]?.string, let text = pair[1]?.string else { continue }
                list.append(Property(name, text))
            }
        }
        return list
    }

    private static func digests(_ value: JSONValue) -> [Digest] {
        (value["checksums"].map { Array($0.elements) } ?? []).compactMap { checksum in
            guard let algorithm = checksum["algorithm"]?.string, let hex = checksum["checksumValue"]?.string else {
                return nil
            }
            return DigestText.read(algorithm: algorithm, hex: hex)
        }
    }

    private static func file(_ value: JSONValue, path: String) -> BillOfMaterials.File {
        var file = BillOfMaterials.File(path: path)
        file.sha256 = digests(value).first { $0.algorithm == .sha256 }
        for property in properties(value) { file.absorb(property) }
        return file
    }

    private static func part(
        _ value: JSONValue, id: String, licences: [String: String], _ extent: BillOfMaterials.Extent
    ) -> BillOfMaterials.Part {
        var part = BillOfMaterials.Part(ref: ref(id), name: value["name"]?.string ?? "")
        part.version = value["versionInfo"]?.string.flatMap(asserted) ?? ""
        part.kind = kind(value["primaryPackagePurpose"]?.string)
        if extent == .everything {
            part.supplier = value["supplier"]?.string.flatMap { Agent(spdx: $0) }
            part.homepage = value["homepage"]?.string.flatMap(asserted)
            part.summary = value["summary"]?.string ?? value["description"]?.string
            part.digests = digests(value)
        }
        for reference in value["externalRefs"].map({ Array($0.elements) }) ?? [] {
            guard let locator = reference["referenceLocator"]?.string else { continue }
            switch reference["referenceType"]?.string {
            case "purl": part.purl = locator
            case "cpe23Type", "cpe22Type": part.cpes.append(locator)
            default: break
            }
        }
        if extent == .identities {
            for property in properties(value) { part.absorb(property) }
            part.keepFirstEvidence()
            return part
        }
        part.ecosystem = part.purl.flatMap { PackageURL($0)?.type } ?? ""
        for property in properties(value) {
            switch property.name {
            case "obryza:licence:declared": part.licences.append(Licence(property.value))
            case "obryza:licence:concluded": part.licences.append(Licence(property.value, isDeclared: false))
            default: part.absorb(property)
            }
        }
        if part.licences.isEmpty {
            for (key, isDeclared) in [("licenseDeclared", true), ("licenseConcluded", false)] {
                guard let text = value[key]?.string.flatMap(asserted) else { continue }
                part.licences.append(Licence(licences[text] ?? text, isDeclared: isDeclared))
            }
        }
        return part
    }

    private static func kind(_ purpose: String?) -> Component.Kind {
        switch purpose {
        case "OPERATING-SYSTEM": .operatingSystem
        case "APPLICATION": .application
        case "FRAMEWORK": .framework
        case "FIRMWARE": .firmware
        case "CONTAINER": .container
        case "OTHER": .data
        default: .library
        }
    }
}
