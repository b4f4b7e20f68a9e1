internal import NIOSSL

/// The server's certificate, and whose certificates clients must have.
package struct ServiceTLS: Sendable {
    let context: NIOSSLContext
    /// For calls of gRPC, which are HTTP/2.
    let callContext: NIOSSLContext

    /// - Parameters:
    ///   - certificate: A file with the server's certificate and those between it and its authority, in PEM.
    ///   - authority: A file with the authorities whose clients are let in; nil when clients need no certificate.
    package init(certificate: String, key: String, authority: String?) throws {
        let chain: [NIOSSLCertificate]
        let privateKey: NIOSSLPrivateKey
        do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
            throw ServiceError("\(certificate): expected certificates in PEM: \(error)")
        }
        do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
            throw ServiceError("\(key): expected a private key in PEM: \(error)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let authority {
            let authorities: [NIOSSLCertificate]
            do { authorities = try NIOSSLCertificate.fromPEMFile(authority) } catch {
                throw ServiceError("\(authority): expected certificates in PEM: \(error)")
            }
            configuration.trustRoots = .certificates(authorities)
            configuration.certificateVerification = .noHostnameVerification
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
            configuration.applicationProtocols = ["h2"]
            callContext = try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServiceError("\(certificate) and \(key): no server can use them together: \(error)")
        }
    }
}

/// Why a server cannot serve.
package struct ServiceError: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
