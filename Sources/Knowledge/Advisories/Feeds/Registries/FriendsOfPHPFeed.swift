internal import JSONText

/// The PHP security advisories database (`FriendsOfPHP/security-advisories`): YAML, or the same as JSON.
///
/// A record has no id of its own. It goes by its CVE number or, without one, by package and day, as its file does.
struct FriendsOfPHPFeed: Feed {
    let name = "friendsofphp"
    let framing = FeedFraming.lines

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        if let json = JSONStart(start) {
            guard json.has("branches") else { return false }
            return json.values["reference"]?.hasPrefix(Self.scheme) ?? json.has("link")
        }
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
        let keys = YAMLStart.keys(start)
        return keys.contains("branches") && (keys.contains("reference") || keys.contains("link"))
    }

    private static let scheme = "composer://"

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let record = try FeedText.record(document.bytes)
        guard let reference = record["reference"]?.text, reference.hasPrefix(Self.scheme) else {
            throw FeedError("no reference to a Composer package")
        }
        let package = String(reference.dropFirst(Self.scheme.count))
        guard let branches = record["branches"], branches.count > 0, branches.count <= FeedText.mostElements else {
            throw FeedError("\(package): no branches")
        }
        var affected = Affected(Ecosystem(.composer), package)
        var requirements: [String] = []
        var fixed: [String] = []
        var times: [Timestamp] = []
        // As a mapping by label, or as a list where the labels are numbers from 0.
        let values = branches.kind == .array ? Array(branches.elements) : branches.members.map(\.value)
        for branch in values {
            guard let (versions, areAll) = branch["versions"]?.texts, areAll, !versions.isEmpty else {
                // Without it, versions of this branch would be said to be clean.
                throw FeedError("\(package): a branch without versions")
            }
            requirements.append(versions.joined(separator: ", "))
            if let end = Requirement.end(versions) { fixed.append(end) }
            if let time = branch["time"]?.text.flatMap({ Timestamp($0) }) { times.append(time) }
        }
        affected.ranges = [.inside(requirements, .composer)]
        affected.fix = fixed.isEmpty ? Fix(.unknown) : Fix(.fixed, fixed.distinct, date: times.min())
        let cve = record["cve"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        let id = cve ?? times.min().map { "\(package)/\($0.day)" } ?? package
        var advisory = Advisory(source: name, id: id, document: document.digest)
        advisory.summary = FeedText.firstLine(record["title"]?.string ?? "")
        advisory.published = times.min()
        if let link = record["link"]?.text { advisory.references = [link] }
        advisory.affected = [affected]
        yield.add(advisory)
    }
}
