internal import Content
internal import Glibc
package import Signing
internal import Transparency

/// The parts of an authority at work, opened from its folder.
package struct AuthorityServices: Sendable {
    let settings: AuthoritySettings
    let folder: AuthorityFolder
    let issuers: TrustedIssuers
    let tokenKey: VerificationKey
    let tokenIssuer: TokenIssuer
    let authority: CertificateAuthority
    let timestamps: TimestampSigner
    let timestampChain: [Certificate]
    package let log: TileLog
    package let certificateLog: TileLog
    let logID: [UInt8]
    /// The log of Rekor's API v1, if the authority was made with one.
    let records: RecordLog?
    let updates: UpdateRepository

    /// - Parameter post: how witnesses are asked, where the settings name some.
    package init(_ folder: AuthorityFolder, post: Witnessing.Post? = nil) throws {
        self.folder = folder
        settings = try AuthoritySettings(folder)
        updates = UpdateRepository(folder: folder.updates, key: try folder.key(.updates))
        let tokens = try folder.key(.tokens)
        tokenKey = tokens.publicKey
        tokenIssuer = TokenIssuer(url: settings.url, key: tokens)
        issuers = try settings.trustedIssuers(folder, own: tokens)
        let origin = TrustDocuments.origin(settings.url)
        let logKey = try folder.key(.log)
        guard let bytes = logKey.publicKey.ed25519Bytes else {
            throw AuthorityError.mismatch("the log's key is not of Ed25519")
        }
        logID = TrustDocuments.logID(origin: origin, key: logKey.publicKey)
        var witnessing: Witnessing?
        if let policy = try settings.witnessPolicy(folder) {
            guard let post else { throw AuthorityError.mismatch("the log has witnesses, and no way to ask them") }
            do throws(NoteError) {
                witnessing = try Witnessing(policy: policy, post: post)
            } catch {
                throw AuthorityError.settings(path: settings.witnesses ?? "", "\(error)")
            }
        }
        log = try TileLog(
            folder: folder.log,
            signer: CheckpointSigner(
                origin: origin, key: try NoteKey(name: origin, kind: .ed25519, ed25519: bytes)
            ) { try logKey.signature(of: .message($0)) }, witnessing: witnessing)
        let certificateLogKey = try folder.key(.certificateLog)
        let publicKey = certificateLogKey.publicKey
        certificateLog = try TileLog(
            folder: folder.certificateLog,
            signer: CheckpointSigner(
                origin: "\(origin)/ct",
                key: NoteKey(name: "\(origin)/ct", id: Array(publicKey.fingerprint.bytes.prefix(4))) {
                    // A key of the wrong kind cannot have signed.
                    (try? publicKey.verifies($1, of: .message($0), scheme: .ecdsa(.sha256))) ?? false
                }
            ) { try certificateLogKey.signature(of: .message($0), scheme: .ecdsa(.sha256)) })
        records =
            access(folder.records, F_OK) == 0
            ? try RecordLog(folder: folder.records, host: origin, key: folder.key(.records)) : nil
        let root = try folder.certificate(.root)
        authority = try CertificateAuthority(
            key: folder.key(.authority), certificate: folder.certificate(.authority), root: root,
            logKey: certificateLogKey, log: certificateLog)
        let certificate = try folder.certificate(.timestamps)
        timestamps = try TimestampSigner(key: folder.key(.timestamps), certificate: certificate)
        timestampChain = [certificate, root]
    }

    /// Publishes what has changed for clients, and says that the rest is the latest. To be called at the start and
    /// every hour.
    package func renewUpdates(at now: Instant) throws {
        try updates.publish(UpdateRepository.targets(of: folder), at: now)
    }

    package func close() async {
        await log.close()
        await certificateLog.close()
        await records?.close()
    }

    /// The authority's own issuer of tokens, from its folder.
    package static func tokenIssuer(_ folder: AuthorityFolder) throws -> TokenIssuer {
        TokenIssuer(url: try AuthoritySettings(folder).url, key: try folder.key(.tokens))
    }
}
