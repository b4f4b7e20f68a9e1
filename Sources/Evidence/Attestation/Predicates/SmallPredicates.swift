package import JSONText

/// Attributes of an artifact with evidence for them (in-toto SCAI 0.3).
package struct AttributeReport: Predicate {
    package static let types = [
        "https://in-toto.io/attestation/scai/v0.3", "https://in-toto.io/attestation/scai/attribute-report/v0.2",
    ]

    package struct Attribute: Sendable {
        package var attribute: String
        package var target: ResourceDescriptor?
        package var conditions: JSONValue?
        package var evidence: ResourceDescriptor?
        var unknown: UnknownMembers
    }

    package var attributes: [Attribute]
    package var producer: ResourceDescriptor?
    private var unknown: UnknownMembers

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        func resource(_ reader: MemberReader, _ name: String) throws(AttestationError) -> ResourceDescriptor? {
            guard let member = reader.value(name) else { return nil }
            return try ResourceDescriptor(member, path: reader.at(name))
        }
        _ = try root.requiredList("attributes")
        attributes = []
        for item in try root.objects("attributes") {
            attributes.append(
                Attribute(
                    attribute: try item.text("attribute"), target: try resource(item, "target"),
                    conditions: try item.optionalRaw("conditions"), evidence: try resource(item, "evidence"),
                    unknown: item.unknown(except: ["attribute", "target", "conditions", "evidence"])))
        }
        producer = try resource(root, "producer")
        unknown = root.unknown(except: ["attributes", "producer"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("attributes")
            writer.array { writer in
                for item in attributes {
                    writer.object { writer in
                        writer.member("attribute", item.attribute)
                        if let target = item.target {
                            writer.key("target")
                            target.write(into: &writer)
                        }
                        writer.member("conditions", raw: item.conditions)
                        if let evidence = item.evidence {
                            writer.key("evidence")
                            evidence.write(into: &writer)
                        }
                        item.unknown.write(into: &writer)
                    }
                }
            }
            if let producer {
                writer.key("producer")
                producer.write(into: &writer)
            }
            unknown.write(into: &writer)
        }
    }
}

/// That an artifact is a release of a package (in-toto release 0.1).
package struct Release: Predicate {
    package static let types = [
        "https://in-toto.io/attestation/release/v0.1", "https://in-toto.io/attestation/release/v0.2",
    ]

    /// With a version.
    package var purl: String
    package var packageID: String?
    private var unknown: UnknownMembers

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        purl = try root.text("purl")
        guard purl.hasPrefix("pkg:"), purl.contains("@") else {
            throw root.failure("purl", "a package URL with a version")
        }
        // Drafts of 0.2 name it otherwise.
        packageID = try root.optionalText("packageId")
        if packageID == nil { packageID = try root.optionalText("releaseId") }
        unknown = root.unknown(except: ["purl", "packageId"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("purl", purl)
            if unknown["releaseId"] == nil { writer.member("packageId", packageID) }
            unknown.write(into: &writer)
        }
    }
}

/// Where other documents about an artifact are (in-toto reference 0.1).
package struct Reference: Predicate {
    package static let types = ["https://in-toto.io/attestation/reference/v0.1"]

    package var attesterID: String
    package var references: [ResourceDescriptor]
    private var unknown: UnknownMembers

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        attesterID = try root.object("attester").text("id")
        _ = try root.requiredList("references")
        references = try root.resources("references")
        for (index, reference) in references.enumerated() where reference.downloadLocation == nil {
            throw root.failure("references[\(index)].downloadLocation", "a string")
        }
        unknown = root.unknown(except: ["attester", "references"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("attester")
            writer.object { $0.member("id", attesterID) }
            writer.key("references")
            writer.array { writer in for reference in references { reference.write(into: &writer) } }
            unknown.write(into: &writer)
        }
    }
}
