import Attestation
import Signing

/// Envelopes around payloads that a test wants to be otherwise than they should be.
enum TestEnvelope {
    static func sign(_ payload: String, _ key: SigningKey) throws -> [UInt8] {
        try DSSE.sign(payload: Array(payload.utf8), type: "application/vnd.in-toto+json", with: [key]).json
    }
}
