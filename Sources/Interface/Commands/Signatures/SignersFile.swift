internal import ArgumentParser
internal import Content
internal import JSONText
internal import Signing

/// Who may sign, how many of them must, and whose signatures count no more, as a file (`docs/verification.md`).
struct SignersFile: Sendable {
    /// One who may sign: a key, or an identity.
    struct Party: Sendable {
        enum Kind: Sendable {
            case key(VerificationKey)
            case identity(IdentityPolicy)
        }
        var name: String
        var kind: Kind

        func isParty(_ signer: VerifiedBundle.Signer) -> Bool {
            switch (kind, signer) {
            case (.key(let own), .key(let key)): own == key
            case (.identity(let policy), .certificate(let identity, _)): policy.allows(identity)
            default: false
            }
        }
    }

    var threshold: Int
    var parties: [Party]
    var revocations: [Revocation] = []

    static let limit = 1 << 20
    private static let partyLimit = 1000

    /// - Throws: `ValidationError` with the place in the file, `FileError`.
    init(path: String) throws {
        try self.init(
            json: try OpenFile.contents(of: path, limit: Self.limit), path: path,
            read: PolicyFileReader.keys(beside: path))
    }

    /// - Parameter read: gives the file of a key, whose name is relative to this file.
    init(json bytes: [UInt8], path: String, read: (String) throws -> [UInt8]) throws {
        let file = try PolicyFileReader(json: bytes, path: path)
        try file.expect(["threshold", "signers", "revoked"])
        parties = []
        for item in try file.list("signers", limit: Self.partyLimit) {
            let party = try Self.party(item, read)
            guard !parties.contains(where: { $0.name == party.name }) else {
                throw item.failure("name", "a name that no other signer has")
            }
            parties.append(party)
        }
        guard !parties.isEmpty else { throw file.failure("signers", "at least one signer") }
        threshold = 1
        if let value = file.value["threshold"] {
            guard let number = value.int, number >= 1, number <= parties.count else {
                throw file.failure("threshold", "a number from 1 to that of the signers, \(parties.count)")
            }
            threshold = number
        }
        for item in try file.list("revoked", limit: Self.partyLimit) { revocations.append(try Self.revocation(item)) }
    }

    /// Members by which a signer is named.
    static let partyMembers = ["name", "key"] + identityMembers + ["extensions"]

    private static func party(_ item: PolicyFileReader, _ read: (String) throws -> [UInt8]) throws -> Party {
        try item.expect(partyMembers)
        return try signer(item, read)
    }

    static func signer(_ item: PolicyFileReader, _ read: (String) throws -> [UInt8]) throws -> Party {
        guard let name = try item.text("name"), !name.isEmpty else { throw item.failure("name", "a name") }
        guard let file = try item.text("key") else {
            return Party(name: name, kind: .identity(try identity(item)))
        }
        guard try identityMembers.allSatisfy({ try item.text($0) == nil }), item.value["extensions"] == nil else {
            throw item.failure("key", "a key or an identity, not both")
        }
        do {
            return Party(name: name, kind: .key(try VerificationPolicy.key(pem: try read(file))))
        } catch let error as VerificationFailure {
            throw item.failure("key", "a public key (\(error))")
        }
    }

    private static let identityMembers = [
        "subject", "subjectPattern", "subjectRegexp", "issuer", "issuerPattern", "issuerRegexp",
    ]

    private static func identity(_ item: PolicyFileReader) throws -> IdentityPolicy {
        var extensions: [FulcioExtension: IdentityPolicy.Matcher] = [:]
        for member in item.value["extensions"]?.members.map({ $0 }) ?? [] {
            guard let name = FulcioExtension(name: member.key), let text = member.value.string else {
                throw item.failure("extensions.\(member.key.prefix(80))", "a text for an extension that is known")
            }
            extensions[name] = .exact(text)
        }
        return IdentityPolicy(
            subject: try matcher(item, "subject"), issuer: try matcher(item, "issuer"), extensions: extensions)
    }

    /// One of NAME, NAMEPattern and NAMERegexp.
    private static func matcher(_ item: PolicyFileReader, _ name: String) throws -> IdentityPolicy.Matcher {
        let forms = (try item.text(name), try item.text("\(name)Pattern"), try item.text("\(name)Regexp"))
        switch forms {
        case (let text?, nil, nil): return .exact(text)
        case (nil, let text?, nil): return .pattern(text)
        case (nil, nil, let text?):
            do {
                return .expression(try .whole(text))
            } catch {
                throw item.failure("\(name)Regexp", "a regular expression (\(error))")
            }
        default: throw item.failure(name, "one of \(name), \(name)Pattern and \(name)Regexp")
        }
    }

    private static func revocation(_ item: PolicyFileReader) throws -> Revocation {
        try item.expect(["key", "certificate", "since"] + identityMembers)
        var since: Instant?
        if let text = try item.text("since") {
            guard let time = Instant(text) else { throw item.failure("since", "a time of RFC 3339") }
            since = time
        }
        func fingerprint(_ name: String) throws -> String? {
            guard let text = try item.text(name) else { return nil }
            guard let bytes = Hex.decode(text.utf8), bytes.count == 32 else {
                throw item.failure(name, "SHA-256 in hexadecimal")
            }
            return Hex.encode(bytes)
        }
        let isIdentity = try identityMembers.contains { try item.text($0) != nil }
        switch (try fingerprint("key"), try fingerprint("certificate"), isIdentity) {
        case (let key?, nil, false): return Revocation(.key(key), since: since)
        case (nil, let certificate?, false): return Revocation(.certificate(certificate), since: since)
        case (nil, nil, true): return Revocation(.identity(try identity(item)), since: since)
        default: throw item.failure("key", "one of a key, a certificate and an identity")
        }
    }

    // MARK: Use

    var signer: VerificationPolicy.Signer {
        var keys: [VerificationKey] = []
        var identities: [IdentityPolicy] = []
        for party in parties {
            switch party.kind {
            case .key(let key): keys.append(key)
            case .identity(let identity): identities.append(identity)
            }
        }
        return .either(keys, identities)
    }

    /// The first one who has signed so; each counts once, however many keys or subjects they have.
    func name(of signer: VerifiedBundle.Signer) -> String? { parties.first { $0.isParty(signer) }?.name }
}
