package import Content
package import JSONText

/// A software artifact or other resource, named and identified (in-toto Attestation Framework, ResourceDescriptor).
package struct ResourceDescriptor: Sendable {
    package var name: String?
    package var uri: String?
    package var digest = DigestSet()
    /// The resource itself when it is small, base 64 in JSON.
    package var content: [UInt8]?
    package var downloadLocation: String?
    package var mediaType: String?
    /// `annotations`, an object, as written.
    package var annotations: JSONValue?
    package var unknown = UnknownMembers()

    package init(name: String? = nil, uri: String? = nil, digest: DigestSet = DigestSet()) {
        self.name = name
        self.uri = uri
        self.digest = digest
    }

    package init(name: String? = nil, digest: Digest) {
        self.init(name: name, digest: DigestSet(digest))
    }

    private static let known: Set = [
        "name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations",
    ]

    package init(_ value: JSONValue, path: String) throws(AttestationError) {
        let subject = "in-toto statement"
        func failure(_ member: String, _ expected: String) -> AttestationError {
            .member(subject: subject, path: member.isEmpty ? path : "\(path).\(member)", expected: expected)
        }
        func text(_ member: String) throws(AttestationError) -> String? {
            guard let value = value[member], !value.isNull else { return nil }
            guard let text = value.string else { throw failure(member, "a string") }
            return text
        }
        guard value.kind == .object else { throw failure("", "an object") }
        name = try text("name")
        uri = try text("uri")
        downloadLocation = try text("downloadLocation")
        mediaType = try text("mediaType")
        if let set = value["digest"], !set.isNull { digest = try DigestSet(set, path: "\(path).digest") }
        if let encoded = try text("content") {
            guard let bytes = Base64.decode(encoded.utf8) else { throw failure("content", "base 64") }
            content = bytes
        }
        if let object = value["annotations"], !object.isNull {
            guard object.kind == .object else { throw failure("annotations", "an object") }
            annotations = object
        }
        unknown = UnknownMembers(of: value, except: Self.known)
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("uri", uri)
            if !digest.isEmpty {
                writer.key("digest")
                digest.write(into: &writer)
            }
            if let content { writer.member("content", Base64.encode(content)) }
            writer.member("downloadLocation", downloadLocation)
            writer.member("mediaType", mediaType)
            if let annotations {
                writer.key("annotations")
                writer.value(annotations)
            }
            unknown.write(into: &writer)
        }
    }
}
