/// What a certificate log holds of a precertificate: a MerkleTreeLeaf with a TimestampedEntry (RFC 6962 §3.4).
///
/// What the log signs as its promise (§3.2) has the same bytes: the two numbers in front, version and type, are zero in
/// both.
package struct CertificateLogLeaf: Sendable {
    /// Milliseconds since 1970.
    package var timestamp: UInt64
    /// SHA-256 of the SubjectPublicKeyInfo of the authority.
    package var issuerKeyHash: [UInt8]
    /// The part that is signed of the certificate, without poison and without promises.
    package var body: [UInt8]
    package var extensions: [UInt8]

    package init(timestamp: UInt64, issuerKeyHash: [UInt8], body: [UInt8], extensions: [UInt8] = []) {
        self.timestamp = timestamp
        self.issuerKeyHash = issuerKeyHash
        self.body = body
        self.extensions = extensions
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = [0, 0]
        withUnsafeBytes(of: timestamp.bigEndian) { bytes.append(contentsOf: $0) }
        bytes += [0, 1]
        bytes += issuerKeyHash
        bytes += [UInt8(truncatingIfNeeded: body.count >> 16), UInt8(truncatingIfNeeded: body.count >> 8)]
        bytes.append(UInt8(truncatingIfNeeded: body.count))
        bytes += body
        bytes += [UInt8(truncatingIfNeeded: extensions.count >> 8), UInt8(truncatingIfNeeded: extensions.count)]
        return bytes + extensions
    }

    /// The value of a certificate's extension with one promise (RFC 6962 §3.3).
    ///
    /// - Parameter signature: ECDSA with SHA-256, made by the key whose hash is `logID`.
    package func extensionValue(logID: [UInt8], signature: [UInt8]) -> [UInt8] {
        func counted(_ bytes: [UInt8]) -> [UInt8] {
            [UInt8(truncatingIfNeeded: bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
        }
        var promise: [UInt8] = [0] + logID
        withUnsafeBytes(of: timestamp.bigEndian) { promise.append(contentsOf: $0) }
        promise += counted(extensions) + [4, 3] + counted(signature)
        return DER.octetString(counted(counted(promise)))
    }
}
