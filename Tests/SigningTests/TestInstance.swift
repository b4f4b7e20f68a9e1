import Attestation
import Content
import JSONText
import Transparency

@testable import Signing

/// A Sigstore instance in the test's memory: authority, certificate log, transparency log and timestamp authority, each
/// of which can be told to do wrong.
struct TestInstance {
    let rootKey: SigningKey
    let authorityKey: SigningKey
    let certificateLogKey: SigningKey
    let logKey: SigningKey
    let timestampKey: SigningKey
    let leafKey: SigningKey
    /// Made once: a certificate made again has another signature, and so another hash.
    let timestampDER: [UInt8]

    static let start = Instant(seconds: 1_700_000_000)
    static let subject = "dev@example.org"
    static let issuer = "https://issuer.example"

    init(leaf: KeyAlgorithm = .p256) throws {
        rootKey = try SigningKey(generating: .p384)
        authorityKey = try SigningKey(generating: .p384)
        certificateLogKey = try SigningKey(generating: .p256)
        logKey = try SigningKey(generating: .ed25519)
        timestampKey = try SigningKey(generating: .p256)
        leafKey = try SigningKey(generating: leaf)
        timestampDER = try Self.timestampCertificate(timestampKey.publicKey, rootKey)
    }

    // MARK: Certificates

    struct Profile {
        var isAuthority = false
        var hasBasicConstraints = false
        var keyUsage: [UInt8]? = [7, 0x80]
        var usages: [ObjectIdentifier]? = [Certificate.codeSigning]
        var isUsageCritical = false
        var names: [[UInt8]]? = [DER.element(DERTag.implicit(1), Array(subject.utf8))]
        var issuer: String? = TestInstance.issuer
        var start = TestInstance.start
        var end = Instant(seconds: TestInstance.start.seconds + 600)
        var extra: [[UInt8]] = []
        /// The bytes of a certificate timestamp's signature are made wrong.
        var spoilsSCT = false
        var hasSCT = true
        var sctCount = 1
    }

    static func time(_ instant: Instant) -> [UInt8] {
        let digits = instant.description.utf8.filter { 0x30...0x39 ~= $0 }.prefix(14)
        return DER.element(DERTag.generalizedTime, Array(digits) + [UInt8(ascii: "Z")])
    }

    static func name(_ text: String) -> [UInt8] {
        DER.sequence(
            DER.set(
                DER.sequence(
                    DER.objectIdentifier(ObjectIdentifier(2, 5, 4, 3)), DER.element(DERTag.utf8String, Array(text.utf8))
                )))
    }

    static func extensionItem(_ identifier: ObjectIdentifier, critical: Bool = false, _ value: [UInt8]) -> [UInt8] {
        critical
            ? DER.sequence(DER.objectIdentifier(identifier), DER.boolean(true), DER.octetString(value))
            : DER.sequence(DER.objectIdentifier(identifier), DER.octetString(value))
    }

