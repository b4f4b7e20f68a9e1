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
    let states: StateThreads
    private let store: AuthorityStore

    /// - Parameter post: how witnesses are asked, where the settings name some.
    package init(_ folder: AuthorityFolder, post: Witnessing.Post? = nil) throws {
        self.folder = folder
        settings = try AuthoritySettings(folder)
        store = try AuthorityStore(settings.store, of: folder)
        states = store.states()
        updates = UpdateRepository(store.documents, key: try folder.key(.updates))
        let tokens = try folder.key(.tokens)
        tokenKey = tokens.publicKey
        tokenIssuer = TokenIssuer(url: settings.url, key: tokens)
        issuers = try settings.trustedIssuers(folder, own: tokens)
        let signers = try AuthorityLogs.signers(folder, settings)
        logID = signers.logID
        var witnessing: Witnessing?
        if let policy = try settings.witnessPolicy(folder) {
            guard let post else { throw AuthorityError.mismatch("the log has witnesses, and no way to ask them") }
            do throws(NoteError) {
                witnessing = try Witnessing(policy: policy, post: post)
            } catch {
                throw AuthorityError.settings(path: settings.witnesses ?? "", "\(error)")
            }
        }
        let asked = witnessing
        log = try TileLog(
            store: store.openLog(.log, signer: signers.log) { asked?.isFulfilled(by: $0) ?? true },
            signer: signers.log, witnessing: witnessing)
        certificateLog = try TileLog(
            store: store.openLog(.certificates, signer: signers.certificateLog), signer: signers.certificateLog)
        // Kept in files alone: when an entry came in is not told by a database.
        records =
            settings.store == .files && access(folder.records, F_OK) == 0
            ? try RecordLog(
                folder: folder.records, host: TrustDocuments.origin(settings.url), key: folder.key(.records)) : nil
        let root = try folder.certificate(.root)
        authority = try CertificateAuthority(
            key: folder.key(.authority), certificate: folder.certificate(.authority), root: root,
            logKey: folder.key(.certificateLog), log: certificateLog)
        let certificate = try folder.certificate(.timestamps)
        timestamps = try TimestampSigner(key: folder.key(.timestamps), certificate: certificate)
        timestampChain = [certificate, root]
    }

    /// Publishes what has changed for clients, and says that the rest is the latest. To be called at the start and
    /// every hour.
    package func renewUpdates(at now: Instant) async throws {
        let targets = try UpdateRepository.targets(of: folder)
        let updates = updates
        _ = try await states.run { _ in try updates.publish(targets, at: now) }
    }

    /// A file of the TUF repository by its path below it.
    func update(_ path: String) async throws -> [UInt8]? {
        let updates = updates
        return try await states.run { _ in try updates.file(path) }
    }

    /// Whether something failed for what the authority keeps its state in, and may be tried again.
    static func isOutage(_ error: any Error) -> Bool {
        switch error {
        case StoreError.unavailable: true
        case let error as LogError: error.isPassing
        default: false
        }
    }

    /// Where logins keep their steps: in memory, or in the database that replicas share.
    func loginState(clock: @escaping @Sendable () -> Instant) -> any LoginState {
        settings.store == .files ? MemoryLoginState(clock: clock) : StoredLoginState(states, clock: clock)
    }

    package func close() async {
        await log.close()
        await certificateLog.close()
        await records?.close()
        await states.close()
        store.close()
    }

    /// The authority's own issuer of tokens, from its folder.
    package static func tokenIssuer(_ folder: AuthorityFolder) throws -> TokenIssuer {
        TokenIssuer(url: try AuthoritySettings(folder).url, key: try folder.key(.tokens))
    }
}
