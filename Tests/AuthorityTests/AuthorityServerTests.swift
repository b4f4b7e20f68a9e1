import Content
import Glibc
import JSONText
import NIOPosix
import Signing
import Testing
import Transparency

@testable import Authority

@Suite struct AuthorityServerTests {
    /// What a server answered, read until it closed the connection.
    struct Answer: Sendable {
        var status: Int
        var head: String
        var body: [UInt8]

        var json: JSONValue { get throws { try JSONDocument(body).root } }
    }

    /// No connection, or no whole answer on it.
    struct Broken: Error {}

    /// A bare client: what it sends is what the test says, well formed or not.
    ///
    /// On a thread of its own: the server answers on those of the concurrency pool.
    static func send(_ bytes: [UInt8], port: Int) async throws -> Answer {
        try await NIOThreadPool.singleton.runIfActive { try exchange(bytes, port: port) }
    }

    private static func exchange(_ bytes: [UInt8], port: Int) throws -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Broken() }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            // The server may have answered and gone before it has everything.
            if count <= 0 { break }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            received += buffer[..<count]
        }
        let split = received.indices.dropLast(3).first { received[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
        guard let end = split else { throw Broken() }
        let head = String(decoding: received[..<end], as: UTF8.self)
        guard let status = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { throw Broken() }
        return Answer(status: status, head: head, body: Array(received[(end + 4)...]))
    }

    static func request(
        _ method: String, _ path: String, body: [UInt8] = [], headers: [String] = [], port: Int
    ) async throws -> Answer {
        let lines =
            ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Connection: close", "Content-Length: \(body.count)"]
            + headers
        return try await send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, port: port)
    }

    private func serving(
        _ body: (TemporaryAuthority, AuthorityServices, Int) async throws -> Void
    ) async throws {
        let temporary = try TemporaryAuthority()
        let services = try AuthorityServices(temporary.folder)
        let now = temporary.now
        let server = try await AuthorityServer(services, host: "127.0.0.1", port: 0, clock: { now })
        do {
            try await body(temporary, services, server.port)
        } catch {
            try await server.close()
            await services.close()
            throw error
        }
        try await server.close()
        await services.close()
    }

    private func certificateRequest(_ key: SigningKey, proving text: String) throws -> [UInt8] {
        let proof = try key.signature(of: .message(Array(text.utf8)))
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("publicKeyRequest")
            writer.object { writer in
                writer.key("publicKey")
                writer.object { $0.member("content", key.publicKey.pem) }
                writer.member("proofOfPossession", Base64.encode(proof))
            }
        }
        return writer.bytes
    }

    @Test func aClientSignsOverTheNetwork() async throws {
        try await serving { temporary, _, port async throws in
            let subject = "dev@example.org"
            let authorization = "Authorization: Bearer \(try temporary.token(subject))"
            let key = try SigningKey(generating: .p384)
            let issued = try await Self.request(
                "POST", "/api/v2/signingCert", body: certificateRequest(key, proving: subject),
                headers: [authorization], port: port)
            #expect(issued.status == 200)
            let answer = try issued.json
            let chain = try #require(answer["signedCertificateEmbeddedSct"]?["chain"]?["certificates"])
            #expect(chain.count == 3)
            let text = try #require(chain[0]?.string)
            let certificate = try #require(try PEM.blocks(text.utf8).first).content
            let artifact = Array("content".utf8)
            let signature = try key.signature(of: .message(artifact))
            let timestamp = try await Self.request(
                "POST", "/api/v1/timestamp", body: TemporaryAuthority.timestampRequest(signature),
                headers: ["Content-Type: application/timestamp-query"], port: port)
            #expect(timestamp.status == 201)
            let entryRequest = TemporaryAuthority.entryRequest(
                digest: Digest.of(artifact, .sha384).bytes, signature: signature, certificate: certificate,
                details: "PKIX_ECDSA_P384_SHA_384")
            let entry = try await Self.request("POST", "/api/v2/log/entries", body: entryRequest, port: port)
            #expect(entry.status == 201)
            let bundle = TemporaryAuthority.bundle(
                certificate: certificate, entry: entry.body, timestamp: timestamp.body, signature: signature)
            _ = try temporary.verify(bundle, artifact: artifact, subject: subject)

            // The same again is refused, and says where it stands.
            let again = try await Self.request("POST", "/api/v2/log/entries", body: entryRequest, port: port)
            #expect(again.status == 409 && again.head.lowercased().contains("x-log-index: 0"))
            let replayed = try await Self.request(
                "POST", "/api/v2/signingCert", body: certificateRequest(key, proving: subject),
                headers: [authorization], port: port)
            #expect(replayed.status == 409)
            // Readers see the entry.
            let checkpoint = try await Self.request("GET", "/api/v2/checkpoint", port: port)
            let size = try Checkpoint(text: SignedNote(checkpoint.body).text).size
            #expect(size == 1)
            let tile = try await Self.request("GET", "/api/v2/tile/0/000.p/1", port: port)
            #expect(tile.status == 200 && tile.body.count == 32)
            #expect(try await Self.request("GET", "/api/v2/tile/0/000.p/2", port: port).status == 404)
        }
    }

    @Test func aKeyThatTheAskerHasNotIsRefused() async throws {
        try await serving { temporary, services, port async throws in
            let headers = ["Authorization: Bearer \(try temporary.token("dev@example.org"))"]
            let key = try SigningKey(generating: .p256)
            let wrong = try await Self.request(
                "POST", "/api/v2/signingCert", body: certificateRequest(key, proving: "other@example.org"),
                headers: headers, port: port)
            #expect(wrong.status == 400)
            let body = try certificateRequest(key, proving: "dev@example.org")
            #expect(try await Self.request("POST", "/api/v2/signingCert", body: body, port: port).status == 401)
            let forged = ["Authorization: Bearer \(try TemporaryAuthority().token("dev@example.org"))"]
            #expect(
                try await Self.request("POST", "/api/v2/signingCert", body: body, headers: forged, port: port).status
                    == 400)
            #expect(services.certificateLog.checkpoint.checkpoint.size == 0)
        }
    }

    @Test(arguments: [
        ("POST", "/api/v2/signingCert", "{}", 400), ("POST", "/api/v2/signingCert", "[", 400),
        ("POST", "/api/v2/log/entries", #"{"hashedRekordRequestV002":{}}"#, 400),
        ("POST", "/api/v2/log/entries", "", 400), ("POST", "/api/v1/timestamp", "0", 415),
        ("GET", "/api/v2/signingCert", "", 405), ("DELETE", "/api/v2/checkpoint", "", 405),
        ("GET", "/api/v2/tile/0/../../keys/root.pem", "", 404), ("GET", "/tuf/../keys/root.pem", "", 404),
        ("GET", "/keys/root.pem", "", 404), ("GET", "/", "", 404),
    ]) func whatIsNoRequestGetsAProblem(method: String, path: String, body: String, status: Int) async throws {
        try await serving { _, _, port async throws in
            let answer = try await Self.request(method, path, body: Array(body.utf8), port: port)
            #expect(answer.status == status)
            #expect(answer.head.contains("application/problem+json"))
            let json = try answer.json
            #expect(json["status"]?.int == status)
            #expect(json["detail"]?.string?.isEmpty == false)
        }
    }

    @Test func whatIsTooLongIsRefusedBeforeItIsRead() async throws {
        try await serving { _, _, port async throws in
            let long = [UInt8](repeating: 0x20, count: 200_000)
            #expect(try await Self.request("POST", "/api/v2/log/entries", body: long, port: port).status == 413)
            let announced = "POST /api/v2/log/entries HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n"
            #expect(try await Self.send(Array(announced.utf8), port: port).status == 413)
            let chunk = "20000\r\n" + String(repeating: "x", count: 0x20000) + "\r\n"
            let chunked =
                "POST /api/v2/log/entries HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)0\r\n\r\n"
            #expect(try await Self.send(Array(chunked.utf8), port: port).status == 413)
            #expect(try await Self.send(Array("NONSENSE\r\n\r\n".utf8), port: port).status == 400)
            // And the server is still there.
            #expect(try await Self.request("GET", "/healthz", port: port).status == 200)
        }
    }
}
