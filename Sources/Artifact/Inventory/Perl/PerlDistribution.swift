import JSONText

/// What the cataloguers of CPAN distributions agree on.
enum PerlDistribution {
    /// - Parameter author: the PAUSE identity; advisories do not ask for it.
    static func component(
        _ name: String, version: String, author: String?, presence: Component.Presence
    ) -> Component {
        var component = Component(name: name, version: version, ecosystem: "cpan", presence: presence)
        component.purl = PackageURL(type: "cpan", namespace: author, name: name, version: version)
        return component
    }

    /// `Foo-Bar-1.23` or `Foo-Bar-v1.2.3-TRIAL`: the version starts after the last dash that a digit follows, or `v`
    /// and a digit.
    static func split(_ distribution: Substring) -> (name: String, version: String)? {
        let bytes = distribution.utf8
        for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "-") && index != bytes.startIndex {
            var rest = bytes[bytes.index(after: index)...]
            if rest.first == UInt8(ascii: "v") { rest = rest.dropFirst() }
            if let digit = rest.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit {
                return (
                    String(distribution[..<index]), String(distribution[distribution.index(after: index)...])
                )
            }
        }
        return nil
    }

    /// The author of `M/MI/MIYAGAWA/Plack-1.0047.tar.gz`, a path below CPAN's `authors/id`.
    static func author(ofPath path: String?) -> String? {
        let segments = path?.split(separator: "/") ?? []
        return segments.count >= 4 ? String(segments[2]) : nil
    }

    /// A licence of CPAN::Meta::Spec 2 in SPDX terms; `nil` when it says nothing.
    static func licence(_ word: String) -> Licence? {
        let known = [
            "perl_5": "Artistic-1.0-Perl OR GPL-1.0-or-later", "apache_1_1": "Apache-1.1",
            "apache_2_0": "Apache-2.0", "artistic_1": "Artistic-1.0", "artistic_2": "Artistic-2.0",
            "bsd": "BSD-3-Clause", "freebsd": "BSD-2-Clause", "agpl_3": "AGPL-3.0-only",
            "gfdl_1_2": "GFDL-1.2-only", "gfdl_1_3": "GFDL-1.3-only", "gpl_1": "GPL-1.0-only",
            "gpl_2": "GPL-2.0-only", "gpl_3": "GPL-3.0-only", "lgpl_2_1": "LGPL-2.1-only",
            "lgpl_3_0": "LGPL-3.0-only", "mit": "MIT", "mozilla_1_0": "MPL-1.0", "mozilla_1_1": "MPL-1.1",
            "openssl": "OpenSSL", "qpl_1_0": "QPL-1.0", "sun": "SISSL", "zlib": "Zlib",
        ]
        if word.isEmpty || word == "unknown" { return nil }
        return Licence(known[word] ?? word)
    }
}

/// `META.json` and `MYMETA.json` (CPAN::Meta::Spec 2).
struct PerlMeta: Sendable {
    var name: String
    var version: String
    var licences: [Licence]
    var authors: [String]
    var abstract: String?
    var homepage: String?
    /// Modules, not distributions.
    var requirements: [Requirement]
    var provides: [String]

    /// - Returns: `nil` for a `META.json` of another field, such as PGXN's.
    init?(_ root: JSONValue) {
        guard let name = root["name"]?.string, !name.isEmpty, root["version"] != nil,
            let specification = root["meta-spec"], specification["url"]?.string?.contains("pgxn") != true
        else { return nil }
        self.name = name
        version = root["version"]?.string ?? root["version"]?.number ?? ""
        licences = (root["license"]?.elements.compactMap(\.string) ?? []).compactMap(PerlDistribution.licence)
        authors = (root["author"]?.elements.compactMap(\.string) ?? []).filter { $0 != "unknown" }
        abstract = root["abstract"]?.string.flatMap { $0 == "unknown" ? nil : $0 }
        homepage = root["resources"]?["homepage"]?.string ?? root["resources"]?["repository"]?["web"]?.string
        requirements = []
        for (phase, relation) in [("runtime", Requirement.Relation.runtime), ("test", .development)] {
            guard let needs = root["prereqs"]?[phase]?["requires"] else { continue }
            for (module, _) in needs.members where module != "perl" {
                requirements.append(Requirement(module, relation: relation))
            }
        }
        provides = []
        if let modules = root["provides"] { for (module, _) in modules.members { provides.append(module) } }
    }

    func describe(_ component: inout Component) {
        component.licences = licences
        component.supplier = authors.isEmpty ? nil : authors.joined(separator: ", ")
        component.summary = abstract
        component.homepage = homepage
        component.requirements = requirements
    }
}
