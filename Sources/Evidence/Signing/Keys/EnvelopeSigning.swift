package import Attestation
internal import Content

/// Why no signature of an envelope is good enough.
package enum EnvelopeError: Error, Equatable, Sendable, CustomStringConvertible {
    case noSignatures
    /// Fewer different keys than asked for have signed.
    case threshold(expected: Int, verified: Int, signatures: Int)
    case key(KeyError)

    package var description: String {
        switch self {
        case .noSignatures: "DSSE envelope: expected a signature, found none"
        case .threshold(let expected, let verified, let signatures):
            """
            DSSE envelope: expected signatures of \(expected) of the given keys, \
            found \(verified) among \(signatures) signatures
            """
        case .key(let error): "DSSE envelope: \(error)"
        }
    }
}

extension DSSE {
    /// An envelope around `statement`, signed with every one of `keys`.
    package static func sign(_ statement: Statement, with keys: [SigningKey]) throws(KeyError) -> Envelope {
        try sign(payload: statement.json, type: Statement.payloadType, with: keys)
    }

    package static func sign(_ statement: Statement, with key: SigningKey) throws(KeyError) -> Envelope {
        try sign(statement, with: [key])
    }

    /// An envelope around any payload, signed with every one of `keys`.
    package static func sign(payload: [UInt8], type: String, with keys: [SigningKey]) throws(KeyError) -> Envelope {
        var envelope = Envelope(payloadType: type, payload: payload)
        let covered = envelope.signedBytes
        for key in keys {
            envelope.signatures.append(
                .init(signature: try key.signature(of: .message(covered)), keyID: key.publicKey.keyID))
        }
        return envelope
    }

    /// The keys of `keys` that have signed `envelope`; the payload may be read when this returns.
    ///
    /// Key ids are hints: a signature whose id names a key is tried with that key first, then with all others. A key
    /// counts once, however often it signed.
    ///
    /// - Parameter threshold: how many different keys must have signed; at least one is always asked for.
    /// - Throws: `EnvelopeError` when there are fewer.
    @discardableResult
    package static func verify(
        _ envelope: Envelope, keys: [VerificationKey], threshold: Int = 1
    ) throws(EnvelopeError) -> [VerificationKey] {
        guard !envelope.signatures.isEmpty else { throw .noSignatures }
        let covered = SignedContent.message(envelope.signedBytes)
        var signers: [VerificationKey] = []
        for signature in envelope.signatures {
            let hinted = keys.filter { $0.keyID == signature.keyID }
            let others = keys.filter { $0.keyID != signature.keyID }
            for key in hinted + others where !signers.contains(key) {
                do throws(KeyError) {
                    if try key.verifies(signature.signature, of: covered) {
                        signers.append(key)
                        break
                    }
                } catch {
                    throw .key(error)
                }
            }
        }
        guard signers.count >= max(1, threshold) else {
            throw .threshold(
                expected: max(1, threshold), verified: signers.count, signatures: envelope.signatures.count)
        }
        return signers
    }
}
