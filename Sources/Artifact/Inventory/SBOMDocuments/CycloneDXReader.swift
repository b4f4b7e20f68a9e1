import JSONText
import StructuredText

/// Reads CycloneDX 1.0 to 1.7 (ECMA-424) in JSON and XML.
///
/// Both forms name things alike; what differs is where lists and attributes stand.
enum CycloneDXReader {
    static func read(_ root: JSONValue, into statement: inout SBOMStatement) {
        statement.format = "CycloneDX \(root["specVersion"]?.string ?? "")"
        if let subject = root["metadata"]?["component"] {
            statement.subject = label(subject["name"]?.string, subject["version"]?.string)
            // The image or the archive that is described is the artifact read here; a package is news.
            if subject["type"]?.string != "container" || subject["purl"] != nil {
                add(subject, within: nil, to: &statement)
            }
        }
        for component in root["components"].map({ Array($0.elements) }) ?? [] {
            add(component, within: nil, to: &statement)
        }
        for dependency in root["dependencies"].map({ Array($0.elements) }) ?? [] {
            guard let from = dependency["ref"]?.string else { continue }
            for need in dependency["dependsOn"].map({ Array($0.elements) }) ?? [] {
                if let to = need.string { statement.relate(from, .dependsOn, to) }
            }
        }
    }

    private static func add(_ value: JSONValue, within parent: String?, to statement: inout SBOMStatement) {
        let key = value["bom-ref"]?.string
        var holder = parent
        let type = value["type"]?.string
        if SBOMStatement.ignoredTypes.contains(type ?? "") {
            // Its parts may still be components.
        } else if let name = value["name"]?.string, !name.isEmpty {
            var component = SBOMStatement.component(
                name: name, group: value["group"]?.string, version: value["version"]?.string,
                purl: value["purl"]?.string, type: type)
            component.licences = (value["licenses"].map { Array($0.elements) } ?? []).compactMap { choice in
                let text =
                    choice["expression"]?.string ?? choice["license"]?["id"]?.string
                    ?? choice["license"]?["name"]?.string
                return SBOMStatement.known(text).map { Licence($0) }
            }
            component.digests = (value["hashes"].map { Array($0.elements) } ?? []).compactMap {
                SBOMStatement.digest($0["alg"]?.string, $0["content"]?.string)
            }
            component.supplier =
                value["supplier"]?["name"]?.string ?? value["publisher"]?.string ?? value["author"]?.string
            component.homepage =
                (value["externalReferences"].map { Array($0.elements) } ?? [])
                .first { $0["type"]?.string == "website" }?["url"]?.string
            component.summary = value["description"]?.string
            if let cpe = value["cpe"]?.string, !cpe.isEmpty { component.cpes = [cpe] }
            statement.add(component, as: key)
            if let parent, let key { statement.relate(parent, .contains, key) }
            holder = key ?? parent
        } else {
            statement.gap("a component without a name")
        }
        for part in value["components"].map({ Array($0.elements) }) ?? [] { add(part, within: holder, to: &statement) }
    }

    static func read(_ root: XMLElement, into statement: inout SBOMStatement) {
        let version = root.namespace?.split(separator: "/").last.map(String.init) ?? ""
        statement.format = "CycloneDX \(version)"
        if let subject = root.child("metadata")?.child("component") {
            statement.subject = label(subject.text(of: "name"), subject.text(of: "version"))
            if subject.attribute("type") != "container" || subject.child("purl") != nil {
                add(subject, within: nil, to: &statement)
            }
        }
        for component in root.child("components")?.children("component") ?? [] {
            add(component, within: nil, to: &statement)
        }
        for dependency in root.child("dependencies")?.children("dependency") ?? [] {
            guard let from = dependency.attribute("ref") else { continue }
            for need in dependency.children("dependency") {
                if let to = need.attribute("ref") { statement.relate(from, .dependsOn, to) }
            }
        }
    }

    private static func add(_ element: XMLElement, within parent: String?, to statement: inout SBOMStatement) {
        let key = element.attribute("bom-ref")
        var holder = parent
        let type = element.attribute("type")
        if SBOMStatement.ignoredTypes.contains(type ?? "") {
            // Its parts may still be components.
        } else if let name = element.text(of: "name") {
            var component = SBOMStatement.component(
                name: name, group: element.text(of: "group"), version: element.text(of: "version"),
                purl: element.text(of: "purl"), type: type)
            component.licences = (element.child("licenses")?.children ?? []).compactMap { choice in
                let text =
                    choice.name == "expression"
                    ? choice.text : choice.text(of: "id") ?? choice.text(of: "name") ?? ""
                return SBOMStatement.known(text).map { Licence($0) }
            }
            component.digests = (element.child("hashes")?.children("hash") ?? []).compactMap {
                SBOMStatement.digest($0.attribute("alg"), $0.text)
            }
            component.supplier =
                element.text(of: "supplier", "name") ?? element.text(of: "publisher") ?? element.text(of: "author")
            component.homepage = (element.child("externalReferences")?.children("reference") ?? [])
                .first { $0.attribute("type") == "website" }?.text(of: "url")
            component.summary = element.text(of: "description")
            if let cpe = element.text(of: "cpe") { component.cpes = [cpe] }
            statement.add(component, as: key)
            if let parent, let key { statement.relate(parent, .contains, key) }
            holder = key ?? parent
        } else {
            statement.gap("a component without a name in line \(element.line)")
        }
        for part in element.child("components")?.children("component") ?? [] {
            add(part, within: holder, to: &statement)
        }
    }

    private static func label(_ name: String?, _ version: String?) -> String? {
        guard let name, !name.isEmpty else { return nil }
        return version.map { "\(name)@\($0)" } ?? name
    }
}
