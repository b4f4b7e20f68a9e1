/// Keys as files hold them that are handed to a program, rather than to a policy.
extension TokenKey {
    /// Bits of the shortest modulus that signatures of bundles are accepted of.
    private static let leastModulus = 1024

    /// The keys that may verify a signature of `algorithm`: the text as a secret for HMAC; otherwise a public key, a
    /// private key or a certificate in PEM, or JSON Web Keys.
    static func verificationKeys(
        _ text: [UInt8], for algorithm: TokenAlgorithm, in heap: Heap
    ) throws(Failure) -> [Material] {
        if algorithm.isSymmetric {
            guard !text.isEmpty else { throw Failure(description: "the secret is empty") }
            return [.secret(text)]
        }
        let materials: [Material]
        switch PEM.decode(text[...])?.block {
        case let block? where block.label.hasSuffix("PRIVATE KEY"):
            materials = [try signingKey(text, for: algorithm).material]
        case let block? where block.label == "RSA PUBLIC KEY":
            do throws(DER.Failure) {
                materials = [.public(try PublicKey(pkcs1: DER.parse(block.bytes)))]
            } catch {
                throw Failure(description: "the public key is malformed: \(error.description)")
            }
        default:
            let keys = try keys(String(decoding: text, as: UTF8.self), in: heap)
            materials = keys.filter { $0.algorithm.isEmpty || $0.algorithm == algorithm.rawValue }.map(\.material)
        }
        for case .public(.rsa(let modulus, _)) in materials where modulus.bitWidth < leastModulus {
            throw Failure(description: "the key has \(modulus.bitWidth) bits; \(leastModulus) are the least accepted")
        }
        return materials
    }

    /// The key that signs: the text as a secret for HMAC, otherwise a private key in PEM.
    static func signingKey(_ text: [UInt8], for algorithm: TokenAlgorithm) throws(Failure) -> TokenKey {
        if algorithm.isSymmetric {
            guard !text.isEmpty else { throw Failure(description: "the secret is empty") }
            return TokenKey(material: .secret(text))
        }
        guard let block = PEM.all(text).first(where: { $0.label.hasSuffix("PRIVATE KEY") }) else {
            throw Failure(description: "\(algorithm.rawValue) needs a private key in PEM")
        }
        let file: PrivateKeyFile?
        do throws(DER.Failure) {
            file = try PrivateKeyFile(block.bytes, label: block.label)
        } catch {
            throw Failure(description: "the private key is malformed: \(error.description)")
        }
        switch file {
        case .rsa(let numbers) where numbers.count >= 5:
            var key = TokenKey(material: .public(.rsa(modulus: numbers[0], exponent: numbers[1])))
            key.secret = numbers[2].bytes()
            key.primes = (numbers[3].bytes(), numbers[4].bytes())
            return key
        case .elliptic(let curve, let scalar, let point):
            var key = TokenKey(material: .public(.elliptic(curve, point: point)))
            key.secret = scalar.bytes()
            return key
        case .ed25519(let seed):
            var key = TokenKey(material: .public(.ed25519([])))
            key.secret = seed
            return key
        default: throw Failure(description: "a block of PEM named \(block.label) is no key that can sign here")
        }
    }
}

extension TokenAlgorithm {
    /// Whether signing and verifying take the same secret.
    var isSymmetric: Bool {
        switch self {
        case .hs256, .hs384, .hs512: true
        default: false
        }
    }
}
