internal import Archive
package import Content

/// Builds a database out of the files of a cache, and decides which of them are fit for it.
///
/// Each feed has at most two files: a new one, and the one that was used before. A new file that is damaged, empty, of
/// less or of older data is refused, and the one before takes its place; so one publisher's accident costs that
/// publisher's news and nothing else.
package struct FeedAssembly {
    /// What was read of a file.
    package struct Measure: Sendable, Equatable {
        /// Advisories, annotations and lifecycles.
        package var records: Int
        package var newest: Timestamp?

        package init(records: Int, newest: Timestamp?) {
            self.records = records
            self.newest = newest
        }
    }

    package struct Input: Sendable {
        package var name: String
        /// The path of a file that was fetched now; its last component is that of the file before.
        package var new: String?
        /// The path of the file that was used before, and the digest it had.
        package var kept: (path: String, digest: Digest)?
        /// What was read of the file that was used before.
        package var before: Measure?

        package init(name: String) { self.name = name }
    }

    package enum Refusal: Sendable, Equatable, CustomStringConvertible {
        case damaged(String)
        case empty
        case shrunk(records: Int, before: Int)
        case older(newest: Timestamp, before: Timestamp)

        package var description: String {
            switch self {
            case .damaged(let reason): reason
            case .empty: "no record of a feed known here is in it"
            case .shrunk(let records, let before): "\(records) records, \(before) before; --force takes it"
            case .older(let newest, let before):
                "the newest record is of \(newest.text), \(before.text) before; --force takes it"
            }
        }
    }

    /// What became of the feeds.
    package struct Result {
        package var file: [UInt8]
        package var digest: Digest
        package var report: DatabaseBuilder.Report
        /// Of the file that was used, by the name of the feed.
        package var measures: [String: Measure] = [:]
        /// Why the file from before could not be used either.
        package var lost: [String: String] = [:]
        package var skipped = 0
    }

    private let inputs: [Input]
    private let isForced: Bool

    /// - Parameter isForced: takes what has shrunk or gone back in time, but never what is damaged or empty.
    package init(_ inputs: [Input], isForced: Bool) {
        self.inputs = inputs
        self.isForced = isForced
    }

    /// - Parameter refused: gets why new files were not used, by the name of the feed.
    /// - Returns: `nil` when no file is left to build from.
    package func build(
        created: Timestamp, lifetime: Int64, refused: inout [String: Refusal]
    ) throws -> Result? {
        var lost: [String: String] = [:]
        // Each round that does not succeed takes at least one file out.
        while true {
            var builder = DatabaseBuilder()
            var sources: [String: FeedSource] = [:]
            var measures: [String: Measure] = [:]
            var isWhole = true
            for input in inputs {
                let isNew = input.new != nil && refused[input.name] == nil
                let path = isNew ? input.new : lost[input.name] == nil ? input.kept?.path : nil
                guard let path else { continue }
                do {
                    let reading = try FeedFolder().read([path]) { yield, source in
                        // What is known to be thrown away is only judged.
                        if isWhole { try builder.add(yield, of: source) }
                    }
                    let measure = Measure(
                        records: reading.sources.reduce(0) { $0 + $1.records },
                        newest: reading.sources.compactMap(\.newest).max())
                    if isNew {
                        if measure.records == 0, let first = reading.sources.first?.skipped.first {
                            throw FeedError("\(first.id): \(first.reason)")
                        }
                        if let refusal = refusal(measure, input) { throw refusal }
                    } else if let digest = input.kept?.digest, let found = reading.sources.first?.files.first?.digest,
                        found != digest
                    {
                        throw FeedError("the copy has digest \(found), it had \(digest) when it was fetched")
                    }
                    measures[input.name] = measure
                    for source in reading.sources { Self.merge(source, into: &sources) }
                } catch let error where !(error is DatabaseError) {
                    isWhole = false
                    if isNew {
                        refused[input.name] = error as? Refusal ?? .damaged("\(error)")
                    } else {
                        lost[input.name] = "\(error)"
                    }
                }
            }
            guard isWhole else { continue }
            guard !sources.isEmpty else { return nil }
            for name in sources.keys.sorted() { if let source = sources[name] { try builder.add(source) } }
            let built = try builder.finish(created: created, lifetime: lifetime)
            return Result(
                file: built.file, digest: built.digest, report: built.report, measures: measures, lost: lost,
                skipped: sources.values.reduce(0) { $0 + $1.skippedCount })
        }
    }

    private func refusal(_ measure: Measure, _ input: Input) -> Refusal? {
        if measure.records == 0 { return .empty }
        guard !isForced, let before = input.before else { return nil }
        if FeedRegression.isShrunk(measure.records, before: before.records) {
            return .shrunk(records: measure.records, before: before.records)
        }
        if let newest = measure.newest, let earlier = before.newest, newest < earlier {
            return .older(newest: newest, before: earlier)
        }
        return nil
    }

    /// Feeds of one format come in several files.
    private static func merge(_ source: FeedSource, into sources: inout [String: FeedSource]) {
        guard var whole = sources[source.name] else {
            sources[source.name] = source
            return
        }
        whole.files += source.files
        whole.records += source.records
        whole.skippedCount += source.skippedCount
        whole.skipped += source.skipped.prefix(max(0, 10_000 - whole.skipped.count))
        whole.newest = [whole.newest, source.newest].compactMap(\.self).max()
        sources[source.name] = whole
    }
}

extension FeedAssembly.Refusal: Error {}
