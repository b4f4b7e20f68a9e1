@testable import Archive

/// What a reader saw of one entry.
struct SeenEntry: Equatable, CustomStringConvertible {
    var path: String
    var kind: TarEntry.Kind
    var mode: UInt16 = 0o644
    var link = ""
    var content: [UInt8] = []

    var description: String { "\(kind) \(path) \(String(mode, radix: 8)) \(link) \(content.count) bytes" }
}

enum TestTar {
    /// Everything in an archive, read in chunks of the given size.
    static func entries(
        _ bytes: [UInt8], chunk: Int = 4096, limits: TarReader.Limits = .init()
    ) throws -> (entries: [SeenEntry], skipped: [TarReader.Skipped]) {
        var tar = TarReader(ReaderChunks(InflatingReader(MemoryReader(bytes)), size: chunk), limits: limits)
        var seen: [SeenEntry] = []
        while let entry = try tar.nextEntry() {
            var content: [UInt8] = []
            try tar.readBody { content.append(contentsOf: $0) }
            #if DEBUG
                precondition(content.count == entry.size)
            #endif
            seen.append(
                SeenEntry(
                    path: String(decoding: entry.path, as: UTF8.self), kind: entry.kind, mode: entry.mode,
                    link: String(decoding: entry.link, as: UTF8.self), content: content))
        }
        return (seen, tar.skipped)
    }

    static func write(_ entries: [(TarEntry, [UInt8])]) throws -> [UInt8] {
        let sink = ByteSink()
        let tar = TarWriter { sink.bytes.append(contentsOf: $0) }
        for (entry, content) in entries { try tar.append(entry, content) }
        try tar.finish()
        return sink.bytes
    }

    /// A header made by hand, with a checksum that is right.
    static func header(
        _ name: String, type: Character = "0", size: [UInt8] = Array("00000000000\0".utf8), link: String = "",
        magic: String = "ustar\u{0}00", change: (inout [UInt8]) -> Void = { _ in }
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: some Sequence<UInt8>, _ offset: Int) {
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        put(name.utf8, 0)
        put("0000644\u{0}0000000\u{0}0000000\u{0}".utf8, 100)
        put(size, 124)
        put("00000000000\u{0}        ".utf8, 136)
        block[156] = type.asciiValue ?? 0
        put(link.utf8, 157)
        put(magic.utf8, 257)
        change(&block)
        return summed(block)
    }

    static func summed(_ block: [UInt8]) -> [UInt8] {
        var block = block
        for index in 148..<156 { block[index] = 0x20 }
        let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
        let digits = String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} "
        for (index, byte) in digits.utf8.enumerated() { block[148 + index] = byte }
        return block
    }

    static func octal(_ number: Int) -> [UInt8] {
        let digits = String(number, radix: 8)
        return Array((String(repeating: "0", count: 11 - digits.count) + digits + "\0").utf8)
    }

    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }

    static func pax(_ records: [UInt8], type: Character = "x") -> [UInt8] {
        header("pax", type: type, size: octal(records.count)) + padded(records)
    }

    static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = key.utf8.count + value.utf8.count + 3
        var length = rest + 1
        while String(length).utf8.count + rest != length { length = String(length).utf8.count + rest }
        return Array("\(length) \(key)=\(value)\n".utf8)
    }

    static func file(_ name: String, _ content: String, type: Character = "0") -> [UInt8] {
        header(name, type: type, size: octal(content.utf8.count)) + padded(Array(content.utf8))
    }

    static let end = [UInt8](repeating: 0, count: 1024)
}
