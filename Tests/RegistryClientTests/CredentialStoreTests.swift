import Content
import Glibc
import OCI
import Testing

@testable import RegistryClient

@Suite struct CredentialStoreTests {
    /// As the program does: a helper may end before it is asked.
    init() { signal(SIGPIPE, SIG_IGN) }

    private static func entry(_ user: String) -> String {
        #"{"auth":"\#(Base64.encode(Array("\(user):secret".utf8)))"}"#
    }

    private static func basic(_ user: String) -> RegistryCredential { .basic(user: user, password: "secret") }

    @Test(arguments: [
        (["HOME": "/h"], ["/run/containers/@/auth.json", "/h/.config/containers/auth.json", "/h/.docker/config.json"]),
        (
            ["HOME": "/h", "XDG_RUNTIME_DIR": "/r", "XDG_CONFIG_HOME": "/x", "DOCKER_CONFIG": "/d"],
            ["/r/containers/auth.json", "/x/containers/auth.json", "/d/config.json"]
        ),
        (["HOME": "/h", "REGISTRY_AUTH_FILE": "/only.json"], ["/only.json"]),
        (["HOME": "", "REGISTRY_AUTH_FILE": "", "XDG_RUNTIME_DIR": ""], ["/run/containers/@/auth.json"]),
    ])
    func `the environment says which files are asked, and in what order`(
        environment: [String: String], expected: [String]
    ) {
        #expect(
            CredentialStore(environment: environment).files
                == expected.map { $0.replacing("@", with: "\(getuid())") })
    }

    @Test(arguments: [
        ("r.example", "team/app", "of team"), ("r.example", "team/app/deep", "of team"),
        ("r.example", "teams/x", "of host"),
        ("r.example", "team/own", "of own"), ("other.example", "team/app", nil),
        ("r.example:444", "team/app", "of port"),
        ("docker.io", "library/debian", "of hub"), ("plain.example", "a", "by name"),
    ])
    func `the longest key that covers a repository counts`(host: String, path: String, user: String?) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "auth.json",
            """
            {"auths":{"r.example":\(Self.entry("of host")),"r.example/team":\(Self.entry("of team")),\
            "r.example/team/own":\(Self.entry("of own")),"https://r.example:444/v2/":\(Self.entry("of port")),\
            "https://index.docker.io/v1/":\(Self.entry("of hub")),\
            "plain.example":{"username":"by name","password":"secret"}}}
            """)
        let found = try await CredentialStore(files: [file]).credential(
            for: #require(RegistryAddress(Substring(host))), repository: path)
        #expect(found == user.map(Self.basic))
    }

    @Test func `the first file that knows the registry counts, and a missing one is no error`() async throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("1", #"{"auths":{"a.example":\#(Self.entry("first"))}}"#)
        let second = try folder.write(
            "2", #"{"auths":{"a.example":\#(Self.entry("second")),"b.example":{"identitytoken":"refresh"}}}"#)
        let store = CredentialStore(files: ["\(folder.path)/none", first, second])
        let a = try #require(RegistryAddress("a.example"))
        let b = try #require(RegistryAddress("b.example"))
        #expect(try await store.credential(for: a, repository: "x") == Self.basic("first"))
        #expect(try await store.credential(for: b, repository: "x") == .identityToken("refresh"))
    }

    @Test(arguments: [
        "{", #"{"auths":{"a.example":{"auth":"%%%"}}}"#, #"{"auths":{"a.example":{"auth":"bm9jb2xvbg=="}}}"#,
    ])
    func `a broken file is an error that names it and no secret`(text: String) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("auth.json", text)
        let error = await #expect(throws: RegistryError.self) {
            _ = try await CredentialStore(files: [file]).credential(
                for: #require(RegistryAddress("a.example")), repository: "x")
        }
        #expect(error?.description.contains(file) == true)
        #expect(error?.description.contains("bm9jb2xvbg") == false)
    }

    /// A store whose helper is a script.
    private func helped(
        _ script: String, _ configuration: String, _ folder: TemporaryFolder, patience: Duration = .seconds(600)
    ) throws -> CredentialStore {
        try folder.write("docker-credential-test", "#!/bin/sh\n\(script)\n", mode: 0o755)
        var store = CredentialStore(files: [try folder.write("config.json", configuration)])
        store.path = "\(folder.path):/usr/bin:/bin"
        store.patience = patience
        return store
    }

    @Test(arguments: [
        #"{"credsStore":"test"}"#, #"{"credHelpers":{"a.example":"test"},"credsStore":"none"}"#,
        #"{"credHelpers":{"a.example":"test"},"auths":{"a.example":{"username":"plain","password":"x"}}}"#,
    ])
    func `a helper is asked by name of the registry`(configuration: String) async throws {
        let folder = try TemporaryFolder()
        let store = try helped(
            """
            [ "$1" = get ] || exit 9
            read -r server || true
            printf '{"ServerURL":"%s","Username":"of %s","Secret":"secret"}' "$server" "$server"
            """, configuration, folder)
        let found = try await store.credential(for: #require(RegistryAddress("a.example")), repository: "x")
        #expect(found == Self.basic("of a.example"))
        if configuration.contains(#"{"credsStore""#) {
            let hub = try await store.credential(for: .dockerHub, repository: "library/x")
            #expect(hub == Self.basic("of https://index.docker.io/v1/"))
        }
    }

    @Test func `a helper may give an identity token`() async throws {
        let folder = try TemporaryFolder()
        let store = try helped(
            #"printf '{"Username":"<token>","Secret":"refresh"}'"#, #"{"credsStore":"test"}"#, folder)
        let found = try await store.credential(for: #require(RegistryAddress("a.example")), repository: "x")
        #expect(found == .identityToken("refresh"))
    }

    @Test func `a helper without an entry leaves the question to the next file`() async throws {
        let folder = try TemporaryFolder()
        var store = try helped(
            "echo 'credentials not found in native keychain'; exit 1", #"{"credsStore":"test"}"#, folder)
        let a = try #require(RegistryAddress("a.example"))
        #expect(try await store.credential(for: a, repository: "x") == nil)
        store.files.append(try folder.write("next.json", #"{"auths":{"a.example":\#(Self.entry("next"))}}"#))
        #expect(try await store.credential(for: a, repository: "x") == Self.basic("next"))
    }

    @Test(arguments: [
        ("echo 'keychain is locked: hush'; exit 1", "the helper failed"), ("echo hush", "expected JSON"),
        (#"echo '{"Username":"hush"}'"#, "expected JSON"), ("head -c 100000 /dev/zero", ""),
        ("kill -9 $$", "the helper failed"),
    ])
    func `a helper that fails or speaks nonsense is an error that keeps its words`(
        script: String, reason: String
    ) async throws {
        let folder = try TemporaryFolder()
        let store = try helped(script, #"{"credsStore":"test"}"#, folder)
        let error = await #expect(throws: RegistryError.self) {
            _ = try await store.credential(for: #require(RegistryAddress("a.example")), repository: "x")
        }
        guard case .credentials(let place, let found) = error else {
            Issue.record("expected .credentials, found \(String(describing: error))")
            return
        }
        #expect(place == "docker-credential-test")
        #expect(found.contains(reason) && !found.contains("hush"), "\(found)")
    }

    @Test(arguments: ["exec sleep 900", "sleep 900; echo", "trap '' TERM; sleep 900; echo"])
    func `a helper that hangs is given up`(script: String) async throws {
        let folder = try TemporaryFolder()
        let store = try helped(script, #"{"credsStore":"test"}"#, folder, patience: .milliseconds(200))
        let start = ContinuousClock.now
        let error = await #expect(throws: RegistryError.self) {
            _ = try await store.credential(for: #require(RegistryAddress("a.example")), repository: "x")
        }
        // Tests beside this one may hold the threads for a while; the helper would hold them longer.
        #expect(ContinuousClock.now - start < .seconds(600))
        #expect(error?.description.contains("no answer within") == true, "\(String(describing: error))")
    }

    @Test(arguments: ["wait", "trap '' TERM; wait", "exec sleep 899", "exit 0"])
    func `what a helper that hangs has started ends with it`(rest: String) async throws {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/child"
        // The child keeps the helper's output open and does not listen to TERM.
        let store = try helped(
            "(trap '' TERM; exec sleep 900) & echo $! > \(file); \(rest)", #"{"credsStore":"test"}"#, folder,
            patience: .milliseconds(500))
        await #expect(throws: RegistryError.self) {
            _ = try await store.credential(for: #require(RegistryAddress("a.example")), repository: "x")
        }
        let child = try #require(pid_t(Self.text(of: file).split(separator: "\n").first ?? ""))
        // Killed at once, but the system takes its time to put it away.
        for _ in 0..<1000 where Self.isAlive(child) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(!Self.isAlive(child))
    }

    private static func text(of file: String) throws -> String {
        String(decoding: try OpenFile.contents(of: file, limit: 100), as: UTF8.self)
    }

    /// A zombie, which nobody fetched, is not.
    private static func isAlive(_ process: pid_t) -> Bool {
        guard kill(process, 0) == 0, let status = try? text(of: "/proc/\(process)/stat") else { return false }
        return status.split(separator: ")").last?.hasPrefix(" Z") != true
    }

    @Test(arguments: ["../evil", "a b", ""])
    func `a name that is no plain name is run by nobody`(name: String) async throws {
        let folder = try TemporaryFolder()
        let store = try helped("echo", #"{"credHelpers":{"a.example":"\#(name)"}}"#, folder)
        await #expect(throws: RegistryError.self) {
            _ = try await store.credential(for: #require(RegistryAddress("a.example")), repository: "x")
        }
    }
}
