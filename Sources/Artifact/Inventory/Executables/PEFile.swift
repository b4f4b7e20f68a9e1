/// A Windows executable or .NET assembly (Microsoft PE Format; ECMA-335 §II.25).
struct PEFile: Sendable, Equatable {
    struct Section: Sendable, Equatable {
        var name: String
        var virtualAddress: Int
        var virtualSize: Int
        var fileOffset: Int
        var fileSize: Int
        var isWritable = false
    }

    private(set) var machine: Int
    private(set) var isLibrary: Bool
    /// Whether it has a CLR header: it is a .NET assembly.
    private(set) var isManaged: Bool
    /// Address at which the image asks to be loaded.
    private(set) var base: UInt64
    private(set) var sections: [Section]
    /// The strings of the version resource, of its first language: `ProductName`, `FileVersion`, …
    private(set) var versionStrings: [String: String]

    enum Failure: Error, CustomStringConvertible, Equatable {
        case malformed(String)
        var description: String {
            switch self {
            case .malformed(let part): "PE: malformed \(part)"
            }
        }
    }

    /// - Throws: `Failure` when the headers do not make sense. A damaged resource only leaves `versionStrings` empty.
    init(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        let fields = PEFields(bytes)
        guard fields.integer16(0) == 0x5a4d, let header = fields.integer32(0x3c),
            fields.integer32(header) == 0x0000_4550, let machine = fields.integer16(header + 4),
            let sectionCount = fields.integer16(header + 6), let optionalSize = fields.integer16(header + 20),
            let characteristics = fields.integer16(header + 22)
        else { throw .malformed("header") }
        let optional = header + 24
        let directories: Int
        switch fields.integer16(optional) {
        case 0x10b:
            directories = optional + 96
            base = UInt64(fields.integer32(optional + 28) ?? 0)
        case 0x20b:
            directories = optional + 112
            base =
                UInt64(fields.integer32(optional + 24) ?? 0) | UInt64(fields.integer32(optional + 28) ?? 0) << 32
        default: throw .malformed("optional header")
        }
        guard let directoryCount = fields.integer32(directories - 4) else { throw .malformed("optional header") }
        self.machine = machine
        isLibrary = characteristics & 0x2000 != 0
        var sections: [Section] = []
        for index in 0..<min(sectionCount, 96) {
            let at = optional + optionalSize + index * 40
            guard let size = fields.integer32(at + 8), let address = fields.integer32(at + 12),
                let rawSize = fields.integer32(at + 16), let raw = fields.integer32(at + 20),
                let flags = fields.integer32(at + 36)
            else { throw .malformed("section table") }
            let name = String(decoding: bytes[at..<at + 8].prefix { $0 != 0 }, as: UTF8.self)
            sections.append(
                Section(
                    name: name, virtualAddress: address, virtualSize: size, fileOffset: raw, fileSize: rawSize,
                    isWritable: flags & 0x8000_0000 != 0))
        }
        self.sections = sections
        func directory(_ index: Int) -> (address: Int, size: Int)? {
            let at = directories + index * 8
            guard index < directoryCount, at + 8 <= optional + optionalSize, let address = fields.integer32(at),
                let size = fields.integer32(at + 4), address != 0, size != 0
            else { return nil }
            return (address, size)
        }
        isManaged = directory(14) != nil
        versionStrings = [:]
        if let resources = directory(2), let root = Self.offset(of: resources.address, in: sections),
            let block = Self.versionBlock(fields, root: root, sections: sections)
        {
            versionStrings = PEVersionResource.strings(block)
        }
    }

    /// The sections with their bytes, as far as these are there.
    func regions(in bytes: UnsafeRawBufferPointer) -> [ExecutableImage.Region] {
        let fields = CheckedBytes(bytes, order: .little)
        return sections.compactMap { section in
            guard let content = fields.slice(section.fileOffset, section.fileSize) else { return nil }
            return ExecutableImage.Region(
                name: section.name, address: base &+ UInt64(section.virtualAddress), bytes: content,
                isWritable: section.isWritable)
        }
    }

    private static func offset(of address: Int, in sections: [Section]) -> Int? {
        for section in sections {
            let distance = address - section.virtualAddress
            if distance >= 0, distance < max(section.virtualSize, section.fileSize), distance < section.fileSize {
                return section.fileOffset + distance
            }
        }
        return nil
    }

