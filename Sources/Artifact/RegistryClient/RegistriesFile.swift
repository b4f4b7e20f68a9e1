internal import Content
internal import StructuredText

extension RegistryConfiguration {
    /// Reads the user's configuration: `$CONTAINERS_REGISTRIES_CONF` alone when set; else the first of
    /// `~/.config/containers/registries.conf` and `/etc/containers/registries.conf`, with the rules in the
    /// `registries.conf.d` beside both, where a later rule replaces one of the same prefix
    /// (containers-registries.conf(5), containers-registries.conf.d(5)).
    ///
    /// - Throws: `RegistryError.configuration` when a file cannot be read.
    package init(environment: [String: String], system: String = "/etc/containers") throws {
        self.init()
        if let file = environment["CONTAINERS_REGISTRIES_CONF"], !file.isEmpty {
            guard let rules = try Self.rules(of: file) else {
                throw RegistryError.configuration(place: file, reason: "no such file")
            }
            self.rules = rules
            return
        }
        let user = environment["HOME"].map { "\($0)/.config/containers" }
        for folder in [user, system].compactMap(\.self) {
            if let rules = try Self.rules(of: "\(folder)/registries.conf") {
                self.rules = rules
                break
            }
        }
        for folder in [system, user].compactMap(\.self) {
            for name in FolderListing.names(in: "\(folder)/registries.conf.d") where name.hasSuffix(".conf") {
                for rule in try Self.rules(of: "\(folder)/registries.conf.d/\(name)") ?? [] {
                    rules.removeAll { $0.prefix == rule.prefix }
                    rules.append(rule)
                }
            }
        }
    }

    private static func rules(of file: String) throws -> [Rule]? {
        let bytes: [UInt8]
        do {
            bytes = try OpenFile.contents(of: file, limit: 1 << 20)
        } catch {
            if error.isMissing { return nil }
            throw RegistryError.configuration(place: file, reason: "\(error)")
        }
        return try rules(in: bytes, file: file)
    }

    /// The rules of one file, of version 2 or the older version 1.
    static func rules(in bytes: [UInt8], file: String) throws -> [Rule] {
        func refuse(_ reason: String) -> RegistryError { .configuration(place: file, reason: reason) }
        let root: StructuredValue
        do {
            root = try bytes.withUnsafeBytes { try TOML.document($0, limits: .init(depth: 16, nodes: 100_000)) }
        } catch {
            throw refuse("\(error)")
        }
        func location(_ value: StructuredValue?, _ name: String) throws -> String? {
            guard let value else { return nil }
            guard var text = value.string else { throw refuse("\(name) is no text") }
            while text.hasSuffix("/") { text.removeLast() }
            guard !text.isEmpty else { return nil }
            guard !text.contains("://"), text.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else {
                throw refuse("\(name) \"\(text)\" is not of the form host[:port][/path]")
            }
            // Hosts are compared in lower case, paths have no other.
            return text.lowercased()
        }
        func flag(_ value: StructuredValue?, _ name: String) throws -> Bool {
            guard let value else { return false }
            guard let flag = value.bool else { throw refuse("\(name) is neither true nor false") }
            return flag
        }

        var rules: [Rule] = []
        for (section, insecure) in [("insecure", true), ("block", false)] {
            for entry in root["registries"]?[section]?["registries"]?.elements ?? [] {
                guard let prefix = try location(entry, section) else { continue }
                var rule = rules.first { $0.prefix == prefix } ?? Rule(prefix: prefix)
                rules.removeAll { $0.prefix == prefix }
                if insecure { rule.isInsecure = true } else { rule.isBlocked = true }
                rules.append(rule)
            }
        }
        for table in root["registry"]?.elements ?? [] {
            let place = try location(table["location"], "location")
            guard let prefix = try location(table["prefix"], "prefix") ?? place else {
                throw refuse("a [[registry]] has neither prefix nor location")
            }
            if prefix.hasPrefix("*"), !prefix.hasPrefix("*.") || prefix.contains("/") || prefix.contains(":") {
                throw refuse("prefix \"\(prefix)\" is not of the form *.domain")
            }
            var rule = Rule(prefix: prefix, location: place == prefix ? nil : place)
            rule.isInsecure = try flag(table["insecure"], "insecure")
            rule.isBlocked = try flag(table["blocked"], "blocked")
            let digestOnly = try flag(table["mirror-by-digest-only"], "mirror-by-digest-only")
            for entry in table["mirror"]?.elements ?? [] {
                guard let place = try location(entry["location"], "location") else {
                    throw refuse("a mirror of \(prefix) has no location")
                }
                var mirror = Mirror(place, pulls: digestOnly ? .digestOnly : .all)
                mirror.isInsecure = try flag(entry["insecure"], "insecure")
                if let written = entry["pull-from-mirror"]?.string, !written.isEmpty {
                    guard let pulls = Mirror.Pulls(rawValue: written) else {
                        throw refuse("pull-from-mirror \"\(written)\" is not all, digest-only or tag-only")
                    }
                    if !digestOnly { mirror.pulls = pulls }
                }
                rule.mirrors.append(mirror)
            }
            rules.removeAll { $0.prefix == prefix }
            rules.append(rule)
        }
        return rules
    }
}
