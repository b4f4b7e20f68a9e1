internal import Content
internal import Glibc
package import Signing
internal import Transparency

/// Makes a new authority: keys, certificates, empty logs, and what clients need.
package enum AuthorityFounding {
    static let rootName = "root"
    static let authorityName = "certificate authority"
    static let timestampsName = "timestamp authority"

    private static let decade: Int64 = 10 * 365 * 86_400

    /// - Throws: `AuthorityError.exists` when the folder has an authority; nothing of it is touched.
    package static func found(
        at path: String, url: String, name: String, now: Instant, store address: StoreAddress = .files
    ) throws -> AuthorityFolder {
        let folder = AuthorityFolder(path)
        var settings = try AuthoritySettings(url: url, name: name)
        settings.store = address
        guard access(folder.settings, F_OK) != 0, access("\(path)/keys", F_OK) != 0 else {
            throw AuthorityError.exists(path: path)
        }
        try AuthorityFolder.makeFolder(path)
        // Before keys are made: a database that is away, or another's, ends here.
        let store = try AuthorityStore(address, of: folder)
        defer { store.close() }
        try store.requireEmpty()
        try AuthorityFolder.makeFolder("\(path)/keys", mode: 0o700)
        // Kept in files alone.
        let hasRecords = address == .files
        for part in ["\(path)/certificates", folder.log, folder.certificateLog] + (hasRecords ? [folder.records] : []) {
            try AuthorityFolder.makeFolder(part)
        }
        var keys: [AuthorityFolder.Key: SigningKey] = [:]
        for kind in AuthorityFolder.Key.allCases where hasRecords || kind != .records {
            let key = try SigningKey(generating: kind.algorithm)
            try AuthorityFolder.create(key.pem, at: folder.file(kind), mode: 0o600)
            keys[kind] = key
        }
        guard let rootKey = keys[.root], let authorityKey = keys[.authority], let timestampKey = keys[.timestamps],
            let logKey = keys[.log], let certificateLogKey = keys[.certificateLog]
        else { throw AuthorityError.mismatch("a key is missing") }
        let start = Instant(seconds: now.seconds)
        let rootSubject = CertificateDraft.name(organization: name, commonName: rootName)
        func make(
            _ file: AuthorityFolder.CertificateName, subject: [UInt8], key: VerificationKey,
            _ extensions: [CertificateDraft.Extension]
        ) throws -> Certificate {
            let der = try CertificateDraft(
                issuer: rootSubject, subject: subject, key: key, start: start,
                end: Instant(seconds: start.seconds + decade),
                extensions: extensions + [.subjectKey(key), .authorityKey(rootKey.publicKey)]
            ).signed(by: rootKey)
            try AuthorityFolder.create(PEM(label: "CERTIFICATE", content: der).text, at: folder.file(file))
            return try Certificate(der: der)
        }
        let root = try make(
            .root, subject: rootSubject, key: rootKey.publicKey, CertificateDraft.Extension.authority(pathLength: nil))
        let authority = try make(
            .authority, subject: CertificateDraft.name(organization: name, commonName: authorityName),
            key: authorityKey.publicKey, CertificateDraft.Extension.authority(pathLength: 0) + [.codeSigning])
        let timestamps = try make(
            .timestamps, subject: CertificateDraft.name(organization: name, commonName: timestampsName),
            key: timestampKey.publicKey, [.digitalSignature, .timeStamping])
        let documents = TrustDocuments(
            settings: settings, start: start, authorities: [authority, root], timestamps: [timestamps, root],
            logKey: logKey.publicKey, certificateLogKey: certificateLogKey.publicKey,
            recordsKey: keys[.records]?.publicKey)
        if let bytes = logKey.publicKey.ed25519Bytes {
            let text = NoteKey.verifierKey(name: TrustDocuments.origin(url), kind: .ed25519, ed25519: bytes)
            try FileSaving.save(Array("\(text)\n".utf8), to: folder.logVerifierKey)
        }
        try FileSaving.save(documents.trustedRoot, to: folder.trustedRoot)
        try FileSaving.save(documents.signingConfig, to: folder.signingConfig)
        try FileSaving.save(documents.trustConfig, to: folder.trustConfig)
        guard let updatesKey = keys[.updates] else { throw AuthorityError.mismatch("a key is missing") }
        let updates = UpdateRepository(store.documents, key: updatesKey)
        // Also in a file, for those who are to be given it.
        try AuthorityFolder.makeFolder(folder.updates)
        try FileSaving.save(updates.found(at: now), to: "\(folder.updates)/root.json")
        try updates.publish(UpdateRepository.targets(of: folder), at: now)
        try AuthorityLogs.begin(in: store, folder, settings)
        // Last: with it, the authority is complete.
        try FileSaving.save(settings.json, to: folder.settings)
        return folder
    }
}
