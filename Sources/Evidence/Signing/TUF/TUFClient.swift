package import Content
internal import JSONText

/// Follows a TUF repository: new roots, fresh metadata, and targets that are what the metadata says (TUF 1.0 §5).
///
/// Where bytes come from, where they are kept and what time it is are the caller's: the client opens no socket, no file
/// and no clock. Nothing is kept before it has been verified, so that a client that is stopped anywhere goes on from a
/// state that was good.
package struct TUFClient {
    /// - Returns: `nil` when the repository has no such file. The client asks for no more than `limit` bytes, and a
    ///   fetch that gives more is refused.
    package typealias Fetch = (_ path: String, _ limit: Int) async throws -> [UInt8]?

    /// Where verified metadata is kept between runs, by names such as `timestamp.json`.
    package protocol Store {
        func read(_ name: String) throws -> [UInt8]?
        func write(_ bytes: [UInt8], _ name: String) throws
    }

    package struct Target: Sendable {
        package var path: String
        package var length: Int
        package var hashes: [Digest]
        /// What the repository says besides, as JSON text.
        package var custom: [UInt8]?
    }

    package static let rootLimit = 512 << 10
    package static let timestampLimit = 16 << 10
    package static let snapshotLimit = 2 << 20
    package static let targetsLimit = 5 << 20
    /// New roots followed in one run.
    package static let rotationLimit = 256
    /// Roles asked for one target.
    package static let delegationLimit = 32

    private let fetch: Fetch
    private let store: any Store
    private let now: Instant
    private var root: TUFMetadata
    private var timestamp: TUFMetadata?
    private var snapshot: TUFMetadata?
    private var roles: [String: TUFMetadata] = [:]

    /// Starts from the root that was kept, else from `root`, which came over a way that is trusted.
    package init(root bytes: [UInt8]?, store: any Store, now: Instant, fetch: @escaping Fetch) throws {
        self.fetch = fetch
        self.store = store
        self.now = now
        guard let start = try store.read("root.json") ?? bytes else { throw TUFError.missing("trusted root") }
        guard start.count <= Self.rootLimit else { throw TUFError.length(name: "root", limit: Self.rootLimit) }
        root = try TUFMetadata(start, kind: .root, name: "root")
        // A root that its own keys have not signed was damaged.
        try root.verify(Self.role("root", in: root), keys: TUFMetadata.keys(root.signed["keys"]))
        try store.write(start, "root.json")
    }

    private static func role(_ name: String, in root: TUFMetadata) throws(TUFError) -> TUFMetadata.Role {
        try TUFMetadata.role(root.signed["roles"]?[name], of: name)
    }

    private var isConsistent: Bool { root.signed["consistent_snapshot"]?.bool ?? false }

    /// The version of the root that is trusted now.
    package var rootVersion: Int { root.version }

    private func get(_ path: String, _ limit: Int) async throws -> [UInt8]? {
        guard let bytes = try await fetch(path, limit) else { return nil }
        guard bytes.count <= limit else { throw TUFError.length(name: path, limit: limit) }
        return bytes
    }

    /// Brings root, timestamp, snapshot and targets up to date (§5.2 to §5.6).
    package mutating func refresh() async throws {
        try await updateRoot()
        try await updateTimestamp()
        try await updateSnapshot()
        _ = try await load(
            "targets", role: Self.role("targets", in: root), keys: TUFMetadata.keys(root.signed["keys"]))
    }

    // MARK: Root

    private mutating func updateRoot() async throws {
        var count = 0
        while let bytes = try await get("\(root.version + 1).root.json", Self.rootLimit) {
            guard count < Self.rotationLimit else { throw TUFError.tooMany("new roots", limit: Self.rotationLimit) }
            count += 1
            let next = try TUFMetadata(bytes, kind: .root, name: "root")
            // By the old keys and by its own (§5.3.4).
            try next.verify(Self.role("root", in: root), keys: TUFMetadata.keys(root.signed["keys"]))
            try next.verify(Self.role("root", in: next), keys: TUFMetadata.keys(next.signed["keys"]))
            guard next.version == root.version + 1 else {
                throw TUFError.version(role: "root", expected: root.version + 1, found: next.version)
            }
            try store.write(bytes, "root.json")
            root = next
        }
        try root.checkExpiry(now)
    }

    /// What was kept, if the keys of today still vouch for it: after a change of keys the past binds no one (§5.3.11).
    private func kept(_ name: String, _ kind: TUFMetadata.Kind) throws -> TUFMetadata? {
        guard let bytes = try store.read("\(name).json") else { return nil }
        do throws(TUFError) {
            let metadata = try TUFMetadata(bytes, kind: kind, name: name)
            try metadata.verify(Self.role(name, in: root), keys: TUFMetadata.keys(root.signed["keys"]))
            return metadata
        } catch {
            return nil
        }
    }

    // MARK: Timestamp

    private mutating func updateTimestamp() async throws {
        timestamp = try kept("timestamp", .timestamp)
        guard let bytes = try await get("timestamp.json", Self.timestampLimit) else {
            throw TUFError.missing("timestamp.json")
        }
        let new = try TUFMetadata(bytes, kind: .timestamp, name: "timestamp")
        try new.verify(Self.role("timestamp", in: root), keys: TUFMetadata.keys(root.signed["keys"]))
        guard let announced = try new.announced("snapshot.json") else {
            throw TUFError.format(role: "timestamp", "expected snapshot.json in “meta”")
        }
        if let old = timestamp {
            guard new.version >= old.version else {
                throw TUFError.rollback(role: "timestamp", seen: old.version, found: new.version)
            }
            let before = try old.announced("snapshot.json")?.version ?? 0
            guard announced.version >= before else {
                throw TUFError.rollback(role: "snapshot", seen: before, found: announced.version)
            }
            // The same again (§5.4.3.1): what is kept stays, and must not have expired.
            if new.version == old.version { return try old.checkExpiry(now) }
        }
        try new.checkExpiry(now)
        try store.write(bytes, "timestamp.json")
        timestamp = new
    }

    // MARK: Snapshot

    private mutating func updateSnapshot() async throws {
        guard let timestamp, let announced = try timestamp.announced("snapshot.json") else {
            throw TUFError.format(role: "timestamp", "expected snapshot.json in “meta”")
        }
        let old = try kept("snapshot", .snapshot)
        // A copy that is not what is announced is no fault: it is fetched.
        if let old, old.version == announced.version, (try? Self.check(old.bytes, announced, "snapshot.json")) != nil {
            try old.checkExpiry(now)
            snapshot = old
            return
        }
        let path = isConsistent ? "\(announced.version).snapshot.json" : "snapshot.json"
        guard let bytes = try await get(path, min(announced.length ?? Self.snapshotLimit, Self.snapshotLimit)) else {
            throw TUFError.missing(path)
        }
        try Self.check(bytes, announced, path)
        let new = try TUFMetadata(bytes, kind: .snapshot, name: "snapshot")
        try new.verify(Self.role("snapshot", in: root), keys: TUFMetadata.keys(root.signed["keys"]))
        guard new.version == announced.version else {
            throw TUFError.version(role: "snapshot", expected: announced.version, found: new.version)
        }
        if let old {
            // §5.5.5: what was listed stays listed, and nothing grows younger.
            for (file, entry) in old.signed["meta"]?.members.map({ ($0.key, $0.value) }) ?? [] {
                let before = try TUFMetadata.announced(entry, "snapshot")
                guard let after = try new.announced(file) else { throw TUFError.removed(role: file) }
                guard after.version >= before.version else {
                    throw TUFError.rollback(role: file, seen: before.version, found: after.version)
                }
            }
        }
        try new.checkExpiry(now)
        try store.write(bytes, "snapshot.json")
        snapshot = new
    }

    private static func check(_ bytes: [UInt8], _ announced: TUFMetadata.Announced, _ name: String) throws(TUFError) {
        try TUFMetadata.check(bytes, length: announced.length, hashes: announced.hashes, name: name)
    }

    // MARK: Targets

    private mutating func load(
        _ name: String, role: TUFMetadata.Role, keys: [String: (key: VerificationKey, scheme: SignatureScheme)]
    ) async throws -> TUFMetadata {
        if let known = roles[name] {
            // Each delegator vouches with its own keys.
            try known.verify(role, keys: keys)
            return known
        }
        let quoted = Self.quoted(name)
        guard let announced = try snapshot?.announced("\(name).json") else { throw TUFError.missing("\(name).json") }
        // A copy that is not what is announced, or that its delegator does not vouch for, is fetched anew.
        if let bytes = try store.read("\(quoted).json"), (try? Self.check(bytes, announced, quoted)) != nil,
            let metadata = try? TUFMetadata(bytes, kind: .targets, name: name), metadata.version == announced.version,
            (try? metadata.verify(role, keys: keys)) != nil
        {
            try metadata.checkExpiry(now)
            roles[name] = metadata
            return metadata
        }
        let path = isConsistent ? "\(announced.version).\(quoted).json" : "\(quoted).json"
        guard let bytes = try await get(path, min(announced.length ?? Self.targetsLimit, Self.targetsLimit)) else {
            throw TUFError.missing(path)
        }
        try Self.check(bytes, announced, path)
        let metadata = try TUFMetadata(bytes, kind: .targets, name: name)
        try metadata.verify(role, keys: keys)
        guard metadata.version == announced.version else {
            throw TUFError.version(role: name, expected: announced.version, found: metadata.version)
        }
        try metadata.checkExpiry(now)
        try store.write(bytes, "\(quoted).json")
        roles[name] = metadata
        return metadata
    }

    /// A role's name in a path: all but the unreserved characters of RFC 3986 are escaped, the separator too.
    static func quoted(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return text
    }

    /// What the repository says of a target: the first role that lists it, asked in order, deepest first (§5.6.7).
    ///
    /// Call after `refresh`.
    /// - Throws: `TUFError.unknownTarget` when no role does.
    package mutating func target(_ path: String) async throws -> Target {
        struct Pending {
            var name: String
            var role: TUFMetadata.Role
            var keys: [String: (key: VerificationKey, scheme: SignatureScheme)]
        }
        var pending = [
            Pending(
                name: "targets", role: try Self.role("targets", in: root), keys: TUFMetadata.keys(root.signed["keys"]))
        ]
        var visited: Set<String> = []
        while let next = pending.popLast() {
            guard visited.insert(next.name).inserted else { continue }
            guard visited.count <= Self.delegationLimit else {
                throw TUFError.tooMany("delegated roles for one target", limit: Self.delegationLimit)
            }
            let metadata = try await load(next.name, role: next.role, keys: next.keys)
            if let entry = metadata.signed["targets"]?[path] {
                guard let length = try TUFMetadata.length(entry, next.name) else {
                    throw TUFError.format(role: next.name, "expected the length of “\(path.prefix(80))”")
                }
                let hashes = try TUFMetadata.hashes(entry, next.name)
                guard !hashes.isEmpty else {
                    throw TUFError.format(role: next.name, "expected hashes of “\(path.prefix(80))”")
                }
                let custom = entry["custom"].map { value in
                    var writer = JSONWriter()
                    writer.value(value)
                    return writer.bytes
                }
                return Target(path: path, length: length, hashes: hashes, custom: custom)
            }
            var children: [Pending] = []
            let (keys, delegations) = try TUFDelegation.roles(of: metadata, for: path)
            for delegation in delegations {
                children.append(Pending(name: delegation.name, role: delegation.role, keys: keys))
                if delegation.isTerminating {
                    // What this role does not list, no other one may.
                    pending = []
                    break
                }
            }
            pending += children.reversed()
        }
        throw TUFError.unknownTarget(path)
    }

    /// Fetches a target, which is what its description says or is not given out.
    ///
    /// - Parameter limit: bytes that the caller is ready to take.
    package func download(_ target: Target, limit: Int) async throws -> [UInt8] {
        guard target.length <= limit else { throw TUFError.length(name: target.path, limit: limit) }
        var path = "targets/\(target.path)"
        if isConsistent, let digest = target.hashes.first {
            let parts = target.path.split(separator: "/", omittingEmptySubsequences: false)
            path = (["targets"] + parts.dropLast().map(String.init) + ["\(digest.hex).\(parts.last ?? "")"]).joined(
                separator: "/")
        }
        guard let bytes = try await get(path, target.length) else { throw TUFError.missing(path) }
        try TUFMetadata.check(bytes, length: target.length, hashes: target.hashes, name: target.path)
        return bytes
    }
}
