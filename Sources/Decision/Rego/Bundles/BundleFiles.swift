internal import Archive
internal import Content

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#else
    private import Darwin
#endif

/// The files of a bundle, in a folder or in a tar archive that may be compressed, by path.
enum BundleFiles {
    private static let countLimit = 200_000

    /// The files below `path`, sorted. An archive is read once, from front to end; of files with one path the last
    /// counts. Links in it are refused: what stands behind them, perhaps a folder of policies, would be missing.
    ///
    /// - Parameters:
    ///   - ignoring: Patterns of the shell for names of files and folders to leave out.
    ///   - isWanted: Asked for the path of each file of a folder that is not signed.
    static func read(
        _ path: String, ignoring: [String], where isWanted: (String) -> Bool
    ) throws -> [PolicyBundle.File] {
        let places = try PolicyFiles.list(path, ignoring: ignoring)
        if places.count == 1, places[0].path == path {
            return try read(
                ReaderChunks(InflatingReader(FileReader(OpenFile(path)), limit: PolicyFiles.sizeLimit)), of: path,
                ignoring: ignoring)
        }
        let isSigned = places.contains { $0.folders.isEmpty && $0.name == PolicyBundle.signaturesName }
        var files: [PolicyBundle.File] = []
        var left = PolicyFiles.sizeLimit
        for place in places {
            let name = (place.folders + [place.name]).joined(separator: "/")
            guard isSigned || isWanted(name) else { continue }
            let bytes = try OpenFile.contents(of: place.path, limit: left)
            left -= bytes.count
            files.append(PolicyBundle.File(path: name, bytes: bytes))
        }
        return files.sorted { $0.path < $1.path }
    }

    static func read(
        _ chunks: any ChunkSource, of archive: String, ignoring: [String] = []
    ) throws -> [PolicyBundle.File] {
        var limits = TarReader.Limits()
        limits.entries = countLimit
        limits.holes = 1 << 20
        var tar = TarReader(chunks, limits: limits)
        var found: [String: [UInt8]] = [:]
        var left = PolicyFiles.sizeLimit
        while let entry = try tar.nextEntry() {
            if entry.kind == .directory { continue }
            guard let path = String(validating: entry.path, as: UTF8.self) else {
                throw LoadingError(archive, "the name of a file is not UTF-8 text")
            }
            if path.split(separator: "/").contains(where: { isIgnored($0, ignoring) }) { continue }
            guard entry.kind == .file else {
                throw LoadingError(
                    archive, "\(path) is a link or device; pack the files themselves (tar --dereference)")
            }
            guard entry.size <= left else {
                throw LoadingError(archive, "its files are larger than \(PolicyFiles.sizeLimit) bytes")
            }
            left -= entry.size
            var bytes: [UInt8] = []
            bytes.reserveCapacity(min(entry.size, 1 << 20))
            try tar.readBody { bytes.append(contentsOf: $0) }
            found[path] = bytes
        }
        try tar.drain()
        guard !found.isEmpty else { throw LoadingError(archive, "is an archive without files, and so no bundle") }
        if let skipped = tar.skipped.first {
            throw LoadingError(archive, "\(skipped.path) cannot be read: \(skipped.reason)")
        }
        return found.map { PolicyBundle.File(path: $0.key, bytes: $0.value) }.sorted { $0.path < $1.path }
    }

    private static func isIgnored(_ name: Substring, _ patterns: [String]) -> Bool {
        patterns.contains { fnmatch($0, String(name), 0) == 0 }
    }
}
