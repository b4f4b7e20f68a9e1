internal import Archive
internal import Content

/// A bundle as it lies in a folder or an archive: a manifest, policies and documents, nothing evaluated. Or a delta
/// bundle: a manifest and changes to the documents of a bundle that is there already.
package struct PolicyBundle: Sendable {
    package struct File: Sendable, Equatable {
        /// Below the bundle's root.
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }

        package var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    /// What becomes of signatures.
    package enum SignatureRule: Sendable {
        /// A signed bundle is refused for want of a key.
        case unsigned
        /// The bundle must be signed, by this key.
        case signed(BundleVerification)
        /// Signatures are not looked at.
        case ignored
    }

    package static let manifestName = ".manifest"
    package static let signaturesName = ".signatures.json"
    package static let patchName = "patch.json"

    package var manifest = BundleManifest()
    package var policies: [File] = []
    /// Files named `data.json`, `data.yaml` or `data.yml`.
    package var documents: [File] = []
    /// The changes of a delta bundle.
    package var patch: DataPatch?
    /// The signatures that came with it.
    package var signatures: BundleSignatures?

    /// Reads a bundle from a folder, or from a tar archive that may be compressed.
    ///
    /// - Throws: `LoadingError` for a bundle whose parts contradict its manifest or its signature, and what the archive
    ///   or the system says.
    package init(path: String, ignoring: [String] = [], signatures rule: SignatureRule = .unsigned) throws {
        try self.init(
            files: BundleFiles.read(path, ignoring: ignoring, where: Self.isWanted), of: path, signatures: rule)
    }

    /// Reads a bundle from the bytes of an archive.
    package init(archive: [UInt8], of name: String, signatures rule: SignatureRule = .unsigned) throws {
        let reader = InflatingReader(MemoryReader(archive), limit: PolicyFiles.sizeLimit)
        try self.init(files: BundleFiles.read(ReaderChunks(reader), of: name), of: name, signatures: rule)
    }

    /// - Parameter files: All files, sorted by path.
    package init(files: [File], of bundle: String, signatures rule: SignatureRule = .unsigned) throws {
        let signed = files.first { $0.path == Self.signaturesName }
        switch rule {
        case .unsigned:
            guard signed == nil else {
                throw LoadingError(bundle, "the bundle is signed: give the key that verifies it, or skip verification")
            }
        case .signed(let verification):
            guard let signed else {
                throw LoadingError(bundle, "a signed bundle is expected, and it has no file \(Self.signaturesName)")
            }
            let signatures = try BundleSignatures(json: signed.bytes, of: "\(bundle)/\(signed.path)")
            try verification.check(files, signatures, of: bundle)
        case .ignored: break
        }
        if let signed { signatures = try BundleSignatures(json: signed.bytes, of: "\(bundle)/\(signed.path)") }
        for file in files { try take(file, of: bundle) }
        if let patch {
            guard policies.isEmpty, documents.isEmpty else {
                throw LoadingError(
                    bundle, "a delta bundle holds changes alone, and this one has policies or documents beside them")
            }
            for change in patch.changes where !manifest.owns(change.path) {
                throw LoadingError(
                    "\(bundle)/\(Self.patchName)",
                    "\(change) lies under none of the manifest's roots (\(manifest.listedRoots))")
            }
        }
    }

    private static func isWanted(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return [manifestName, patchName, signaturesName].contains(path) || name.hasSuffix(".rego")
            || ["data.json", "data.yaml", "data.yml"].contains(name)
    }

    private mutating func take(_ file: File, of bundle: String) throws {
        switch file.name {
        case _ where file.path == Self.manifestName:
            manifest = try BundleManifest(json: file.bytes, of: "\(bundle)/\(file.path)")
        case _ where file.path == Self.patchName:
            patch = try DataPatch(json: file.bytes, of: "\(bundle)/\(file.path)")
        case let name where name.hasSuffix(".rego"): policies.append(file)
        case "data.json", "data.yaml", "data.yml": documents.append(file)
        case "policy.wasm", "plan.json":
            throw LoadingError(
                "\(bundle)/\(file.path)", "only policies in Rego can be evaluated; build the bundle for rego")
        default: break
        }
    }

    /// Whether a delta bundle changes this one: both own the same roots.
    package func isChanged(by delta: PolicyBundle) -> Bool { Set(manifest.roots) == Set(delta.manifest.roots) }

    /// The documents together, each at the place of its folder.
    ///
    /// - Throws: `LoadingError` for documents that contradict each other or lie outside of the manifest's roots.
    package func data(of bundle: String) throws -> Document {
        var together = try BaseDocuments()
        try insert(into: &together, of: bundle)
        return together.finish()
    }

    func insert(into together: inout BaseDocuments, of bundle: String) throws {
        for file in documents {
            try together.insert(file.bytes, of: "\(bundle)/\(file.path)", at: file.folders, within: manifest)
        }
    }
}
