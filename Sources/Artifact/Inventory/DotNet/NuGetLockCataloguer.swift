import Content
import JSONText
import StructuredText

/// Reads what NuGet restores by: `packages.lock.json`, `project.assets.json` and `packages.config`.
struct NuGetLockCataloguer: Cataloguer {
    static let name = "nuget-lock"

    var wants: [Want] { [.name("packages.lock.json"), .name("project.assets.json"), .name("packages.config")] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        switch file.name {
        case "packages.config": try readConfig(file, into: &yield)
        case "project.assets.json": try readAssets(file, into: &yield)
        default: try readLock(file, into: &yield)
        }
    }

    static func declared(_ name: String, _ version: String, file: WantedFile) -> Component {
        var component = Component(
            name: name, version: version, ecosystem: "nuget",
            purl: PackageURL(type: "nuget", name: name, version: version), presence: .declared)
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
        component.realm = file.path
        return component
    }

    private func readConfig(_ file: WantedFile, into yield: inout Yield) throws {
        for element in try XMLElement.parse(file.bytes).children("package") {
            guard let name = element.attribute("id"), let version = element.attribute("version"), !name.isEmpty else {
                yield.gap(file.path, "package without id or version in line \(element.line)")
                continue
            }
            var component = Self.declared(name, version, file: file)
            if element.attribute("developmentDependency") == "true" { component.properties["scope"] = "development" }
            component.properties["targetFramework"] = element.attribute("targetFramework")
            yield.component(component)
        }
    }

    /// Frameworks may lock different versions of one package; equal ones are one component.
    private func readLock(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(Array(file.text.utf8)).root
        guard let frameworks = root["dependencies"] else { throw DotNetError("packages.lock.json has no dependencies") }
        var handles: [String: Yield.Handle] = [:]
        for (_, packages) in frameworks.members {
            var local: [String: Yield.Handle] = [:]
            for (name, entry) in packages.members where entry["type"]?.string != "Project" {
                guard let version = entry["resolved"]?.string else { continue }
                let key = "\(name.lowercased())@\(version.lowercased())"
                if handles[key] == nil {
                    var component = Self.declared(name, version, file: file)
                    if let digest = entry["contentHash"]?.string.flatMap({ Base64.decode($0.utf8) })
                        .flatMap({ Digest(algorithm: .sha512, bytes: $0) })
                    {
                        component.digests = [digest]
                    }
                    component.properties["dependency"] = entry["type"]?.string?.lowercased()
                    handles[key] = yield.component(component)
                }
                local[name.lowercased()] = handles[key]
            }
            for (name, entry) in packages.members {
                guard let from = local[name.lowercased()] else { continue }
                for (need, _) in entry["dependencies"].memberList {
                    if let to = local[need.lowercased()] { yield.relate(from, .dependsOn, to) }
                }
            }
        }
    }

    private func readAssets(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(Array(file.text.utf8)).root
        guard let libraries = root["libraries"] else { throw DotNetError("project.assets.json has no libraries") }
        var handles: [String: Yield.Handle] = [:]
        for (key, library) in libraries.members where library["type"]?.string == "package" {
            guard let slash = key.firstIndex(of: "/") else { continue }
            var component = Self.declared(String(key[..<slash]), String(key[key.index(after: slash)...]), file: file)
            if let digest = library["sha512"]?.string.flatMap({ Base64.decode($0.utf8) })
                .flatMap({ Digest(algorithm: .sha512, bytes: $0) })
            {
                component.digests = [digest]
            }
            handles[key] = yield.component(component)
        }
        for (_, target) in root["targets"].memberList {
            var local: [String: String] = [:]
            for (key, _) in target.members { local[String(key.prefix { $0 != "/" }).lowercased()] = key }
            for (key, entry) in target.members {
                guard let from = handles[key] else { continue }
                for (need, _) in entry["dependencies"].memberList {
                    if let to = local[need.lowercased()].flatMap({ handles[$0] }) {
                        yield.relate(from, .dependsOn, to)
                    }
                }
            }
        }
    }
}
