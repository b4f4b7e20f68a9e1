/// An ELF file (System V ABI, gABI 4.3) in memory, read with every offset checked.
///
/// Works on a prefix of a file too: whatever lies beyond it is absent. Valid as long as the buffer it was made from.
struct ELFFile {
    struct Segment {
        var type: UInt32
        var flags: UInt32
        var offset: Int
        var address: UInt64
        var fileSize: Int
        var memorySize: UInt64
    }

    struct Section {
        var name: String
        var type: UInt32
        var flags: UInt64
        var address: UInt64
        var offset: Int
        var size: Int
        var link: Int
        var entrySize: Int
    }

    struct Note {
        var name: UnsafeRawBufferPointer
        var type: UInt32
        var description: UnsafeRawBufferPointer
    }

    let bytes: CheckedBytes
    let is64: Bool
    let type: UInt16
    let machineNumber: UInt16
    let segments: [Segment]
    /// Empty when the section headers were stripped or lie beyond the buffer.
    let sections: [Section]

    private static let segmentLimit = 4096
    private static let sectionLimit = 65536

    /// - Returns: `nil` when the header is not that of an ELF file.
    init?(_ buffer: UnsafeRawBufferPointer) {
        guard buffer.count >= 52, buffer[0] == 0x7f, buffer[1] == 0x45, buffer[2] == 0x4c, buffer[3] == 0x46,
            buffer[4] == 1 || buffer[4] == 2, buffer[5] == 1 || buffer[5] == 2
        else { return nil }
        let is64 = buffer[4] == 2
        let bytes = CheckedBytes(buffer, order: buffer[5] == 1 ? .little : .big)
        guard !is64 || buffer.count >= 64, let type = bytes.uint16(16), let machine = bytes.uint16(18) else {
            return nil
        }
        self.bytes = bytes
        self.is64 = is64
        self.type = type
        machineNumber = machine
        segments = Self.readSegments(bytes, is64)
        sections = Self.readSections(bytes, is64)
    }

    private static func word(_ bytes: CheckedBytes, _ offset: Int, _ is64: Bool) -> UInt64? {
        is64 ? bytes.uint64(offset) : bytes.uint32(offset).map(UInt64.init)
    }

    private static func readSegments(_ bytes: CheckedBytes, _ is64: Bool) -> [Segment] {
        guard let start = word(bytes, is64 ? 32 : 28, is64).flatMap({ Int(exactly: $0) }),
            let size = bytes.uint16(is64 ? 54 : 42), let count = bytes.uint16(is64 ? 56 : 44),
            Int(size) >= (is64 ? 56 : 32), count <= segmentLimit, start <= bytes.count
        else { return [] }
        var segments: [Segment] = []
        for index in 0..<Int(count) {
            let at = start + index * Int(size)
            guard let type = bytes.uint32(at), let flags = bytes.uint32(at + (is64 ? 4 : 24)),
                let offset = word(bytes, at + (is64 ? 8 : 4), is64).flatMap({ Int(exactly: $0) }),
                let address = word(bytes, at + (is64 ? 16 : 8), is64),
                let fileSize = word(bytes, at + (is64 ? 32 : 16), is64).flatMap({ Int(exactly: $0) }),
                let memorySize = word(bytes, at + (is64 ? 40 : 20), is64)
            else { break }
            segments.append(
                Segment(
                    type: type, flags: flags, offset: offset, address: address, fileSize: fileSize,
                    memorySize: memorySize))
        }
        return segments
    }

    private static func readSections(_ bytes: CheckedBytes, _ is64: Bool) -> [Section] {
        guard let start = word(bytes, is64 ? 40 : 32, is64).flatMap({ Int(exactly: $0) }), start > 0,
            start <= bytes.count, let size = bytes.uint16(is64 ? 58 : 46),
            var count = bytes.uint16(is64 ? 60 : 48).map(Int.init),
            var nameIndex = bytes.uint16(is64 ? 62 : 50).map(Int.init), Int(size) >= (is64 ? 64 : 40)
        else { return [] }
        // Numbers that do not fit stand in the first section (gABI, Section Header Table Entry: Index 0).
        if count == 0 { count = word(bytes, start + (is64 ? 32 : 20), is64).flatMap { Int(exactly: $0) } ?? 0 }
        if nameIndex == 0xffff { nameIndex = bytes.uint32(start + (is64 ? 40 : 24)).map(Int.init) ?? 0 }
        guard count <= sectionLimit else { return [] }
        struct Raw {
            var name: UInt32
            var section: Section
        }
        var raws: [Raw] = []
        for index in 0..<count {
            let at = start + index * Int(size)
            guard let name = bytes.uint32(at), let type = bytes.uint32(at + 4),
                let flags = word(bytes, at + 8, is64), let address = word(bytes, at + (is64 ? 16 : 12), is64),
                let offset = word(bytes, at + (is64 ? 24 : 16), is64).flatMap({ Int(exactly: $0) }),
                let length = word(bytes, at + (is64 ? 32 : 20), is64).flatMap({ Int(exactly: $0) }),
                let link = bytes.uint32(at + (is64 ? 40 : 24)),
                let entrySize = word(bytes, at + (is64 ? 56 : 36), is64).flatMap({ Int(exactly: $0) })
            else { return [] }
            raws.append(
                Raw(
                    name: name,
                    section: Section(
                        name: "", type: type, flags: flags, address: address, offset: offset, size: length,
                        link: Int(link), entrySize: entrySize)))
        }
        guard nameIndex < raws.count else { return raws.map(\.section) }
        let names = raws[nameIndex].section
        return raws.map { raw in
            var section = raw.section
            if Int(raw.name) < names.size, names.offset <= bytes.count {
                section.name = Self.string(bytes, at: names.offset + Int(raw.name), limit: 256) ?? ""
            }
            return section
        }
    }

