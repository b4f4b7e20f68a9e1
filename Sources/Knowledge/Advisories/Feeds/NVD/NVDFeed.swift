internal import JSONText

/// The National Vulnerability Database in its 2.0 form: a page of the interface, a yearly file, or a record a line.
///
/// Its products are CPE names, which no package manager knows: the records are of use only for what has no package
/// identity.
struct NVDFeed: Feed {
    var name: String { "nvd" }
    var framing: FeedFraming { .lines }
    /// A yearly file is one document.
    var documentLimit: Int? { 512 << 20 }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        guard opening.begins(with: "{") else { return false }
        return opening.contains("\"NVD_CVE\"")
            || opening.contains("\"sourceIdentifier\"") && opening.contains("\"vulnStatus\"")
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let root = try document.parsed(upTo: documentLimit ?? FeedText.document)
        if root["vulnerabilities"] != nil {
            for (index, item) in root.list("vulnerabilities").enumerated() {
                add(item["cve"], place: "\(document.place) entry \(index + 1)", document, into: &yield)
            }
            if let time = root.time("timestamp") { yield.see(time) }
        } else {
            add(root["cve"] ?? root, place: document.place, document, into: &yield)
        }
    }

    private func add(_ record: JSONValue?, place: String, _ document: FeedDocument, into yield: inout FeedYield) {
        guard let record, let id = record.text("id"), FeedText.isCVE(id) else {
            yield.skip(place, "expected a record with a CVE number")
            return
        }
        var advisory = Advisory(source: name, id: id, document: document.digest)
        advisory.published = record.time("published")
        advisory.modified = record.time("lastModified")
        advisory.summary =
            record.list("descriptions").lazy.filter { $0.text("lang") == "en" }
            .compactMap { $0["value"]?.string }.first.map { FeedText.summary($0) } ?? ""
        if record.text("vulnStatus")?.lowercased() == "rejected" {
            advisory.status = .rejected
            yield.add(advisory)
            return
        }
        if record.list("cveTags").contains(where: { $0.texts("tags").contains("disputed") }) {
            advisory.status = .disputed
        }
        advisory.references = record.list("references").prefix(64).compactMap { $0.text("url") }
        advisory.weaknesses = weaknesses(record)
        advisory.severities = severities(record)
        for configuration in record.list("configurations") {
            do throws(FeedError) {
                advisory.affected += try NVDConfiguration(configuration).affected()
            } catch { yield.skip(id, error.description) }
        }
        yield.add(advisory)
    }

    private func weaknesses(_ record: JSONValue) -> [String] {
        var result: Set<String> = []
        for weakness in record.list("weaknesses") {
            for description in weakness.list("description") {
                if let name = description.text("value"), FeedText.isCWE(name) { result.insert(name) }
            }
        }
        return result.sorted()
    }

    private func severities(_ record: JSONValue) -> [SeverityStatement] {
        guard let metrics = record["metrics"] else { return [] }
        var result: [SeverityStatement] = []
        let keys: [(String, SeverityStatement.Scheme)] = [
            ("cvssMetricV40", .cvss4), ("cvssMetricV31", .cvss3), ("cvssMetricV30", .cvss3), ("cvssMetricV2", .cvss2),
        ]
        for (key, scheme) in keys {
            for metric in metrics.list(key).prefix(16) {
                guard let vector = metric["cvssData"]?.text("vectorString", limit: 512) else { continue }
                result.append(SeverityStatement(scheme, vector, by: metric.text("source") ?? ""))
            }
        }
        return result
    }
}
