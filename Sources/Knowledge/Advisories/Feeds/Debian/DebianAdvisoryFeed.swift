/// Debian's security advisories (`debian-dsa`) or those of its long-term support (`debian-dla`).
struct DebianAdvisoryFeed: Feed {
    enum Team { case security, longTermSupport }

    let team: Team

    var name: String { team == .security ? "debian-dsa" : "debian-dla" }
    var framing: FeedFraming { .whole }

    /// What the lists also announce: new data, mended regressions, the end of support.
    private static let noticeWords = [
        "regression", "timezone", "new upstream", "new package", "bugfix", "database update", "end-of-life",
        "end of life", "version number", "key change",
    ]

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let line = OpeningBytes(start).firstLine
        guard line.first == "[", let close = line.firstIndex(of: "]") else { return false }
        return line[line.index(after: close)...].hasPrefix(team == .security ? " DSA-" : " DLA-")
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        guard document.bytes.count <= FeedText.document else {
            throw FeedError("a list of \(document.bytes.count) bytes is larger than the \(FeedText.document) accepted")
        }
        let list = DebianAdvisoryList(document)
        for skipped in list.skipped { yield.skip(skipped.id, skipped.reason) }
        for block in list.blocks {
            let isNotice = block.flaws.isEmpty && Self.noticeWords.contains { block.title.contains($0) }
            var advisory = Advisory(
                source: name, id: block.id, kind: isNotice ? .notice : .vulnerability, document: document.digest)
            advisory.summary = FeedText.summary(block.title)
            advisory.published = block.date
            advisory.upstream = block.flaws
            for entry in block.entries {
                guard let ecosystem = entry.codename.flatMap({ DebianRelease.ecosystem($0) }) else {
                    yield.skip(block.id, "release “\(entry.codename ?? "")” is not known")
                    continue
                }
                guard var affected = entry.affected(in: ecosystem, date: block.date, notice: block.id) else { continue }
                // The flaws were mended by the part that lists them, unless they were mended badly.
                if block.inheritsFlaws { affected.basis = .inferred }
                advisory.affected.append(affected)
            }
            yield.add(advisory)
        }
    }
}
