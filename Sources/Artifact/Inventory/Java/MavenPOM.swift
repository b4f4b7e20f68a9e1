import StructuredText

/// A Maven project description, read without its parents (POM reference, `maven.apache.org/pom.html`).
struct MavenPOM {
    struct Dependency: Equatable {
        var group: String
        var artifact: String
        /// `nil` when it is managed elsewhere.
        var version: String?
        /// `compile` when not written.
        var scope: String
        var isOptional: Bool
        var classifier: String?
    }

    private(set) var group: String?
    private(set) var artifact: String?
    private(set) var version: String?
    private(set) var packaging: String?
    private(set) var summary: String?
    private(set) var homepage: String?
    private(set) var organisation: String?
    private(set) var licences: [String] = []
    private(set) var dependencies: [Dependency] = []
    private let properties: [String: String]

    /// - Throws: `StructuredTextError` when it is not XML or its root is no `project`.
    init(_ bytes: UnsafeRawBufferPointer) throws(StructuredTextError) {
        let root = try XMLElement.parse(bytes)
        guard root.name == "project" else {
            throw StructuredTextError(format: "XML", reason: "the root is \(root.name), not project", line: root.line)
        }
        var known: [String: String] = [:]
        for property in root.child("properties")?.children ?? [] { known[property.name] = property.text }
        let parent = root.child("parent")
        func set(_ name: String, _ value: String?) {
            guard let value else { return }
            known["project.\(name)"] = value
            known["pom.\(name)"] = value
        }
        set("parent.groupId", parent?.text(of: "groupId"))
        set("parent.artifactId", parent?.text(of: "artifactId"))
        set("parent.version", parent?.text(of: "version"))
        set("groupId", root.text(of: "groupId") ?? parent?.text(of: "groupId"))
        set("artifactId", root.text(of: "artifactId"))
        set("version", root.text(of: "version") ?? parent?.text(of: "version"))
        known["version"] = known["version"] ?? known["project.version"]
        known["groupId"] = known["groupId"] ?? known["project.groupId"]
        properties = known

        group = resolved(known["project.groupId"])
        artifact = resolved(known["project.artifactId"])
        version = resolved(known["project.version"])
        packaging = root.text(of: "packaging")
        summary = root.text(of: "description").map(interpolate)
        homepage = resolved(root.text(of: "url"))
        organisation = root.text(of: "organization", "name").map(interpolate)
        licences = (root.child("licenses")?.children("license") ?? []).compactMap { licence in
            licence.text(of: "name") ?? licence.text(of: "url")
        }
        readDependencies(root)
    }

    private mutating func readDependencies(_ root: XMLElement) {
        var managed: [String: XMLElement] = [:]
        for element in root.child("dependencyManagement")?.child("dependencies")?.children("dependency") ?? [] {
            guard let group = resolved(element.text(of: "groupId")),
                let artifact = resolved(element.text(of: "artifactId"))
            else { continue }
            managed["\(group):\(artifact)"] = element
        }
        for element in root.child("dependencies")?.children("dependency") ?? [] {
            guard let group = resolved(element.text(of: "groupId")),
                let artifact = resolved(element.text(of: "artifactId"))
            else { continue }
            let management = managed["\(group):\(artifact)"]
            dependencies.append(
                Dependency(
                    group: group, artifact: artifact,
                    version: resolved(element.text(of: "version") ?? management?.text(of: "version")).map(Self.exact),
                    scope: element.text(of: "scope") ?? management?.text(of: "scope") ?? "compile",
                    isOptional: element.text(of: "optional") == "true",
                    classifier: resolved(element.text(of: "classifier"))))
        }
    }

    /// `[1.2]` demands exactly 1.2.
    private static func exact(_ version: String) -> String {
        guard version.hasPrefix("["), version.hasSuffix("]"), !version.utf8.contains(UInt8(ascii: ",")) else {
            return version
        }
        return String(version.dropFirst().dropLast()).trimmedASCII
    }

    private func resolved(_ text: String?) -> String? {
        guard let text else { return nil }
        let value = interpolate(text)
        return JavaText.isResolved(value) ? value : nil
    }

    /// Fills in `${name}` from the file's own properties; what is not known stays as written.
    private func interpolate(_ text: String) -> String {
        var text = text
        // Properties may name each other; rounds and length are bounded because they may do so without end.
        for _ in 0..<8 where text.utf8.contains(UInt8(ascii: "$")) {
            let next = interpolateOnce(text)
            if next == text || next.utf8.count > 4096 { break }
            text = next
        }
        return text
    }

    private func interpolateOnce(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            let body = rest.dropFirst()
            guard body.first == "{", let close = body.firstIndex(of: "}"),
                let value = properties[String(body[body.index(after: body.startIndex)..<close])]
            else {
                result.append("$")
                rest = body
                continue
            }
            result += value
            guard result.utf8.count <= 4096 else { return text }
            rest = body[body.index(after: close)...]
        }
        return result + rest
    }

    /// What the project needs of others; the key is `group:artifact`.
    var requirements: [Requirement] {
        dependencies.compactMap { dependency in
            let relation: Requirement.Relation
            switch dependency.scope {
            case "test": relation = .development
            case "provided", "system": relation = .build
            case "import": return nil
            default: relation = dependency.isOptional ? .optional : .runtime
            }
            return Requirement("\(dependency.group):\(dependency.artifact)", relation: relation)
        }
    }
}
