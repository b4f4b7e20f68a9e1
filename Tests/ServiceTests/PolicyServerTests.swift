import Glibc
import JSONText
import NIOCore
import NIOPosix
import Rego
import Testing

@testable import Service

/// The server on a socket, with clients that are well behaved and not.
@Suite struct PolicyServerTests {
    struct Broken: Error {}

    /// A connection on which the test sends what it likes. Used on threads of its own, since the server's are few.
    final class Line: Sendable {
        let descriptor: Int32

        init(port: Int) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(UInt16(port)).bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            let descriptor = descriptor
            let connected = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard connected == 0 else { throw Broken() }
        }

        deinit { close(descriptor) }

        func send(_ text: String) { send(Array(text.utf8)) }

        func send(_ bytes: [UInt8]) {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
                }
                if count <= 0 { return }
                sent += count
            }
        }

        /// What comes until `count` answers have ended with a line break, or the connection has.
        func receive(until isEnough: (String) -> Bool = { _ in false }) -> String {
            var received: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while !isEnough(String(decoding: received, as: UTF8.self)) {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count <= 0 { break }
                received += buffer[..<count]
            }
            return String(decoding: received, as: UTF8.self)
        }
    }

    static func post(_ path: String, _ body: String, headers: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: x\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func metrics(of server: PolicyServer) throws -> String {
        let line = try Line(port: server.port)
        line.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return line.receive()
    }

    private func serving(
        _ policy: String = "package p\n\nx := input.n", settings: ServiceSettings = ServiceSettings(),
        limits: ServiceConnection.Limits = .init(), connectionLimit: Int = 100,
        bodyMemory: Int = 1 << 30,
        _ body: @escaping @Sendable (PolicyServer, PolicyService) throws -> Void
    ) async throws {
        let service = try TestService(["p.rego": policy], settings: settings).service
        let server = try await PolicyServer(
            service, addresses: [.internet(host: "127.0.0.1", port: 0)], connectionLimit: connectionLimit,
            limits: limits, bodyMemory: bodyMemory)
        do {
            try await NIOThreadPool.singleton.runIfActive { try body(server, service) }
        } catch {
            try await server.shutDown(within: .zero)
            throw error
        }
        try await server.shutDown(within: .zero)
    }

    @Test func connectionsAreKeptAndRequestsMayFollowAtOnce() async throws {
        try await serving { server, _ in
            let line = try Line(port: server.port)
            // Many requests before the first answer; some are answered elsewhere, and all in their order.
            let count = 200
            line.send((0..<count).map { Self.post("/v1/data/p/x", "{\"input\":{\"n\":\($0)}}") }.joined())
            let text = line.receive { $0.contains("{\"result\":\(count - 1)}\n") }
            let lines = text.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
            let results = lines.filter { $0.hasPrefix("{\"result\":") }
            #expect(results == (0..<count).map { "{\"result\":\($0)}" })
            line.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let last = line.receive()
            #expect(last.hasPrefix("HTTP/1.1 200") && last.lowercased().contains("connection: close"))
        }
    }

    @Test(arguments: [
        "NONSENSE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "POST /v1/data HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ])
    func whatIsNotHTTPEndsTheConnection(text: String) async throws {
        try await serving { server, _ in
            let line = try Line(port: server.port)
            line.send(text)
            let answer = line.receive()
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
            let other = try Line(port: server.port)
            other.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(other.receive().hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func largeBodiesAreRefusedBeforeTheyAreRead() async throws {
        var settings = ServiceSettings()
        settings.bodyLimit = 1000
        try await serving(settings: settings) { server, _ in
            let announced = try Line(port: server.port)
            announced.send("POST /v1/data/p/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000000\r\n\r\n")
            let text = announced.receive { $0.hasSuffix("}\n") }
            #expect(text.hasPrefix("HTTP/1.1 413") && text.contains("invalid_parameter"))
            let chunked = try Line(port: server.port)
            chunked.send("POST /v1/data/p/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunked.send("800\r\n" + String(repeating: "x", count: 0x800) + "\r\n0\r\n\r\n")
            #expect(chunked.receive().hasPrefix("HTTP/1.1 413"))
            let head = try Line(port: server.port)
            head.send("GET /health HTTP/1.1\r\nX: " + String(repeating: "x", count: 1 << 20))
            #expect(!head.receive().hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func clientsThatDoNotSendOrReadAreNotWaitedForForever() async throws {
        var limits = ServiceConnection.Limits()
        limits.patience = .milliseconds(50)
        limits.idle = .milliseconds(50)
        try await serving(limits: limits) { server, service in
            // Nothing, half a head, half a body, and nothing after an answer: each is ended by the server.
            for start in ["", "GET /he", "POST /v1/data/p/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"] {
                let line = try Line(port: server.port)
                line.send(start)
                #expect(line.receive() == "")
            }
            let line = try Line(port: server.port)
            line.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(line.receive().hasSuffix("{}\n"))
        }
    }

    @Test func aClientThatReadsNothingIsNotAnsweredOnAndOn() async throws {
        let big =
            "package p\n\nx := concat(\"\", [s | some _ in numbers.range(1, 2000); s := \"0123456789012345678901234567890123456789012345678901234567890123\"])"
        try await serving(big) { server, service in
            let line = try Line(port: server.port)
            // Each answer has 128 kB.
            let count = 300
            line.send((0..<count).map { _ in Self.post("/v1/data/p/x", "{\"input\":1}") }.joined())
            let text = try Self.metrics(of: server)
            let answered = text.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }.first {
                $0.hasPrefix("http_request_duration_seconds_count{code=\"200\",handler=\"v1/data\"")
            }
            let number = answered?.split(separator: " ").last.flatMap { Int($0) } ?? 0
            #expect(number < count)
            // And once it reads, it gets all.
            var seen = 0
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while seen < count * 128_000 {
                let received = recv(line.descriptor, &buffer, buffer.count, 0)
                if received <= 0 { break }
                seen += received
            }
            #expect(seen >= count * 128_000)
        }
    }

    @Test func allBodiesTogetherHaveALimit() async throws {
        try await serving(bodyMemory: 10_000) { server, _ in
            let half = "{\"input\":{\"n\":\"" + String(repeating: "x", count: 6000)
            let first = try Line(port: server.port)
            first.send(
                "POST /v1/data/p/x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: \(half.utf8.count + 3)\r\n\r\n"
            )
            _ = first.receive { $0.contains("100 Continue") }
            first.send(half)
            // The first part has come when it is counted.
            while try !Self.metrics(of: server).contains("http_request_body_bytes \(half.utf8.count)\n") {}
            let second = try Line(port: server.port)
            second.send(Self.post("/v1/data/p/x", half, headers: "Connection: close\r\n"))
            #expect(second.receive { $0.hasSuffix("}\n") }.hasPrefix("HTTP/1.1 503"))
            // Once it is answered there is room again.
            first.send("\"}}")
            #expect(first.receive { $0.hasSuffix("}\n") }.contains("{\"result\":\"xxx"))
            let third = try Line(port: server.port)
            third.send(Self.post("/v1/data/p/x", half + "\"}}", headers: "Connection: close\r\n"))
            #expect(third.receive().hasSuffix("x\"}\n"))
        }
    }

    @Test func connectionsBeyondTheLimitAreRefused() async throws {
        try await serving(connectionLimit: 2) { server, service in
            let lines = try (0..<2).map { _ in try Line(port: server.port) }
            for line in lines {
                line.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = line.receive { $0.hasSuffix("{}\n") }
            }
            let third = try Line(port: server.port)
            third.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(third.receive() == "")
            lines[0].send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(lines[0].receive().contains("http_connections_refused_total 1\n"))
        }
    }

    @Test func requestsUnderWayAreAnsweredAtTheEnd() async throws {
        let slow = "package p\n\nx := count([1 | some i in numbers.range(1, 300000); i > input.n])"
        let service = try TestService(["p.rego": slow]).service
        let server = try await PolicyServer(service, addresses: [.internet(host: "127.0.0.1", port: 0)])
        let port = server.port
        let idle = try Line(port: port)
        let line = try Line(port: port)
        line.send(Self.post("/v1/data/p/x", "{\"input\":{\"n\":0}}", headers: "Expect: 100-continue\r\n"))
        // The server has the request when it says so.
        let begin = try await NIOThreadPool.singleton.runIfActive { line.receive { $0.contains("100 Continue") } }
        #expect(begin.contains("100 Continue"))
        async let rest = NIOThreadPool.singleton.runIfActive { line.receive() }
        try await server.shutDown(within: .seconds(60))
        // The answer may have come together with the word to go on.
        let answer = try await begin + rest
        #expect(answer.hasSuffix("{\"result\":300000}\n"), "\(answer)")
        #expect(try await NIOThreadPool.singleton.runIfActive { idle.receive() } == "")
    }

    @Test func aSocketOfTheFileSystemIsServedAndRemoved() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        let service = try TestService(["p.rego": "package p\n\nx := 1"]).service
        let server = try await PolicyServer(service, addresses: [.socket(path), .internet(host: "127.0.0.1", port: 0)])
        #expect(server.addresses.first == .socket(path) && server.addresses.count == 2)
        #expect(access(path, F_OK) == 0)
        try await server.shutDown(within: .zero)
        #expect(access(path, F_OK) != 0)
    }

    @Test(
        arguments: [
            ("localhost:8181", ListenAddress.internet(host: "localhost", port: 8181)),
            (":80", .internet(host: "0.0.0.0", port: 80)), ("[::1]:0", .internet(host: "::1", port: 0)),
            ("https://a.example:1", .internet(host: "a.example", port: 1)), ("unix:///run/s", .socket("/run/s")),
            ("localhost", nil), ("localhost:", nil), ("a:70000", nil), ("::1:5", nil), ("unix://", nil), ("", nil),
            ("a:-1", nil),
        ] as [(String, ListenAddress?)])
    func addressesAreReadInFull(text: String, expected: ListenAddress?) {
        #expect(ListenAddress(text) == expected)
    }
}
