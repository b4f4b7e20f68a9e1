internal import Content

/// A certificate log's promise, embedded in a certificate (RFC 6962 §3.2, §3.3).
struct SignedCertificateTimestamp: Sendable {
    var logID: [UInt8]
    /// Milliseconds since 1970.
    var timestamp: UInt64
    /// Signed too; logs of the static kind write the index of the leaf here.
    var extensions: [UInt8]
    var scheme: SignatureScheme?
    var signature: [UInt8]

    static let limit = 32

    var time: Instant {
        Instant(seconds: Int64(clamping: timestamp / 1000), nanoseconds: Int32(timestamp % 1000) * 1_000_000)
    }

    /// Reads the list of a certificate's extension.
    static func read(_ bytes: ArraySlice<UInt8>) throws(DERError) -> [SignedCertificateTimestamp] {
        var outer = WireReader(bytes)
        var list = WireReader(try outer.vector16())
        try outer.finish()
        var found: [SignedCertificateTimestamp] = []
        while !list.isAtEnd {
            guard found.count < limit else {
                throw DERError(.unexpectedValue("more than \(limit) certificate timestamps"), at: bytes.startIndex)
            }
            var item = WireReader(try list.vector16())
            let version = try item.number(1)
            guard version == 0 else { continue }
            let logID = Array(try item.take(32))
            let timestamp = try item.number(8)
            let extensions = Array(try item.vector16())
            let (hash, signer) = (try item.number(1), try item.number(1))
            let signature = Array(try item.vector16())
            try item.finish()
            // RFC 5246 §7.4.1.4.1; RFC 6962 §2.1.4 allows only these.
            let scheme: SignatureScheme? =
                switch (hash, signer) {
                case (4, 3): .ecdsa(.sha256)
                case (4, 1): .rsaPKCS1(.sha256)
                default: nil
                }
            found.append(
                SignedCertificateTimestamp(
                    logID: logID, timestamp: timestamp, extensions: extensions, scheme: scheme, signature: signature))
        }
        return found
    }

    /// The bytes a log signed for a certificate that `issuer` signed.
    func signedBytes(for certificate: Certificate, issuer: Certificate) -> [UInt8] {
        CertificateLogLeaf(
            timestamp: timestamp, issuerKeyHash: Digest.of(issuer.publicKeyDER).bytes,
            body: certificate.signedPartForLogs, extensions: extensions
        ).bytes
    }
}

/// Reads the fixed-size numbers and counted vectors of TLS's notation (RFC 8446 §3).
struct WireReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func take(_ count: Int) throws(DERError) -> ArraySlice<UInt8> {
        guard bytes.endIndex - position >= count else { throw DERError(.truncated, at: position) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func number(_ count: Int) throws(DERError) -> UInt64 { try take(count).reduce(0) { $0 << 8 | UInt64($1) } }

    mutating func vector16() throws(DERError) -> ArraySlice<UInt8> { try take(Int(number(2))) }

    func finish() throws(DERError) {
        guard isAtEnd else { throw DERError(.trailingBytes, at: position) }
    }
}
