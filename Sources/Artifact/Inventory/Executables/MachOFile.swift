/// A Mach-O file, thin or universal, as far as its sections (Mach-O loader.h).
enum MachOFile {
    struct Image {
        let regions: [ExecutableImage.Region]
    }

    private static let imageLimit = 16
    private static let commandLimit = 4096
    private static let sectionLimit = 4096

    static func images(in bytes: UnsafeRawBufferPointer) -> [Image] {
        let big = CheckedBytes(bytes, order: .big)
        guard let magic = big.uint32(0) else { return [] }
        if magic == 0xcafe_babe {
            var images: [Image] = []
            for index in 0..<min(Int(big.uint32(4) ?? 0), imageLimit) {
                guard let offset = big.uint32(8 + index * 20 + 8), let size = big.uint32(8 + index * 20 + 12),
                    let slice = big.slice(Int(offset), Int(size)), let image = thin(slice)
                else { continue }
                images.append(image)
            }
            return images
        }
        return thin(bytes).map { [$0] } ?? []
    }

    private static func thin(_ buffer: UnsafeRawBufferPointer) -> Image? {
        guard let magic = CheckedBytes(buffer, order: .little).uint32(0) else { return nil }
        let bytes: CheckedBytes
        let is64: Bool
        switch magic {
        case 0xfeed_facf, 0xfeed_face:
            bytes = CheckedBytes(buffer, order: .little)
            is64 = magic == 0xfeed_facf
        case 0xcffa_edfe, 0xcefa_edfe:
            bytes = CheckedBytes(buffer, order: .big)
            is64 = magic == 0xcffa_edfe
        default: return nil
        }
        guard let count = bytes.uint32(16) else { return nil }
        var at = is64 ? 32 : 28
        var regions: [ExecutableImage.Region] = []
        for _ in 0..<min(Int(count), commandLimit) {
            guard let command = bytes.uint32(at), let size = bytes.uint32(at + 4), size >= 8 else { break }
            if command == (is64 ? 0x19 : 0x01) { segment(bytes, at, is64, into: &regions) }
            at += Int(size)
        }
        return Image(regions: regions)
    }

    private static func segment(
        _ bytes: CheckedBytes, _ at: Int, _ is64: Bool, into regions: inout [ExecutableImage.Region]
    ) {
        guard let protection = bytes.uint32(at + (is64 ? 60 : 44)), let count = bytes.uint32(at + (is64 ? 64 : 48))
        else { return }
        let width = is64 ? 80 : 68
        for index in 0..<min(Int(count), sectionLimit) {
            let section = at + (is64 ? 72 : 56) + index * width
            guard let name = bytes.slice(section, 16),
                let address = is64 ? bytes.uint64(section + 32) : bytes.uint32(section + 32).map(UInt64.init),
                let size = is64
                    ? bytes.uint64(section + 40).flatMap({ Int(exactly: $0) })
                    : bytes.uint32(section + 36).map(Int.init),
                let offset = bytes.uint32(section + (is64 ? 48 : 40)), let content = bytes.slice(Int(offset), size)
            else { continue }
            regions.append(
                ExecutableImage.Region(
                    name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self), address: address, bytes: content,
                    isWritable: protection & 2 != 0))
        }
    }
}
