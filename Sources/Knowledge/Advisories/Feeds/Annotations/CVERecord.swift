internal import JSONText

/// A CVE record (CVE record format 5.0 to 5.2).
struct CVERecord {
    let id: String
    let isRejected: Bool
    let updated: Timestamp?
    private let containers: JSONValue?

    init(_ document: FeedDocument) throws {
        let root = try document.parsed()
        guard let head = root["cveMetadata"], let id = head.text("cveId"), FeedText.isCVE(id) else {
            throw FeedError("expected a CVE record with a number")
        }
        self.id = id
        isRejected = head.text("state")?.uppercased() == "REJECTED"
        updated = head.time("dateUpdated")
        containers = root["containers"]
    }

    static func recognises(_ start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        return opening.begins(with: "{") && opening.contains("\"CVE_RECORD\"")
    }

    /// What the numbering authority says.
    var cna: JSONValue? { containers?["cna"] }

    /// What CISA adds.
    var vulnrichment: JSONValue? {
        containers?.list("adp").first { container in
            container.text("title") == "CISA ADP Vulnrichment"
                || container["providerMetadata"]?.text("shortName") == "CISA-ADP"
        }
    }

    /// The CVSS vectors of a container.
    static func severities(_ container: JSONValue, by: String) -> [SeverityStatement] {
        var result: [SeverityStatement] = []
        for metric in container.list("metrics") {
            for (key, scheme) in vectors {
                guard let vector = metric[key]?.text("vectorString", limit: 512) else { continue }
                result.append(SeverityStatement(scheme, vector, by: by))
            }
        }
        return result
    }

    private static let vectors: [(String, SeverityStatement.Scheme)] = [
        ("cvssV4_0", .cvss4), ("cvssV3_1", .cvss3), ("cvssV3_0", .cvss3), ("cvssV2_0", .cvss2),
    ]

    static func weaknesses(_ container: JSONValue) -> [String] {
        var result: [String] = []
        for problem in container.list("problemTypes") {
            for description in problem.list("descriptions") {
                guard let name = description.text("cweId"), FeedText.isCWE(name), !result.contains(name),
                    result.count < 64
                else { continue }
                result.append(name)
            }
        }
        return result
    }
}
