import JSONText

/// Reads SPDX 3.0 in its JSON-LD serialisation: one flat `@graph` of elements.
enum SPDX3Reader {
    static func read(_ root: JSONValue, into statement: inout SBOMStatement) {
        statement.format = "SPDX-3.0"
        var names: [String: String] = [:]
        var expressions: [String: String] = [:]
        var packages: [JSONValue] = []
        var relations: [JSONValue] = []
        for element in root["@graph"].map({ Array($0.elements) }) ?? [] {
            let id = element["spdxId"]?.string ?? element["@id"]?.string ?? ""
            let type = element["type"]?.string ?? element["@type"]?.string ?? ""
            switch type {
            case "software_Package", "ai_AIPackage", "dataset_DatasetPackage": packages.append(element)
            case "Relationship", "LifecycleScopedRelationship": relations.append(element)
            case "SpdxDocument": statement.subject = element["name"]?.string
            case "simplelicensing_LicenseExpression":
                expressions[id] = element["simplelicensing_licenseExpression"]?.string
            default: names[id] = element["name"]?.string
            }
        }
        var licences: [String: (text: String, isDeclared: Bool)] = [:]
        for relation in relations {
            guard let from = relation["from"]?.string, let type = relation["relationshipType"]?.string else { continue }
            let isDeclared = type == "hasDeclaredLicense"
            for to in relation["to"].map({ Array($0.elements) }) ?? [] {
                guard let to = to.string else { continue }
                if isDeclared || type == "hasConcludedLicense" {
                    if let text = expressions[to] ?? names[to], isDeclared || licences[from] == nil {
                        licences[from] = (text, isDeclared)
                    }
                } else {
                    SPDXRelation.add(from, type, to, to: &statement)
                }
            }
        }
        for package in packages {
            let id = package["spdxId"]?.string ?? package["@id"]?.string
            add(package, id, licences, names, to: &statement)
        }
    }

    private static func add(
        _ package: JSONValue, _ id: String?, _ licences: [String: (text: String, isDeclared: Bool)],
        _ names: [String: String], to statement: inout SBOMStatement
    ) {
        guard let name = package["name"]?.string, !name.isEmpty else {
            statement.gap("a package without a name: \((id ?? "no spdxId").prefix(80))")
            return
        }
        var purl = package["software_packageUrl"]?.string
        var cpes: [String] = []
        for identifier in package["externalIdentifier"].map({ Array($0.elements) }) ?? [] {
            guard let text = identifier["identifier"]?.string else { continue }
            switch identifier["externalIdentifierType"]?.string {
            case "packageUrl": purl = purl ?? text
            case "cpe22", "cpe23": cpes.append(text)
            default: break
            }
        }
        let purpose = package["software_primaryPurpose"]?.string
        if purpose == "file" || purpose == "source" || purpose == "container" && purl == nil { return }
        var component = SBOMStatement.component(
            name: name, group: nil, version: package["software_packageVersion"]?.string, purl: purl, type: purpose)
        component.cpes = cpes
        component.digests = (package["verifiedUsing"].map { Array($0.elements) } ?? []).compactMap {
            SBOMStatement.digest($0["algorithm"]?.string, $0["hashValue"]?.string)
        }
        component.supplier = package["suppliedBy"]?.string.flatMap { names[$0] }
        component.homepage = package["software_homePage"]?.string
        component.summary = package["summary"]?.string ?? package["description"]?.string
        if let licence = id.flatMap({ licences[$0] }), let text = SBOMStatement.known(licence.text) {
            component.licences = [Licence(text, isDeclared: licence.isDeclared)]
        }
        statement.add(component, as: id)
    }
}
