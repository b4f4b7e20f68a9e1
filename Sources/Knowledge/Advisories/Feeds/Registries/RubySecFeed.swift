internal import JSONText

/// The Ruby advisory database (`rubysec/ruby-advisory-db`): YAML about gems and interpreters, or the same as JSON.
///
/// A record has no id of its own: it goes by its CVE, GHSA or OSVDB number, and records of several gems share one.
struct RubySecFeed: Feed {
    let name = "rubysec"
    let framing = FeedFraming.lines

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        if let json = JSONStart(start) {
            return (json.values["gem"] != nil || json.values["engine"] != nil || json.has("patched_versions"))
                && ["cve", "ghsa", "osvdb", "date", "title"].contains { json.has($0) }
        }
        guard path.hasSuffix(".yml") || path.hasSuffix(".yaml") else { return false }
        let keys = YAMLStart.keys(start)
        return (keys.contains("gem") || keys.contains("engine")) && (keys.contains("date") || keys.contains("title"))
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let record = try FeedText.record(document.bytes)
        let names = Self.names(record)
        guard let id = names.first else { throw FeedError("neither cve nor ghsa nor osvdb") }
        var affected: Affected
        if let gem = record["gem"]?.text {
            affected = Affected(Ecosystem(.rubygems), gem)
        } else if let engine = record["engine"]?.text {
            affected = Affected(Ecosystem(.runtime), engine)
        } else {
            throw FeedError("\(id): neither gem nor engine")
        }
        let patched = record["patched_versions"]?.texts ?? (texts: [], areAll: true)
        let unaffected = record["unaffected_versions"]?.texts ?? (texts: [], areAll: true)
        guard patched.areAll, unaffected.areAll else { throw FeedError("\(id): versions are not a list of texts") }
        affected.ranges = [
            Requirement.affected(patched: patched.texts, unaffected: unaffected.texts, .rubygems)
        ]
        affected.fix = Requirement.fix(patched: patched.texts)
        var advisory = Advisory(source: name, id: id, document: document.digest)
        advisory.aliases = Array(names.dropFirst())
        advisory.summary = FeedText.firstLine(record["title"]?.string ?? record["description"]?.string ?? "")
        advisory.published = record["date"]?.text.flatMap { Timestamp($0) }
        for (key, version) in [("cvss_v4", "CVSS 4"), ("cvss_v3", "CVSS 3"), ("cvss_v2", "CVSS 2")] {
            // A base score and the version it is of; the vector is not kept.
            if let score = record[key]?.text {
                advisory.severities.append(SeverityStatement(.score, score, by: version))
            }
        }
        if let url = record["url"]?.text { advisory.references.append(url) }
        if let related = record["related"] {
            advisory.related = Self.numbers(related["cve"], "CVE-") + Self.numbers(related["ghsa"], "GHSA-")
            advisory.references = (advisory.references + (related["url"]?.texts.texts ?? [])).distinct
        }
        advisory.affected = [affected]
        yield.add(advisory)
    }

    private static func names(_ record: JSONValue) -> [String] {
        numbers(record["cve"], "CVE-") + numbers(record["ghsa"], "GHSA-") + numbers(record["osvdb"], "OSVDB-")
    }

    /// The database leaves out what all numbers of a kind begin with; some records do not.
    private static func numbers(_ value: JSONValue?, _ prefix: String) -> [String] {
        guard let value else { return [] }
        let texts = value.text.map { [$0] } ?? value.texts.texts
        return texts.filter { !$0.isEmpty }.map { $0.hasPrefix(prefix) ? $0 : prefix + $0 }
    }
}
