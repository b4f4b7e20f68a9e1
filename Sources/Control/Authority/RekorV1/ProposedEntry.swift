internal import Attestation
internal import Content
internal import JSONText
internal import Signing

/// A signature that someone wants recorded by Rekor's API v1: `hashedrekord` 0.0.1, `dsse` 0.0.1 or `intoto` 0.0.2.
///
/// As in the second generation the log believes nothing: it checks each signature with the key that is named.
struct ProposedEntry: Sendable {
    /// The canonical body (RFC 8785), which is the entry.
    let body: [UInt8]
    /// Digests of what an envelope speaks of, by which the entry will be found, though they are not in the body.
    let subjects: [String]

    /// Bytes of a request: envelopes come whole.
    static let limit = 8 << 20
    private static let signatureLimit = 16
    private static let subjectLimit = 256

    init(json bytes: [UInt8]) throws(EntryError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: 32, size: Self.limit))
        } catch {
            throw EntryError("\(error)")
        }
        if let name = document.firstDuplicateName { throw EntryError("“\(name.prefix(80))” stands twice in an object") }
        try self.init(RequestMember(value: document.root, path: "the request"))
    }

    init(_ root: RequestMember) throws(EntryError) {
        guard root.value.kind == .object else { throw EntryError("expected an object") }
        try root.only(["apiVersion", "kind", "spec"])
        let (kind, version) = (try root.text("kind"), try root.text("apiVersion"))
        let spec = try root.object("spec")
        var subjects: [String] = []
        switch (kind, version) {
        case ("hashedrekord", "0.0.1"): body = try Self.digestBody(spec)
        case ("dsse", "0.0.1"): body = try Self.envelopeBody(spec, &subjects)
        case ("intoto", "0.0.2"): body = try Self.statementBody(spec, &subjects)
        default:
            throw EntryError(
                "expected hashedrekord 0.0.1, dsse 0.0.1 or intoto 0.0.2, found “\(kind.prefix(40)) \(version.prefix(40))”"
            )
        }
        self.subjects = subjects
    }

    private static func document(_ kind: String, _ version: String, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
        // Members in the order of their names, here and below.
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("apiVersion", version)
            writer.member("kind", kind)
            writer.key("spec")
            writer.object { write(&$0) }
        }
        return writer.bytes
    }

    // MARK: hashedrekord

    private static func digestBody(_ spec: RequestMember) throws(EntryError) -> [UInt8] {
        try spec.only(["data", "signature"])
        let data = try spec.object("data")
        try data.only(["hash"])
        let hash = try data.object("hash")
        try hash.only(["algorithm", "value"])
        let name = try hash.text("algorithm")
        guard let algorithm = Digest.Algorithm(rawValue: name), algorithm.isCollisionResistant,
            let digest = Digest(algorithm: algorithm, hex: try hash.text("value"))
        else { throw EntryError("expected a hash of sha256, sha384 or sha512") }
        let signature = try spec.object("signature")
        try signature.only(["content", "publicKey"])
        let content = try signature.bytes("content")
        let publicKey = try signature.object("publicKey")
        try publicKey.only(["content"])
        let verifier = try EntryKey(pem: publicKey.bytes("content"))
        guard try verifier.verifies(content, of: .digest(digest), hash: algorithm) else {
            throw EntryError("the signature is not the key's over this hash")
        }
        return document("hashedrekord", "0.0.1") { writer in
            writer.key("data")
            writer.object { writer in
                writer.key("hash")
                write(digest, into: &writer)
            }
            writer.key("signature")
            writer.object { writer in
                writer.member("content", Base64.encode(content))
                writer.key("publicKey")
                writer.object { $0.member("content", Base64.encode(verifier.pem)) }
            }
        }
    }

    private static func write(_ digest: Digest, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("algorithm", digest.algorithm.rawValue)
            writer.member("value", digest.hex)
        }
    }

    // MARK: dsse

    private static func envelopeBody(_ spec: RequestMember, _ subjects: inout [String]) throws(EntryError) -> [UInt8] {
        try spec.only(["proposedContent"])
        let content = try spec.object("proposedContent")
        try content.only(["envelope", "verifiers"])
        guard let list = content.value["verifiers"], list.kind == .array, (1...signatureLimit).contains(list.count)
        else { throw EntryError("expected 1 to \(signatureLimit) verifiers") }
        var keys: [EntryKey] = []
        for item in list.elements {
            guard let pem = item.string.flatMap({ Base64.decode($0.utf8) }) else {
                throw EntryError("expected base 64 of PEM in verifiers")
            }
            keys.append(try EntryKey(pem: pem))
        }
        let text = try content.text("envelope")
        let envelope: Envelope
        do throws(AttestationError) { envelope = try Envelope(json: Array(text.utf8)) } catch {
            throw EntryError("\(error)")
        }
        let pairs = try check(envelope, keys)
        subjects = Self.subjects(of: envelope)
        // Sorted by the text of the signature, as the envelope may have them in any order.
        let sorted = pairs.map { (Base64.encode($0.signature), $0.key) }.sorted {
            $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
        }
        return document("dsse", "0.0.1") { writer in
            writer.key("envelopeHash")
            write(Digest.of(Array(text.utf8)), into: &writer)
            writer.key("payloadHash")
            write(Digest.of(envelope.payload), into: &writer)
            writer.key("signatures")
            writer.array { writer in
                for (signature, key) in sorted {
                    writer.object { writer in
                        writer.member("signature", signature)
                        writer.member("verifier", Base64.encode(keys[key].pem))
                    }
                }
            }
        }
    }

    /// Every signature must be of one of the keys, and every key have signed.
    private static func check(
        _ envelope: Envelope, _ keys: [EntryKey]
    ) throws(EntryError) -> [(signature: [UInt8], key: Int)] {
        guard (1...signatureLimit).contains(envelope.signatures.count),
            Set(envelope.signatures.map(\.signature)).count == envelope.signatures.count
        else { throw EntryError("expected 1 to \(signatureLimit) different signatures of the envelope") }
        let signed = SignedContent.message(envelope.signedBytes)
        var pairs: [(signature: [UInt8], key: Int)] = []
        for signature in envelope.signatures {
            var found: Int?
            for (index, key) in keys.enumerated() where found == nil {
                if try key.verifies(signature.signature, of: signed, hash: .sha256) { found = index }
            }
            guard let found else { throw EntryError("a signature is of none of the keys over the envelope") }
            pairs.append((signature.signature, found))
        }
        guard Set(pairs.map(\.key)).count == keys.count else {
            throw EntryError("expected only keys that have signed the envelope, each once")
        }
        return pairs
    }

    /// What a statement is about.
    private static func subjects(of envelope: Envelope) -> [String] {
        // What is no statement is about nothing that is known here.
        guard envelope.payloadType == Statement.payloadType, let statement = try? Statement(json: envelope.payload)
        else {
            return []
        }
        return Array(
            statement.subjects.flatMap { subject in
                subject.digest.entries.map { "\($0.name):\($0.value)".lowercased() }
            }.prefix(subjectLimit))
    }

    // MARK: intoto

    /// The payload goes no further than its hash; payload and signatures come encoded twice.
    private static func statementBody(_ spec: RequestMember, _ subjects: inout [String]) throws(EntryError) -> [UInt8] {
        try spec.only(["content"])
        let content = try spec.object("content")
        try content.only(["envelope", "hash", "payloadHash"])
        let hash = try content.object("hash")
        try hash.only(["algorithm", "value"])
        guard try hash.text("algorithm") == "sha256",
            let envelopeHash = Digest(algorithm: .sha256, hex: try hash.text("value"))
        else { throw EntryError("expected a hash of sha256 of the envelope") }
        let member = try content.object("envelope")
        try member.only(["payload", "payloadType", "signatures"])
        let type = try member.text("payloadType")
        guard let payload = Base64.decode(try member.bytes("payload")) else {
            throw EntryError("expected a payload in base 64, twice")
        }
        var envelope = Envelope(payloadType: type, payload: payload)
        var kept: [(keyID: String?, publicKey: [UInt8], signature: [UInt8])] = []
        var keys: [EntryKey] = []
        for item in try member.objects("signatures", limit: signatureLimit) {
            try item.only(["keyid", "publicKey", "sig"])
            let (publicKey, encoded) = (try item.bytes("publicKey"), try item.bytes("sig"))
            guard let signature = Base64.decode(encoded) else {
                throw EntryError("expected a signature in base 64, twice")
            }
            let keyID = item.value["keyid"].flatMap { $0.isNull ? nil : $0 }
            guard keyID.map({ $0.kind == .string }) ?? true else { throw EntryError("expected a text as keyid") }
            let key = try EntryKey(pem: publicKey)
            let signed = SignedContent.message(envelope.signedBytes)
            guard try key.verifies(signature, of: signed, hash: .sha256) else {
                throw EntryError("a signature is not its key's over the envelope")
            }
            keys.append(key)
            envelope.signatures.append(.init(signature: signature, keyID: keyID?.string))
            kept.append((keyID?.string, publicKey, encoded))
        }
        if let claimed = content.value["payloadHash"], !claimed.isNull {
            let object = try content.object("payloadHash")
            guard try object.text("algorithm") == "sha256", try object.text("value") == Digest.of(payload).hex else {
                throw EntryError("expected the payload's own hash as payloadHash")
            }
        }
        subjects = Self.subjects(of: envelope)
        return document("intoto", "0.0.2") { writer in
            writer.key("content")
            writer.object { writer in
                writer.key("envelope")
                writer.object { writer in
                    writer.member("payloadType", type)
                    writer.key("signatures")
                    writer.array { writer in
                        for signature in kept {
                            writer.object { writer in
                                if let keyID = signature.keyID, !keyID.isEmpty { writer.member("keyid", keyID) }
                                writer.member("publicKey", Base64.encode(signature.publicKey))
                                writer.member("sig", Base64.encode(signature.signature))
                            }
                        }
                    }
                }
                writer.key("hash")
                write(envelopeHash, into: &writer)
                writer.key("payloadHash")
                write(Digest.of(payload), into: &writer)
            }
        }
    }
}

