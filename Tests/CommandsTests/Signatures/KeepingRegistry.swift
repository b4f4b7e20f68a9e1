import Content
import JSONText
import NIOHTTP1
import OCI
import Synchronization

/// A registry that keeps what it is given, with the referrers API or without it.
final class KeepingRegistry: Sendable {
    private final class Store: Sendable {
        let blobs = Mutex<[String: [UInt8]]>([:])
        let manifests = Mutex<[String: [UInt8]]>([:])
        /// What the referrers API answers, instead of the truth.
        let lie = Mutex<[UInt8]?>(nil)
    }

    private let store: Store
    private let server: FakeRegistry
    let reference: String

    init(hasReferrers: Bool) async throws {
        let store = Store()
        self.store = store
        server = try await FakeRegistry { asked, _ in
            Self.answer(asked, store, hasReferrers: hasReferrers)
        }
        reference = "\(server.place)/a"
    }

    private static func answer(
        _ asked: FakeRegistry.Asked, _ store: Store, hasReferrers: Bool
    ) -> FakeRegistry.Answer {
        let path = String(asked.uri.prefix { $0 != "?" })
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        if path.hasPrefix("/v2/a/referrers/") {
            guard hasReferrers else { return .init(status: .notFound) }
            return .init(body: store.lie.withLock { $0 } ?? referrers(of: name, store))
        }
        switch asked.method {
        case .GET, .HEAD:
            let bytes =
                path.hasPrefix("/v2/a/manifests/")
                ? store.manifests.withLock { $0[name] } : store.blobs.withLock { $0[name] }
            guard let bytes else { return .init(status: .notFound) }
            return .init(
                headers: [("Docker-Content-Digest", "\(Digest.of(bytes))"), ("Content-Type", type(of: bytes))],
                body: bytes)
        case .POST: return .init(status: .accepted, headers: [("Location", "/v2/a/blobs/uploads/1")])
        case .PUT where path.contains("/uploads/"):
            store.blobs.withLock { $0["\(Digest.of(asked.body))"] = asked.body }
            return .init(status: .created)
        case .PUT:
            store.manifests.withLock {
                $0[name] = asked.body
                $0["\(Digest.of(asked.body))"] = asked.body
            }
            let subject = (try? JSONDocument(asked.body))?.root["subject"]?["digest"]?.string
            return .init(
                status: .created, headers: hasReferrers ? subject.map { [("OCI-Subject", $0)] } ?? [] : [])
        default: return .init(status: .methodNotAllowed)
        }
    }

    private static func type(of bytes: [UInt8]) -> String {
        (try? JSONDocument(bytes))?.root["mediaType"]?.string ?? "application/octet-stream"
    }

    private static func referrers(of digest: String, _ store: Store) -> [UInt8] {
        var entries: [String] = []
        for (name, bytes) in store.manifests.withLock({ $0 }).sorted(by: { $0.key < $1.key }) where name.contains(":") {
            guard let root = (try? JSONDocument(bytes))?.root, root["subject"]?["digest"]?.string == digest else {
                continue
            }
            entries.append(
                #"{"mediaType":"\#(MediaType.ociManifest)","digest":"\#(name)","size":\#(bytes.count)}"#)
        }
        return Array(
            #"{"schemaVersion":2,"mediaType":"\#(MediaType.ociIndex)","manifests":[\#(entries.joined(separator: ","))]}"#
                .utf8)
    }

    func put(manifest bytes: [UInt8], tag: String) {
        store.manifests.withLock {
            $0[tag] = bytes
            $0["\(Digest.of(bytes))"] = bytes
        }
    }

    func put(blob bytes: [UInt8]) { store.blobs.withLock { $0["\(Digest.of(bytes))"] = bytes } }

    func manifest(_ name: String) -> [UInt8]? { store.manifests.withLock { $0[name] } }

    func lie(_ text: String) { store.lie.withLock { $0 = Array(text.utf8) } }

    /// Turns one bit of a blob.
    func alter(_ digest: Digest) { store.blobs.withLock { $0["\(digest)"]?[0] ^= 1 } }
}
