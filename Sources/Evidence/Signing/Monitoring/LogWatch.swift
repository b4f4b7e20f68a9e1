package import Attestation
package import Content
internal import Transparency

/// What a monitor looks for in a log: entries of those it speaks for, and which of them are accounted for.
package struct LogWatch: Sendable {
    /// Certificates whose subject, and issuer if given, are as one of these says.
    package struct Identity: Sendable {
        package var subject: IdentityPolicy.Matcher
        package var issuer: IdentityPolicy.Matcher?

        package init(subject: IdentityPolicy.Matcher, issuer: IdentityPolicy.Matcher? = nil) {
            self.subject = subject
            self.issuer = issuer
        }
    }

    package var identities: [Identity]
    /// SHA-256 of a SubjectPublicKeyInfo each, in hexadecimal.
    package var keys: Set<String>
    package var explained: ExplainedEntries

    package init(identities: [Identity], keys: Set<String> = [], explained: ExplainedEntries = ExplainedEntries()) {
        self.identities = identities
        self.keys = keys
        self.explained = explained
    }

    /// Of whom in the entry this watch speaks.
    func owned(_ record: LogRecord) -> [LogRecord.Holder] {
        record.holders.filter { holder in
            if keys.contains(holder.key) { return true }
            guard let identity = holder.identity else { return false }
            return identities.contains { wanted in
                // A certificate without an issuer is reported: it claims the subject.
                wanted.subject.matches(identity.subject)
                    && (wanted.issuer.map { issuer in identity.issuer.map { issuer.matches($0) } ?? true } ?? true)
            }
        }
    }
}

/// Entries that somebody knows of: those of bundles at hand, and those about artifacts that were built.
package struct ExplainedEntries: Sendable {
    private var leaves: Set<MerkleHash> = []
    private var subjects: Set<Digest> = []
    /// SHA-256 of keys that got certificates for known signatures.
    private var keys: Set<String> = []

    package init() {}

    package mutating func insert(subject: Digest) { subjects.insert(subject) }

    /// The log entries of a bundle and its certificate; of a signed statement also the artifacts that it speaks of: what a
    /// build says it has made may be signed.
    package mutating func insert(_ bundle: Bundle) throws(AttestationError) {
        for entry in bundle.entries { leaves.insert(.leaf(entry.body)) }
        if let leaf = bundle.leaf { keys.insert(Digest.of(leaf.publicKeyDER).hex) }
        guard case .envelope(let envelope) = bundle.content, envelope.payloadType == Statement.payloadType else {
            return
        }
        for subject in try Statement(payloadOf: envelope).subjects { subjects.formUnion(subject.digest.accepted) }
    }

    func holds(_ leaf: MerkleHash, _ record: LogRecord) -> Bool {
        if leaves.contains(leaf) { return true }
        if let subject = record.subject { return subjects.contains(subject) }
        // A certificate log: the certificate belongs to a signature that is known.
        return record.holders.allSatisfy { keys.contains($0.key) }
    }
}
