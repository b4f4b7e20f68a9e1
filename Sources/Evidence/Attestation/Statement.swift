package import Content
package import JSONText

/// The `_type` of a statement.
package enum StatementVersion: String, Sendable, CaseIterable {
    case v1 = "https://in-toto.io/Statement/v1"
    case v01 = "https://in-toto.io/Statement/v0.1"
}

/// A fact about artifacts: subjects, and a predicate that says something of them (in-toto Statement v1 and v0.1).
///
/// Comes in as the payload of an envelope whose signature has verified, or from a builder of ours; goes out as JSON.
/// Unknown members survive a round trip, and so does the predicate, whatever it is.
package struct Statement: Sendable {
    /// The payload type of an envelope that holds a statement.
    package static let payloadType = "application/vnd.in-toto+json"

    package var version: StatementVersion
    package var subjects: [ResourceDescriptor]
    package var predicateType: String
    /// Absent and `null` mean an empty predicate.
    package var predicate: JSONValue?
    package var unknown = UnknownMembers()

    package init(subjects: [ResourceDescriptor], predicateType: String, predicate: JSONValue?) {
        version = .v1
        self.subjects = subjects
        self.predicateType = predicateType
        self.predicate = predicate
    }

    /// Builds a statement whose predicate `write` writes as one JSON value.
    package init(
        subjects: [ResourceDescriptor], predicateType: String, predicate write: (inout JSONWriter) throws -> Void
    ) throws {
        var writer = JSONWriter()
        try write(&writer)
        let document = try JSONDocument.strict(writer.bytes, subject: "predicate \(predicateType)")
        self.init(subjects: subjects, predicateType: predicateType, predicate: document.root)
    }

    private static let known: Set = ["_type", "subject", "predicateType", "predicate"]

    package init(json bytes: [UInt8]) throws(AttestationError) {
        let subject = "in-toto statement"
        func failure(_ path: String, _ expected: String) -> AttestationError {
            .member(subject: subject, path: path, expected: expected)
        }
        let value = try JSONDocument.strict(bytes, subject: subject).root
        guard value.kind == .object else { throw failure("", "an object") }
        guard let type = value["_type"]?.string else { throw failure("_type", "a string") }
        guard let version = StatementVersion(rawValue: type) else { throw .statementType(found: type) }
        guard let list = value["subject"], list.kind == .array else { throw failure("subject", "an array") }
        guard list.count <= AttestationLimits.subjects else {
            throw .tooMany(subject: subject, what: "subjects", limit: AttestationLimits.subjects)
        }
        guard let predicateType = value["predicateType"]?.string, !predicateType.isEmpty else {
            throw failure("predicateType", "a type URI")
        }
        self.version = version
        self.predicateType = predicateType
        subjects = []
        for (index, element) in list.elements.enumerated() {
            subjects.append(try ResourceDescriptor(element, path: "subject[\(index)]"))
        }
        if let predicate = value["predicate"], !predicate.isNull {
            guard predicate.kind == .object else { throw failure("predicate", "an object") }
            self.predicate = predicate
        }
        unknown = UnknownMembers(of: value, except: Self.known)
    }

    /// The statement as JSON text on one line; members in the order of the specification.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("_type", version.rawValue)
            writer.key("subject")
            writer.array { writer in
                for subject in subjects { subject.write(into: &writer) }
            }
            writer.member("predicateType", predicateType)
            if let predicate {
                writer.key("predicate")
                writer.value(predicate)
            }
            unknown.write(into: &writer)
        }
        return writer.bytes
    }

    /// An envelope around this statement that no one has signed yet.
    package var envelope: Envelope { Envelope(payloadType: Self.payloadType, payload: json) }

    /// The statement inside an envelope, whose signatures the caller has verified.
    ///
    /// - Throws: also when the payload type is not that of in-toto (Statement §Envelope: `application/vnd.in-toto+json`
    ///   or `application/vnd.in-toto.NAME+json`).
    package init(payloadOf envelope: Envelope) throws(AttestationError) {
        let type = envelope.payloadType
        guard type == Self.payloadType || type.hasPrefix("application/vnd.in-toto.") && type.hasSuffix("+json") else {
            throw .member(
                subject: "DSSE envelope", path: "payloadType",
                expected: "\(Self.payloadType) and not \(type.prefix(80))")
        }
        try self.init(json: envelope.payload)
    }

    /// What comparing the subjects with an artifact's digests gives: a subject that matches wins, unless one is split.
    package func matches(_ digests: [Digest]) -> DigestSet.Match {
        var result = DigestSet.Match.different
        for subject in subjects {
            switch subject.digest.matches(digests) {
            case .equal: result = .equal
            case .split: return .split
            case .different: break
            }
        }
        return result
    }
}
