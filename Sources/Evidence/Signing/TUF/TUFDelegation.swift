internal import Content
internal import JSONText

/// What a targets role leaves to other roles (TUF 1.0 §4.5), in the order in which they are asked.
struct TUFDelegation: Sendable {
    var name: String
    var role: TUFMetadata.Role
    var isTerminating: Bool
    private var rule: Rule

    private enum Rule: Sendable {
        case paths([String])
        case prefixes([String])
        case everything
    }

    static let limit = 4096

    /// The roles that may speak of `target`.
    static func roles(
        of metadata: TUFMetadata, for target: String
    ) throws(TUFError) -> (keys: [String: (key: VerificationKey, scheme: SignatureScheme)], [TUFDelegation]) {
        guard let delegations = metadata.signed["delegations"], !delegations.isNull else { return ([:], []) }
        let keys = TUFMetadata.keys(delegations["keys"])
        let hash = Digest.of(Array(target.utf8))
        switch (delegations["roles"], delegations["succinct_roles"]) {
        case (let list?, nil):
            guard list.kind == .array, list.count <= limit else { throw .tooMany("delegated roles", limit: limit) }
            var roles: [TUFDelegation] = []
            var names: Set<String> = []
            for entry in list.elements {
                let role = try TUFDelegation(entry, holder: metadata.name)
                guard names.insert(role.name).inserted else {
                    throw .format(role: metadata.name, "expected distinct names of delegated roles")
                }
                if role.covers(target, hash) { roles.append(role) }
            }
            return (keys, roles)
        case (nil, let succinct?): return (keys, [try bin(succinct, holder: metadata.name, hash)])
        default: throw .format(role: metadata.name, "expected roles or succinct_roles in delegations")
        }
    }

    private init(_ entry: JSONValue, holder: String) throws(TUFError) {
        guard let name = entry["name"]?.string, !name.isEmpty, name.utf8.count <= 256,
            !["root", "timestamp", "snapshot", "targets"].contains(name)
        else { throw .format(role: holder, "expected the name of a delegated role") }
        self.name = name
        role = try TUFMetadata.role(entry, of: name)
        guard let isTerminating = entry["terminating"]?.bool else {
            throw .format(role: holder, "expected “terminating” of the role \(name)")
        }
        self.isTerminating = isTerminating
        func texts(_ value: JSONValue) throws(TUFError) -> [String] {
            let texts = value.elements.compactMap(\.string)
            guard value.kind == .array, texts.count == value.count, texts.count <= Self.limit else {
                throw .format(role: holder, "expected paths of the role \(name)")
            }
            return texts
        }
        switch (entry["paths"], entry["path_hash_prefixes"]) {
        case (let paths?, nil): rule = .paths(try texts(paths))
        case (nil, let prefixes?): rule = .prefixes(try texts(prefixes))
        default: throw .format(role: holder, "expected paths or path_hash_prefixes of the role \(name)")
        }
    }

    private init(name: String, role: TUFMetadata.Role) {
        self.name = name
        self.role = role
        isTerminating = true
        rule = .everything
    }

    /// The one bin of succinct delegations that a target's hash falls into.
    private static func bin(_ value: JSONValue, holder: String, _ hash: Digest) throws(TUFError) -> TUFDelegation {
        guard let bits = value["bit_length"]?.int, (1...32).contains(bits), let prefix = value["name_prefix"]?.string,
            prefix.utf8.count <= 128
        else { throw .format(role: holder, "expected bit_length and name_prefix of succinct roles") }
        let first = hash.bytes.prefix(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let digits = String(first >> UInt64(32 - bits), radix: 16)
        let width = (bits + 3) / 4
        let name = "\(prefix)-\(String(repeating: "0", count: max(0, width - digits.utf8.count)))\(digits)"
        return TUFDelegation(name: name, role: try TUFMetadata.role(value, of: name))
    }

    private func covers(_ target: String, _ hash: Digest) -> Bool {
        switch rule {
        case .everything: true
        case .prefixes(let prefixes): prefixes.contains { hash.hex.hasPrefix($0) }
        case .paths(let patterns):
            patterns.contains { pattern in
                // A star does not stand for a separator.
                let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
                let names = target.split(separator: "/", omittingEmptySubsequences: false)
                return parts.count == names.count
                    && zip(parts, names).allSatisfy { IdentityPolicy.Matcher.pattern(String($0)).matches(String($1)) }
            }
        }
    }
}
