import Content
import Glibc
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import RegistryClient

/// How files come from web servers, and what servers may do wrong.
@Suite(.timeLimit(.minutes(5))) struct DownloaderTests {
    private static let text = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    private static let etag = "\"v1\""

    private static func fetch(
        _ url: String, into folder: TemporaryFolder, known: DownloadValidators = DownloadValidators(),
        limit: Int64 = 1000, authorities: String? = nil, environment: [String: String] = [:],
        _ change: (inout Downloader.Options) -> Void = { _ in }
    ) async throws -> Downloader.Outcome {
        var options = Downloader.Options()
        options.timeout = .seconds(60)
        options.retries = 2
        options.backoff = .milliseconds(1)
        change(&options)
        let network = NetworkSettings(
            certificates: Certificates(folders: [], file: authorities), proxies: try Proxies(environment: environment))
        let downloader = Downloader(options: options, network: network)
        let result: Result<Downloader.Outcome, any Error>
        do {
            result = .success(
                try await downloader.fetch(url, known: known, to: "\(folder.path)/file", limit: limit))
        } catch {
            result = .failure(error)
        }
        try await downloader.shutdown()
        return try result.get()
    }

    private static func content(_ folder: TemporaryFolder) -> [UInt8]? {
        try? OpenFile.contents(of: "\(folder.path)/file", limit: 1 << 20)
    }

    /// A server that knows ranges, validators and conditions.
    private static func server(
        _ body: [UInt8] = text, etag: String? = etag, modified: String? = nil, cutAfter: Int? = nil
    ) async throws -> FakeRegistry {
        try await FakeRegistry { asked, nth in
            var headers: [(String, String)] = [("Date", "Wed, 25 Nov 2026 12:00:00 GMT")]
            if let etag { headers.append(("ETag", etag)) }
            if let modified { headers.append(("Last-Modified", modified)) }
            let isKnown =
                etag != nil && asked.headers.first(name: "If-None-Match") == etag
                || modified != nil && asked.headers.first(name: "If-Modified-Since") == modified
            if isKnown { return .init(status: .notModified, headers: headers) }
            var start = 0
            if let range = asked.headers.first(name: "Range"), let condition = asked.headers.first(name: "If-Range"),
                condition == etag || condition == modified,
                let first = Int(range.dropFirst("bytes=".count).dropLast())
            {
                start = first
                headers.append(("Content-Range", "bytes \(first)-\(body.count - 1)/\(body.count)"))
            }
            let rest = Array(body[start...])
            let isCut = cutAfter != nil && nth == 1
            return .init(
                status: start > 0 ? .partialContent : .ok, headers: headers,
                body: isCut ? Array(rest.prefix(cutAfter ?? 0)) : rest, length: rest.count)
        }
    }

    @Test func `a file comes whole, with what tells it from a later one`() async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server(modified: "Tue, 24 Nov 2026 12:00:00 GMT")
        let outcome = try await Self.fetch("http://\(server.place)/a", into: folder)
        #expect(
            outcome
                == .fetched(DownloadValidators(etag: Self.etag, lastModified: "Tue, 24 Nov 2026 12:00:00 GMT")))
        #expect(Self.content(folder) == Self.text)
        #expect(FolderListing.names(in: folder.path) == ["file"])
        #expect(server.asked.first?.headers.first(name: "Accept-Encoding") == "identity")
    }

    @Test(
        arguments: [
            DownloadValidators(etag: etag), DownloadValidators(lastModified: "Tue, 24 Nov 2026 12:00:00 GMT"),
        ])
    func `what has not changed is not sent again`(_ known: DownloadValidators) async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server(modified: "Tue, 24 Nov 2026 12:00:00 GMT")
        let outcome = try await Self.fetch("http://\(server.place)/a", into: folder, known: known)
        #expect(outcome == .unchanged)
        #expect(FolderListing.names(in: folder.path).isEmpty)
    }

    @Test func `a changed file comes in spite of the copy at hand`() async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server()
        let outcome = try await Self.fetch(
            "http://\(server.place)/a", into: folder, known: DownloadValidators(etag: "\"v0\""))
        #expect(outcome == .fetched(DownloadValidators(etag: Self.etag)))
        #expect(Self.content(folder) == Self.text)
    }

    @Test func `that nothing changed is no answer to who has no copy`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in .init(status: .notModified) }
        let url = "http://\(server.place)/a"
        await #expect(throws: DownloadError.status(url: url, found: 304)) { try await Self.fetch(url, into: folder) }
    }

    @Test(
        arguments: [
            ("\"v1\"", nil), (nil, "Tue, 24 Nov 2026 12:00:00 GMT"), ("W/\"v1\"", "Tue, 24 Nov 2026 12:00:00 GMT"),
        ]
            as [(String?, String?)])
    func `a download that broke goes on where it ended`(_ etag: String?, _ modified: String?) async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server(etag: etag, modified: modified, cutAfter: 10)
        _ = try await Self.fetch("http://\(server.place)/a", into: folder)
        #expect(Self.content(folder) == Self.text)
        #expect(server.asked.count == 2)
        #expect(server.asked.last?.headers.first(name: "Range") == "bytes=10-")
        #expect(server.asked.last?.headers.first(name: "If-Range") == (etag == "\"v1\"" ? etag : modified))
    }

    @Test(
        arguments: [(nil, nil), ("W/\"v1\"", nil), (nil, "Wed, 25 Nov 2026 11:59:30 GMT")] as [(String?, String?)])
    func `a download whose parts cannot be told apart begins anew`(_ etag: String?, _ modified: String?) async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server(etag: etag, modified: modified, cutAfter: 10)
        _ = try await Self.fetch("http://\(server.place)/a", into: folder)
        #expect(Self.content(folder) == Self.text)
        #expect(server.asked.map { $0.headers.first(name: "Range") } == [nil, nil])
    }

    @Test func `a later run completes what an earlier one left, and only of the same address`() async throws {
        let folder = try TemporaryFolder()
        let broken = try await Self.server(cutAfter: 10)
        let url = "http://\(broken.place)/a"
        await #expect(throws: DownloadError.self) { try await Self.fetch(url, into: folder) { $0.retries = 0 } }
        #expect(FolderListing.names(in: folder.path) == ["file", "file.origin"])
        let other = try await Self.server()
        _ = try await Self.fetch("http://\(other.place)/a", into: folder)
        #expect(other.asked.map { $0.headers.first(name: "Range") } == [nil])
        try folder.write("file", Array(Self.text[..<10]))
        try folder.write("file.origin", "\(url)\n\(Self.etag)\n")
        // Although a copy of an older version is at hand.
        _ = try await Self.fetch(url, into: folder, known: DownloadValidators(etag: "\"v0\""))
        #expect(broken.asked.last?.headers.first(name: "Range") == "bytes=10-")
        #expect(broken.asked.last?.headers.first(name: "If-None-Match") == nil)
        #expect(Self.content(folder) == Self.text)
    }

    @Test func `a file that changed in between begins anew`() async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server(etag: "\"v2\"")
        let url = "http://\(server.place)/a"
        try folder.write("file", "old and long enough to be of another file altogether")
        try folder.write("file.origin", "\(url)\n\(Self.etag)\n")
        _ = try await Self.fetch(url, into: folder)
        #expect(Self.content(folder) == Self.text)
        #expect(server.asked.count == 1)
    }

    @Test func `a part longer than the file begins anew`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { asked, _ in
            asked.headers.contains(name: "Range")
                ? .init(status: .rangeNotSatisfiable) : .init(headers: [("ETag", Self.etag)], body: Self.text)
        }
        let url = "http://\(server.place)/a"
        try folder.write("file", [UInt8](repeating: 0, count: 100))
        try folder.write("file.origin", "\(url)\n\(Self.etag)\n")
        _ = try await Self.fetch(url, into: folder)
        #expect(Self.content(folder) == Self.text)
    }

    @Test func `another range than was asked for is refused`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in
            .init(status: .partialContent, headers: [("Content-Range", "bytes 5-9/20")], body: [1, 2, 3, 4, 5])
        }
        let url = "http://\(server.place)/a"
        try folder.write("file", [UInt8](repeating: 0, count: 10))
        try folder.write("file.origin", "\(url)\n\(Self.etag)\n")
        await #expect(
            throws: DownloadError.malformed(url: url, expected: "bytes from 10", found: "bytes 5-9/20")
        ) { try await Self.fetch(url, into: folder) }
        #expect(FolderListing.names(in: folder.path).isEmpty)
    }

    @Test(arguments: [429, 500, 502, 503, 504])
    func `a passing status is asked again`(_ status: Int) async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, nth in
            nth < 3 ? .init(status: .init(statusCode: status)) : .init(body: Self.text)
        }
        _ = try await Self.fetch("http://\(server.place)/a", into: folder)
        #expect(Self.content(folder) == Self.text)
        #expect(server.asked.count == 3)
    }

    @Test(arguments: [(404, 1), (403, 1), (503, 3)])
    func `a status that stays is told`(_ status: Int, _ times: Int) async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in .init(status: .init(statusCode: status)) }
        let url = "http://\(server.place)/a"
        await #expect(throws: DownloadError.status(url: url, found: status)) {
            try await Self.fetch(url, into: folder)
        }
        #expect(server.asked.count == times)
        #expect(FolderListing.names(in: folder.path).isEmpty)
    }

    @Test func `an announced size beyond the limit is not even read`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in .init(body: Self.text) }
        let url = "http://\(server.place)/a"
        await #expect(throws: DownloadError.tooLarge(url: url, limit: 35)) {
            try await Self.fetch(url, into: folder, limit: 35)
        }
        #expect(FolderListing.names(in: folder.path).isEmpty)
        _ = try await Self.fetch(url, into: folder, limit: 36)
    }

    @Test func `an endless body ends with the limit, and nothing is kept of it`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in
            .init(headers: [("ETag", Self.etag)], body: [UInt8](repeating: 7, count: 1000), isEndless: true)
        }
        let url = "http://\(server.place)/a"
        await #expect(throws: DownloadError.tooLarge(url: url, limit: 5000)) {
            try await Self.fetch(url, into: folder, limit: 5000)
        }
        #expect(FolderListing.names(in: folder.path).isEmpty)
        #expect(server.asked.count == 1)
    }

    @Test func `a body that drips away the time is given up`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in .init(body: Self.text, trickle: .milliseconds(20)) }
        let url = "http://\(server.place)/a"
        let start = ContinuousClock.now
        let error = await #expect(throws: DownloadError.self) {
            try await Self.fetch(url, into: folder) {
                $0.timeout = .milliseconds(100)
                $0.retries = 1
            }
        }
        // On a busy machine a pause may be longer than the timeout by itself.
        switch error {
        case .tooSlow, .unreachable: break
        default: Issue.record("expected .tooSlow, found \(String(describing: error))")
        }
        #expect(ContinuousClock.now - start < .seconds(600))
    }

    @Test func `the whole time is bounded, however lively the server`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in
            .init(body: [UInt8](repeating: 7, count: 1000), isEndless: true)
        }
        let url = "http://\(server.place)/a"
        await #expect(throws: DownloadError.tooSlow(url: url, seconds: 0)) {
            try await Self.fetch(url, into: folder, limit: 1 << 40) { $0.wholeTime = .milliseconds(200) }
        }
    }

    @Test func `a server that says nothing is given up`() async throws {
        let folder = try TemporaryFolder()
        // It listens and never accepts: what answers is the kernel.
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port: UInt16? = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                guard bind(descriptor, raw, length) == 0, listen(descriptor, 8) == 0,
                    getsockname(descriptor, raw, &length) == 0
                else { return nil }
                return UInt16(bigEndian: pointer.pointee.sin_port)
            }
        }
        let url = "http://127.0.0.1:\(try #require(port))/a"
        let error = await #expect(throws: DownloadError.self) {
            try await Self.fetch(url, into: folder) {
                $0.timeout = .milliseconds(100)
                $0.retries = 1
            }
        }
        guard case .unreachable = error else {
            Issue.record("expected .unreachable, found \(String(describing: error))")
            return
        }
    }

    @Test func `redirects are followed, and a loop of them is not`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { asked, _ in
            switch asked.uri {
            case "/a": .init(status: .found, headers: [("Location", "b?x=1")])
            case "/b?x=1": .init(body: Self.text)
            case "/loop": .init(status: .movedPermanently, headers: [("Location", "/loop")])
            default:
                .init(status: .temporaryRedirect, headers: [("Location", "\(asked.uri)x")])
            }
        }
        _ = try await Self.fetch("http://\(server.place)/a", into: folder)
        #expect(Self.content(folder) == Self.text)
        for path in ["/loop", "/ever"] {
            let url = "http://\(server.place)\(path)"
            await #expect(throws: DownloadError.redirects(url: url)) { try await Self.fetch(url, into: folder) }
        }
        #expect(server.asked.count < 15)
    }

    @Test(arguments: ["http://mirror.invalid/a", "http://10.0.0.1/a"])
    func `a redirect to plain http elsewhere is refused`(_ location: String) async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in .init(status: .found, headers: [("Location", location)]) }
        await #expect(throws: DownloadError.plainHTTP(url: location)) {
            try await Self.fetch("http://\(server.place)/a", into: folder)
        }
    }

    @Test(arguments: ["ftp://x/", "javascript:alert(1)", "https://user@host/", "file:///etc/passwd"])
    func `a redirect to something else is refused`(_ location: String) async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { asked, _ in
            asked.uri == "/a" ? .init(status: .found, headers: [("Location", location)]) : .init(status: .notFound)
        }
        await #expect(throws: DownloadError.self) {
            try await Self.fetch("http://\(server.place)/a", into: folder)
        }
        #expect(Self.content(folder) == nil)
    }

    @Test func `https is asked for wherever the network is not this machine`() async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: DownloadError.plainHTTP(url: "http://mirror.invalid/a")) {
            try await Self.fetch("http://mirror.invalid/a", into: folder)
        }
        for text in ["mirror.invalid/a", "", "https://u:p@h/"] {
            await #expect(throws: DownloadError.notAnAddress(text)) { try await Self.fetch(text, into: folder) }
        }
    }

    @Test func `certificates that nobody vouches for are refused`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry(tls: try TestCertificate.server()) { _, _ in .init(body: Self.text) }
        let error = await #expect(throws: DownloadError.self) {
            try await Self.fetch("https://localhost:\(server.channel.localAddress?.port ?? 0)/a", into: folder)
        }
        guard case .distrusted = error else {
            Issue.record("expected .distrusted, found \(String(describing: error))")
            return
        }
        #expect(server.asked.isEmpty)
    }

    @Test func `https is spoken with whom a known authority vouches for`() async throws {
        let folder = try TemporaryFolder()
        let authorities = try folder.write("authorities.pem", TestCertificate.pem)
        let server = try await FakeRegistry(tls: try TestCertificate.server()) { _, _ in .init(body: Self.text) }
        let url = "https://localhost:\(server.channel.localAddress?.port ?? 0)/a"
        _ = try await Self.fetch(url, into: folder, authorities: authorities)
        #expect(Self.content(folder) == Self.text)
        // Whoever begins with https is not sent on to this machine in the clear.
        let plain = try await FakeRegistry { _, _ in .init(body: Array("other".utf8)) }
        let sending = try await FakeRegistry(tls: try TestCertificate.server()) { _, _ in
            .init(status: .found, headers: [("Location", "http://\(plain.place)/a")])
        }
        await #expect(throws: DownloadError.plainHTTP(url: "http://\(plain.place)/a")) {
            try await Self.fetch(
                "https://localhost:\(sending.channel.localAddress?.port ?? 0)/a", into: folder,
                authorities: authorities)
        }
        #expect(plain.asked.isEmpty)
    }

    @Test func `other machines are reached through the proxy, whose word is no certificate`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry(tls: try TestCertificate.server()) { _, _ in .init(body: Self.text) }
        let proxy = try await FakeProxy(to: server.place)
        let error = await #expect(throws: DownloadError.self) {
            try await Self.fetch(
                "https://mirror.test/a", into: folder, environment: ["HTTPS_PROXY": "http://\(proxy.place)"])
        }
        guard case .distrusted = error else {
            Issue.record("expected .distrusted, found \(String(describing: error))")
            return
        }
        #expect(proxy.asked == ["CONNECT mirror.test:443 HTTP/1.1"])
        #expect(server.asked.isEmpty)
    }

    @Test func `nobody listening is told at once`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeRegistry { _, _ in .init() }
        let place = server.place
        try await server.channel.close()
        let error = await #expect(throws: DownloadError.self) {
            try await Self.fetch("http://\(place)/a", into: folder)
        }
        guard case .unreachable = error else {
            Issue.record("expected .unreachable, found \(String(describing: error))")
            return
        }
        #expect(FolderListing.names(in: folder.path).isEmpty)
    }

    @Test func `offline nothing is asked`() async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server()
        let url = "http://\(server.place)/a"
        await #expect(throws: DownloadError.offline(url: url)) {
            try await Self.fetch(url, into: folder) { $0.isOffline = true }
        }
        #expect(server.asked.isEmpty)
    }

    @Test func `a link where the file is to go is not followed`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("victim", "precious")
        #expect(symlink("\(folder.path)/victim", "\(folder.path)/file") == 0)
        let server = try await Self.server()
        await #expect(throws: FileError.self) { try await Self.fetch("http://\(server.place)/a", into: folder) }
        #expect(try OpenFile.contents(of: "\(folder.path)/victim", limit: 100) == Array("precious".utf8))
    }
}
