import Content
import JSONText

/// A package of SPDX 2.2 or 2.3, whichever form the document has.
struct SPDXPackage {
    var id: String?
    var name: String?
    var version: String?
    /// `Organization: NAME (MAIL)`.
    var supplier: String?
    var originator: String?
    var homepage: String?
    var declared: String?
    var concluded: String?
    var purpose: String?
    var summary: String?
    var digests: [Digest] = []
    var purl: String?
    var cpes: [String] = []

    init() {}

    /// A member of `packages` (SPDX 2.3 §7).
    init(_ value: JSONValue) {
        for (key, member) in value.members {
            switch key {
            case "SPDXID": id = member.string
            case "name": name = member.string
            case "versionInfo": version = member.string
            case "supplier": supplier = member.string
            case "originator": originator = member.string
            case "homepage": homepage = member.string
            case "licenseDeclared": declared = member.string
            case "licenseConcluded": concluded = member.string
            case "primaryPackagePurpose": purpose = member.string
            case "summary": summary = member.string
            case "description": summary = summary ?? member.string
            case "checksums":
                digests = member.elements.compactMap {
                    SBOMStatement.digest($0["algorithm"]?.string, $0["checksumValue"]?.string)
                }
            case "externalRefs":
                for reference in member.elements {
                    add(reference["referenceType"]?.string, reference["referenceLocator"]?.string)
                }
            default: break
            }
        }
    }

    /// Takes an external reference (SPDX 2.3 annex F).
    mutating func add(_ type: String?, _ locator: String?) {
        guard let locator else { return }
        switch type {
        case "purl": purl = purl ?? locator
        case "cpe22Type", "cpe23Type": cpes.append(locator)
        default: break
        }
    }

    /// - Parameter names: names of the licences that the document itself defines, by `LicenseRef-…`.
    func component(naming names: [String: String]) -> Component? {
        guard let name, !name.isEmpty else { return nil }
        var component = SBOMStatement.component(
            name: name, group: nil, version: SBOMStatement.known(version), purl: purl, type: purpose)
        if let text = SBOMStatement.known(declared) {
            component.licences = [Licence(names[text] ?? text)]
        } else if let text = SBOMStatement.known(concluded) {
            component.licences = [Licence(names[text] ?? text, isDeclared: false)]
        }
        component.supplier = Self.agent(supplier) ?? Self.agent(originator)
        component.homepage = SBOMStatement.known(homepage)
        component.summary = SBOMStatement.known(summary)
        component.digests = digests
        component.cpes = cpes
        return component
    }

    /// Whether it is a part of the artifact, and neither a file nor the artifact as such.
    var isComponent: Bool {
        switch purpose {
        case "FILE", "SOURCE": false
        case "CONTAINER": purl != nil
        default: true
        }
    }

    private static func agent(_ text: String?) -> String? {
        guard let text = SBOMStatement.known(text) else { return nil }
        for prefix in ["Organization: ", "Person: ", "Tool: "] where text.hasPrefix(prefix) {
            return String(text.dropFirst(prefix.count))
        }
        return text
    }
}

/// Relationship types of SPDX 2.3 §11 and SPDX 3.0.1 that say which component needs or holds which.
enum SPDXRelation {
    static func add(_ from: String, _ type: String, _ to: String, to statement: inout SBOMStatement) {
        switch type.uppercased().filter({ $0 != "_" }) {
        case "DEPENDSON", "HASPREREQUISITE", "HASOPTIONALDEPENDENCY", "HASPROVIDEDDEPENDENCY", "STATICLINK",
            "HASSTATICLINK":
            statement.relate(from, .dependsOn, to)
        case "DEPENDENCYOF", "RUNTIMEDEPENDENCYOF", "PREREQUISITEFOR", "OPTIONALDEPENDENCYOF",
            "PROVIDEDDEPENDENCYOF":
            statement.relate(to, .dependsOn, from)
        case "DEVDEPENDENCYOF", "BUILDDEPENDENCYOF", "TESTDEPENDENCYOF":
            statement.relate(from, .developmentDependency, to)
        case "DYNAMICLINK", "HASDYNAMICLINK": statement.relate(from, .dynamicLink, to)
        case "CONTAINS": statement.relate(from, .contains, to)
        case "CONTAINEDBY": statement.relate(to, .contains, from)
        case "GENERATEDFROM": statement.relate(from, .generatedFrom, to)
        case "GENERATES": statement.relate(to, .generatedFrom, from)
        default: break
        }
    }
}
