internal import Advisories
internal import Content
internal import Exploitability
internal import Inventory
internal import JSONText
internal import VEX

/// CycloneDX 1.6 in JSON: the packages that were scanned, and a vulnerability for each finding.
///
/// Findings are not joined by flaw, because severity, fix and suppression belong to the package.
enum ScanCycloneDX {
    static func write(_ content: ReportContent) -> [UInt8] {
        let report = content.report
        let refs = references(report.packages)
        var unknown: [Int: String] = [:]
        for (reason, packages) in report.unknown { for package in packages { unknown[package] = reason } }
        var json = JSONWriter(pretty: true, reserving: 4096 + report.packages.count * 512)
        json.object { json in
            json.member("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
            json.member("bomFormat", "CycloneDX")
            json.member("specVersion", "1.6")
            json.member("serialNumber", "urn:uuid:" + DigestUUID.text(Digest.of(ScanJSON.write(content))))
            json.member("version", 1)
            json.key("metadata")
            json.object { metadata(content, &$0) }
            json.objects("components", Array(report.packages.enumerated())) { json, entry in
                component(entry.element, refs[entry.offset], unknown[entry.offset], &json)
            }
            json.objects("vulnerabilities", content.findings + content.suppressed) {
                vulnerability($1, refs[$1.finding.package], &$0)
            }
        }
        json.newline()
        return json.bytes
    }

    /// As the bill of materials names its components, each once.
    private static func references(_ packages: [ScannedPackage]) -> [String] {
        var taken: Set<String> = []
        return packages.enumerated().map { index, package in
            var ref = "c:" + package.ref
            while !taken.insert(ref).inserted { ref += "~\(index)" }
            return ref
        }
    }

    private static func metadata(_ content: ReportContent, _ json: inout JSONWriter) {
        let report = content.report
        json.member("timestamp", content.time?.text)
        json.key("tools")
        json.object {
            $0.objects("components", [content.toolVersion]) {
                $0.member("type", "application")
                $0.member("name", "obryza")
                $0.member("version", $1)
            }
        }
        json.key("component")
        json.object {
            $0.member("type", report.subjectDigest == nil ? "application" : "container")
            $0.member("bom-ref", "artifact")
            $0.member("name", report.subject.isEmpty ? "artifact" : report.subject)
            $0.member("version", report.subjectDigest)
        }
        var properties: [(String, String)] = [
            ("obryza:scan:complete", "\(report.isComplete)"), ("obryza:scan:database", report.database.digest),
            ("obryza:scan:database:created", report.database.created.text),
            ("obryza:scan:database:valid-until", report.database.validUntil.text),
            ("obryza:scan:judged", "\(report.judged)"), ("obryza:scan:judged-by-owner", "\(report.judgedByOwner)"),
        ]
        if let distribution = report.distribution { properties.append(("obryza:scan:distribution", distribution)) }
        properties += content.caveats.map { ("obryza:scan:\($0.id.rawValue)", $0.text) }
        self.properties(properties, &json)
    }

    private static func component(
        _ package: ScannedPackage, _ ref: String, _ unknown: String?, _ json: inout JSONWriter
    ) {
        json.member("type", "library")
        json.member("bom-ref", ref)
        json.member("name", package.name)
        if !package.version.isEmpty { json.member("version", package.version) }
        json.member("purl", package.purl?.description)
        if let unknown { properties([("obryza:scan:unknown", unknown)], &json) }
    }

    private static func vulnerability(_ finding: ReportedFinding, _ ref: String, _ json: inout JSONWriter) {
        let assessment = finding.assessment
        json.member("bom-ref", "v:" + finding.fingerprint)
        json.member("id", assessment.name)
        if let proof = finding.finding.proofs.first {
            json.key("source")
            json.object {
                $0.member("name", proof.source)
                $0.member("url", FlawName.link(proof.advisoryID))
            }
        }
        json.objects("references", assessment.names.filter { $0 != assessment.name }) { json, name in
            json.member("id", name)
            json.key("source")
            json.object {
                $0.member("name", FlawName.scheme(name) ?? name)
                $0.member("url", FlawName.link(name))
            }
        }
        if let severity = assessment.severity { json.objects("ratings", [severity], rating) }
        let weaknesses = assessment.weaknesses.compactMap(FlawName.weakness).filter { $0 > 0 }
        if !weaknesses.isEmpty {
            json.key("cwes")
            json.array { for weakness in weaknesses { $0.value(weakness) } }
        }
        if !assessment.summary.isEmpty { json.member("description", assessment.summary) }
        json.member("recommendation", "\(finding.remedy); \(finding.due)")
        if !finding.links.isEmpty { json.objects("advisories", finding.links) { $0.member("url", $1) } }
        if let suppression = finding.suppression {
            json.key("analysis")
            json.object { json in
                if let statement = finding.basis?.statement, let status = VEXStatus(rawValue: statement.decisive.status)
                {
                    let label = statement.decisive.justification.flatMap { VEXJustification(rawValue: $0) }
                    json.member("state", status.cycloneDX)
                    json.member("justification", label?.cycloneDX)
                } else {
                    // A rule says that somebody bears the risk for a time, not that the flaw cannot be used.
                    json.member("state", "in_triage")
                }
                json.member("detail", suppression)
            }
        }
        json.objects("affects", [ref]) { json, ref in
            json.member("ref", ref)
            if !finding.package.version.isEmpty {
                json.objects("versions", [finding.package.version]) {
                    $0.member("version", $1)
                    $0.member("status", finding.isAffected ? "affected" : "unknown")
                }
            }
        }
        properties(facts(finding), &json)
    }

    private static func rating(_ json: inout JSONWriter, _ severity: RatedSeverity) {
        json.key("source")
        json.object { $0.member("name", severity.source) }
        if let score = severity.score { json.number("score", "\(score)") }
        json.member("severity", severity.rating.rawValue)
        guard let vector = severity.vector else {
            json.member("method", "other")
            return
        }
        // Canonical vectors begin with their version; those of version 2 with their first metric.
        let version = CVSSVersion.allCases.first { $0 != .v2 && vector.hasPrefix($0.prefix) } ?? .v2
        json.member("method", method(version))
        json.member("vector", vector)
    }

    private static func method(_ version: CVSSVersion) -> String {
        switch version {
        case .v2: "CVSSv2"
        case .v30: "CVSSv3"
        case .v31: "CVSSv31"
        case .v40: "CVSSv4"
        }
    }

    private static func facts(_ finding: ReportedFinding) -> [(String, String)] {
        let assessment = finding.assessment
        var facts: [(String, String)] = [
            ("obryza:scan:verdict", finding.finding.verdict.rawValue),
            ("obryza:scan:kind", assessment.kind.rawValue),
            ("obryza:scan:known-exploited", assessment.isKnownExploited.map { "\($0)" } ?? "unknown"),
            ("obryza:scan:due", assessment.due.outcome.key),
            ("obryza:scan:fix", finding.finding.fix.state.rawValue),
        ]
        if let cpe = finding.finding.proofs.first?.identity.cpe { facts.append(("obryza:scan:identity:cpe", cpe)) }
        if let version = finding.finding.fix.version { facts.append(("obryza:scan:fix:version", version)) }
        if let probability = assessment.probability {
            facts.append(("obryza:scan:epss", ScanJSON.decimal(probability.billionths)))
        }
        return facts
            + finding.finding.proofs.map {
                ("obryza:scan:proof", "\($0.source) \($0.advisoryID): \($0.outcome.text)")
            }
    }

    private static func properties(_ list: [(String, String)], _ json: inout JSONWriter) {
        json.objects("properties", list) {
            $0.member("name", $1.0)
            $0.member("value", $1.1)
        }
    }
}
