/// Writes a tar archive, byte for byte the same for the same calls: ustar headers, with a pax header only where a
/// path, link or size does not fit.
package struct TarWriter: ~Copyable {
    private let write: (UnsafeRawBufferPointer) throws -> Void

    package init(_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.write = write }

    /// Adds an entry with its whole content; `entry.size` is taken from it.
    package func append(_ entry: TarEntry, _ content: [UInt8] = []) throws {
        try content.withUnsafeBytes { try append(entry, $0) }
    }

    package func append(_ entry: TarEntry, _ content: UnsafeRawBufferPointer) throws {
        var path = entry.path
        if entry.kind == .directory {
            path += path.isEmpty ? [UInt8(ascii: "."), UInt8(ascii: "/")] : [UInt8(ascii: "/")]
        }
        var records: [UInt8] = []
        let split = Self.split(path)
        if split == nil { Self.record("path", path, into: &records) }
        if entry.link.count > 100 { Self.record("linkpath", entry.link, into: &records) }
        if content.count >= 0o100_000_000_000 {
            Self.record("size", Array(String(content.count).utf8), into: &records)
        }
        for (key, value) in [("uid", entry.userID), ("gid", entry.groupID)] where value > 0o7_777_777 {
            Self.record(key, Array(String(value).utf8), into: &records)
        }
        if !records.isEmpty {
            try header(
                name: Array("pax/header".utf8), prefix: [], link: [], entry: entry, size: records.count,
                typeflag: UInt8(ascii: "x"))
            try records.withUnsafeBytes { try body($0) }
        }
        let typeflag: UInt8 =
            switch entry.kind {
            case .file: UInt8(ascii: "0")
            case .hardLink: UInt8(ascii: "1")
            case .symbolicLink: UInt8(ascii: "2")
            case .characterDevice: UInt8(ascii: "3")
            case .blockDevice: UInt8(ascii: "4")
            case .directory: UInt8(ascii: "5")
            case .fifo: UInt8(ascii: "6")
            }
        try header(
            name: split?.name ?? Array(path.suffix(100)), prefix: split?.prefix ?? [],
            link: Array(entry.link.prefix(100)), entry: entry, size: content.count, typeflag: typeflag)
        try body(content)
    }

    /// Writes the end mark. Nothing may follow.
    package func finish() throws {
        try [UInt8](repeating: 0, count: 1024).withUnsafeBytes { try write($0) }
    }

    private func body(_ content: UnsafeRawBufferPointer) throws {
        guard !content.isEmpty else { return }
        try write(content)
        let padding = TarHeader.padding(content.count)
        if padding > 0 { try [UInt8](repeating: 0, count: padding).withUnsafeBytes { try write($0) } }
    }

    private func header(
        name: [UInt8], prefix: [UInt8], link: [UInt8], entry: TarEntry, size: Int, typeflag: UInt8
    ) throws {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        func octal(_ value: Int, at offset: Int, digits: Int) {
            let text = String(max(0, value), radix: 8)
            let clipped = text.utf8.suffix(digits)
            put([UInt8](repeating: 0x30, count: digits - clipped.count) + clipped, at: offset)
        }
        put(name, at: 0)
        octal(Int(entry.mode), at: 100, digits: 7)
        octal(Int(entry.userID), at: 108, digits: 7)
        octal(Int(entry.groupID), at: 116, digits: 7)
        octal(size, at: 124, digits: 11)
        octal(Int(entry.modified), at: 136, digits: 11)
        put([UInt8](repeating: 0x20, count: 8), at: 148)
        block[156] = typeflag
        put(link, at: 157)
        put("ustar\u{0}00".utf8, at: 257)
        put(prefix, at: 345)
        let sum = block.reduce(0) { $0 + Int($1) }
        octal(sum, at: 148, digits: 6)
        block[154] = 0
        block[155] = 0x20
        try block.withUnsafeBytes { try write($0) }
    }

    /// Splits a path over the ustar fields, or tells that it does not fit.
    private static func split(_ path: [UInt8]) -> (prefix: [UInt8], name: [UInt8])? {
        if path.count <= 100 { return ([], path) }
        for index in path.indices.dropLast() where path[index] == UInt8(ascii: "/") {
            let name = path.count - index - 1
            if name <= 100, index <= 155, index > 0 { return (Array(path[..<index]), Array(path[(index + 1)...])) }
        }
        return nil
    }

    private static func record(_ key: String, _ value: [UInt8], into records: inout [UInt8]) {
        let fixed = key.utf8.count + value.count + 3
        var length = fixed
        while length != fixed + String(length).utf8.count { length = fixed + String(length).utf8.count }
        records.append(contentsOf: "\(length) \(key)=".utf8)
        records.append(contentsOf: value)
        records.append(0x0a)
    }
}
