internal import StructuredText

/// The advisories of Amazon Linux as its package repositories carry them: `updateinfo.xml`.
struct AmazonUpdateInfoFeed: Feed {
    var name: String { "amazon-updateinfo" }
    var framing: FeedFraming { .whole }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        return opening.contains("<updates") && (opening.contains("amazon") || opening.contains("<id>ALAS"))
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        guard document.bytes.count <= FeedText.document else {
            throw FeedError(
                "a document of \(document.bytes.count) bytes is larger than the \(FeedText.document) accepted")
        }
        let root = try XMLElement.parse(document.bytes, limits: StructuredTextLimits(depth: 32, nodes: 4_000_000))
        guard root.name == "updates" else {
            throw FeedError("expected <updates>, found <\(FeedText.summary(root.name))>")
        }
        for update in root.children("update") {
            guard let id = update.text(of: "id"), id.utf8.count <= 128 else {
                yield.skip("\(document.path):\(update.line)", "expected an update with an id")
                continue
            }
            // What mends no flaw is no advisory.
            guard update.attribute("type") == "security" else { continue }
            var advisory = Advisory(source: name, id: id, document: document.digest)
            advisory.summary = FeedText.summary(update.text(of: "title") ?? "")
            advisory.published = update.child("issued")?.attribute("date").flatMap { Timestamp($0) }
            advisory.modified = update.child("updated")?.attribute("date").flatMap { Timestamp($0) }
            if let severity = update.text(of: "severity"), severity.utf8.count <= 40 {
                advisory.severities = [SeverityStatement(.label, severity.lowercased())]
            }
            for reference in update.child("references")?.children("reference") ?? [] {
                if let flaw = reference.attribute("id"), FeedText.isCVE(flaw) {
                    advisory.upstream.append(flaw)
                } else if let address = reference.attribute("href"), address.utf8.count <= FeedText.longest,
                    advisory.references.count < 64
                {
                    advisory.references.append(address)
                }
            }
            for collection in update.child("pkglist")?.children("collection") ?? [] {
                guard let (release, channel) = Self.release(collection.attribute("short") ?? "", id: id) else {
                    yield.skip(
                        id, "expected a collection of Amazon Linux, found “\(collection.attribute("short") ?? "")”")
                    continue
                }
                advisory.affected += packages(collection, release, channel, advisory) { yield.skip(id, $0) }
            }
            yield.add(advisory)
        }
    }

    private func packages(
        _ collection: XMLElement, _ release: Ecosystem, _ channel: String, _ advisory: Advisory,
        skip: (String) -> Void
    ) -> [Affected] {
        var places: [String: Int] = [:]
        var result: [Affected] = []
        var architectures: [Set<String>] = []
        for package in collection.children("package") {
            guard let name = package.attribute("name"), let version = package.attribute("version"), !name.isEmpty,
                !version.isEmpty, name.utf8.count <= 256, version.utf8.count <= 256
            else {
                skip("expected a package with name and version in line \(package.line)")
                continue
            }
            let epoch = package.attribute("epoch") ?? "0"
            let full =
                (epoch.isEmpty || epoch == "0" ? "" : "\(epoch):") + version
                + (package.attribute("release").map { "-\($0)" } ?? "")
            let architecture = package.attribute("arch") ?? ""
            let isSource = architecture == "src"
            let key = "\(isSource) \(name) \(full)"
            let at: Int
            if let known = places[key] {
                at = known
            } else {
                at = result.count
                places[key] = at
                var affected = Affected(release, name, naming: isSource ? .source : .binary)
                affected.channel = channel
                affected.ranges = [.before(full)]
                affected.fix = Fix(.fixed, [full], date: advisory.published, notice: advisory.id)
                result.append(affected)
                architectures.append([])
            }
            if !architecture.isEmpty, !isSource { architectures[at].insert(architecture) }
        }
        for at in result.indices { result[at].architectures = architectures[at].sorted() }
        return result
    }

    /// `amazon-linux-2023`, `amazon-linux-2`, `amazon-linux` for the first, and `amazon-linux-2---kernel-5.10` for a
    /// topic of Amazon Linux Extras, which is a channel; else what the id tells: `ALAS2023-2024-100`,
    /// `ALAS2KERNEL-5.10-2022-001`.
    static func release(_ collection: String, id: String) -> (Ecosystem, String)? {
        let prefix = "amazon-linux"
        if collection.hasPrefix(prefix) {
            let rest = collection.dropFirst(prefix.count).drop { $0 == "-" }
            let number = rest.prefix { $0.isNumber }
            let channel = rest.dropFirst(number.count).drop { $0 == "-" }
            return (Ecosystem(.amazon, number.isEmpty ? "1" : String(number)), String(channel))
        }
        guard id.hasPrefix("ALAS") else { return nil }
        let rest = id.dropFirst(4)
        let number = rest.prefix { $0.isNumber }
        // The topic stands before the year and the number within it.
        let topic = rest.dropFirst(number.count).split(separator: "-").dropLast(2).joined(separator: "-").lowercased()
        return (Ecosystem(.amazon, number.isEmpty ? (topic.isEmpty ? "1" : "2") : String(number)), topic)
    }
}
