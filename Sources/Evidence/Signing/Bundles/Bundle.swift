package import Attestation
internal import Content
internal import JSONText

/// A Sigstore bundle: a signature, who says it is theirs, and where it was logged (versions 0.1 to 0.3).
///
/// Comes in as JSON from anywhere. Reading refuses what cannot be understood; whether it holds what its version asks
/// for, and whether any of it is true, `BundleVerifier` says.
package struct Bundle: Sendable {
    package enum Version: Sendable, Comparable { case v01, v02, v03 }

    package enum KeyMaterial: Sendable {
        /// Leaf first. Version 0.3 has the leaf alone.
        case certificates([Certificate], isChain: Bool)
        case publicKey(hint: String)
    }

    package enum Signed: Sendable {
        case message(digest: MessageDigest?, signature: [UInt8])
        case envelope(Envelope)
    }

    /// A hint for finding the artifact; signed by no one.
    package struct MessageDigest: Sendable {
        package var algorithm: String
        package var digest: [UInt8]
    }

    package let version: Version
    package let keyMaterial: KeyMaterial
    package let entries: [LogEntry]
    /// TimeStampResp in DER.
    package let timestamps: [[UInt8]]
    package let content: Signed
    /// Oddities that were passed over.
    package let warnings: [String]
    /// What timestamps are of, where it is not the signature.
    private(set) var timestamped: [UInt8]?

    package static let limit = 256 << 20
    /// What Sigstore's Go client allows.
    package static let entryLimit = 32
    package static let timestampLimit = 32
    package static let certificateLimit = 16

    package static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"

    private static let versions: [String: Version] = [
        "application/vnd.dev.sigstore.bundle+json;version=0.1": .v01,
        "application/vnd.dev.sigstore.bundle+json;version=0.2": .v02,
        "application/vnd.dev.sigstore.bundle+json;version=0.3": .v03, mediaType: .v03,
    ]

    /// From another form that holds the same, with promises of logs instead of proofs, as version 0.1 has them.
    init(
        keyMaterial: KeyMaterial, entries: [LogEntry], timestamps: [[UInt8]], content: Signed, timestamped: [UInt8]?
    ) {
        version = .v01
        self.keyMaterial = keyMaterial
        self.entries = entries
        self.timestamps = timestamps
        self.content = content
        self.timestamped = timestamped
        warnings = []
    }

    package init(json bytes: [UInt8]) throws(VerificationFailure) {
        let root = try ProtoJSON.read(bytes, limit: Self.limit, codes: .bundle, json: .json)
        let mediaType = try root.optionalText("mediaType") ?? ""
        guard let version = Self.versions[mediaType] else {
            throw VerificationFailure(
                .mediaType, expected: "a Sigstore bundle of version 0.1, 0.2 or 0.3",
                found: "“\(mediaType.prefix(100))”")
        }
        self.version = version
        var warnings: [String] = []
        // The signature first: most of what is broken is broken there.
        content = try Self.content(root)
        let material = try root.object("verificationMaterial")
        keyMaterial = try Self.keyMaterial(material)
        var entries: [LogEntry] = []
        for entry in try material.array("tlogEntries", limit: Self.entryLimit) { entries.append(try LogEntry(entry)) }
        self.entries = entries
        var timestamps: [[UInt8]] = []
        if let data = try material.optionalObject("timestampVerificationData") {
            for item in try data.array("rfc3161Timestamps", limit: Self.timestampLimit) {
                timestamps.append(try item.bytes("signedTimestamp"))
                if item.isWrapped("signedTimestamp") {
                    warnings.append("bundle.base64-line-breaks: line breaks inside \(item.at("signedTimestamp"))")
                }
            }
        }
        self.timestamps = timestamps
        self.warnings = warnings
    }

    private static func content(_ root: ProtoJSON) throws(VerificationFailure) -> Signed {
        switch (try root.optionalObject("messageSignature"), try root.optionalObject("dsseEnvelope")) {
        case (let message?, nil):
            var hint: MessageDigest?
            if let digest = try message.optionalObject("messageDigest") {
                hint = MessageDigest(
                    algorithm: try digest.optionalText("algorithm") ?? "",
                    digest: try digest.optionalBytes("digest") ?? [])
            }
            return .message(digest: hint, signature: try message.bytes("signature"))
        case (nil, let envelope?):
            // Base 64 has its own code, so it is looked at before the envelope is read.
            _ = try envelope.bytes("payload")
            for signature in try envelope.array("signatures", limit: AttestationLimits.signatures) {
                _ = try signature.bytes("sig")
            }
            do throws(AttestationError) {
                return .envelope(try Envelope(envelope.value))
            } catch {
                throw VerificationFailure(.member, expected: "a DSSE envelope", found: "\(error)")
            }
        case (nil, nil): throw root.failure("", "messageSignature or dsseEnvelope", "neither")
        case (_?, _?): throw root.failure("", "messageSignature or dsseEnvelope", "both")
        }
    }

    private static func keyMaterial(_ material: ProtoJSON) throws(VerificationFailure) -> KeyMaterial {
        let chain = try material.optionalObject("x509CertificateChain")
        let certificate = try material.optionalObject("certificate")
        let publicKey = try material.optionalObject("publicKey")
        func read(_ item: ProtoJSON) throws(VerificationFailure) -> Certificate {
            let der = try item.bytes("rawBytes")
            do throws(DERError) {
                return try Certificate(der: der)
            } catch {
                throw VerificationFailure(
                    .certificate, expected: "an X.509 certificate at \(item.path)", found: "\(error)")
            }
        }
        switch (chain, certificate, publicKey) {
        case (let chain?, nil, nil):
            var certificates: [Certificate] = []
            for item in try chain.array("certificates", limit: certificateLimit) { certificates.append(try read(item)) }
            return .certificates(certificates, isChain: true)
        case (nil, let certificate?, nil): return .certificates([try read(certificate)], isChain: false)
        case (nil, nil, let key?): return .publicKey(hint: try key.optionalText("hint") ?? "")
        case (nil, nil, nil): throw material.failure("", "certificate, x509CertificateChain or publicKey", "none")
        default: throw material.failure("", "one of certificate, x509CertificateChain and publicKey", "several")
        }
    }

    /// The signature whose bytes logs and timestamps speak of.
    package var signature: [UInt8] {
        switch content {
        case .message(_, let signature): signature
        case .envelope(let envelope): envelope.signatures.first?.signature ?? []
        }
    }

    package var leaf: Certificate? {
        guard case .certificates(let certificates, _) = keyMaterial else { return nil }
        return certificates.first
    }
}

