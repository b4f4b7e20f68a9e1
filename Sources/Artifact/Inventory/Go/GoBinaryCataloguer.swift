/// Go programs: their main module, every module linked in, and the standard library of the toolchain.
struct GoBinaryCataloguer: Cataloguer {
    static let name = "go-build-info"

    let wants: [Want] = [
        .content(.elf, limit: 1 << 30), .content(.portableExecutable, limit: 256 << 20),
        .content(.machO, limit: 256 << 20),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        for info in ExecutableImage.all(in: file.bytes).compactMap(\.goBuildInfo) {
            catalogue(info, file, &yield)
        }
    }

    private func catalogue(_ info: GoBuildInfo, _ file: WantedFile, _ yield: inout Yield) {
        let version = GoMainVersion(info)
        var root: Yield.Handle?
        if let main = info.main ?? Self.mainByPath(info) {
            var component = component(main, version: version.version, file, confidence: version.confidence)
            component.kind = .application
            component.properties["versionSource"] = version.source.rawValue
            component.properties["goVersion"] = info.goVersion
            for (key, name) in [
                ("GOARCH", "goArchitecture"), ("GOOS", "goOS"), ("CGO_ENABLED", "cgo"), ("vcs.revision", "vcsRevision"),
                ("vcs.time", "vcsTime"), ("vcs.modified", "vcsModified"), ("GOFIPS140", "fips140"),
                ("DefaultGODEBUG", "goDebug"),
            ] { component.properties[name] = info.setting(key) }
            root = yield.component(component)
        }
        var standard = Component(
            name: "stdlib", version: Self.release(info.goVersion), ecosystem: "golang",
            purl: PackageURL(type: "golang", name: "stdlib", version: Self.release(info.goVersion)))
        standard.supplier = "Organization: The Go Project"
        standard.licences = [Licence("BSD-3-Clause")]
        standard.evidence = [
            Evidence(path: file.path, technique: .binaryAnalysis, confidence: 1, detail: info.goVersion)
        ]
        if !standard.version.isEmpty {
            standard.cpes = ["cpe:2.3:a:golang:go:\(standard.version):*:*:*:*:*:*:*"]
        }
        let library = yield.component(standard)
        if let root { yield.relate(root, .dependsOn, library) }
        for dependency in info.dependencies {
            // The main module may be listed again under the path of the program.
            if dependency.path == info.main?.path { continue }
            let component = component(dependency, version: dependency.version, file, confidence: 1)
            let handle = yield.component(component)
            if let root { yield.relate(root, .dependsOn, handle) }
        }
    }

    /// Programs built outside a module name only their package; its module may be among the dependencies.
    private static func mainByPath(_ info: GoBuildInfo) -> GoBuildInfo.Module? {
        guard !info.path.isEmpty, info.path != "command-line-arguments" else { return nil }
        let owner = info.dependencies.filter { info.path == $0.path || info.path.hasPrefix($0.path + "/") }
            .max { $0.path.utf8.count < $1.path.utf8.count }
        return owner ?? GoBuildInfo.Module(path: info.path, version: "")
    }

    /// A replaced module is named as what was built in its place; a replacement by a directory has no name of its own
    /// and so no package URL.
    private func component(
        _ module: GoBuildInfo.Module, version: String, _ file: WantedFile, confidence: Double
    ) -> Component {
        var path = module.path
        var version = version
        var sum = module.sum
        var isLocal = false
        if let replacement = module.replacement {
            isLocal = GoModule.isLocal(replacement.path)
            if !isLocal {
                path = replacement.path
                version = replacement.version
            }
            sum = replacement.sum
        }
        if version == "(devel)" { version = "" }
        var component = Component(
            name: path, version: version, ecosystem: "golang",
            purl: isLocal ? nil : GoModule.purl(path, version: version.isEmpty ? nil : version))
        component.evidence = [
            Evidence(
                path: file.path, technique: .binaryAnalysis, confidence: confidence,
                detail: sum ?? (module.version.isEmpty ? nil : module.version))
        ]
        component.properties["h1"] = sum
        if let replacement = module.replacement {
            component.properties[isLocal ? "replacement" : "replaces"] =
                isLocal ? replacement.path : "\(module.path)@\(module.version)"
        }
        return component
    }

    /// `go1.22.3 X:boringcrypto` and vendors' suffixes give `1.22.3`.
    static func release(_ version: String) -> String {
        guard version.hasPrefix("go") else { return "" }
        let digits = version.dropFirst(2).prefix { $0.isNumber || $0 == "." || $0.isLetter }
        return String(digits)
    }
}
