internal import JSONText

/// The CVE list (`CVEProject/cvelistV5`): what the numbering authority of a flaw says of it.
struct CVEListFeed: Feed {
    var name: String { "cve-list" }
    var framing: FeedFraming { .lines }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        !path.lowercased().contains("vulnrichment") && CVERecord.recognises(start)
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
        guard let container = record.cna else { throw FeedError("\(record.id): expected a CNA container") }
        if container.texts("tags").contains("disputed") { add(.disputed) }
        if let title = container.text("title") { add(.summary(FeedText.summary(title))) }
        let authority = container["providerMetadata"]?.text("shortName") ?? ""
        for severity in CVERecord.severities(container, by: authority) { add(.severity(severity)) }
        for weakness in CVERecord.weaknesses(container) { add(.weakness(weakness)) }
    }
}
