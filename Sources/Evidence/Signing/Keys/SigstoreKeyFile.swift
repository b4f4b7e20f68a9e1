internal import Content
internal import Crypto
internal import FoundationEssentials
internal import JSONText

/// The encrypted key file of cosign: JSON inside PEM; scrypt makes a key of the password, `nacl/secretbox` seals a
/// PKCS #8 private key.
enum SigstoreKeyFile {
    static let label = "ENCRYPTED SIGSTORE PRIVATE KEY"
    static let oldLabel = "ENCRYPTED COSIGN PRIVATE KEY"

    static func open(_ content: [UInt8], password: [UInt8]) throws(KeyError) -> [UInt8] {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(content, limits: JSONLimits(depth: 8, size: 64 << 10))
        } catch {
            throw .invalid("the encrypted key is not what cosign writes: \(error)")
        }
        guard document.firstDuplicateName == nil else { throw .invalid("a member stands twice in the encrypted key") }
        let value = document.root
        func bytes(_ part: String, _ name: String) throws(KeyError) -> [UInt8] {
            guard let found = value[part]?[name]?.string.flatMap({ Base64.decode($0.utf8) }) else {
                throw .invalid("expected base 64 at \(part).\(name) of the encrypted key")
            }
            return found
        }
        guard value["kdf"]?["name"]?.string == "scrypt", value["cipher"]?["name"]?.string == "nacl/secretbox" else {
            throw .unsupported("an encrypted key that is not of scrypt and nacl/secretbox")
        }
        guard let parameters = value["kdf"]?["params"], let cost = parameters["N"]?.int,
            let block = parameters["r"]?.int, let parallel = parameters["p"]?.int
        else { throw .invalid("expected N, r and p at kdf.params of the encrypted key") }
        guard let sealed = value["ciphertext"]?.string.flatMap({ Base64.decode($0.utf8) }) else {
            throw .invalid("expected base 64 at ciphertext of the encrypted key")
        }
        let salt = try bytes("kdf", "salt")
        let nonce = try bytes("cipher", "nonce")
        let key = try ScryptKey.derive(
            password: password, salt: salt, cost: cost, block: block, parallel: parallel, length: 32)
        guard let opened = SecretBox.open(sealed, key: key.withUnsafeBytes { Array($0) }, nonce: nonce) else {
            throw .wrongPassword
        }
        return opened
    }

    /// With the cost that cosign 2 chose: 64 MiB, about a fifth of a second.
    static func seal(_ pkcs8: [UInt8], password: [UInt8]) throws(KeyError) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        func fresh(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) } }
        let salt = fresh(32)
        let nonce = fresh(24)
        let (cost, block, parallel) = (65536, 8, 1)
        let key = try ScryptKey.derive(
            password: password, salt: salt, cost: cost, block: block, parallel: parallel, length: 32)
        guard let sealed = SecretBox.seal(pkcs8, key: key.withUnsafeBytes { Array($0) }, nonce: nonce) else {
            throw .signing("the secret box does not close")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("kdf")
            writer.object { writer in
                writer.member("name", "scrypt")
                writer.key("params")
                writer.object { writer in
                    writer.member("N", cost)
                    writer.member("r", block)
                    writer.member("p", parallel)
                }
                writer.member("salt", Base64.encode(salt))
            }
            writer.key("cipher")
            writer.object { writer in
                writer.member("name", "nacl/secretbox")
                writer.member("nonce", Base64.encode(nonce))
            }
            writer.member("ciphertext", Base64.encode(sealed))
        }
        return writer.bytes
    }
}
