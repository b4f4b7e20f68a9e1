internal import Content
internal import Glibc

/// The database file as blocks that are checked when they are first read.
///
/// Not `Sendable`: which blocks were checked is kept without a lock; each thread opens its own, which costs a mapping.
final class DatabaseFile {
    struct Part {
        var section: DatabaseLayout.Section
        var bytes: [UInt8]
        var rows: Int
    }

    let created: Timestamp
    let validUntil: Timestamp
    /// SHA-256 over header and block digests: the content address.
    let digest: Digest
    private let mapping: UnsafeRawBufferPointer
    /// Else allocated.
    private let isMapped: Bool
    private let dataStart: Int
    private let digestsStart: Int
    private let places: [(offset: Int, length: Int, rows: Int)]
    /// One for each block; not an array, whose every access would be tracked.
    private let checked: UnsafeMutableBufferPointer<Bool>
    /// Set when a block turned out to be damaged; everything read from it is empty.
    private(set) var damage: DatabaseError?

    // MARK: Writing

    static func assemble(
        _ parts: [Part], created: Timestamp, validUntil: Int64
    ) throws -> (bytes: [UInt8], digest: Digest) {
        var data = ByteWriter()
        var table: [(section: UInt32, rows: Int, offset: Int, length: Int)] = []
        for part in parts {
            while data.count % 64 != 0 { data.append(UInt8(0)) }
            table.append((part.section.rawValue, part.rows, data.count, part.bytes.count))
            data.append(part.bytes)
        }
        let blocks = (data.count + DatabaseLayout.blockSize - 1) / DatabaseLayout.blockSize
        let headerEnd = DatabaseLayout.headerSize + table.count * DatabaseLayout.sectionRow
        let digestsEnd = headerEnd + blocks * DatabaseLayout.digestSize
        let rootEnd = digestsEnd + DatabaseLayout.digestSize
        let dataStart = (rootEnd + 4095) / 4096 * 4096
        guard dataStart + data.count < DatabaseLayout.largest else { throw DatabaseError.tooLarge("bytes") }
        var file = ByteWriter()
        file.append(DatabaseLayout.magic)
        file.append(DatabaseLayout.format)
        file.append(UInt32(table.count))
        file.append(UInt64(dataStart + data.count))
        file.append(UInt64(dataStart))
        file.append(UInt64(bitPattern: created.seconds))
        file.append(UInt64(bitPattern: validUntil))
        file.append(UInt64(blocks))
        file.append(UInt64(0))
        for row in table {
            file.append(row.section)
            file.append(UInt32(truncatingIfNeeded: row.rows))
            file.append(UInt64(row.offset))
            file.append(UInt64(row.length))
        }
        data.bytes.withUnsafeBytes { bytes in
            for block in 0..<blocks {
                let start = block * DatabaseLayout.blockSize
                let end = min(bytes.count, start + DatabaseLayout.blockSize)
                file.append(Digest.of(UnsafeRawBufferPointer(rebasing: bytes[start..<end])).bytes)
            }
        }
        let root = Digest.of(file.bytes)
        file.append(root.bytes)
        while file.count < dataStart { file.append(UInt8(0)) }
        file.append(data.bytes)
        return (file.bytes, root)
    }

    // MARK: Reading

