internal import Glibc
internal import NIOSSL
internal import Synchronization

/// A server's certificate and key, read again when their files change: connections that come then have the new ones.
package final class AuthorityTLS: Sendable {
    private struct Loaded {
        var context: NIOSSLContext
        var stamps: [[Int]]
    }

    private let certificate: String
    private let key: String
    private let loaded: Mutex<Loaded>

    /// - Parameters:
    ///   - certificate: a file with the server's certificate and those between it and its authority, in PEM.
    ///   - key: a file with its private key, in PEM.
    package init(certificate: String, key: String) throws {
        self.certificate = certificate
        self.key = key
        let stamps = Self.stamps(certificate, key)
        loaded = Mutex(Loaded(context: try Self.read(certificate, key), stamps: stamps))
    }

    var context: NIOSSLContext { loaded.withLock { $0.context } }

    /// Reads the files again if they have changed.
    ///
    /// - Returns: whether there is a new certificate.
    /// - Throws: when the files are of no use together; what was read before stays. Files that are replaced one after the
    ///   other are of no use in between, and are looked at again by the next call.
    package func reloadIfChanged() throws -> Bool {
        let stamps = Self.stamps(certificate, key)
        guard loaded.withLock({ $0.stamps }) != stamps else { return false }
        let context = try Self.read(certificate, key)
        loaded.withLock { $0 = Loaded(context: context, stamps: stamps) }
        return true
    }

    private static func stamps(_ paths: String...) -> [[Int]] {
        paths.map { path in
            var status = Glibc.stat()
            guard stat(path, &status) == 0 else { return [] }
            return [
                Int(truncatingIfNeeded: status.st_ino), status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
            ]
        }
    }

    private static func read(_ certificate: String, _ key: String) throws -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        let privateKey: NIOSSLPrivateKey
        do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
            throw AuthorityError.settings(path: certificate, "expected certificates in PEM: \(error)")
        }
        do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
            throw AuthorityError.settings(path: key, "expected a private key in PEM: \(error)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do { return try NIOSSLContext(configuration: configuration) } catch {
            throw AuthorityError.settings(path: certificate, "no server can use it with the key \(key): \(error)")
        }
    }
}
