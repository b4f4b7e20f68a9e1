internal import Content
package import Transparency

/// Whom to believe: logs, certificate authorities, certificate logs and timestamp authorities, each for a time
/// (Sigstore `trusted_root.json`, versions 0.1 and 0.2).
///
/// Read once and used for many bundles: what is costly to check about it is remembered.
package struct TrustedRoot: Sendable {
    package struct Log: Sendable {
        package var baseURL: String
        /// What entries and certificate timestamps name the log by.
        package var logID: [UInt8]
        /// What lines of checkpoints name it by, if that is another.
        package var checkpointKeyID: [UInt8]?
        package var key: VerificationKey
        package var scheme: SignatureScheme
        package var validity: ValidityPeriod
        package var `operator`: String?
    }

    package struct Authority: Sendable {
        package var uri: String
        /// The anchor is the last one; a timestamp authority's own certificate is the first.
        package var chain: CertificateChain
        package var validity: ValidityPeriod
        package var `operator`: String?
    }

    package private(set) var logs: [Log] = []
    package private(set) var certificateLogs: [Log] = []
    package private(set) var certificateAuthorities: [Authority] = []
    package private(set) var timestampAuthorities: [Authority] = []
    /// Logs and authorities that the file lists and this reader cannot use, with the reason.
    package private(set) var skipped: [String] = []

    package static let limit = 4 << 20
    private static let listLimit = 256

    private static let mediaTypes: Set = [
        "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
        "application/vnd.dev.sigstore.trustedroot+json;version=0.2",
        "application/vnd.dev.sigstore.trustedroot.v0.1+json", "application/vnd.dev.sigstore.trustedroot.v0.2+json",
    ]

    /// - Throws: `VerificationFailure`, also when a validity has no start: such a key would be good for ever before.
    package init(json bytes: [UInt8]) throws(VerificationFailure) {
        let root = try ProtoJSON.read(bytes, limit: Self.limit, codes: .trustRoot, json: .trustRootFormat)
        let mediaType = try root.text("mediaType")
        guard Self.mediaTypes.contains(mediaType) else {
            throw root.failure("mediaType", "a trusted root of version 0.1 or 0.2", "“\(mediaType.prefix(80))”")
        }
        for entry in try root.array("tlogs", limit: Self.listLimit) { if let log = try log(entry) { logs.append(log) } }
        for entry in try root.array("ctlogs", limit: Self.listLimit) {
            if let log = try log(entry) { certificateLogs.append(log) }
        }
        for entry in try root.array("certificateAuthorities", limit: Self.listLimit) {
            if let authority = try authority(entry) { certificateAuthorities.append(authority) }
        }
        for entry in try root.array("timestampAuthorities", limit: Self.listLimit) {
            if let authority = try authority(entry) { timestampAuthorities.append(authority) }
        }
    }

    /// The `validFor` of an entry, of which only the end may be missing.
    static func validity(_ entry: ProtoJSON) throws(VerificationFailure) -> ValidityPeriod {
        func time(_ object: ProtoJSON?, _ name: String) throws(VerificationFailure) -> Instant? {
            guard let text = try object?.optionalText(name) else { return nil }
            guard let instant = Instant(text) else {
                throw entry.failure("validFor.\(name)", "a time of RFC 3339", "“\(text.prefix(40))”")
            }
            return instant
        }
        let period = try entry.optionalObject("validFor")
        guard let start = try time(period, "start") else {
            throw VerificationFailure(
                .validityStartMissing, expected: "a start at \(entry.at("validFor"))", found: "none")
        }
        return ValidityPeriod(start: start, end: try time(period, "end"))
    }

    private mutating func log(_ entry: ProtoJSON) throws(VerificationFailure) -> Log? {
        let publicKey = try entry.object("publicKey")
        let validity = try Self.validity(publicKey)
        let baseURL = try entry.optionalText("baseUrl") ?? ""
        let logID = try entry.object("logId").bytes("keyId")
        let details = try publicKey.optionalText("keyDetails")
        let checkpointKeyID = try entry.optionalObject("checkpointKeyId")?.optionalBytes("keyId")
        let name = try entry.optionalText("operator")
        let bytes = try publicKey.bytes("rawBytes")
        do throws(KeyError) {
            let key = try VerificationKey(der: bytes)
            guard let scheme = KeyDetails.scheme(details, for: key) else {
                throw .unsupported("\(details ?? "no keyDetails") with a key of \(key.algorithm)")
            }
            return Log(
                baseURL: baseURL, logID: logID, checkpointKeyID: checkpointKeyID, key: key, scheme: scheme,
                validity: validity, operator: name)
        } catch {
            skipped.append("\(entry.path) (\(baseURL)): \(error)")
            return nil
        }
    }

    private mutating func authority(_ entry: ProtoJSON) throws(VerificationFailure) -> Authority? {
        let validity = try Self.validity(entry)
        let uri = try entry.optionalText("uri") ?? ""
        let list = try entry.object("certChain").array("certificates", limit: CertificateChain.limit)
        var certificates: [Certificate] = []
        for item in list {
            let der = try item.bytes("rawBytes")
            do throws(DERError) {
                certificates.append(try Certificate(der: der))
            } catch {
                skipped.append("\(item.path) (\(uri)): \(error)")
                return nil
            }
        }
        guard !certificates.isEmpty else { throw entry.failure("certChain.certificates", "a certificate", "none") }
        return Authority(
            uri: uri, chain: CertificateChain(certificates), validity: validity,
            operator: try entry.optionalText("operator"))
    }
}

