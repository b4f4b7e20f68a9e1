package import Content
internal import JSONText

/// An image manifest (OCI image specification, Image Manifest; Docker schema 2).
package struct Manifest: Sendable {
    package var mediaType: String
    package var configuration: Descriptor
    package var layers: [Descriptor]
    package var artifactType: String?
    package var subject: Descriptor?
    package var annotations: [String: String]

    package static let limit = 4 << 20

    package init(_ bytes: [UInt8], digest: Digest) throws(OCIError) {
        let subject = "manifest \(digest)"
        let root = try parse(bytes, subject: subject)
        if root["schemaVersion"]?.int == 1 {
            throw .unsupported(
                subject: subject, feature: "Docker manifest schema 1, which cannot be verified by digest")
        }
        guard let config = root["config"], let list = root["layers"], list.kind == .array else {
            throw .malformed(subject: subject, reason: "no config or layers: this is not an image manifest")
        }
        mediaType = root["mediaType"]?.string ?? MediaType.ociManifest
        configuration = try Descriptor(config, subject: subject)
        var layers: [Descriptor] = []
        for element in list.elements { layers.append(try Descriptor(element, subject: subject)) }
        self.layers = layers
        artifactType = root["artifactType"]?.string
        if let value = root["subject"], !value.isNull {
            self.subject = try Descriptor(value, subject: subject)
        }
        annotations = stringMap(root["annotations"])
    }
}

/// A list of manifests (OCI image specification, Image Index; Docker manifest list).
package struct Index: Sendable {
    package var manifests: [Descriptor]
    package var annotations: [String: String]

    package init(_ bytes: [UInt8], subject: String) throws(OCIError) {
        let root = try parse(bytes, subject: subject)
        guard let list = root["manifests"], list.kind == .array else {
            throw .malformed(subject: subject, reason: "no manifests: this is not an image index")
        }
        var manifests: [Descriptor] = []
        for element in list.elements { manifests.append(try Descriptor(element, subject: subject)) }
        self.manifests = manifests
        annotations = stringMap(root["annotations"])
    }
}

func parse(_ bytes: [UInt8], subject: String) throws(OCIError) -> JSONValue {
    do throws(JSONError) {
        return try JSONDocument(bytes, limits: JSONLimits(depth: 64, size: 64 << 20)).root
    } catch {
        throw .malformed(subject: subject, reason: "\(error)")
    }
}
