import Content
import Glibc
import NIOCore
import NIOHTTP1
import OCI
import Testing

@testable import RegistryClient

@Suite struct RegistryImageTests {
    /// Serves blobs by digest and one of them as `latest`.
    static func registry(
        _ blobs: [SmallImage.Blob], latest: SmallImage.Blob, contentType: String? = nil
    ) async throws -> FakeRegistry {
        var answers: [String: (String, [UInt8])] = ["latest": (contentType ?? latest.type, latest.bytes)]
        for blob in blobs + [latest] { answers["\(blob.digest)"] = (blob.type, blob.bytes) }
        let known = answers
        return try await FakeRegistry { asked, _ in
            guard let last = asked.uri.split(separator: "/").last, let (type, bytes) = known[String(last)] else {
                return .init(status: .notFound)
            }
            return .init(headers: [("Content-Type", type)], body: bytes)
        }
    }

    /// Reading blocks, so it has a thread of its own.
    static func read(_ image: Image) async throws -> [String] {
        try await OnThread.run { try SmallImage.files(of: image) }
    }

    @Test func `an image behind nested indexes is chosen by platform and read whole`() async throws {
        let arm = try SmallImage("arm64", content: "for arm")
        let amd = try SmallImage("amd64", content: "for amd")
        let inner = SmallImage.index(of: [
            amd.manifest.descriptor(amd.platform), arm.manifest.descriptor(arm.platform),
        ])
        let outer = SmallImage.index(of: [inner.descriptor()])
        let registry = try await Self.registry(arm.blobs + amd.blobs + [inner], latest: outer)
        try await RegistryClientTests().use { client in
            let image = try await client.image(
                try RegistryReference("\(registry.place)/a/b"), platform: Platform("linux/arm64"))
            #expect(image.name == "\(registry.place)/a/b:latest")
            #expect(image.manifestDigest == arm.manifest.digest)
            #expect(!registry.asked.contains { $0.uri.contains(arm.layer.digest.hex) })
            #expect(try await Self.read(image) == ["etc ", "etc/motd for arm"])
        }
        #expect(!registry.asked.contains { $0.uri.contains(amd.manifest.digest.hex) })
    }

    @Test func `a manifest without digest header or type is known by its own words`() async throws {
        let small = try SmallImage("amd64", content: "x")
        let registry = try await Self.registry(small.blobs, latest: small.manifest, contentType: "text/plain")
        try await RegistryClientTests().use { client in
            let image = try await client.image(try RegistryReference("\(registry.place)/a"), platform: nil)
            #expect(image.manifestDigest == small.manifest.digest)
            await #expect(throws: OCIError.self) {
                try await client.image(
                    try RegistryReference("\(registry.place)/a"), platform: Platform("linux/s390x"))
            }
        }
    }

    @Test(arguments: [
        #"{"manifests":[],"layers":[],"config":{}}"#, #"{"mediaType":"\#(MediaType.ociIndex)","layers":[]}"#, "[", "{}",
    ])
    func `bytes that are no manifest, or two, are refused`(text: String) async throws {
        let latest = SmallImage.Blob(type: MediaType.ociManifest, bytes: Array(text.utf8))
        let registry = try await Self.registry([], latest: latest)
        await #expect(throws: OCIError.self) {
            try await RegistryClientTests().use {
                _ = try await $0.image(try RegistryReference("\(registry.place)/a"), platform: nil)
            }
        }
    }

    @Test func `indexes without end are given up`() async throws {
        // Every index names another of the same shape, so depth alone would not stop a wide one.
        let leaves = (0..<100).map {
            SmallImage.index(of: [
                "{\"mediaType\":\"x\(String($0))\",\"size\":1,\"digest\":\"sha256:\(String(repeating: "0", count: 64))\"}"
            ])
        }
        let outer = SmallImage.index(of: leaves.map { $0.descriptor() })
        let registry = try await Self.registry(leaves, latest: outer)
        await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use {
                _ = try await $0.image(try RegistryReference("\(registry.place)/a"), platform: nil)
            }
        }
        #expect(registry.asked.count <= 65)
    }

    @Test func `an abandoned layer ends its download`() async throws {
        let registry = try await FakeRegistry { _, _ in
            .init(body: [UInt8](repeating: 1, count: 1000), trickle: .milliseconds(20))
        }
        try await RegistryClientTests().use { client in
            var download: BlobDownload? = client.stream(
                RegistryClientTests.digest, size: 1000, of: try RegistryReference("\(registry.place)/a"))
            weak let seen = download
            download = nil
            #expect(seen == nil)
        }
    }

    @Test func `a trickle is given up`() async throws {
        let registry = try await FakeRegistry { _, _ in
            .init(body: [UInt8](repeating: 1, count: 1000), trickle: .milliseconds(20))
        }
        let error = await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use(timeout: .seconds(4)) {
                try await RegistryClientTests().pull($0, registry.place, size: 1000)
            }
        }
        if case .tooSlow = error {} else { Issue.record("found \(String(describing: error))") }
        // Asked again once; on a busy machine an attempt may break before it counts as slow.
        #expect((2...4).contains(registry.asked.count))
    }

    @Test func `an authority in certs.d makes loopback speak TLS, a missing one is named`() async throws {
        let small = try SmallImage("amd64", content: "x")
        let registry = try await FakeRegistry(tls: try TestCertificate.server()) { _, _ in
            .init(headers: [("Content-Type", MediaType.ociManifest)], body: small.manifest.bytes)
        }
        let folder = try TemporaryFolder()
        let reference = try RegistryReference("\(registry.place)/a")
        func manifest(insecure: Bool, file: String? = nil) async throws -> Digest {
            var options = RegistryClient.Options()
            options.retries = 0
            if insecure { options.insecureRegistry = reference.registry }
            let client = RegistryClient(
                options: options, credentials: CredentialStore(files: []),
                network: NetworkSettings(
                    certificates: Certificates(folders: [folder.path], file: file),
                    proxies: try Proxies(environment: [:])))
            // Not shut down on purpose: that must not crash.
            return try await client.manifest(reference).digest
        }
        await #expect(throws: RegistryError.self) { try await manifest(insecure: false) }
        #expect(try await manifest(insecure: true) == small.manifest.digest)
        try folder.folder(registry.place)
        try folder.write("\(registry.place)/ca.crt", TestCertificate.pem)
        #expect(try await manifest(insecure: false) == small.manifest.digest)
        try folder.write("\(registry.place)/ca.crt", "no certificate")
        let error = await #expect(throws: RegistryError.self) { try await manifest(insecure: false) }
        #expect(error?.description.contains("ca.crt") == true)
    }

    @Test func `a certificate of nobody known is refused, not asked again`() async throws {
        let registry = try await FakeRegistry(tls: try TestCertificate.server()) { _, _ in .init() }
        let client = RegistryClient(credentials: CredentialStore(files: []), network: try NetworkSettings())
        let url = try #require(HTTPAddress("https://\(registry.place)/v2/"))
        let reference = try RegistryReference("\(registry.place)/a")
        let error = await #expect(throws: RegistryError.self) {
            _ = try await client.send(url, Request(Repository(reference), "", subject: "x"), authorization: nil)
        }
        if case .distrusted = error {} else { Issue.record("found \(String(describing: error))") }
        try await client.shutdown()
    }
}

/// Runs what blocks beside the pool of the concurrency runtime.
enum OnThread {
    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let work = Work { continuation.resume(with: Result { try body() }) }
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { raw in
                    if let raw { Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().run() }
                    return nil
                }, Unmanaged.passRetained(work).toOpaque())
            pthread_detach(thread)
        }
    }
}
