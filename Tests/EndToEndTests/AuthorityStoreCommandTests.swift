import Glibc
import Testing

/// Where an authority keeps itself, as its owner says it.
@Suite struct AuthorityStoreCommandTests {
    private static func settings(_ folder: TemporaryFolder) throws -> String {
        String(decoding: try folder.read("a/authority.json"), as: UTF8.self)
    }

    @Test func `an authority in a database is moved to files, and back`() throws {
        let folder = try TemporaryFolder()
        let at = "\(folder.path)/a"
        guard let made = try Obryza.run("authority", "init", at, "--store", "sqlite") else { return }
        #expect(made.status == 0, "\(made.errors)")
        #expect(try Self.settings(folder).contains(#""store": "sqlite""#))
        let files = try #require(try Obryza.run("authority", "move", at, "--store", "files"))
        #expect(files.status == 0, "\(files.errors)")
        #expect(files.errors.contains("0 entries, 0 certificates"))
        #expect(try Self.settings(folder).contains(#""store": "files""#))
        // Nothing was added meanwhile, so that the old place is the same log still.
        let back = try #require(try Obryza.run("authority", "move", at, "--store", "sqlite"))
        #expect(back.status == 0, "\(back.errors)")
        #expect(try Self.settings(folder).contains(#""store": "sqlite""#))
    }

    @Test(arguments: [
        "postgres://me:geheim@127.0.0.1/x", "postgres://me@127.0.0.1/x?password=geheim", "oracle://geheim",
    ])
    func `a password in an address is refused and not repeated`(store: String) throws {
        let folder = try TemporaryFolder()
        guard let made = try Obryza.run("authority", "init", "\(folder.path)/a", "--store", store) else { return }
        #expect(made.status == 2)
        #expect(!made.errors.contains("geheim"))
        #expect(access("\(folder.path)/a", F_OK) != 0)
    }

    @Test func `a database that does not answer leaves nothing behind`() throws {
        let folder = try TemporaryFolder()
        let made = try Obryza.run("authority", "init", "\(folder.path)/a", "--store", "postgres://me@127.0.0.1:1/x")
        guard let made else { return }
        #expect(made.status == 3)
        #expect(made.errors.contains("postgres://me@127.0.0.1:1/x does not answer"), "\(made.errors)")
        #expect(try Obryza.run("authority", "init", "\(folder.path)/a")?.status == 0)
    }
}
