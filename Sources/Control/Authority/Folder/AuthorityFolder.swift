internal import Content
internal import Glibc
package import Signing

/// Where an authority keeps itself.
///
/// `authority.json` says its address and whom it trusts; `keys` holds private keys, readable by their owner alone;
/// `certificates`; `log`, `ctlog` and `rekor1`, the logs; `trusted_root.json`, `signing_config.json` and `trust_config.json`,
/// which clients need; `tuf`, the repository that brings these to clients.
package struct AuthorityFolder: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    package enum Key: String, CaseIterable, Sendable {
        case root, authority, certificateLog = "certificate-log", log, timestamps, tokens, updates
        /// Of the log of Rekor's first generation, which authorities of before have not.
        case records = "rekor1"

        var algorithm: KeyAlgorithm {
            switch self {
            case .root: .p384
            // The log's notes are signed with it (C2SP signed-note).
            case .log: .ed25519
            case .authority, .certificateLog, .timestamps, .tokens, .updates, .records: .p256
            }
        }
    }

    package var settings: String { "\(path)/authority.json" }
    package var trustedRoot: String { "\(path)/trusted_root.json" }
    package var signingConfig: String { "\(path)/signing_config.json" }
    package var trustConfig: String { "\(path)/trust_config.json" }
    package var log: String { "\(path)/log" }
    /// The log's public key as witnesses and monitors take it (C2SP signed-note).
    package var logVerifierKey: String { "\(path)/log.vkey" }
    package var certificateLog: String { "\(path)/ctlog" }
    package var records: String { "\(path)/rekor1" }
    package var updates: String { "\(path)/tuf" }
    /// The database of SQLite, where that is the store.
    package var database: String { "\(path)/authority.db" }

    package enum CertificateName: String, Sendable { case root, authority, timestamps }

    func file(_ key: Key) -> String { "\(path)/keys/\(key.rawValue).pem" }
    func file(_ certificate: CertificateName) -> String { "\(path)/certificates/\(certificate.rawValue).pem" }

    package func key(_ key: Key) throws -> SigningKey {
        try SigningKey.load(pem: OpenFile.contents(of: file(key), limit: 64 << 10))
    }

    package func certificate(_ name: CertificateName) throws -> Certificate {
        guard let block = try PEM.blocks(OpenFile.contents(of: file(name), limit: PEM.limit)).first else {
            throw KeyError.pem("none")
        }
        return try Certificate(der: block.content)
    }

    static func makeFolder(_ path: String, mode: mode_t = 0o755) throws {
        guard mkdir(path, mode) == 0 || errno == EEXIST else {
            throw FileError(operation: "make", path: path, code: errno)
        }
    }

    /// A new file that is never another's.
    static func create(_ text: String, at path: String, mode: mode_t = 0o644) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(operation: "create", path: path, code: errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw FileError(operation: "write", path: path, code: errno) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
    }
}