    /// The data of the first resource of type 16, `RT_VERSION`: type, then name, then language.
    private static func versionBlock(_ fields: PEFields, root: Int, sections: [Section]) -> UnsafeRawBufferPointer? {
        guard let names = entry(16, in: root, root: root, fields: fields), names.isDirectory,
            let languages = entry(nil, in: names.offset, root: root, fields: fields), languages.isDirectory,
            let data = entry(nil, in: languages.offset, root: root, fields: fields), !data.isDirectory,
            let address = fields.integer32(data.offset), let size = fields.integer32(data.offset + 4),
            let start = offset(of: address, in: sections), start <= fields.bytes.count,
            size <= fields.bytes.count - start
        else { return nil }
        return UnsafeRawBufferPointer(rebasing: fields.bytes[start..<start + size])
    }

    /// The entry with `identifier`, or the first.
    private static func entry(
        _ identifier: Int?, in directory: Int, root: Int, fields: PEFields
    ) -> (offset: Int, isDirectory: Bool)? {
        guard let named = fields.integer16(directory + 12), let numbered = fields.integer16(directory + 14) else {
            return nil
        }
        for index in 0..<min(named + numbered, 4096) {
            let at = directory + 16 + index * 8
            guard let name = fields.integer32(at), let target = fields.integer32(at + 4) else { return nil }
            if let identifier, name != identifier { continue }
            return (root + target & 0x7fff_ffff, target & 0x8000_0000 != 0)
        }
        return nil
    }
}

/// The tree of a version resource (`VS_VERSIONINFO`): nodes of length, value length, type, UTF-16 key, value, children.
enum PEVersionResource {
    static func strings(_ block: UnsafeRawBufferPointer) -> [String: String] {
        let fields = PEFields(block)
        guard let root = node(fields, at: 0, end: block.count), root.key == "VS_VERSION_INFO" else { return [:] }
        for info in children(of: root, fields) where info.key == "StringFileInfo" {
            guard let table = children(of: info, fields).first else { continue }
            var strings: [String: String] = [:]
            for entry in children(of: table, fields) {
                let text = fields.utf16(entry.valueStart, end: entry.end).trimmedASCII
                if !text.isEmpty, strings[entry.key] == nil { strings[entry.key] = text }
            }
            return strings
        }
        return [:]
    }

    private struct Node {
        var key: String
        var valueStart: Int
        var valueLength: Int
        var isText: Bool
        var end: Int
        /// Where its children start.
        var body: Int
    }

    private static func node(_ fields: PEFields, at start: Int, end: Int) -> Node? {
        guard let length = fields.integer16(start), length >= 8, length <= end - start,
            let valueLength = fields.integer16(start + 2), let type = fields.integer16(start + 4)
        else { return nil }
        var position = start + 6
        while position + 2 <= start + length, let unit = fields.integer16(position), unit != 0 { position += 2 }
        let key = fields.utf16(start + 6, end: position)
        let valueStart = aligned(position + 2)
        let body = aligned(valueStart + valueLength * (type == 1 ? 2 : 1))
        return Node(
            key: key, valueStart: valueStart, valueLength: valueLength, isText: type == 1, end: start + length,
            body: valueLength == 0 ? valueStart : body)
    }

    private static func children(of parent: Node, _ fields: PEFields) -> [Node] {
        var nodes: [Node] = []
        var position = parent.body
        while nodes.count < 1024, position < parent.end, let next = node(fields, at: position, end: parent.end) {
            nodes.append(next)
            position = aligned(next.end)
        }
        return nodes
    }

    private static func aligned(_ offset: Int) -> Int { (offset + 3) & ~3 }
}

/// Little-endian fields at checked offsets.
struct PEFields {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    func integer16(_ offset: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - 2 else { return nil }
        return Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    }

    func integer32(_ offset: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - 4 else { return nil }
        return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    /// Text up to a NUL or `end`.
    func utf16(_ start: Int, end: Int) -> String {
        var units: [UInt16] = []
        var position = start
        while position + 2 <= end, units.count < 4096, let unit = integer16(position), unit != 0 {
            units.append(UInt16(unit))
            position += 2
        }
        return String(decoding: units, as: UTF16.self)
    }
}
