internal import Content
internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials
internal import JSONText

/// What is kept of a password: scrypt of it (RFC 7914), which costs whoever guesses time and memory.
struct PasswordHash: Sendable, Equatable {
    struct Cost: Sendable, Equatable {
        /// N, a power of two; r; p.
        var rounds: Int
        var block: Int
        var parallelism: Int

        /// 32 MiB, three times: as slow for who guesses as 128 MiB once (OWASP's table), at a fourth of the memory here.
        static let usual = Cost(rounds: 32_768, block: 8, parallelism: 3)

        /// Files may ask for as much as 256 MiB.
        fileprivate var isBounded: Bool {
            rounds > 1 && rounds & (rounds - 1) == 0 && rounds <= 1 << 21 && (1...32).contains(block)
                && (1...16).contains(parallelism) && 128 * block * rounds <= 256 << 20
        }
    }

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Bytes of a password.
    static let limit = 1024

    init(of password: [UInt8], cost: Cost = .usual) throws {
        var random = SystemRandomNumberGenerator()
        self.cost = cost
        salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        hash = try Self.derive(password, salt, cost)
    }

    init(_ value: JSONValue) throws(UserFileError) {
        guard value["kind"]?.string == "scrypt", let rounds = value["n"]?.int, let block = value["r"]?.int,
            let parallelism = value["p"]?.int, let salt = value["salt"]?.string.flatMap({ Base64.decode($0.utf8) }),
            let hash = value["hash"]?.string.flatMap({ Base64.decode($0.utf8) }), (8...64).contains(salt.count),
            hash.count == 32
        else { throw UserFileError("expected scrypt with n, r, p, salt and hash as a password") }
        cost = Cost(rounds: rounds, block: block, parallelism: parallelism)
        guard cost.isBounded else { throw UserFileError("expected scrypt of at most 256 MiB") }
        self.salt = salt
        self.hash = hash
    }

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", "scrypt")
            writer.member("n", cost.rounds)
            writer.member("r", cost.block)
            writer.member("p", cost.parallelism)
            writer.member("salt", Base64.encode(salt))
            writer.member("hash", Base64.encode(hash))
        }
    }

    /// Takes as long for a wrong password as for the right one.
    func matches(_ password: [UInt8]) throws -> Bool {
        SecretComparison.equal(try Self.derive(password, salt, cost), hash)
    }

    private static func derive(_ password: [UInt8], _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: 32, rounds: cost.rounds, blockSize: cost.block,
            parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

/// Compares what somebody sends with what only the right one knows, in a time that tells nothing of either.
enum SecretComparison {
    static func equal(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) -> Bool {
        // Digests have one length and no bytes that the sender chooses.
        var difference: UInt8 = 0
        for (left, right) in zip(Digest.of(Array(first)).bytes, Digest.of(Array(second)).bytes) {
            difference |= left ^ right
        }
        return difference == 0
    }

    static func equal(_ first: String, _ second: String) -> Bool { equal(first.utf8, second.utf8) }
}
