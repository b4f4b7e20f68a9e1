internal import JSONText

/// The export of Debian's security tracker (`security-tracker.debian.org/tracker/data/json`): source package, flaw,
/// and how it is in each release.
struct DebianTrackerFeed: Feed {
    var name: String { "debian-tracker" }
    var framing: FeedFraming { .whole }
    /// The export is one document, and grows: about 70 MB at this time.
    var documentLimit: Int? { 512 << 20 }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        return opening.begins(with: "{") && opening.contains("\"releases\"") && opening.contains("\"repositories\"")
            && (opening.contains("\"CVE-") || opening.contains("\"TEMP-"))
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let root = try document.parsed(upTo: documentLimit ?? FeedText.document)
        guard root.kind == .object else { throw FeedError("expected an object of source packages") }
        var places: [String: Int] = [:]
        var advisories: [Advisory] = []
        for (package, flaws) in root.members {
            guard !package.isEmpty, package.utf8.count <= 256, flaws.kind == .object else {
                yield.skip(FeedText.summary(package, limit: 80), "expected an object of flaws of a source package")
                continue
            }
            for (flaw, record) in flaws.members {
                guard record.kind == .object, FeedText.isCVE(flaw) || flaw.hasPrefix("TEMP-"), flaw.utf8.count <= 64
                else {
                    yield.skip(
                        "\(package) \(FeedText.summary(flaw, limit: 80))", "expected a record of a CVE or TEMP number")
                    continue
                }
                let at: Int
                if let known = places[flaw] {
                    at = known
                } else {
                    at = advisories.count
                    places[flaw] = at
                    var advisory = Advisory(source: name, id: flaw, document: document.digest)
                    advisory.summary = record["description"]?.string.map { FeedText.summary($0) } ?? ""
                    advisories.append(advisory)
                }
                guard let releases = record["releases"], releases.kind == .object else {
                    yield.skip("\(package) \(flaw)", "expected an object of releases")
                    continue
                }
                for (codename, release) in releases.members {
                    guard codename != DebianRelease.trial else { continue }
                    guard let ecosystem = DebianRelease.ecosystem(codename) else {
                        yield.skip(
                            "\(package) \(flaw)", "release “\(FeedText.summary(codename, limit: 40))” is not known")
                        continue
                    }
                    do throws(FeedError) {
                        advisories[at].affected.append(try Self.affected(package, ecosystem, release))
                    } catch { yield.skip("\(package) \(flaw)", error.description) }
                }
            }
        }
        for advisory in advisories.sorted(by: { $0.id < $1.id }) { yield.add(advisory) }
    }

    private static func affected(
        _ package: String, _ ecosystem: Ecosystem, _ release: JSONValue
    ) throws(FeedError) -> Affected {
        var result = Affected(ecosystem, package, naming: .source)
        let urgency = release.text("urgency") ?? ""
        switch release.text("status") {
        case "resolved":
            guard let version = release.text("fixed_version", limit: 256) else {
                throw FeedError("\(ecosystem): resolved, but in no version")
            }
            if version == "0" {
                result.verdict = .unaffected
            } else {
                result.ranges = [.before(version)]
                result.fix = Fix(.fixed, [version])
            }
        case "open":
            result.ranges = [.everything]
            result.fix = Fix(unfixed(release, urgency))
        case "undetermined":
            result.verdict = .underInvestigation
        case let status:
            throw FeedError("\(ecosystem): expected status open, resolved or undetermined, found “\(status ?? "")”")
        }
        if let severity = severity(urgency) { result.severities = [severity] }
        return result
    }

    private static func unfixed(_ release: JSONValue, _ urgency: String) -> Fix.State {
        if urgency == "end-of-life" { return .endOfLife }
        // `nodsa` alone: no advisory will be made for it, a point release may bring the fix.
        guard release["nodsa"]?.string != nil else { return .notFixed }
        return switch release.text("nodsa_reason") {
        case "ignored": .willNotFix
        case "postponed": .deferred
        default: .notFixed
        }
    }

    /// Stars mark a value that nobody of the security team chose.
    private static func severity(_ urgency: String) -> SeverityStatement? {
        let word = urgency.prefix { $0 != "*" }
        let by = word.endIndex == urgency.endIndex ? "" : "debian-tracker-automatic"
        return switch word {
        case "low", "medium", "high": SeverityStatement(.label, String(word), by: by)
        case "unimportant": SeverityStatement(.label, "negligible", by: by)
        default: nil
        }
    }
}
