extension PolicySet {
    /// A bundle of all policies and documents, as they were read.
    ///
    /// A single bundle keeps what its manifest says; several are merged: their roots are put together, revision and
    /// metadata, which say something of one, are not. Policies keep their text, so that places in errors stay true.
    ///
    /// - Parameters:
    ///   - revision: Instead of the bundle's own.
    ///   - entrypoints: Paths of packages and rules that are meant to be asked, as `app/allow`; noted in the metadata.
    /// - Throws: `LoadingError` for an entrypoint that names nothing, and for two policies at one path.
    package func archive(
        revision: String? = nil, entrypoints: [String] = [], version: RegoVersion = .v1
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
            archive.policies.append(PolicyBundle.File(path: path, bytes: Array(source.text.utf8)))
            if modules.modules[index].version != common {
                archive.manifest.fileVersions.append(
                    .init(pattern: "/" + Self.quoted(path), version: modules.modules[index].version))
            }
        }
        archive.manifest.fileVersions.sort { $0.pattern < $1.pattern }
        return archive
    }

    /// A pattern that stands for one path.
    private static func quoted(_ path: String) -> String {
        Array(path.utf8).withUnsafeBufferPointer { String(decoding: Glob.quote($0), as: UTF8.self) }
    }

    private func metadata(_ given: String?, _ entrypoints: [String]) throws -> String {
        for entrypoint in entrypoints {
            let terms = entrypoint.split(separator: "/").map { Term(.string(String($0))) }
            guard !terms.isEmpty, modules.tree.node(at: [Term(.variable("data"))] + terms) != nil else {
                throw LoadingError(entrypoint, "no package and no rule is at this path, so it can be no entrypoint")
            }
        }
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
