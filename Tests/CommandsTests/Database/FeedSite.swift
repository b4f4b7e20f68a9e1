import Content
import NIOHTTP1
import Synchronization

/// A web server with files that change, which knows tags, conditions and ranges.
final class FeedSite: Sendable {
    private struct File {
        var bytes: [UInt8]
        var status: HTTPResponseStatus
    }

    private final class Files: Sendable {
        let all = Mutex<[String: File]>([:])
    }

    private let files: Files
    let server: FakeRegistry

    init() async throws {
        let files = Files()
        self.files = files
        server = try await FakeRegistry { asked, _ in
            guard let file = files.all.withLock({ $0[asked.uri] }) else { return .init(status: .notFound) }
            guard file.status == .ok else { return .init(status: file.status) }
            let etag = "\"\(Digest.of(file.bytes).hex)\""
            if asked.headers.first(name: "If-None-Match") == etag {
                return .init(status: .notModified, headers: [("ETag", etag)])
            }
            return .init(headers: [("ETag", etag)], body: file.bytes)
        }
    }

    var base: String { "http://\(server.place)" }

    func put(_ path: String, _ bytes: [UInt8]) { files.all.withLock { $0[path] = File(bytes: bytes, status: .ok) } }

    func fail(_ path: String, _ status: HTTPResponseStatus) {
        files.all.withLock { $0[path] = File(bytes: [], status: status) }
    }

    func remove(_ path: String) { files.all.withLock { $0[path] = nil } }

    /// Paths that were asked for and sent, or not sent because nothing had changed.
    var asked: [String] { server.asked.map(\.uri) }
}
