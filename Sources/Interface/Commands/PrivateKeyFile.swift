internal import Content
internal import Signing

/// A private key in a PEM file; an encrypted one asks for its password.
enum PrivateKeyFile {
    static func load(_ path: String) throws -> SigningKey {
        let text = try OpenFile.contents(of: path, limit: PEM.limit)
        do throws(KeyError) {
            return try SigningKey.load(pem: text)
        } catch {
            guard error == .passwordRequired else { throw error }
            return try SigningKey.load(pem: text, password: try KeyPassword.read(confirming: false))
        }
    }
}
