internal import JSONText

/// A feed of OSV documents: its names, and what is particular about its records.
protocol OSVFeed: Feed {
    /// How its ids begin.
    var prefixes: [String] { get }
    /// Ecosystems that only this feed speaks of; they tell a record whose id comes late in the text.
    var ecosystems: [String] { get }
    func owns(_ start: OSVStart) -> Bool
    /// Corrects what the schema alone does not say.
    func adapt(_ advisory: inout Advisory, record: JSONValue)
}

extension OSVFeed {
    package var framing: FeedFraming { .lines }
    var ecosystems: [String] { [] }
    func adapt(_ advisory: inout Advisory, record: JSONValue) {}

    func owns(_ start: OSVStart) -> Bool {
        prefixes.contains { start.id.hasPrefix($0) } || ecosystems.contains(start.ecosystem)
    }

    package func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        OSVStart(path: path, start: start).map { owns($0) } ?? false
    }

    package func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let root = try FeedText.record(document.bytes)
        // Some mirrors put all records of a module into one list.
        guard root.kind == .array else {
            try read(root, of: document, into: &yield)
            return
        }
        for (index, element) in root.elements.enumerated() {
            do {
                try read(element, of: document, into: &yield)
            } catch {
                yield.skip("\(document.path):[\(index)]", "\(error)")
            }
        }
    }

    private func read(_ record: JSONValue, of document: FeedDocument, into yield: inout FeedYield) throws {
        var reader = OSVReader(source: name, digest: document.digest)
        var advisory = try reader.read(record)
        adapt(&advisory, record: record)
        for problem in reader.problems { yield.skip(advisory.id, problem) }
        yield.add(advisory)
    }
}
