/// A reference of Conan: `name/version@user/channel#recipe-revision:package-id#package-revision%timestamp`.
struct ConanReference: Equatable {
    var name: String
    /// Empty for a range.
    var version: String
    /// `[>=1.0 <2]`, with its brackets.
    var range: String?
    var user: String?
    var channel: String?
    var recipeRevision: String?
    var packageID: String?
    var packageRevision: String?

    /// - Returns: `nil` when there is no name followed by a version.
    init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        func cut(_ mark: Character) -> Substring? {
            guard let index = rest.lastIndex(of: mark) else { return nil }
            defer { rest = rest[..<index] }
            return rest[rest.index(after: index)...]
        }
        _ = cut("%")
        // A range may hold any of the marks that follow.
        if !rest.contains("[") {
            if let colon = rest.firstIndex(of: ":") {
                let parts = rest[rest.index(after: colon)...].split(separator: "#", maxSplits: 1)
                packageID = parts.first.map(String.init)
                packageRevision = parts.count == 2 ? String(parts[1]) : nil
                rest = rest[..<colon]
            }
            recipeRevision = cut("#").map(String.init)
        }
        guard let slash = rest.firstIndex(of: "/"), slash > rest.startIndex else { return nil }
        name = String(rest[..<slash])
        rest = rest[rest.index(after: slash)...]
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[rest.index(after: at)...].split(separator: "/", maxSplits: 1)
            user = parts.first.flatMap { $0 == "_" ? nil : String($0) }
            channel = parts.count == 2 && parts[1] != "_" ? String(parts[1]) : nil
            rest = rest[..<at]
        }
        guard !rest.isEmpty, !rest.contains("/") || rest.hasPrefix("["),
            name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return nil }
        version = rest.hasPrefix("[") ? "" : String(rest)
        range = rest.hasPrefix("[") ? String(rest) : nil
    }

    func component(presence: Component.Presence) -> Component {
        var qualifiers: [String: String] = [:]
        qualifiers["user"] = user
        qualifiers["channel"] = channel
        qualifiers["rrev"] = recipeRevision
        qualifiers["prev"] = packageRevision
        var component = Component(
            name: name, version: version, ecosystem: "conan",
            purl: PackageURL(type: "conan", name: name, version: version, qualifiers: qualifiers), presence: presence)
        component.properties["range"] = range
        component.properties["packageID"] = packageID
        return component
    }
}
