package import ArgumentParser
internal import Content
internal import Glibc
internal import Signing

/// `obryza key generate`: a new key pair.
package struct KeyGenerateCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make a key pair.",
        discussion: """
            Writes NAME.key and NAME.pub. The private key is encrypted with a password, in the form that cosign reads \
            too, and readable by you only. Files that are there are never replaced.

            The password is asked for on the terminal, or taken from $OBRYZA_KEY_PASSWORD or $COSIGN_PASSWORD. An empty \
            one leaves the key unencrypted only with --unencrypted.

            EXAMPLES
              obryza key generate release
              obryza key generate release --algorithm ed25519

            \(ExitStatus.discussion)
            """)

    package enum Algorithm: String, ExpressibleByArgument, CaseIterable, Sendable {
        case p256, p384, p521, ed25519, rsa
        case mlDSA65 = "ml-dsa-65"
        case mlDSA87 = "ml-dsa-87"

        var algorithm: KeyAlgorithm {
            switch self {
            case .p256: .p256
            case .p384: .p384
            case .p521: .p521
            case .ed25519: .ed25519
            case .rsa: .rsa
            case .mlDSA65: .mlDSA65
            case .mlDSA87: .mlDSA87
            }
        }
    }

    @Argument(help: "The files' name without its ending.")
    package var name: String

    @Option(help: "\(Algorithm.allCases.map(\.rawValue).joined(separator: ", ")).")
    package var algorithm: Algorithm = .p256

    @Flag(help: "Write the private key as plain PKCS #8.")
    package var unencrypted = false

    package init() {}

    package func run() async throws {
        try await Failure.reporting("key generate") {
            let key = try SigningKey(generating: algorithm.algorithm)
            let text: String
            if unencrypted {
                text = key.pem
            } else {
                let password = try KeyPassword.read(confirming: true)
                guard !password.isEmpty else { throw KeyPassword.Empty() }
                text = try key.encryptedPEM(password: password)
            }
            try Self.create("\(name).key", text, mode: 0o600)
            try Self.create("\(name).pub", key.publicKey.pem, mode: 0o644)
            Console.narrate("wrote \(name).key and \(name).pub: \(key.algorithm) \(key.publicKey.keyID)")
            return .passed
        }
    }

    private static func create(_ path: String, _ text: String, mode: mode_t) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(operation: "create", path: path, code: errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0 else {
            let code = errno
            unlink(path)
            throw FileError(operation: "write", path: path, code: code)
        }
    }
}

/// Where the password of a private key comes from.
enum KeyPassword {
    struct Empty: Error, CustomStringConvertible {
        var description: String { "key: the password is empty; give one, or --unencrypted" }
    }

    struct Different: Error, CustomStringConvertible {
        var description: String { "key: the password was typed in two ways" }
    }

    struct NoTerminal: Error, CustomStringConvertible {
        var description: String { "key: no password; set OBRYZA_KEY_PASSWORD, or run on a terminal" }
    }

    static func read(confirming: Bool) throws -> [UInt8] {
        for name in ["OBRYZA_KEY_PASSWORD", "COSIGN_PASSWORD"] {
            if let value = Console.environment(name) { return Array(value.utf8) }
        }
        guard Console.isTerminal(STDIN_FILENO) else { throw NoTerminal() }
        let password = ask("Password of the private key: ")
        if confirming, ask("Again: ") != password { throw Different() }
        return password
    }

    private static func ask(_ prompt: String) -> [UInt8] {
        // getpass turns the echo off, and on again also when it is interrupted.
        guard let text = getpass(prompt) else { return [] }
        defer { explicit_bzero(text, strlen(text)) }
        return Array(String(cString: text).utf8)
    }
}
