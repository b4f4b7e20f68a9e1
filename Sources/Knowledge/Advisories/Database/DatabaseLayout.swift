/// The advisory database on disk, format 3.
///
/// One file, little endian, made to be mapped into memory and asked a few questions:
///
///     header    magic, format, sizes, table of sections                          64 bytes and 24 a section
///     digests   SHA-256 of each block of 64 KiB that follows
///     root      SHA-256 of header and digests: the content address of the database
///     sections  rows of fixed size, strings, compressed text
///
/// Opening checks the root and the length; a block is checked when it is first read. So a truncated or altered file is
/// noticed, and opening one costs the same whatever its size.
enum DatabaseLayout {
    static let magic: [UInt8] = Array("OBRYZADB".utf8)
    static let format: UInt32 = 3
    static let blockSize = 64 << 10
    static let headerSize = 64
    static let sectionRow = 24
    static let digestSize = 32
    /// Larger files are refused; offsets within sections are 32 bits.
    static let largest = 4 << 30

    /// No string, row or list.
    static let none = UInt32.max

    enum Section: UInt32, CaseIterable {
        /// Each a varint length and UTF-8; elsewhere named by their offset.
        case strings = 1
        /// Their texts: string offsets, 4 bytes.
        case ecosystems
        /// Name, ecosystem, first entry, number of entries: 16 bytes.
        case packages
        /// Hash table of packages: index + 1, or 0. 4 bytes.
        case buckets
        /// What an advisory says of a package (`EntryRow`).
        case entries
        /// Lower bound, upper bound, flags (`RangeFlags`): 12 bytes.
        case ranges
        /// What few entries have: a varint length, then what narrows the entry, then its exact versions.
        case details
        /// `AdvisoryRow`.
        case advisories
        /// Flaws of advisories: 4 bytes.
        case flawLists
        /// `FlawRow`.
        case flaws
        /// Names of flaws: string offsets, 4 bytes.
        case names
        /// Sorted by name: string and flaw. 8 bytes.
        case index
        /// Advisories of flaws: 4 bytes.
        case advisoryLists
        /// Annotations of flaws in `details` encoding.
        case annotations
        /// Offset in `text`, compressed size, size: 12 bytes.
        case textBlocks
        /// zstd frames.
        case text
        /// `LifecycleRow`s in `details` encoding.
        case lifecycles
        /// JSON: what the database was built from.
        case provenance
        /// For each package where its row in `positions` is, or `none`: 4 bytes.
        case positionIndex
        /// `VersionPositions`; what they answer, the rows above answer too.
        case positions

        /// Bytes of a row, where all rows have the same number.
        var rowSize: Int? {
            switch self {
            case .ecosystems, .buckets, .flawLists, .names, .advisoryLists, .positionIndex: 4
            case .packages: 16
            case .entries: EntryRow.size
            case .ranges, .textBlocks: 12
            case .advisories: AdvisoryRow.size
            case .flaws: FlawRow.size
            case .index: 8
            case .strings, .details, .annotations, .text, .lifecycles, .provenance, .positions: nil
            }
        }
    }

    enum EntryRow {
        static let size = 28
        static let advisory = 0
        static let firstRange = 4
        static let rangeCount = 8
        static let naming = 10
        static let verdict = 11
        static let fixState = 12
        static let flags = 13
        static let scheme = 14
        static let details = 16
        static let fixVersion = 20
        /// Which of the advisory's packages it is.
        static let ordinal = 24
    }

    enum EntryFlags {
        /// Exact versions are listed in the details.
        static let hasVersions: UInt8 = 1
        /// A module, channel, architecture or platform narrows the entry: see the details.
        static let isNarrowed: UInt8 = 2
        /// At least one range of the source could not be brought into intervals: beyond the ranges nothing is known.
        static let isUndecidable: UInt8 = 4
        static let hasSymbols: UInt8 = 8
        /// The evidence is indirect, such as a changelog.
        static let isIndirect: UInt8 = 16
        /// Neither ranges nor versions: all versions are meant.
        static let namesNoVersion: UInt8 = 32
    }

    enum RangeFlags {
        static let hasLower: UInt32 = 1
        static let lowerIsIncluded: UInt32 = 2
        static let hasUpper: UInt32 = 4
        static let upperIsIncluded: UInt32 = 8
    }

    enum AdvisoryRow {
        static let size = 36
        static let id = 0
        static let source = 4
        static let kind = 8
        static let status = 9
        static let published = 12
        static let modified = 16
        static let textBlock = 20
        static let textOffset = 24
        static let firstFlaw = 28
        static let flawCount = 32
    }

    enum FlawRow {
        static let size = 24
        static let firstName = 0
        static let nameCount = 4
        static let annotations = 8
        static let annotationCount = 12
        static let firstAdvisory = 16
        static let advisoryCount = 20
    }
}

/// Bytes being written, little endian.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func append(_ value: UInt8) { bytes.append(value) }

    mutating func append(_ value: UInt16) {
        for shift in [0, 8] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func append(_ value: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func append(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// LEB128.
    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func appendVarint(_ value: Int) { appendVarint(UInt64(max(0, value))) }

    mutating func appendText(_ text: String) {
        appendVarint(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
}

/// Bytes being read; past the end everything is zero or empty and `hasFailed` is set.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset: Int
    private(set) var hasFailed = false

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    mutating func byte() -> UInt8 {
        guard offset >= 0, offset < bytes.count else {
            hasFailed = true
            return 0
        }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func varint() -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = byte()
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return value }
        }
        hasFailed = true
        return 0
    }

    /// A count of things of at least one byte each.
    mutating func count() -> Int {
        let value = varint()
        guard value <= UInt64(bytes.count - min(offset, bytes.count)) else {
            hasFailed = true
            return 0
        }
        return Int(value)
    }

    mutating func text() -> String {
        let length = count()
        guard !hasFailed else { return "" }
        defer { offset += length }
        return String(decoding: bytes[offset..<offset + length], as: UTF8.self)
    }

    mutating func take(_ length: Int) -> UnsafeRawBufferPointer {
        guard length >= 0, offset <= bytes.count - length else {
            hasFailed = true
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        defer { offset += length }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
    }
}