/// What a bundle says of its place in a log.
package struct LogEntry: Sendable {
    /// The index over all shards of a log of the first generation.
    package var index: UInt64
    package var logID: [UInt8]
    package var kind: String
    package var kindVersion: String
    /// Seconds since 1970; 0 in logs of the second generation, which keep no time.
    package var integratedTime: UInt64
    /// The log's signature over what it promises to include.
    package var promise: [UInt8]?
    package var proof: Proof?
    package var body: [UInt8]

    package struct Proof: Sendable {
        /// The index within the shard.
        package var index: UInt64
        package var root: [UInt8]
        package var size: UInt64
        package var hashes: [[UInt8]]
        package var checkpoint: String?
    }

}

extension LogEntry {
    init(_ entry: ProtoJSON) throws(VerificationFailure) {
        index = try entry.number("logIndex")
        logID = try entry.optionalObject("logId")?.optionalBytes("keyId") ?? []
        let kindVersion = try entry.optionalObject("kindVersion")
        kind = try kindVersion?.optionalText("kind") ?? ""
        self.kindVersion = try kindVersion?.optionalText("version") ?? ""
        integratedTime = try entry.number("integratedTime")
        promise = try entry.optionalObject("inclusionPromise")?.optionalBytes("signedEntryTimestamp")
        if let promise, promise.isEmpty { self.promise = nil }
        if let proof = try entry.optionalObject("inclusionProof") {
            var hashes: [[UInt8]] = []
            for (index, hash) in try proof.array("hashes", limit: 64).enumerated() {
                guard let bytes = hash.value.string.flatMap({ Base64.decode($0.utf8) }) else {
                    throw VerificationFailure(
                        .base64, expected: "base 64 at \(proof.at("hashes"))[\(index)]", found: "something else")
                }
                hashes.append(bytes)
            }
            let checkpoint = try proof.optionalObject("checkpoint")?.optionalText("envelope")
            self.proof = Proof(
                index: try proof.number("logIndex"), root: try proof.optionalBytes("rootHash") ?? [],
                size: try proof.number("treeSize"), hashes: hashes,
                checkpoint: checkpoint?.isEmpty == true ? nil : checkpoint)
        }
        body = try entry.optionalBytes("canonicalizedBody") ?? []
    }
}
