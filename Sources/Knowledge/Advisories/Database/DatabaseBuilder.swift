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
        /// Numbers in `groups`: of its own name, and of the flaws that it speaks of.
        var own: Int
        var flaws: [Int]
        /// Number in `feeds`.
        var feed: Int
    }

    private struct PackageKey: Hashable {
        var ecosystem: UInt32
        /// Place of the name in `strings`: names are the same when their bytes are.
        var name: UInt32
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
    private var annotations: [(flaw: Int, bytes: [UInt8], feed: Int)] = []
    /// Names of feeds in the order in which they came; that of the records at hand is the last one used.
    private var feeds: [String] = [""]
    private var feed = 0
    private var lifecycles = ByteWriter()
    private var lifecycleCount = 0
    private var text = TextBlockWriter()
    private var sources: [FeedSource] = []
    private var report = Report()
    private var newest: Timestamp?

    package init() {}

    /// Takes what a feed delivered. The records themselves may be dropped afterwards.
    package mutating func add(_ source: FeedSource) throws {
        use(feed: source.name)
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

    /// Takes what a feed took out of one document; the feed's `FeedSource` follows when all are read.
    ///
    /// - Parameter feed: its name. Records are put in the order of these, however their files are called and mixed.
    package mutating func add(_ yield: FeedYield, of feed: String = "") throws {
        use(feed: feed)
        for advisory in yield.advisories { try add(advisory) }
        for annotation in yield.annotations { add(annotation) }
        for lifecycle in yield.lifecycles { add(lifecycle) }
    }

    private mutating func use(feed name: String) {
        guard feeds[feed] != name else { return }
        feed = feeds.firstIndex(of: name) ?? feeds.count
        if feed == feeds.count { feeds.append(name) }
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
                block: place.block, offset: place.offset, own: own, flaws: flaws, feed: feed))
        guard advisory.status != .withdrawn, advisory.status != .rejected else { return }
        for (ordinal, affected) in advisory.affected.enumerated() {
            try add(
                affected, of: index, ordinal: UInt32(truncatingIfNeeded: ordinal), id: advisory.id,
                source: advisory.source)
        }
    }

    private mutating func add(
        _ stated: Affected, of advisory: UInt32, ordinal: UInt32, id: String, source: String
    ) throws {
        let affected = stated.withoutBuilds
        var entry = Entry(
            advisory: advisory, package: package(affected.ecosystem, affected.name),
            firstRange: UInt32(ranges.count / 12), rangeCount: 0, naming: RecordCodec.place(of: affected.naming),
            verdict: RecordCodec.place(of: affected.verdict), fixState: RecordCodec.place(of: affected.fix.state),
            flags: 0, scheme: RecordCodec.place(of: affected.ecosystem.scheme), details: DatabaseLayout.none,
            fixVersion: affected.fix.versions.first.map { strings.place($0) } ?? DatabaseLayout.none, ordinal: ordinal)
        // A range that cannot be ordered takes nothing from those that can.
        var all: VersionRanges?
        for range in affected.ranges {
            do throws(RangeError) {
                let next = try range.normalised(affected.ecosystem.scheme)
                if let ranges = all, ranges.scheme != next.scheme {
                    throw .malformed("\(next.scheme)", expected: "a range ordered as \(ranges.scheme)")
                }
                all = all?.union(next) ?? next
            } catch {
                report(undecidable: "\(source) \(id) \(affected.name)", "\(error)", once: entry.flags)
                entry.flags |= DatabaseLayout.EntryFlags.isUndecidable
            }
        }
        if let all {
            guard all.intervals.count <= Int(UInt16.max) else { throw DatabaseError.tooLarge("ranges of a package") }
            entry.scheme = RecordCodec.place(of: all.scheme)
            entry.rangeCount = UInt16(all.intervals.count)
            for interval in all.intervals { add(interval) }
        }
        if affected.ranges.isEmpty, affected.versions.isEmpty {
            entry.flags |= DatabaseLayout.EntryFlags.namesNoVersion
            if affected.verdict == .affected {
                report(undecidable: "\(source) \(id) \(affected.name)", "neither ranges nor versions", once: 0)
            }
        }
        let narrowing = Narrowing(affected)
        if narrowing != nil || !affected.versions.isEmpty {
            entry.details = UInt32(details.count)
            var own = ByteWriter()
            if let narrowing {
                entry.flags |= DatabaseLayout.EntryFlags.isNarrowed
                narrowing.encode(into: &own)
            }
            if !affected.versions.isEmpty {
                entry.flags |= DatabaseLayout.EntryFlags.hasVersions
                own.appendVarint(affected.versions.count)
                for version in affected.versions { own.appendText(version) }
            }
            details.appendVarint(own.count)
            details.append(own.bytes)
        }
        if !affected.symbols.isEmpty { entry.flags |= DatabaseLayout.EntryFlags.hasSymbols }
        if affected.basis != .stated { entry.flags |= DatabaseLayout.EntryFlags.isIndirect }
        guard details.count < Int(UInt32.max), ranges.count / 12 < Int(UInt32.max) else {
            throw DatabaseError.tooLarge("ranges")
        }
        entries.append(entry)
    }

    private mutating func report(undecidable id: String, _ reason: String, once flags: UInt8) {
        guard flags & DatabaseLayout.EntryFlags.isUndecidable == 0 else { return }
        report.undecidableCount += 1
        if report.undecidable.count < 1000 { report.undecidable.append(FeedYield.Skipped(id: id, reason: reason)) }
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
        annotations.append((groups.number(annotation.vulnerability), bytes.bytes, feed))
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
        let key = PackageKey(ecosystem: UInt32(truncatingIfNeeded: place), name: strings.place(name))
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
        orderByFeed()
        let (flaws, flawOf) = groups.finish()
        let upstream = UpstreamFlaws(flaws, advisories.map { (flawOf[$0.own], $0.flaws.map { flawOf[$0] }) })
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
        let order = packageOrder(texts)
        var rank = [Int](repeating: 0, count: order.count)
        for (place, package) in order.enumerated() { rank[package] = place }
        let entryOrder = entries.indices.sorted {
            (rank[entries[$0].package], entries[$0].advisory, $0) < (
                rank[entries[$1].package], entries[$1].advisory, $1
            )
        }
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
            packageBytes.append(key.name)
            packageBytes.append(key.ecosystem)
            packageBytes.append(firstEntry[place])
            packageBytes.append(entryCount[place])
            let hash = strings.withBytes(at: key.name) { PackageBuckets.hash(ecosystem: Int(key.ecosystem), name: $0) }
            buckets.insert(place, hash: hash)
        }
        var positions = VersionPositionsWriter()
        var next = 0
        for count in entryCount {
            let own = entryOrder[next..<next + Int(count)]
            positions.append(package: own.map { spans(of: entries[$0]) })
            next += own.count
        }
        sections[.positionIndex] = (positions.index.bytes, order.count)
        sections[.positions] = (positions.bytes.bytes, positions.bytes.count)
        sections[.packages] = (packageBytes.bytes, order.count)
        sections[.buckets] = (buckets.bytes, buckets.count)
        sections[.ranges] = (ranges.bytes, ranges.count / 12)
        sections[.details] = (details.bytes, details.count)

        // Advisories, their flaws, and back.
        var advisoryBytes = ByteWriter()
        var flawLists = ByteWriter()
        var advisoriesOfFlaw = [[UInt32]](repeating: [], count: flaws.count)
        for (index, advisory) in advisories.enumerated() {
            let list = upstream.resolve(advisory.flaws.map { flawOf[$0] })
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
            // A notice is found by its own name too, although it is the flaws it speaks of that packages have.
            let own = flawOf[advisory.own]
            if !list.contains(own) { advisoriesOfFlaw[own].append(UInt32(index)) }
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
        let file = try DatabaseFile.assemble(ordered, created: created, validUntil: Self.end(created, lifetime))
        return (file.bytes, file.digest, report)
    }

    /// By the names of the feeds, then as they came.
    private mutating func orderByFeed() {
        var rank = [Int](repeating: 0, count: feeds.count)
        for (place, feed) in feeds.indices.sorted(by: { feeds[$0] < feeds[$1] }).enumerated() { rank[feed] = place }
        let order = advisories.indices.sorted {
            (rank[advisories[$0].feed], $0) < (rank[advisories[$1].feed], $1)
        }
        var place = [UInt32](repeating: 0, count: order.count)
        for (index, advisory) in order.enumerated() { place[advisory] = UInt32(truncatingIfNeeded: index) }
        advisories = order.map { advisories[$0] }
        for index in entries.indices { entries[index].advisory = place[Int(entries[index].advisory)] }
        annotations = annotations.indices.sorted {
            (rank[annotations[$0].feed], $0) < (rank[annotations[$1].feed], $1)
        }.map { annotations[$0] }
    }

    private static func end(_ created: Timestamp, _ lifetime: Int64) -> Int64 {
        let (end, isTooLate) = created.seconds.addingReportingOverflow(max(0, lifetime))
        return isTooLate ? Int64.max : end
    }

    /// What an entry says of versions, for the table of their positions.
    private func spans(of entry: Entry) -> VersionPositionsWriter.Entry {
        typealias Flags = DatabaseLayout.RangeFlags
        var listed: [[UInt8]] = []
        if entry.flags & DatabaseLayout.EntryFlags.hasVersions != 0 {
            details.bytes.withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes, at: Int(entry.details))
                _ = cursor.count()
                if entry.flags & DatabaseLayout.EntryFlags.isNarrowed != 0 { _ = Narrowing(&cursor) }
                for _ in 0..<cursor.count() { listed.append(Array(cursor.take(cursor.count()))) }
            }
        }
        let rows = ranges.bytes.withUnsafeBytes { bytes in
            (0..<Int(entry.rangeCount)).map { number in
                func load(_ field: Int) -> UInt32 {
                    let offset = (Int(entry.firstRange) + number) * 12 + field * 4
                    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                }
                let flags = load(2)
                func bound(_ place: UInt32, _ has: UInt32, _ isIncluded: UInt32) -> VersionPositionsWriter.Bound? {
                    guard flags & has != 0 else { return nil }
                    return (strings.withBytes(at: place) { Array($0) }, flags & isIncluded != 0)
                }
                return (
                    lower: bound(load(0), Flags.hasLower, Flags.lowerIsIncluded),
                    upper: bound(load(1), Flags.hasUpper, Flags.upperIsIncluded)
                )
            }
        }
        return VersionPositionsWriter.Entry(
            scheme: VersionScheme.all[Int(entry.scheme)], flags: entry.flags, naming: entry.naming,
            verdict: entry.verdict, ranges: rows, listed: listed)
    }

    /// By the ecosystem's text, then by the bytes of the name.
    private func packageOrder(_ texts: [String]) -> [Int] {
        var rank = [Int](repeating: 0, count: texts.count)
        for (place, index) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() { rank[index] = place }
        return packageKeys.indices.sorted { left, right in
            let (a, b) = (packageKeys[left], packageKeys[right])
            guard a.ecosystem == b.ecosystem else { return rank[Int(a.ecosystem)] < rank[Int(b.ecosystem)] }
            return strings.precedes(a.name, b.name)
        }
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
                        writer.member("records", source.records)
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