extension TrustedRoot.Log {
    /// The names under which this log may sign checkpoints: its address without the scheme, with and without port and
    /// path. Logs of the first generation sign as their host, those of the second as their origin.
    var noteNames: [String] {
        var rest = baseURL[...]
        if let separator = rest.firstRange(of: "://") { rest = rest[separator.upperBound...] }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        let authority = rest.prefix { $0 != "/" }
        let host = authority.prefix { $0 != ":" }
        var names: [String] = []
        let path = rest[authority.endIndex...]
        for name in [String(rest), String(authority), String(host), "\(host)\(path)"]
        where !name.isEmpty && !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// The keys that lines of this log's checkpoints are looked up by.
    var noteKeys: [NoteKey] {
        let id = Array((checkpointKeyID ?? logID).prefix(4))
        return noteNames.map { name in
            NoteKey(name: name, id: id) { message, signature in
                // A key of the wrong kind cannot have signed.
                (try? key.verifies(signature, of: .message(message), scheme: scheme)) ?? false
            }
        }
    }
}

extension TrustedRoot.Log {
    /// Whether entries name this log by the digest of its key, as those of the first generation do.
    package var isFirstGeneration: Bool { logID == key.fingerprint.bytes }

    /// Whether a log whose key has a name signs checkpoints of this origin: logs of the first generation add the number
    /// of their tree.
    func isOrigin(_ origin: String, of name: String) -> Bool { origin == name || origin.hasPrefix("\(name) - ") }

    /// What a note says, once this log has signed it under one of its names.
    package func checkpoint(of note: SignedNote) throws(NoteError) -> Checkpoint {
        let signers = try note.verify(noteKeys).map(\.name)
        let checkpoint = try Checkpoint(text: note.text)
        guard signers.contains(where: { isOrigin(checkpoint.origin, of: $0) }) else {
            throw .origin(expected: signers.joined(separator: " or "), found: checkpoint.origin)
        }
        return checkpoint
    }
}

/// The names of algorithms in Sigstore's protocol (`keyDetails`).
package enum KeyDetails {
    /// The scheme that a name stands for, if the key is of its kind. Without a name, the key's default.
    package static func scheme(_ name: String?, for key: VerificationKey) -> SignatureScheme? {
        guard let name, !name.isEmpty else { return key.algorithm.defaultScheme }
        let found: (KeyAlgorithm, SignatureScheme)? =
            switch name {
            case "PKIX_ECDSA_P256_SHA_256", "PKIX_ECDSA_P256_HMAC_SHA_256": (.p256, .ecdsa(.sha256))
            case "PKIX_ECDSA_P384_SHA_384": (.p384, .ecdsa(.sha384))
            case "PKIX_ECDSA_P521_SHA_512": (.p521, .ecdsa(.sha512))
            case "PKIX_ECDSA_P384_SHA_256": (.p384, .ecdsa(.sha256))
            case "PKIX_ECDSA_P521_SHA_256": (.p521, .ecdsa(.sha256))
            case "PKIX_ED25519": (.ed25519, .ed25519)
            case "PKIX_ED25519_PH": (.ed25519, .ed25519ph)
            case "PKCS1_RSA_PKCS1V5", "PKIX_RSA_PKCS1V5", "PKIX_RSA_PKCS1V15_2048_SHA256",
                "PKIX_RSA_PKCS1V15_3072_SHA256", "PKIX_RSA_PKCS1V15_4096_SHA256":
                (.rsa, .rsaPKCS1(.sha256))
            case "PKCS1_RSA_PSS", "PKIX_RSA_PSS", "PKIX_RSA_PSS_2048_SHA256", "PKIX_RSA_PSS_3072_SHA256",
                "PKIX_RSA_PSS_4096_SHA256":
                (.rsa, .rsaPSS(.sha256))
            case "ML_DSA_65": (.mlDSA65, .mlDSA)
            case "ML_DSA_87": (.mlDSA87, .mlDSA)
            default: nil
            }
        guard let found, found.0 == key.algorithm else { return nil }
        return found.1
    }
}
