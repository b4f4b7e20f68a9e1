/// `data/DSA/list` and `data/DLA/list` of Debian's security tracker: an advisory a block, newest first.
///
/// ```
/// [29 Mar 2023] DSA-5380-1 xorg-server - security update
///     {CVE-2023-1393}
///     [bullseye] - xorg-server 2:1.20.11-1+deb11u6
/// ```
struct DebianAdvisoryList {
    struct Block {
        var id: String
        var date: Timestamp?
        /// What follows the id.
        var title: String
        var flaws: [String] = []
        /// The flaws are those of an earlier part of the same advisory.
        var inheritsFlaws = false
        var entries: [DebianListEntry] = []
    }

    private(set) var blocks: [Block] = []
    private(set) var skipped: [FeedYield.Skipped] = []

    init(_ document: FeedDocument) {
        for line in TextLines(document.bytes) {
            guard let first = line.first else { continue }
            if first != 0x20, first != 0x09 {
                if let block = Self.header(line) {
                    blocks.append(block)
                } else {
                    skip("line that is no advisory’s first", line)
                }
                continue
            }
            guard let at = blocks.indices.last else {
                skip("line before the first advisory", line)
                continue
            }
            let mark = line.first { $0 != 0x20 && $0 != 0x09 }
            if mark == UInt8(ascii: "{") {
                guard line.count <= 64 << 10 else {
                    skip("list of \(line.count) bytes", line)
                    continue
                }
                blocks[at].flaws += Self.references(line)
                continue
            }
            guard blocks[at].entries.count < 1000 else {
                skip("more than 1000 lines of \(blocks[at].id)", line)
                continue
            }
            do throws(FeedError) {
                if let entry = try DebianListEntry.read(line) { blocks[at].entries.append(entry) }
            } catch { skipped.append(.init(id: blocks[at].id, reason: error.description)) }
        }
        inherit()
    }

    private mutating func skip(_ reason: String, _ line: UnsafeRawBufferPointer) {
        guard line.contains(where: { $0 > 0x20 }) else { return }
        skipped.append(
            .init(id: FeedText.summary(String(decoding: line.prefix(60), as: UTF8.self)), reason: reason))
    }

    /// The names between braces.
    static func references(_ line: UnsafeRawBufferPointer) -> [String] {
        String(decoding: line, as: UTF8.self).split { " \t{}".contains($0) }.map(String.init)
    }

    private static func header(_ line: UnsafeRawBufferPointer) -> Block? {
        guard line.count <= FeedText.longest else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard text.first == "[", let close = text.firstIndex(of: "]") else { return nil }
        let date = text[text.index(after: text.startIndex)..<close].split(separator: " ")
        let words = text[text.index(after: close)...].split(separator: " ", maxSplits: 1)
        guard date.count == 3, let id = words.first, id.hasPrefix("DSA-") || id.hasPrefix("DLA-") else { return nil }
        var block = Block(id: String(id), date: nil, title: words.count > 1 ? String(words[1]) : "")
        if let month = months.firstIndex(where: { $0 == date[1] }) {
            func two(_ text: some StringProtocol) -> String { text.count == 1 ? "0\(text)" : String(text) }
            block.date = Timestamp("\(date[2])-\(two(String(month + 1)))-\(two(date[0]))")
        }
        return block
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// A second part (`DSA-5356-2`) mends what the first broke and often lists no flaws of its own.
    private mutating func inherit() {
        var known: [String: [String]] = [:]
        for block in blocks where !block.flaws.isEmpty { known[block.id] = block.flaws }
        for at in blocks.indices where blocks[at].flaws.isEmpty {
            let parts = blocks[at].id.split(separator: "-")
            guard parts.count == 3, let part = Int(parts[2]), (2...99).contains(part) else { continue }
            for earlier in (1..<part).reversed() {
                guard let flaws = known["\(parts[0])-\(parts[1])-\(earlier)"] else { continue }
                blocks[at].flaws = flaws
                blocks[at].inheritsFlaws = true
                break
            }
        }
    }
}
