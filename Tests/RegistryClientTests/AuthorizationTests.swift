import Content
import NIOHTTP1
import OCI
import Testing

@testable import RegistryClient

@Suite struct AuthorizationTests {
    private static let blob = RegistryClientTests.blob

    /// An auth file for one registry.
    private static func file(_ folder: TemporaryFolder, _ place: String, _ entry: String) throws -> String {
        try folder.write("auth.json", #"{"auths":{"\#(place)":\#(entry)}}"#)
    }

    private static let password = #"{"auth":"\#(Base64.encode(Array("who:what: ever".utf8)))"}"#

    private static func challenge(_ asked: FakeRegistry.Asked, _ more: String = "") -> FakeRegistry.Answer {
        let host = asked.headers.first(name: "Host") ?? ""
        return .init(
            status: .unauthorized,
            headers: [("WWW-Authenticate", #"Bearer realm="http://\#(host)/token",service="s"\#(more)"#)])
    }

    @Test func `a name and password are shown after they are asked for, and from then on`() async throws {
        let expected = "Basic \(Base64.encode(Array("who:what: ever".utf8)))"
        let registry = try await FakeRegistry { asked, _ in
            asked.headers.first(name: "Authorization") == expected
                ? .init(body: Self.blob)
                : .init(status: .unauthorized, headers: [("WWW-Authenticate", #"Basic realm="r", charset="UTF-8""#)])
        }
        let folder = try TemporaryFolder()
        let file = try Self.file(folder, registry.place, Self.password)
        try await RegistryClientTests().use([file]) { client in
            for _ in 0..<2 {
                let bytes = try await RegistryClientTests().pull(client, registry.place)
                #expect(bytes == Self.blob)
            }
        }
        #expect(registry.asked.map { $0.headers.contains(name: "Authorization") } == [false, true, true])
    }

    @Test func `a wrong password is tried once`() async throws {
        let registry = try await FakeRegistry { _, _ in
            .init(status: .unauthorized, headers: [("WWW-Authenticate", "Basic realm=r")])
        }
        let folder = try TemporaryFolder()
        let file = try Self.file(folder, registry.place, Self.password)
        let error = await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use([file]) { try await RegistryClientTests().pull($0, registry.place) }
        }
        if case .unauthorized = error {} else { Issue.record("found \(String(describing: error))") }
        #expect(registry.asked.count == 2)
    }

    @Test func `the token service is asked for the scope of the challenge, with the password`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            if asked.uri.hasPrefix("/token") {
                return asked.headers.first(name: "Authorization")?.hasPrefix("Basic ") == true
                    ? .init(body: Array(#"{"access_token":"t","expires_in":300}"#.utf8)) : .init(status: .unauthorized)
            }
            return asked.headers.first(name: "Authorization") == "Bearer t"
                ? .init(body: Self.blob) : Self.challenge(asked, #",scope="repository:a/b:pull repository:c:pull""#)
        }
        let folder = try TemporaryFolder()
        let file = try Self.file(folder, registry.place, Self.password)
        try await RegistryClientTests().use([file]) { client in
            for _ in 0..<2 {
                let bytes = try await RegistryClientTests().pull(client, registry.place)
                #expect(bytes == Self.blob)
            }
        }
        let tokens = registry.asked.filter { $0.uri.hasPrefix("/token") }
        #expect(
            tokens.map(\.uri) == ["/token?service=s&scope=repository%3Aa%2Fb%3Apull&scope=repository%3Ac%3Apull"])
        // The password went to the token service and nowhere else.
        #expect(
            registry.asked.allSatisfy {
                $0.uri.hasPrefix("/token")
                    || $0.headers.first(name: "Authorization").map { $0.hasPrefix("Bearer ") } != false
            })
    }

    @Test func `an identity token is exchanged and never shown to the registry`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            if asked.uri == "/token" { return .init(body: Array(#"{"access_token":"t"}"#.utf8)) }
            return asked.headers.first(name: "Authorization") == "Bearer t"
                ? .init(body: Self.blob) : Self.challenge(asked)
        }
        let folder = try TemporaryFolder()
        let file = try Self.file(folder, registry.place, #"{"identitytoken":"refresh&me"}"#)
        let bytes = try await RegistryClientTests().use([file]) {
            try await RegistryClientTests().pull($0, registry.place)
        }
        #expect(bytes == Self.blob)
        let asked = try #require(registry.asked.first { $0.uri == "/token" })
        #expect(asked.method == .POST)
        #expect(
            String(decoding: asked.body, as: UTF8.self)
                == "grant_type=refresh_token&service=s&client_id=obryza&scope=repository%3Aa%2Fb%3Apull"
                + "&refresh_token=refresh%26me")
        #expect(registry.asked.allSatisfy { !"\($0.headers)\($0.uri)".contains("refresh&me") })
    }

    @Test func `a token that expires is replaced once`() async throws {
        let registry = try await FakeRegistry { asked, nth in
            if asked.uri.hasPrefix("/token") { return .init(body: Array(#"{"token":"t\#(nth)"}"#.utf8)) }
            // The third request for the blob finds the first token expired.
            let accepted = nth < 3 ? "Bearer t1" : "Bearer t2"
            return asked.headers.first(name: "Authorization") == accepted
                ? .init(body: Self.blob) : Self.challenge(asked)
        }
        try await RegistryClientTests().use { client in
            for _ in 0..<3 {
                let bytes = try await RegistryClientTests().pull(client, registry.place)
                #expect(bytes == Self.blob)
            }
        }
        #expect(registry.asked.filter { $0.uri.hasPrefix("/token") }.count == 2)
    }

    @Test func `a token that is refused right away is an error, not a circle`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasPrefix("/token") ? .init(body: Array(#"{"token":"t"}"#.utf8)) : Self.challenge(asked)
        }
        await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use { try await RegistryClientTests().pull($0, registry.place) }
        }
        #expect(registry.asked.count == 3)
    }

    @Test(arguments: ["", "[", #"{"token":""}"#, #"{"token":"a\nb"}"#, #"{"other":"t"}"#])
    func `an answer without a usable token is an error`(text: String) async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasPrefix("/token") ? .init(body: Array(text.utf8)) : Self.challenge(asked)
        }
        let error = await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use { try await RegistryClientTests().pull($0, registry.place) }
        }
        if case .malformed = error {} else { Issue.record("found \(String(describing: error))") }
    }

    @Test func `an endless token is given up`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            asked.uri.hasPrefix("/token")
                ? .init(body: [UInt8](repeating: 0x20, count: 4096), isEndless: true) : Self.challenge(asked)
        }
        let error = await #expect(throws: RegistryError.self) {
            try await RegistryClientTests().use { try await RegistryClientTests().pull($0, registry.place) }
        }
        if case .tooLarge = error {} else { Issue.record("found \(String(describing: error))") }
    }

    @Test func `pushing asks for the right to push`() async throws {
        let registry = try await FakeRegistry { asked, _ in
            if asked.uri.hasPrefix("/token") { return .init(body: Array(#"{"token":"\#(asked.uri)"}"#.utf8)) }
            let right = asked.method == .PUT ? "pull%2Cpush" : "pull"
            guard asked.headers.first(name: "Authorization")?.hasSuffix(right) == true else {
                return Self.challenge(asked)
            }
            return asked.method == .PUT ? .init(status: .created) : .init()
        }
        let reference = try RegistryReference("\(registry.place)/a/b:t")
        try await RegistryClientTests().use { client in
            let exists = try await client.blobExists(RegistryClientTests.digest, of: reference)
            #expect(exists)
            _ = try await client.pushManifest(Array("{}".utf8), mediaType: MediaType.ociManifest, to: reference)
        }
        #expect(registry.asked.filter { $0.uri.hasPrefix("/token") }.count == 2)
    }
}
