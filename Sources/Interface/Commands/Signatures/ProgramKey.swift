internal import Content
internal import RegistryClient
internal import Signing

/// A key that a program holds, which signs when asked: one that reaches a key management service, a smart card, an agent.
///
/// `PROGRAM ARGUMENTS… public-key` writes the public key in PEM; `PROGRAM ARGUMENTS… sign SCHEME` reads what is to be signed
/// and writes the signature, as it is or in base 64. ECDSA and RSA keys are given the digest, others the message.
struct ProgramKey: Sendable {
    private let words: [String]
    let publicKey: VerificationKey

    static let prefix = "exec:"

    /// - Parameter text: what follows `exec:`; words with spaces between them.
    init(_ text: Substring) async throws {
        words = text.split(separator: " ").map(String.init)
        guard !words.isEmpty else { throw ExternalProgramError.noName }
        let pem = try await ExternalProgram.run(words + ["public-key"], input: [])
        publicKey = try VerificationKey.load(pem: pem)
    }

    /// A signature that the key has been seen to have made.
    func signature(of content: SignedContent, _ scheme: SignatureScheme) async throws -> [UInt8] {
        guard let name = Self.name(of: scheme) else {
            throw KeyError.unsupported("a program that signs with \(scheme)")
        }
        let answer = try await ExternalProgram.run(
            words + ["sign", name], input: try content.input(for: scheme), limit: 16 << 10)
        if try publicKey.verifies(answer, of: content, scheme: scheme) { return answer }
        let text = answer.filter { $0 > 0x20 }
        if let decoded = Base64.decode(text), try publicKey.verifies(decoded, of: content, scheme: scheme) {
            return decoded
        }
        throw ExternalProgramError.failed(
            program: words[0], reason: "\(answer.count) bytes that are no signature (\(name)) of its key")
    }

    /// What a program is told.
    private static func name(of scheme: SignatureScheme) -> String? {
        switch scheme {
        case .ecdsa(let hash): "ecdsa-\(hash.rawValue)"
        case .rsaPKCS1(let hash): "rsa-pkcs1-\(hash.rawValue)"
        case .ed25519: "ed25519"
        case .mlDSA: "ml-dsa"
        case .rsaPSS, .ed25519ph: nil
        }
    }
}
