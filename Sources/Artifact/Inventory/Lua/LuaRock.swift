import Content

/// What the cataloguers of rocks agree on.
enum LuaRock {
    /// - Parameter namespace: the user whose manifest holds it; `nil` for the main manifest.
    static func component(
        _ name: String, version: String, namespace: String? = nil, presence: Component.Presence
    ) -> Component {
        var component = Component(name: name, version: version, ecosystem: "luarocks", presence: presence)
        component.purl = PackageURL(
            type: "luarocks", namespace: namespace, name: name, version: version.lowercased())
        return component
    }

    /// The names in a list of dependencies such as `"luasocket >= 3.0rc1-2"` or `"user/name"`; Lua itself is no rock.
    static func requirements(_ list: LuaValue?, _ relation: Requirement.Relation = .runtime) -> [Requirement] {
        (list?.members ?? []).compactMap { member in
            guard let text = member.value.string else { return nil }
            let full = text.drop { $0 == " " }.prefix { !$0.isWhitespace && !"<>=~@".contains($0) }
            let name = full.split(separator: "/").last.map(String.init) ?? ""
            return name.isEmpty || name == "lua" ? nil : Requirement(name, relation: relation)
        }
    }
}

/// A specification of a rock: `NAME-VERSION.rockspec` (LuaRocks, rockspec format).
struct Rockspec: Sendable {
    var name: String
    var version: String
    var licence: String?
    var homepage: String?
    var summary: String?
    var maintainer: String?
    var requirements: [Requirement]

    /// - Returns: `nil` without name or version.
    init?(_ globals: [String: LuaValue]) {
        guard let name = globals["package"]?.string, let version = globals["version"]?.string, !name.isEmpty else {
            return nil
        }
        self.name = name
        self.version = version
        let description = globals["description"]
        licence = description?["license"]?.string
        homepage = description?["homepage"]?.string
        summary = description?["summary"]?.string
        maintainer = description?["maintainer"]?.string
        requirements =
            LuaRock.requirements(globals["dependencies"])
            + LuaRock.requirements(globals["build_dependencies"], .build)
            + LuaRock.requirements(globals["test_dependencies"], .development)
    }

    func describe(_ component: inout Component) {
        component.licences = licence.map { [Licence(LicenceExpression.normalise($0) ?? $0)] } ?? []
        component.homepage = homepage
        component.summary = summary
        component.supplier = maintainer
        component.requirements = requirements
    }
}
