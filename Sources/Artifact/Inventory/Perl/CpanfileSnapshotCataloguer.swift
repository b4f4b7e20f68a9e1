/// CPAN distributions that Carton's `cpanfile.snapshot` names.
struct CpanfileSnapshotCataloguer: Cataloguer {
    static let name = "perl-cpanfile-snapshot"

    var wants: [Want] { [.name("cpanfile.snapshot", limit: 32 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "cpanfile.snapshot: expected a section DISTRIBUTIONS"
    }

    /// What is indented below a distribution.
    private enum Section { case none, provides, requirements }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var current: Component?
        var section = Section.none
        var isInside = false
        for line in file.text.split(whereSeparator: \.isNewline) {
            let indent = line.utf8.prefix { $0 == 0x20 }.count
            let words = line.split(separator: " ")
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            switch indent {
            case 0:
                isInside = first == "DISTRIBUTIONS"
            case 1...2 where isInside:
                if let current { yield.component(current) }
                section = .none
                current = nil
                guard let (name, version) = PerlDistribution.split(first) else {
                    yield.gap(file.path, "a distribution without version: \(first.prefix(80))")
                    continue
                }
                var component = PerlDistribution.component(name, version: version, author: nil, presence: .declared)
                component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
                component.realm = file.path
                current = component
            case 3...4 where current != nil:
                section = first == "provides:" ? .provides : first == "requirements:" ? .requirements : .none
                if first == "pathname:", words.count > 1, let known = current,
                    let author = PerlDistribution.author(ofPath: String(words[1]))
                {
                    current?.purl = PackageURL(
                        type: "cpan", namespace: author, name: known.name, version: known.version)
                }
            case 5... where current != nil:
                switch section {
                case .provides: current?.provides.append(String(first))
                case .requirements where first != "perl": current?.requirements.append(Requirement(String(first)))
                case .requirements, .none: break
                }
            default: break
            }
        }
        if let current { yield.component(current) }
        guard isInside else { throw Malformed() }
    }
}
