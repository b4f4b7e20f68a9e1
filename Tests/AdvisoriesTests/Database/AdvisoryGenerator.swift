import Content

@testable import Advisories

/// Makes advisories in which every field has some value.
struct AdvisoryGenerator {
    private var random: FixedRandom

    init(seed: UInt64) { random = FixedRandom(seed) }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func texts(_ words: [String]) -> [String] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in pick(words) }
    }

    private mutating func time() -> Timestamp? {
        Bool.random(using: &random) ? Timestamp(seconds: Int64.random(in: 0...4_000_000_000, using: &random)) : nil
    }

    private mutating func severities() -> [SeverityStatement] {
        (0..<Int.random(in: 0...2, using: &random)).map { _ in
            SeverityStatement(
                pick(SeverityStatement.Scheme.allCases), pick(["7.5", "high", ""]), by: pick(["", "nvd"]))
        }
    }

    mutating func version() -> String {
        "\(Int.random(in: 0..<4, using: &random)).\(Int.random(in: 0..<12, using: &random))"
            + pick(["", "", "-1", "~a", ".0"])
    }

    mutating func range() -> RangeStatement {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .before(version())
        case 1: .events([.fixed(version()), .introduced(version())])
        case 2: .events([.introduced(version()), .lastAffected(version())])
        case 3: .inside([">= \(version()), < \(version())", "< \(version())"], .comparators)
        case 4: .outside([">= \(version())"], .comparators)
        default: .events([.introduced("0"), .limit(version())])
        }
    }

    mutating func affected() -> Affected {
        let ecosystems = [
            Ecosystem(.debian, "12"), Ecosystem(.alpine, "v3.20"), Ecosystem(.redhat, "9"), Ecosystem(.generic),
        ]
        var affected = Affected(pick(ecosystems), pick(["openssl", "é", "e\u{301}", "libxml2", "a b"]))
        affected.naming = pick(Affected.Naming.allCases)
        affected.verdict = pick(Affected.Verdict.allCases)
        affected.basis = pick(Affected.Basis.allCases)
        affected.justification = pick(["", "component_not_present"])
        affected.ranges = (0..<Int.random(in: 0...3, using: &random)).map { _ in range() }
        affected.versions = texts(["1.0", "2.0-1", "(devel)"])
        affected.fix = Fix(
            pick(Fix.State.allCases), texts(["1.2", "2.0"]), date: time(), notice: pick(["", "RHSA-2024:1"]))
        affected.architectures = texts(["amd64", "arm64"])
        affected.module = pick([nil, "nodejs:18"])
        affected.channel = pick(["", "eus"])
        affected.platforms = texts(["linux", "windows"])
        affected.symbols = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            Symbols(path: "a/b", names: texts(["F"]), systems: texts(["linux"]), architectures: texts(["arm"]))
        }
        affected.severities = severities()
        affected.cpes = texts(["cpe:2.3:a:x:y:*:*:*:*:*:*:*:*"])
        affected.cautions = (0..<Int.random(in: 0...2, using: &random)).map { _ in pick(Caution.allCases) }
        affected.conditions = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            ProductCondition(
                anyOf: [.init(cpe: "cpe", versions: pick(["", "< 2"]))], isNegated: Bool.random(using: &random))
        }
        return affected
    }

    mutating func advisory(_ number: Int) -> Advisory {
        var advisory = Advisory(
            source: pick(["go", "nvd"]), id: "X-\(number)", kind: pick(Advisory.Kind.allCases),
            document: Digest.of(Array("\(number)".utf8)))
        advisory.status = pick(Advisory.Status.allCases)
        advisory.aliases = texts(["CVE-2024-\(number)", "GHSA-\(number)"])
        advisory.upstream = texts(["CVE-2023-1", "CVE-2023-20000"])
        advisory.related = texts(["CVE-2022-1"])
        advisory.summary = pick(["", "overflow", "Überlauf \u{0}"])
        advisory.published = time()
        advisory.modified = time()
        advisory.severities = severities()
        advisory.references = texts(["https://example.org"])
        advisory.weaknesses = texts(["CWE-79"])
        advisory.affected = (0..<Int.random(in: 0...4, using: &random)).map { _ in affected() }
        return advisory
    }

    mutating func advisories(_ count: Int) -> [Advisory] { (0..<count).map { advisory($0) } }
}

extension AdvisoryDatabase {
    /// A database of these records.
    static func bytes(
        _ advisories: [Advisory], _ annotations: [Annotation] = [], lifetime: Int64 = 86400
    ) throws -> [UInt8] {
        var source = FeedSource(name: "test")
        source.advisories = advisories
        source.annotations = annotations
        source.newest = Timestamp(seconds: 1_700_000_000)
        var builder = DatabaseBuilder()
        try builder.add(source)
        return try builder.finish(lifetime: lifetime).file
    }

    static func of(_ advisories: Advisory...) throws -> AdvisoryDatabase { try AdvisoryDatabase(bytes(advisories)) }
}
