/// Flaws that Debian's maintainers name in the changelogs of their packages: `source TAB version TAB suite TAB flaw`.
///
/// Evidence that does not depend on the security team's lists, for when these are silent or late, and with less weight:
/// an entry may as well tell that a fix was taken back. What a release's own update fixes was in that release before.
/// What was fixed in unstable is gone from that version on; whether an older release ever had it is not told.
struct DebianChangelogFeed: Feed {
    var name: String { "debian-changelog" }
    var framing: FeedFraming { .whole }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let columns = OpeningBytes(start).firstLine.split(separator: "\t", omittingEmptySubsequences: false)
        return columns.count == 4 && FeedText.isCVE(columns[3])
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        guard document.bytes.count <= FeedText.document else {
            throw FeedError("a table of \(document.bytes.count) bytes is larger than the \(FeedText.document) accepted")
        }
        var advisories: [String: Advisory] = [:]
        for (index, line) in TextLines(document.bytes).enumerated() where !line.isEmpty {
            let place = "\(document.path):\(index + 1)"
            guard line.count <= FeedText.longest else {
                yield.skip(place, "a line of \(line.count) bytes")
                continue
            }
            let columns = String(decoding: line, as: UTF8.self).split(
                separator: "\t", omittingEmptySubsequences: false)
            guard columns.count == 4, !columns[0].isEmpty, !columns[1].isEmpty, FeedText.isCVE(columns[3]) else {
                yield.skip(place, "expected source, version, suite and CVE number")
                continue
            }
            // What is on trial is no release; its changelog stays when the package goes on to unstable.
            let releases: [Ecosystem]
            let isUpdate: Bool
            if columns[2] == "unstable" || columns[2] == "sid" || columns[2] == DebianRelease.trial {
                // Every release is made from unstable: at or above this version it descends from it.
                releases = DebianRelease.current
                isUpdate = false
            } else if let release = DebianRelease.ecosystem(suite: columns[2]) {
                releases = [release]
                isUpdate = true
            } else {
                yield.skip(place, "suite “\(columns[2])” is not known")
                continue
            }
            let flaw = String(columns[3])
            var advisory = advisories[flaw] ?? Advisory(source: name, id: flaw, document: document.digest)
            for release in releases {
                var affected = Affected(release, String(columns[0]), naming: .source)
                affected.basis = .changelog
                if isUpdate {
                    affected.ranges = [.before(String(columns[1]))]
                } else {
                    affected.verdict = .unaffected
                    // `1.2-3~deb12u1` is 1.2-3 built for an older release, with all that is in it.
                    let backports = columns[1].contains("-") ? "~" : ""
                    affected.ranges = [.events([.introduced(columns[1] + backports)])]
                }
                affected.fix = Fix(.fixed, [String(columns[1])])
                advisory.affected.append(affected)
            }
            advisories[flaw] = advisory
        }
        for flaw in advisories.keys.sorted() {
            if let advisory = advisories[flaw] { yield.add(advisory) }
        }
    }
}