    /// - Throws: `DatabaseError`, or `FileError` when the file cannot be opened.
    convenience init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(operation: "stat", path: path, code: errno) }
        let size = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG, size >= DatabaseLayout.headerSize, size < DatabaseLayout.largest
        else { throw DatabaseError.notADatabase(path: path) }
        let pages = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let pages, pages != MAP_FAILED else { throw FileError(operation: "map", path: path, code: errno) }
        try self.init(mapping: UnsafeRawBufferPointer(start: pages, count: size), isMapped: true, path: path)
    }

    convenience init(_ bytes: [UInt8]) throws {
        // Freed with the object.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
        copy.copyBytes(from: bytes)
        try self.init(
            mapping: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(copy)[..<bytes.count]), isMapped: false,
            path: "the file")
    }

    private init(mapping: UnsafeRawBufferPointer, isMapped: Bool, path: String) throws {
        self.mapping = mapping
        self.isMapped = isMapped
        func number(_ offset: Int) -> UInt64 {
            guard offset + 8 <= mapping.count else { return 0 }
            return UInt64(littleEndian: mapping.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        func small(_ offset: Int) -> UInt32 {
            guard offset + 4 <= mapping.count else { return 0 }
            return UInt32(littleEndian: mapping.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        created = Timestamp(seconds: Int64(bitPattern: number(32)))
        validUntil = Timestamp(seconds: Int64(bitPattern: number(40)))
        dataStart = Int(truncatingIfNeeded: number(24) & 0xffff_ffff)
        let sections = Int(small(12))
        digestsStart = DatabaseLayout.headerSize + sections * DatabaseLayout.sectionRow
        let blocks = Int(truncatingIfNeeded: number(48) & 0xffff_ffff)
        checked = .allocate(capacity: min(blocks, mapping.count / DatabaseLayout.digestSize))
        checked.initialize(repeating: false)
        let rootStart = digestsStart + blocks * DatabaseLayout.digestSize
        digest = Digest.of(
            UnsafeRawBufferPointer(rebasing: mapping[..<min(max(0, rootStart), mapping.count)]))
        places = Self.places(sections: sections, size: mapping.count - dataStart, small, number)
        guard mapping.count >= DatabaseLayout.headerSize, mapping[..<8].elementsEqual(DatabaseLayout.magic) else {
            throw DatabaseError.notADatabase(path: path)
        }
        guard small(8) == DatabaseLayout.format else { throw DatabaseError.format(found: small(8)) }
        guard number(16) == UInt64(mapping.count) else {
            throw DatabaseError.length(
                expected: Int(truncatingIfNeeded: number(16) & (1 << 62 - 1)), found: mapping.count)
        }
        let dataSize = mapping.count - dataStart
        guard sections <= 64, dataStart <= mapping.count, rootStart + DatabaseLayout.digestSize <= dataStart,
            blocks == (dataSize + DatabaseLayout.blockSize - 1) / DatabaseLayout.blockSize
        else { throw DatabaseError.damaged("its header") }
        guard mapping[rootStart..<rootStart + DatabaseLayout.digestSize].elementsEqual(digest.bytes) else {
            throw DatabaseError.damaged("its header")
        }
        // What lies between the root and the data is under no digest, and so must say nothing.
        guard mapping[rootStart + DatabaseLayout.digestSize..<dataStart].allSatisfy({ $0 == 0 }) else {
            throw DatabaseError.damaged("its header")
        }
        guard !places.isEmpty else { throw DatabaseError.damaged("its header") }
    }

    /// The table of sections; empty when it is damaged.
    private static func places(
        sections: Int, size: Int, _ small: (Int) -> UInt32, _ number: (Int) -> UInt64
    ) -> [(offset: Int, length: Int, rows: Int)] {
        var places = Array(
            repeating: (offset: 0, length: 0, rows: 0), count: DatabaseLayout.Section.allCases.count + 1)
        for row in 0..<min(sections, 64) {
            let start = DatabaseLayout.headerSize + row * DatabaseLayout.sectionRow
            let (offset, length) = (number(start + 8), number(start + 16))
            guard size >= 0, offset <= UInt64(size), length <= UInt64(size) - offset else { return [] }
            guard let section = DatabaseLayout.Section(rawValue: small(start)) else { continue }
            let rows = Int(small(start + 4))
            if let bytes = section.rowSize, UInt64(rows * bytes) != length { return [] }
            places[Int(section.rawValue)] = (Int(offset), Int(length), rows)
        }
        return places
    }

    deinit {
        checked.deallocate()
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: mapping.baseAddress), mapping.count)
        } else {
            UnsafeMutableRawPointer(mutating: mapping.baseAddress)?.deallocate()
        }
    }

    func rows(_ section: DatabaseLayout.Section) -> Int { places[Int(section.rawValue)].rows }

    /// Bytes of a section, checked; empty when they lie outside it or are damaged.
    @inline(__always)
    func bytes(_ section: DatabaseLayout.Section, _ offset: Int, _ length: Int) -> UnsafeRawBufferPointer {
        let place = places[Int(section.rawValue)]
        guard offset >= 0, length >= 0, offset <= place.length, length <= place.length - offset else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let start = place.offset + offset
        if length > 0 {
            var block = start / DatabaseLayout.blockSize
            let last = (start + length - 1) / DatabaseLayout.blockSize
            while block <= last {
                if !checked[block], !check(block) { return UnsafeRawBufferPointer(start: nil, count: 0) }
                block += 1
            }
        }
        return UnsafeRawBufferPointer(rebasing: mapping[dataStart + start..<dataStart + start + length])
    }

    /// What stands at an offset after its own length, a varint; empty when it is damaged.
    func measured(_ section: DatabaseLayout.Section, _ offset: Int) -> UnsafeRawBufferPointer {
        var length = 0
        var place = offset
        for shift in stride(from: 0, to: 35, by: 7) {
            guard let byte = bytes(section, place, 1).first else { break }
            length |= Int(byte & 0x7f) << shift
            place += 1
            if byte < 0x80 { return bytes(section, place, length) }
        }
        return UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// From an offset to the end of the section, at most `limit` bytes.
    func tail(_ section: DatabaseLayout.Section, _ offset: Int, limit: Int) -> UnsafeRawBufferPointer {
        let place = places[Int(section.rawValue)]
        guard offset >= 0, offset <= place.length else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return bytes(section, offset, min(limit, place.length - offset))
    }

    func whole(_ section: DatabaseLayout.Section) -> UnsafeRawBufferPointer {
        bytes(section, 0, places[Int(section.rawValue)].length)
    }

    @inline(__always)
    func number(_ section: DatabaseLayout.Section, _ offset: Int) -> UInt32 {
        let bytes = bytes(section, offset, 4)
        guard bytes.count == 4 else { return DatabaseLayout.none }
        return UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
    }

    private func check(_ block: Int) -> Bool {
        let start = dataStart + block * DatabaseLayout.blockSize
        let end = min(mapping.count, start + DatabaseLayout.blockSize)
        let expected = digestsStart + block * DatabaseLayout.digestSize
        let found = Digest.of(UnsafeRawBufferPointer(rebasing: mapping[start..<end]))
        guard mapping[expected..<expected + DatabaseLayout.digestSize].elementsEqual(found.bytes) else {
            damage = .damaged("block \(block)")
            return false
        }
        checked[block] = true
        return true
    }

    /// Checks every block.
    ///
    /// - Throws: `DatabaseError.damaged` naming the first that differs.
    func checkAll() throws(DatabaseError) {
        for block in checked.indices where !checked[block] {
            if !check(block) { throw .damaged("block \(block)") }
        }
    }
}
