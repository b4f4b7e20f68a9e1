package import Content

/// What an entry of a log says: who signed, or got a certificate, and for what.
package struct LogRecord: Sendable {
    /// Who stands in an entry.
    package struct Holder: Sendable, Hashable {
        /// Of the certificate, if it is one that names one subject.
        package var identity: SignerIdentity?
        /// SHA-256 of the SubjectPublicKeyInfo, in hexadecimal.
        package var key: String
    }

    /// What was signed; a certificate log says nothing of that.
    package var subject: Digest?
    package var holders: [Holder]

    /// Reads an entry of a signature log (`hashedrekord`, `dsse`, `intoto`), or of a certificate log (RFC 6962 §3.4).
    ///
    /// - Throws: `VerificationFailure` or `DERError` for what is neither, which may be anything.
    package init(entry: [UInt8]) throws {
        if entry.first == 0 {
            self = try Self.certificateLogLeaf(entry)
            return
        }
        let body = try EntryBody(
            LogEntry(
                index: 0, logID: [], kind: "", kindVersion: "", integratedTime: 0, promise: nil, proof: nil,
                body: entry))
        subject =
            switch body.subject {
            case .signed(let digest), .payload(let digest): digest
            }
        holders = try body.signers.map { try Holder(material: $0.material) }
    }

    private init(holders: [Holder]) {
        subject = nil
        self.holders = holders
    }

    /// A MerkleTreeLeaf: version, type and time, then a certificate, or what of one is signed.
    private static func certificateLogLeaf(_ leaf: [UInt8]) throws -> LogRecord {
        var rest = leaf[...]
        func take(_ count: Int) throws(DERError) -> ArraySlice<UInt8> {
            guard rest.count >= count else {
                throw DERError(.unexpectedValue("the entry of a certificate log ends early"), at: rest.startIndex)
            }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func counted() throws(DERError) -> [UInt8] {
            let length = try take(3).reduce(0) { $0 << 8 | Int($1) }
            return Array(try take(length))
        }
        guard try take(2).elementsEqual([0, 0]) else {
            throw DERError(.unexpectedValue("expected a timestamped entry of version 1"), at: 0)
        }
        _ = try take(8)
        switch Array(try take(2)) {
        case [0, 0]: return LogRecord(holders: [Holder(try Certificate(der: counted()))])
        case [0, 1]:
            _ = try take(32)
            return LogRecord(holders: [Holder(try Certificate.reading(signedPart: counted()))])
        default: throw DERError(.unexpectedValue("expected a certificate or a precertificate"), at: 10)
        }
    }
}

extension LogRecord.Holder {
    fileprivate init(_ certificate: Certificate) {
        identity = SignerIdentity(certificate)
        key = Digest.of(certificate.publicKeyDER).hex
    }

    /// - Parameter material: a certificate or a SubjectPublicKeyInfo in DER.
    fileprivate init(material: [UInt8]) throws {
        // Both begin with two SEQUENCEs; inside the second, a certificate has its version, a key its algorithm.
        var outer = DERReader(material)
        var first = try outer.next(DERTag.sequence).inside
        if try first.next(DERTag.sequence).content.first == DERTag.context(0) {
            self.init(try Certificate(der: material))
        } else {
            self.init(identity: nil, key: Digest.of(material).hex)
        }
    }
}

extension Certificate {
    /// Reads the part of a certificate that is signed, as certificate logs hold it of precertificates. Nothing can be
    /// verified of it, but what the log did before it took it.
    fileprivate static func reading(signedPart: [UInt8]) throws(DERError) -> Certificate {
        var outer = DERReader(signedPart)
        var body = try outer.sequence()
        try outer.finish()
        _ = try body.next(DERTag.context(0))
        _ = try body.integer()
        let algorithm = try body.next(DERTag.sequence)
        return try Certificate(der: DER.sequence(signedPart, Array(algorithm.encoded), DER.bitString([])))
    }
}
