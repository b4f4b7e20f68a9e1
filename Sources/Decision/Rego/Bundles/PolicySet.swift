internal import Content

/// Policies and documents of files, folders and bundles, compiled together.
package struct PolicySet: Sendable {
    package let modules: CompiledModules
    package let data: Document
    /// The bundles whose policies and documents are here, changes of delta bundles made.
    package let bundles: [LoadedBundle]
    /// Where each module comes from.
    package let origins: [Origin]

    package struct LoadedBundle: Sendable {
        /// As it was named.
        package var path: String
        package var manifest: BundleManifest

        package init(path: String, manifest: BundleManifest) {
            self.path = path
            self.manifest = manifest
        }
    }

    package struct Origin: Sendable, Equatable {
        /// Index into `bundles`; nil for a module that is part of none.
        package var bundle: Int?
        /// Below the bundle's root, or the folder that was named.
        package var path: String
    }

    /// What is to be loaded, and how.
    package struct Request: Sendable {
        /// Files and folders; `a.b:path` puts documents below `data.a.b`.
        package var paths: [String] = []
        /// Folders and archives. A delta bundle changes the one of the same roots that is named before it.
        package var bundles: [String] = []
        /// What bundles are called instead of where they are.
        package var names: [String: String] = [:]
        package var signatures = PolicyBundle.SignatureRule.unsigned
        package var ignoring: [String] = []
        /// Of files whose bundle does not say.
        package var version = RegoVersion.v1
        package var compiler = CompilerOptions()

        package init() {}
    }

    /// A policy's text and version, before it is compiled.
    package typealias Policy = (source: SourceText, version: RegoVersion)

    /// Reads and compiles.
    ///
    /// - Throws: `RegoErrors` for policies, `LoadingError` and what the system says for files.
    package init(_ request: Request) throws {
        var policies: [Policy] = []
        var documents = try BaseDocuments()
        var origins: [Origin] = []
        for path in request.paths { try Self.read(path, request, &policies, &documents, &origins) }
        var loaded: [(path: String, bundle: PolicyBundle)] = []
        var patches: [(path: String, patch: DataPatch)] = []
        for place in request.bundles {
            let path = request.names[place] ?? place
            let bundle = try PolicyBundle(path: place, ignoring: request.ignoring, signatures: request.signatures)
            if let patch = bundle.patch {
                guard let base = loaded.firstIndex(where: { $0.bundle.isChanged(by: bundle) }) else {
                    throw LoadingError(
                        path,
                        "this delta bundle changes one with the roots \(bundle.manifest.listedRoots), and none "
                            + "such is named before it")
                }
                if !bundle.manifest.revision.isEmpty {
                    loaded[base].bundle.manifest.revision = bundle.manifest.revision
                }
                patches.append((path: "\(path)/\(PolicyBundle.patchName)", patch: patch))
                continue
            }
            for other in loaded where bundle.manifest.overlaps(other.bundle.manifest) {
                throw LoadingError(path, "its roots overlap with those of \(other.path)")
            }
            let versions = try bundle.manifest.versions(of: bundle.policies.map(\.path), otherwise: request.version)
            for (file, version) in zip(bundle.policies, versions) {
                origins.append(Origin(bundle: loaded.count, path: file.path))
                let name = "\(path)/\(file.path)"
                policies.append(
                    (source: SourceText(name: name, text: try Self.text(file.bytes, of: name)), version: version))
            }
            try bundle.insert(into: &documents, of: path)
            loaded.append((path: path, bundle: bundle))
        }
        modules = try CompiledModules.compile(policies, options: request.compiler)
        var data = documents.finish()
        for (path, patch) in patches { data = try patch.applied(to: data, of: path) }
        self.data = data
        bundles = loaded.map { LoadedBundle(path: $0.path, manifest: $0.bundle.manifest) }
        self.origins = origins
        for (index, module) in modules.modules.enumerated() {
            guard let owner = origins[index].bundle else { continue }
            let package = module.package.path.terms.dropFirst().compactMap(\.string)
            guard bundles[owner].manifest.owns(package) else {
                throw LoadingError(
                    modules.sources[index].name, "its package lies under none of the roots of the bundle's manifest")
            }
        }
        try Self.checkConflicts(of: modules, with: self.data)
    }

    private static func read(
        _ argument: String, _ request: Request, _ policies: inout [Policy], _ documents: inout BaseDocuments,
        _ origins: inout [Origin]
    ) throws {
        var path = argument
        var prefix: [String] = []
        if let colon = argument.firstIndex(of: ":"), !argument[..<colon].contains("/") {
            prefix = argument[..<colon].split(separator: ".").map(String.init)
            if prefix.first == "data" { prefix.removeFirst() }
            path = String(argument[argument.index(after: colon)...])
        }
        let places = try PolicyFiles.list(path, ignoring: request.ignoring)
        let isFile = places.count == 1 && places[0].path == path
        for place in places {
            if place.name.hasSuffix(".rego") {
                let bytes = try OpenFile.contents(of: place.path, limit: PolicyFiles.sizeLimit)
                let text = try text(bytes, of: place.path)
                policies.append((source: SourceText(name: place.path, text: text), version: request.version))
                origins.append(Origin(path: (place.folders + [place.name]).joined(separator: "/")))
            } else if [".json", ".yaml", ".yml"].contains(where: { place.name.hasSuffix($0) }) {
                let bytes = try OpenFile.contents(of: place.path, limit: PolicyFiles.sizeLimit)
                try documents.insert(bytes, of: place.path, at: prefix + place.folders)
            } else if isFile {
                throw LoadingError(path, "the name of a policy ends in .rego, of a document in .json, .yaml or .yml")
            }
        }
    }

    package static func text(_ bytes: [UInt8], of file: String) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw LoadingError(file, "is not UTF-8 text") }
        return text
    }

    /// A rule and a base document may not be at one path: neither would be seen whole.
    package static func checkConflicts(of modules: CompiledModules, with data: Document) throws(RegoErrors) {
        var errors: [RegoError] = []
        var pending = [(node: 0, value: data.root, path: [String]())]
        while let (node, value, path) = pending.popLast() {
            if node != 0, let rule = modules.tree.nodes[node].rules.first {
                let location = modules.rules[rule].rule.location
                let file =
                    modules.sources.indices.contains(Int(location.file))
                    ? modules.sources[Int(location.file)].name : ""
                errors.append(
                    RegoError(
                        .compile, "conflicting rule for data path \(path.joined(separator: "/")) found",
                        at: RegoError.Position(file: file, row: Int(location.row), column: Int(location.column))))
                continue
            }
            for (key, child) in modules.tree.nodes[node].children {
                guard let name = key.string else { continue }
                let inner = value.member(name)
                if inner.isDefined { pending.append((node: child, value: inner, path: path + [name])) }
            }
        }
        guard errors.isEmpty else { throw RegoErrors(errors.sorted { $0.description < $1.description }) }
    }
}
