package import Transparency

/// What a bundle must prove to be accepted.
package struct VerificationPolicy: Sendable {
    package enum Signer: Sendable {
        /// A certificate for one of these identities.
        case identities([IdentityPolicy])
        /// One of these keys, held by whoever asks.
        case keys([VerificationKey])
        /// Either: who shows a certificate is asked for an identity, unless the certificate is for one of the keys.
        case either([VerificationKey], [IdentityPolicy])
    }

    package var signer: Signer
    /// How many logs must hold the signature, counted by operator.
    package var logs = 1
    /// How many trusted times a certificate's signature needs, counted by operator.
    package var times = 1
    /// How many certificate logs must hold the certificate. 0 is for private authorities without such logs.
    package var certificateLogs = 1
    /// Whose cosignatures each checkpoint needs.
    package var witnesses: WitnessPolicy?
    package var revocations: [Revocation] = []
    /// Whether P-384 and P-521 keys may sign SHA-256, as old clients made them do.
    package var allowsShortHashes = false

    package init(signer: Signer) { self.signer = signer }

    /// A key to check with, from PEM; a key that cannot be used has a code of its own.
    package static func key(pem: [UInt8]) throws(VerificationFailure) -> VerificationKey {
        do throws(KeyError) {
            return try VerificationKey.load(pem: pem)
        } catch {
            throw VerificationFailure(.keyInvalid, expected: "a public key", found: "\(error)")
        }
    }
}

/// What an accepted bundle has proved.
package struct VerifiedBundle: Sendable {
    package enum Signer: Sendable {
        case certificate(SignerIdentity, Certificate)
        case key(VerificationKey)

        /// What tells signers apart where several are counted: the key, or subject and issuer.
        package var name: String {
            switch self {
            case .key(let key): "key \(key.keyID)"
            case .certificate(let identity, _): "\(identity.subject) of \(identity.issuer ?? "-")"
            }
        }
    }

    package struct Time: Sendable, Equatable {
        package enum Source: Sendable, Equatable { case log, authority }
        package var source: Source
        package var time: Instant
        /// The log or authority, by address.
        package var by: String
    }

    package struct Entry: Sendable {
        package var log: String
        package var index: UInt64
        package var witnesses: [String]
        package var checkpointSize: UInt64?
    }

    package var signer: Signer
    package var times: [Time]
    package var entries: [Entry]
    /// The payload type and payload of an envelope, whose signature has verified.
    package var payload: (type: String, bytes: [UInt8])?
    /// The name under which an image was signed; it binds nobody, since images are copied.
    package var signedName: String?
    package var warnings: [String]
}
