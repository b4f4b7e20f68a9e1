@testable import Archive

/// Writes small ZIP archives, lies included.
enum TestZip {
    enum Lie: Sendable {
        case size(UInt32), checksum, flags(UInt16), method(UInt16), header(UInt32)
    }

    struct Entry {
        var name: String
        var content: [UInt8]
        var deflated: [UInt8]?
        var lie: Lie?
    }

    /// 1000 times `x` as zlib deflates it, without header and trailer.
    static let xs: [UInt8] = [0xab, 0xa8, 0x18, 0x5, 0xa3, 0x60, 0x14, 0xc, 0x77, 0x0, 0x0]

    static func bytes(_ entries: [Entry], zip64: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            var offset = UInt32(out.count)
            var crc = entry.content.withUnsafeBytes { CRC32.of($0) }
            var size = UInt32(entry.content.count)
            let data = entry.deflated ?? entry.content
            var method: UInt16 = entry.deflated == nil ? 0 : 8
            var flags: UInt16 = 0x800
            switch entry.lie {
            case .size(let lie): size = lie
            case .checksum: crc ^= 1
            case .flags(let lie): flags |= lie
            case .method(let lie): method = lie
            case .header(let lie): offset = lie
            case nil: break
            }
            let name = Array(entry.name.utf8)
            let sizes = le(crc) + le(UInt32(data.count)) + le(size)
            out += le(UInt32(0x0403_4b50)) + le(UInt16(20)) + le(flags) + le(method) + [0, 0, 0, 0] + sizes
            out += le(UInt16(name.count)) + [0, 0] + name + data
            directory += le(UInt32(0x0201_4b50)) + [20, 3, 20, 0] + le(flags) + le(method) + [0, 0, 0, 0]
            let all = le(UInt32.max)
            let extra =
                zip64
                ? le(UInt16(1)) + le(UInt16(24)) + le(UInt64(size)) + le(UInt64(data.count)) + le(UInt64(offset)) : []
            directory += zip64 ? le(crc) + all + all : sizes
            directory += le(UInt16(name.count)) + le(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10)
            directory += (zip64 ? all : le(offset)) + name + extra
        }
        let start = out.count
        let count = UInt16(entries.count)
        out += directory
        if zip64 {
            let end = out.count
            out += le(UInt32(0x0606_4b50)) + le(UInt64(44)) + [45, 0, 45, 0] + [UInt8](repeating: 0, count: 8)
            out += le(UInt64(count)) + le(UInt64(count)) + le(UInt64(directory.count)) + le(UInt64(start))
            out += le(UInt32(0x0706_4b50)) + [0, 0, 0, 0] + le(UInt64(end)) + [1, 0, 0, 0]
            out += le(UInt32(0x0605_4b50)) + [0, 0, 0, 0] + [UInt8](repeating: 0xff, count: 12) + [0, 0]
        } else {
            out += le(UInt32(0x0605_4b50)) + [0, 0, 0, 0] + le(count) + le(count)
            out += le(UInt32(directory.count)) + le(UInt32(start)) + [0, 0]
        }
        return out
    }

    private static func le(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
