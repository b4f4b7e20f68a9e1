internal import Advisories
internal import Exploitability
internal import Inventory
internal import JSONText

/// Everything that a report says, in our own shape (`docs/schemas/scan-1.json`).
///
/// Texts from outside are as they were found; only JSON's own escapes are applied.
enum ScanJSON {
    static func write(_ content: ReportContent) -> [UInt8] {
        let report = content.report
        var json = JSONWriter(pretty: true, reserving: 4096 + content.findings.count * 2048)
        json.object { json in
            json.member("schemaVersion", "1")
            json.key("tool")
            json.object {
                $0.member("name", "obryza")
                $0.member("version", content.toolVersion)
            }
            json.member("time", content.time?.text)
            json.key("subject")
            json.object {
                $0.member("name", report.subject)
                $0.member("digest", report.subjectDigest)
                $0.member("distribution", report.distribution)
            }
            json.key("database")
            json.object { json in
                json.member("digest", report.database.digest)
                json.member("created", report.database.created.text)
                json.member("validUntil", report.database.validUntil.text)
                json.strings("sources", report.database.sources)
                json.member("isStale", report.database.isStale)
            }
            json.member("isComplete", report.isComplete)
            json.key("counts")
            json.object {
                $0.member("packages", report.packages.count)
                $0.member("judged", report.judged)
                $0.member("judgedByOwner", report.judgedByOwner)
                $0.member("unknown", report.unknown.reduce(0) { $0 + $1.packages.count })
                $0.member("findings", report.assessments.count)
                $0.member("suppressed", report.suppressed.count)
            }
            json.objects("actions", report.actions, action)
            json.objects("findings", content.findings) { finding($1, &$0) }
            json.objects("suppressed", content.suppressed) { finding($1, &$0) }
            json.objects("unknown", report.unknown) { json, entry in
                json.member("reason", entry.reason)
                json.objects("packages", entry.packages) { package(report.packages[$1], &$0) }
            }
            json.objects("expiredRules", report.expiredRules) { rule($1, &$0) }
            json.objects("unusedRules", report.unusedRules) { rule($1, &$0) }
            json.objects("endOfLife", report.endOfLife) { json, notice in
                json.member("product", notice.product)
                json.member("cycle", notice.cycle)
                json.member("ended", notice.ended?.text)
                json.member("extendedUntil", notice.extendedUntil?.text)
                json.member("text", notice.text)
                json.objects("packages", notice.packages) { package(report.packages[$1], &$0) }
            }
            json.strings("gaps", report.gaps)
        }
        json.newline()
        return json.bytes
    }

    private static func action(_ json: inout JSONWriter, _ action: RemediationAction) {
        json.member("kind", action.kind.rawValue)
        json.member("text", action.text)
        json.member("package", action.package)
        json.member("ecosystem", action.ecosystem)
        json.strings("versions", action.versions)
        json.member("target", action.target)
        json.strings("steps", action.steps)
        json.member("findings", action.findings)
        json.key("due")
        json.object { due(action.due, &$0) }
    }

    private static func finding(_ finding: ReportedFinding, _ json: inout JSONWriter) {
        let assessment = finding.assessment
        json.member("name", assessment.name)
        json.strings("names", assessment.names)
        json.member("verdict", finding.finding.verdict.rawValue)
        json.member("kind", assessment.kind.rawValue)
        json.member("isDisputed", assessment.isDisputed)
        json.member("summary", assessment.summary)
        json.member("fingerprint", finding.fingerprint)
        json.key("package")
        json.object { package(finding.package, &$0) }
        if let severity = assessment.severity {
            json.key("severity")
            json.object { json in
                json.member("rating", severity.rating.rawValue)
                if let score = severity.score { json.number("score", "\(score)") }
                json.member("vector", severity.vector)
                json.member("source", severity.source)
            }
        }
        json.key("exploitation")
        json.object { json in
            json.key("isKnown")
            if let isKnown = assessment.isKnownExploited { json.value(isKnown) } else { json.null() }
            json.member("since", assessment.knownExploitedSince?.text)
            json.member("isUsedByRansomware", assessment.isUsedByRansomware)
            if let probability = assessment.probability { json.number("probability", decimal(probability.billionths)) }
        }
        json.key("due")
        json.object { json in
            let basis = assessment.due.basis
            due(assessment.due.outcome, &json)
            json.member("table", basis.table)
            json.strings("row", basis.row)
            json.strings("assumed", basis.assumed)
            json.objects("derived", basis.derived) {
                $0.member("input", $1.input)
                $0.member("rule", $1.rule)
            }
        }
        json.key("rank")
        json.object {
            $0.number("value", assessment.rank.text)
            $0.strings("assumed", assessment.rank.assumed.map(\.rawValue))
        }
        json.key("fix")
        json.object { fix(finding.finding.fix.state, finding.finding.fix.version, &$0) }
        json.objects("proofs", finding.finding.proofs) { proof($1, &$0) }
        json.strings("weaknesses", assessment.weaknesses)
        json.strings("references", assessment.references)
        if let rule = finding.rule {
            json.key("rule")
            json.object { ScanJSON.rule(rule, &$0) }
        }
        if let statement = assessment.statement {
            json.key("statement")
            json.object { ScanJSON.statement(statement, &$0) }
        }
    }

