import Content
import JSONText
import NIOHTTP1
import OCI
import Synchronization
import Testing

@testable import RegistryClient

/// Referrers and pushing, against a registry that keeps what it is given.
@Suite struct ReferrersTests {
    private static let subject = Digest.of(Array("subject".utf8))

    private static func descriptor(_ name: String, type: String) -> String {
        #"{"mediaType":"\#(MediaType.ociManifest)","digest":"\#(Digest.of(Array(name.utf8)))","size":1,"artifactType":"\#(type)"}"#
    }

    private static func index(_ entries: [String]) -> [UInt8] {
        Array(
            #"{"schemaVersion":2,"mediaType":"\#(MediaType.ociIndex)","manifests":[\#(entries.joined(separator: ","))]}"#
                .utf8)
    }

    @Test func `the API is read over all pages, and filtered though the registry does not`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            guard asked.uri.hasPrefix("/v2/a/referrers/\(Self.subject)") else { return .init(status: .notFound) }
            return asked.uri.contains("page=2")
                ? .init(body: Self.index([Self.descriptor("3", type: "x/sig")]))
                : .init(
                    headers: [("Link", #"</v2/a/referrers/\#(Self.subject)?page=2>; rel="next""#)],
                    body: Self.index([Self.descriptor("1", type: "x/sig"), Self.descriptor("2", type: "x/sbom")]))
        }
        let reference = try RegistryReference("\(registry.place)/a")
        try await RegistryClientTests().use { client in
            let all = try await client.referrers(of: Self.subject, in: reference)
            #expect(all.map(\.digest) == ["1", "2", "3"].map { Digest.of(Array($0.utf8)) })
            let some = try await client.referrers(of: Self.subject, in: reference, artifactType: "x/sig")
            #expect(some.map(\.digest) == ["1", "3"].map { Digest.of(Array($0.utf8)) })
        }
        #expect(registry.asked.contains { $0.uri.hasSuffix("?artifactType=x%2Fsig") })
    }

    @Test(arguments: [400, 404, 405, 406, 501])
    func `a registry without the API is asked for the fallback tag`(status: Int) async throws {
        let tag = "sha256-\(Self.subject.hex)"
        let registry = try await FakeRegistry { asked, _ in
            asked.uri == "/v2/a/manifests/\(tag)"
                ? .init(
                    headers: [("Content-Type", MediaType.ociIndex)],
                    body: Self.index([Self.descriptor("1", type: "x/sig")]))
                : .init(
                    status: asked.uri.hasPrefix("/v2/a/referrers/") ? .init(statusCode: status) : .notFound)
        }
        try await RegistryClientTests().use { client in
            let reference = try RegistryReference("\(registry.place)/a:1")
            let found = try await client.referrers(of: Self.subject, in: reference)
            #expect(found.map(\.digest) == [Digest.of(Array("1".utf8))])
            let none = try await client.referrers(of: Digest.of([]), in: reference)
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: ["[", #"{"manifests":[{"mediaType":"x"}]}"#])
    func `referrers that cannot be read are an error, not an empty list`(text: String) async throws {
        let registry = try await FakeRegistry { _, _ in .init(body: Array(text.utf8)) }
        await #expect(throws: (any Error).self) {
            try await RegistryClientTests().use {
                _ = try await $0.referrers(of: Self.subject, in: try RegistryReference("\(registry.place)/a"))
            }
        }
    }

    @Test func `a next page on another registry is refused`() async throws {
        let registry = try await FakeRegistry { _, _ in
            .init(headers: [("Link", #"<http://127.0.0.1:1/v2/next>; rel="next""#)], body: Self.index([]))
        }
        let error = await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use {
                _ = try await $0.referrers(of: Self.subject, in: try RegistryReference("\(registry.place)/a"))
            }
        }
        if case .malformed = error {} else { Issue.record("found \(String(describing: error))") }
    }

    /// What was pushed.
    private final class Store: Sendable {
        let kept = Mutex<[String: [UInt8]]>([:])
    }

    @Test func `a blob and a manifest are pushed, and pushed once`() async throws {
        let store = Store()
        let registry = try await FakeRegistry { asked, _ in
            let path = String(asked.uri.prefix { $0 != "?" })
            switch asked.method {
            case .HEAD, .GET:
                guard let bytes = store.kept.withLock({ $0[path] }) else { return .init(status: .notFound) }
                return .init(body: bytes)
            case .POST where asked.uri.contains("mount="): return .init(status: .created)
            case .POST:
                return .init(status: .accepted, headers: [("Location", "/v2/a/blobs/uploads/1?state=s")])
            case .PUT where path == "/v2/a/blobs/uploads/1":
                guard asked.uri.hasPrefix("/v2/a/blobs/uploads/1?state=s&digest=sha256%3A") else {
                    return .init(status: .badRequest)
                }
                store.kept.withLock { $0["/v2/a/blobs/\(Digest.of(asked.body))"] = asked.body }
                return .init(status: .created)
            case .PUT:
                store.kept.withLock { $0[path] = asked.body }
                return .init(status: .created)
            default: return .init(status: .methodNotAllowed)
            }
        }
        let reference = try RegistryReference("\(registry.place)/a:t")
        let bytes = Array("a signature".utf8)
        try await RegistryClientTests().use { client in
            for _ in 0..<2 {
                let digest = try await client.pushBlob(bytes, to: reference)
                #expect(digest == Digest.of(bytes))
            }
            _ = try await client.pushBlob(Array("other".utf8), to: reference, mountFrom: "b")
            let manifest = try await client.pushManifest(bytes, mediaType: MediaType.ociManifest, to: reference)
            #expect(manifest == Digest.of(bytes))
            let back = try await client.manifest(reference)
            #expect(back.bytes == bytes)
        }
        #expect(registry.asked.filter { $0.method == .POST }.count == 2)
        #expect(registry.asked.contains { $0.method == .POST && $0.uri.hasSuffix("&from=b") })
        let put = try #require(registry.asked.first { $0.method == .PUT && $0.uri == "/v2/a/manifests/t" })
        #expect(put.headers.first(name: "Content-Type") == MediaType.ociManifest)
    }

    @Test func `an upload elsewhere is refused`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.method == .POST
                ? .init(status: .accepted, headers: [("Location", "http://127.0.0.1:1/upload")])
                : .init(status: .notFound)
        }
        let error = await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use {
                _ = try await $0.pushBlob([1], to: try RegistryReference("\(registry.place)/a"))
            }
        }
        if case .malformed = error {} else { Issue.record("found \(String(describing: error))") }
    }
}
