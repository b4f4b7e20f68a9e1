internal import Content

/// `data/CVE/list` of Debian's security tracker: all flaws, with a line for unstable, and lines for other releases only
/// where these differ from what their versions tell.
///
/// A release without a line has the flaw in versions older than that in which unstable had it fixed. Whether the fix
/// is to be had there depends on what its archive holds (`DebianArchive`): without it, the state of the fix is unknown.
package struct DebianCVEFeed: Feed {
    /// What to conclude from; `nil` when only the list is at hand.
    var archive: DebianArchive?

    package init(archive: DebianArchive? = nil) { self.archive = archive }

    package var name: String { "debian-cve" }
    package var framing: FeedFraming { .whole }
    /// The list is one document, and grows.
    package var documentLimit: Int? { 512 << 20 }

    package func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        guard Header(OpeningBytes(start).firstLine) != nil else { return false }
        // Indented lines follow; other lists of numbers have none.
        var lines = TextLines(start).dropFirst().makeIterator()
        return (lines.next()?.first).map { $0 == 0x09 || $0 == 0x20 } ?? false
    }

    package func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let limit = documentLimit ?? FeedText.document
        guard document.bytes.count <= limit else {
            throw FeedError("a list of \(document.bytes.count) bytes is larger than the \(limit) accepted")
        }
        var flaw: DebianFlaw?
        for (index, line) in TextLines(document.bytes).enumerated() {
            guard let first = line.first else { continue }
            if first == 0x20 || first == 0x09 {
                do throws(FeedError) {
                    try flaw?.read(line)
                } catch { yield.skip(flaw?.header ?? document.place, error.description) }
                continue
            }
            emit(flaw, document, into: &yield)
            flaw = nil
            let text = String(decoding: line.prefix(16 << 10), as: UTF8.self)
            if let header = Header(text) {
                flaw = DebianFlaw(header: header.name, title: header.title)
            } else if !["begin claimed by", "end claimed by", "STOP:", "--"].contains(where: { text.hasPrefix($0) }) {
                yield.skip("\(document.path):\(index + 1)", "expected a CVE number, found “\(FeedText.summary(text))”")
            }
        }
        emit(flaw, document, into: &yield)
    }

    /// `CVE-2023-1393 (A flaw was …)`, `CVE-2023-XXXX [title]`
    private struct Header {
        var name: String
        /// With its brackets.
        var title: Substring

        init?(_ line: String) {
            let end = line.utf8.firstIndex(of: 0x20) ?? line.endIndex
            guard let name = Self.name(line[..<end]) else { return nil }
            self.name = name
            title = line[end...]
        }

        private static func name(_ word: Substring) -> String? {
            let isPlaceholder = word.hasPrefix("CVE-") && word.hasSuffix("-XXXX") && word.utf8.count == 13
            return isPlaceholder || FeedText.isCVE(word) ? String(word) : nil
        }
    }

    private func emit(_ flaw: DebianFlaw?, _ document: FeedDocument, into yield: inout FeedYield) {
        guard let flaw else { return }
        if flaw.isRejected {
            yield.add(Annotation(source: name, vulnerability: flaw.id, fact: .rejected))
            return
        }
        guard !flaw.packages.isEmpty else { return }
        var advisory = Advisory(source: name, id: flaw.id, document: document.digest)
        advisory.summary = FeedText.summary(flaw.description)
        advisory.related = flaw.advisories
        for package in flaw.packages {
            let inference = DebianInference(flaw: flaw, package: package, archive: archive)
            advisory.affected += inference.affected { yield.skip(flaw.id, $0) }
        }
        if !advisory.affected.isEmpty { yield.add(advisory) }
    }
}

/// A block of the list.
struct DebianFlaw {
    struct Package {
        var name: String
        /// The line without release: unstable.
        var unstable: DebianListEntry?
        var releases: [DebianListEntry] = []
    }

    /// As written at the head of the block.
    var header: String
    /// What follows, with its brackets.
    var title: Substring
    var packages: [Package] = []
    /// DSA and DLA numbers.
    var advisories: [String] = []
    var isRejected = false

    init(header: String, title: Substring) {
        self.header = header
        self.title = title
    }

    var description: String {
        var text = title.utf8.drop { $0 == 0x20 }
        while text.last == 0x20 { text.removeLast() }
        let brackets: Set<[UInt8]> = [Array("()".utf8), Array("[]".utf8)]
        if let first = text.first, let last = text.last, text.count > 1, brackets.contains([first, last]) {
            text = text.dropFirst().dropLast()
        }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func read(_ line: UnsafeRawBufferPointer) throws(FeedError) {
        let mark = line.first { $0 != 0x20 && $0 != 0x09 }
        switch mark {
        case UInt8(ascii: "{"):
            guard line.count <= 64 << 10 else { throw FeedError("a list of \(line.count) bytes") }
            advisories += DebianAdvisoryList.references(line).filter { $0.hasPrefix("DSA-") || $0.hasPrefix("DLA-") }
        case UInt8(ascii: "R"):
            if String(decoding: line.prefix(64), as: UTF8.self).contains("REJECTED") { isRejected = true }
        default:
            guard let entry = try DebianListEntry.read(line) else { return }
            if entry.codename == DebianRelease.trial { return }
            var at = packages.lastIndex { $0.name == entry.package }
            if at == nil {
                guard packages.count < 1000 else { throw FeedError("more than 1000 packages") }
                at = packages.count
                packages.append(Package(name: entry.package))
            }
            guard let at else { return }
            if entry.codename == nil || entry.codename == "sid" {
                packages[at].unstable = entry
            } else {
                guard packages[at].releases.count < 100 else { throw FeedError("more than 100 lines of one package") }
                packages[at].releases.append(entry)
            }
        }
    }

    /// The number, or, where none is given yet, the name that the tracker makes for it: the first bug and the start of
    /// the description's MD5.
    var id: String {
        guard header.hasSuffix("-XXXX") else { return header }
        let bug =
            packages.lazy.flatMap { [$0.unstable].compactMap { $0 } + $0.releases }
            .compactMap(\.bug).first { $0 > 0 } ?? 0
        let digits = String(bug)
        let hash = Digest.of(Array(description.utf8), .md5).hex.prefix(6).uppercased()
        return "TEMP-\(String(repeating: "0", count: max(0, 7 - digits.count)))\(digits)-\(hash)"
    }
}
