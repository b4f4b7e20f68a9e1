internal import Content
internal import Glibc

/// The folder in which `obryza db update` keeps what it fetched (`docs/database.md`).
///
///     advisories.db       the database in use
///     advisories.db.dsse  who vouches for it, if anybody does
///     feeds.json          what is known of it and of each feed (`UpdateState`)
///     feeds/              the last good copy of each feed
///     incoming/           what is being fetched
///     lock                held while an update runs
struct UpdateCache: Sendable {
    let folder: String

    init(_ folder: String) { self.folder = folder }

    /// `$XDG_CACHE_HOME/obryza` (XDG Base Directory Specification 0.8).
    static var standard: UpdateCache {
        // A relative path there is to be ignored.
        if let cache = Console.environment("XDG_CACHE_HOME"), cache.hasPrefix("/") {
            return UpdateCache("\(cache)/obryza")
        }
        return UpdateCache("\(Console.environment("HOME") ?? "")/.cache/obryza")
    }

    static let databaseName = "advisories.db"
    static let stateName = "feeds.json"

    var database: String { "\(folder)/\(Self.databaseName)" }
    var statePath: String { "\(folder)/\(Self.stateName)" }
    var feeds: String { "\(folder)/feeds" }
    var incoming: String { "\(folder)/incoming" }

    func feed(_ file: String) -> String { "\(feeds)/\(file)" }
    /// - Parameter file: of a feed, whose name has no dot in front; what else is fetched has one.
    func arriving(_ file: String) -> String { "\(incoming)/\(file)" }

    /// Held until it is let go of or the process ends, however it ends.
    final class Lock: Sendable {
        private let descriptor: Int32
        fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    struct Busy: Error, CustomStringConvertible {
        let description: String
    }

    /// Seconds for which a part is kept.
    private static let oldestPart = 30 * 86400

    /// Makes the folders and takes the lock.
    ///
    /// - Throws: `Busy` when another update holds it.
    func lock() throws -> Lock {
        for path in [folder, feeds, incoming] { try Self.make(path) }
        let path = "\(folder)/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw FileError(operation: "lock", path: path, code: code) }
            throw Busy(
                description: "\(folder): another update is under way; the database is left as it is. "
                    + "Wait for it, or use another folder with --cache")
        }
        // What an update that was ended left half written.
        for path in [folder, feeds] {
            for name in try Self.names(in: path) where name.hasSuffix(".partial") { unlink("\(path)/\(name)") }
        }
        // Parts of files that nobody asked for again.
        for name in try Self.names(in: incoming) where name != "." && name != ".." {
            var status = stat()
            let path = arriving(name)
            if stat(path, &status) == 0, time(nil) - status.st_mtim.tv_sec > Self.oldestPart { unlink(path) }
        }
        return Lock(descriptor)
    }

    private static func make(_ path: String) throws(FileError) {
        // Every folder on the way; the first may be the root, whose name is empty.
        var end = path.startIndex
        while let slash = path[end...].dropFirst().firstIndex(of: "/") {
            end = slash
            _ = mkdir(String(path[..<slash]), 0o755)
        }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw FileError(operation: "make", path: path, code: errno)
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw FileError(operation: "make", path: path, code: ENOTDIR)
        }
    }

    private static func names(in path: String) throws(FileError) -> [String] {
        guard let stream = opendir(path) else { throw FileError(operation: "list", path: path, code: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let record = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &record.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.sorted()
    }

    /// Puts a database in the place of the one in use, with the envelope that vouches for it.
    ///
    /// The old envelope goes first: what is left when it ends in between is a database for which nobody vouches.
    func install(_ file: [UInt8], signature: [UInt8]?) throws {
        let envelope = database + DatabaseSignature.suffix
        guard unlink(envelope) == 0 || errno == ENOENT else {
            throw FileError(operation: "write", path: envelope, code: errno)
        }
        try FileSaving.save(file, to: database)
        if let signature { try FileSaving.save(signature, to: envelope) }
    }

    /// Takes away copies of feeds that are no longer used.
    func keep(only files: Set<String>) throws {
        for name in try Self.names(in: feeds) where !name.hasPrefix(".") && !files.contains(name) {
            unlink(feed(name))
        }
    }

    /// Size and digest of a file.
    ///
    /// - Returns: `nil` when there is none.
    static func measure(_ path: String) throws -> (size: Int64, digest: Digest)? {
        let file: OpenFile
        do throws(FileError) {
            file = try OpenFile(path)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        var hasher = DigestHasher(.sha256)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        var offset = 0
        while true {
            let count = try file.read(into: buffer, at: offset)
            if count == 0 { break }
            hasher.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
            offset += count
        }
        return (Int64(offset), hasher.finalize())
    }
}
