import Content
import NIOCore
import NIOHTTP1
import OCI
import Testing

@testable import RegistryClient

@Suite struct ProxiesTests {
    private static let blob = Array("bytes from beyond".utf8)
    private static let digest = Digest.of(blob)

    private static func pull(
        _ reference: String, environment: [String: String], insecure: Bool, timeout: Duration = .seconds(60)
    ) async throws -> [UInt8] {
        let reference = try RegistryReference(reference)
        var options = RegistryClient.Options()
        options.retries = 0
        options.timeout = timeout
        if insecure { options.insecureRegistry = reference.registry }
        let proxies = try Proxies(environment: environment)
        let client = RegistryClient(
            options: options, credentials: CredentialStore(files: []),
            network: NetworkSettings(
                certificates: Certificates(folders: [], file: nil), proxies: proxies))
        let result: Result<[UInt8], any Error>
        do {
            var bytes: [UInt8] = []
            try await client.blob(digest, size: Int64(blob.count), of: reference) { bytes += $0 }
            result = .success(bytes)
        } catch { result = .failure(error) }
        try await client.shutdown()
        return try result.get()
    }

    /// A proxy grants no tunnel to port 80; it has to be asked for the URL.
    @Test func `plain http goes through the proxy as a whole URL`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasPrefix("/v2/a/blobs/") ? .init(body: Self.blob) : .init()
        }
        let proxy = try await FakeProxy(to: registry.place)
        // https is asked for first; its tunnel goes to a port that the proxy refuses.
        let environment = ["HTTP_PROXY": "http://who:p%40ss@\(proxy.place)", "HTTPS_PROXY": proxy.place]
        let bytes = try await Self.pull("registry.test:5000/a:1", environment: environment, insecure: true)
        #expect(bytes == Self.blob)
        let line = try #require(proxy.asked.first { $0.hasPrefix("GET http://registry.test:5000/v2/a/blobs/") })
        #expect(line.contains("Basic \(Base64.encode(Array("who:p@ss".utf8)))"))
        #expect(registry.asked.last?.headers.first(name: "Host") == "registry.test:5000")
    }

    @Test func `https goes through the proxy as a tunnel`() async throws {
        let registry = try await FakeRegistry(tls: try TestCertificate.server()) { _, _ in .init(body: Self.blob) }
        let proxy = try await FakeProxy(to: registry.place)
        let bytes = try await Self.pull("registry.test/a:1", environment: ["https_proxy": proxy.place], insecure: true)
        #expect(bytes == Self.blob)
        #expect(!proxy.asked.isEmpty && proxy.asked.allSatisfy { $0 == "CONNECT registry.test:443 HTTP/1.1" })
    }

    @Test func `a body that breaks off behind a proxy is not taken for the whole`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasPrefix("/v2/a/blobs/")
                ? .init(body: Array(Self.blob[..<5]), length: Self.blob.count) : .init()
        }
        let proxy = try await FakeProxy(to: registry.place)
        let environment = ["HTTP_PROXY": proxy.place, "HTTPS_PROXY": proxy.place]
        let error = await #expect(throws: RegistryError.self) {
            try await Self.pull("registry.test/a:1", environment: environment, insecure: true)
        }
        guard case .unreachable = error else {
            Issue.record("expected .unreachable, found \(String(describing: error))")
            return
        }
    }

    @Test func `a silent answer behind a proxy ends with the timeout`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasPrefix("/v2/a/blobs/") ? .init(body: Self.blob, trickle: .seconds(60)) : .init()
        }
        let proxy = try await FakeProxy(to: registry.place)
        let error = await #expect(throws: RegistryError.self) {
            try await Self.pull(
                "registry.test/a:1", environment: ["HTTP_PROXY": proxy.place, "HTTPS_PROXY": "127.0.0.1:1"],
                insecure: true, timeout: .seconds(3))
        }
        #expect(error?.description.contains("Timeout") == true, "\(String(describing: error))")
    }

    @Test func `this machine is never reached through a proxy`() async throws {
        let registry = try await FakeRegistry { _, _ in .init(body: Self.blob) }
        let proxy = try await FakeProxy(to: registry.place)
        let environment = ["HTTP_PROXY": proxy.place, "HTTPS_PROXY": proxy.place]
        #expect(try await Self.pull("\(registry.place)/a:1", environment: environment, insecure: false) == Self.blob)
        #expect(proxy.asked.isEmpty)
    }

    @Test func `plain http to another machine is refused unless it is asked for`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasPrefix("/v2/a/blobs/")
                ? .init(status: .temporaryRedirect, headers: [("Location", "http://store.test/blob")])
                : .init(body: Self.blob)
        }
        let proxy = try await FakeProxy(to: registry.place)
        let environment = ["HTTP_PROXY": proxy.place, "HTTPS_PROXY": "127.0.0.1:1"]
        await #expect(throws: RegistryError.plainHTTP(registry: "store.test")) {
            try await Self.pull("\(registry.place)/a:1", environment: environment, insecure: false)
        }
        // Only https is spoken with another machine, and nothing answers that.
        await #expect(throws: RegistryError.self) {
            try await Self.pull("registry.test/b:1", environment: environment, insecure: false)
        }
        #expect(proxy.asked.isEmpty)
        #expect(try await Self.pull("registry.test/b:1", environment: environment, insecure: true) == Self.blob)
        #expect(proxy.asked.contains { $0.hasPrefix("GET http://registry.test/v2/b/blobs/") })
    }

    @Test(arguments: [
        ("", "http://a.example/", false), ("*", "http://a.example/", true), ("a.example", "http://a.example/", true),
        ("example", "http://a.example/", true), (".example", "http://a.example/", true),
        ("*.example", "http://a.example/", true), ("b.example", "http://a.example/", false),
        ("a.example:80", "http://a.example/", true), ("a.example:81", "http://a.example/", false),
        ("x, A.EXAMPLE", "http://a.example/", true), ("10.0.0.0/8", "http://10.1.2.3/", true),
        ("10.0.0.0/8", "http://11.1.2.3/", false), ("0.0.0.0/0", "http://11.1.2.3/", true),
        ("10.0.0.0/33", "http://10.0.0.0/", false), ("2001:db8::1", "http://[2001:db8::1]/", true),
        ("[2001:db8::1]:81", "http://[2001:db8::1]/", false), ("", "http://127.0.0.1/", true),
        ("", "http://localhost:5000/", true), ("", "http://[::1]/", true), ("", "https://a.example/", true),
    ])
    func `exceptions are read as other programs read them`(exceptions: String, url: String, isDirect: Bool) throws {
        let proxies = try Proxies(environment: ["HTTP_PROXY": "proxy.example", "NO_PROXY": exceptions])
        #expect(try proxies.isDirect(#require(HTTPAddress(url))) == isDirect)
    }

    @Test(arguments: ["https://p", "ftp://p", "http:///secret", "a b", "http://u:%zz@p"])
    func `a proxy that cannot be understood is an error that does not repeat it`(text: String) {
        let error = #expect(throws: RegistryError.self) { try Proxies(environment: ["HTTP_PROXY": text]) }
        #expect(error?.description.hasPrefix("$HTTP_PROXY: expected") == true)
        #expect(error?.description.contains(text) == false)
    }

    @Test func `lower case comes first, and parts are taken apart`() throws {
        let proxies = try Proxies(environment: [
            "http_proxy": "socks5://p.example", "HTTP_PROXY": "q.example", "https_proxy": "u:p@q.example:8080/",
        ])
        #expect(proxies.http == .init(isSOCKS: true, host: "p.example", port: 1080))
        #expect(proxies.https == .init(isSOCKS: false, host: "q.example", port: 8080, user: "u", password: "p"))
    }
}
