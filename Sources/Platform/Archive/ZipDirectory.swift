/// Finds and reads the central directory of a ZIP archive.
struct ZipDirectory {
    private static let endSignature: UInt32 = 0x0605_4b50
    private static let end64Signature: UInt32 = 0x0606_4b50
    private static let locator64Signature: UInt32 = 0x0706_4b50
    private static let entrySignature: UInt32 = 0x0201_4b50
    private static let localSignature: UInt32 = 0x0403_4b50

    let fields: ZipFields
    /// Offset of the first entry of the directory.
    let start: Int
    let size: Int
    /// Number of entries as declared.
    let count: Int
    let isZip64: Bool
    /// What to add to an offset in the archive to get one in the bytes.
    let base: Int

    init(_ bytes: UnsafeRawBufferPointer) throws(ZipError) {
        fields = ZipFields(bytes)
        guard let end = Self.findEnd(fields) else { throw .notAnArchive }
        var (count, size, offset) = (
            fields.integer16(end + 10) ?? 0, fields.integer32(end + 12) ?? 0, fields.integer32(end + 16) ?? 0
        )
        var directoryEnd = end
        var isZip64 = false
        let disk = fields.integer16(end + 4) ?? 0
        if count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff,
            fields.signature(end - 20) == Self.locator64Signature
        {
            let end64 = try Self.findEnd64(fields, locator: end - 20)
            guard let count64 = fields.integer64(end64 + 32), let size64 = fields.integer64(end64 + 40),
                let offset64 = fields.integer64(end64 + 48)
            else { throw .malformed("ZIP64 end of central directory record") }
            (count, size, offset) = (count64, size64, offset64)
            directoryEnd = end64
            isZip64 = true
        } else if disk != 0, disk != 0xffff {
            throw .split
        }
        guard size <= directoryEnd else { throw .malformed("size of the central directory") }
        let start = directoryEnd - size
        guard offset <= start else { throw .malformed("offset of the central directory") }
        self.count = count
        self.size = size
        self.isZip64 = isZip64
        self.start = start
        base = start - offset
    }

    /// The record whose comment ends within the file and whose directory lies before it, nearest to the end.
    private static func findEnd(_ fields: ZipFields) -> Int? {
        let count = fields.bytes.count
        guard count >= 22 else { return nil }
        var position = count - 22
        let lowest = max(0, position - 0xffff)
        while position >= lowest {
            if fields.bytes[position] == 0x50, fields.signature(position) == endSignature,
                let comment = fields.integer16(position + 20), comment <= count - position - 22,
                let size = fields.integer32(position + 12), let entries = fields.integer16(position + 10)
            {
                if size == 0xffff_ffff || fields.signature(position - 20) == locator64Signature { return position }
                if size == 0, entries == 0 { return position }
                if size <= position, fields.signature(position - size) == entrySignature { return position }
            }
            position -= 1
        }
        return nil
    }

    /// The ZIP64 record is where the locator says or, in an archive behind a prefix, right before the locator.
    private static func findEnd64(_ fields: ZipFields, locator: Int) throws(ZipError) -> Int {
        if let offset = fields.integer64(locator + 8), offset <= locator - 56,
            fields.signature(offset) == end64Signature
        {
            return offset
        }
        guard fields.signature(locator - 56) == end64Signature else {
            throw .malformed("ZIP64 end of central directory locator")
        }
        return locator - 56
    }

    func entries(limits: ZipLimits) throws(ZipError) -> [ZipEntry] {
        guard count <= limits.entries else { throw .tooManyEntries(limit: limits.entries) }
        var entries: [ZipEntry] = []
        entries.reserveCapacity(min(count, size / 46))
        var position = start
        let end = start + size
        while position < end, fields.signature(position) == Self.entrySignature {
            guard entries.count < limits.entries else { throw .tooManyEntries(limit: limits.entries) }
            let (entry, next) = try self.entry(at: position, end: end, limits: limits)
            entries.append(entry)
            position = next
        }
        // Without ZIP64 the count is only known modulo 65,536.
        guard isZip64 ? entries.count == count : entries.count & 0xffff == count & 0xffff else {
            throw .malformed("central directory: \(entries.count) entries, \(count) declared")
        }
        return entries
    }

