import Archive

@testable import Inventory

/// Writes archives of stored entries.
enum TestJar {
    static func bytes(_ entries: KeyValuePairs<String, [UInt8]>) -> [UInt8] {
        archive(entries.map { ($0.key, $0.value) })
    }

    static func text(_ entries: KeyValuePairs<String, String>) -> [UInt8] {
        archive(entries.map { ($0.key, Array($0.value.utf8)) })
    }

    static func archive(_ entries: [(name: String, content: [UInt8])]) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            var sizes = le(entry.content.withUnsafeBytes { CRC32.of($0) })
            sizes += le(UInt32(entry.content.count))
            sizes += le(UInt32(entry.content.count))
            directory += [0x50, 0x4b, 1, 2, 20, 0, 20, 0] + [UInt8](repeating: 0, count: 8)
            directory += sizes
            directory += le(UInt16(name.count)) + [UInt8](repeating: 0, count: 12)
            directory += le(UInt32(out.count))
            directory += name
            out += [0x50, 0x4b, 3, 4, 20, 0] + [UInt8](repeating: 0, count: 8)
            out += sizes
            out += le(UInt16(name.count)) + [0, 0]
            out += name
            out += entry.content
        }
        let start = UInt32(out.count)
        out += directory
        out += [0x50, 0x4b, 5, 6, 0, 0, 0, 0]
        out += le(UInt16(entries.count))
        out += le(UInt16(entries.count))
        out += le(UInt32(directory.count))
        out += le(start)
        return out + [0, 0]
    }

    private static func le(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}

extension Cataloguer {
    /// What one file yields.
    func yield(_ path: String, _ bytes: [UInt8], isImage: Bool = true) throws -> Yield {
        var yield = Yield()
        try bytes.withUnsafeBytes { bytes throws in
            try read(WantedFile(path: path, bytes: bytes, isImage: isImage), into: &yield)
        }
        return yield
    }

    func yield(_ path: String, _ text: String, isImage: Bool = true) throws -> Yield {
        try yield(path, Array(text.utf8), isImage: isImage)
    }
}
