internal import Content
internal import Glibc
internal import JSONText
internal import Signing

/// A TUF repository (TUF 1.0) that brings clients the trusted root and the signing config, and says every few days anew
/// that they are the latest.
///
/// One key has all roles. Snapshots are consistent: files have versions or hashes in their names and never change, but
/// for `timestamp.json`, which is put into place last.
struct UpdateRepository: Sendable {
    private let documents: any DocumentStore
    let key: SigningKey

    /// Seconds that metadata lives; renewed when half of it has passed.
    static let timestampLife: Int64 = 14 * 86_400
    static let targetsLife: Int64 = 365 * 86_400
    static let rootLife: Int64 = 10 * 365 * 86_400
    static let metadataLimit = 1 << 20

    init(_ documents: any DocumentStore, key: SigningKey) {
        self.documents = documents
        self.key = key
    }

    /// Members in the order of canonical JSON, so that the key's id is the hash of these very bytes but for escapes.
    private func writeKey(_ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("keytype", "ecdsa")
            writer.key("keyval")
            writer.object { $0.member("public", key.publicKey.pem) }
            writer.member("scheme", "ecdsa-sha2-nistp256")
        }
    }

    private static func canonical(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let canonical = CanonicalJSON.encode(try JSONDocument(bytes).root) else {
            throw AuthorityError.mismatch("metadata has no canonical form")
        }
        return canonical
    }

    private func keyID() throws -> String {
        var writer = JSONWriter()
        writeKey(&writer)
        return Digest.of(try Self.canonical(writer.bytes)).hex
    }

    /// A metadata file: what `body` writes, with what all have, signed.
    private func metadata(
        _ type: String, version: Int, expires: Instant, _ body: (inout JSONWriter) throws -> Void
    ) throws -> [UInt8] {
        var signed = JSONWriter()
        try signed.object { writer in
            writer.member("_type", type)
            writer.member("spec_version", "1.0.31")
            writer.member("version", version)
            writer.member("expires", expires.description)
            try body(&writer)
        }
        let document = try JSONDocument(signed.bytes)
        let signature = try key.signature(of: .message(Self.canonical(signed.bytes)), scheme: .ecdsa(.sha256))
        var writer = JSONWriter(pretty: true)
        try writer.object { writer in
            writer.key("signatures")
            try writer.array { writer in
                try writer.object { writer in
                    writer.member("keyid", try keyID())
                    writer.member("sig", Hex.encode(signature))
                }
            }
            writer.key("signed")
            writer.value(document.root)
        }
        writer.newline()
        return writer.bytes
    }

    private func describe(_ writer: inout JSONWriter, _ bytes: [UInt8]) {
        writer.member("length", bytes.count)
        writer.key("hashes")
        writer.object { $0.member("sha256", Digest.of(bytes).hex) }
    }

    /// Makes the first root.
    ///
    /// - Returns: the root, which clients get over a way that is trusted.
    @discardableResult
    func found(at now: Instant) throws -> [UInt8] {
        let keyID = try keyID()
        let root = try metadata("root", version: 1, expires: Instant(seconds: now.seconds + Self.rootLife)) { writer in
            writer.member("consistent_snapshot", true)
            writer.key("keys")
            writer.object { writer in
                writer.key(keyID)
                writeKey(&writer)
            }
            writer.key("roles")
            writer.object { writer in
                for role in ["root", "snapshot", "targets", "timestamp"] {
                    writer.key(role)
                    writer.object { writer in
                        writer.key("keyids")
                        writer.array { $0.value(keyID) }
                        writer.member("threshold", 1)
                    }
                }
            }
        }
        try documents.exclusively { turn in
            try turn.save(root, as: "1.root.json")
            try turn.save(root, as: "root.json")
        }
        return root
    }

    /// The version that is published, 0 before the first, and when it ends.
    private static func published(
        _ turn: any DocumentTurn
    ) throws -> (version: Int, expires: Instant, targets: [UInt8]) {
        guard let bytes = try turn.document("timestamp.json") else { return (0, Instant(seconds: 0), []) }
        let signed = try JSONDocument(bytes, limits: JSONLimits(depth: 16, size: metadataLimit)).root["signed"]
        guard let version = signed?["version"]?.int, version > 0, version < Int(Int32.max),
            let expires = signed?["expires"]?.string.flatMap({ Instant($0) }),
            let targets = try turn.document("\(version).targets.json")
        else { throw AuthorityError.settings(path: "timestamp.json", "expected a version, its targets and an expiry") }
        return (version, expires, targets)
    }

    /// What clients need of an authority, under the names that they look for.
    static func targets(of folder: AuthorityFolder) throws -> [(name: String, bytes: [UInt8])] {
        try [("signing_config.v0.2.json", folder.signingConfig), ("trusted_root.json", folder.trustedRoot)].map {
            (name: $0.0, bytes: try OpenFile.contents(of: $0.1, limit: 4 << 20))
        }
    }

    /// Publishes the targets if they have changed, or what is published has passed half of its life. Of several who do
    /// so at once, the first publishes.
    ///
    /// - Returns: whether something was published.
    @discardableResult
    func publish(_ targets: [(name: String, bytes: [UInt8])], at now: Instant) throws -> Bool {
        try documents.exclusively { try publish(targets, at: now, $0) }
    }

    private func publish(
        _ targets: [(name: String, bytes: [UInt8])], at now: Instant, _ turn: any DocumentTurn
    ) throws -> Bool {
        let current = try Self.published(turn)
        let isFresh = current.expires.seconds - now.seconds > Self.timestampLife / 2
        let old = current.version > 0 ? try JSONDocument(current.targets).root["signed"]?["targets"] : nil
        let isSame = targets.allSatisfy { target in
            old?[target.name]?["hashes"]?["sha256"]?.string == Digest.of(target.bytes).hex
        }
        guard !isFresh || !isSame || old?.count != targets.count else { return false }
        let version = current.version + 1
        for target in targets {
            try turn.save(target.bytes, as: "targets/\(Digest.of(target.bytes).hex).\(target.name)")
        }
        let long = Instant(seconds: now.seconds + Self.targetsLife)
        let list = try metadata("targets", version: version, expires: long) { writer in
            writer.key("targets")
            writer.object { writer in
                for target in targets {
                    writer.key(target.name)
                    writer.object { describe(&$0, target.bytes) }
                }
            }
        }
        func announcing(_ type: String, _ expires: Instant, _ name: String, _ bytes: [UInt8]) throws -> [UInt8] {
            try metadata(type, version: version, expires: expires) { writer in
                writer.key("meta")
                writer.object { writer in
                    writer.key(name)
                    writer.object { writer in
                        writer.member("version", version)
                        describe(&writer, bytes)
                    }
                }
            }
        }
        let snapshot = try announcing("snapshot", long, "targets.json", list)
        let timestamp = try announcing(
            "timestamp", Instant(seconds: now.seconds + Self.timestampLife), "snapshot.json", snapshot)
        try turn.save(list, as: "\(version).targets.json")
        try turn.save(snapshot, as: "\(version).snapshot.json")
        try turn.save(timestamp, as: "timestamp.json")
        return true
    }

    /// A file of the repository by its path below it.
    ///
    /// - Returns: `nil` for names that the repository does not have; none of them leads out of it.
    func file(_ path: String) throws -> [UInt8]? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == "targets" { parts.removeFirst() }
        guard parts.count == 1, let name = parts.first, name.hasSuffix(".json"), !name.hasPrefix("."),
            name.utf8.count <= 255,
            name.utf8.allSatisfy({
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
            })
        else { return nil }
        return try documents.document(path)
    }
}
