import Testing

/// `obryza db index`, from SBOMs to those that an advisory is about.
@Suite struct IndexCommandTests {
    private static func bill(_ name: String, _ purls: [String]) -> [UInt8] {
        let components = purls.enumerated().map { number, purl in
            let parts = purl.split(separator: "/").last?.split(separator: "@") ?? []
            return "{\"type\":\"library\",\"bom-ref\":\"\(number)\",\"name\":\"\(parts.first ?? "")\","
                + "\"version\":\"\(parts.last ?? "")\",\"purl\":\"\(purl)\"}"
        }
        return Array(
            ("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\"metadata\":{\"component\":"
                + "{\"type\":\"container\",\"name\":\"\(name)\"}},\"components\":[\(components.joined(separator: ","))]}")
                .utf8)
    }

    private static let advisory = """
        {"id":"GHSA-xxxx-0001","modified":"2099-01-02T00:00:00Z","aliases":["CVE-2099-0001"],"affected":\
        [{"package":{"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},\
        {"fixed":"1.3.0"}]}]}]}
        """

    @Test func `names the SBOMs that an advisory is about`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.bill("old-app", ["pkg:npm/left@1.2.0", "pkg:npm/right@1.0.0"]), to: "old.json")
        try folder.write(Self.bill("new-app", ["pkg:npm/left@1.3.0"]), to: "new.json")
        try folder.write(Array(Self.advisory.utf8), to: "advisory.json")
        try folder.write(Array("no SBOM".utf8), to: "broken.json")
        let index = "\(folder.path)/fleet.index"
        let (old, new) = ("\(folder.path)/old.json", "\(folder.path)/new.json")
        guard let first = try Obryza.run("db", "index", "add", old, "--index", index) else { return }
        #expect(first.status == 0, "\(first.errors)")
        let second = try #require(
            try Obryza.run("db", "index", "add", old, new, "\(folder.path)/broken.json", "--index", index))
        #expect(second.status == 3)
        #expect(second.errors.contains("1 added, 1 known before"), "\(second.errors)")
        #expect(second.errors.contains("broken.json"))

        let query = try #require(
            try Obryza.run("db", "index", "query", "\(folder.path)/advisory.json", "--index", index))
        #expect(query.status == 1, "\(query.errors)")
        #expect(query.output.hasPrefix("affected\told-app\tsha256:"), "\(query.output)")
        #expect(query.output.hasSuffix("\tleft 1.2.0\n"))
        #expect(query.errors.contains("1 of 2 documents affected, 0 undecided"))

        // The same by name, out of a database.
        let database = "\(folder.path)/advisories.db"
        _ = try Obryza.run("db", "build", "\(folder.path)/advisory.json", "--output", database)
        let named = try #require(
            try Obryza.run("db", "index", "query", "CVE-2099-0001", "--index", index, "--db", database))
        #expect(named.output == query.output)
        let status = try #require(try Obryza.run("db", "index", "status", "--index", index))
        #expect(status.status == 0)
        #expect(status.output.contains("documents   2\n"))
    }

    @Test func `what cannot be known is not taken for clean`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.bill("odd", ["pkg:nowhere/thing@1.0"]), to: "odd.json")
        try folder.write(Array(Self.advisory.utf8), to: "advisory.json")
        let index = "\(folder.path)/fleet.index"
        guard let added = try Obryza.run("db", "index", "add", "\(folder.path)/odd.json", "--index", index) else {
            return
        }
        #expect(added.status == 0)
        let query = try #require(
            try Obryza.run("db", "index", "query", "\(folder.path)/advisory.json", "--index", index))
        #expect(query.status == 3)
        #expect(query.errors.contains("1 documents have parts that cannot be looked up"), "\(query.errors)")
        let missing = try #require(
            try Obryza.run("db", "index", "query", "\(folder.path)/advisory.json", "--index", "\(folder.path)/none"))
        #expect(missing.status == 2)
        let bytes = try #require(try Obryza.run("db", "index", "status", "--index", "\(folder.path)/odd.json"))
        #expect(bytes.status == 3)
    }
}
