internal import JSONText

/// CISA's catalogue of known exploited vulnerabilities (`known_exploited_vulnerabilities.json`).
struct KEVFeed: Feed {
    var name: String { "kev" }
    var framing: FeedFraming { .lines }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        return opening.begins(with: "{") && opening.contains("\"catalogVersion\"")
            && opening.contains("\"vulnerabilities\"")
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let root = try document.parsed()
        guard let vulnerabilities = root["vulnerabilities"], vulnerabilities.kind == .array,
            let count = root["count"]?.int
        else { throw FeedError("expected a catalogue with a count and a list of vulnerabilities") }
        guard count == vulnerabilities.count else {
            throw FeedError("the catalogue counts \(count) vulnerabilities and lists \(vulnerabilities.count)")
        }
        if let time = root.time("dateReleased") { yield.see(time) }
        for (index, entry) in vulnerabilities.elements.enumerated() {
            guard let id = entry.text("cveID"), FeedText.isCVE(id) else {
                yield.skip("\(document.place) entry \(index + 1)", "expected a CVE number")
                continue
            }
            let fact = KnownExploited(
                added: entry.time("dateAdded"), due: entry.time("dueDate"),
                isUsedByRansomware: entry.text("knownRansomwareCampaignUse")?.lowercased() == "known",
                name: FeedText.summary(entry.text("vulnerabilityName") ?? ""))
            yield.add(Annotation(source: name, vulnerability: id, fact: .knownExploited(fact)))
            for weakness in entry.texts("cwes") where FeedText.isCWE(weakness) {
                yield.add(Annotation(source: name, vulnerability: id, fact: .weakness(weakness)))
            }
        }
    }
}
