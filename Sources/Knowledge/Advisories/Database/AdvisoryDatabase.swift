internal import Archive
package import Content
internal import JSONText

/// An advisory database that is open for reading.
///
/// Comes in: a file made by `DatabaseBuilder`. Goes out: what advisories say of a package, of a flaw, and when the
/// data was current. A damaged block is an error that `check` reports, never an empty answer.
package final class AdvisoryDatabase {
    private let file: DatabaseFile
    /// Ecosystems by their text.
    private let ecosystems: [Ecosystem: Int]
    private let buckets: Int
    /// Blocks of text that were expanded: the findings of an image ask for the same ones in turn.
    private var expanded: [Int: [UInt8]] = [:]
    private static let mostExpanded = 256

    package var created: Timestamp { file.created }
    package var validUntil: Timestamp { file.validUntil }
    package var digest: Digest { file.digest }
    package var size: (advisories: Int, packages: Int, entries: Int, flaws: Int) {
        (file.rows(.advisories), file.rows(.packages), file.rows(.entries), file.rows(.flaws))
    }

    /// - Throws: `DatabaseError` or `FileError`.
    package convenience init(path: String) throws { try self.init(DatabaseFile(path: path)) }

    package convenience init(_ bytes: [UInt8]) throws { try self.init(DatabaseFile(bytes)) }

    private init(_ file: DatabaseFile) throws {
        self.file = file
        var ecosystems: [Ecosystem: Int] = [:]
        for index in 0..<file.rows(.ecosystems) {
            let text = Self.text(file, file.number(.ecosystems, index * 4))
            if let ecosystem = Ecosystem(text) { ecosystems[ecosystem] = index }
        }
        self.ecosystems = ecosystems
        buckets = file.rows(.buckets)
        guard buckets > 0, buckets & (buckets - 1) == 0 else { throw DatabaseError.damaged("its table of packages") }
        do {
            let root = try JSONDocument(Array(file.whole(.provenance))).root
            sources = root["sources"]?.elements.compactMap { $0["name"]?.string }.sorted() ?? []
        } catch {
            throw DatabaseError.damaged("its provenance")
        }
        try check()
    }

    /// - Throws: the damage that a question met since the database was opened.
    package func check() throws(DatabaseError) {
        if let damage = file.damage { throw damage }
    }

    /// Reads and checks every byte.
    package func checkAll() throws(DatabaseError) { try file.checkAll() }

    /// The names of the feeds it was built from, sorted.
    package let sources: [String]

    /// JSON: sources with files, digests and newest records.
    package var provenance: [UInt8] { Array(file.whole(.provenance)) }

    /// Ecosystems of which it knows anything, sorted.
    package var knownEcosystems: [Ecosystem] { ecosystems.keys.sorted() }

    package func knows(_ ecosystem: Ecosystem) -> Bool { ecosystems[ecosystem] != nil }

    /// Whether anything is known of a family, whatever the release.
    package func knows(family: Ecosystem.Family) -> Bool { ecosystems.keys.contains { $0.family == family } }

    // MARK: Packages

    /// All packages of which something is known, by ecosystem and name.
    package var packageNames: [(ecosystem: Ecosystem, name: String)] {
        let byNumber = Dictionary(uniqueKeysWithValues: ecosystems.map { ($0.value, $0.key) })
        return (0..<file.rows(.packages)).compactMap { index in
            byNumber[Int(file.number(.packages, index * 16 + 4))].map {
                ($0, text(file.number(.packages, index * 16)))
            }
        }
    }

    /// A handle for `entries`; `nil` for an ecosystem of which nothing is known.
    package func number(of ecosystem: Ecosystem) -> Int? { ecosystems[ecosystem] }

    /// What advisories say of a package.
    ///
    /// - Parameters:
    ///   - ecosystem: from `number(of:)`.
    ///   - name: normalised.
    package func entries(_ ecosystem: Int, _ name: UnsafeRawBufferPointer) -> Range<Int> {
        package(ecosystem, name)?.entries ?? 0..<0
    }

    /// The number of a package and its entries; `nil` when nothing is said of it.
    @inline(__always)
    func package(_ ecosystem: Int, _ name: UnsafeRawBufferPointer) -> (number: Int, entries: Range<Int>)? {
        var place = Int(truncatingIfNeeded: PackageBuckets.hash(ecosystem: ecosystem, name: name)) & (buckets - 1)
        var steps = 0
        while steps < buckets {
            let found = file.number(.buckets, place * 4)
            guard found != 0, found != DatabaseLayout.none else { break }
            let row = file.bytes(.packages, Int(found - 1) * 16, 16)
            guard row.count == 16 else { break }
            if Self.load(row, 4) == UInt32(truncatingIfNeeded: ecosystem), bytes(Self.load(row, 0)).elementsEqual(name)
            {
                let first = Int(Self.load(row, 8))
                return (Int(found - 1), first..<first + Int(Self.load(row, 12)))
            }
            place = (place + 1) & (buckets - 1)
            steps += 1
        }
        return nil
    }

    /// Where versions stand to all that is said of a package; `nil` where they have no one order.
    func positions(ofPackage number: Int) -> VersionPositions? {
        let place = file.number(.positionIndex, number * 4)
        return place == DatabaseLayout.none ? nil : VersionPositions(file.measured(.positions, Int(place)))
    }

    /// An entry's advisory and first range; all that was not looked up in `VersionPositions`.
    @inline(__always)
    func row(ofEntry index: Int) -> (advisory: UInt32, firstRange: UInt32) {
        let row = file.bytes(.entries, index * DatabaseLayout.EntryRow.size, 8)
        guard row.count == 8 else { return (DatabaseLayout.none, 0) }
        return (Self.load(row, DatabaseLayout.EntryRow.advisory), Self.load(row, DatabaseLayout.EntryRow.firstRange))
    }

    /// Where an advisory's id and source stand among the strings.
    func places(ofAdvisory index: UInt32) -> (id: UInt32, source: UInt32) {
        typealias Row = DatabaseLayout.AdvisoryRow
        return (
            file.number(.advisories, Int(index) * Row.size + Row.id),
            file.number(.advisories, Int(index) * Row.size + Row.source)
        )
    }

    /// The order of two strings, as `String` has it.
    func precedes(_ a: UInt32, _ b: UInt32) -> Bool {
        let (left, right) = (bytes(a), bytes(b))
        if left.allSatisfy({ $0 < 0x80 }), right.allSatisfy({ $0 < 0x80 }) {
            return left.lexicographicallyPrecedes(right)
        }
        return text(a) < text(b)
    }

    /// The flaws of which an advisory speaks, as 4 bytes each.
    @inline(__always)
    func flawList(ofAdvisory index: UInt32) -> FlawList {
        typealias Row = DatabaseLayout.AdvisoryRow
        let row = file.bytes(.advisories, Int(index) * Row.size, Row.size)
        guard row.count == Row.size else { return FlawList(UnsafeRawBufferPointer(start: nil, count: 0)) }
        return FlawList(
            file.bytes(.flawLists, Int(Self.load(row, Row.firstFlaw)) * 4, Int(Self.load(row, Row.flawCount)) * 4))
    }

    /// Numbers of flaws, within the database.
    struct FlawList {
        private let bytes: UnsafeRawBufferPointer

        fileprivate init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        @inline(__always)
        var count: Int { bytes.count / 4 }

        @inline(__always)
        subscript(index: Int) -> UInt32 { AdvisoryDatabase.load(bytes, index * 4) }
    }

    package func entries(_ ecosystem: Ecosystem, _ name: String) -> Range<Int> {
        guard let number = ecosystems[ecosystem] else { return 0..<0 }
        var name = name
        return name.withUTF8 { entries(number, UnsafeRawBufferPointer($0)) }
    }

    /// Whether a version is among those of which an entry speaks.
    package enum Membership: Sendable, Equatable {
        case outside
        /// Within these ends, or listed by itself.
        case inside(VersionInterval?)
        /// The version, or the entry's range, cannot be ordered.
        case unknown(String)
    }

    /// Where a version stands to an entry, before anything is put into words.
    package enum Place: Sendable, Equatable {
        case outside
        /// In the range with this number.
        case inside(range: Int)
        /// Listed by itself.
        case listed
        /// The entry has a range that cannot be ordered, and the version is in none of the others.
        case undecidable
        /// The version cannot be ordered.
        case unordered
        /// The entry names neither ranges nor versions.
        case unsaid
        case damaged
    }

    /// What an entry says of a version.
    package func membership(entry: Int, _ version: UnsafeRawBufferPointer) -> Membership {
        membership(entry: entry, place(entry: entry, version))
    }

    package func membership(entry: Int, _ place: Place) -> Membership {
        switch place {
        case .outside: .outside
        case .listed: .inside(nil)
        case .inside(let range): .inside(interval(file.bytes(.ranges, range * 12, 12)))
        case .undecidable: .unknown("the advisory's range cannot be ordered")
        case .unordered: .unknown("the version cannot be ordered as \(scheme(ofEntry: entry)?.rawValue ?? "anything")")
        case .unsaid: .unknown("the advisory names no version")
        case .damaged: .unknown("the database is damaged")
        }
    }

    /// The order in which an entry's ranges stand.
    package func scheme(ofEntry entry: Int) -> VersionScheme? {
        typealias Row = DatabaseLayout.EntryRow
        guard let place = file.bytes(.entries, entry * Row.size + Row.scheme, 1).first,
            Int(place) < VersionScheme.all.count
        else { return nil }
        return VersionScheme.all[Int(place)]
    }

    /// Compares, and nothing else.
    package func place(entry: Int, _ version: UnsafeRawBufferPointer) -> Place {
        typealias Row = DatabaseLayout.EntryRow
        typealias Flags = DatabaseLayout.EntryFlags
        let row = file.bytes(.entries, entry * Row.size, Row.size)
        guard row.count == Row.size else { return .damaged }
        let flags = row[Row.flags]
        let schemeIndex = Int(row[Row.scheme])
        guard schemeIndex < VersionScheme.all.count else { return .damaged }
        let scheme = VersionScheme.all[schemeIndex]
        if flags & Flags.hasVersions != 0 {
            let isNarrowed = flags & Flags.isNarrowed != 0
            guard let isListed = lists(Self.load(row, Row.details), isNarrowed: isNarrowed, version, scheme) else {
                return .damaged
            }
            if isListed { return .listed }
        }
        let first = Int(Self.load(row, Row.firstRange))
        let count = Int(UInt16(row[Row.rangeCount]) | UInt16(row[Row.rangeCount + 1]) << 8)
        var isUnordered = false
        for index in first..<first + count {
            let range = file.bytes(.ranges, index * 12, 12)
            guard range.count == 12 else { return .damaged }
            switch Self.contains(file, range, version, scheme) {
            case .inside: return .inside(range: index)
            case .unknown: isUnordered = true
            case .outside: break
            }
        }
        if isUnordered { return .unordered }
        if flags & Flags.isUndecidable != 0 { return .undecidable }
        return flags & Flags.namesNoVersion != 0 ? .unsaid : .outside
    }

    @inline(__always)
    private static func contains(
        _ file: DatabaseFile, _ range: UnsafeRawBufferPointer, _ version: UnsafeRawBufferPointer,
        _ scheme: VersionScheme
    ) -> VersionRanges.Membership {
        typealias Flags = DatabaseLayout.RangeFlags
        let kind = load(range, 8)
        // All versions, but only those that are one.
        if kind & (Flags.hasLower | Flags.hasUpper) == 0 {
            return scheme.refusal(of: version) == nil ? .inside : .unknown
        }
        if kind & Flags.hasLower != 0 {
            let order = scheme.order(version, bytes(file, load(range, 0)))
            if order == .incomparable { return .unknown }
            if order == .less || order == .equal && kind & Flags.lowerIsIncluded == 0 { return .outside }
        }
        if kind & Flags.hasUpper != 0 {
            let order = scheme.order(version, bytes(file, load(range, 4)))
            if order == .incomparable { return .unknown }
            if order == .greater || order == .equal && kind & Flags.upperIsIncluded == 0 { return .outside }
        }
        return .inside
    }

    private func interval(_ range: UnsafeRawBufferPointer) -> VersionInterval? {
        typealias Flags = DatabaseLayout.RangeFlags
        guard range.count == 12 else { return nil }
        let kind = Self.load(range, 8)
        return VersionInterval(
            from: kind & Flags.hasLower == 0
                ? nil
                : VersionBound(text(Self.load(range, 0)), isInclusive: kind & Flags.lowerIsIncluded != 0),
            to: kind & Flags.hasUpper == 0
                ? nil
                : VersionBound(text(Self.load(range, 4)), isInclusive: kind & Flags.upperIsIncluded != 0))
    }

    /// The intervals of an entry.
    package func intervals(entry: Int) -> [VersionInterval] {
        typealias Row = DatabaseLayout.EntryRow
        let row = file.bytes(.entries, entry * Row.size, Row.size)
        guard row.count == Row.size else { return [] }
        let first = Int(Self.load(row, Row.firstRange))
        let count = Int(UInt16(row[Row.rangeCount]) | UInt16(row[Row.rangeCount + 1]) << 8)
        return (first..<first + count).compactMap { interval(file.bytes(.ranges, $0 * 12, 12)) }
    }

    /// Whether the details list a version; `nil` when they cannot be read.
    private func lists(
        _ details: UInt32, isNarrowed: Bool, _ version: UnsafeRawBufferPointer, _ scheme: VersionScheme
    ) -> Bool? {
        var cursor = ByteCursor(file.measured(.details, Int(details)))
        if isNarrowed { _ = Narrowing(&cursor) }
        for _ in 0..<cursor.count() {
            let item = cursor.take(cursor.count())
            if cursor.hasFailed { return nil }
            if item.elementsEqual(version) || scheme.order(item, version) == .equal { return true }
        }
        return cursor.hasFailed ? nil : false
    }

    /// What narrows an entry, without the record; `nil` when nothing does or it cannot be read.
    func narrowing(entry: Int) -> Narrowing? {
        typealias Row = DatabaseLayout.EntryRow
        let row = file.bytes(.entries, entry * Row.size, Row.size)
        guard row.count == Row.size, row[Row.flags] & DatabaseLayout.EntryFlags.isNarrowed != 0 else { return nil }
        var cursor = ByteCursor(file.measured(.details, Int(Self.load(row, Row.details))))
        let narrowing = Narrowing(&cursor)
        return cursor.hasFailed ? nil : narrowing
    }

    /// The fields of an entry that every question needs.
    package struct Entry: Sendable {
        package var advisory: Int
        /// Which of the advisory's packages it is.
        package var ordinal: Int
        package var naming: Affected.Naming
        package var verdict: Affected.Verdict
        package var fixState: Fix.State
        package var fixVersion: String?
        /// A module, channel, architecture or platform narrows it.
        package var isNarrowed: Bool
        /// It means every version.
        package var namesNoVersion: Bool
        package var hasSymbols: Bool
        package var isIndirect: Bool
    }

    package func entry(_ index: Int) -> Entry? {
        typealias Row = DatabaseLayout.EntryRow
        let row = file.bytes(.entries, index * Row.size, Row.size)
        guard row.count == Row.size, let naming = Self.item(row[Row.naming], Affected.Naming.all),
            let verdict = Self.item(row[Row.verdict], Affected.Verdict.all),
            let state = Self.item(row[Row.fixState], Fix.State.all)
        else { return nil }
        let flags = row[Row.flags]
        let fix = Self.load(row, Row.fixVersion)
        return Entry(
            advisory: Int(Self.load(row, Row.advisory)), ordinal: Int(Self.load(row, Row.ordinal)), naming: naming,
            verdict: verdict, fixState: state,
            fixVersion: fix == DatabaseLayout.none ? nil : text(fix),
            isNarrowed: flags & DatabaseLayout.EntryFlags.isNarrowed != 0,
            namesNoVersion: flags & DatabaseLayout.EntryFlags.namesNoVersion != 0,
            hasSymbols: flags & DatabaseLayout.EntryFlags.hasSymbols != 0,
            isIndirect: flags & DatabaseLayout.EntryFlags.isIndirect != 0)
    }

    // MARK: Advisories and flaws

    /// The whole record.
    package func advisory(_ index: Int) throws(DatabaseError) -> Advisory {
        typealias Row = DatabaseLayout.AdvisoryRow
        let row = file.bytes(.advisories, index * Row.size, Row.size)
        try check()
        guard row.count == Row.size else { throw .damaged("an advisory that is not there") }
        let bytes = try block(Int(Self.load(row, Row.textBlock)))
        let result = bytes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes, at: Int(Self.load(row, Row.textOffset)))
            return Result { () throws(DatabaseError) in try RecordCodec.decode(&cursor) }
        }
        return try result.get()
    }

    /// Its id and source, without the record.
    package func name(ofAdvisory index: Int) -> (id: String, source: String) {
        typealias Row = DatabaseLayout.AdvisoryRow
        return (
            text(file.number(.advisories, index * Row.size + Row.id)),
            text(file.number(.advisories, index * Row.size + Row.source))
        )
    }

    /// The flaws of which an advisory speaks.
    package func flaws(ofAdvisory index: Int) -> [Int] {
        typealias Row = DatabaseLayout.AdvisoryRow
        let row = file.bytes(.advisories, index * Row.size, Row.size)
        guard row.count == Row.size else { return [] }
        return list(.flawLists, Self.load(row, Row.firstFlaw), Self.load(row, Row.flawCount))
    }

    /// A flaw with all its names, what is known of it, and the advisories that speak of it.
    package struct Flaw: Sendable {
        /// The best known first: a CVE number where there is one.
        package var names: [String]
        package var annotations: [Annotation]
        package var advisories: [Int]
    }

    package func flaw(_ index: Int) throws(DatabaseError) -> Flaw {
        typealias Row = DatabaseLayout.FlawRow
        let row = file.bytes(.flaws, index * Row.size, Row.size)
        try check()
        guard row.count == Row.size else { throw .damaged("a flaw that is not there") }
        let names = list(.names, Self.load(row, Row.firstName), Self.load(row, Row.nameCount)).map {
            text(UInt32($0))
        }
        var annotations: [Annotation] = []
        // Up to where those of the next flaw begin: whatever is read beyond would have to be checked.
        let start = Int(Self.load(row, Row.annotations))
        let next = file.number(.flaws, (index + 1) * Row.size + Row.annotations)
        var cursor = ByteCursor(
            next == DatabaseLayout.none
                ? file.tail(.annotations, start, limit: 4 << 20)
                : file.bytes(.annotations, start, Int(next) - start))
        for _ in 0..<Self.load(row, Row.annotationCount) { annotations.append(try AnnotationCodec.decode(&cursor)) }
        let flaw = Flaw(
            names: names, annotations: annotations,
            advisories: list(.advisoryLists, Self.load(row, Row.firstAdvisory), Self.load(row, Row.advisoryCount)))
        try check()
        return flaw
    }

    /// The number of the flaw of this name, in any letter case that the record has.
    package func flaw(named name: String) -> Int? {
        var low = 0
        var high = file.rows(.index)
        while low < high {
            let middle = (low + high) / 2
            let found = text(file.number(.index, middle * 8))
            if found == name {
                let value = file.number(.index, middle * 8 + 4)
                return value == DatabaseLayout.none ? nil : Int(value)
            }
            if found < name { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Names that begin with a text, in order.
    package func names(startingWith prefix: String, limit: Int) -> [String] {
        var low = 0
        var high = file.rows(.index)
        while low < high {
            let middle = (low + high) / 2
            if text(file.number(.index, middle * 8)) < prefix { low = middle + 1 } else { high = middle }
        }
        var names: [String] = []
        while low < file.rows(.index), names.count < limit {
            let name = text(file.number(.index, low * 8))
            guard name.hasPrefix(prefix) else { break }
            names.append(name)
            low += 1
        }
        return names
    }

    package func lifecycles() throws(DatabaseError) -> [Lifecycle] {
        var cursor = ByteCursor(file.whole(.lifecycles))
        var all: [Lifecycle] = []
        for _ in 0..<file.rows(.lifecycles) { all.append(try AnnotationCodec.decodeLifecycle(&cursor)) }
        try check()
        return all
    }

    // MARK: Bytes

    private func block(_ number: Int) throws(DatabaseError) -> [UInt8] {
        if let bytes = expanded[number] { return bytes }
        let row = file.bytes(.textBlocks, number * 12, 12)
        guard row.count == 12 else { throw .damaged("a block of text that is not there") }
        let size = Int(Self.load(row, 8))
        let frame = file.bytes(.text, Int(Self.load(row, 0)), Int(Self.load(row, 4)))
        try check()
        guard size <= 256 << 20 else { throw .damaged("a block of text of \(size) bytes") }
        do {
            let bytes = try ZstdFrame.expand(frame, size: size)
            if expanded.count >= Self.mostExpanded { expanded.removeAll(keepingCapacity: true) }
            expanded[number] = bytes
            return bytes
        } catch {
            throw .damaged("block of text \(number)")
        }
    }

    private func list(_ section: DatabaseLayout.Section, _ first: UInt32, _ count: UInt32) -> [Int] {
        let bytes = file.bytes(section, Int(first) * 4, Int(count) * 4)
        return stride(from: 0, to: bytes.count, by: 4).map { Int(Self.load(bytes, $0)) }
    }

    private func bytes(_ place: UInt32) -> UnsafeRawBufferPointer { Self.bytes(file, place) }

    private func text(_ place: UInt32) -> String { Self.text(file, place) }

    private static func text(_ file: DatabaseFile, _ place: UInt32) -> String {
        String(decoding: bytes(file, place), as: UTF8.self)
    }

    @inline(__always)
    private static func bytes(_ file: DatabaseFile, _ place: UInt32) -> UnsafeRawBufferPointer {
        var offset = Int(place)
        var length = 0
        var shift = 0
        while shift < 35 {
            let byte = file.bytes(.strings, offset, 1)
            guard let value = byte.first else { return UnsafeRawBufferPointer(start: nil, count: 0) }
            length |= Int(value & 0x7f) << shift
            offset += 1
            if value < 0x80 { break }
            shift += 7
        }
        return file.bytes(.strings, offset, length)
    }

    @inline(__always)
    private static func load(_ row: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
        UInt32(littleEndian: row.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    @inline(__always)
    private static func item<Case>(_ place: UInt8, _ cases: [Case]) -> Case? {
        Int(place) < cases.count ? cases[Int(place)] : nil
    }
}

// By their position, as entries name them; made once.
extension VersionScheme {
    static let all = allCases
}

extension Affected.Naming {
    fileprivate static let all = allCases
}

extension Affected.Verdict {
    fileprivate static let all = allCases
}

extension Fix.State {
    fileprivate static let all = allCases
}
