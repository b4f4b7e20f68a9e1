/// The secret of a private key, taken from its structure and not yet checked.
enum PrivateKeyParts {
    case scalar(ObjectIdentifier, [UInt8])
    case ed25519([UInt8])
    /// A PKCS #1 RSAPrivateKey.
    case rsa([UInt8])
    /// The seed of FIPS 204's key generation.
    case mlDSA(ObjectIdentifier, [UInt8])
    case other(ObjectIdentifier)

    /// PrivateKeyInfo or OneAsymmetricKey (RFC 5958 §2).
    static func readPKCS8(_ bytes: [UInt8]) throws(KeyError) -> PrivateKeyParts {
        do throws(DERError) { return try pkcs8(bytes) } catch { throw .der(error) }
    }

    /// ECPrivateKey (RFC 5915 §3). The curve stands inside, or in the structure around it.
    static func readSEC1(_ bytes: [UInt8], curve: ObjectIdentifier?) throws(KeyError) -> PrivateKeyParts {
        do throws(DERError) { return try sec1(bytes[...], curve: curve) } catch { throw .der(error) }
    }

    private static func pkcs8(_ bytes: [UInt8]) throws(DERError) -> PrivateKeyParts {
        var outer = DERReader(bytes)
        var body = try outer.sequence()
        try outer.finish()
        let version = try body.small()
        guard version <= 1 else { throw body.failure(.unexpectedValue("expected version 0 or 1 of a private key")) }
        var identifier = try body.sequence()
        let algorithm = try identifier.objectIdentifier()
        let parameters = identifier.isAtEnd ? nil : try identifier.next()
        try identifier.finish()
        let key = try body.octetString()
        _ = try body.optional(DERTag.context(0))
        if version == 1 { _ = try body.optional(DERTag.implicit(1)) }
        try body.finish()

        switch algorithm {
        case .ecPublicKey:
            guard let parameters, parameters.tag == DERTag.objectIdentifier,
                let curve = ObjectIdentifier(content: parameters.content)
            else { throw DERError(.unexpectedValue("expected the name of a curve"), at: key.startIndex) }
            return try sec1(key, curve: curve)
        case .ed25519:
            var inner = DERReader(key)
            let seed = try inner.octetString()
            try inner.finish()
            return .ed25519(Array(seed))
        case .rsaEncryption: return .rsa(Array(key))
        case .mlDSA65, .mlDSA87:
            // RFC 9881 §6: the seed alone, or with the expanded key, which the seed gives again.
            var inner = DERReader(key)
            if let seed = try inner.optional(DERTag.implicit(0)) {
                try inner.finish()
                return .mlDSA(algorithm, Array(seed.content))
            }
            var both = try inner.sequence()
            try inner.finish()
            let seed = try both.octetString()
            _ = try both.octetString()
            try both.finish()
            return .mlDSA(algorithm, Array(seed))
        default: return .other(algorithm)
        }
    }

    private static func sec1(_ bytes: ArraySlice<UInt8>, curve: ObjectIdentifier?) throws(DERError) -> PrivateKeyParts {
        var outer = DERReader(bytes)
        var body = try outer.sequence()
        try outer.finish()
        guard try body.small() == 1 else { throw body.failure(.unexpectedValue("expected version 1 of an EC key")) }
        let scalar = Array(try body.octetString())
        var curve = curve
        if let element = try body.optional(DERTag.context(0)) {
            var parameters = element.inside
            let named = try parameters.objectIdentifier()
            try parameters.finish()
            guard curve == nil || curve == named else {
                throw body.failure(.unexpectedValue("expected one curve, found two"))
            }
            curve = named
        }
        _ = try body.optional(DERTag.context(1))
        try body.finish()
        guard let curve else { throw body.failure(.unexpectedValue("expected the name of a curve")) }
        return .scalar(curve, scalar)
    }
}
