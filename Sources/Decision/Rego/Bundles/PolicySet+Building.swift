extension PolicySet {
    /// A bundle of all policies and documents, as they were read.
    ///
    /// A single bundle keeps what its manifest says; several are merged: their roots are put together, revision and
    /// metadata, which say something of one, are not. Policies keep their text, so that places in errors stay true.
    ///
    /// - Parameters:
    ///   - revision: Instead of the bundle's own.
    ///   - entrypoints: Paths of packages and rules that are meant to be asked, as `app/allow`; noted in the metadata.
    ///   - optimised: What the entrypoints' rules are replaced by.
    /// - Throws: `LoadingError` for an entrypoint that names nothing, and for two policies at one path.
    package func archive(
        revision: String? = nil, entrypoints: [String] = [], version: RegoVersion = .v1,
        optimised: OptimisedModules? = nil
    ) throws -> BundleArchive {
        var archive = BundleArchive()
        archive.data = data
        if bundles.count == 1, origins.allSatisfy({ $0.bundle != nil }) {
            archive.manifest = bundles[0].manifest
        } else if !bundles.isEmpty {
            archive.manifest.roots = bundles.flatMap(\.manifest.roots)
        }
        if let revision { archive.manifest.revision = revision }
        if !entrypoints.isEmpty {
            archive.manifest.metadata = try metadata(archive.manifest.metadata, entrypoints)
        }
        let common = archive.manifest.version ?? version
        archive.manifest.version = common
        archive.manifest.fileVersions = []
        var taken: Set<String> = []
        for (index, source) in modules.sources.enumerated() where index < origins.count {
            var path = origins[index].path
            if taken.contains(path), let owner = origins[index].bundle { path = "\(owner + 1)/\(path)" }
            guard taken.insert(path).inserted else {
                throw LoadingError(source.name, "another policy is at the same place in the bundle, \(path)")
            }
            let text = optimised?.changed[index] ?? source.text
            archive.policies.append(PolicyBundle.File(path: path, bytes: Array(text.utf8)))
            if modules.modules[index].version != common {
                archive.manifest.fileVersions.append(
                    .init(pattern: "/" + Self.quoted(path), version: modules.modules[index].version))
            }
        }
        for module in optimised?.added ?? [] {
            let folders = module.package.terms.dropFirst().compactMap(\.string).map(Self.fileName)
            let path = (["optimized"] + folders).joined(separator: "/") + ".rego"
            guard taken.insert(path).inserted else {
                throw LoadingError(path, "a policy is at this place, where one that is made is to be")
            }
            archive.policies.append(PolicyBundle.File(path: path, bytes: Array(module.text.utf8)))
            if common != .v1 {
                archive.manifest.fileVersions.append(.init(pattern: "/" + Self.quoted(path), version: .v1))
            }
        }
        if let namespace = optimised?.namespace, !archive.manifest.owns([namespace]) {
            archive.manifest.roots.append(namespace)
        }
        archive.manifest.fileVersions.sort { $0.pattern < $1.pattern }
        return archive
    }

    /// The name of a file or folder for the name of a package.
    private static func fileName(_ name: String) -> String {
        let encoded = String(decoding: PercentEncoding.encodeQuery(name.utf8), as: UTF8.self)
        return encoded.allSatisfy { $0 == "." } ? encoded.replacing(".", with: "%2E") : encoded
    }

    /// What the rules of entrypoints are replaced by when `input` is unknown and all documents of this set are known;
    /// nil when nothing can be evaluated.
    ///
    /// - Parameter isShallow: Whether rules that depend on `input` stay rules, rather than be put in place of references.
    /// - Throws: `LoadingError` for an entrypoint that names nothing, `RegoError` when a limit is reached.
    package func optimised(entrypoints: [String], isShallow: Bool) throws -> OptimisedModules? {
        let paths = try entrypoints.map { Reference(try path(of: $0)) }
        return try modules.optimised(for: paths, data: data, options: PartialOptions(isShallow: isShallow))
    }

    /// The path of an entrypoint from `data` on.
    private func path(of entrypoint: String) throws(LoadingError) -> [Term] {
        let terms = entrypoint.split(separator: "/").map { Term(.string(String($0))) }
        guard !terms.isEmpty, modules.tree.node(at: [Term(.variable("data"))] + terms) != nil else {
            throw LoadingError(entrypoint, "no package and no rule is at this path, so it can be no entrypoint")
        }
        return [Term(.variable("data"))] + terms
    }

    /// A pattern that stands for one path.
    private static func quoted(_ path: String) -> String {
        Array(path.utf8).withUnsafeBufferPointer { String(decoding: Glob.quote($0), as: UTF8.self) }
    }

    private func metadata(_ given: String?, _ entrypoints: [String]) throws -> String {
        for entrypoint in entrypoints { _ = try path(of: entrypoint) }
        let heap = Heap()
        var members: [(key: Value, value: Value)] = []
        if let given {
            let value = try JSONReader.value(given, in: heap)
            members = zip(value.keys, value.values).map { (key: $0, value: $1) }
        }
        let list = try Set(entrypoints.map { $0.split(separator: "/").joined(separator: "/") }).sorted().map {
            try heap.string($0)
        }
        members.append((key: try heap.string("entrypoints"), value: try heap.array(list)))
        return JSONOutput.text(of: try heap.object(members))
    }
}
