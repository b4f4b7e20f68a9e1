internal import JSONText

/// Turns a database by package and version into records by flaw.
struct SecurityDatabaseReader {
    private let source: String
    private let document: FeedDocument
    /// By id.
    private var records: [String: Advisory] = [:]
    /// Names that go with a flaw, by its id.
    private var companions: [String: Set<String>] = [:]
    private(set) var problems: [(id: String, reason: String)] = []

    init(source: String, document: FeedDocument) {
        self.source = source
        self.document = document
    }

    // MARK: Fixes

    mutating func readFixes(_ record: JSONValue) throws(FeedError) {
        let ecosystem = try Self.ecosystem(record)
        // Releases without any fix have null here.
        guard let packages = record["packages"], !packages.isNull else { return }
        guard packages.kind == .array else { throw FeedError("packages: not a list") }
        for element in packages.elements {
            guard let package = element["pkg"], let name = package["name"]?.text, !name.isEmpty else {
                problems.append((document.path, "a package without name"))
                continue
            }
            readPackage(package["secfixes"], Affected(ecosystem, name, naming: .source))
        }
    }

    private static func ecosystem(_ record: JSONValue) throws(FeedError) -> Ecosystem {
        let address = record["urlprefix"]?.text ?? ""
        if address.contains("packages.wolfi.dev") { return Ecosystem(.wolfi) }
        if address.contains("cgr.dev") { return Ecosystem(.chainguard) }
        guard let version = record["distroversion"]?.text, !version.isEmpty else {
            throw FeedError("neither distroversion nor an address of Wolfi or Chainguard")
        }
        return Ecosystem(.alpine, version)
    }

    private mutating func readPackage(_ fixes: JSONValue?, _ template: Affected) {
        guard let fixes, !fixes.isNull else { return }
        guard fixes.kind == .object, fixes.count <= FeedText.mostElements else {
            problems.append((template.name, "secfixes: not a mapping of versions"))
            return
        }
        // The same flaw may be fixed twice, when the first attempt was not enough.
        var versions: [String: [String]] = [:]
        for (version, list) in fixes.members {
            let (entries, areAll) = list.texts
            if !areAll || version.utf8.count > FeedText.longestInRecord {
                problems.append((template.name, "\(version.prefix(64)): not a list of texts"))
            }
            for entry in entries {
                let names = Self.names(entry)
                if names.flaws.isEmpty { problems.append((template.name, "\(version): no identifier in \(entry)")) }
                for flaw in names.flaws {
                    versions[flaw, default: []].append(version)
                    companions[flaw, default: []].formUnion(names.others)
                }
            }
        }
        for flaw in versions.keys.sorted() {
            var affected = template
            // Version 0: never had it. Beside another version it says nothing.
            let fixed = versions[flaw, default: []].filter { $0 != "0" }.distinct
            if fixed.isEmpty {
                affected.verdict = .unaffected
            } else {
                affected.ranges = fixed.map { .before($0) }
                affected.fix = Fix(.fixed, fixed)
            }
            add(flaw, affected)
        }
    }

    /// `CVE-2017-12122 TALOS-2017-0488`, `CVE-2019-1 (+ regression fix)`, `CVE_2019-2201`, `CVE 2018-16859`,
    /// `CVE-2017-17434-2`, `XSA-207`
    ///
    /// - Returns: the flaws that the entry is about, and other names that go with them. Names of announcements are no
    ///   aliases: one of them may deal with several flaws.
    static func names(_ entry: String) -> (flaws: [String], others: [String]) {
        var flaws: [String] = []
        var others: [String] = []
        // `CVE 2018-16859`
        var isNumberNext = false
        for word in entry.split(whereSeparator: { " ,\t()".contains($0) }) {
            let number = isNumberNext ? cve("CVE-" + word) : cve(word)
            isNumberNext = word == "CVE"
            if let number {
                if !flaws.contains(number) { flaws.append(number) }
            } else if word.contains("-"), word.first?.isLetter ?? false,
                word.last?.isNumber ?? false || word.hasPrefix("GHSA-")
            {
                others.append(String(word))
            }
        }
        if flaws.isEmpty, let first = others.first { return ([first], Array(others.dropFirst())) }
        return (flaws, others)
    }

    /// The number alone, however it is written: `CVE_2019-2201`, and `CVE-2017-17434-2` for the second part of one.
    private static func cve(_ word: some StringProtocol) -> String? {
        guard word.count > 4, word.prefix(3).uppercased() == "CVE" else { return nil }
        let parts = word.dropFirst(3).split(whereSeparator: { $0 == "-" || $0 == "_" })
        guard parts.count >= 2, parts[0].count == 4,
            parts[0].allSatisfy(\.isNumber)
        else { return nil }
        let number = parts[1].prefix { $0.isASCII && $0.isNumber }
        return number.isEmpty ? nil : "CVE-\(parts[0])-\(number)"
    }

    private mutating func add(_ id: String, _ affected: Affected) {
        records[id, default: Advisory(source: source, id: id, document: document.digest)].affected.append(affected)
    }

    /// Sorted by id.
    var advisories: [Advisory] {
        records.keys.sorted().compactMap { id in
            guard var advisory = records[id] else { return nil }
            let names = companions[id, default: []].sorted()
            advisory.aliases = names.filter { $0.hasPrefix("GHSA-") }
            advisory.related = names.filter { !$0.hasPrefix("GHSA-") }
            return advisory
        }
    }

    // MARK: Rejections

    /// Packages with the flaws that Alpine says they do not have, in any release.
    mutating func readRejections(_ record: JSONValue) throws(FeedError) {
        for (name, list) in record.members {
            let (entries, areAll) = list.texts
            guard list.kind == .array || list.isNull, areAll, !name.isEmpty, name.utf8.count <= FeedText.longestInRecord
            else {
                problems.append((String(name.prefix(64)), "not a list of identifiers"))
                continue
            }
            for flaw in entries.flatMap({ Self.names($0).flaws }) {
                var affected = Affected(Ecosystem(.alpine), name, naming: .source)
                affected.verdict = .unaffected
                add(flaw, affected)
            }
        }
    }
}
