package import Content

/// A registry's `host[:port]`, in lower case; an IPv6 host keeps its brackets.
package struct RegistryAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without port; brackets included for IPv6.
    package let host: String
    package let port: Int?

    package static let dockerHub = RegistryAddress(unchecked: "docker.io", port: nil)

    private init(unchecked host: String, port: Int?) {
        self.host = host
        self.port = port
    }

    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 255 else { return nil }
        var end = bytes.count
        if bytes[0] == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 2,
                bytes[1..<close].allSatisfy({ isHex($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }),
                bytes[1..<close].contains(UInt8(ascii: ":"))
            else { return nil }
            end = close + 1
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            let labels = bytes[..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            for label in labels {
                guard let first = label.first, let last = label.last, isAlphanumeric(first), isAlphanumeric(last),
                    label.count <= 63, label.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") })
                else { return nil }
            }
        }
        if end < bytes.count {
            let digits = bytes[(end + 1)...]
            guard bytes[end] == UInt8(ascii: ":"), digits.allSatisfy({ 0x30...0x39 ~= $0 }),
                let number = Int(String(decoding: digits, as: UTF8.self)), 1...65535 ~= number
            else { return nil }
            port = number
        } else {
            port = nil
        }
        let name = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        host = name == "index.docker.io" || name == "registry-1.docker.io" ? "docker.io" : name
    }

    package var description: String { port.map { "\(host):\($0)" } ?? host }

    /// Where requests go: Docker Hub answers under another name than its references carry.
    package var endpoint: String { host == "docker.io" && port == nil ? "registry-1.docker.io" : description }

    /// `localhost`, 127.0.0.0/8 or ::1, where plain http does not leave the machine.
    package var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// A repository of a registry and what is asked of it: `host[:port]/path[:tag][@digest]`.
package struct RegistryReference: Hashable, Sendable, CustomStringConvertible {
    package var registry: RegistryAddress
    /// Path components joined by `/` (OCI distribution specification, "Pulling manifests").
    package var repository: String
    package var tag: String?
    package var digest: Digest?

    package init(registry: RegistryAddress, repository: String, tag: String?, digest: Digest?) {
        self.registry = registry
        self.repository = repository
        self.tag = tag
        self.digest = digest
    }

    /// Reads a reference as people write it: `debian` is `docker.io/library/debian:latest`.
    ///
    /// - Throws: `ReferenceError` with the part that is at fault.
    package init(_ text: String) throws(ReferenceError) {
        var rest = Substring(text)
        guard text.utf8.count <= 512 + 255 else { throw .tooLong(text: String(text.prefix(64)), limit: 767) }
        digest = nil
        if let at = rest.firstIndex(of: "@") {
            let written = rest[rest.index(after: at)...]
            guard let value = Digest(written) else {
                throw .invalidDigest(reference: text, found: String(written))
            }
            digest = value
            rest = rest[..<at]
        }
        registry = .dockerHub
        var isHub = true
        if let slash = rest.firstIndex(of: "/") {
            let first = rest[..<slash]
            // The first component is a host when it could not be a Docker Hub namespace.
            if first == "localhost" || first.contains(where: { $0 == "." || $0 == ":" || $0 == "[" || $0.isUppercase })
            {
                guard let address = RegistryAddress(first) else {
                    throw .invalidRegistry(reference: text, found: String(first))
                }
                registry = address
                isHub = address == .dockerHub
                rest = rest[rest.index(after: slash)...]
            }
        }
        tag = nil
        if let colon = rest.lastIndex(of: ":") {
            let written = rest[rest.index(after: colon)...]
            guard Self.isTag(written) else { throw .invalidTag(reference: text, found: String(written)) }
            tag = String(written)
            rest = rest[..<colon]
        }
        if isHub, !rest.isEmpty, !rest.contains("/") { rest = "library/\(rest)" }
        repository = String(rest)
        guard Self.isRepository(repository) else {
            throw .invalidRepository(reference: text, found: repository)
        }
        guard registry.description.utf8.count + 1 + repository.utf8.count <= 255 else {
            throw .tooLong(text: "\(registry)/\(repository)", limit: 255)
        }
        if tag == nil, digest == nil { tag = "latest" }
    }

    package var description: String {
        "\(registry)/\(repository)" + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }

    /// What the registry is asked for: the digest when there is one.
    package var asked: String { digest?.description ?? tag ?? "latest" }

    /// `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
    package static func isTag(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, bytes.count <= 128, isWord(first) else { return false }
        return bytes.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    /// Components `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*` joined by `/`.
    package static func isRepository(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
                isComponent(Array($0))
            }
    }

    private static func isComponent(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, let last = bytes.last, isLower(first), isLower(last) else { return false }
        var separator: [UInt8] = []
        for byte in bytes {
            if isLower(byte) {
                guard
                    separator.isEmpty || separator == [0x2e] || separator == [0x5f] || separator == [0x5f, 0x5f]
                        || separator.allSatisfy({ $0 == 0x2d })
                else { return false }
                separator = []
            } else {
                separator.append(byte)
            }
        }
        return true
    }
}

private func isLower(_ byte: UInt8) -> Bool { 0x61...0x7a ~= byte || 0x30...0x39 ~= byte }
private func isAlphanumeric(_ byte: UInt8) -> Bool { isLower(byte) || 0x41...0x5a ~= byte }
private func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5f }
private func isHex(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte || 0x61...0x66 ~= byte || 0x41...0x46 ~= byte }
