internal import ArgumentParser
internal import Content
internal import Inventory
internal import JSONText
internal import Signing

/// Whose statements on exploitability count, for which packages, and who is believed before whom (`docs/vex.md`).
///
/// A file of JSON: `{"authors": [{"name": …, "rank": 0, "packages": ["pkg:deb/debian"], …}]}`, each with one of a key, an
/// identity, or `document`, the author that a file of the command line names and that nothing proves.
struct VEXAuthorsFile: Sendable {
    struct Author: Sendable {
        enum Kind: Sendable {
            case signer(SignersFile.Party)
            case document(String)
        }

        var name: String
        var rank: Int
        var packages: [PackageURL]
        var kind: Kind

        var party: SignersFile.Party? { if case .signer(let party) = kind { party } else { nil } }
    }

    private(set) var authors: [Author] = []
    /// Logs that must hold a signature.
    private(set) var logThreshold = 1

    private static let authorLimit = 1000
    private static let packageLimit = 10_000

    init(path: String) throws {
        try self.init(
            json: try OpenFile.contents(of: path, limit: SignersFile.limit), path: path,
            read: PolicyFileReader.keys(beside: path))
    }

    init(json bytes: [UInt8], path: String, read: (String) throws -> [UInt8]) throws {
        let file = try PolicyFileReader(json: bytes, path: path)
        try file.expect(["authors", "logThreshold"])
        if let value = file.value["logThreshold"] {
            guard let number = value.int, (0...16).contains(number) else {
                throw file.failure("logThreshold", "a number from 0 to 16")
            }
            logThreshold = number
        }
        for item in try file.list("authors", limit: Self.authorLimit) {
            try item.expect(SignersFile.partyMembers + ["document", "rank", "packages"])
            let author = try Self.author(item, read)
            guard !authors.contains(where: { $0.name == author.name }) else {
                throw item.failure("name", "a name that no other author has")
            }
            authors.append(author)
        }
        guard !authors.isEmpty else { throw file.failure("authors", "at least one author") }
    }

    private static func author(_ item: PolicyFileReader, _ read: (String) throws -> [UInt8]) throws -> Author {
        guard let name = try item.text("name"), !name.isEmpty else { throw item.failure("name", "a name") }
        var rank = 0
        if let value = item.value["rank"] {
            guard let number = value.int, (0...1_000_000).contains(number) else {
                throw item.failure("rank", "a number from 0; the smaller is believed first")
            }
            rank = number
        }
        var packages: [PackageURL] = []
        if let value = item.value["packages"] {
            guard value.kind == .array, value.count > 0, value.count <= packageLimit else {
                throw item.failure("packages", "a list of package URLs; without the member all packages are meant")
            }
            for element in value.elements {
                guard let purl = element.string.flatMap({ PackageURL($0) }) else {
                    throw item.failure("packages", "package URLs such as pkg:deb/debian/openssl")
                }
                packages.append(purl)
            }
        }
        if let document = try item.text("document") {
            guard (["key"] + SignersFile.partyMembers.dropFirst(2)).allSatisfy({ item.value[$0] == nil }) else {
                throw item.failure("document", "a document's author, a key or an identity, and one of them alone")
            }
            return Author(name: name, rank: rank, packages: packages, kind: .document(document))
        }
        return Author(name: name, rank: rank, packages: packages, kind: .signer(try SignersFile.signer(item, read)))
    }

    /// What verifies the signatures of those who sign; `nil` when nobody in the file does.
    func verifier(_ root: TrustedRoot) throws -> BundleVerifier? {
        var keys: [VerificationKey] = []
        var identities: [IdentityPolicy] = []
        for party in authors.compactMap(\.party) {
            switch party.kind {
            case .key(let key): keys.append(key)
            case .identity(let identity): identities.append(identity)
            }
        }
        guard !keys.isEmpty || !identities.isEmpty else { return nil }
        var policy = VerificationPolicy(signer: .either(keys, identities))
        policy.logs = logThreshold
        return BundleVerifier(root: root, policy: policy)
    }

    /// The author who has signed so.
    func author(of signer: VerifiedBundle.Signer) -> Author? { authors.first { $0.party?.isParty(signer) ?? false } }

    func author(named document: String) -> Author? {
        authors.first { if case .document(let name) = $0.kind { name == document } else { false } }
    }
}
