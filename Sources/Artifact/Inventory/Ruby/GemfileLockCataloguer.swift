import Content

/// Ruby gems that a Bundler lock file names.
struct GemfileLockCataloguer: Cataloguer {
    static let name = "ruby-gemfile-lock"

    var wants: [Want] { [.name("Gemfile.lock"), .name("gems.locked")] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "Bundler lock file: no section of gems"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let lock = GemfileLock(file.text)
        guard !lock.gems.isEmpty || file.text.contains("DEPENDENCIES") else { throw Malformed() }
        for gem in lock.gems {
            var component = Component(
                name: gem.name, version: gem.version, ecosystem: "gem", presence: .declared)
            var qualifiers: [String: String] = [:]
            qualifiers["platform"] = gem.platform
            switch gem.source {
            case .git:
                qualifiers["vcs_url"] = "git+\(gem.remote)" + (gem.revision.map { "@\($0)" } ?? "")
            case .registry, .plugin:
                if !["https://rubygems.org/", "https://rubygems.org", ""].contains(gem.remote) {
                    qualifiers["repository_url"] = gem.remote
                }
            case .path: component.properties["path"] = gem.remote
            }
            // What lies beside the lock file was published nowhere and has no purl.
            if gem.source != .path {
                component.purl = PackageURL(
                    type: "gem", name: gem.name, version: gem.version, qualifiers: qualifiers)
            }
            let full = gem.platform.map { "\(gem.version)-\($0)" } ?? gem.version
            if let sum = lock.checksums["\(gem.name) (\(full))"], sum.hasPrefix("sha256="),
                let digest = Digest(algorithm: .sha256, hex: sum.dropFirst(7))
            {
                component.digests = [digest]
            }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.path
            component.requirements = gem.dependencies.map { Requirement($0) }
            if lock.direct.contains(gem.name) { component.properties["direct"] = "true" }
            yield.component(component)
        }
        if let version = lock.bundler {
            var component = Component(name: "bundler", version: version, ecosystem: "gem", presence: .declared)
            component.purl = PackageURL(type: "gem", name: "bundler", version: version)
            component.evidence = [
                Evidence(path: file.path, technique: .manifestAnalysis, detail: "BUNDLED WITH")
            ]
            component.realm = file.path
            yield.component(component)
        }
    }
}
