import JSONText

/// PHP packages that Composer installed, by its `vendor/composer/installed.json`.
struct ComposerInstalledCataloguer: Cataloguer {
    static let name = "composer-installed"

    var wants: [Want] { [.glob("**/composer/installed.json")] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "installed.json: neither an array of packages nor an object that holds one"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(file.bytes).root
        // Composer 1 wrote the array alone.
        guard let packages = root.kind == .array ? root : root["packages"], packages.kind == .array else {
            throw Malformed()
        }
        let development = Set(root["dev-package-names"]?.elements.compactMap(\.string) ?? [])
        for value in packages.elements {
            let name = value["name"]?.string ?? ""
            guard
                var component = ComposerPackage.component(
                    value, isDevelopment: development.contains(name), presence: .installed)
            else {
                yield.gap(file.path, "a package without a name")
                continue
            }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.directory
            // A metapackage has no files and no path.
            if value["type"]?.string != "metapackage" {
                let relative = value["install-path"]?.string ?? "../\(name)"
                if let directory = Self.resolve(relative, from: file.directory) { component.directories = [directory] }
            }
            yield.component(component)
        }
    }

    /// - Returns: `nil` for a path that leads out of the root, or to it.
    static func resolve(_ relative: String, from directory: String) -> String? {
        var segments = relative.hasPrefix("/") ? [] : directory.split(separator: "/")
        for segment in relative.split(separator: "/") {
            switch segment {
            case ".": continue
            case "..": if segments.popLast() == nil { return nil }
            default: segments.append(segment)
            }
        }
        return segments.isEmpty ? nil : segments.joined(separator: "/")
    }
}
