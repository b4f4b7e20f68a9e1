import JSONText

/// The distribution whose source tree holds a `META.json` or `MYMETA.json`.
struct PerlMetaCataloguer: Cataloguer {
    static let name = "perl-meta"

    var wants: [Want] { [.name("META.json", limit: 16 << 20), .name("MYMETA.json", limit: 16 << 20)] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        // What cpanm keeps describes an installed distribution and is read with its file list.
        if file.directory.split(separator: "/").dropLast().last == ".meta" { return }
        guard let meta = PerlMeta(try JSONDocument(Array(file.bytes)).root) else { return }
        var component = PerlDistribution.component(
            meta.name, version: meta.version, author: nil, presence: .declared)
        meta.describe(&component)
        component.provides = meta.provides
        component.realm = file.directory
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, confidence: 0.9)]
        yield.component(component)
    }
}
