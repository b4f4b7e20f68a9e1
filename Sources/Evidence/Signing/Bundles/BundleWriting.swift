package import Attestation
internal import Content
internal import JSONText

extension Bundle {
    /// A bundle of version 0.3 for what `key` has signed, which no log and no timestamp authority has seen yet.
    private init(signedBy key: VerificationKey, _ content: Signed) {
        version = .v03
        keyMaterial = .publicKey(hint: Self.hint(of: key))
        entries = []
        timestamps = []
        self.content = content
        warnings = []
    }

    /// A bundle of version 0.3 of whom a certificate names.
    init(certificate: Certificate, entries: [LogEntry], timestamps: [[UInt8]], _ content: Signed) {
        version = .v03
        keyMaterial = .certificates([certificate], isChain: false)
        self.entries = entries
        self.timestamps = timestamps
        self.content = content
        warnings = []
    }

    /// How a bundle names a key: the base 64 of the SHA-256 of its SubjectPublicKeyInfo, as Sigstore's clients do.
    static func hint(of key: VerificationKey) -> String { Base64.encode(key.fingerprint.bytes) }

    /// Makes a signature of a scheme over a content with a key that may be elsewhere.
    package typealias Signer = (SignedContent, SignatureScheme) async throws -> [UInt8]

    /// Signs an artifact.
    ///
    /// - Throws: `KeyError`, also when the key signs content and only digests are at hand.
    package static func sign(_ artifact: SignedArtifact, with key: SigningKey) throws(KeyError) -> Bundle {
        let scheme = key.algorithm.defaultScheme
        let signature = try key.signature(of: artifact.signedContent, scheme: scheme)
        return Bundle(signedBy: key.publicKey, message(artifact, scheme, signature))
    }

    /// Signs an artifact with whoever holds the other half of `key`.
    package static func sign(
        _ artifact: SignedArtifact, as key: VerificationKey, _ signer: Signer
    ) async throws -> Bundle {
        let scheme = key.algorithm.defaultScheme
        let signature = try await signer(artifact.signedContent, scheme)
        return Bundle(signedBy: key, message(artifact, scheme, signature))
    }

    private static func message(
        _ artifact: SignedArtifact, _ scheme: SignatureScheme, _ signature: [UInt8]
    ) -> Signed {
        let algorithm = scheme.digest ?? .sha256
        var hint: MessageDigest?
        if let name = HashName.name(of: algorithm), let digest = artifact.digest(algorithm) {
            hint = MessageDigest(algorithm: name, digest: digest.bytes)
        }
        return .message(digest: hint, signature: signature)
    }

    /// Signs a statement. The signature names its key as the bundle does, which verifiers compare.
    package static func sign(_ statement: Statement, with key: SigningKey) throws(KeyError) -> Bundle {
        try sign(statement: statement.json, with: key)
    }

    /// Signs the bytes of a statement, which stay as they are.
    package static func sign(statement payload: [UInt8], with key: SigningKey) throws(KeyError) -> Bundle {
        let envelope = Envelope(payloadType: Statement.payloadType, payload: payload)
        return self.envelope(envelope, key.publicKey, try key.signature(of: .message(envelope.signedBytes)))
    }

    /// Signs the bytes of a statement with whoever holds the other half of `key`.
    package static func sign(
        statement payload: [UInt8], as key: VerificationKey, _ signer: Signer
    ) async throws -> Bundle {
        let envelope = Envelope(payloadType: Statement.payloadType, payload: payload)
        return self.envelope(
            envelope, key, try await signer(.message(envelope.signedBytes), key.algorithm.defaultScheme))
    }

    private static func envelope(_ envelope: Envelope, _ key: VerificationKey, _ signature: [UInt8]) -> Bundle {
        var signed = envelope
        signed.signatures = [.init(signature: signature, keyID: hint(of: key))]
        return Bundle(signedBy: key, .envelope(signed))
    }

    /// The bundle as JSON on one line, in version 0.3 (protobuf JSON mapping: bytes in base 64, 64-bit numbers as
    /// strings). A chain is cut to its leaf, as the version asks.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("mediaType", Self.mediaType)
            writer.key("verificationMaterial")
            writer.object { writer in
                writeKeyMaterial(into: &writer)
                writer.key("tlogEntries")
                writer.array { writer in for entry in entries { entry.write(into: &writer) } }
                if !timestamps.isEmpty {
                    writer.key("timestampVerificationData")
                    writer.object { writer in
                        writer.key("rfc3161Timestamps")
                        writer.array { writer in
                            for timestamp in timestamps {
                                writer.object { $0.member("signedTimestamp", Base64.encode(timestamp)) }
                            }
                        }
                    }
                }
            }
            switch content {
            case .message(let digest, let signature):
                writer.key("messageSignature")
                writer.object { writer in
                    if let digest {
                        writer.key("messageDigest")
                        writer.object { writer in
                            writer.member("algorithm", digest.algorithm)
                            writer.member("digest", Base64.encode(digest.digest))
                        }
                    }
                    writer.member("signature", Base64.encode(signature))
                }
            case .envelope(let envelope):
                writer.key("dsseEnvelope")
                envelope.write(into: &writer)
            }
        }
        return writer.bytes
    }

    private func writeKeyMaterial(into writer: inout JSONWriter) {
        switch keyMaterial {
        case .publicKey(let hint):
            writer.key("publicKey")
            writer.object { $0.member("hint", hint) }
        case .certificates(let certificates, _):
            guard let leaf = certificates.first else { return }
            writer.key("certificate")
            writer.object { $0.member("rawBytes", Base64.encode(leaf.der)) }
        }
    }
}

extension LogEntry {
    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("logIndex", "\(index)")
            writer.key("logId")
            writer.object { $0.member("keyId", Base64.encode(logID)) }
            writer.key("kindVersion")
            writer.object { writer in
                writer.member("kind", kind)
                writer.member("version", kindVersion)
            }
            // Logs of the second generation keep no time.
            if integratedTime != 0 { writer.member("integratedTime", "\(integratedTime)") }
            if let promise {
                writer.key("inclusionPromise")
                writer.object { $0.member("signedEntryTimestamp", Base64.encode(promise)) }
            }
            if let proof {
                writer.key("inclusionProof")
                writer.object { writer in
                    writer.member("logIndex", "\(proof.index)")
                    writer.member("rootHash", Base64.encode(proof.root))
                    writer.member("treeSize", "\(proof.size)")
                    writer.key("hashes")
                    writer.array { writer in for hash in proof.hashes { writer.value(Base64.encode(hash)) } }
                    if let checkpoint = proof.checkpoint {
                        writer.key("checkpoint")
                        writer.object { $0.member("envelope", checkpoint) }
                    }
                }
            }
            writer.member("canonicalizedBody", Base64.encode(body))
        }
    }
}
