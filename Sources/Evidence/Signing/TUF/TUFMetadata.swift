internal import Content
internal import JSONText

/// One metadata file of a TUF repository, read and not yet believed (TUF 1.0 §4).
struct TUFMetadata: Sendable {
    enum Kind: String, Sendable { case root, timestamp, snapshot, targets }

    struct Signature: Sendable {
        var keyID: String
        var bytes: [UInt8]
    }

    struct Role: Sendable, Equatable {
        var keyIDs: [String]
        var threshold: Int
    }

    /// What another file must be.
    struct Announced: Sendable {
        var version: Int
        var length: Int?
        var hashes: [Digest]
    }

    let kind: Kind
    let version: Int
    let expires: Instant
    let signed: JSONValue
    let signatures: [Signature]
    /// The bytes as they came, to be kept.
    let bytes: [UInt8]
    /// What was signed.
    let canonical: [UInt8]
    /// The name of the role, for messages.
    let name: String

    static let signatureLimit = 256
    static let keyLimit = 1024

    init(_ bytes: [UInt8], kind: Kind, name: String) throws(TUFError) {
        func refuse(_ what: String) -> TUFError { .format(role: name, what) }
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: 32))
        } catch {
            throw refuse("expected JSON, found \(error)")
        }
        if let duplicate = document.firstDuplicateName {
            throw refuse("expected distinct names, found “\(duplicate.prefix(60))” twice")
        }
        guard let signed = document.root["signed"], signed.kind == .object else { throw refuse("expected “signed”") }
        guard let canonical = CanonicalJSON.encode(signed) else { throw refuse("expected whole numbers only") }
        guard signed["_type"]?.string == kind.rawValue else {
            throw refuse("expected the type \(kind.rawValue), found \(signed["_type"]?.string?.prefix(40) ?? "none")")
        }
        guard let specification = signed["spec_version"]?.string, specification.hasPrefix("1.") else {
            throw refuse(
                "expected a specification version 1, found \(signed["spec_version"]?.string?.prefix(40) ?? "none")")
        }
        guard let version = signed["version"]?.int, version > 0 else { throw refuse("expected a version above 0") }
        guard let expires = signed["expires"]?.string.flatMap({ Instant($0) }) else {
            throw refuse("expected “expires”")
        }
        guard let list = document.root["signatures"], list.kind == .array, list.count <= Self.signatureLimit else {
            throw refuse("expected at most \(Self.signatureLimit) signatures")
        }
        var signatures: [Signature] = []
        var seen: Set<String> = []
        for element in list.elements {
            guard let keyID = element["keyid"]?.string, let text = element["sig"]?.string,
                let signature = Hex.decode(text.utf8)
            else { throw refuse("expected keyid and sig of a signature") }
            guard seen.insert(keyID).inserted else { throw refuse("expected one signature of each key") }
            signatures.append(Signature(keyID: keyID, bytes: signature))
        }
        self.kind = kind
        self.version = version
        self.expires = expires
        self.signed = signed
        self.signatures = signatures
        self.bytes = bytes
        self.canonical = canonical
        self.name = name
    }

    // MARK: Keys and roles

    /// A role's keys and threshold, as `holder` lists them.
    static func role(_ value: JSONValue?, of name: String) throws(TUFError) -> Role {
        guard let value, let keyIDs = value["keyids"], keyIDs.kind == .array, keyIDs.count <= keyLimit,
            let threshold = value["threshold"]?.int, threshold > 0
        else { throw .format(role: name, "expected keyids and a threshold above 0") }
        let names = keyIDs.elements.compactMap(\.string)
        guard names.count == keyIDs.count, Set(names).count == names.count else {
            throw .format(role: name, "expected distinct keyids")
        }
        return Role(keyIDs: names, threshold: threshold)
    }

    /// The keys of a root or of delegations. Those that cannot be used sign nothing.
    static func keys(_ value: JSONValue?) -> [String: (key: VerificationKey, scheme: SignatureScheme)] {
        var keys: [String: (VerificationKey, SignatureScheme)] = [:]
        guard let value, value.count <= keyLimit else { return keys }
        for (keyID, entry) in value.members {
            guard let scheme = entry["scheme"]?.string, let text = entry["keyval"]?["public"]?.string else { continue }
            do throws(KeyError) {
                let key: VerificationKey
                if scheme == "ed25519", let raw = Hex.decode(text.utf8) {
                    key = try VerificationKey(der: PublicKeyParts.raw(.ed25519, raw))
                } else {
                    key = try VerificationKey.load(pem: text)
                }
                let found: SignatureScheme? =
                    switch scheme {
                    case "ed25519": .ed25519
                    case "ecdsa-sha2-nistp256", "ecdsa": .ecdsa(.sha256)
                    case "ecdsa-sha2-nistp384": .ecdsa(.sha384)
                    case "ecdsa-sha2-nistp521": .ecdsa(.sha512)
                    case "rsassa-pss-sha256": .rsaPSS(.sha256)
                    case "rsassa-pss-sha384": .rsaPSS(.sha384)
                    case "rsassa-pss-sha512": .rsaPSS(.sha512)
                    case "rsa-pkcs1v15-sha256": .rsaPKCS1(.sha256)
                    default: nil
                    }
                if let found, key.algorithm.supports(found) { keys[keyID] = (key, found) }
            } catch {
                continue
            }
        }
        return keys
    }

    /// That enough keys of a role have signed. Two names of one key are one key.
    func verify(
        _ role: Role, keys: [String: (key: VerificationKey, scheme: SignatureScheme)]
    ) throws(TUFError) {
        var signers: Set<[UInt8]> = []
        for signature in signatures where role.keyIDs.contains(signature.keyID) {
            guard let (key, scheme) = keys[signature.keyID] else { continue }
            // The scheme was chosen to fit the key.
            if (try? key.verifies(signature.bytes, of: .message(canonical), scheme: scheme)) ?? false {
                signers.insert(key.derRepresentation)
            }
        }
        guard signers.count >= role.threshold else {
            throw .threshold(role: name, expected: role.threshold, verified: signers.count)
        }
    }

    func checkExpiry(_ now: Instant) throws(TUFError) {
        guard now < expires else { throw .expired(role: name, at: expires.description) }
    }

    // MARK: Announcements

    /// What timestamp or snapshot say of another file.
    func announced(_ file: String) throws(TUFError) -> Announced? {
        guard let meta = signed["meta"], meta.kind == .object else { throw .format(role: name, "expected “meta”") }
        guard let entry = meta[file] else { return nil }
        return try Self.announced(entry, name)
    }

    static func announced(_ entry: JSONValue, _ name: String) throws(TUFError) -> Announced {
        guard let version = entry["version"]?.int, version > 0 else {
            throw .format(role: name, "expected versions above 0 of what is listed")
        }
        return Announced(version: version, length: try length(entry, name), hashes: try hashes(entry, name))
    }

    static func length(_ entry: JSONValue, _ name: String) throws(TUFError) -> Int? {
        guard let value = entry["length"] else { return nil }
        guard let length = value.int, length >= 0 else {
            throw .format(role: name, "expected lengths of what is listed")
        }
        return length
    }

    static func hashes(_ entry: JSONValue, _ name: String) throws(TUFError) -> [Digest] {
        guard let value = entry["hashes"] else { return [] }
        let digests = value.members.compactMap { algorithm, digest in
            Digest.Algorithm(rawValue: algorithm).flatMap { algorithm in
                digest.string.flatMap { Digest(algorithm: algorithm, hex: $0) }
            }
        }.filter(\.algorithm.isCollisionResistant)
        guard value.kind == .object, !digests.isEmpty else {
            throw .format(role: name, "expected a hash of SHA-256, 384 or 512 of what is listed")
        }
        return digests.sorted()
    }

    static func check(_ bytes: [UInt8], length: Int?, hashes: [Digest], name: String) throws(TUFError) {
        if let length, bytes.count != length { throw .length(name: name, limit: length) }
        for expected in hashes {
            let found = Digest.of(bytes, expected.algorithm)
            guard found == expected else { throw .hash(name: name, expected: "\(expected)", found: "\(found)") }
        }
    }
}
