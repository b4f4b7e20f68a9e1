internal import Content
internal import JSONText

/// Reads a document of the OSV schema, version 1.7.5 and all before it.
///
/// A record with an id is read as far as it goes: what cannot be read of it is told in `problems`, one line for each.
struct OSVReader {
    let source: String
    let digest: Digest
    private(set) var problems: [String] = []
    /// Records name one ecosystem many times over.
    private var lastEcosystem: (text: String, value: (ecosystem: Ecosystem, channel: String)?)?

    init(source: String, digest: Digest) {
        self.source = source
        self.digest = digest
    }

    /// - Throws: `FeedError` for what is no record at all.
    mutating func read(_ record: JSONValue) throws(FeedError) -> Advisory {
        guard record.kind == .object else { throw FeedError("not an object") }
        guard let id = record["id"]?.text, !id.isEmpty else { throw FeedError("a record without id") }
        var advisory = Advisory(source: source, id: id, document: digest)
        advisory.published = record["published"]?.text.flatMap { Timestamp($0) }
        advisory.modified = record["modified"]?.text.flatMap { Timestamp($0) }
        if let withdrawn = record["withdrawn"], !withdrawn.isNull { advisory.status = .withdrawn }
        advisory.aliases = texts(record, "aliases")
        advisory.upstream = texts(record, "upstream")
        advisory.related = texts(record, "related")
        advisory.severities = severities(record)
        advisory.references = references(record)
        describe(&advisory, record)
        if id.hasPrefix("MAL-") { advisory.kind = .malicious }
        if let specific = record["database_specific"] { readSpecific(specific, into: &advisory) }
        readAffected(record, into: &advisory)
        if !advisory.affected.isEmpty, advisory.affected.allSatisfy({ $0.ecosystem.isDistribution }) {
            moveUpstream(&advisory)
        }
        return advisory
    }

    private mutating func texts(_ value: JSONValue, _ key: String) -> [String] {
        guard let list = value[key] else { return [] }
        let (texts, areAll) = list.texts
        if !areAll { problems.append("\(key): not a list of texts") }
        return texts
    }

    private func describe(_ advisory: inout Advisory, _ record: JSONValue) {
        if let summary = record["summary"]?.string, !summary.isEmpty {
            advisory.summary = FeedText.firstLine(summary)
        } else if let details = record["details"]?.string {
            advisory.summary = FeedText.firstLine(details)
        }
        if FeedText.isDisputed(advisory.summary), advisory.status == .published { advisory.status = .disputed }
    }

    private mutating func severities(_ value: JSONValue) -> [SeverityStatement] {
        guard let list = value["severity"], !list.isNull else { return [] }
        guard list.kind == .array, list.count <= FeedText.mostElements else {
            problems.append("severity: not a list")
            return []
        }
        var result: [SeverityStatement] = []
        for element in list.elements {
            guard let type = element["type"]?.text, let score = element["score"]?.text else {
                problems.append("severity: no type or no score")
                continue
            }
            switch type {
            case "Ubuntu": result.append(SeverityStatement(.label, score.lowercased()))
            default:
                guard let scheme = SeverityStatement.Scheme(rawValue: type) else {
                    problems.append("severity: unknown type \(type)")
                    continue
                }
                result.append(SeverityStatement(scheme, score))
            }
        }
        return result
    }

    private func references(_ record: JSONValue) -> [String] {
        guard let list = record["references"], list.count <= FeedText.mostElements else { return [] }
        return list.elements.compactMap { $0["url"]?.text }
    }

    /// What GitHub, Bitnami and others add in members of their own.
    private func readSpecific(_ specific: JSONValue, into advisory: inout Advisory) {
        if let severity = specific["severity"]?.text, severity.lowercased() != "unknown" {
            advisory.severities.append(SeverityStatement(.label, severity.lowercased()))
        }
        if let weaknesses = specific["cwe_ids"] { advisory.weaknesses = weaknesses.texts.texts }
        if let weaknesses = specific["cwes"] {
            for weakness in weaknesses.elements.prefix(FeedText.mostElements) {
                if let id = weakness["cweId"]?.text { advisory.weaknesses.append(id) }
            }
        }
    }

    /// An advisory of a distribution deals with several flaws; as aliases they would all become one. Older feeds name
    /// them there or in `related`, the schema of today in `upstream`.
    private func moveUpstream(_ advisory: inout Advisory) {
        let flaws = (advisory.aliases + advisory.related).filter { $0.hasPrefix("CVE-") }
        advisory.upstream = (advisory.upstream + flaws).distinct
        advisory.aliases.removeAll { $0.hasPrefix("CVE-") }
        advisory.related.removeAll { $0.hasPrefix("CVE-") }
    }

    // MARK: Packages

