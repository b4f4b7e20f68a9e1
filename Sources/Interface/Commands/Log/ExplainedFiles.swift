internal import Attestation
internal import Content
internal import Glibc
internal import Signing

/// Reads what accounts for log entries: bundles, and lists of digests.
enum ExplainedFiles {
    /// Files of one folder.
    static let limit = 100_000

    /// - Parameter paths: files, and folders whose files are all read.
    /// - Throws: for the first file that is neither a bundle nor a list of digests: leaving it out would raise alarms that
    ///   mean nothing.
    static func read(_ paths: [String]) throws -> ExplainedEntries {
        var entries = ExplainedEntries()
        for path in paths {
            for file in try files(path) { try read(file, into: &entries) }
        }
        return entries
    }

    private static func read(_ file: String, into entries: inout ExplainedEntries) throws {
        let bytes = try OpenFile.contents(of: file, limit: Signing.Bundle.limit)
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            do {
                try entries.insert(try Signing.Bundle(json: bytes))
            } catch {
                throw ExplainedFileError(file: file, found: "\(error)")
            }
            return
        }
        for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            // As `sha256sum` and lists of images write them: a digest, then a name.
            let text = String(decoding: line, as: UTF8.self)
            guard let word = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).first, !word.hasPrefix("#") else {
                continue
            }
            guard let digest = Digest(word) ?? Digest(algorithm: .sha256, hex: word) else {
                throw ExplainedFileError(file: file, found: "“\(word.prefix(80))”")
            }
            entries.insert(subject: digest)
        }
    }

    private static func files(_ path: String) throws(FileError) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOTDIR { return [path] }
            throw FileError(operation: "read", path: path, code: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
            guard names.count <= Self.limit else { throw FileError(operation: "read", path: path, code: EFBIG) }
        }
        return names.sorted().map { "\(path)/\($0)" }
    }
}

/// That a file accounts for nothing that can be understood.
struct ExplainedFileError: Error, Equatable, CustomStringConvertible {
    var file: String
    var found: String

    var description: String { "\(file): expected a Sigstore bundle or lines with digests, found \(found)" }
}
