/// Writes small 64-bit little-endian ELF files.
struct TestELF {
    struct Section {
        var name: String
        var bytes: [UInt8]
        var type: UInt32 = 1
        var flags: UInt64 = 2
    }

    var type: UInt16 = 3
    var sections: [Section] = []
    /// Also described by a program header of this type and these flags, by index of the section.
    var segments: [(type: UInt32, flags: UInt32, section: Int)] = []
    var hasSectionHeaders = true

    static let base: UInt64 = 0x40_0000

    static func note(_ owner: String, _ type: UInt32, _ description: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        append(UInt32(owner.utf8.count + 1), to: &bytes)
        append(UInt32(description.count), to: &bytes)
        append(type, to: &bytes)
        bytes += Array(owner.utf8) + [0]
        while bytes.count % 4 != 0 { bytes.append(0) }
        bytes += description
        while bytes.count % 4 != 0 { bytes.append(0) }
        return bytes
    }

    static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) }
    }

    /// Offset of a section in the file; its address is `base` more.
    func offset(_ index: Int) -> Int {
        var at = 64 + segments.count * 56
        for section in sections[..<index] { at += (section.bytes.count + 15) & ~15 }
        return (at + 15) & ~15
    }

    func data() -> [UInt8] {
        var names: [UInt8] = [0]
        var nameOffsets: [Int] = []
        for section in sections {
            nameOffsets.append(names.count)
            names += Array(section.name.utf8) + [0]
        }
        let namesName = names.count
        names += Array(".shstrtab".utf8) + [0]
        let end = offset(sections.count)
        let table = (end + names.count + 7) & ~7
        var out: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        func add(_ value: some FixedWidthInteger) { Self.append(value, to: &out) }
        add(type)
        add(UInt16(62))
        add(UInt32(1))
        add(UInt64(0))
        add(UInt64(64))
        add(UInt64(hasSectionHeaders ? table : 0))
        add(UInt32(0))
        for value in [64, 56, segments.count, 64, hasSectionHeaders ? sections.count + 2 : 0, sections.count + 1] {
            add(UInt16(value))
        }
        for segment in segments {
            let at = UInt64(offset(segment.section))
            let size = UInt64(sections[segment.section].bytes.count)
            add(segment.type)
            add(segment.flags)
            for value in [at, Self.base + at, Self.base + at, size, size, 16] { add(value) }
        }
        for (index, section) in sections.enumerated() {
            out += [UInt8](repeating: 0, count: offset(index) - out.count) + section.bytes
        }
        guard hasSectionHeaders else { return out }
        out += [UInt8](repeating: 0, count: end - out.count) + names
        out += [UInt8](repeating: 0, count: table - out.count)
        func header(_ name: Int, _ type: UInt32, _ flags: UInt64, _ at: Int, _ size: Int) {
            add(UInt32(name))
            add(type)
            for value in [flags, Self.base + UInt64(at), UInt64(at), UInt64(size)] { add(value) }
            for value in [UInt32(0), 0] { add(value) }
            for value in [UInt64(1), 0] { add(value) }
        }
        out += [UInt8](repeating: 0, count: 64)
        for (index, section) in sections.enumerated() {
            header(nameOffsets[index], section.type, section.flags, offset(index), section.bytes.count)
        }
        header(namesName, 3, 0, end, names.count)
        return out
    }
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 §3.2.4).
func zlibStored(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var at = 0
    repeat {
        let count = min(65535, bytes.count - at)
        out.append(at + count == bytes.count ? 1 : 0)
        TestELF.append(UInt16(count), to: &out)
        TestELF.append(~UInt16(count), to: &out)
        out += bytes[at..<at + count]
        at += count
    } while at < bytes.count
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
        low = (low + UInt32(byte)) % 65521
        high = (high + low) % 65521
    }
    withUnsafeBytes(of: (high << 16 | low).bigEndian) { out += Array($0) }
    return out
}
