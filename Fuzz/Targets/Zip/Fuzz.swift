import Archive

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard let archive = try? ZipArchive(bytes) else { return 0 }  // Refusal is an answer.
    for entry in archive.entries {
        _ = (entry.name, entry.isDirectory, entry.isSymbolicLink)
        guard let content = try? archive.read(entry, limit: 1 << 20) else { continue }  // So it is here.
        precondition(content.count == entry.uncompressedSize, "content of another size than the entry")
    }
    return 0
}
