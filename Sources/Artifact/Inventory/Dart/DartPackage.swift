/// What the two Dart cataloguers agree on.
enum DartPackage {
    /// Where packages come from when nothing else is said: the name of today and the one before it.
    private static let defaultHosts: Set<String> = ["https://pub.dev", "https://pub.dartlang.org"]

    static func isDefault(host: String) -> Bool {
        defaultHosts.contains(host.hasSuffix("/") ? String(host.dropLast()) : host)
    }

    /// A package of a host; `nil` stands for the public one.
    static func hosted(_ name: String, version: String, host: String?, presence: Component.Presence) -> Component {
        var component = Component(name: name, version: version, ecosystem: "pub", presence: presence)
        var qualifiers: [String: String] = [:]
        if let host, !isDefault(host: host) { qualifiers["repository_url"] = host }
        component.purl = PackageURL(type: "pub", name: name, version: version, qualifiers: qualifiers)
        return component
    }
}
