internal import Synchronization

/// Gathers what Debian's archive holds out of the files among which the list of flaws lies, before that is read.
final class DebianArchiveReading: Sendable {
    private let gathered = Mutex(DebianArchive())

    /// Read the files that belong to the archive, and no other.
    var feeds: [any Feed] {
        [
            DebianSourcesFeed { document, suite in
                try self.gathered.withLock { try $0.addSources(document.bytes, suite: suite) }
            },
            AdvisoryCollector(team: .longTermSupport, reading: self),
            AdvisoryCollector(team: .security, reading: self),
        ]
    }

    /// Without the source packages of any release the lists alone tell nothing more.
    var archive: DebianArchive? { gathered.withLock { $0.releases.isEmpty ? nil : $0 } }

    private struct AdvisoryCollector: Feed {
        let team: DebianAdvisoryFeed.Team
        let reading: DebianArchiveReading

        var name: String { DebianAdvisoryFeed(team: team).name }
        var framing: FeedFraming { .whole }

        func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
            DebianAdvisoryFeed(team: team).recognises(path: path, start: start)
        }

        func read(_ document: FeedDocument, into yield: inout FeedYield) {
            reading.gathered.withLock { $0.addAdvisories(document) }
        }
    }

    /// Whether a file may be one of them, by its name: files are opened for this a second time.
    static func isNamed(_ path: String) -> Bool {
        if DebianSourcesFeed.isNamed(path) { return true }
        let file = path.split(separator: "/").last ?? ""
        return file.hasPrefix("list") || file.contains("DSA") || file.contains("DLA")
    }
}
