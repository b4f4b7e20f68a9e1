/// Who may have signed: what a certificate must say of its subject and of the issuer that knows it.
package struct IdentityPolicy: Sendable, Hashable {
    /// A text, or a pattern in which `*` stands for any characters, none included, and `?` for one, or a regular
    /// expression of the caller's.
    package enum Matcher: Sendable, Hashable, CustomStringConvertible {
        case exact(String)
        case pattern(String)
        case expression(IdentityExpression)

        package func matches(_ text: String) -> Bool {
            switch self {
            case .exact(let wanted): wanted.utf8.elementsEqual(text.utf8)
            case .pattern(let pattern): Self.matches(Array(text.utf8), pattern: Array(pattern.utf8))
            case .expression(let expression): expression.matches(text)
            }
        }

        /// Goes back to the last star only, so that time grows with the product of both lengths and no more.
        private static func matches(_ text: [UInt8], pattern: [UInt8]) -> Bool {
            var (position, at) = (0, 0)
            var star: (pattern: Int, text: Int)?
            while position < text.count {
                if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                    star = (at, position)
                    at += 1
                } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == text[position] {
                    at += 1
                    position += 1
                } else if let last = star {
                    star = (last.pattern, last.text + 1)
                    at = last.pattern + 1
                    position = last.text + 1
                } else {
                    return false
                }
            }
            return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
        }

        package var description: String {
            switch self {
            case .exact(let text): "“\(text)”"
            case .pattern(let pattern): "the pattern “\(pattern)”"
            case .expression(let expression): "the expression “\(expression.source)”"
            }
        }
    }

    package var subject: Matcher
    package var issuer: Matcher
    package var extensions: [FulcioExtension: Matcher]

    package init(subject: Matcher, issuer: Matcher, extensions: [FulcioExtension: Matcher] = [:]) {
        self.subject = subject
        self.issuer = issuer
        self.extensions = extensions
    }

    package func allows(_ identity: SignerIdentity) -> Bool { failures(identity).isEmpty }

    /// What in `identity` is not as this policy wants it.
    func failures(_ identity: SignerIdentity) -> [VerificationFailure] {
        var failures: [VerificationFailure] = []
        if identity.issuer.map({ !issuer.matches($0) }) ?? true {
            failures.append(
                VerificationFailure(
                    .identityIssuer, expected: "issuer \(issuer)", found: identity.issuer.map { "“\($0)”" } ?? "none"))
        }
        if !subject.matches(identity.subject) {
            failures.append(
                VerificationFailure(.identitySAN, expected: "subject \(subject)", found: "“\(identity.subject)”"))
        }
        for (name, matcher) in extensions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let found = identity.extensions[name]
            if found.map({ !matcher.matches($0) }) ?? true {
                failures.append(
                    VerificationFailure(
                        .identityExtension, expected: "\(name.name) \(matcher)",
                        found: found.map { "“\($0)”" } ?? "none"))
            }
        }
        return failures
    }
}

/// A regular expression over identities; whoever makes it brings the engine.
package struct IdentityExpression: Sendable, Hashable {
    package let source: String
    /// Whether the whole of a text is as the expression says.
    package let matches: @Sendable (String) -> Bool

    package init(source: String, matches: @escaping @Sendable (String) -> Bool) {
        self.source = source
        self.matches = matches
    }

    package static func == (left: IdentityExpression, right: IdentityExpression) -> Bool { left.source == right.source }

    package func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Who a certificate says has signed.
package struct SignerIdentity: Sendable, Hashable {
    package var subject: String
    /// The OIDC issuer, which certificates of private authorities may not name.
    package var issuer: String?
    package var extensions: [FulcioExtension: String]

    /// - Returns: `nil` unless the certificate names exactly one subject of a kind that identifies.
    init?(_ certificate: Certificate) {
        let names = certificate.names.compactMap(\.value)
        guard names.count == 1, let name = names.first, certificate.names.count == 1 else { return nil }
        subject = name
        extensions = certificate.fulcio
        issuer = certificate.fulcio[.issuer] ?? certificate.fulcio[.issuerV1]
        // Two issuers are none.
        if let new = certificate.fulcio[.issuer], let old = certificate.fulcio[.issuerV1], new != old { issuer = nil }
    }
}

/// That a key or an identity counts no more from a time on.
package struct Revocation: Sendable {
    package enum Subject: Sendable {
        /// SHA-256 of a SubjectPublicKeyInfo, in hexadecimal.
        case key(String)
        case identity(IdentityPolicy)
        /// SHA-256 of a certificate, in hexadecimal.
        case certificate(String)
    }

    package var subject: Subject
    /// Signatures that were made before still count. `nil` revokes them too.
    package var since: Instant?

    package init(_ subject: Subject, since: Instant?) {
        self.subject = subject
        self.since = since
    }
}
