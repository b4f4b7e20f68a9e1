import Testing

@testable import Content

/// `obryza trust add --tuf` and `update`, beside an authority's repository.
@Suite struct TrustUpdateCommandTests {
    @Test func `a root is followed, and signing and verifying go by it`() throws {
        guard let sigstore = try PrivateSigstore(), let other = try PrivateSigstore() else { return }
        let folder = try TemporaryFolder()
        func run(_ arguments: String...) throws -> Obryza.Outcome {
            try #require(try Obryza.run(arguments, environment: ["OBRYZA_TRUST": "\(folder.path)/trust/deep"]))
        }
        let added = try run(
            "trust", "add", "--tuf", "\(sigstore.url)/tuf", "--root", "\(sigstore.updates)/root.json", "--name",
            "company")
        #expect(added.status == 0, "\(added.errors)")
        try folder.write(Array("hello".utf8), to: "a")
        try folder.write(Array(try sigstore.token().utf8), to: "token")
        let signed = try run(
            "sign", "\(folder.path)/a", "--trust", "company", "--identity-token", "\(folder.path)/token")
        #expect(signed.status == 0, "\(signed.errors)")
        let verified = try run(
            "verify-blob", "\(folder.path)/a", "--bundle", "\(folder.path)/a.sigstore.json", "--trust", "company",
            "--certificate-identity", PrivateSigstore.subject, "--certificate-oidc-issuer", sigstore.url)
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        let again = try run("trust", "update", "company")
        #expect(again.status == 0 && again.errors.contains("company: nothing new"), "\(again.errors)")
        let list = try run("trust", "list")
        #expect(list.output.contains("\(sigstore.url)/tuf") && list.output.contains("public-good"), "\(list.output)")

        // Another's repository under this name, no repository at all, and no network.
        let before = try OpenFile.contents(of: "\(folder.path)/trust/deep/company.json", limit: 1 << 20)
        let foreign = try run("trust", "update", "company", "--mirror", "\(other.url)/tuf")
        #expect(foreign.status == 1 && foreign.errors.contains("TUF"), "\(foreign.errors)")
        #expect(try run("trust", "update", "company", "--mirror", "\(other.url)/nothing").status == 3)
        #expect(try run("trust", "update", "company", "--offline").status == 2)
        #expect(try run("trust", "update", "nobody").status == 2)
        #expect(try OpenFile.contents(of: "\(folder.path)/trust/deep/company.json", limit: 1 << 20) == before)
        // A root of somebody else is not this repository's.
        let wrong = try run(
            "trust", "add", "--tuf", "\(sigstore.url)/tuf", "--root", "\(other.updates)/root.json", "--name", "wrong")
        #expect(wrong.status == 1, "\(wrong.errors)")
        #expect(try run("trust", "show", "--trust", "wrong").status != 0)
    }
}
