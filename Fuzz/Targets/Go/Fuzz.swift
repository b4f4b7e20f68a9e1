@testable import Inventory

/// Go's build information, bare and in an ELF, Mach-O or PE file, and the text files of Go modules.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let memory = ExecutableImage(regions: [.init(name: "", address: 0, bytes: bytes, isWritable: true)])
    if let info = GoBuildInfo(data: bytes, memory: memory.memory) { _ = GoMainVersion(info) }
    _ = GoBuildInfo(goVersion: "go1.22", modules: bytes)
    _ = GoEmbeddedVersion.find(in: bytes)
    _ = ExecutableImage.all(in: bytes).compactMap(\.goBuildInfo)
    _ = try? GoModFile(bytes)  // Refusal is an answer.
    _ = GoSumFile(bytes)
    _ = GoVendorList(bytes)
    return 0
}
