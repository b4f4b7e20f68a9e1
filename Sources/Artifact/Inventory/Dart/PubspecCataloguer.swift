import StructuredText

/// `pubspec.yaml`: of a package in pub's cache, which is installed; and of a project that has no lock file beside it.
struct PubspecCataloguer: Cataloguer {
    static let name = "dart-pubspec"

    var wants: [Want] { [.name("pubspec.yaml", limit: 4 << 20)] }

    struct Project: Sendable {
        struct Dependency: Sendable {
            var name: String
            /// Empty unless the constraint is one version.
            var version: String
            var host: String?
            var repository: String?
            /// Published nowhere.
            var isLocal: Bool
            var isDevelopment: Bool
        }

        var name: String
        var version: String
        var isPublished: Bool
        var dependencies: [Dependency]
    }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "pubspec.yaml: expected a mapping with `name`"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard let document = try YAML.documents(file.bytes).first, let name = document["name"]?.string else {
            throw Malformed()
        }
        let version = document["version"]?.scalar ?? ""
        if let host = Self.cacheHost(file.directory, name: name, version: version) {
            var component = DartPackage.hosted(name, version: version, host: host, presence: .installed)
            component.homepage = (document["homepage"] ?? document["repository"])?.string
            component.summary = document["description"]?.string
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.directories = [file.directory]
            component.realm = RootPath.parent(RootPath.parent(file.directory))
            component.requirements = (document["dependencies"]?.members ?? []).map { Requirement($0.key) }
            yield.component(component)
            return
        }
        let dependencies =
            Self.dependencies(document["dependencies"], isDevelopment: false)
            + Self.dependencies(document["dev_dependencies"], isDevelopment: true)
        yield.fact(
            Project(
                name: name, version: version, isPublished: document["publish_to"]?.string != "none",
                dependencies: dependencies))
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        for (path, project) in view.facts(Project.self) {
            let directory = RootPath.parent(path)
            guard !view.exists(directory.isEmpty ? "pubspec.lock" : directory + "/pubspec.lock") else { continue }
            let evidence = [Evidence(path: path, technique: .manifestAnalysis, confidence: 0.5)]
            var root = Component(
                name: project.name, version: project.version, ecosystem: "pub", kind: .application,
                presence: .declared)
            if project.isPublished, !project.version.isEmpty {
                root.purl = PackageURL(type: "pub", name: project.name, version: project.version)
            }
            root.evidence = evidence
            root.realm = path
            let handle = yield.component(root)
            for dependency in project.dependencies {
                var component = DartPackage.hosted(
                    dependency.name, version: dependency.version, host: dependency.host, presence: .declared)
                if let repository = dependency.repository {
                    component.purl = PackageURL(
                        type: "pub", name: dependency.name, version: dependency.version,
                        qualifiers: ["vcs_url": "git+\(repository)"])
                } else if dependency.isLocal {
                    component.purl = nil
                }
                if dependency.isDevelopment { component.properties["development"] = "true" }
                component.properties["direct"] = "true"
                component.evidence = evidence
                component.realm = path
                let target = yield.component(component)
                if dependency.isDevelopment {
                    yield.relate(target, .developmentDependency, handle)
                } else {
                    yield.relate(handle, .dependsOn, target)
                }
            }
        }
    }

    /// The host whose package lies in `…/hosted/HOST/NAME-VERSION`, the layout of pub's cache.
    private static func cacheHost(_ directory: String, name: String, version: String) -> String? {
        let segments = directory.split(separator: "/")
        guard segments.count >= 3, segments[segments.count - 3] == "hosted",
            segments[segments.count - 1] == "\(name)-\(version)"
        else { return nil }
        // Slashes and colons of the address are written as `%` and a decimal number.
        let host = segments[segments.count - 2]
        return "https://" + host.split(separator: "%", omittingEmptySubsequences: false)[0]
    }

    private static func dependencies(_ table: StructuredValue?, isDevelopment: Bool) -> [Project.Dependency] {
        (table?.members ?? []).map { member in
            let constraint = member.value.scalar ?? member.value["version"]?.scalar ?? ""
            let git = member.value["git"]
            return Project.Dependency(
                name: member.key, version: isVersion(constraint) ? constraint : "",
                host: member.value["hosted"]?.string ?? member.value["hosted"]?["url"]?.string,
                repository: git?.string ?? git?["url"]?.string,
                isLocal: member.value["path"] != nil || member.value["sdk"] != nil, isDevelopment: isDevelopment)
        }
    }

    private static func isVersion(_ text: String) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return false }
        return !text.utf8.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
    }
}
