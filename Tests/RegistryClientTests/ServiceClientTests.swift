import NIOCore
import NIOHTTP1
import Testing

@testable import RegistryClient

/// How services on the web are asked, and what they may do wrong.
@Suite(.timeLimit(.minutes(5))) struct ServiceClientTests {
    private static func send(
        _ method: ServiceClient.Method, _ url: String, body: [UInt8] = [], limit: Int = 1000,
        environment: [String: String] = [:], _ change: (inout ServiceClient.Options) -> Void = { _ in }
    ) async throws -> ServiceClient.Answer {
        var options = ServiceClient.Options()
        options.retries = 2
        options.backoff = .milliseconds(1)
        options.longestPause = .milliseconds(5)
        change(&options)
        let client = ServiceClient(options: options, network: try NetworkSettings(environment: environment))
        let result: Result<ServiceClient.Answer, any Error>
        do {
            result = .success(
                try await client.send(
                    method, url, headers: [("Authorization", "Bearer secret")], body: body, limit: limit))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        return try result.get()
    }

    @Test func `a question and its answer come whole, whatever the status`() async throws {
        for status in [HTTPResponseStatus.ok, .created, .badRequest, .conflict, .internalServerError] {
            let server = try await FakeRegistry { asked, _ in .init(status: status, body: asked.body + [0x21]) }
            let answer = try await Self.send(.post, "http://\(server.place)/a?b=c", body: [1, 2])
            #expect(answer.status == Int(status.code) && answer.body == [1, 2, 0x21])
            #expect(server.asked.map(\.uri) == ["/a?b=c"])
            #expect(server.asked.first?.headers.first(name: "Authorization") == "Bearer secret")
        }
    }

    @Test func `who asks for patience is asked again, and not for ever`() async throws {
        let patient = try await FakeRegistry { _, nth in
            nth < 3 ? .init(status: .serviceUnavailable, headers: [("Retry-After", "3600")]) : .init(body: [1])
        }
        let answer = try await Self.send(.post, "http://\(patient.place)/a")
        #expect(answer.status == 200 && patient.asked.count == 3)
        let busy = try await FakeRegistry { _, _ in .init(status: .tooManyRequests) }
        #expect(try await Self.send(.post, "http://\(busy.place)/a").status == 429)
        #expect(busy.asked.count == 3)
    }

    @Test func `a secret goes to the address that was named and nowhere else`() async throws {
        let other = try await FakeRegistry { _, _ in .init() }
        let server = try await FakeRegistry { _, _ in
            .init(status: .temporaryRedirect, headers: [("Location", "http://\(other.place)/b")])
        }
        let url = "http://\(server.place)/a"
        await #expect(throws: ServiceError.redirected(url: url, to: "http://\(other.place)/b")) {
            _ = try await Self.send(.post, url)
        }
        #expect(other.asked.isEmpty && server.asked.count == 1)
        await #expect(throws: ServiceError.plainHTTP(url: "http://example.org/a")) {
            _ = try await Self.send(.post, "http://example.org/a")
        }
        for text in ["ftp://example.org", "https://user@example.org/", "nothing"] {
            await #expect(throws: ServiceError.notAnAddress(text)) { _ = try await Self.send(.get, text) }
        }
    }

    @Test func `without a network nothing is opened`() async throws {
        let server = try await FakeRegistry { _, _ in .init() }
        let url = "http://\(server.place)/a"
        await #expect(throws: ServiceError.offline(url: url)) {
            _ = try await Self.send(.get, url) { $0.isOffline = true }
        }
        #expect(server.asked.isEmpty)
    }

    @Test func `an answer that is too large, broken or endless is given up`() async throws {
        let large = try await FakeRegistry { _, _ in .init(body: [UInt8](repeating: 0, count: 1001)) }
        await #expect(throws: ServiceError.tooLarge(url: "http://\(large.place)/a", limit: 1000)) {
            _ = try await Self.send(.get, "http://\(large.place)/a")
        }
        let endless = try await FakeRegistry { _, _ in .init(body: [UInt8](repeating: 0, count: 100), isEndless: true) }
        await #expect(throws: ServiceError.tooLarge(url: "http://\(endless.place)/a", limit: 1000)) {
            _ = try await Self.send(.get, "http://\(endless.place)/a")
        }
        let broken = try await FakeRegistry { _, _ in .init(body: [1], length: 10) }
        await #expect(throws: ServiceError.self) { _ = try await Self.send(.post, "http://\(broken.place)/a") }
        // What was sent may have been done.
        #expect(broken.asked.count == 1)
        let slow = try await FakeRegistry { _, _ in
            .init(body: [UInt8](repeating: 0, count: 100), trickle: .milliseconds(20))
        }
        await #expect(throws: ServiceError.self) {
            _ = try await Self.send(.get, "http://\(slow.place)/a") { $0.timeout = .milliseconds(200) }
        }
    }

    @Test func `where nobody listens, that is said`() async throws {
        let server = try await FakeRegistry { _, _ in .init() }
        let place = server.place
        try await server.channel.close()
        await #expect(throws: ServiceError.self) { _ = try await Self.send(.post, "http://\(place)/a") }
    }
}
