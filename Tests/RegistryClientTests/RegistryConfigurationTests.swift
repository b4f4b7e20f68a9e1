import Content
import OCI
import Synchronization
import Testing

@testable import RegistryClient

@Suite struct RegistryConfigurationTests {
    static let text = """
        unqualified-search-registries = ["docker.io"]

        [[registry]]
        location = "registry.example"
        [[registry.mirror]]
        location = "near.example/cache/"
        insecure = true
        [[registry.mirror]]
        location = "pinned.example"
        pull-from-mirror = "digest-only"

        [[registry]]
        prefix = "registry.example/team"
        location = "other.example:5000/moved"

        [[registry]]
        prefix = "*.corp.example"
        location = "gate.example"
        insecure = true

        [[registry]]
        prefix = "evil.example"
        blocked = true
        """

    static let digest = "sha256:\(String(repeating: "0", count: 64))"

    static func places(_ name: String, _ text: String = text) throws -> [String] {
        let configuration = RegistryConfiguration(
            rules: try RegistryConfiguration.rules(in: Array(text.utf8), file: "test"))
        let places = try configuration.places(of: try RegistryReference(name))
        return (places.mirrors + [places.origin]).map {
            "\($0.registry)/\($0.path)" + ($0.isInsecure ? " insecure" : "")
        }
    }

    @Test(arguments: [
        ("registry.example/a:1", ["near.example/cache/a insecure", "registry.example/a"]),
        (
            "registry.example/a@\(digest)",
            ["near.example/cache/a insecure", "pinned.example/a", "registry.example/a"]
        ),
        ("registry.example:444/a", ["near.example/cache:444/a insecure", "registry.example:444/a"]),
        ("registry.example/team/a", ["other.example:5000/moved/a"]),
        ("registry.example/teams/a", ["near.example/cache/teams/a insecure", "registry.example/teams/a"]),
        ("x.corp.example/a", ["gate.example/a insecure"]),
        ("x.corp.example:81/a", ["gate.example:81/a insecure"]),
        ("corp.example/a", ["corp.example/a"]),
        ("notcorp.example/a", ["notcorp.example/a"]),
        ("registry.example.org/a", ["registry.example.org/a"]),
    ])
    func `the longest prefix says where to ask`(name: String, expected: [String]) throws {
        if expected.contains(where: { $0.contains("cache:444") }) {
            // A port behind a path makes no repository.
            #expect(throws: RegistryError.self) { try Self.places(name) }
        } else {
            #expect(try Self.places(name) == expected)
        }
    }

    @Test func `a blocked prefix is refused`() throws {
        #expect(throws: RegistryError.blocked(reference: "evil.example/a", prefix: "evil.example")) {
            try Self.places("evil.example/a")
        }
        let older =
            "[registries.block]\nregistries = [\"a.example\"]\n[registries.insecure]\nregistries = [\"b.example\"]"
        #expect(throws: RegistryError.self) { try Self.places("a.example/x", older) }
        #expect(try Self.places("b.example/x", older) == ["b.example/x insecure"])
    }

    @Test(arguments: [
        "[[registry]]", "[[registry]]\nlocation = 3", "[[registry]]\nlocation = \"https://a.example\"",
        "[[registry]]\nprefix = \"*bad\"", "[[registry]]\nprefix = \"a\"\nblocked = \"yes\"",
        "[[registry]]\nprefix = \"a\"\n[[registry.mirror]]\ninsecure = true", "[[registry", "\u{0}",
        "[[registry]]\nprefix = \"a\"\n[[registry.mirror]]\nlocation = \"b\"\npull-from-mirror = \"often\"",
    ])
    func `what cannot be understood is an error with the file`(text: String) {
        let error = #expect(throws: RegistryError.self) {
            try RegistryConfiguration.rules(in: Array(text.utf8), file: "/etc/test.conf")
        }
        #expect(error?.description.hasPrefix("/etc/test.conf: ") == true)
    }

    @Test func `files are asked in order and drop-ins replace rules`() throws {
        let folder = try TemporaryFolder()
        let user = try folder.folder("home/.config/containers")
        let system = try folder.folder("etc")
        let environment = ["HOME": "\(folder.path)/home"]
        #expect(try RegistryConfiguration(environment: environment, system: system).rules.isEmpty)
        try folder.write("etc/registries.conf", "[[registry]]\nlocation = \"system.example\"")
        #expect(
            try RegistryConfiguration(environment: environment, system: system).rules.map(\.prefix)
                == ["system.example"])
        try folder.write("home/.config/containers/registries.conf", "[[registry]]\nlocation = \"user.example\"")
        _ = try folder.folder("etc/registries.conf.d")
        try folder.write("etc/registries.conf.d/a.conf", "[[registry]]\nlocation = \"user.example\"\nblocked = true")
        try folder.write("etc/registries.conf.d/b.txt", "not read")
        let rules = try RegistryConfiguration(environment: environment, system: system).rules
        #expect(rules == [.init(prefix: "user.example", isBlocked: true)])
        let only = ["CONTAINERS_REGISTRIES_CONF": "\(user)/none"].merging(environment) { first, _ in first }
        #expect(throws: RegistryError.self) { try RegistryConfiguration(environment: only, system: system) }
    }

    @Test func `wrong bytes of a mirror are noted and the registry is asked`() async throws {
        let text = Array(#"{"schemaVersion":2,"manifests":[]}"#.utf8)
        let digest = Digest.of(text)
        let mirror = try await FakeRegistry { _, _ in .init(body: Array("altered".utf8)) }
        let registry = try await FakeRegistry { _, _ in .init(body: text) }
        let notes = Notes()
        var options = RegistryClient.Options()
        options.note = { note in notes.list.withLock { $0.append(note) } }
        let rule = RegistryConfiguration.Rule(prefix: registry.place, mirrors: [.init(mirror.place)])
        let client = RegistryClient(
            options: options, credentials: CredentialStore(files: []), configuration: .init(rules: [rule]),
            network: try NetworkSettings())
        let reference = try RegistryReference("\(registry.place)/a@\(digest)")
        for _ in 0..<2 { #expect(try await client.manifest(reference).bytes == text) }
        try await client.shutdown()
        #expect(mirror.asked.count == 1)
        #expect(notes.list.withLock { $0.count } == 1)
        #expect(notes.list.withLock { $0.first }?.contains(mirror.place) == true)
    }

    final class Notes: Sendable {
        let list = Mutex<[String]>([])
    }
}
