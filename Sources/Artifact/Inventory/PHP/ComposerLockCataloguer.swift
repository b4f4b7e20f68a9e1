import JSONText

/// PHP packages that a `composer.lock` names.
struct ComposerLockCataloguer: Cataloguer {
    static let name = "composer-lock"

    var wants: [Want] { [.name("composer.lock")] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "composer.lock: no array of packages"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(file.bytes).root
        guard root["packages"]?.kind == .array || root["packages-dev"]?.kind == .array else { throw Malformed() }
        for (key, isDevelopment) in [("packages", false), ("packages-dev", true)] {
            guard let packages = root[key] else { continue }
            for value in packages.elements {
                guard
                    var component = ComposerPackage.component(
                        value, isDevelopment: isDevelopment, presence: .declared)
                else {
                    yield.gap(file.path, "a package without a name")
                    continue
                }
                component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
                component.realm = file.path
                yield.component(component)
            }
        }
    }
}
