internal import OCI

/// Where the repositories of registries are to be had (containers-registries.conf(5)).
package struct RegistryConfiguration: Equatable, Sendable {
    /// A place that stands for a prefix.
    package struct Mirror: Equatable, Sendable {
        package enum Pulls: String, Equatable, Sendable {
            case all
            case digestOnly = "digest-only"
            case tagOnly = "tag-only"
        }

        /// `host[:port][/path]`
        package var location: String
        package var isInsecure: Bool
        /// Which references it may answer.
        package var pulls: Pulls

        package init(_ location: String, isInsecure: Bool = false, pulls: Pulls = .all) {
            self.location = location
            self.isInsecure = isInsecure
            self.pulls = pulls
        }
    }

    package struct Rule: Equatable, Sendable {
        /// `host[:port][/path]`, which covers itself and what lies below; or `*.domain`.
        package var prefix: String
        /// What stands in place of the prefix; `nil` for the prefix itself.
        package var location: String?
        package var isInsecure: Bool
        package var isBlocked: Bool
        /// In the order they are tried.
        package var mirrors: [Mirror]

        package init(
            prefix: String, location: String? = nil, isInsecure: Bool = false, isBlocked: Bool = false,
            mirrors: [Mirror] = []
        ) {
            self.prefix = prefix
            self.location = location
            self.isInsecure = isInsecure
            self.isBlocked = isBlocked
            self.mirrors = mirrors
        }

        /// How much of `name` the prefix covers, or `nil`.
        fileprivate func covers(_ name: String) -> Int? {
            if prefix.hasPrefix("*.") {
                let host = name.prefix { $0 != "/" && $0 != ":" }
                return host.hasSuffix(prefix.dropFirst()) && host.utf8.count >= prefix.utf8.count
                    ? host.utf8.count : nil
            }
            guard name == prefix || name.hasPrefix(prefix + "/") || (isHost && name.hasPrefix(prefix + ":")) else {
                return nil
            }
            return prefix.utf8.count
        }

        /// Without port and path.
        private var isHost: Bool { !prefix.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") } }
    }

    package var rules: [Rule]

    package init(rules: [Rule] = []) { self.rules = rules }

    /// Where to ask for a reference, by the rule with the longest prefix.
    ///
    /// - Throws: `RegistryError.blocked`, or `.configuration` when a location makes no repository.
    func places(of reference: RegistryReference) throws -> (mirrors: [Repository], origin: Repository) {
        let name = "\(reference.registry)/\(reference.repository)"
        var best: (rule: Rule, covered: Int)?
        for rule in rules {
            if let covered = rule.covers(name), rule.prefix.utf8.count > best?.rule.prefix.utf8.count ?? -1 {
                best = (rule, covered)
            }
        }
        guard let (rule, covered) = best else { return ([], Repository(reference)) }
        guard !rule.isBlocked else { throw RegistryError.blocked(reference: name, prefix: rule.prefix) }
        let rest = String(decoding: name.utf8.dropFirst(covered), as: UTF8.self)
        let mirrors = try rule.mirrors.filter { mirror in
            switch mirror.pulls {
            case .all: true
            case .digestOnly: reference.digest != nil
            case .tagOnly: reference.digest == nil
            }
        }.map { try Self.repository($0.location + rest, isInsecure: $0.isInsecure, rule) }
        guard let location = rule.location else {
            var origin = Repository(reference)
            origin.isInsecure = rule.isInsecure
            return (mirrors, origin)
        }
        return (mirrors, try Self.repository(location + rest, isInsecure: rule.isInsecure, rule))
    }

    private static func repository(_ text: String, isInsecure: Bool, _ rule: Rule) throws -> Repository {
        guard let slash = text.firstIndex(of: "/"), let host = RegistryAddress(text[..<slash]),
            case let path = String(text[text.index(after: slash)...]), RegistryReference.isRepository(path)
        else {
            throw RegistryError.configuration(
                place: "registries.conf, prefix \(rule.prefix)", reason: "\(text) is no repository of a registry")
        }
        return Repository(registry: host, path: path, isInsecure: isInsecure)
    }
}
