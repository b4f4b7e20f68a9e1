/// The extensions of a certificate (RFC 5280 §4.2), those that policies ask for taken apart.
struct CertificateExtensions {
    struct Raw {
        var identifier: [Int]
        var isCritical: Bool
        var value: ArraySlice<UInt8>
    }

    var all: [Raw] = []
    /// Critical ones that are not understood here.
    var unhandledCritical: [[Int]] = []
    /// Bits as Go numbers them: digital signature is the lowest.
    var keyUsage = 0
    /// `nil` when the extension is not there.
    var extendedKeyUsage: [[Int]]?
    var hasBasicConstraints = false
    var isAuthority = false
    /// -1 for none.
    var pathLength = 0
    var subjectKeyIdentifier: ArraySlice<UInt8>?
    var authorityKeyIdentifier: ArraySlice<UInt8>?
    var names = GeneralNames()
    var ocspServers: [String] = []
    var issuingURLs: [String] = []
    var distributionPoints: [String] = []
    var policies: [[Int]] = []
    var permitted = NameConstraints()
    var excluded = NameConstraints()
    var nameConstraintsAreCritical = false

    mutating func read(_ list: DER) throws(DER.Failure) {
        for item in try list.sequence() {
            let parts = try item.sequence()
            guard parts.count == 2 || parts.count == 3, let last = parts.last else { throw .structure }
            let raw = Raw(
                identifier: try parts[0].objectIdentifier(),
                isCritical: parts.count == 3 ? try parts[1].boolean() : false,
                value: try last.octets())
            all.append(raw)
            let isHandled = try read(raw)
            if raw.isCritical && !isHandled { unhandledCritical.append(raw.identifier) }
        }
    }

    private mutating func read(_ raw: Raw) throws(DER.Failure) -> Bool {
        switch raw.identifier {
        case [2, 5, 29, 14]: subjectKeyIdentifier = try DER.parse(raw.value).octets()
        case [2, 5, 29, 15]:
            let (bytes, _) = try DER.parse(raw.value).bitString()
            for (index, byte) in bytes.prefix(2).enumerated() {
                for bit in 0..<8 where byte >> UInt8(7 - bit) & 1 == 1 { keyUsage |= 1 << (index * 8 + bit) }
            }
        case [2, 5, 29, 17]:
            names = try GeneralNames(DER.parse(raw.value))
            return !names.isEmpty
        case [2, 5, 29, 19]:
            hasBasicConstraints = true
            pathLength = -1
            for part in try DER.parse(raw.value).sequence() {
                if part.tag == DER.Tag.boolean {
                    isAuthority = try part.boolean()
                } else {
                    pathLength = try part.smallInteger()
                }
            }
        case [2, 5, 29, 30]:
            nameConstraintsAreCritical = raw.isCritical
            for part in try DER.parse(raw.value).sequence() {
                switch part.tag {
                case 0xA0: try permitted.read(part)
                case 0xA1: try excluded.read(part)
                default: throw .structure
                }
            }
            return !permitted.hasUnknown && !excluded.hasUnknown
        case [2, 5, 29, 31]:
            for point in try DER.parse(raw.value).sequence() {
                for part in try point.sequence() where part.tag == 0xA0 {
                    for full in try part.children() where full.tag == 0xA0 {
                        distributionPoints += try full.children().filter { $0.tag == 0x86 }
                            .map { String(decoding: $0.content, as: UTF8.self) }
                    }
                }
            }
        case [2, 5, 29, 32]:
            for policy in try DER.parse(raw.value).sequence() {
                guard let identifier = try policy.sequence().first else { throw .structure }
                policies.append(try identifier.objectIdentifier())
            }
        case [2, 5, 29, 35]:
            for part in try DER.parse(raw.value).sequence() where part.tag == 0x80 {
                authorityKeyIdentifier = part.content
            }
        case [2, 5, 29, 37]:
            var usages: [[Int]] = []
            for usage in try DER.parse(raw.value).sequence() { usages.append(try usage.objectIdentifier()) }
            extendedKeyUsage = usages
        case [1, 3, 6, 1, 5, 5, 7, 1, 1]:
            for access in try DER.parse(raw.value).sequence() {
                let parts = try access.sequence()
                guard parts.count == 2 else { throw .structure }
                let url = String(decoding: parts[1].content, as: UTF8.self)
                switch try parts[0].objectIdentifier() {
                case [1, 3, 6, 1, 5, 5, 7, 48, 1] where parts[1].tag == 0x86: ocspServers.append(url)
                case [1, 3, 6, 1, 5, 5, 7, 48, 2] where parts[1].tag == 0x86: issuingURLs.append(url)
                default: break
                }
            }
        default: return false
        }
        return true
    }
}

/// Alternative names (RFC 5280 §4.2.1.6) of the forms that are checked.
struct GeneralNames {
    var dns: [String] = []
    var emails: [String] = []
    var addresses: [[UInt8]] = []
    var uris: [String] = []

    var isEmpty: Bool { dns.isEmpty && emails.isEmpty && addresses.isEmpty && uris.isEmpty }

    init() {}

    init(_ list: DER) throws(DER.Failure) {
        for name in try list.sequence() {
            switch name.tag {
            case 0x81: emails.append(String(decoding: name.content, as: UTF8.self))
            case 0x82: dns.append(String(decoding: name.content, as: UTF8.self))
            case 0x86: uris.append(String(decoding: name.content, as: UTF8.self))
            case 0x87:
                guard name.content.count == 4 || name.content.count == 16 else {
                    throw DER.Failure(description: "x509: cannot parse IP address of length \(name.content.count)")
                }
                addresses.append(Array(name.content))
            default: break
            }
        }
    }
}

/// Subtrees of names that certificates below may, or may not, have (RFC 5280 §4.2.1.10).
struct NameConstraints {
    var dns: [String] = []
    var emails: [String] = []
    /// Address and mask side by side.
    var ranges: [[UInt8]] = []
    var uriDomains: [String] = []
    var hasUnknown = false

    mutating func read(_ list: DER) throws(DER.Failure) {
        for subtree in try list.children() {
            guard let name = try subtree.sequence().first else { throw .structure }
            let text = String(decoding: name.content, as: UTF8.self)
            switch name.tag {
            case 0x81: emails.append(text)
            case 0x82: dns.append(text)
            case 0x86: uriDomains.append(text)
            case 0x87: ranges.append(Array(name.content))
            default: hasUnknown = true
            }
        }
    }
}
