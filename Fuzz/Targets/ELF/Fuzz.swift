@testable import Inventory

/// The headers of programs and libraries, and every cataloguer that asks for ELF files by their content.
private let cataloguers = Cataloguers.all.filter { $0.wants.contains { $0.pattern == .content(.elf) } }

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    for isTruncated in [true, false] { _ = ELFFile.facts(bytes, isTruncated: isTruncated) }
    if let file = ELFFile(bytes) { _ = KernelModule(file, fileName: "a.ko") }
    for cataloguer in cataloguers {
        var yield = Yield()
        try? cataloguer.read(WantedFile(path: "usr/lib/a.so", bytes: bytes), into: &yield)  // Refusal is an answer.
    }
    return 0
}
