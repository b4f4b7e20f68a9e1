package import Content
internal import JSONText

/// What a resource is, by several digests at once (in-toto Attestation Framework, DigestSet).
///
/// Names are those of the specification (`sha256`, `gitCommit`, …); values are kept as written and in their order.
package struct DigestSet: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    package init(_ digest: Digest) {
        entries = [Entry(name: digest.algorithm.rawValue, value: digest.hex)]
    }

    package init(_ digests: [Digest]) {
        entries = digests.map { Entry(name: $0.algorithm.rawValue, value: $0.hex) }
    }

    package init(name: String, value: String) { entries = [Entry(name: name, value: value)] }

    package subscript(name: String) -> String? {
        get { entries.first { $0.name == name }?.value }
        set {
            entries.removeAll { $0.name == name }
            if let newValue { entries.append(Entry(name: name, value: newValue)) }
        }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The digests that may stand for content: SHA-2 of 256 bits or more. Others are ignored, as the framework asks:
    /// MD5 and SHA-1 name nothing that an attacker could not exchange.
    package var accepted: [Digest] {
        entries.compactMap { entry in
            guard let algorithm = Digest.Algorithm(rawValue: entry.name), algorithm.isCollisionResistant else {
                return nil
            }
            return Digest(algorithm: algorithm, hex: entry.value)
        }
    }

    /// What comparing with known digests of content gives.
    package enum Match: Sendable, Equatable {
        /// Every accepted algorithm that both sides have agrees, and there is at least one.
        case equal
        /// None that both sides have agrees, or there is none.
        case different
        /// Some agree and some do not: the set describes no content at all.
        case split
    }

    /// Stricter than the framework, which is content with one algorithm that agrees: all that can be compared must.
    package func matches(_ digests: [Digest]) -> Match {
        var agreeing = 0
        var differing = 0
        for known in digests where known.algorithm.isCollisionResistant {
            for claimed in accepted where claimed.algorithm == known.algorithm {
                if claimed == known { agreeing += 1 } else { differing += 1 }
            }
        }
        if agreeing > 0 { return differing == 0 ? .equal : .split }
        return .different
    }

    init(_ value: JSONValue, path: String) throws(AttestationError) {
        let subject = "in-toto statement"
        guard value.kind == .object else { throw .member(subject: subject, path: path, expected: "an object") }
        guard value.count <= AttestationLimits.digests else {
            throw .tooMany(subject: subject, what: "digests of one resource", limit: AttestationLimits.digests)
        }
        for (name, digest) in value.members {
            guard let text = digest.string else {
                throw .member(subject: subject, path: "\(path).\(name.prefix(40))", expected: "a string")
            }
            entries.append(Entry(name: name, value: text))
        }
    }

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            for entry in entries { writer.member(entry.name, entry.value) }
        }
    }
}
