internal import JSONText
internal import StructuredText

/// The RustSec advisory database: TOML in front of a Markdown text, or the same as JSON with the text in `text`.
struct RustSecFeed: Feed {
    let name = "rustsec"
    let framing = FeedFraming.lines

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        if let json = JSONStart(start) { return json.has("advisory") && (json.has("versions") || json.has("text")) }
        guard path.hasSuffix(".md"), let front = Self.front(start) else { return false }
        return String(decoding: start[front], as: UTF8.self).contains("[advisory]")
    }

    /// The lines between "```toml" and "```"; up to the end when the second is missing.
    private static func front(_ bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        var position = 0
        var first: Int?
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[position..<end]
            if let first {
                if line.starts(with: "```".utf8) { return first..<position }
            } else if line.starts(with: "```toml".utf8) {
                first = min(end + 1, bytes.count)
            } else if !line.allSatisfy(DocumentReader.isBlank) {
                return nil
            }
            position = end + 1
        }
        return first.map { $0..<bytes.count }
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let record: JSONValue
        let text: String
        if let front = Self.front(document.bytes) {
            let toml = try TOML.document(UnsafeRawBufferPointer(rebasing: document.bytes[front]))
            record = try FeedText.json(toml)
            // Past the line that closes the block.
            let rest = document.bytes[front.upperBound...].drop { $0 != UInt8(ascii: "\n") }
            text = String(decoding: rest, as: UTF8.self)
        } else {
            record = try FeedText.record(document.bytes)
            text = record["text"]?.string ?? ""
        }
        var reader = RustSecReader(isOfRust: document.path.split(separator: "/").contains("rust"))
        let advisory = try reader.read(record, text: text, source: name, document: document)
        for problem in reader.problems { yield.skip(advisory.id, problem) }
        yield.add(advisory)
    }
}

/// One record (RustSec advisory-db, "Advisory Format").
private struct RustSecReader {
    /// The database keeps what concerns Rust itself, and no crate, in a folder of this name.
    let isOfRust: Bool
    private(set) var problems: [String] = []

    init(isOfRust: Bool) { self.isOfRust = isOfRust }

    mutating func read(
        _ record: JSONValue, text: String, source: String, document: FeedDocument
    ) throws(FeedError) -> Advisory {
        guard let head = record["advisory"], let id = head["id"]?.text, !id.isEmpty,
            let package = head["package"]?.text, !package.isEmpty
        else { throw FeedError("no advisory.id or no advisory.package") }
        var advisory = Advisory(source: source, id: id, document: document.digest)
        advisory.summary = FeedText.firstLine(text)
        advisory.published = head["date"]?.text.flatMap { Timestamp($0) }
        if let withdrawn = head["withdrawn"], !withdrawn.isNull { advisory.status = .withdrawn }
        advisory.aliases = texts(head["aliases"], "aliases")
        advisory.related = texts(head["related"], "related")
        if let url = head["url"]?.text { advisory.references.append(url) }
        advisory.references += texts(head["references"], "references")
        if let vector = head["cvss"]?.text {
            if let severity = SeverityStatement(vector: vector) {
                advisory.severities.append(severity)
            } else {
                problems.append("cvss: \(vector)")
            }
        }
        if let word = head["informational"]?.text {
            if let kind = Advisory.Kind(rawValue: word) {
                advisory.kind = kind
            } else {
                problems.append("informational: unknown kind \(word)")
            }
        }
        guard let versions = record["versions"], versions.kind == .object else {
            problems.append("no versions")
            return advisory
        }
        // Ids of flaws in Rust itself are CVE numbers, and `cargo` there is not the crate of that name.
        let isOfRust = self.isOfRust || !id.hasPrefix("RUSTSEC-") || package == "std"
        var affected = isOfRust ? Affected(Ecosystem(.runtime), "rust") : Affected(Ecosystem(.cargo), package)
        let count = problems.count
        let patched = texts(versions["patched"], "versions.patched")
        let unaffected = texts(versions["unaffected"], "versions.unaffected")
        // Without one of them, versions without the flaw would be said to have it.
        guard problems.count == count else { return advisory }
        affected.ranges = [Requirement.affected(patched: patched, unaffected: unaffected, .cargo)]
        affected.fix = Requirement.fix(patched: patched)
        var functions: [String] = []
        if let place = record["affected"] {
            affected.architectures = texts(place["arch"], "affected.arch")
            affected.platforms = texts(place["os"], "affected.os")
            if let table = place["functions"], table.count <= FeedText.mostElements {
                functions = table.members.map(\.key).filter { $0.utf8.count <= FeedText.longestInRecord }
            }
        }
        if isOfRust {
            affected.symbols = [Symbols(path: package, names: functions)]
        } else if !functions.isEmpty {
            affected.symbols = [Symbols(path: "", names: functions)]
        }
        advisory.affected = [affected]
        return advisory
    }

    private mutating func texts(_ value: JSONValue?, _ key: String) -> [String] {
        guard let value else { return [] }
        let (texts, areAll) = value.texts
        if !areAll { problems.append("\(key): not a list of texts") }
        return texts
    }
}