    private static func statement(_ statement: AppliedStatement, _ json: inout JSONWriter) {
        opinion(statement.decisive, &json)
        json.member("clears", statement.suppresses)
        json.member("heldBack", statement.heldBack)
        json.objects("conflicts", statement.conflicts) { opinion($1, &$0) }
        json.objects("others", statement.others) { opinion($1, &$0) }
        json.objects("superseded", statement.superseded) { opinion($1, &$0) }
    }

    private static func opinion(_ opinion: AppliedStatement.Opinion, _ json: inout JSONWriter) {
        json.member("author", opinion.author)
        json.member("isVerified", opinion.isVerified)
        json.member("status", opinion.status)
        json.member("justification", opinion.justification)
        json.member("text", opinion.text)
        json.member("time", opinion.time?.text)
        json.member("origin", opinion.origin)
    }

    private static func package(_ package: ScannedPackage, _ json: inout JSONWriter) {
        json.member("ref", package.ref)
        json.member("name", package.name)
        json.member("version", package.version)
        json.member("purl", package.purl?.description)
        json.member("path", package.path)
        json.member("source", package.source)
        json.member("sourceVersion", package.sourceVersion)
        json.member("owner", package.owner)
        json.member("architecture", package.architecture)
        json.member("module", package.module)
    }

    private static func due(_ due: DueClass, _ json: inout JSONWriter) {
        json.member("class", due.key)
        json.key("days")
        if let days = due.days { json.value(days) } else { json.null() }
        json.member("advice", due.advice)
    }

    private static func fix(_ state: Fix.State, _ version: String?, _ json: inout JSONWriter) {
        json.member("state", state.rawValue)
        json.member("version", version)
    }

    private static func proof(_ proof: Proof, _ json: inout JSONWriter) {
        json.member("advisory", proof.advisoryID)
        json.member("source", proof.source)
        json.key("identity")
        json.object {
            $0.member("ecosystem", proof.identity.ecosystem.description)
            $0.member("name", proof.identity.name)
            $0.member("version", proof.identity.version)
            $0.member("naming", proof.identity.naming.rawValue)
            $0.member("lacksEpoch", proof.identity.lacksEpoch)
            $0.member("cpe", proof.identity.cpe)
        }
        switch proof.outcome {
        case .inside(let interval):
            json.member("outcome", "inside")
            json.member("interval", interval?.description)
        case .outside: json.member("outcome", "outside")
        case .unaffected: json.member("outcome", "unaffected")
        case .unknown(let reason):
            json.member("outcome", "unknown")
            json.member("reason", reason)
        case .elsewhere(let reason):
            json.member("outcome", "elsewhere")
            json.member("reason", reason)
        }
        json.key("fix")
        json.object { fix(proof.fixState, proof.fixVersion, &$0) }
        json.member("isIndirect", proof.isIndirect)
    }

    private static func rule(_ rule: IgnoreRule, _ json: inout JSONWriter) {
        json.member("vulnerability", rule.vulnerability)
        if !rule.package.isEmpty { json.member("package", rule.package) }
        json.member("owner", rule.owner)
        json.member("reason", rule.reason)
        json.member("expires", rule.expires.description)
        json.member("includesKnownExploited", rule.includesKnownExploited)
    }

    /// `975650000` as `0.97565`
    static func decimal(_ billionths: Int) -> String {
        let whole = billionths / ExploitProbability.one
        var digits = String(billionths % ExploitProbability.one)
        digits = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

extension JSONWriter {
    mutating func strings(_ name: String, _ values: [String]) {
        key(name)
        array { for value in values { $0.value(value) } }
    }

    mutating func objects<Element>(
        _ name: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        array { json in for element in elements { json.object { body(&$0, element) } } }
    }

    /// A number in its final form.
    mutating func number(_ name: String, _ text: String) {
        key(name)
        raw(text)
    }

    /// An object with the one member `text`, as SARIF writes messages.
    mutating func text(_ name: String, _ text: String) {
        key(name)
        object { $0.member("text", text) }
    }
}
