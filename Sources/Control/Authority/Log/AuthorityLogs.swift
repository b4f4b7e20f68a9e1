internal import Content
internal import Signing
internal import Transparency

/// The two logs of an authority and who signs them.
enum AuthorityLogs {
    struct Signers {
        var log: CheckpointSigner
        var certificateLog: CheckpointSigner
        /// By which clients know the log.
        var logID: [UInt8]
    }

    static func signers(_ folder: AuthorityFolder, _ settings: AuthoritySettings) throws -> Signers {
        let origin = TrustDocuments.origin(settings.url)
        let logKey = try folder.key(.log)
        guard let bytes = logKey.publicKey.ed25519Bytes else {
            throw AuthorityError.mismatch("the log's key is not of Ed25519")
        }
        let certificateLogKey = try folder.key(.certificateLog)
        let publicKey = certificateLogKey.publicKey
        return Signers(
            log: CheckpointSigner(
                origin: origin, key: try NoteKey(name: origin, kind: .ed25519, ed25519: bytes)
            ) { try logKey.signature(of: .message($0)) },
            certificateLog: CheckpointSigner(
                origin: "\(origin)/ct",
                key: NoteKey(name: "\(origin)/ct", id: Array(publicKey.fingerprint.bytes.prefix(4))) {
                    // A key of the wrong kind cannot have signed.
                    (try? publicKey.verifies($1, of: .message($0), scheme: .ecdsa(.sha256))) ?? false
                }
            ) { try certificateLogKey.signature(of: .message($0), scheme: .ecdsa(.sha256)) },
            logID: TrustDocuments.logID(origin: origin, key: logKey.publicKey))
    }

    /// Begins both logs where there are none.
    static func begin(in store: AuthorityStore, _ folder: AuthorityFolder, _ settings: AuthoritySettings) throws {
        let signers = try signers(folder, settings)
        for (name, signer) in [(AuthorityStore.LogName.log, signers.log), (.certificates, signers.certificateLog)] {
            let log = try store.log(name)
            defer { log.close() }
            try TileLog.begin(log, signer: signer)
        }
    }
}
