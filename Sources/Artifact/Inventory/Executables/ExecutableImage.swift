/// A program or library of any of the formats, as far as the finders of embedded metadata need it.
struct ExecutableImage {
    struct Region {
        var name: String
        var address: UInt64
        var bytes: UnsafeRawBufferPointer
        var isWritable: Bool
    }

    /// Sections, or segments where the sections were stripped.
    let regions: [Region]

    /// The images in a file: one, or several in a universal Mach-O; none when it is damaged.
    static func all(in bytes: UnsafeRawBufferPointer) -> [ExecutableImage] {
        switch FileKind(start: bytes) {
        case .elf: ELFFile(bytes).map { [ExecutableImage($0)] } ?? []
        case .machO: MachOFile.images(in: bytes).map { ExecutableImage(regions: $0.regions) }
        // What is no PE file has no sections to look into; the cataloguer of PE files reports the damaged ones.
        case .portableExecutable: (try? PEFile(bytes)).map { [ExecutableImage(regions: $0.regions(in: bytes))] } ?? []
        default: []
        }
    }

    init(regions: [Region]) { self.regions = regions }

    init(_ file: ELFFile) {
        var regions: [Region] = []
        for section in file.sections {
            guard let bytes = file.content(of: section), !bytes.isEmpty else { continue }
            regions.append(
                Region(name: section.name, address: section.address, bytes: bytes, isWritable: section.flags & 1 != 0))
        }
        for segment in file.segments where segment.type == 1 {
            guard let bytes = file.content(of: segment), !bytes.isEmpty else { continue }
            regions.append(
                Region(name: "", address: segment.address, bytes: bytes, isWritable: segment.flags & 2 != 0))
        }
        self.regions = regions
    }

    func region(_ name: String) -> UnsafeRawBufferPointer? { regions.first { $0.name == name }?.bytes }

    /// Bytes at an address of the loaded image.
    func memory(_ address: UInt64, _ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0 else { return nil }
        for region in regions where address >= region.address && (region.address > 0 || region.name.isEmpty) {
            guard let offset = Int(exactly: address - region.address), offset <= region.bytes.count,
                count <= region.bytes.count - offset
            else { continue }
            return UnsafeRawBufferPointer(rebasing: region.bytes[offset..<offset + count])
        }
        return nil
    }

    /// Go's own description of the program; `nil` for any other.
    var goBuildInfo: GoBuildInfo? {
        if let named = region(".go.buildinfo") ?? region("__go_buildinfo") {
            return GoBuildInfo(data: named, memory: memory)
        }
        // Without that section it lies in the data segment.
        for region in regions where region.isWritable && (region.name.isEmpty || region.name.hasSuffix("data")) {
            if let info = GoBuildInfo(data: region.bytes, memory: memory) { return info }
        }
        return nil
    }
}