    static let ecdsaSHA256 = DER.sequence(DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 10045, 4, 3, 2)))

    /// - Parameter extensions: without the certificate log's signature.
    static func certificate(
        subject: String?, issuer: String, serial: Int, key: VerificationKey, signer: SigningKey, start: Instant,
        end: Instant, extensions: [[UInt8]]
    ) throws -> [UInt8] {
        let body = DER.sequence(
            DER.element(DERTag.context(0), DER.integer(2)), DER.integer(serial), ecdsaSHA256, name(issuer),
            DER.sequence(time(start), time(end)), subject.map { name($0) } ?? DER.sequence(), key.derRepresentation,
            DER.element(DERTag.context(3), DER.element(DERTag.sequence, Array(extensions.joined()))))
        let signature = try signer.signature(of: .message(body), scheme: .ecdsa(.sha256))
        return DER.sequence(body, ecdsaSHA256, DER.bitString(signature))
    }

    private static func authorityExtensions(pathLength: Int?) -> [[UInt8]] {
        let constraints =
            pathLength.map { DER.sequence(DER.boolean(true), DER.integer($0)) } ?? DER.sequence(DER.boolean(true))
        return [
            extensionItem(ObjectIdentifier(2, 5, 29, 19), critical: true, constraints),
            extensionItem(ObjectIdentifier(2, 5, 29, 15), critical: true, DER.element(DERTag.bitString, [1, 0x06])),
        ]
    }

    private static let decade: Int64 = 10 * 365 * 86_400

    func root() throws -> [UInt8] {
        try Self.certificate(
            subject: "root", issuer: "root", serial: 1, key: rootKey.publicKey, signer: rootKey,
            start: Instant(seconds: Self.start.seconds - Self.decade),
            end: Instant(seconds: Self.start.seconds + Self.decade),
            extensions: Self.authorityExtensions(pathLength: nil))
    }

    func authority(end: Instant? = nil, pathLength: Int? = 0) throws -> [UInt8] {
        try Self.certificate(
            subject: "authority", issuer: "root", serial: 2, key: authorityKey.publicKey, signer: rootKey,
            start: Instant(seconds: Self.start.seconds - Self.decade),
            end: end ?? Instant(seconds: Self.start.seconds + Self.decade),
            extensions: Self.authorityExtensions(pathLength: pathLength))
    }

    static func timestampCertificate(
        _ key: VerificationKey, _ signer: SigningKey, usages: [ObjectIdentifier] = [Certificate.timeStamping],
        critical: Bool = true
    ) throws -> [UInt8] {
        try certificate(
            subject: "tsa", issuer: "root", serial: 3, key: key, signer: signer,
            start: Instant(seconds: start.seconds - decade), end: Instant(seconds: start.seconds + decade),
            extensions: [
                extensionItem(
                    ObjectIdentifier(2, 5, 29, 37), critical: critical,
                    DER.element(DERTag.sequence, usages.flatMap { DER.objectIdentifier($0) }))
            ])
    }

    func leaf(_ profile: Profile = Profile()) throws -> [UInt8] {
        var extensions: [[UInt8]] = []
        if let usage = profile.keyUsage {
            extensions.append(
                Self.extensionItem(ObjectIdentifier(2, 5, 29, 15), critical: true, DER.element(DERTag.bitString, usage))
            )
        }
        if let usages = profile.usages {
            extensions.append(
                Self.extensionItem(
                    ObjectIdentifier(2, 5, 29, 37), critical: profile.isUsageCritical,
                    DER.element(DERTag.sequence, usages.flatMap { DER.objectIdentifier($0) })))
        }
        if profile.isAuthority {
            extensions.append(
                Self.extensionItem(ObjectIdentifier(2, 5, 29, 19), critical: true, DER.sequence(DER.boolean(true))))
        }
        if let names = profile.names {
            extensions.append(
                Self.extensionItem(
                    ObjectIdentifier(2, 5, 29, 17), critical: true, DER.element(DERTag.sequence, Array(names.joined())))
            )
        }
        if let issuer = profile.issuer {
            extensions.append(
                Self.extensionItem(
                    ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 1, 8), DER.element(DERTag.utf8String, Array(issuer.utf8)))
            )
        }
        extensions += profile.extra
        func build(_ extensions: [[UInt8]]) throws -> [UInt8] {
            try Self.certificate(
                subject: nil, issuer: "authority", serial: 4, key: leafKey.publicKey, signer: authorityKey,
                start: profile.start, end: profile.end, extensions: extensions)
        }
        guard profile.hasSCT else { return try build(extensions) }
        let unlogged = try Certificate(der: build(extensions))
        var list: [UInt8] = []
        for _ in 0..<profile.sctCount {
            var timestamp = SignedCertificateTimestamp(
                logID: certificateLogKey.publicKey.fingerprint.bytes, timestamp: UInt64(profile.start.seconds) * 1000,
                extensions: [0, 0, 5, 0, 0, 0, 0, 9], scheme: .ecdsa(.sha256), signature: [])
            let signed = timestamp.signedBytes(for: unlogged, issuer: try Certificate(der: authority()))
            timestamp.signature = try certificateLogKey.signature(of: .message(signed + (profile.spoilsSCT ? [0] : [])))
            var item: [UInt8] = [0] + timestamp.logID
            withUnsafeBytes(of: timestamp.timestamp.bigEndian) { item += $0 }
            item += [0, 8] + timestamp.extensions + [4, 3, 0, UInt8(timestamp.signature.count)] + timestamp.signature
            list += [UInt8(item.count >> 8), UInt8(item.count & 0xff)] + item
        }
        let value = DER.octetString([UInt8(list.count >> 8), UInt8(list.count & 0xff)] + list)
        return try build(extensions + [Self.extensionItem(Certificate.timestampListExtension, value)])
    }

    // MARK: Log

    static let logName = "log.example"

    func entry(
        body: [UInt8], index: UInt64 = 1, note change: (SignedNote) throws -> SignedNote = { $0 }
    ) throws -> LogEntry {
        let other = MerkleHash.leaf([0])
        let root = index == 1 ? MerkleHash.node(other, .leaf(body)) : MerkleHash.node(.leaf(body), other)
        let checkpoint = Checkpoint(origin: Self.logName, size: 2, root: root)
        let id = NoteKey.id(name: Self.logName, kind: 1, key: logKey.publicKey.ed25519Bytes ?? [])
        let note = SignedNote(
            text: checkpoint.text,
            lines: [.init(name: Self.logName, id: id, signature: try logKey.signature(of: .message(checkpoint.text)))])
        return LogEntry(
            index: index, logID: logID, kind: "hashedrekord", kindVersion: "0.0.2", integratedTime: 0, promise: nil,
            proof: .init(
                index: index, root: root.bytes, size: 2, hashes: [other.bytes],
                checkpoint: String(decoding: try change(note).bytes, as: UTF8.self)),
            body: body)
    }

    var logID: [UInt8] {
        Digest.of(Array("\(Self.logName)\n".utf8) + [1] + (logKey.publicKey.ed25519Bytes ?? [])).bytes
    }

    func body(digest: Digest, signature: [UInt8], certificate: [UInt8]?) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("apiVersion", "0.0.2")
            writer.member("kind", "hashedrekord")
            writer.key("spec")
            writer.object { writer in
                writer.key("hashedRekordV002")
                writer.object { writer in
                    writer.key("data")
                    writer.object { writer in
                        writer.member("algorithm", "SHA2_\(digest.algorithm.length * 8)")
                        writer.member("digest", Base64.encode(digest.bytes))
                    }
                    writer.key("signature")
                    writer.object { writer in
                        writer.member("content", Base64.encode(signature))
                        writer.key("verifier")
                        writer.object { writer in
                            writer.key(certificate == nil ? "publicKey" : "x509Certificate")
                            writer.object { writer in
                                writer.member(
                                    "rawBytes", Base64.encode(certificate ?? leafKey.publicKey.derRepresentation))
                            }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    // MARK: Timestamps

    func timestamp(
        of signature: [UInt8], at time: Instant = Instant(seconds: start.seconds + 60), status: Int = 0,
        certificateHash: [UInt8]? = nil, spoilsSignature: Bool = false, spoilsDigest: Bool = false
    ) throws -> [UInt8] {
        let sha256 = DER.sequence(DER.objectIdentifier(ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1)))
        let info = DER.sequence(
            DER.integer(1), DER.objectIdentifier(ObjectIdentifier(1, 3, 6, 1, 4, 1, 57264, 2)),
            DER.sequence(sha256, DER.octetString(Digest.of(signature).bytes)), DER.integer(-7), Self.time(time))
        let contentType = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 1, 4)
        func attribute(_ identifier: ObjectIdentifier, _ value: [UInt8]) -> [UInt8] {
            DER.sequence(DER.objectIdentifier(identifier), DER.set(value))
        }
        let attributes = DER.set(
            attribute(ObjectIdentifier(1, 2, 840, 113549, 1, 9, 3), DER.objectIdentifier(contentType)),
            attribute(
                ObjectIdentifier(1, 2, 840, 113549, 1, 9, 4),
                DER.octetString(Digest.of(spoilsDigest ? [] : info).bytes)),
            attribute(
                ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 2, 47),
                DER.sequence(
                    DER.sequence(DER.sequence(DER.octetString(certificateHash ?? Digest.of(timestampDER).bytes))))))
        let signed = try timestampKey.signature(of: .message(attributes + (spoilsSignature ? [0] : [])))
        var tagged = attributes
        tagged[0] = DERTag.context(0)
        let signer = DER.sequence(
            DER.integer(1), DER.sequence(Self.name("root"), DER.integer(3)), sha256, tagged, Self.ecdsaSHA256,
            DER.octetString(signed))
        let signedData = DER.sequence(
            DER.integer(3), DER.set(sha256),
            DER.sequence(DER.objectIdentifier(contentType), DER.element(DERTag.context(0), DER.octetString(info))),
            DER.set(signer))
        return DER.sequence(
            DER.sequence(DER.integer(status)),
            DER.sequence(
                DER.objectIdentifier(ObjectIdentifier(1, 2, 840, 113549, 1, 7, 2)),
                DER.element(DERTag.context(0), signedData)))
    }

    // MARK: Trust root

    func trustRoot(
        authorityEnd: Instant? = nil, timestampCertificate: [UInt8]? = nil, pathLength: Int? = 0,
        listsAuthority: Bool = true, validity: String = "2000-01-01T00:00:00Z"
    ) throws -> TrustedRoot {
        let between = listsAuthority ? [try self.authority(end: authorityEnd, pathLength: pathLength)] : []
        func log(_ url: String, _ id: [UInt8], _ key: VerificationKey, _ details: String) -> String {
            """
            {"baseUrl":"\(url)","hashAlgorithm":"SHA2_256","logId":{"keyId":"\(Base64.encode(id))"},"publicKey":{\
            "rawBytes":"\(Base64.encode(key.derRepresentation))","keyDetails":"\(details)",\
            "validFor":{"start":"\(validity)"}}}
            """
        }
        func authority(_ certificates: [[UInt8]]) -> String {
            let list = certificates.map { #"{"rawBytes":"\#(Base64.encode($0))"}"# }.joined(separator: ",")
            return
                #"{"uri":"https://a.example","certChain":{"certificates":[\#(list)]},"validFor":{"start":"\#(validity)"}}"#
        }
        let text = """
            {"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1",\
            "tlogs":[\(log("https://\(Self.logName)", logID, logKey.publicKey, "PKIX_ED25519"))],\
            "ctlogs":[\(log(
                "https://ct.example", certificateLogKey.publicKey.fingerprint.bytes, certificateLogKey.publicKey,
                "PKIX_ECDSA_P256_SHA_256"))],\
            "certificateAuthorities":[\(authority(between + [try root()]))],\
            "timestampAuthorities":[\(authority([timestampCertificate ?? timestampDER, try root()]))]}
            """
        return try TrustedRoot(json: Array(text.utf8))
    }

    // MARK: Bundles

    /// The parts of a bundle, to be changed before they are put together.
    struct Draft {
        var mediaType = Bundle.mediaType
        var certificates: [[UInt8]] = []
        var hint: String?
        var asChain = false
        var entries: [LogEntry] = []
        var timestamps: [[UInt8]] = []
        var content = ""

        var json: [UInt8] {
            func raw(_ bytes: [UInt8]) -> String { #"{"rawBytes":"\#(Base64.encode(bytes))"}"# }
            let material =
                hint.map { #""publicKey":{"hint":"\#($0)"}"# }
                ?? (asChain
                    ? #""x509CertificateChain":{"certificates":[\#(certificates.map(raw).joined(separator: ","))]}"#
                    : #""certificate":\#(raw(certificates.first ?? []))"#)
            let entries = entries.map { entry in
                let proof = entry.proof.map { proof in
                    """
                    "inclusionProof":{"logIndex":"\(proof.index)","rootHash":"\(Base64.encode(proof.root))",\
                    "treeSize":"\(proof.size)","hashes":[\(proof.hashes.map { "\"\(Base64.encode($0))\"" }.joined(separator: ","))],\
                    "checkpoint":{"envelope":"\((proof.checkpoint ?? "").split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n"))"}},
                    """
                }
                return """
                    {"logIndex":"\(entry.index)","logId":{"keyId":"\(Base64.encode(entry.logID))"},\
                    "kindVersion":{"kind":"\(entry.kind)","version":"\(entry.kindVersion)"},\(proof ?? "")\
                    "integratedTime":"\(entry.integratedTime)","canonicalizedBody":"\(Base64.encode(entry.body))"}
                    """
            }.joined(separator: ",")
            let timestamps = timestamps.map { #"{"signedTimestamp":"\#(Base64.encode($0))"}"# }.joined(separator: ",")
            return Array(
                """
                {"mediaType":"\(mediaType)","verificationMaterial":{\(material),"tlogEntries":[\(entries)],\
                "timestampVerificationData":{"rfc3161Timestamps":[\(timestamps)]}},\(content)}
                """.utf8)
        }
    }

    /// A good bundle over an artifact.
    func draft(
        over artifact: [UInt8], profile: Profile = Profile(), scheme: SignatureScheme? = nil,
        managed: Bool = false
    ) throws -> Draft {
        let scheme = scheme ?? leafKey.algorithm.defaultScheme
        let signature = try leafKey.signature(of: .message(artifact), scheme: scheme)
        let certificate = try managed ? nil : leaf(profile)
        var draft = Draft()
        draft.certificates = certificate.map { [$0] } ?? []
        draft.hint = managed ? Base64.encode(leafKey.publicKey.fingerprint.bytes) : nil
        draft.entries = [
            try entry(
                body: body(
                    digest: Digest.of(artifact, scheme.digest ?? .sha256), signature: signature,
                    certificate: certificate))
        ]
        draft.timestamps = [try timestamp(of: signature)]
        draft.content = #""messageSignature":{"signature":"\#(Base64.encode(signature))"}"#
        return draft
    }

    /// A good bundle around a statement.
    func draft(
        payload: [UInt8], type: String = Statement.payloadType, keyID: String = "", signatures: Int = 1,
        managed: Bool = false
    ) throws -> Draft {
        let covered = DSSE.preAuthenticationEncoding(type: type, payload: payload)
        let signature = try leafKey.signature(of: .message(covered))
        let certificate = try managed ? nil : leaf()
        var draft = Draft()
        draft.certificates = certificate.map { [$0] } ?? []
        draft.hint = managed ? Base64.encode(leafKey.publicKey.fingerprint.bytes) : nil
        draft.entries = [
            try entry(body: body(digest: Digest.of(covered), signature: signature, certificate: certificate))
        ]
        draft.timestamps = [try timestamp(of: signature)]
        let list = [String](
            repeating: #"{"sig":"\#(Base64.encode(signature))","keyid":"\#(keyID)"}"#, count: signatures)
        draft.content = """
            "dsseEnvelope":{"payload":"\(Base64.encode(payload))","payloadType":"\(type)",\
            "signatures":[\(list.joined(separator: ","))]}
            """
        return draft
    }

    static var identity: VerificationPolicy {
        VerificationPolicy(signer: .identities([IdentityPolicy(subject: .exact(subject), issuer: .exact(issuer))]))
    }
}
