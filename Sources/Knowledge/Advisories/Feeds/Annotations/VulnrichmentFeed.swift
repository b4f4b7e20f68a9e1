internal import JSONText

/// CISA's additions to CVE records (`cisagov/vulnrichment`): decision points of SSVC, known exploitation, CVSS, CWE.
struct VulnrichmentFeed: Feed {
    var name: String { "vulnrichment" }
    var framing: FeedFraming { .lines }

    /// By the path: a record of the CVE list looks the same, and may hold the same additions.
    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        path.lowercased().contains("vulnrichment") && CVERecord.recognises(start)
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let record = try CVERecord(document)
        if let time = record.updated { yield.see(time) }
        func add(_ fact: Annotation.Fact) {
            yield.add(Annotation(source: name, vulnerability: record.id, fact: fact))
        }
        if record.isRejected {
            add(.rejected)
            return
        }
        guard let container = record.vulnrichment else { return }
        for metric in container.list("metrics") {
            guard let other = metric["other"], let content = other["content"] else { continue }
            switch other.text("type")?.lowercased() {
            case "ssvc":
                do throws(FeedError) {
                    if let decision = try Self.decision(content) { add(.decision(decision)) }
                } catch { yield.skip(record.id, error.description) }
            case "kev":
                add(
                    .knownExploited(
                        KnownExploited(
                            added: content.time("dateAdded"), due: nil, isUsedByRansomware: false, name: "")))
            default: break
            }
        }
        for severity in CVERecord.severities(container, by: "CISA-ADP") { add(.severity(severity)) }
        for weakness in CVERecord.weaknesses(container) { add(.weakness(weakness)) }
    }

    /// The case of the values changes from record to record.
    private static func decision(_ content: JSONValue) throws(FeedError) -> StakeholderDecision? {
        var decision = StakeholderDecision(
            exploitation: nil, automatable: nil, technicalImpact: nil, date: content.time("timestamp"))
        func value<Value: RawRepresentable<String>>(_ text: String, of point: String) throws(FeedError) -> Value {
            guard let value = Value(rawValue: text.lowercased()) else {
                throw FeedError("SSVC: \(point) cannot be “\(FeedText.summary(text))”")
            }
            return value
        }
        for option in content.list("options") {
            if let text = option.text("Exploitation") { decision.exploitation = try value(text, of: "Exploitation") }
            if let text = option.text("Automatable") { decision.automatable = try value(text, of: "Automatable") }
            if let text = option.text("Technical Impact") {
                decision.technicalImpact = try value(text, of: "Technical Impact")
            }
        }
        let isEmpty =
            decision.exploitation == nil && decision.automatable == nil && decision.technicalImpact == nil
        return isEmpty ? nil : decision
    }
}
