/// Looks for a chain from a certificate to a trusted one (RFC 5280 §6), as Go's `x509.Verify` does.
struct CertificateChain {
    struct Options {
        /// Empty asks for no name.
        var name = ""
        /// Seconds since 1970.
        var time: Int
        /// By Go's numbers; any of them is enough, 0 stands for all.
        var usages = [1]
    }

    let leaf: Certificate
    let intermediates: [Certificate]
    let root: Certificate
    let options: Options

    /// More signatures than this are not checked.
    private static let checkLimit = 100

    /// The chain from the leaf to the root, if there is one.
    func find() -> [Certificate]? {
        guard options.name.isEmpty || Self.certificate(leaf, isFor: options.name), isValid(leaf) else { return nil }
        var checks = 0
        // Depth first; paths are short, since no certificate stands in one twice.
        var paths: [[Certificate]] = [[leaf]]
        while let path = paths.popLast(), let last = path.last {
            if last.raw == root.raw { return allows(path) ? path : nil }
            for candidate in [root] + intermediates {
                guard candidate.subject.raw == last.issuer.raw, !path.contains(where: { $0.raw == candidate.raw }),
                    isValid(candidate), mayIssue(candidate, below: path)
                else { continue }
                checks += 1
                guard checks <= Self.checkLimit else { return nil }
                guard candidate.verifiesSignature(of: last) else { continue }
                if candidate.raw == root.raw {
                    if allows(path + [candidate]) { return path + [candidate] }
                } else {
                    paths.append(path + [candidate])
                }
            }
        }
        return nil
    }

    private func isValid(_ certificate: Certificate) -> Bool {
        certificate.notBefore <= options.time && options.time <= certificate.notAfter
            && certificate.extensions.unhandledCritical.isEmpty
    }

    /// Whether a certificate may stand above those of `path`.
    private func mayIssue(_ certificate: Certificate, below path: [Certificate]) -> Bool {
        let extensions = certificate.extensions
        if certificate.version == 3 {
            guard extensions.hasBasicConstraints, extensions.isAuthority else { return false }
        } else if extensions.hasBasicConstraints && !extensions.isAuthority {
            return false
        }
        if extensions.keyUsage != 0, extensions.keyUsage & 1 << 5 == 0 { return false }
        if extensions.hasBasicConstraints, extensions.pathLength >= 0, path.count - 1 > extensions.pathLength {
            return false
        }
        return path.allSatisfy { Self.allows($0.extensions.names, extensions) }
    }

    /// Names below must lie in what is permitted and outside what is excluded.
    private static func allows(_ names: GeneralNames, _ extensions: CertificateExtensions) -> Bool {
        func isInside(_ name: String, _ domain: String) -> Bool {
            let (name, domain) = (name.lowercased(), domain.lowercased())
            if domain.isEmpty { return true }
            if domain.hasPrefix(".") { return name.hasSuffix(domain) }
            return name == domain || name.hasSuffix("." + domain)
        }
        func isInside(_ address: [UInt8], _ range: [UInt8]) -> Bool {
            guard range.count == address.count * 2 else { return false }
            return address.indices.allSatisfy {
                address[$0] & range[address.count + $0] == range[$0] & range[address.count + $0]
            }
        }
        func isEmailInside(_ email: String, _ domain: String) -> Bool {
            if domain.contains("@") { return email == domain }
            return isInside(String(email.split(separator: "@").last ?? ""), domain)
        }
        func host(_ uri: String) -> String {
            do throws(GoURL.Failure) {
                return try GoURL(uri).hostname
            } catch {
                return ""
            }
        }
        let (permitted, excluded) = (extensions.permitted, extensions.excluded)
        let isKept =
            names.dns.allSatisfy { name in permitted.dns.isEmpty || permitted.dns.contains { isInside(name, $0) } }
            && names.emails.allSatisfy { name in
                permitted.emails.isEmpty || permitted.emails.contains { isEmailInside(name, $0) }
            }
            && names.addresses.allSatisfy { address in
                permitted.ranges.isEmpty || permitted.ranges.contains { isInside(address, $0) }
            }
            && names.uris.allSatisfy { uri in
                permitted.uriDomains.isEmpty || permitted.uriDomains.contains { isInside(host(uri), $0) }
            }
        guard isKept else { return false }
        return !names.dns.contains { name in excluded.dns.contains { isInside(name, $0) } }
            && !names.emails.contains { name in excluded.emails.contains { isEmailInside(name, $0) } }
            && !names.addresses.contains { address in excluded.ranges.contains { isInside(address, $0) } }
            && !names.uris.contains { uri in excluded.uriDomains.contains { isInside(host(uri), $0) } }
    }

    /// Whether every certificate of the chain allows one of the purposes.
    private func allows(_ chain: [Certificate]) -> Bool {
        if options.usages.contains(0) { return true }
        return options.usages.contains { wanted in
            chain.allSatisfy { certificate in
                guard let usages = certificate.extensions.extendedKeyUsage else { return true }
                return usages.contains { ExtendedKeyUsage.numbers[$0] == 0 || ExtendedKeyUsage.numbers[$0] == wanted }
            }
        }
    }

    /// Names of hosts, one label of which may be a star, or addresses.
    private static func certificate(_ certificate: Certificate, isFor name: String) -> Bool {
        let bare = name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : name
        if let address = IPAddress(bare) {
            return certificate.extensions.names.addresses.contains { bytes in
                let number = bytes.reduce((UInt64(0), UInt64(0))) { ($0.0 << 8 | $0.1 >> 56, $0.1 << 8 | UInt64($1)) }
                return IPAddress(high: number.0, low: number.1, isV4: bytes.count == 4) == address
            }
        }
        let labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        return certificate.extensions.names.dns.contains { pattern in
            let parts = pattern.lowercased().split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == labels.count
                && zip(parts, labels).enumerated().allSatisfy { index, pair in
                    pair.0 == pair.1 || index == 0 && pair.0 == "*" && !pair.1.isEmpty
                }
        }
    }
}