    private func entry(at position: Int, end: Int, limits: ZipLimits) throws(ZipError) -> (ZipEntry, next: Int) {
        guard end - position >= 46, let flags = fields.integer16(position + 8),
            let method = fields.integer16(position + 10), let crc = fields.integer32(position + 16),
            var compressed = fields.integer32(position + 20), var uncompressed = fields.integer32(position + 24),
            let nameLength = fields.integer16(position + 28), let extraLength = fields.integer16(position + 30),
            let commentLength = fields.integer16(position + 32), let attributes = fields.integer32(position + 38),
            var offset = fields.integer32(position + 42), let system = fields.byte(position + 5)
        else { throw .malformed("central directory entry") }
        let nameStart = position + 46
        let extraStart = nameStart + nameLength
        let next = extraStart + extraLength + commentLength
        guard next <= end else { throw .malformed("central directory entry") }
        guard nameLength <= limits.nameLength else { throw .nameTooLong(limit: limits.nameLength) }
        try readZip64(
            extra: extraStart..<extraStart + extraLength, compressed: &compressed, uncompressed: &uncompressed,
            offset: &offset)
        let header = offset.addingReportingOverflow(base)
        guard !header.overflow, header.partialValue <= start, compressed <= start else {
            throw .malformed("central directory entry")
        }
        let entry = ZipEntry(
            nameBytes: UnsafeRawBufferPointer(rebasing: fields.bytes[nameStart..<extraStart]),
            method: method == 0 ? .stored : method == 8 ? .deflate : .other(UInt16(method)),
            flags: UInt16(flags), crc32: UInt32(crc), compressedSize: compressed, uncompressedSize: uncompressed,
            headerOffset: header.partialValue,
            dataOffset: dataOffset(header: header.partialValue, compressed: compressed),
            unixMode: system == 3 ? UInt16(attributes >> 16) : nil, hasDirectoryAttribute: attributes & 0x10 != 0)
        return (entry, next)
    }

    /// Extra field 1 holds, in this order, those of the values that are all ones in the entry (§4.5.3).
    private func readZip64(
        extra: Range<Int>, compressed: inout Int, uncompressed: inout Int, offset: inout Int
    ) throws(ZipError) {
        let all = 0xffff_ffff
        guard compressed == all || uncompressed == all || offset == all else { return }
        var position = extra.lowerBound
        while extra.upperBound - position >= 4 {
            guard let tag = fields.integer16(position), let length = fields.integer16(position + 2),
                length <= extra.upperBound - position - 4
            else { return }
            position += 4
            if tag == 1 {
                var at = position
                func take(_ value: inout Int) throws(ZipError) {
                    guard value == all else { return }
                    guard at + 8 <= position + length, let wide = fields.integer64(at) else {
                        throw .malformed("ZIP64 extra field")
                    }
                    value = wide
                    at += 8
                }
                try take(&uncompressed)
                try take(&compressed)
                try take(&offset)
                return
            }
            position += length
        }
    }

    private func dataOffset(header: Int, compressed: Int) -> Int? {
        guard fields.signature(header) == Self.localSignature, let name = fields.integer16(header + 26),
            let extra = fields.integer16(header + 28)
        else { return nil }
        let data = header + 30 + name + extra
        return data <= fields.bytes.count && compressed <= fields.bytes.count - data ? data : nil
    }
}

/// Little-endian fields at checked offsets.
struct ZipFields {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private func load<Value: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, as type: Value.Type) -> Value? {
        guard offset >= 0, offset <= bytes.count - MemoryLayout<Value>.size else { return nil }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }

    func byte(_ offset: Int) -> UInt8? { load(offset, as: UInt8.self) }
    func integer16(_ offset: Int) -> Int? { load(offset, as: UInt16.self).map { Int($0) } }
    func integer32(_ offset: Int) -> Int? { load(offset, as: UInt32.self).map { Int($0) } }
    /// `nil` also for a value that no size or offset can have.
    func integer64(_ offset: Int) -> Int? { load(offset, as: UInt64.self).flatMap { Int(exactly: $0) } }
    func signature(_ offset: Int) -> UInt32? { load(offset, as: UInt32.self) }
}
