internal import Content
package import Rego
internal import Synchronization

/// Loads policies and documents again when their files have changed. What cannot be loaded changes nothing: the policies
/// before stay in force, and the status says what is wrong.
///
/// The reloader has no clock: whoever has one says when to look.
package final class PolicyReloader: Sendable {
    package enum Outcome: Sendable {
        case unchanged
        case loaded(PolicySnapshot)
        case failed(String)
    }

    private struct Seen {
        /// Of what the files hold.
        var content: Digest?
        /// Of names, sizes and times: while it stays the same, no file is read.
        var surface: Digest?
    }

    private let request: PolicySet.Request
    private let runtime: PolicyRuntime
    private let status: ServiceStatus
    private let seen: Mutex<Seen>

    private init(
        _ request: PolicySet.Request, runtime: PolicyRuntime, status: ServiceStatus, content: Digest
    ) {
        self.request = request
        self.runtime = runtime
        self.status = status
        seen = Mutex(Seen(content: content))
    }

    /// Loads for the first time.
    ///
    /// - Throws: What keeps the files from being loaded.
    package static func loading(
        _ request: PolicySet.Request, status: ServiceStatus, at nanoseconds: Int64
    ) throws -> (runtime: PolicyRuntime, reloader: PolicyReloader) {
        // The digest comes first: what changes while files are loaded has another and is loaded again.
        let content = try content(of: request)
        let runtime = PolicyRuntime(PolicySnapshot(try PolicySet(request)))
        status.noteLoad(runtime.snapshot, at: nanoseconds)
        return (runtime, PolicyReloader(request, runtime: runtime, status: status, content: content))
    }

    /// Looks at the files, and loads them when they hold something else than before.
    package func check(at nanoseconds: Int64) -> Outcome {
        seen.withLock { seen in
            do {
                let surface = try Self.surface(of: request, at: nanoseconds)
                if let surface, surface == seen.surface { return .unchanged }
                let content = try Self.content(of: request)
                seen.surface = surface
                if content == seen.content { return .unchanged }
                seen.content = content
                return load(at: nanoseconds)
            } catch {
                // A file that cannot be read is told once, not at each look.
                let digest = Digest.of(Array("\(error)".utf8))
                if digest == seen.content { return .unchanged }
                seen = Seen(content: digest, surface: nil)
                status.noteFailure(error, at: nanoseconds)
                return .failed("\(error)")
            }
        }
    }

    /// Loads the files, changed or not.
    package func load(at nanoseconds: Int64) -> Outcome {
        do {
            try runtime.load(PolicySet(request))
            let snapshot = runtime.snapshot
            status.noteLoad(snapshot, at: nanoseconds)
            return .loaded(snapshot)
        } catch {
            status.noteFailure(error, at: nanoseconds)
            return .failed("\(error)")
        }
    }

    private static func places(of request: PolicySet.Request) throws -> [String] {
        let paths = request.paths.map { argument in
            guard let colon = argument.firstIndex(of: ":"), !argument[..<colon].contains("/") else { return argument }
            return String(argument[argument.index(after: colon)...])
        }
        return try (paths + request.bundles).flatMap { path in
            try PolicyFiles.list(path, ignoring: request.ignoring).map(\.path)
        }
    }

    /// Nil while a file is so new that it may change again without looking different.
    private static func surface(of request: PolicySet.Request, at nanoseconds: Int64) throws -> Digest? {
        var text = ""
        var newest = Int64.min
        for path in try places(of: request) {
            let surface = try FileSurface(of: path)
            text += "\(path)\0\(surface.text)\0"
            newest = max(newest, surface.changed)
        }
        return newest < nanoseconds - 2_000_000_000 ? Digest.of(Array(text.utf8)) : nil
    }

    private static func content(of request: PolicySet.Request) throws -> Digest {
        var hasher = DigestHasher(.sha256)
        for path in try places(of: request) {
            let bytes = try OpenFile.contents(of: path, limit: PolicyFiles.sizeLimit)
            // Lengths go before contents, so that no two sets of files give the same bytes.
            Array("\(path)\0\(bytes.count)\0".utf8).withUnsafeBytes { hasher.update($0) }
            bytes.withUnsafeBytes { hasher.update($0) }
        }
        return hasher.finalize()
    }
}
