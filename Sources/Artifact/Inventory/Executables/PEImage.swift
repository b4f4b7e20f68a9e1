/// Sections of a portable executable (PE format, Section Table).
enum PEImage {
    private static let sectionLimit = 256

    static func regions(_ buffer: UnsafeRawBufferPointer) -> [ExecutableImage.Region]? {
        let bytes = CheckedBytes(buffer, order: .little)
        guard let header = bytes.uint32(60).map(Int.init), bytes.uint32(header) == 0x0000_4550,
            let count = bytes.uint16(header + 6), let optional = bytes.uint16(header + 20),
            let magic = bytes.uint16(header + 24)
        else { return nil }
        let base =
            magic == 0x20b ? bytes.uint64(header + 48) ?? 0 : bytes.uint32(header + 52).map(UInt64.init) ?? 0
        var regions: [ExecutableImage.Region] = []
        for index in 0..<min(Int(count), sectionLimit) {
            let at = header + 24 + Int(optional) + index * 40
            guard let name = bytes.slice(at, 8), let address = bytes.uint32(at + 12), let size = bytes.uint32(at + 16),
                let offset = bytes.uint32(at + 20), let flags = bytes.uint32(at + 36),
                let content = bytes.slice(Int(offset), Int(size))
            else { continue }
            regions.append(
                ExecutableImage.Region(
                    name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self), address: base &+ UInt64(address),
                    bytes: content, isWritable: flags & 0x8000_0000 != 0))
        }
        return regions
    }
}
