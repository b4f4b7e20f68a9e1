internal import Archive
package import Content
internal import JSONText

/// Builds an advisory database out of what feeds delivered.
///
/// The same records in the same order give the same bytes. Every version range is brought into intervals here, once, so
/// that a look-up only compares.
package struct DatabaseBuilder {
    /// What was left out or could not be decided, for the report of a build.
    package struct Report: Sendable {
        package var advisories = 0
        package var entries = 0
        package var packages = 0
        package var ranges = 0
        package var flaws = 0
        package var annotations = 0
        /// Entries with a range that cannot be ordered: what they say of a version is unknown.
        package var undecidable: [FeedYield.Skipped] = []
        package var undecidableCount = 0
    }

    private struct Entry {
        var advisory: UInt32
        var package: Int
        var firstRange: UInt32
        var rangeCount: UInt16
        var naming: UInt8
        var verdict: UInt8
        var fixState: UInt8
        var flags: UInt8
        var scheme: UInt8
        var details: UInt32
        var fixVersion: UInt32
        var ordinal: UInt32
    }

    private struct AdvisoryDraft {
        var id: UInt32
        var source: UInt32
        var kind: UInt8
        var status: UInt8
        var published: UInt32
        var modified: UInt32
        var block: UInt32
        var offset: UInt32
        /// Numbers in `groups`.
        var flaws: [Int]
    }

    private struct PackageKey: Hashable {
        var ecosystem: Int
        var name: String
    }

    private var strings = StringPool()
    private var ecosystems: [Ecosystem] = []
    private var ecosystemPlaces: [Ecosystem: Int] = [:]
    private var packages: [PackageKey: Int] = [:]
    private var packageKeys: [PackageKey] = []
    private var entries: [Entry] = []
    private var ranges = ByteWriter()
    private var details = ByteWriter()
    private var advisories: [AdvisoryDraft] = []
    private var groups = FlawGroups()
    private var annotations: [(flaw: Int, bytes: [UInt8])] = []
    private var lifecycles = ByteWriter()
    private var lifecycleCount = 0
    private var text = TextBlockWriter()
    private var sources: [FeedSource] = []
    private var report = Report()
    private var newest: Timestamp?

    package init() {}

    /// Takes what a feed delivered. The records themselves may be dropped afterwards.
    package mutating func add(_ source: FeedSource) throws {
        for advisory in source.advisories { try add(advisory) }
        for annotation in source.annotations { add(annotation) }
        for lifecycle in source.lifecycles { add(lifecycle) }
        if let time = source.newest { newest = newest.map { max($0, time) } ?? time }
        var kept = source
        kept.advisories = []
        kept.annotations = []
        kept.lifecycles = []
        sources.append(kept)
    }

    private mutating func add(_ advisory: Advisory) throws {
        guard advisories.count < Int(Int32.max) else { throw DatabaseError.tooLarge("advisories") }
        let index = UInt32(advisories.count)
        let place = try text.append { RecordCodec.encode(advisory, into: &$0) }
        let own = groups.number(advisory.id)
        for alias in advisory.aliases { groups.unite(own, groups.number(alias)) }
        // A distribution's notice speaks of flaws by their own names; without any it is one itself.
        let flaws = advisory.upstream.isEmpty ? [own] : advisory.upstream.map { groups.number($0) }
        advisories.append(
            AdvisoryDraft(
                id: strings.place(advisory.id), source: strings.place(advisory.source),
                kind: RecordCodec.place(of: advisory.kind), status: RecordCodec.place(of: advisory.status),
                published: Self.seconds(advisory.published), modified: Self.seconds(advisory.modified),
                block: place.block, offset: place.offset, flaws: flaws))
        guard advisory.status != .withdrawn, advisory.status != .rejected else { return }
        for (ordinal, affected) in advisory.affected.enumerated() {
            try add(
                affected, of: index, ordinal: UInt32(truncatingIfNeeded: ordinal), id: advisory.id,
                source: advisory.source)
        }
    }

    private mutating func add(
        _ affected: Affected, of advisory: UInt32, ordinal: UInt32, id: String, source: String
    ) throws {
        var entry = Entry(
            advisory: advisory, package: package(affected.ecosystem, affected.name),
            firstRange: UInt32(ranges.count / 12), rangeCount: 0, naming: RecordCodec.place(of: affected.naming),
            verdict: RecordCodec.place(of: affected.verdict), fixState: RecordCodec.place(of: affected.fix.state),
            flags: 0, scheme: RecordCodec.place(of: affected.ecosystem.scheme), details: DatabaseLayout.none,
            fixVersion: affected.fix.versions.first.map { strings.place($0) } ?? DatabaseLayout.none, ordinal: ordinal)
        do {
            var all: VersionRanges?
            for range in affected.ranges {
                let next = try range.normalised(affected.ecosystem.scheme)
                all =
                    try all.map { ranges throws(RangeError) in
                        guard ranges.scheme == next.scheme else {
                            throw RangeError.malformed(
                                "\(next.scheme)", expected: "a range ordered as \(ranges.scheme)")
                        }
                        return ranges.union(next)
                    } ?? next
            }
            if let all {
                guard all.intervals.count <= Int(UInt16.max) else {
                    throw DatabaseError.tooLarge("ranges of a package")
                }
                entry.scheme = RecordCodec.place(of: all.scheme)
                entry.rangeCount = UInt16(all.intervals.count)
                for interval in all.intervals { add(interval) }
            }
        } catch let error as RangeError {
            entry.flags |= DatabaseLayout.EntryFlags.isUndecidable
            report.undecidableCount += 1
            if report.undecidable.count < 1000 {
                report.undecidable.append(FeedYield.Skipped(id: "\(source) \(id) \(affected.name)", reason: "\(error)"))
            }
        }
        if !affected.versions.isEmpty {
            entry.flags |= DatabaseLayout.EntryFlags.hasVersions
            entry.details = UInt32(details.count)
            details.appendVarint(affected.versions.count)
            for version in affected.versions { details.appendText(version) }
        }
        if affected.module != nil || !affected.channel.isEmpty || !affected.architectures.isEmpty
            || !affected.platforms.isEmpty || !affected.conditions.isEmpty
        {
            entry.flags |= DatabaseLayout.EntryFlags.isNarrowed
        }
        if !affected.symbols.isEmpty { entry.flags |= DatabaseLayout.EntryFlags.hasSymbols }
        if affected.basis != .stated { entry.flags |= DatabaseLayout.EntryFlags.isIndirect }
        guard details.count < Int(UInt32.max), ranges.count / 12 < Int(UInt32.max) else {
            throw DatabaseError.tooLarge("ranges")
        }
        entries.append(entry)
    }

    private mutating func add(_ interval: VersionInterval) {
        typealias Flags = DatabaseLayout.RangeFlags
        var flags: UInt32 = 0
        if let lower = interval.lower { flags |= Flags.hasLower | (lower.isInclusive ? Flags.lowerIsIncluded : 0) }
        if let upper = interval.upper { flags |= Flags.hasUpper | (upper.isInclusive ? Flags.upperIsIncluded : 0) }
        ranges.append(interval.lower.map { strings.place($0.version) } ?? DatabaseLayout.none)
        ranges.append(interval.upper.map { strings.place($0.version) } ?? DatabaseLayout.none)
        ranges.append(flags)
    }

    private mutating func add(_ annotation: Annotation) {
        var bytes = ByteWriter()
        AnnotationCodec.encode(annotation, into: &bytes)
        annotations.append((groups.number(annotation.vulnerability), bytes.bytes))
    }

    private mutating func add(_ lifecycle: Lifecycle) {
        AnnotationCodec.encode(lifecycle, into: &lifecycles)
        lifecycleCount += 1
    }

    private mutating func package(_ ecosystem: Ecosystem, _ name: String) -> Int {
        let place: Int
        if let known = ecosystemPlaces[ecosystem] {
            place = known
        } else {
            place = ecosystems.count
            ecosystems.append(ecosystem)
            ecosystemPlaces[ecosystem] = place
        }
        let key = PackageKey(ecosystem: place, name: name)
        if let known = packages[key] { return known }
        let index = packageKeys.count
        packages[key] = index
        packageKeys.append(key)
        return index
    }

    private static func seconds(_ time: Timestamp?) -> UInt32 {
        time.flatMap { UInt32(exactly: $0.seconds) } ?? 0
    }

    // MARK: Writing

    /// The bytes of the database.
    ///
    /// - Parameters:
    ///   - created: when the data was current; `nil` takes the newest time that a record tells.
    ///   - lifetime: seconds after which answers are no longer to be relied on.
    package consuming func finish(
        created: Timestamp? = nil, lifetime: Int64
    ) throws -> (file: [UInt8], digest: Digest, report: Report) {
        let created = created ?? newest ?? Timestamp(seconds: 0)
        let (flaws, flawOf) = groups.finish()
        report.advisories = advisories.count
        report.entries = entries.count
        report.packages = packageKeys.count
        report.ranges = ranges.count / 12
        report.flaws = flaws.count
        report.annotations = annotations.count

        typealias Section = DatabaseLayout.Section
        var sections: [Section: (bytes: [UInt8], rows: Int)] = [:]

        // Packages in order of ecosystem and name, their entries in the order they came.
        let texts = ecosystems.map(\.description)
        let order = packageKeys.indices.sorted {
            (texts[packageKeys[$0].ecosystem], packageKeys[$0].name)
                < (texts[packageKeys[$1].ecosystem], packageKeys[$1].name)
        }
        var rank = [Int](repeating: 0, count: order.count)
        for (place, package) in order.enumerated() { rank[package] = place }
        let entryOrder = entries.indices.sorted { (rank[entries[$0].package], $0) < (rank[entries[$1].package], $1) }
        var entryBytes = ByteWriter()
        var firstEntry = [UInt32](repeating: 0, count: order.count)
        var entryCount = [UInt32](repeating: 0, count: order.count)
        for (place, index) in entryOrder.enumerated() {
            let entry = entries[index]
            let package = rank[entry.package]
            if entryCount[package] == 0 { firstEntry[package] = UInt32(place) }
            entryCount[package] += 1
            entryBytes.append(entry.advisory)
            entryBytes.append(entry.firstRange)
            entryBytes.append(entry.rangeCount)
            entryBytes.append(entry.naming)
            entryBytes.append(entry.verdict)
            entryBytes.append(entry.fixState)
            entryBytes.append(entry.flags)
            entryBytes.append(entry.scheme)
            entryBytes.append(UInt8(0))
            entryBytes.append(entry.details)
            entryBytes.append(entry.fixVersion)
            entryBytes.append(entry.ordinal)
        }
        sections[.entries] = (entryBytes.bytes, entries.count)

        var ecosystemBytes = ByteWriter()
        for text in texts { ecosystemBytes.append(strings.place(text)) }
        sections[.ecosystems] = (ecosystemBytes.bytes, texts.count)

        var packageBytes = ByteWriter()
        var buckets = PackageBuckets(packages: order.count)
        for (place, index) in order.enumerated() {
            let key = packageKeys[index]
            packageBytes.append(strings.place(key.name))
            packageBytes.append(UInt32(key.ecosystem))
            packageBytes.append(firstEntry[place])
            packageBytes.append(entryCount[place])
            buckets.insert(place, hash: PackageBuckets.hash(ecosystem: key.ecosystem, name: key.name))
        }
        sections[.packages] = (packageBytes.bytes, order.count)
        sections[.buckets] = (buckets.bytes, buckets.count)
        sections[.ranges] = (ranges.bytes, ranges.count / 12)
        sections[.details] = (details.bytes, details.count)

        // Advisories, their flaws, and back.
        var advisoryBytes = ByteWriter()
        var flawLists = ByteWriter()
        var advisoriesOfFlaw = [[UInt32]](repeating: [], count: flaws.count)
        for (index, advisory) in advisories.enumerated() {
            let list = Set(advisory.flaws.map { flawOf[$0] }).sorted()
            advisoryBytes.append(advisory.id)
            advisoryBytes.append(advisory.source)
            advisoryBytes.append(advisory.kind)
            advisoryBytes.append(advisory.status)
            advisoryBytes.append(UInt16(0))
            advisoryBytes.append(advisory.published)
            advisoryBytes.append(advisory.modified)
            advisoryBytes.append(advisory.block)
            advisoryBytes.append(advisory.offset)
            advisoryBytes.append(UInt32(flawLists.count / 4))
            advisoryBytes.append(UInt32(list.count))
            for flaw in list {
                flawLists.append(UInt32(flaw))
                advisoriesOfFlaw[flaw].append(UInt32(index))
            }
        }
        sections[.advisories] = (advisoryBytes.bytes, advisories.count)
        sections[.flawLists] = (flawLists.bytes, flawLists.count / 4)

        // Flaws with their names, annotations and advisories; the index finds them by any name.
        var annotationsOfFlaw = [[Int]](repeating: [], count: flaws.count)
        for (index, annotation) in annotations.enumerated() { annotationsOfFlaw[flawOf[annotation.flaw]].append(index) }
        var flawBytes = ByteWriter()
        var names = ByteWriter()
        var annotationBytes = ByteWriter()
        var advisoryLists = ByteWriter()
        var index: [(name: String, value: UInt32)] = []
        for (flaw, list) in flaws.enumerated() {
            flawBytes.append(UInt32(names.count / 4))
            flawBytes.append(UInt32(list.count))
            flawBytes.append(UInt32(annotationBytes.count))
            flawBytes.append(UInt32(annotationsOfFlaw[flaw].count))
            flawBytes.append(UInt32(advisoryLists.count / 4))
            flawBytes.append(UInt32(advisoriesOfFlaw[flaw].count))
            for name in list {
                names.append(strings.place(name))
                index.append((name, UInt32(flaw)))
            }
            for annotation in annotationsOfFlaw[flaw] { annotationBytes.append(annotations[annotation].bytes) }
            for advisory in advisoriesOfFlaw[flaw] { advisoryLists.append(advisory) }
        }
        index.sort { $0.name < $1.name }
        var indexBytes = ByteWriter()
        for item in index {
            indexBytes.append(strings.place(item.name))
            indexBytes.append(item.value)
        }
        sections[.flaws] = (flawBytes.bytes, flaws.count)
        sections[.names] = (names.bytes, names.count / 4)
        sections[.annotations] = (annotationBytes.bytes, annotationBytes.count)
        sections[.advisoryLists] = (advisoryLists.bytes, advisoryLists.count / 4)
        sections[.index] = (indexBytes.bytes, index.count)

        let (blocks, compressed) = try text.finish()
        sections[.textBlocks] = (blocks.bytes, blocks.count / 12)
        sections[.text] = (compressed.bytes, compressed.count)
        sections[.lifecycles] = (lifecycles.bytes, lifecycleCount)
        sections[.provenance] = (provenance(), 1)
        sections[.strings] = (strings.bytes, strings.count)

        let ordered = Section.allCases.compactMap { section in
            sections[section].map { DatabaseFile.Part(section: section, bytes: $0.bytes, rows: $0.rows) }
        }
        let file = try DatabaseFile.assemble(ordered, created: created, validUntil: created.seconds + max(0, lifetime))
        return (file.bytes, file.digest, report)
    }

    private func provenance() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("sources")
            writer.array { writer in
                for source in sources.sorted(by: { $0.name < $1.name }) {
                    writer.object { writer in
                        writer.member("name", source.name)
                        writer.member("newestRecord", source.newest?.text)
                        writer.member("skipped", source.skippedCount)
                        writer.key("files")
                        writer.array { writer in
                            for file in source.files {
                                writer.object { writer in
                                    writer.member("path", file.path)
                                    writer.member("digest", file.digest.description)
                                    writer.member("size", file.size)
                                    writer.member("documents", file.documents)
                                }
                            }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }
}

/// Strings, each once, as a varint length and UTF-8.
struct StringPool {
    private var places: [String: UInt32] = [:]
    private var writer = ByteWriter()

    var bytes: [UInt8] { writer.bytes }
    var count: Int { places.count }

    mutating func place(_ text: String) -> UInt32 {
        if let known = places[text] { return known }
        let place = UInt32(truncatingIfNeeded: writer.count)
        places[text] = place
        writer.appendText(text)
        return place
    }
}

/// Hash table of packages on disk.
struct PackageBuckets {
    private var table: [UInt32]

    init(packages: Int) {
        var size = 16
        while size < packages * 2 { size *= 2 }
        table = Array(repeating: 0, count: size)
    }

    var count: Int { table.count }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        for value in table { writer.append(value) }
        return writer.bytes
    }

    mutating func insert(_ package: Int, hash: UInt64) {
        var place = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[place] != 0 { place = (place + 1) & (table.count - 1) }
        table[place] = UInt32(package + 1)
    }

    static func hash(ecosystem: Int, name: String) -> UInt64 {
        var name = name
        return name.withUTF8 { hash(ecosystem: ecosystem, name: UnsafeRawBufferPointer($0)) }
    }

    /// FNV-1a, its halves mixed.
    @inline(__always)
    static func hash(ecosystem: Int, name: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: ecosystem)
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 32)
    }
}

/// Records in blocks that are compressed one by one.
struct TextBlockWriter {
    private static let target = 64 << 10
    private static let level: Int32 = 15

    private var block = ByteWriter()
    private var index = ByteWriter()
    private var compressed = ByteWriter()
    private var blocks: UInt32 = 0

    /// - Returns: where the record begins.
    mutating func append(_ encode: (inout ByteWriter) -> Void) throws -> (block: UInt32, offset: UInt32) {
        if block.count >= Self.target { try close() }
        let place = (blocks, UInt32(block.count))
        encode(&block)
        return place
    }

    private mutating func close() throws {
        let frame = try ZstdFrame.compress(block.bytes, level: Self.level)
        guard compressed.count + frame.count < Int(UInt32.max) else { throw DatabaseError.tooLarge("records") }
        index.append(UInt32(compressed.count))
        index.append(UInt32(frame.count))
        index.append(UInt32(block.count))
        compressed.append(frame)
        block = ByteWriter()
        blocks += 1
    }

    mutating func finish() throws -> (index: ByteWriter, text: ByteWriter) {
        if block.count > 0 { try close() }
        return (index, compressed)
    }
}
