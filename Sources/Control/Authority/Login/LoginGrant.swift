internal import Content
internal import JSONText
internal import Signing

/// What a login has brought, until the client fetches it with the code: kept under the code's digest.
struct LoginGrant: Sendable, Equatable {
    var user: String
    var email: String
    var client: String
    /// Where the code was sent; `nil` for a device.
    var redirect: String?
    var challenge: String?
    var nonce: String?

    static func key(_ kind: String, _ secret: String) -> String { "\(kind):\(Digest.of(Array(secret.utf8)).hex)" }

    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("user", user)
            writer.member("email", email)
            writer.member("client", client)
            writer.member("redirect", redirect)
            writer.member("challenge", challenge)
            writer.member("nonce", nonce)
        }
        return writer.bytes
    }

    init(user: LocalUser, client: String, redirect: String?, challenge: String?, nonce: String?) {
        self.user = user.name
        email = user.email
        self.client = client
        self.redirect = redirect
        self.challenge = challenge
        self.nonce = nonce
    }

    /// - Throws: when the bytes are not what `bytes` wrote.
    init(_ bytes: [UInt8]) throws {
        let root = try JSONDocument(bytes, limits: JSONLimits(depth: 4, size: 64 << 10)).root
        guard let user = root["user"]?.string, let email = root["email"]?.string, let client = root["client"]?.string
        else { throw AuthorityError.mismatch("expected a login as it was kept, found something else") }
        self.user = user
        self.email = email
        self.client = client
        redirect = root["redirect"]?.string
        challenge = root["challenge"]?.string
        nonce = root["nonce"]?.string
    }
}

/// A device that waits for its person (RFC 8628): kept under the digest of its code, and found by what the person types.
struct WaitingDevice: Sendable, Equatable {
    /// The digest of the device's code, under which the answer will be kept.
    var device: String
    var client: String
    var challenge: String?
    var nonce: String?
    var expiry: Int64

    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("device", device)
            writer.member("client", client)
            writer.member("challenge", challenge)
            writer.member("nonce", nonce)
            writer.member("expiry", expiry)
        }
        return writer.bytes
    }

    init(device: String, client: String, challenge: String?, nonce: String?, expiry: Int64) {
        self.device = device
        self.client = client
        self.challenge = challenge
        self.nonce = nonce
        self.expiry = expiry
    }

    init(_ bytes: [UInt8]) throws {
        let root = try JSONDocument(bytes, limits: JSONLimits(depth: 4, size: 64 << 10)).root
        guard let device = root["device"]?.string, let client = root["client"]?.string,
            let expiry = root["expiry"]?.int
        else { throw AuthorityError.mismatch("expected a waiting device as it was kept, found something else") }
        self.device = device
        self.client = client
        challenge = root["challenge"]?.string
        nonce = root["nonce"]?.string
        self.expiry = Int64(expiry)
    }
}

/// What a person types: eight consonants, so that no words come about and no letter looks like another (RFC 8628 §6.1).
enum UserCode {
    private static let alphabet = Array("BCDFGHJKLMNPQRSTVWXZ".utf8)
    static let length = 8

    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(
            decoding: (0..<length).compactMap { _ in alphabet.randomElement(using: &generator) }, as: UTF8.self)
    }

    /// As it is shown: two groups.
    static func shown(_ code: String) -> String { "\(code.prefix(length / 2))-\(code.dropFirst(length / 2))" }

    /// What was typed, without what people put between: `nil` when it is no code.
    static func read(_ text: String) -> String? {
        guard text.utf8.count <= 64 else { return nil }
        let letters = text.uppercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != 0x20 }
        guard letters.count == length, letters.allSatisfy({ alphabet.contains($0) }) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }
}