/// A key or certificate in PEM, as entries of Rekor's API v1 name those who sign.
struct EntryKey: Sendable {
    let key: VerificationKey
    /// `nil` for a bare key.
    let certificate: Certificate?
    /// The text as Rekor writes it, whatever way it came in.
    let pem: [UInt8]

    init(pem text: [UInt8]) throws(EntryError) {
        do {
            let blocks = try PEM.blocks(text)
            guard blocks.count == 1, let block = blocks.first else { throw KeyError.pem("\(blocks.count) blocks") }
            if block.label == "CERTIFICATE" {
                let certificate = try Certificate(der: block.content)
                key = try certificate.publicKey()
                self.certificate = certificate
                pem = Array(PEM(label: "CERTIFICATE", content: certificate.der).text.utf8)
            } else {
                key = try VerificationKey.load(pem: text)
                certificate = nil
                pem = Array(key.pem.utf8)
            }
        } catch {
            throw EntryError("expected one certificate or public key in PEM: \(error)")
        }
    }

    /// As Rekor chooses the scheme: by the key and the hash.
    func verifies(
        _ signature: [UInt8], of content: SignedContent, hash: Digest.Algorithm
    ) throws(EntryError) -> Bool {
        let scheme: SignatureScheme =
            switch key.algorithm {
            case .p256, .p384, .p521: .ecdsa(hash)
            case .rsa: .rsaPKCS1(hash)
            case .ed25519: if case .message = content { .ed25519 } else { .ed25519ph }
            case .mlDSA65, .mlDSA87: .mlDSA
            }
        do throws(KeyError) {
            return try key.verifies(signature, of: content, scheme: scheme)
        } catch {
            throw EntryError("\(error)")
        }
    }
}