    /// NUL-terminated text of at most `limit` bytes.
    static func string(_ bytes: CheckedBytes, at offset: Int, limit: Int = 4096) -> String? {
        guard offset >= 0, offset < bytes.count else { return nil }
        var end = offset
        let last = min(bytes.count, offset + limit)
        while end < last, bytes.buffer[end] != 0 { end += 1 }
        guard end < last else { return nil }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes.buffer[offset..<end]), as: UTF8.self)
    }

    func section(_ name: String) -> Section? { sections.first { $0.name == name } }

    /// Bytes of a section; `nil` for those without bytes in the file (`SHT_NOBITS`) and beyond the buffer.
    func content(of section: Section) -> UnsafeRawBufferPointer? {
        section.type == 8 ? nil : bytes.slice(section.offset, section.size)
    }

    func content(of segment: Segment) -> UnsafeRawBufferPointer? {
        guard segment.offset <= bytes.count else { return nil }
        return bytes.slice(segment.offset, min(segment.fileSize, bytes.count - segment.offset))
    }

    /// File offset of an address of the loaded image.
    func offset(of address: UInt64) -> Int? {
        for segment in segments where segment.type == 1 && address >= segment.address {
            let distance = address - segment.address
            if distance < UInt64(segment.fileSize), let distance = Int(exactly: distance) {
                let (offset, overflow) = segment.offset.addingReportingOverflow(distance)
                return overflow ? nil : offset
            }
        }
        return nil
    }

    /// `PT_DYNAMIC` entries as tag and value, to `DT_NULL`.
    var dynamic: [(tag: Int64, value: UInt64)] {
        guard let segment = segments.first(where: { $0.type == 2 }), segment.offset <= bytes.count else { return [] }
        var entries: [(tag: Int64, value: UInt64)] = []
        let size = is64 ? 16 : 8
        var at = segment.offset
        let (limit, overflow) = segment.offset.addingReportingOverflow(min(segment.fileSize, 1 << 20))
        guard !overflow else { return [] }
        while at + size <= limit {
            guard let tag = Self.word(bytes, at, is64), let value = Self.word(bytes, at + size / 2, is64) else { break }
            if tag == 0 { break }
            entries.append((Int64(bitPattern: tag), value))
            at += size
        }
        return entries
    }

    /// Notes of all `PT_NOTE` segments, or of the note sections when there are no segments.
    var notes: [Note] {
        var ranges = segments.filter { $0.type == 4 }.map { (offset: $0.offset, size: $0.fileSize) }
        if ranges.isEmpty { ranges = sections.filter { $0.type == 7 }.map { (offset: $0.offset, size: $0.size) } }
        var notes: [Note] = []
        for range in ranges.prefix(64) {
            guard let area = bytes.slice(range.offset, min(range.size, max(0, bytes.count - range.offset))) else {
                continue
            }
            let reader = CheckedBytes(area, order: bytes.order)
            var at = 0
            while notes.count < 256, let nameSize = reader.uint32(at), let size = reader.uint32(at + 4),
                let type = reader.uint32(at + 8), let name = reader.slice(at + 12, Int(nameSize))
            {
                let descriptionAt = at + 12 + (Int(nameSize) + 3) & ~3
                guard let description = reader.slice(descriptionAt, Int(size)) else { break }
                notes.append(Note(name: name, type: type, description: description))
                at = descriptionAt + (Int(size) + 3) & ~3
            }
        }
        return notes
    }

    var machine: String {
        switch machineNumber {
        case 3: "i386"
        case 8: "mips"
        case 20: "ppc"
        case 21: "ppc64"
        case 22: "s390x"
        case 40: "arm"
        case 62: "x86_64"
        case 183: "aarch64"
        case 243: "riscv64"
        case 247: "bpf"
        case 258: "loongarch64"
        default: "machine-\(machineNumber)"
        }
    }
}
