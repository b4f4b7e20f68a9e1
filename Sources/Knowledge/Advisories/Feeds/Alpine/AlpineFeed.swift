internal import JSONText

/// Security databases in the format of Alpine (`secdb.alpinelinux.org`), which Wolfi and Chainguard use too, and
/// Alpine's list of rejections.
///
/// They say since which version a source package has a fix, and nothing of flaws without one.
struct AlpineFeed: Feed {
    let name = "alpine"
    let framing = FeedFraming.lines

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        if let json = JSONStart(start) {
            return json.has("packages") && (json.has("reponame") || json.has("apkurl"))
                || json.has("distroversion") && json.has("archs")
        }
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
        if Self.isRejections(path) { return true }
        let keys = YAMLStart.keys(start)
        return keys.contains("reponame") && (keys.contains("distroversion") || keys.contains("packages"))
    }

    /// The list has no mark of its own but the repository it is kept in.
    private static func isRejections(_ path: String) -> Bool {
        path.split(separator: "/").contains("security-rejections")
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let record = try FeedText.record(document.bytes)
        guard record.kind == .object else { throw FeedError("not an object") }
        var reader = SecurityDatabaseReader(source: name, document: document)
        if Self.isRejections(document.path) {
            try reader.readRejections(record)
        } else {
            try reader.readFixes(record)
        }
        for (id, problem) in reader.problems { yield.skip(id, problem) }
        for advisory in reader.advisories { yield.add(advisory) }
    }
}
