/// The index of components on disk, format 1.
///
/// One file, little endian, made to be mapped into memory:
///
///     commit    which segments count, twice: 4 KiB each
///     segments  each at a multiple of 4 KiB, complete by itself and never changed
///
/// A commit is magic, format, number of segments (4 bytes each), its number and the end of the last segment (8 bytes
/// each), then offset, length and SHA-256 root of each segment (48 bytes), and at the end of the 4 KiB the SHA-256 of
/// all that. The segment is written and flushed first, then the one copy of the commit, then the other: whenever the
/// writer is stopped, one copy is whole, and what it names is there. What lies behind the end that it names was never
/// acknowledged. Since both copies say the same once a change is acknowledged, losing one loses nothing.
///
/// A segment is a header, SHA-256 digests of its blocks of 64 KiB, and the blocks. Its root is the digest of header and
/// digests: opening checks the roots, and a block is checked when it is first read.
///
/// Documents of a segment are numbered in the order in which they came. Postings of a component are the numbers of the
/// documents that have it, each as the difference from the one before in LEB128.
enum ComponentIndexLayout {
    static let magic: [UInt8] = Array("OBRYZAIX".utf8)
    static let segmentMagic: [UInt8] = Array("OBIXSEGM".utf8)
    static let format: UInt32 = 1
    static let commitSize = 4096
    static let alignment = 4096
    static let segmentsStart = 2 * commitSize
    static let segmentRow = 48
    static let commitHeader = 32
    static let blockSize = 64 << 10
    static let digestSize = 32
    /// Segments are merged long before.
    static let mostSegments = 64
    /// Of a file; offsets within sections are 32 bits.
    static let largest = 64 << 30

    /// Sections of a segment, in the order of the table in its header: offset and length, 8 bytes each.
    enum Section: Int, CaseIterable {
        /// `DocumentRow`.
        case documents
        /// Numbers of documents in the order of their digests: 4 bytes.
        case documentOrder
        /// `ComponentRow`.
        case components
        /// `KeyRow`: under which names components are looked up.
        case keys
        /// Hash table of keys: index + 1, or 0. 4 bytes.
        case buckets
        /// Components of keys: 4 bytes.
        case lists
        /// Each a varint length and bytes: names, and components as `IndexedComponent` encodes them.
        case texts
        case postings
    }

    /// Magic, length of the segment (8 bytes), start of the blocks (8), then the table of sections.
    static let segmentHeader = 24 + Section.allCases.count * 16

    enum DocumentRow {
        static let size = 44
        static let digest = 0
        static let name = 32
        /// How many of its components cannot be looked up.
        static let unidentified = 36
        static let flags = 40
        static let isIncomplete: UInt32 = 1
    }

    enum ComponentRow {
        static let size = 16
        static let text = 0
        static let postings = 4
        static let count = 8
        static let last = 12
    }

    enum KeyRow {
        static let size = 16
        static let ecosystem = 0
        static let name = 4
        static let first = 8
        static let count = 12
    }

    /// FNV-1a over ecosystem, a zero byte, and name, its halves mixed.
    static func hash(_ ecosystem: UnsafeRawBufferPointer, _ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in ecosystem { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash = hash &* 0x0000_0100_0000_01b3
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 32)
    }
}
