internal import Content
internal import Glibc
internal import RegistryClient
internal import Service
internal import Synchronization

/// Bundles that lie on web servers, kept as files that are loaded as any others.
///
/// A file is replaced when the server has another, as a whole; while a server cannot be reached the last file stays.
final class RemoteBundles: Sendable {
    private let bundles: [ServiceConfiguration.RemoteBundle]
    private let folder: String
    private let downloader: Downloader
    private let known = Mutex<[String: DownloadValidators]>([:])

    private static let sizeLimit: Int64 = 1 << 30

    init(_ bundles: [ServiceConfiguration.RemoteBundle]) throws {
        self.bundles = bundles
        var template = Array("\(Console.environment("TMPDIR") ?? "/tmp")/obryza-bundles-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError(operation: "make", path: "a temporary folder", code: errno)
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var options = Downloader.Options()
        options.wholeTime = .seconds(600)
        downloader = try Downloader(options: options, network: NetworkSettings(environment: RegistryOpener.environment))
    }

    /// The files, each with the name that the configuration has for it.
    var files: [(path: String, name: String)] {
        bundles.indices.map { (path: "\(folder)/\($0).bundle", name: bundles[$0].name) }
    }

    /// How often to look.
    var interval: Duration { .seconds(bundles.map(\.seconds).min() ?? 60) }

    /// Fetches what has changed.
    ///
    /// - Throws: What went wrong with the first bundle that could not be fetched; others are fetched all the same.
    func refresh() async throws {
        var problem: (any Error)?
        for (bundle, file) in zip(bundles, files) {
            do {
                let arriving = file.path + ".new"
                let outcome = try await downloader.fetch(
                    bundle.url, known: known.withLock { $0[bundle.name] } ?? DownloadValidators(), to: arriving,
                    limit: Self.sizeLimit)
                guard case .fetched(let validators) = outcome else { continue }
                guard rename(arriving, file.path) == 0 else {
                    throw FileError(operation: "write", path: file.path, code: errno)
                }
                known.withLock { $0[bundle.name] = validators }
            } catch {
                problem = problem ?? error
            }
        }
        if let problem { throw problem }
    }

    /// Removes the files.
    func close() async throws {
        try await downloader.shutdown()
        for file in files {
            unlink(file.path)
            unlink(file.path + ".new")
        }
        rmdir(folder)
    }
}
