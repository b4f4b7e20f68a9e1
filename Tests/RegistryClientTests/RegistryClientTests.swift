import Content
import Glibc
import JSONText
import NIOCore
import NIOHTTP1
import OCI
import Testing

@testable import RegistryClient

@Suite struct RegistryClientTests {
    static let blob = Array("the bytes of a layer".utf8)
    static let digest = Digest.of(blob)

    func use<Value>(
        _ files: [String] = [], _ rules: [RegistryConfiguration.Rule] = [], timeout: Duration = .seconds(60),
        offline: Bool = false, _ body: (RegistryClient) async throws -> Value
    ) async throws -> Value {
        var options = RegistryClient.Options()
        options.backoff = .milliseconds(1)
        options.longestPause = .milliseconds(5)
        options.retries = 2
        options.timeout = timeout
        options.isOffline = offline
        let client = RegistryClient(
            options: options, credentials: CredentialStore(files: files), configuration: .init(rules: rules),
            network: try NetworkSettings())
        let result: Result<Value, any Error>
        do { result = .success(try await body(client)) } catch { result = .failure(error) }
        try await client.shutdown()
        return try result.get()
    }

    func pull(_ client: RegistryClient, _ place: String, size: Int64? = nil) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await client.blob(Self.digest, size: size, of: try RegistryReference("\(place)/a/b:t")) { bytes += $0 }
        return bytes
    }

    @Test func `a broken download goes on where it ended`() async throws {
        let registry = try await FakeRegistry { asked, nth in
            guard nth > 1 else { return .init(body: Array(Self.blob[..<8]), length: Self.blob.count) }
            return .init(
                status: .partialContent, headers: [("Content-Range", "bytes 8-19/20")], body: Array(Self.blob[8...]))
        }
        let bytes = try await use { try await pull($0, registry.place, size: 20) }
        #expect(bytes == Self.blob)
        #expect(registry.asked.last?.headers.first(name: "Range") == "bytes=8-")
    }

    @Test func `wrong bytes are an error that names blob, expected and found`() async throws {
        let registry = try await FakeRegistry { _, _ in .init(body: Array("other".utf8)) }
        let error = await #expect(throws: RegistryError.self) {
            try await use { try await pull($0, registry.place) }
        }
        #expect(error?.description.contains("blob \(Self.digest)") == true)
        #expect(error?.description.contains("\(Digest.of(Array("other".utf8)))") == true)
    }

    @Test func `more bytes than the descriptor says are refused`() async throws {
        let registry = try await FakeRegistry { _, _ in .init(body: Self.blob) }
        await #expect(throws: RegistryError.self) { try await use { try await pull($0, registry.place, size: 5) } }
    }

    @Test func `a redirect to another host carries no authorization`() async throws {
        let store = try await FakeRegistry { _, _ in .init(body: Self.blob) }
        let place = store.place
        let registry = try await FakeRegistry { asked, _ in
            if asked.uri.hasPrefix("/token") { return .init(body: Array(#"{"token":"secret"}"#.utf8)) }
            guard asked.headers.first(name: "Authorization") == "Bearer secret" else {
                let host = asked.headers.first(name: "Host") ?? ""
                return .init(
                    status: .unauthorized,
                    headers: [("WWW-Authenticate", #"Bearer realm="http://\#(host)/token",service="s""#)])
            }
            return .init(status: .temporaryRedirect, headers: [("Location", "http://\(place)/data")])
        }
        #expect(try await use { try await pull($0, registry.place) } == Self.blob)
        #expect(store.asked.allSatisfy { !$0.headers.contains(name: "Authorization") })
        #expect(registry.asked.contains { $0.uri == "/token?service=s&scope=repository%3Aa%2Fb%3Apull" })
    }

    @Test func `a passing refusal is asked again, a standing one is not`() async throws {
        let busy = try await FakeRegistry { _, nth in
            nth < 3 ? .init(status: .tooManyRequests, headers: [("Retry-After", "0")]) : .init(body: Self.blob)
        }
        #expect(try await use { try await pull($0, busy.place) } == Self.blob)
        let absent = try await FakeRegistry { _, _ in .init(status: .notFound) }
        await #expect(throws: RegistryError.self) { try await use { try await pull($0, absent.place) } }
        #expect(absent.asked.count == 1)
    }

    /// The body of an answer can be taken once only; asking twice stops the program.
    @Test(arguments: ["Basic realm=\"r\"", "Negotiate", nil])
    func `a refusal without credentials is an error, whatever it asks for`(_ challenge: String?) async throws {
        let closed = try await FakeRegistry { _, _ in
            .init(
                status: .unauthorized, headers: challenge.map { [("WWW-Authenticate", $0)] } ?? [],
                body: Array("{\"errors\":[{\"message\":\"no entry\"}]}".utf8))
        }
        let error = await #expect(throws: RegistryError.self) { try await use { try await pull($0, closed.place) } }
        guard case .unauthorized = error else {
            Issue.record("expected .unauthorized, found \(String(describing: error))")
            return
        }
    }

    @Test func `a manifest is verified and bounded`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasSuffix("/big")
                ? .init(body: Array(repeating: 0x20, count: RegistryClient.manifestLimit + 1))
                : .init(headers: [("Docker-Content-Digest", "\(Self.digest)")], body: Array("{}".utf8))
        }
        for (reference, isLarge) in [("a:big", true), ("a:t", false), ("a@\(Self.digest)", false)] {
            let error = await #expect(throws: RegistryError.self) {
                try await use { try await $0.manifest(try RegistryReference("\(registry.place)/\(reference)")) }
            }
            if case .tooLarge = error { #expect(isLarge) } else { #expect(!isLarge) }
        }
    }

    @Test func `tags are read over all pages`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.contains("last=")
                ? .init(body: Array(#"{"tags":["c"]}"#.utf8))
                : .init(
                    headers: [("Link", #"</v2/a/tags/list?last=b>; rel="next""#)],
                    body: Array(#"{"tags":["a","b"]}"#.utf8))
        }
        #expect(
            try await use { try await $0.tags(of: try RegistryReference("\(registry.place)/a")) } == ["a", "b", "c"])
    }

    @Test func `a mirror that lacks the blob gives way to the registry`() async throws {
        let mirror = try await FakeRegistry { _, _ in .init(status: .notFound) }
        let registry = try await FakeRegistry { _, _ in .init(body: Self.blob) }
        let rule = RegistryConfiguration.Rule(prefix: registry.place, mirrors: [.init("\(mirror.place)/proxy")])
        #expect(try await use([], [rule]) { try await pull($0, registry.place) } == Self.blob)
        #expect(mirror.asked.first?.uri.hasPrefix("/v2/proxy/a/b/blobs/") == true)
    }

    @Test func `offline opens no socket`() async throws {
        let registry = try await FakeRegistry { _, _ in .init(body: Self.blob) }
        await #expect(throws: RegistryError.offline(subject: "blob \(Self.digest)")) {
            try await use(offline: true) { try await pull($0, registry.place) }
        }
        #expect(registry.asked.isEmpty)
    }

    @Test func `a thread reads what a task downloads`() async throws {
        let stream = BlobStream(capacity: 1)
        let writer = Task {
            for start in stride(from: 0, to: 20, by: 4) {
                try await stream.write(ByteBuffer(bytes: Self.blob[start..<start + 4]))
            }
            stream.finish()
        }
        let bytes: [UInt8] = try await withCheckedThrowingContinuation { continuation in
            let reader = Reader(stream: stream, continuation: continuation)
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { raw in
                    guard let raw else { return nil }
                    let reader = Unmanaged<Reader>.fromOpaque(raw).takeRetainedValue()
                    reader.continuation.resume(with: Result { try reader.drain() })
                    return nil
                }, Unmanaged.passRetained(reader).toOpaque())
            pthread_detach(thread)
        }
        try await writer.value
        #expect(bytes == Self.blob)
    }

    final class Reader: Sendable {
        let stream: BlobStream
        let continuation: CheckedContinuation<[UInt8], any Error>
        init(stream: BlobStream, continuation: CheckedContinuation<[UInt8], any Error>) {
            self.stream = stream
            self.continuation = continuation
        }
        func drain() throws -> [UInt8] {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 3)
            while case let count = try buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }), count > 0 {
                bytes += buffer[..<count]
            }
            return bytes
        }
    }

    @Test(arguments: [
        ("https://index.docker.io/v1/", "docker.io"), ("https://r.example", "r.example"),
        ("r.example/team", "r.example/team"), ("http://r.example:5000/v2/", "r.example:5000"),
    ])
    func `keys of auth files are read as their tools write them`(key: String, expected: String) {
        #expect(CredentialStore.normalised(key) == expected)
    }

    @Test func `base64 round trips and refuses other bytes`() {
        for length in 0..<20 {
            let bytes = Array(Self.blob[..<length])
            #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes)
        }
        #expect(Base64.encode(Array("user:pass".utf8)) == "dXNlcjpwYXNz")
        #expect(Base64.decode("a*b=".utf8) == nil)
        #expect(Base64.decode("abcde".utf8) == nil)
    }

    @Test(arguments: ["", "Bearer realm", "Bearer realm=\"x", "Bearer realm=\"x\\", "Bearer =\"x\""])
    func `malformed challenges are nothing`(text: String) {
        #expect(Challenge.all(in: text).allSatisfy { $0.parameters.isEmpty })
    }
}