    private mutating func readAffected(_ record: JSONValue, into advisory: inout Advisory) {
        guard let list = record["affected"], !list.isNull else { return }
        guard list.kind == .array, list.count <= FeedText.mostElements else {
            problems.append("affected: not a list")
            return
        }
        advisory.affected.reserveCapacity(list.count)
        for element in list.elements {
            if let affected = readPackage(element, advisory: &advisory) { advisory.affected.append(affected) }
        }
    }

    private mutating func ecosystem(_ text: String) -> (ecosystem: Ecosystem, channel: String)? {
        if let last = lastEcosystem, last.text == text { return last.value }
        let value = Ecosystem.osv(text)
        lastEcosystem = (text, value)
        return value
    }

    private mutating func readPackage(_ element: JSONValue, advisory: inout Advisory) -> Affected? {
        guard let package = element["package"], let name = package["name"]?.text, !name.isEmpty,
            let ecosystemText = package["ecosystem"]?.text
        else {
            let isCommitsOnly = element["ranges"]?.elements.allSatisfy { $0["type"]?.text == "GIT" } ?? false
            problems.append(isCommitsOnly ? "commits of a repository, no package" : "affected: no package")
            return nil
        }
        guard let (ecosystem, channel) = ecosystem(ecosystemText) else {
            problems.append("\(name): unknown ecosystem \(ecosystemText)")
            return nil
        }
        var affected = Affected(ecosystem, name, naming: Self.naming(ecosystem))
        affected.channel = channel
        affected.severities = severities(element)
        readVersions(element, into: &affected)
        guard !affected.ranges.isEmpty || !affected.versions.isEmpty else {
            // What was taken back may have lost its versions too.
            if advisory.status == .withdrawn { return nil }
            let hasCommits = element["ranges"]?.elements.contains { $0["type"]?.text == "GIT" } ?? false
            problems.append("\(name): \(hasCommits ? "only commits" : "neither ranges nor versions")")
            return nil
        }
        readSpecific(element, into: &affected, advisory: &advisory)
        affected.fix = Self.fix(affected.ranges)
        return affected
    }

    /// The schema wants names of source packages for distributions ("affected[].package field"); AlmaLinux and Red
    /// Hat list the binary packages all the same.
    private static func naming(_ ecosystem: Ecosystem) -> Affected.Naming {
        switch ecosystem.family {
        case .almalinux, .redhat: .binary
        default: ecosystem.isDistribution ? .source : .only
        }
    }

    private mutating func readVersions(_ element: JSONValue, into affected: inout Affected) {
        if let ranges = element["ranges"], !ranges.isNull {
            if ranges.kind != .array || ranges.count > FeedText.mostElements {
                problems.append("\(affected.name): ranges: not a list")
            }
            for range in ranges.elements.prefix(FeedText.mostElements) where range["type"]?.text != "GIT" {
                if let events = events(range, of: affected.name) { affected.ranges.append(.events(events)) }
            }
        }
        if let versions = element["versions"] {
            let (texts, areAll) = versions.texts
            if !areAll { problems.append("\(affected.name): versions: not a list of texts") }
            affected.versions = texts
        }
    }

    /// - Returns: `nil`, with the problem told, unless every event is understood: a range of which an end is missing
    ///   would say something else.
    mutating func events(_ range: JSONValue, of name: String) -> [RangeStatement.Event]? {
        guard let list = range["events"], list.kind == .array, list.count > 0, list.count <= FeedText.mostElements
        else {
            problems.append("\(name): a range without events")
            return nil
        }
        var events: [RangeStatement.Event] = []
        events.reserveCapacity(list.count)
        for element in list.elements {
            for member in element.members {
                guard let version = member.value.text else {
                    problems.append("\(name): event \(member.key) without version")
                    return nil
                }
                switch member.key {
                case "introduced": events.append(.introduced(version))
                case "fixed": events.append(.fixed(version))
                case "last_affected": events.append(.lastAffected(version))
                // `*` is after everything: no limit.
                case "limit": if version != "*" { events.append(.limit(version)) }
                default:
                    problems.append("\(name): unknown event \(member.key)")
                    return nil
                }
            }
        }
        guard events.contains(where: { if case .introduced = $0 { true } else { false } }) else {
            problems.append("\(name): a range that begins nowhere")
            return nil
        }
        return events
    }

    private static func fix(_ ranges: [RangeStatement]) -> Fix {
        var versions: [String] = []
        var isOpen = false
        for case .events(let events) in ranges {
            var hasEnd = false
            for event in events {
                switch event {
                case .fixed(let version):
                    hasEnd = true
                    versions.append(version)
                case .lastAffected, .limit: hasEnd = true
                case .introduced: break
                }
            }
            if !hasEnd { isOpen = true }
        }
        return versions.isEmpty ? Fix(isOpen ? .notFixed : .unknown) : Fix(.fixed, versions.distinct)
    }
}
