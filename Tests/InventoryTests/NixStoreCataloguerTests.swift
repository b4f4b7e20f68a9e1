import Testing

@testable import Inventory

/// The database was written by SQLite 3 with pages of 512 bytes: 60 paths need interior and overflow pages.
@Suite struct NixStoreCataloguerTests {
    static let database = "nix/var/nix/db/db.sqlite"

    @Test func joinsTheDatabaseWithTheStore() throws {
        let bytes = try fixture("Nix/db.sqlite")
        var view = try FactsView(NixStoreCataloguer(), [(Self.database, bytes)])
        let paths = try bytes.withUnsafeBytes { buffer in
            let file = try SQLiteFile(buffer)
            let table = try #require(try file.table("validpaths"))
            #expect(table.columns.prefix(3) == ["id", "path", "hash"])
            var paths: [String] = []
            try file.rows(of: table) { row in
                guard case .whole(let identity, let record) = row else { return }
                #expect(identity == Int64(paths.count + 1))
                paths.append(SQLiteRecord(record).text(1) ?? "")
            }
            return paths
        }
        #expect(paths.count == 60)
        for path in paths.prefix(3) { view.paths.insert(path.dropFirst() + "/bin/x") }
        view.paths.insert("nix/store/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-hello-2.12.1-doc/share/x")
        view.paths.insert("nix/store/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-hello-2.12.1.drv")
        view.paths.insert("nix/store/.links/x")
        var yield = Yield()
        NixStoreCataloguer().conclude(view, into: &yield)
        let found = yield.components.sorted { $0.name < $1.name }
        #expect(found.map(\.name) == ["bash-interactive", "glibc", "hello", "openssl"])
        #expect(found.map(\.version) == ["5.2-p21", "2.38-44", "2.12.1", "3.0.13"])
        #expect(found[0].requirements.first?.alternatives == found[1].provides)
        #expect(found[0].requirements.count == 1)
        #expect(found[0].evidence[0].path == Self.database)
        #expect(found[2].evidence[0].technique == .filename)
        #expect(
            found[2].purl?.description
                == "pkg:nix/hello@2.12.1?output=doc&outputhash=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")
        #expect(found[3].properties["output"] == "bin")
    }

    @Test func refusesCellsThatOverlap() throws {
        // On every leaf page sixteen cells lead to the first.
        var bytes = try fixture("Nix/db.sqlite")
        for page in stride(from: 512, to: bytes.count, by: 512) where bytes[page] == 0x0d {
            (bytes[page + 3], bytes[page + 4]) = (0, 16)
            for cell in 1..<16 {
                bytes[page + 8 + cell * 2] = bytes[page + 8]
                bytes[page + 9 + cell * 2] = bytes[page + 9]
            }
        }
        let reason = #expect(throws: SQLiteError.self) {
            try bytes.withUnsafeBytes { buffer in
                let file = try SQLiteFile(buffer)
                _ = try file.table("ValidPaths")
            }
        }
        #expect(reason?.reason.hasSuffix("overlap") == true)
    }

    @Test func survivesDamage() throws {
        let whole = try fixture("Nix/db.sqlite")
        for offset in stride(from: 0, to: whole.count, by: 61) {
            var bytes = whole
            bytes[offset] = bytes[offset] == 0xff ? 0 : 0xff
            if offset.isMultiple(of: 2) { bytes.removeLast(offset % bytes.count / 2) }
            var yield = Yield()
            // Any error will do.
            bytes.withUnsafeBytes {
                try? NixStoreCataloguer().read(WantedFile(path: Self.database, bytes: $0), into: &yield)
            }
        }
    }
}
