internal import Archive
internal import Content

/// A bundle as it lies in a folder or an archive: a manifest, policies and documents, nothing evaluated.
package struct PolicyBundle: Sendable {
    package struct File: Sendable {
        /// Below the bundle's root.
        package var path: String
        package var bytes: [UInt8]

        package var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
    }

    package var manifest = BundleManifest()
    package var policies: [File] = []
    /// Files named `data.json`, `data.yaml` or `data.yml`.
    package var documents: [File] = []

    /// Reads a bundle from a folder, or from a tar archive that may be compressed.
    ///
    /// - Throws: `LoadingError` for a bundle whose parts contradict its manifest, and what the archive or the system
    ///   says.
    package init(path: String, ignoring: [String] = []) throws {
        let places = try PolicyFiles.list(path, ignoring: ignoring)
        if places.count == 1, places[0].path == path {
            let archive = try TarFile(path, memberLimit: 200_000)
            var left = PolicyFiles.sizeLimit
            for name in archive.paths where Self.isWanted(name) {
                guard let bytes = try archive.contents(of: name, limit: left) else { continue }
                left -= bytes.count
                try take(File(path: name, bytes: bytes), of: path)
            }
        } else {
            for place in places {
                let name = (place.folders + [place.name]).joined(separator: "/")
                guard Self.isWanted(name) else { continue }
                let bytes = try OpenFile.contents(of: place.path, limit: PolicyFiles.sizeLimit)
                try take(File(path: name, bytes: bytes), of: path)
            }
        }
        for file in documents where !file.folders.isEmpty && !manifest.owns(file.folders) {
            throw LoadingError("\(path)/\(file.path)", "the document lies under none of the manifest's roots")
        }
    }

    private static func isWanted(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return path == ".manifest" || path == "patch.json" || path == ".signatures.json" || name.hasSuffix(".rego")
            || ["data.json", "data.yaml", "data.yml"].contains(name)
    }

    private mutating func take(_ file: File, of bundle: String) throws {
        if file.path == ".manifest" {
            manifest = try BundleManifest(json: file.bytes, of: "\(bundle)/.manifest")
        } else if file.path == "patch.json" {
            throw LoadingError(bundle, "this is a delta bundle, which changes one that is loaded and is none by itself")
        } else if file.path == ".signatures.json" {
            // Whoever signs a bundle counts on its being checked.
            throw LoadingError(bundle, "the bundle is signed, and signatures of bundles cannot be verified yet")
        } else if file.path.hasSuffix(".rego") {
            policies.append(file)
        } else {
            documents.append(file)
        }
    }
}
