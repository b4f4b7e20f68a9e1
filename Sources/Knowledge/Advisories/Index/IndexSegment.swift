internal import Content

/// A segment of the index that is open for reading; its blocks are checked when they are first read.
///
/// Not `Sendable`: which blocks were checked is kept without a lock.
final class IndexSegment {
    private typealias Layout = ComponentIndexLayout

    /// Keeps the bytes where they are.
    private let owner: AnyObject
    private let bytes: UnsafeRawBufferPointer
    private let dataStart: Int
    private let places: [(offset: Int, length: Int)]
    private var checked: [Bool]
    let root: Digest

    /// - Parameters:
    ///   - owner: of the bytes.
    ///   - bytes: of the segment.
    ///   - root: what the commit says of it.
    init(_ owner: AnyObject, _ bytes: UnsafeRawBufferPointer, root: Digest) throws(ComponentIndexError) {
        self.owner = owner
        self.bytes = bytes
        self.root = root
        func number(_ offset: Int) -> Int? {
            guard offset + 8 <= bytes.count else { return nil }
            return Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
        guard bytes.count >= Layout.segmentHeader, bytes[..<8].elementsEqual(Layout.segmentMagic),
            number(8) == bytes.count, let start = number(16), start >= Layout.segmentHeader, start <= bytes.count,
            Digest.of(UnsafeRawBufferPointer(rebasing: bytes[..<start])) == root
        else { throw .damaged("the header of a segment") }
        dataStart = start
        let size = bytes.count - start
        let blocks = (size + Layout.blockSize - 1) / Layout.blockSize
        guard start == Layout.segmentHeader + blocks * Layout.digestSize else {
            throw .damaged("the digests of a segment")
        }
        checked = Array(repeating: false, count: blocks)
        var places: [(offset: Int, length: Int)] = []
        for section in Layout.Section.allCases {
            guard let offset = number(24 + section.rawValue * 16), let length = number(32 + section.rawValue * 16),
                offset <= size, length <= size - offset
            else { throw .damaged("the sections of a segment") }
            places.append((offset, length))
        }
        self.places = places
    }

    var documentCount: Int { places[Layout.Section.documents.rawValue].length / Layout.DocumentRow.size }
    var componentCount: Int { places[Layout.Section.components.rawValue].length / Layout.ComponentRow.size }
    var keyCount: Int { places[Layout.Section.keys.rawValue].length / Layout.KeyRow.size }
    var size: Int { bytes.count }
    var whole: UnsafeRawBufferPointer { bytes }

    struct Document {
        var digest: Digest
        var name: String
        var unidentified: Int
        var isComplete: Bool
    }

    func document(_ number: Int) throws(ComponentIndexError) -> Document {
        typealias Row = Layout.DocumentRow
        let row = try read(.documents, number * Row.size, Row.size)
        guard let digest = Digest(algorithm: .sha256, bytes: row[..<32]) else { throw .damaged("a document") }
        return Document(
            digest: digest, name: String(decoding: try text(Self.load(row, Row.name)), as: UTF8.self),
            unidentified: Int(Self.load(row, Row.unidentified)),
            isComplete: Self.load(row, Row.flags) & Row.isIncomplete == 0)
    }

    /// How many documents have components that cannot be looked up, or were not read whole.
    func incompleteDocuments() throws(ComponentIndexError) -> Int {
        typealias Row = Layout.DocumentRow
        let rows = try read(.documents, 0, documentCount * Row.size)
        var count = 0
        for start in stride(from: 0, to: rows.count, by: Row.size)
        where Self.load(rows, start + Row.unidentified) > 0 || Self.load(rows, start + Row.flags) & Row.isIncomplete > 0
        {
            count += 1
        }
        return count
    }

    func contains(_ digest: Digest) throws(ComponentIndexError) -> Bool {
        var low = 0
        var high = documentCount
        while low < high {
            let middle = (low + high) / 2
            let number = Int(Self.load(try read(.documentOrder, middle * 4, 4), 0))
            let found = try read(.documents, number * Layout.DocumentRow.size, 32)
            if found.elementsEqual(digest.bytes) { return true }
            if found.lexicographicallyPrecedes(digest.bytes) { low = middle + 1 } else { high = middle }
        }
        return false
    }

    struct Component {
        var text: UnsafeRawBufferPointer
        var postings: UnsafeRawBufferPointer
        var count: Int
        var last: UInt32
    }

    func component(_ number: Int) throws(ComponentIndexError) -> Component {
        typealias Row = Layout.ComponentRow
        let row = try read(.components, number * Row.size, Row.size)
        let start = Int(Self.load(row, Row.postings))
        // The list ends where that of the next component begins.
        let end =
            number + 1 < componentCount
            ? Int(Self.load(try read(.components, (number + 1) * Row.size, Row.size), Row.postings))
            : places[Layout.Section.postings.rawValue].length
        guard end >= start else { throw .damaged("a list of documents") }
        return Component(
            text: try text(Self.load(row, Row.text)), postings: try read(.postings, start, end - start),
            count: Int(Self.load(row, Row.count)), last: Self.load(row, Row.last))
    }

    /// Hands on the documents that have a component, in ascending order.
    func forEachDocument(of component: Component, _ body: (Int) -> Void) throws(ComponentIndexError) {
        var document = 0
        var cursor = 0
        let bytes = component.postings
        for _ in 0..<component.count {
            var difference = 0
            var shift = 0
            while true {
                guard cursor < bytes.count, shift < 35 else { throw .damaged("a list of documents") }
                let byte = bytes[cursor]
                cursor += 1
                difference |= Int(byte & 0x7f) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            document += difference
            guard document < documentCount else { throw .damaged("a list of documents") }
            body(document)
        }
        guard cursor == bytes.count else { throw .damaged("a list of documents") }
    }

    struct Key {
        var ecosystem: UnsafeRawBufferPointer
        var name: UnsafeRawBufferPointer
        var components: [Int]
    }

    func key(_ number: Int) throws(ComponentIndexError) -> Key {
        typealias Row = Layout.KeyRow
        let row = try read(.keys, number * Row.size, Row.size)
        let list = try read(.lists, Int(Self.load(row, Row.first)) * 4, Int(Self.load(row, Row.count)) * 4)
        return Key(
            ecosystem: try text(Self.load(row, Row.ecosystem)), name: try text(Self.load(row, Row.name)),
            components: stride(from: 0, to: list.count, by: 4).map { Int(Self.load(list, $0)) })
    }

    /// The components that are looked up under a name.
    func components(_ ecosystem: String, _ name: String) throws(ComponentIndexError) -> [Int] {
        let (ecosystem, name) = (Array(ecosystem.utf8), Array(name.utf8))
        let hash = ecosystem.withUnsafeBytes { first in
            name.withUnsafeBytes { ComponentIndexLayout.hash(first, $0) }
        }
        let buckets = places[Layout.Section.buckets.rawValue].length / 4
        guard buckets > 0, buckets & (buckets - 1) == 0 else { throw .damaged("the table of names") }
        var place = Int(truncatingIfNeeded: hash) & (buckets - 1)
        for _ in 0..<buckets {
            let found = Self.load(try read(.buckets, place * 4, 4), 0)
            guard found != 0 else { return [] }
            let row = try read(.keys, Int(found - 1) * Layout.KeyRow.size, Layout.KeyRow.size)
            if try text(Self.load(row, Layout.KeyRow.name)).elementsEqual(name),
                try text(Self.load(row, Layout.KeyRow.ecosystem)).elementsEqual(ecosystem)
            {
                return try key(Int(found - 1)).components
            }
            place = (place + 1) & (buckets - 1)
        }
        return []
    }

    /// Reads and checks every byte.
    func checkAll() throws(ComponentIndexError) { for block in checked.indices { try check(block) } }

    // MARK: Bytes

    private func text(_ place: UInt32) throws(ComponentIndexError) -> UnsafeRawBufferPointer {
        var offset = Int(place)
        var length = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            let byte = try read(.texts, offset, 1)[0]
            length |= Int(byte & 0x7f) << shift
            offset += 1
            if byte < 0x80 { return try read(.texts, offset, length) }
        }
        throw .damaged("a text")
    }

    private func read(
        _ section: ComponentIndexLayout.Section, _ offset: Int, _ length: Int
    ) throws(ComponentIndexError) -> UnsafeRawBufferPointer {
        let place = places[section.rawValue]
        guard offset >= 0, length >= 0, offset <= place.length, length <= place.length - offset else {
            throw .damaged("a place that is not there")
        }
        let start = place.offset + offset
        if length > 0 {
            for block in start / Layout.blockSize...(start + length - 1) / Layout.blockSize where !checked[block] {
                try check(block)
            }
        }
        return UnsafeRawBufferPointer(rebasing: bytes[dataStart + start..<dataStart + start + length])
    }

    private func check(_ block: Int) throws(ComponentIndexError) {
        let start = dataStart + block * Layout.blockSize
        let end = min(bytes.count, start + Layout.blockSize)
        let expected = Layout.segmentHeader + block * Layout.digestSize
        let found = Digest.of(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        guard bytes[expected..<expected + Layout.digestSize].elementsEqual(found.bytes) else {
            throw .damaged("block \(block) of a segment")
        }
        checked[block] = true
    }

    private static func load(_ row: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
        UInt32(littleEndian: row.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
