package import Content
package import JSONText

/// A typed pointer to content (OCI image specification, Descriptor).
package struct Descriptor: Sendable, Equatable {
    package var mediaType: String
    package var digest: Digest
    package var size: Int
    package var platform: Platform?
    package var artifactType: String?
    package var annotations: [String: String]
    package var urls: [String]

    package init(mediaType: String, digest: Digest, size: Int) {
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        annotations = [:]
        urls = []
    }

    /// - Parameter subject: what the descriptor belongs to, for the error.
    package init(_ json: JSONValue, subject: String) throws(OCIError) {
        guard let text = json["digest"]?.string, let digest = Digest(text) else {
            throw .malformed(
                subject: subject,
                reason: "descriptor with no valid digest: \(json["digest"]?.string ?? "none")")
        }
        guard let size = json["size"]?.int, size >= 0 else {
            throw .malformed(subject: subject, reason: "descriptor \(digest) with no valid size")
        }
        mediaType = json["mediaType"]?.string ?? ""
        self.digest = digest
        self.size = size
        platform = json["platform"].flatMap(Platform.init(json:))
        artifactType = json["artifactType"]?.string
        annotations = stringMap(json["annotations"])
        urls = json["urls"]?.elements.compactMap(\.string) ?? []
    }
}

/// The members of an object whose values are strings; empty when there is no object.
func stringMap(_ json: JSONValue?) -> [String: String] {
    guard let json else { return [:] }
    var map: [String: String] = [:]
    for member in json.members { map[member.key] = member.value.string }
    return map
}
