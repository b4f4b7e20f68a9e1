import Testing

@testable import Inventory

@Suite struct JuliaManifestCataloguerTests {
    static let entries: [(String, String)] = [
        ("", "[["), ("julia_version = \"1.8.5\"\nmanifest_format = \"2.0\"\n", "[[deps."),
    ]

    @Test(arguments: entries)
    func readsBothFormats(head: String, open: String) throws {
        let yield = try yielded(
            JuliaManifestCataloguer(), "Manifest.toml",
            head
                + """

                \(open)Adapt]]
                deps = ["LinearAlgebra"]
                git-tree-sha1 = "195c5505521008abea5aee4f96930717958eac6f"
                uuid = "79e6a3ab-5dfb-504d-930d-738a2a938a0e"
                version = "3.4.0"

                \(open)Forked]]
                git-tree-sha1 = "00"
                repo-rev = "main"
                repo-url = "https://example.org/Forked.jl.git"
                uuid = "aaaaaaaa-5dfb-504d-930d-738a2a938a0e"
                version = "0.1.0"

                    \(open)Forked].deps]
                    Adapt = "79e6a3ab-5dfb-504d-930d-738a2a938a0e"

                \(open)LinearAlgebra]]
                uuid = "37e2e46d-f89d-539d-b4ee-838fcccc9c8e"
                """.replacing("\(open)Forked].deps]", with: open.dropFirst() + "Forked.deps]"))
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:julia/Adapt@3.4.0?uuid=79e6a3ab-5dfb-504d-930d-738a2a938a0e",
                "pkg:julia/Forked@0.1.0?uuid=aaaaaaaa-5dfb-504d-930d-738a2a938a0e&vcs_url=git%2Bhttps://example.org/Forked.jl.git%40main",
                "pkg:julia/LinearAlgebra?uuid=37e2e46d-f89d-539d-b4ee-838fcccc9c8e",
            ])
        #expect(edgeNames(yield) == ["Adapt@3.4.0 -> LinearAlgebra@", "Forked@0.1.0 -> Adapt@3.4.0"])
        #expect(yield.components.map { $0.properties["standardLibrary"] } == [nil, nil, "true"])
    }

    @Test(arguments: ["", "a = 1", "[[packages]]\nname = \"x\""])
    func leavesOtherManifestsAlone(text: String) throws {
        #expect(try yielded(JuliaManifestCataloguer(), "Manifest.toml", text).isEmpty)
    }

    @Test func refusesWhatIsNoTOML() {
        #expect(throws: (any Error).self) { try yielded(JuliaManifestCataloguer(), "Manifest.toml", "[[a") }
    }
}
