import Content
import NIOHTTP1
import OCI
import Testing

@testable import RegistryClient

/// What a registry may send that is too much, too little or not now.
@Suite struct TransferTests {
    private static let blob = RegistryClientTests.blob
    private static let digest = RegistryClientTests.digest

    private static func pull(_ place: String, size: Int64? = nil) async throws -> [UInt8] {
        try await RegistryClientTests().use { try await RegistryClientTests().pull($0, place, size: size) }
    }

    @Test func `a blob that ends too soon names blob, expected and found after its repetitions`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            // A server that ignores ranges and always ends after five bytes.
            .init(body: Array(Self.blob[..<5]))
        }
        let error = await #expect(throws: RegistryError.self) { try await Self.pull(registry.place, size: 20) }
        #expect(
            error
                == .sizeMismatch(
                    subject: "blob \(Self.digest)", url: "\(registry.place)/a/b", expected: 20, found: 5))
        #expect(registry.asked.count == 3)
    }

    @Test func `an endless blob ends with the first byte too many`() async throws {
        let registry = try await FakeRegistry { _, _ in
            .init(body: [UInt8](repeating: 7, count: 1000), isEndless: true)
        }
        let error = await #expect(throws: RegistryError.self) { try await Self.pull(registry.place, size: 2500) }
        guard case .sizeMismatch(let subject, _, let expected, let found) = error else {
            Issue.record("expected .sizeMismatch, found \(String(describing: error))")
            return
        }
        #expect(subject == "blob \(Self.digest)" && expected == 2500 && found > 2500)
        #expect(registry.asked.count == 1)
    }

    @Test func `an endless manifest ends at the limit`() async throws {
        let registry = try await FakeRegistry { _, _ in
            .init(body: [UInt8](repeating: 0x20, count: 1 << 16), isEndless: true)
        }
        let reference = try RegistryReference("\(registry.place)/a:t")
        await #expect(
            throws: RegistryError.tooLarge(
                subject: "manifest \(reference)", url: "http://\(registry.place)/v2/a/manifests/t",
                limit: RegistryClient.manifestLimit)
        ) {
            try await RegistryClientTests().use { _ = try await $0.manifest(reference) }
        }
        #expect(registry.asked.count == 1)
    }

    @Test(arguments: [429, 500, 502, 503, 504])
    func `a passing status is asked again as often as the options say, then told`(_ status: Int) async throws {
        let registry = try await FakeRegistry { _, _ in
            .init(status: .init(statusCode: status), body: Array(#"{"errors":[{"message":"busy"}]}"#.utf8))
        }
        let error = await #expect(throws: RegistryError.self) { try await Self.pull(registry.place) }
        #expect(error?.description.contains("found \(status)") == true)
        #expect(error?.description.contains("busy") == true)
        #expect(registry.asked.count == 3)
    }

    @Test(arguments: [400, 403, 404, 405, 410, 501])
    func `a standing status is asked once`(_ status: Int) async throws {
        let registry = try await FakeRegistry { _, _ in .init(status: .init(statusCode: status)) }
        await #expect(throws: RegistryError.self) { try await Self.pull(registry.place) }
        #expect(registry.asked.count == 1)
    }

    @Test func `redirects have an end`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            .init(status: .temporaryRedirect, headers: [("Location", "\(asked.uri)x")])
        }
        await #expect(throws: RegistryError.self) { try await Self.pull(registry.place) }
        #expect(registry.asked.count <= 10)
    }

    @Test func `a pause that a server asks for is kept, up to the longest`() async throws {
        let registry = try await FakeRegistry { _, nth in
            nth == 1
                ? .init(status: .tooManyRequests, headers: [("Retry-After", "1")])
                : nth == 2
                    ? .init(status: .serviceUnavailable, headers: [("Retry-After", "86400")]) : .init(body: Self.blob)
        }
        var options = RegistryClient.Options()
        options.backoff = .milliseconds(1)
        options.longestPause = .milliseconds(1100)
        let client = RegistryClient(
            options: options, credentials: CredentialStore(files: []), network: try NetworkSettings())
        let start = ContinuousClock.now
        let bytes = try await RegistryClientTests().pull(client, registry.place)
        let time = ContinuousClock.now - start
        try await client.shutdown()
        #expect(bytes == Self.blob)
        #expect(time >= .milliseconds(2000) && time < .seconds(3600))
    }

    private static let present = "Sun, 06 Nov 1994 08:49:37 GMT"

    @Test(
        arguments: [
            ("0", 0), ("120", 120), (" 7 ", 7), ("999999999999999999999", 86400), ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
            ("Sun, 06 Nov 1994 08:49:00 GMT", 0), ("Tue, 08 Nov 1994 08:49:37 GMT", 86400),
            ("Mon, 07 Nov 1994 00:00:00 GMT", 54623), ("", nil), ("-1", nil), ("1.5", nil), ("soon", nil),
            ("Sun, 06 Nov 1994 25:49:37 GMT", nil), ("Sun, 00 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994", nil),
        ] as [(String, Int?)])
    func `Retry-After is seconds or a date`(header: String, seconds: Int?) {
        #expect(RetryAfter.pause(header, date: Self.present) == seconds.map { .seconds($0) })
    }

    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000), ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ] as [(String, Int64)])
    func `dates are counted as the calendar goes`(text: String, seconds: Int64) {
        #expect(RetryAfter.instant(text) == seconds)
    }
}
