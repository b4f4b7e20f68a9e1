internal import StructuredText

/// Oracle Linux's advisories in OVAL (`linux.oracle.com/security/oval/`): a file a year, or an advisory a file. The file
/// of all years is too large to be held as a tree.
struct OracleOVALFeed: Feed {
    var name: String { "oracle-oval" }
    var framing: FeedFraming { .whole }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        return opening.contains("oval_definitions")
            && (opening.contains("com.oracle") || opening.contains("Oracle Errata"))
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        guard document.bytes.count <= FeedText.document else {
            throw FeedError(
                "a document of \(document.bytes.count) bytes is larger than the \(FeedText.document) accepted")
        }
        let root = try XMLElement.parse(document.bytes, limits: StructuredTextLimits(depth: 64, nodes: 4_000_000))
        guard root.name == "oval_definitions" else {
            throw FeedError("expected <oval_definitions>, found <\(FeedText.summary(root.name))>")
        }
        let tests = OVALTests(root, releasePackage: "oraclelinux-release")
        for definition in root.child("definitions")?.children("definition") ?? [] {
            guard definition.attribute("class") == "patch", let metadata = definition.child("metadata") else {
                continue
            }
            let references = metadata.children("reference").prefix(4096)
            guard
                let id = references.first(where: { $0.attribute("source")?.lowercased() == "elsa" })?
                    .attribute("ref_id") ?? definition.attribute("id"), id.utf8.count <= 128
            else {
                yield.skip("\(document.path):\(definition.line)", "expected a definition with an id")
                continue
            }
            var advisory = Advisory(source: name, id: id, document: document.digest)
            advisory.summary = FeedText.summary(metadata.text(of: "title") ?? "")
            advisory.upstream = references.compactMap { $0.attribute("ref_id") }.filter { FeedText.isCVE($0) }
            advisory.references = references.compactMap { $0.attribute("ref_url") }
                .filter { $0.hasSuffix("/\(id).html") && $0.utf8.count <= FeedText.longest }
            advisory.published = metadata.child("advisory")?.child("issued")?.attribute("date")
                .flatMap { Timestamp($0) }
            if let severity = metadata.text(of: "advisory", "severity"), severity.utf8.count <= 40 {
                advisory.severities = [SeverityStatement(.label, severity.lowercased())]
            }
            var walk = OracleCriteria(tests: tests)
            for criteria in definition.children("criteria") { walk.read(criteria, OracleCriteria.Context()) }
            advisory.affected = walk.affected(date: advisory.published, notice: id)
            for problem in walk.problems { yield.skip(id, problem) }
            yield.add(advisory)
        }
    }
}

/// The packages that the criteria of a definition name, each with what must hold beside it.
struct OracleCriteria {
    struct Context: Hashable {
        var release: String?
        var architectures: [String] = []
        var module: String?
    }

    private struct Entry: Hashable {
        var name: String
        var version: String
        var release: String
        var module: String?
    }

    let tests: OVALTests
    private var entries: [Entry] = []
    private var architectures: [Entry: Set<String>] = [:]
    /// Each once.
    private(set) var problems: [String] = []

    init(tests: OVALTests) { self.tests = tests }

    /// What stands beside a package within AND holds for it; so does what stands beside any criteria around it.
    mutating func read(_ criteria: XMLElement, _ outer: Context) {
        var context = outer
        var packages: [(name: String, version: String)] = []
        let isAlternative = criteria.attribute("operator")?.uppercased() == "OR"
        for criterion in criteria.children where criterion.name == "criterion" {
            guard criterion.attribute("negate") != "true", let question = tests.question(criterion) else {
                note("a criterion cannot be told: “\(FeedText.summary(criterion.attribute("comment") ?? ""))”")
                continue
            }
            switch question {
            case .package(let name, let version): packages.append((name, version))
            case .release(let release): if !isAlternative { context.release = release }
            case .architecture(let architecture): if !isAlternative { context.architectures = [architecture] }
            case .module(let module): if !isAlternative { context.module = module }
            case .other: break
            }
        }
        for (name, version) in packages {
            guard let release = context.release, name.utf8.count <= 256, version.utf8.count <= 256 else {
                note("package of no release: “\(FeedText.summary(name))”")
                continue
            }
            let entry = Entry(name: name, version: version, release: release, module: context.module)
            if architectures[entry] == nil { entries.append(entry) }
            architectures[entry, default: []].formUnion(context.architectures)
        }
        for inner in criteria.children where inner.name == "criteria" { read(inner, context) }
    }

    private mutating func note(_ problem: String) {
        if problems.count < 16, !problems.contains(problem) { problems.append(problem) }
    }

    func affected(date: Timestamp?, notice: String) -> [Affected] {
        entries.map { entry in
            // Epoch 0 is the same as none.
            let version = entry.version.hasPrefix("0:") ? String(entry.version.dropFirst(2)) : entry.version
            var result = Affected(Ecosystem(.oracle, entry.release), entry.name, naming: .binary)
            // Builds for patching live systems, and validated ones, are numbered apart from the ordinary.
            result.channel = version.contains(".ksplice") ? "ksplice" : version.contains("_fips") ? "fips" : ""
            result.module = entry.module
            result.architectures = (architectures[entry] ?? []).sorted()
            result.ranges = [.before(version)]
            result.fix = Fix(.fixed, [version], date: date, notice: notice)
            return result
        }
    }
}
