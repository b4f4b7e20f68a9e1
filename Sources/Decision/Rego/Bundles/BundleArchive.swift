internal import Archive

/// A bundle to be written: the same parts give the same bytes.
package struct BundleArchive: Sendable {
    package var manifest = BundleManifest()
    package var policies: [PolicyBundle.File] = []
    /// All documents, which become one file.
    package var data: Document?
    /// The changes of a delta bundle, which has nothing else.
    package var patch: DataPatch?

    package init() {}

    /// A delta bundle.
    package init(_ patch: DataPatch, manifest: BundleManifest = BundleManifest()) {
        self.patch = patch
        self.manifest = manifest
    }

    /// The files, sorted by path, without signature.
    package var files: [PolicyBundle.File] {
        var files = policies
        files.append(PolicyBundle.File(path: PolicyBundle.manifestName, bytes: Array(manifest.json.utf8)))
        if let patch {
            files.append(PolicyBundle.File(path: PolicyBundle.patchName, bytes: Array(patch.json.utf8)))
        } else {
            files.append(PolicyBundle.File(path: "data.json", bytes: Array((data?.json ?? "{}").utf8)))
        }
        return files.sorted { $0.path < $1.path }
    }

    /// The archive: tar, compressed with gzip, without times, owners or anything else of this machine.
    package func bytes(signing: BundleSigning? = nil) throws -> [UInt8] {
        var files = files
        if let signing {
            let signatures = try signing.sign(files, of: "bundle")
            files.append(PolicyBundle.File(path: PolicyBundle.signaturesName, bytes: Array(signatures.json.utf8)))
            files.sort { $0.path < $1.path }
        }
        var bytes: [UInt8] = []
        let gzip = try GzipWriter(level: 9) { bytes.append(contentsOf: $0) }
        let tar = TarWriter { try gzip.append($0) }
        for file in files {
            try tar.append(
                TarEntry(path: Array(file.path.utf8), kind: .file, mode: 0o600, size: file.bytes.count), file.bytes)
        }
        try tar.finish()
        try gzip.finish()
        return bytes
    }
}
