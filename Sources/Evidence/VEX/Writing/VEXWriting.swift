internal import Content
internal import Inventory
internal import JSONText

/// Who publishes a document, where a format asks for more than a name.
package struct VEXPublisher: Sendable {
    /// CSAF's categories (§3.2.1.8.1).
    package enum Category: String, Sendable, CaseIterable {
        case coordinator, discoverer, other, translator, user, vendor
    }

    package var category: Category
    /// An address under the publisher's control, such as `https://example.org`.
    package var namespace: String

    package init(category: Category, namespace: String) {
        self.category = category
        self.namespace = namespace
    }
}

extension VEXDocument {
    /// The document in a format.
    ///
    /// - Parameters:
    ///   - publisher: needed for CSAF.
    ///   - toolVersion: of the writer.
    /// - Throws: `VEXError.rule` when a statement breaks a rule of the standard; nothing is left out to mend it.
    package func written(
        as format: VEXFormat, publisher: VEXPublisher? = nil, toolVersion: String
    ) throws(VEXError) -> [UInt8] {
        for statement in statements {
            if let defect = statement.defect { throw .rule(statement: statement.vulnerability.name, defect) }
        }
        guard !statements.isEmpty else { throw .rule(statement: id, "a document needs at least one statement") }
        guard !author.isEmpty else { throw .rule(statement: id, "a document needs an author") }
        guard time != nil else { throw .rule(statement: id, "a document needs a time") }
        switch format {
        case .openVEX: return OpenVEXWriter.write(self, toolVersion: toolVersion)
        case .csaf:
            guard let publisher else { throw .rule(statement: id, "CSAF needs the publisher's category and namespace") }
            return try CSAFVEXWriter(self, publisher).write(toolVersion: toolVersion)
        case .cycloneDX: return CycloneDXVEXWriter(self).write(toolVersion: toolVersion)
        }
    }

    /// An identifier that follows from what the document says, so that the same document has the same.
    package var contentID: String {
        var copy = self
        copy.id = ""
        let digest = Digest.of(OpenVEXWriter.write(copy, toolVersion: ""))
        var bytes = Array(digest.bytes.prefix(16))
        // A UUID of version 8, whose bits are the writer's own (RFC 9562 §5.8).
        bytes[6] = bytes[6] & 0x0f | 0x80
        bytes[8] = bytes[8] & 0x3f | 0x80
        let hex = Hex.encode(bytes)
        var text = "urn:uuid:"
        for (offset, digit) in hex.enumerated() {
            if [8, 12, 16, 20].contains(offset) { text.append("-") }
            text.append(digit)
        }
        return text
    }
}

extension VEXComponent {
    /// What a format calls it that has room for one name.
    var name: String {
        if let label { return label }
        guard let purl = purls.first else { return text }
        return purl.version.map { "\(purl.name) \($0)" } ?? purl.name
    }
}
