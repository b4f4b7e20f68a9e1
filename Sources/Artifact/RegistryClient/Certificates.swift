internal import Content
internal import NIOSSL
internal import Synchronization

/// Whose certificates are trusted, and what the client shows of itself (containers-certs.d(5)).
///
/// A folder `HOST[:PORT]` holds authorities in `*.crt` and the client's own `NAME.cert` with `NAME.key`.
final class Certificates: Sendable {
    /// What a folder holds, read once.
    private struct Found {
        var authorities: [NIOSSLCertificate] = []
        var chain: [NIOSSLCertificate] = []
        var key: NIOSSLPrivateKey?
    }

    private let folders: [String]
    private let file: String?
    private let found = Mutex<[String: TLSConfiguration?]>([:])

    /// - Parameters:
    ///   - folders: asked in order; the first that has the host counts.
    ///   - file: authorities that stand for those of the system (`$SSL_CERT_FILE`).
    init(folders: [String], file: String?) {
        self.folders = folders
        self.file = file
    }

    convenience init(environment: [String: String]) {
        var folders = ["/etc/containers/certs.d", "/etc/docker/certs.d"]
        if let home = environment["HOME"] { folders.insert("\(home)/.config/containers/certs.d", at: 0) }
        self.init(folders: folders, file: environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 })
    }

    /// Whether a folder names an authority for the host: then it speaks TLS, even on this machine.
    func hasAuthority(for host: String) throws -> Bool {
        try !contents(of: host).authorities.isEmpty
    }

    /// `nil` when the defaults are right.
    ///
    /// - Throws: `RegistryError.configuration` when a file is not what its name says.
    func configuration(for host: String, isVerified: Bool) throws -> TLSConfiguration? {
        let key = isVerified ? host : "unverified \(host)"
        if let known = found.withLock({ $0[key] }) { return known }
        let folder = try contents(of: host)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file { configuration.trustRoots = .certificates(try Self.certificates(in: file)) }
        if !folder.authorities.isEmpty { configuration.additionalTrustRoots = [.certificates(folder.authorities)] }
        configuration.certificateChain = folder.chain.map { .certificate($0) }
        configuration.privateKey = folder.key.map { .privateKey($0) }
        if !isVerified { configuration.certificateVerification = .none }
        let made = configuration
        found.withLock { $0[key] = .some(made) }
        return configuration
    }

    private func contents(of host: String) throws -> Found {
        var found = Found()
        // The host becomes part of a path.
        guard !host.utf8.contains(UInt8(ascii: "/")), host != ".", host != ".." else { return found }
        for folder in folders {
            let names = FolderListing.names(in: "\(folder)/\(host)")
            guard !names.isEmpty else { continue }
            for name in names {
                let path = "\(folder)/\(host)/\(name)"
                if name.hasSuffix(".crt") {
                    found.authorities += try Self.certificates(in: path)
                } else if name.hasSuffix(".cert"), found.key == nil {
                    let keyPath = "\(folder)/\(host)/\(name.dropLast(5)).key"
                    found.chain = try Self.certificates(in: path)
                    do {
                        found.key = try NIOSSLPrivateKey(bytes: try Self.bytes(of: keyPath), format: .pem)
                    } catch let error as NIOSSLError {
                        throw RegistryError.configuration(place: keyPath, reason: "expected a PEM key, found \(error)")
                    }
                }
            }
            return found
        }
        return found
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        do {
            return try OpenFile.contents(of: path, limit: 4 << 20)
        } catch {
            throw RegistryError.configuration(place: path, reason: "\(error)")
        }
    }

    private static func certificates(in path: String) throws -> [NIOSSLCertificate] {
        let bytes = try bytes(of: path)
        do {
            let found = try NIOSSLCertificate.fromPEMBytes(bytes)
            if !found.isEmpty { return found }
        } catch {
            throw RegistryError.configuration(place: path, reason: "expected PEM certificates, found \(error)")
        }
        throw RegistryError.configuration(place: path, reason: "expected PEM certificates, found none")
    }
}
