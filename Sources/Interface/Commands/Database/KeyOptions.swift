package import ArgumentParser
internal import Content
internal import Signing

/// Keys whose signature a database must have.
package struct TrustedKeyOption: ParsableArguments {
    @Option(
        name: .customLong("trusted-key"),
        help: ArgumentHelp(
            "Accept only a database that this public key signed (PEM or DER); may be given several times.",
            discussion: "Default: the files that $OBRYZA_TRUSTED_KEY names, with colons between them; else none."))
    package var files: [String] = []

    package init() {}

    /// Empty when no signature is asked for.
    func keys() throws -> [VerificationKey] {
        var files = files
        if files.isEmpty {
            files = (Console.environment("OBRYZA_TRUSTED_KEY") ?? "").split(separator: ":").map(String.init)
        }
        return try files.map { file in
            do {
                return try VerificationKey.load(pem: OpenFile.contents(of: file, limit: 64 << 10))
            } catch let error as KeyError {
                throw KeyFileError(description: "\(file): \(error)")
            }
        }
    }
}

/// The key that signs a database.
package struct SigningKeyOption: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "Sign the database with this private key (PEM).",
            discussion: "The password of an encrypted key is taken from $OBRYZA_KEY_PASSWORD."))
    package var file: String?

    package init() {}

    func key() throws -> SigningKey? {
        guard let file else { return nil }
        do {
            let password = Console.environment("OBRYZA_KEY_PASSWORD").map { Array($0.utf8) }
            return try SigningKey.load(pem: OpenFile.contents(of: file, limit: 64 << 10), password: password)
        } catch let error as KeyError {
            throw KeyFileError(description: "\(file): \(error)")
        }
    }
}

/// A file of a key that cannot be used.
struct KeyFileError: Error, CustomStringConvertible {
    let description: String
}
